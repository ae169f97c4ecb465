//! The five homes as a street: each a house with its name on the wall, in its own pigment.

use askama::Template;
use platform::Home;
use std::fmt::Display;

use crate::Example;

/// What one finds in a home, in four characters.
pub(crate) fn contents(home: Home) -> &'static str {
    match home {
        Home::You => "组织会员",
        Home::Xin => "办事维权",
        Home::Xiang => "活动培训",
        Home::Ai => "普惠就业",
        Home::Lian => "关爱帮扶",
        Home::All => "",
    }
}

/// The class of an icon's tile in the home's pigment.
pub(crate) fn tile(home: Home) -> &'static str {
    match home {
        Home::You => "row__lead row__lead--you",
        Home::Xin => "row__lead row__lead--xin",
        Home::Xiang => "row__lead row__lead--xiang",
        Home::Ai => "row__lead row__lead--ai",
        Home::Lian => "row__lead row__lead--lian",
        Home::All => "row__lead",
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
    let street =
        Street::new(Home::ALL[..5].iter().map(|home| House::new(*home, "#").count(i64::from(*home == Home::Xin))));
    vec![Example::member("Street", "五个家", street)]
}
