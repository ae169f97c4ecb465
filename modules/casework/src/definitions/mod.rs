//! Services as readable files (`services/*.toml`): what workers look for, the form, the steps, the clocks.
//!
//! Promises: every definition is checked before anything starts; a running case stays on the version that it began with.
mod check;
mod find;
pub mod published;
mod said;
mod shelf;
mod steps;
#[cfg(test)]
mod tests;

pub use check::{Fault, check};
pub use find::{Found, found};
pub(crate) use shelf::all;
pub use shelf::{FILES, current, newest, of_version, read_all, ready};
pub use steps::{Act, Actor, Aid, Ask, Deed, Need, Outcome, Step};

use jiff::{ToSpan, civil::Date};
use platform::calendar::Unit;
use serde::Deserialize;

/// A service, of one version.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub key: String,
    pub version: i64,
    /// In the worker's words.
    pub name: String,
    /// In the office's.
    pub office: String,
    /// Two to four characters, for lists.
    pub short: String,
    pub about: String,
    pub icon: String,
    /// Until when there is a result, in words.
    pub result: String,
    /// What to have at hand.
    pub prepare: String,
    /// By which it is found.
    pub words: Vec<String>,
    /// The worker may ask that the union at the workplace does not see it.
    #[serde(default)]
    pub bypass: bool,
    /// It may be about somebody of the union.
    #[serde(default)]
    pub accuses: bool,
    /// Cases of several workers against one employer may be worked on together.
    #[serde(default)]
    pub collective: bool,
    /// Its texts are never entered into the search index: counselling, illness.
    #[serde(default)]
    pub unsearched: bool,
    /// Its texts are for one counsellor and the person: nobody else sees them, nor the name.
    #[serde(default)]
    pub confidential: bool,
    /// Kinds of advisers with whom a time can be booked for it: 律师.
    #[serde(default)]
    pub advisers: Vec<String>,
    /// Only members may ask.
    #[serde(default)]
    pub members_only: bool,
    /// It is aid by the union's rules.
    #[serde(default)]
    pub aid: Option<Aid>,
    /// The step at which a case goes on that was rated badly.
    pub reopens: String,
    /// Years after its end for which a case is kept.
    pub keep_years: i64,
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    #[serde(default, rename = "clock")]
    pub clocks: Vec<Clock>,
    #[serde(default, rename = "step")]
    pub steps: Vec<Step>,
    /// What else its line of life tells, beside the acts of its steps.
    #[serde(default, rename = "event")]
    pub events: Vec<Event>,
    #[serde(default, rename = "letter")]
    pub letters: Vec<Letter>,
    #[serde(default, rename = "statute")]
    pub statutes: Vec<Statute>,
    #[serde(default, rename = "notice")]
    pub notices: Vec<Notice>,
}
/// What somebody is told who is not a member, where only members may ask.
pub const MEMBERS_ONLY: &str = "这件事只给会员办。入会不收费，请先申请入会，批准了再来。";

