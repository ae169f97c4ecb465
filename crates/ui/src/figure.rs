//! Figures with their definitions, and small charts whose lengths are SVG attributes.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Words};

/// What a figure means: what is counted, what is left out, as of when, and where its records are.
#[derive(Debug, Clone, Default)]
pub struct Definition {
    lines: Vec<(String, String)>,
    links: Vec<(String, String)>,
}

impl Definition {
    /// An empty definition.
    pub fn new() -> Definition {
        Definition::default()
    }

    /// A line: 分子, 分母, 不算, 截至, 算的是.
    pub fn line(mut self, label: impl Display, words: impl Display) -> Definition {
        self.lines.push((label.to_string(), words.to_string()));
        self
    }

    /// A link to the records.
    pub fn link(mut self, words: impl Display, href: impl Display) -> Definition {
        self.links.push((words.to_string(), href.to_string()));
        self
    }
}

/// A figure: name, value, unit, change; the name opens the definition.
#[derive(Debug, Clone)]
pub struct Figure {
    key: String,
    name: String,
    value: String,
    unit: String,
    note: Option<String>,
    href: Option<String>,
    definition: Option<Definition>,
    spark: Option<Spark>,
}

impl Figure {
    /// `key` is the figure's own on the page (the measure's key), for the id of its definition.
    pub fn new(key: impl Display, name: impl Display, value: impl Display, unit: impl Display) -> Figure {
        Figure {
            key: key.to_string().replace(|c: char| !c.is_ascii_alphanumeric(), "-"),
            name: name.to_string(),
            value: value.to_string(),
            unit: unit.to_string(),
            note: None,
            href: None,
            definition: None,
            spark: None,
        }
    }

    /// The change or base beside it: 比上月 +312.
    pub fn note(mut self, note: impl Words) -> Figure {
        self.note = note.words();
        self
    }

    /// Its records.
    pub fn href(mut self, address: impl Display) -> Figure {
        self.href = Some(address.to_string());
        self
    }

    /// What it means.
    pub fn definition(mut self, definition: Definition) -> Figure {
        self.definition = Some(definition);
        self
    }

    /// Its course, oldest first.
    pub fn spark(mut self, values: impl IntoIterator<Item = f64>) -> Figure {
        self.spark = Some(Spark::new(values));
        self
    }
}

/// Figures side by side or as a list.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/figures.html")]
pub struct Figures {
    figures: Vec<Figure>,
    strip: bool,
}

impl Figures {
    /// Side by side across a page.
    pub fn strip(figures: impl IntoIterator<Item = Figure>) -> Figures {
        Figures { figures: figures.into_iter().collect(), strip: true }
    }

    /// Below each other in a card, with their courses.
    pub fn list(figures: impl IntoIterator<Item = Figure>) -> Figures {
        Figures { figures: figures.into_iter().collect(), strip: false }
    }
}

/// A small line without axes; an ornament beside the figure.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = r#"<svg class="spark" viewBox="0 0 64 26" aria-hidden="true"><polyline class="lx" stroke-width="1.5" stroke-linejoin="round" points="{{ points }}"/><circle class="c1" cx="{{ last.0 }}" cy="{{ last.1 }}" r="2.5"/></svg>"#
)]
pub struct Spark {
    points: String,
    last: (String, String),
}

impl Spark {
    /// Through the values, oldest first.
    pub fn new(values: impl IntoIterator<Item = f64>) -> Spark {
        let values: Vec<f64> = values.into_iter().collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let step = if values.len() > 1 { 60.0 / (values.len() - 1) as f64 } else { 0.0 };
        let height = |value: f64| if high > low { 23.0 - 20.0 * (value - low) / (high - low) } else { 13.0 };
        let points: Vec<(String, String)> = values
            .iter()
            .enumerate()
            .map(|(index, value)| (format!("{:.1}", 2.0 + step * index as f64), format!("{:.1}", height(*value))))
            .collect();
        let last = points.last().cloned().unwrap_or(("62".to_owned(), "13".to_owned()));
        let points = points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
        Spark { points, last }
    }
}

#[derive(Debug, Clone)]
struct Bar {
    label: String,
    share: f64,
    value: String,
    note: String,
    target: Option<f64>,
    href: Option<String>,
}

/// Bars of shares with their values beside them: name, bar, value, base. A line marks the target.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/bars.html")]
pub struct Bars {
    title: String,
    bars: Vec<Bar>,
}

impl Bars {
    /// What the bars show, for screen readers.
    pub fn new(title: impl Display) -> Bars {
        Bars { title: title.to_string(), bars: Vec::new() }
    }

    /// A bar: its name, its share of the full length (0 to 1), the value and the base in words.
    pub fn bar(mut self, label: impl Display, share: f64, value: impl Display, note: impl Display) -> Bars {
        let (label, value, note) = (label.to_string(), value.to_string(), note.to_string());
        self.bars.push(Bar { label, share: share.clamp(0.0, 1.0), value, note, target: None, href: None });
        self
    }

    /// The target of the last bar, as a share.
    pub fn target(mut self, share: f64) -> Bars {
        if let Some(bar) = self.bars.last_mut() {
            bar.target = Some(share.clamp(0.0, 1.0));
        }
        self
    }

    /// The records of the last bar.
    pub fn href(mut self, address: impl Display) -> Bars {
        if let Some(bar) = self.bars.last_mut() {
            bar.href = Some(address.to_string());
        }
        self
    }

    fn length(share: f64) -> String {
        format!("{:.1}", 300.0 * share)
    }

    fn mark(share: f64) -> String {
        format!("{:.1}", 118.0 + 300.0 * share)
    }

    fn top(index: usize, offset: usize) -> usize {
        index * 34 + offset
    }
}

crate::prints_html!(Figures, Spark, Bars);

pub(crate) fn examples() -> Vec<Example> {
    let definition = Definition::new()
        .line("分子", "其中在期限内办结的397件")
        .line("分母", "近90天到期的诉求412件")
        .line("截至", "2026年11月19日 24:00")
        .link("看这412件", "#");
    let figures = [
        Figure::new("members", "会员", "86,214", "人").note("比上月 +312").href("#").spark([1.0, 3.0, 4.0, 7.0]),
        Figure::new("unions", "基层工会", "1,207", "家").note("比上月 +6").spark([1.0, 1.0]),
        Figure::new("ontime", "按期办结率", "96.4", "%").note("近90天，397 / 412件").definition(definition),
    ];
    let bars = Bars::new("各规模企业建会率")
        .bar("1000人以上", 1.0, "100.0%", "18 / 18家")
        .target(1.0)
        .bar("100—499人", 0.937, "93.7%", "524 / 559家")
        .target(0.95)
        .href("#");
    vec![
        Example::console("Figures", "一排数字", Figures::strip(figures.clone())),
        Example::console("Figures", "一列数字", Figures::list(figures)),
        Example::console("Bars", "按比例的条", bars),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_course_is_a_level_line() {
        assert!(Spark::new([5.0, 5.0]).to_string().contains(r#"points="2.0,13.0 62.0,13.0""#));
        assert!(Spark::new([]).to_string().contains("<svg"));
    }

    #[test]
    fn a_figure_without_definition_has_no_button() {
        let html = Figures::strip([Figure::new("a.b", "会员", 1, "人")]).to_string();
        assert!(!html.contains("<button"), "{html}");
    }
}
