//! A line of a list on the member site. The whole line is the link.

use askama::Template;
use platform::Home;
use std::fmt::Display;

use crate::{Example, Icon, Stamp, home, icon};

#[derive(Debug, Clone)]
enum Lead {
    None,
    Tile(Icon, &'static str),
    Day(String, String),
}

/// A row: lead, title, second line, where it goes.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/row.html")]
pub struct Row {
    title: String,
    meta: Vec<String>,
    stamp: Option<Stamp>,
    lead: Lead,
    href: Option<String>,
    value: Option<String>,
    news: bool,
}

impl Row {
    /// A row with its title.
    pub fn new(title: impl Display) -> Row {
        let title = title.to_string();
        Row { title, meta: Vec::new(), stamp: None, lead: Lead::None, href: None, value: None, news: false }
    }

    /// Adds a piece to the second line.
    pub fn meta(mut self, piece: impl Display) -> Row {
        self.meta.push(piece.to_string());
        self
    }

    /// Open or closed, before the second line.
    pub fn stamp(mut self, stamp: Stamp) -> Row {
        self.stamp = Some(stamp);
        self
    }

    /// An icon on a neutral tile.
    pub fn icon(mut self, name: &'static str) -> Row {
        self.lead = Lead::Tile(icon(name), "row__lead");
        self
    }

    /// An icon on a tile in a home's pigment.
    pub fn icon_of(mut self, home: Home, name: &'static str) -> Row {
        self.lead = Lead::Tile(icon(name), home::tile(home));
        self
    }

    /// A day: `21`, `周六`.
    pub fn day(mut self, number: impl Display, weekday: impl Display) -> Row {
        self.lead = Lead::Day(number.to_string(), weekday.to_string());
        self
    }

    /// Where the row leads.
    pub fn href(mut self, address: impl Display) -> Row {
        self.href = Some(address.to_string());
        self
    }

    /// A value at the end.
    pub fn value(mut self, value: impl Display) -> Row {
        self.value = Some(value.to_string());
        self
    }

    /// A piece of news: a long title in plain weight, without the arrow.
    pub fn news(mut self) -> Row {
        self.news = true;
        self
    }

    fn class(&self) -> &'static str {
        if self.news { "row row--news" } else { "row" }
    }
}

crate::prints_html!(Row);

pub(crate) fn examples() -> Vec<Example> {
    let rows = [
        Row::new("亲子观影专场：老电影里的工友").day(21, "周六").meta("工人文化宫").meta("余18个名额").href("#"),
        Row::new("城东司机之家")
            .icon_of(Home::Ai, "map-pin")
            .stamp(Stamp::ok("开放中"))
            .meta("至22:00")
            .meta("可热饭、充电、洗澡")
            .href("#"),
        Row::new("谁看过我的信息").icon("eye").meta("近30天3次").href("#"),
        Row::new("手机号").value("138****5678"),
        Row::new("冬季集中清欠开始，拖欠工资请在12月31日前反映").news().meta("县总工会").meta("11月19日").href("#"),
    ];
    let list: String = rows.iter().map(ToString::to_string).collect();
    vec![Example::member("Row", "一行一件事", format!("<section class=\"card card--flush rows\">{list}</section>"))]
}
