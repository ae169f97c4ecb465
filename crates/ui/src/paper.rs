//! Papers that print on A4: a title, to whom, what is said, tables, who signs.
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use platform::web::{Error, Result};
use serde::{Deserialize, Serialize};

/// A piece of a paper's body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Block {
    Line(String),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// Lines to be filled in by hand: 监票人（签名）.
    Sign(Vec<String>),
    /// A QR code with the words below it.
    Code {
        svg: String,
        words: String,
    },
}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Paper {
    pub title: String,
    pub number: String,
    /// Whom it addresses; empty: nobody.
    pub to: String,
    pub body: Vec<Block>,
    /// Who signs, with room for the seal; empty: nobody.
    pub from: String,
    pub on: String,
}
impl Paper {
    pub fn new(title: impl Into<String>) -> Paper {
        let title = title.into();
        Paper {
            title,
            number: String::new(),
            to: String::new(),
            body: Vec::new(),
            from: String::new(),
            on: String::new(),
        }
    }
    #[must_use]
    pub fn number(mut self, number: impl Into<String>) -> Paper {
        self.number = number.into();
        self
    }
    #[must_use]
    pub fn to(mut self, to: impl Into<String>) -> Paper {
        self.to = to.into();
        self
    }
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Paper {
        self.body.push(Block::Line(line.into()));
        self
    }
    #[must_use]
    pub fn lines(self, lines: impl IntoIterator<Item = String>) -> Paper {
        lines.into_iter().fold(self, Paper::line)
    }
    #[must_use]
    pub fn table(mut self, head: &[&str], rows: Vec<Vec<String>>) -> Paper {
        self.body.push(Block::Table { head: head.iter().map(|h| (*h).to_owned()).collect(), rows });
        self
    }
    #[must_use]
    pub fn sign(mut self, lines: &[&str]) -> Paper {
        self.body.push(Block::Sign(lines.iter().map(|l| (*l).to_owned()).collect()));
        self
    }
    #[must_use]
    pub fn code(mut self, svg: String, words: impl Into<String>) -> Paper {
        self.body.push(Block::Code { svg, words: words.into() });
        self
    }
    #[must_use]
    pub fn from(mut self, from: impl Into<String>, on: impl Into<String>) -> Paper {
        self.from = from.into();
        self.on = on.into();
        self
    }
    /// Numbered by a register and signed by an organisation: an official paper, which begins with that name and a red line (GB/T 9704).
    fn organ(&self) -> Option<&str> {
        let organ = self.from.split('（').next().filter(|organ| !organ.is_empty());
        organ.filter(|_| self.number.contains('〔'))
    }
    /// What it says, without its tables.
    pub fn said(&self) -> Vec<String> {
        let line = |block: &Block| match block {
            Block::Line(line) => Some(line.clone()),
            _ => None,
        };
        std::iter::once(self.title.clone()).chain(self.body.iter().filter_map(line)).collect()
    }
    /// The page; `back` leads back to where it was opened.
    pub fn show(self, back: &str) -> Result<Response> {
        let page = PaperPage { title: self.title.clone(), paper: self, back: back.to_owned() };
        Ok(Html(page.render().map_err(Error::internal)?).into_response())
    }
}

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage {
    title: String,
    paper: Paper,
    back: String,
}

/// 2026年11月19日, of an ISO date; a blank to fill in where there is none.
pub fn day(iso: Option<&str>) -> String {
    let parsed = iso.and_then(|d| d.parse::<jiff::civil::Date>().ok());
    parsed.map_or_else(|| "　　年　月　日".to_owned(), crate::text::date)
}
/// The day of an instant.
pub fn day_of(at: i64) -> String {
    crate::text::date(platform::clock::local(at).date())
}
