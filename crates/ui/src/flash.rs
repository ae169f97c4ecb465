//! What was just done, said once on the next page. Nothing that matters is said only here.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Icon, icon};

/// A message after an act.
#[derive(Template, Debug, Clone)]
#[template(ext = "html", source = r#"<div class="{{ class }}" role="status">{{ icon }}<p>{{ words }}</p></div>"#)]
pub struct Flash {
    class: &'static str,
    icon: Icon,
    words: String,
}

impl Flash {
    /// It is done.
    pub fn done(words: impl Display) -> Flash {
        Flash { class: "flash", icon: icon("circle-check"), words: words.to_string() }
    }

    /// It was not done, or only in part.
    pub fn warn(words: impl Display) -> Flash {
        Flash { class: "flash flash--warn", icon: icon("alert-triangle"), words: words.to_string() }
    }

    /// Something to know.
    pub fn note(words: impl Display) -> Flash {
        Flash { class: "flash flash--info", icon: icon("info-circle"), words: words.to_string() }
    }
}

/// What the last act left is that it is done.
impl From<platform::web::Flash> for Flash {
    fn from(left: platform::web::Flash) -> Flash {
        Flash::done(left.0)
    }
}

crate::prints_html!(Flash);

pub(crate) fn examples() -> Vec<Example> {
    let all = [
        ("办好了", Flash::done("已通过程望川的入会申请，已告诉本人")),
        ("没有办成", Flash::warn("孙维方11月20日 14:32已经退回了这份申请")),
        ("要知道的", Flash::note("您已经是滨河县货运行业联合工会的会员")),
    ];
    all.into_iter().flat_map(|(title, flash)| Example::both("Flash", title, flash)).collect()
}
