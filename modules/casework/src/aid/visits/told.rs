//! What a visit's form says, and what counts of it. Pure.
use crate::{aid::rules::Household, cases::answers::fen, definitions::Aid};
use platform::web::Fields;
use serde::{Deserialize, Serialize};

const NAME: usize = 30;
const TEXT: usize = 1_000;
/// Key and words: whether what was found is what the application says.
pub const AGREES: [(&str, &str); 3] =
    [("yes", "和申请的一样"), ("partly", "有些不一样，按下面核实的算"), ("no", "不符合申请的情况")];
const KEPT_DAYS: i64 = 14;
const DAY: i64 = 86_400_000;
/// A phone's clock may be a little ahead.
const AHEAD: i64 = 10 * 60_000;

/// Sealed as a whole.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
pub struct Told {
    pub visitors: [String; 2],
    pub place: String,
    /// Where the phone was, as far as it said.
    pub position: String,
    pub looked: String,
    pub asked: String,
    pub heard: String,
    pub papers: String,
    pub agrees: String,
    /// In fen a year.
    pub income: Option<i64>,
    pub rigid: Option<i64>,
    pub persons: Option<i64>,
}
impl Told {
    pub fn agrees(&self) -> &'static str {
        AGREES.iter().find(|(key, _)| *key == self.agrees).map_or("", |(_, words)| words)
    }
    /// The figures as checked; none where the visit found those of the application right.
    pub fn checked(&self, said: &Household) -> Option<Household> {
        (self.agrees == "partly").then(|| Household {
            income: self.income.unwrap_or(said.income),
            rigid: self.rigid.unwrap_or(said.rigid),
            persons: self.persons.unwrap_or(said.persons),
            ..said.clone()
        })
    }
}

/// Reads the form; faults are put at the fields.
pub fn read(form: &mut Fields, own: &str, aid: Option<Aid>) -> Option<Told> {
    let second = form.required("second", "请写同去的人，上门要两个人", NAME);
    if second.as_deref().is_some_and(|name| name == own) {
        form.fault("second", "这里写同去的另一位，上门要两个人");
    }
    let mut text = |name: &str, empty: &str, most| form.required(name, empty, most).unwrap_or_default();
    let place = text("place", "请写在哪里走访的", 80);
    let looked = text("looked", "请写看到了什么", TEXT);
    let asked = text("asked", "请写问了什么、怎么说的", TEXT);
    form.short_enough("heard", TEXT);
    form.short_enough("papers", TEXT);
    let agrees = form.get("agrees").to_owned();
    if !AGREES.iter().any(|(key, _)| *key == agrees) {
        form.fault("agrees", "请选和申请的一样不一样");
    }
    let mut told = Told {
        visitors: [own.to_owned(), second.unwrap_or_default()],
        place,
        position: form.get("position").chars().filter(|c| c.is_ascii_digit() || ".,-".contains(*c)).take(40).collect(),
        looked,
        asked,
        heard: form.get("heard").to_owned(),
        papers: form.get("papers").to_owned(),
        agrees,
        ..Told::default()
    };
    if aid.is_some() && told.agrees == "partly" {
        let mut money = |name: &str| {
            let value = form.has(name).then(|| fen(form.get(name)));
            if value == Some(None) {
                form.fault(name, "请只填数字，比如9860");
            }
            value.flatten()
        };
        (told.income, told.rigid) = (money("income"), money("rigid"));
        if form.has("persons") {
            told.persons = form.number("persons").filter(|n| (1..=30).contains(n));
            if told.persons.is_none() {
                form.fault("persons", "请填1到30之间的整数");
            }
        }
    }
    form.is_right().then_some(told)
}

/// When the visit was, by the phone's clock; a sentence where that can't be.
pub fn visited_at(said: Option<i64>, now: i64) -> Result<i64, &'static str> {
    match said {
        None => Ok(now),
        Some(at) if at > now + AHEAD => Err("这台手机的日期不对，请先调好时间再发送"),
        Some(at) if at < now - KEPT_DAYS * DAY => Err("存了超过14天，请再走访一次"),
        Some(at) => Ok(at.min(now)),
    }
}
