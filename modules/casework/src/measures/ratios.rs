//! Figures of one over another, what of it stands on a union's sheet, and what the dimensions are called.
use super::{
    ANSWERED, ANSWERED_IN_TIME, ASKED, ASKED_TO_RATE, BY_CHANNEL, BY_EMPLOYER, ENDED, FIRST_HOURS, HELPED, IN_TIME,
    RATED, RECOVERED, REOPENED, SATISFIED, SOLVED, TIMED,
};
use crate::{
    aid,
    definitions::{Outcome, newest, published},
    mediation::{self, Source, consultations},
};
use directory::employers;
use platform::{
    App,
    facts::{Dimension, Featured, Measure, Naming, Ratio, Spread},
    merging::Merged,
};

const fn percent(
    key: &'static str,
    name: &'static str,
    numerator: &'static Measure,
    denominator: &'static Measure,
) -> Ratio {
    Ratio { key, name, numerator, denominator, percent: true }
}
const ANSWERED_RATE: &Ratio = &percent("cases.answered_rate", "答复按时率", ANSWERED_IN_TIME, ANSWERED);
const FIRST_MEAN: &Ratio = &Ratio {
    key: "cases.first_mean",
    name: "第一次答复平均用时",
    numerator: FIRST_HOURS,
    denominator: ANSWERED,
    percent: false,
};
const IN_TIME_RATE: &Ratio = &percent("cases.in_time_rate", "办理按时率", IN_TIME, TIMED);
const SOLVED_RATE: &Ratio = &percent("cases.solved_rate", "解决率", SOLVED, ENDED);
const REOPENED_RATE: &Ratio = &percent("cases.reopened_rate", "重新办的比例", REOPENED, ASKED_TO_RATE);
const RATED_RATE: &Ratio = &percent("cases.rated_rate", "评价率", RATED, ASKED_TO_RATE);
const SATISFIED_RATE: &Ratio = &percent("cases.satisfied_rate", "满意率", SATISFIED, RATED);
const AGREED_RATE: &Ratio =
    &percent("mediations.agreed_rate", "调解成功率", mediation::measures::AGREED, mediation::measures::ACCEPTED);
const PAID_RATE: &Ratio =
    &percent("mediations.paid_rate", "协议履行率", mediation::measures::PAID_YUAN, mediation::measures::AGREED_YUAN);
pub const ALL: &[&Ratio] = &[
    ANSWERED_RATE,
    FIRST_MEAN,
    IN_TIME_RATE,
    SOLVED_RATE,
    REOPENED_RATE,
    RATED_RATE,
    SATISFIED_RATE,
    AGREED_RATE,
    PAID_RATE,
];
pub const DESKS: &Spread = &Spread { key: "cases.desks", name: "收到诉求的工会", unit: "家", measure: ASKED };
pub const SPREADS: &[&Spread] = &[DESKS];
pub const FEATURED: &[Featured] = &[
    Featured::Measure(ASKED),
    Featured::Spread(DESKS),
    Featured::Measure(SOLVED),
    Featured::Measure(HELPED),
    Featured::Measure(RECOVERED),
    Featured::Ratio(ANSWERED_RATE),
    Featured::Ratio(FIRST_MEAN),
    Featured::Ratio(IN_TIME_RATE),
    Featured::Ratio(SATISFIED_RATE),
    Featured::Ratio(REOPENED_RATE),
    Featured::Measure(mediation::measures::ENTRUSTED),
    Featured::Measure(mediation::measures::AGREED),
    Featured::Measure(mediation::measures::AGREED_YUAN),
    Featured::Measure(mediation::measures::PAID_YUAN),
    Featured::Measure(mediation::measures::CONSULTED),
    Featured::Measure(aid::measures::FAMILIES),
    Featured::Measure(aid::measures::PAID),
];

const fn by(measure: &'static Measure, name: &'static str, words: fn(App, Vec<String>) -> Naming) -> Dimension {
    Dimension { measure, name, words, of: None }
}
pub const DIMENSIONS: &[Dimension] = &[
    by(ASKED, "事项", services),
    by(SOLVED, "事项", services),
    by(HELPED, "事项", services),
    by(super::LENT, "事项", services),
    by(RECOVERED, "事项", services),
    by(REOPENED, "事项", services),
    by(TIMED, "事项", services),
    by(IN_TIME, "事项", services),
    by(ANSWERED, "事项", services),
    by(ANSWERED_IN_TIME, "事项", services),
    by(FIRST_HOURS, "事项", services),
    by(BY_CHANNEL, "渠道", channels),
    Dimension { measure: BY_EMPLOYER, name: "单位", words: employers::names, of: Some(Merged::Employer) },
    by(ENDED, "结果", outcomes),
    by(RATED, "几星", stars),
    by(mediation::measures::ACCEPTED, "来源", sources),
    by(mediation::measures::ENTRUSTED, "来源", sources),
    by(mediation::measures::CONSULTED, "问什么", topics),
];

fn named(keys: &[String], name: impl Fn(&str) -> Option<String>) -> Naming {
    let words = keys.iter().map(|key| name(key).unwrap_or_else(|| key.clone())).collect();
    Box::pin(async move { Ok(words) })
}
fn services(app: App, keys: Vec<String>) -> Naming {
    Box::pin(async move {
        published::fresh(&app).await?;
        Ok(keys.into_iter().map(|key| newest(&key).map_or(key, |service| service.office.clone())).collect())
    })
}
fn channels(_: App, keys: Vec<String>) -> Naming {
    named(&keys, |key| {
        let word = match key {
            "online" => "网上",
            "counter" => "窗口",
            "phone" => "电话",
            _ => return None,
        };
        Some(word.to_owned())
    })
}
fn outcomes(_: App, keys: Vec<String>) -> Naming {
    named(&keys, |key| Outcome::from_key(key).map(|outcome| outcome.name().to_owned()))
}
fn stars(_: App, keys: Vec<String>) -> Naming {
    named(&keys, |key| Some(format!("{key}星")))
}
fn sources(_: App, keys: Vec<String>) -> Naming {
    named(&keys, |key| {
        Source::ALL.into_iter().find(|source| source.key() == key).map(|source| source.name().to_owned())
    })
}
fn topics(_: App, keys: Vec<String>) -> Naming {
    named(&keys, |key| {
        consultations::TOPICS.iter().find(|(topic, _)| *topic == key).map(|(_, name)| (*name).to_owned())
    })
}
