//! What is in dispute, as the form told it.
use super::rules::Claim;
use crate::cases::{Case, answers, limits::Happening};
use jiff::civil::Date;
use platform::App;

pub struct Told {
    what: String,
    /// In words: 劳动报酬.
    pub matter: String,
    since: Option<Date>,
    left: Option<Date>,
    /// In fen; 0: not said, or not about money.
    pub amount: i64,
    pub story: String,
}
pub fn of(app: &App, case: &Case) -> Told {
    let given = answers::of(app, case);
    let value = |key: &str| given.iter().find(|answer| answer.key == key).map_or("", |answer| &*answer.value);
    let options = case.service().field("what").map_or(&[][..], |field| &field.options);
    let matter = options.iter().find(|(key, _)| key == value("what")).map(|(_, words)| words.clone());
    Told {
        what: value("what").to_owned(),
        matter: matter.unwrap_or_default(),
        since: value("since").parse().ok(),
        left: value("left").parse().ok(),
        amount: value("amount").parse().unwrap_or(0),
        story: value("story").to_owned(),
    }
}
impl Told {
    /// The limit of the definition that this kind of dispute has.
    pub fn statute(&self) -> &'static str {
        if self.what == "wages" { "arbitration-wages" } else { "arbitration" }
    }
    pub fn claim<'a>(&'a self, happened: &'a [Happening]) -> Claim<'a> {
        Claim { what: &self.what, since: self.since, left: self.left, happened }
    }
    /// 劳动报酬，¥9,860.00
    pub fn words(&self) -> String {
        let amount = (self.amount > 0).then(|| format!("，{}", ui::text::yuan(self.amount)));
        format!("{}{}", self.matter, amount.unwrap_or_default())
    }
}