/// Something that happens without leading to another step: a session, a signature.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub key: String,
    /// For the officer.
    pub name: String,
    /// For the worker.
    pub told: String,
}
/// A field of the form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub key: String,
    pub kind: FieldKind,
    pub label: String,
    #[serde(default)]
    pub hint: String,
    #[serde(default)]
    pub required: bool,
    /// Key and words.
    #[serde(default)]
    pub options: Vec<(String, String)>,
    #[serde(default)]
    pub longest: Option<usize>,
    /// Asked only where another field was answered so: its key, then the answers.
    #[serde(default)]
    pub when: Vec<String>,
    /// Of a family table.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
    /// What the member's record fills in; phones, bank accounts and employers are filled in without being asked for.
    #[serde(default)]
    pub known: Option<Known>,
}
/// What the record knows of a member.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    Name,
    Phone,
    Employer,
    Bank,
}
/// A column of a family table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub key: String,
    pub kind: FieldKind,
    pub label: String,
    #[serde(default)]
    pub options: Vec<(String, String)>,
}
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    Text,
    Area,
    Number,
    Money,
    Date,
    Choice,
    Employer,
    /// Yes, where it is ticked.
    Check,
    Phone,
    /// Somebody's name.
    Person,
    /// An identity number, shown masked.
    Identity,
    /// A bank account, shown by its last digits.
    Bank,
    /// Where something is.
    Place,
    /// Handed in with the form: one picture or PDF.
    File,
    /// A row for each member of the family.
    Family,
}
/// What is written on paper, in the layout of GB/T 9704, numbered by the year's register of the handling union. In its texts
/// [`crate::letters::WORDS`] stand for what the case says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    pub key: String,
    pub title: String,
    pub to: Addressee,
    /// Whom it addresses, where that is neither the worker nor the employer: 合作银行
    #[serde(default)]
    pub whom: String,
    pub lines: Vec<String>,
    /// The acts with which it is written; none: officers write it when it is needed.
    #[serde(default)]
    pub on: Vec<String>,
}
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Addressee {
    #[default]
    Worker,
    Employer,
    /// Somebody else, by name.
    Other,
}
/// A limit of the law that runs against the worker, whatever the union does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statute {
    pub key: String,
    /// What must be done by then: 申请劳动仲裁
    pub name: String,
    pub n: u16,
    pub unit: PeriodUnit,
    /// The field that says from when; none: somebody says it later.
    #[serde(default)]
    pub from: String,
    /// What is asked where no field says from when: 哪天收到仲裁裁决书
    #[serde(default)]
    pub asks: String,
    /// It runs only where this field was answered so: its key, then the answers.
    #[serde(default)]
    pub only: Vec<String>,
    /// It doesn't run where this field was answered so.
    #[serde(default)]
    pub unless: Vec<String>,
    /// A claim, help that was sought or a promise lets it begin anew.
    #[serde(default)]
    pub interrupts: bool,
    /// It stands still while nobody could keep it.
    #[serde(default)]
    pub suspends: bool,
    pub rule: String,
    pub law: String,
}
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum PeriodUnit {
    #[default]
    Day,
    Month,
    Year,
}
impl From<PeriodUnit> for Unit {
    fn from(unit: PeriodUnit) -> Unit {
        match unit {
            PeriodUnit::Day => Unit::Day,
            PeriodUnit::Month => Unit::Month,
            PeriodUnit::Year => Unit::Year,
        }
    }
}
/// What is published with names masked, so that anybody can object.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub key: String,
    pub title: String,
    pub lines: Vec<String>,
    pub days: u16,
    pub unit: ClockUnit,
    pub rule: String,
    pub source: String,
}
/// How long a step may take.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub key: String,
    pub days: u16,
    pub unit: ClockUnit,
    /// The rule in a sentence.
    pub rule: String,
    /// Whose rule: an article, or the union's promise.
    pub source: String,
    /// The act that the program does when the worker's time is over.
    #[serde(default)]
    pub silence: String,
}
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum ClockUnit {
    #[default]
    Workday,
    Day,
}
impl From<ClockUnit> for Unit {
    fn from(unit: ClockUnit) -> Unit {
        match unit {
            ClockUnit::Workday => Unit::Workday,
            ClockUnit::Day => Unit::Day,
        }
    }
}
impl Service {
    pub fn read(text: &str) -> Result<Service, basic_toml::Error> {
        basic_toml::from_str(text)
    }
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }
    pub fn clock(&self, key: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.key == key)
    }
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
    pub fn letter(&self, key: &str) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.key == key)
    }
    pub fn statute(&self, key: &str) -> Option<&Statute> {
        self.statutes.iter().find(|statute| statute.key == key)
    }
    pub fn notice(&self, key: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.key == key)
    }
    /// Its amounts are what an employer owed: paid at last, they count as recovered.
    pub fn recovers(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Employer)
    }
    /// Something is handed in with the form.
    pub fn file(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.kind == FieldKind::File)
    }
    /// The last day for which a case is kept that ended on a day.
    pub fn kept_until(&self, ended_on: Date) -> Date {
        ended_on.saturating_add(self.keep_years.years())
    }
    /// Where a case begins.
    pub fn start(&self) -> &Step {
        self.steps.first().expect("a checked definition has steps")
    }
    /// What an act or an event is called: to the officer, and to the worker.
    pub fn told(&self, key: &str) -> Option<(&str, &str)> {
        let act = self.steps.iter().flat_map(|s| &s.acts).find(|act| act.key == key);
        let event = self.events.iter().find(|event| event.key == key);
        act.map(|a| (&*a.name, &*a.told)).or(event.map(|e| (&*e.name, &*e.told)))
    }
}
