//! The five homes: where a thing belongs, told by name and pigment; and the street they stand in.

use askama::Template;
use std::fmt::Display;

use crate::Example;

/// 五个家
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// 有家: organising and members
    You,
    /// 信家: rights and requests
    Xin,
    /// 想家: activities and learning
    Xiang,
    /// 爱家: benefits, places, jobs
    Ai,
    /// 恋家: care
    Lian,
}

impl Home {
    /// All five, in their order.
    pub const ALL: [Home; 5] = [Home::You, Home::Xin, Home::Xiang, Home::Ai, Home::Lian];

    /// 有家, 信家, …
    pub fn name(self) -> &'static str {
        match self {
            Home::You => "有家",
            Home::Xin => "信家",
            Home::Xiang => "想家",
            Home::Ai => "爱家",
            Home::Lian => "恋家",
        }
    }

    /// What one finds there.
    pub fn contents(self) -> &'static str {
        match self {
            Home::You => "组织会员",
            Home::Xin => "办事维权",
            Home::Xiang => "活动培训",
            Home::Ai => "普惠就业",
            Home::Lian => "关爱帮扶",
        }
    }

    /// The ending of its classes.
    pub fn key(self) -> &'static str {
        match self {
            Home::You => "you",
            Home::Xin => "xin",
            Home::Xiang => "xiang",
            Home::Ai => "ai",
            Home::Lian => "lian",
        }
    }

    pub(crate) fn tile(self) -> &'static str {
        match self {
            Home::You => "row__lead row__lead--you",
            Home::Xin => "row__lead row__lead--xin",
            Home::Xiang => "row__lead row__lead--xiang",
            Home::Ai => "row__lead row__lead--ai",
            Home::Lian => "row__lead row__lead--lian",
        }
    }
}

/// One house of the street.
#[derive(Debug, Clone)]
pub struct House {
    home: Home,
    href: String,
    count: i64,
}

impl House {
    /// The house of `home`, leading to `href`.
    pub fn new(home: Home, href: impl Display) -> House {
        House { home, href: href.to_string(), count: 0 }
    }

    /// How many things wait there.
    pub fn count(mut self, count: i64) -> House {
        self.count = count;
        self
    }
}

/// The houses side by side.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/street.html")]
pub struct Street {
    houses: Vec<House>,
}

impl Street {
    /// The houses that have somebody at home.
    pub fn new(houses: impl IntoIterator<Item = House>) -> Street {
        Street { houses: houses.into_iter().collect() }
    }
}

crate::prints_html!(Street);

pub(crate) fn examples() -> Vec<Example> {
    let street = Street::new(Home::ALL.map(|home| House::new(home, "#").count(i64::from(home == Home::Xin))));
    vec![Example::member("Street", "五个家", street)]
}
