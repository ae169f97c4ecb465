//! Why something is proposed: reasons as sentences, each with a tick.

use askama::Template;
use std::fmt::Display;

use crate::Example;

/// The reasons of a proposal.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = r#"<ul class="why"><li class="why__title">{{ title }}</li>{% for reason in reasons %}<li>{{ ui::icon("circle-check") }}<span>{{ reason }}</span></li>{% endfor %}</ul>"#
)]
pub struct Why {
    title: String,
    reasons: Vec<String>,
}

impl Why {
    /// The question that the reasons answer, and the reasons.
    pub fn new<R: Display>(title: impl Display, reasons: impl IntoIterator<Item = R>) -> Why {
        Why { title: title.to_string(), reasons: reasons.into_iter().map(|reason| reason.to_string()).collect() }
    }
}

crate::prints_html!(Why);

pub(crate) fn examples() -> Vec<Example> {
    let reasons = ["您扫的“城东加油站”入会码是它张贴的", "您自己跑车，没有单位工会", "您是货车司机，正是它服务的行业"];
    vec![Example::member("Why", "为什么推荐", Why::new("为什么是这一家", reasons))]
}
