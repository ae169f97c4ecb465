//! The page of coverage.
use super::{
    PATH,
    count::{self, Counted},
    rules::{self, Split},
};
use crate::contacts;
use askama::Template;
use axum::response::Response;
use directory::{
    employers::coverage::{CLASSES, SizeClass, Way},
    permissions::{FIGURES_READ, UNIONS_READ},
};
use platform::{
    tree::{self, Org, OrgId},
    web::{Error, Fields, Result},
};
use ui::{Bars, Crumb, Definition, Desk, Figure, Figures, filters, text};

/// A line of a table: what it is, and each figure with the list that it counts.
struct Line {
    name: String,
    /// The same page of a union below.
    href: Option<String>,
    split: Split,
    /// The list of all of them; a way is added to it.
    records: Option<String>,
}
impl Line {
    /// (employers, list) for own, joint, none.
    fn ways(&self) -> [(i64, Option<String>); 3] {
        Way::ALL.map(|way| {
            let list = self.records.as_ref().map(|records| format!("{records}&cover={}", way.key()));
            (self.split.of(way), list.filter(|_| self.split.of(way) > 0))
        })
    }
    fn rate(&self) -> String {
        self.split.percent().map_or_else(String::new, |percent| format!("{percent:.1}"))
    }
}
struct Table {
    title: &'static str,
    first: &'static str,
    note: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "coverage/page.html")]
struct Page {
    frame: ui::Console,
    strip: Figures,
    bars: Bars,
    tables: Vec<Table>,
    at: String,
    /// The list of large employers without a union, as work.
    work: Option<&'static str>,
}

pub async fn show(desk: Desk, asked: Fields) -> Result<Response> {
    let scope = desk.scope(FIGURES_READ)?;
    let id = asked.number("org").map_or(desk.post().org, OrgId);
    let org = tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    let counted = count::counted(&desk.app, &org).await?;
    let children = tree::children(&desk.app.db, org.id).await?;
    let lists = Lists { opens: desk.may(UNIONS_READ) };
    let sizes = sizes(&counted, org.id, lists);
    let page = Page {
        frame: desk.frame(&format!("{}，建会覆盖", org.name), PATH, vec![Crumb::word("有家"), Crumb::word("组织会员")]),
        strip: strip(
            rules::sum(&counted.cells, |_| true),
            rules::sum(&counted.cells, |c| c.least >= 100),
            &lists.of(org.id, ""),
        ),
        bars: bars(&sizes),
        tables: [
            table("按规模", "规模", "", sizes),
            table("按行业", "行业", "国民经济行业分类的门类", sections(&counted, org.id, lists)),
            table("按下级", "工会", "按单位所在地区算，点名称看它的", below(&counted, &org, &children, lists)),
        ]
        .into_iter()
        .filter(|table| !table.lines.is_empty())
        .collect(),
        at: text::moment_near(platform::clock::local(counted.at), desk.app.today()),
        work: desk.may(contacts::FOLLOW).then_some(contacts::PATH),
    };
    Ok(desk.show(&page))
}

/// Where the employers behind a figure are listed, for those who may open lists.
#[derive(Clone, Copy)]
struct Lists {
    opens: bool,
}
impl Lists {
    fn of(self, org: OrgId, more: &str) -> Option<String> {
        self.opens.then(|| format!("/console/employers?below={org}{more}"))
    }
}
fn line(name: &str, split: Split, records: Option<String>) -> Line {
    Line { name: name.to_owned(), href: None, split, records }
}
fn table(title: &'static str, first: &'static str, note: &'static str, lines: Vec<Line>) -> Table {
    Table { title, first, note, lines }
}
fn sizes(counted: &Counted, org: OrgId, lists: Lists) -> Vec<Line> {
    let of_size = |size: &SizeClass| {
        let most = size.most.map_or(String::new(), |most| format!("&most={most}"));
        let records = lists.of(org, &format!("&least={}{most}", size.least));
        line(size.name, rules::of_size(&counted.cells, size), records)
    };
    CLASSES.iter().map(of_size).collect()
}
fn sections(counted: &Counted, org: OrgId, lists: Lists) -> Vec<Line> {
    let all = rules::sections(&counted.cells).into_iter();
    all.map(|(key, name, split)| line(name, split, lists.of(org, &format!("&section={key}")))).collect()
}
/// The unions directly below, the one with most employers first; what lies with none of them comes last.
fn below(counted: &Counted, org: &Org, children: &[Org], lists: Lists) -> Vec<Line> {
    let (splits, rest) = rules::areas(children, &counted.areas);
    let with_employers = children.iter().zip(splits).filter(|(_, split)| split.all() > 0);
    let mut towns: Vec<Line> = with_employers
        .map(|(child, split)| Line {
            href: Some(format!("{PATH}?org={}", child.id)),
            ..line(&child.name, split, lists.of(child.id, ""))
        })
        .collect();
    towns.sort_by_key(|line| std::cmp::Reverse(line.split.all()));
    if rest.all() > 0 && !towns.is_empty() {
        towns.push(line(&format!("{}直接管", org.name), rest, None));
    }
    towns
}
fn bars(sizes: &[Line]) -> Bars {
    sizes.iter().fold(Bars::new("各规模建会率"), |bars, line| {
        let base = format!("{} / {}家", text::count(line.split.own + line.split.joint), text::count(line.split.all()));
        let value = line.split.percent().map_or_else(|| "没有".into(), |percent| format!("{percent:.1}%"));
        let bars = bars.bar(&line.name, line.split.percent().unwrap_or(0.0) / 100.0, value, base);
        match &line.records {
            Some(records) => bars.href(records),
            None => bars,
        }
    })
}

fn strip(all: Split, large: Split, records: &Option<String>) -> Figures {
    let percent = |split: Split| split.percent().map_or_else(|| "没有".to_owned(), |percent| format!("{percent:.1}"));
    let definition = |words: &str| Definition::new().line("怎么算", words);
    let figure = |key: &str, name: &str, value: String, unit: &str, more: &str, words: &str| {
        let figure = Figure::new(key, name, value, unit).definition(definition(words));
        match records {
            Some(records) => figure.href(format!("{records}{more}")),
            None => figure,
        }
    };
    Figures::strip([
        figure(
            "rate",
            "单位建会率",
            percent(all),
            "%",
            "",
            "有自己的工会或由联合工会、行业工会覆盖的单位，除以登记在册的单位",
        ),
        figure("large", "百人以上建会率", percent(large), "%", "&least=100", "只算职工100人以上的单位"),
        figure("own", "有自己的工会", text::count(all.own), "家", "&cover=own", "职工归到自己的工会"),
        figure(
            "joint",
            "由联合工会覆盖",
            text::count(all.joint),
            "家",
            "&cover=joint",
            "职工归到联合工会，或今天有联合工会、行业工会覆盖",
        ),
        figure("none", "没有工会", text::count(all.none), "家", "&cover=none", "两样都没有"),
    ])
}
