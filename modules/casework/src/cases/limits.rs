//! Limits of the law that run against the worker: computed from facts, with interruption and suspension.
//!
//! Source: 《劳动争议调解仲裁法》第二十七条. An interruption (the claim was raised, relief was sought at an authority, the other side agreed) lets the
//! whole period begin anew; a suspension lets the rest of it run on from the day on which its cause is gone.
use super::{Case, answers, store};
use crate::definitions::Statute;
use jiff::{ToSpan, civil::Date};
use platform::{App, calendar::Calendar, calendar::Unit, db::Result};

/// What happened to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    Interrupted(Date),
    /// From a day until the last day of the cause.
    Suspended(Date, Date),
}
impl Happening {
    fn from(self) -> Date {
        match self {
            Happening::Interrupted(day) | Happening::Suspended(day, _) => day,
        }
    }
}

/// What a fact does to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It begins: the day of which no form knew.
    Begins,
    Interrupts,
    Suspends,
}
/// A kind of fact.
pub struct Kind {
    pub key: &'static str,
    pub words: &'static str,
    pub effect: Effect,
}
const fn kind(key: &'static str, words: &'static str, effect: Effect) -> Kind {
    Kind { key, words, effect }
}
pub const BEGUN: &str = "begun";
pub const KINDS: [Kind; 5] = [
    kind("claimed", "向单位提出过要求（中断）", Effect::Interrupts),
    kind("sought", "向有关部门请求过救济（中断）", Effect::Interrupts),
    kind("agreed", "单位答应过履行（中断）", Effect::Interrupts),
    kind("suspended", "不可抗力或其他正当理由，不能申请（中止）", Effect::Suspends),
    kind(BEGUN, "从哪天起算（收到裁决书等）", Effect::Begins),
];
impl Statute {
    /// Whether such a fact changes anything for this limit.
    pub fn is_moved_by(&self, effect: Effect) -> bool {
        match effect {
            Effect::Begins => !self.asks.is_empty(),
            Effect::Interrupts => self.interrupts,
            Effect::Suspends => self.suspends,
        }
    }
}

/// The last day of a period from a day, with what happened to it. What comes after its end changes nothing.
pub fn last_day(calendar: &Calendar, from: Date, (n, unit): (u16, Unit), happened: &[Happening]) -> Date {
    let mut all = happened.to_vec();
    all.sort_by_key(|one| one.from());
    let until = |from: Date, extra: i64| calendar.legal_period(from, n, unit).last.saturating_add(extra.days());
    let (mut start, mut extra, mut stood_until) = (from, 0, from);
    for one in all {
        if one.from() > until(start, extra) || one.from() < start {
            continue;
        }
        match one {
            Happening::Interrupted(day) => (start, extra, stood_until) = (day, 0, day),
            Happening::Suspended(day, last) => {
                // Days that two suspensions share count once.
                let begins = day.max(stood_until);
                let last = last.max(begins);
                extra += i64::from(platform::calendar::days_left(begins, last));
                stood_until = last;
            }
        }
    }
    let last = until(start, extra);
    // A last day that is not worked moves to the next that is: a period of no days from it says which.
    calendar.legal_period(last, 0, Unit::Day).date
}

/// A limit of a case, as it stands.
pub struct Limit {
    pub statute: &'static Statute,
    pub until: Date,
    /// From when it is counted, and what moved it.
    pub why: Vec<String>,
}

fn happening(statute: &Statute, fact: &store::Fact) -> Option<(Happening, &'static str)> {
    let kind = KINDS.iter().find(|kind| kind.key == fact.kind).filter(|kind| statute.is_moved_by(kind.effect))?;
    let one = match kind.effect {
        Effect::Begins => return None,
        Effect::Interrupts => Happening::Interrupted(fact.from()?),
        Effect::Suspends => Happening::Suspended(fact.from()?, fact.until()?),
    };
    Some((one, kind.words))
}
fn is_off(statute: &Statute, given: &[answers::Answer]) -> bool {
    let is_answered = |condition: &[String]| {
        let (key, answers) = condition.split_first()?;
        Some(given.iter().any(|answer| answer.key == *key && answers.contains(&answer.value)))
    };
    is_answered(&statute.unless) == Some(true) || is_answered(&statute.only) == Some(false)
}
/// The day from which a limit is counted: of the form, else the last one that somebody said.
fn start(statute: &Statute, given: &[answers::Answer], facts: &[store::Fact]) -> Option<Date> {
    let answer = given.iter().find(|answer| answer.key == statute.from);
    let said = facts.iter().rev().find(|fact| fact.statute == statute.key && fact.kind == BEGUN);
    answer.and_then(|answer| answer.value.parse().ok()).or_else(|| said?.from())
}
/// Limits of a case that begin with a day which nobody has said yet.
pub fn unbegun(app: &App, case: &Case, facts: &[store::Fact]) -> Vec<&'static Statute> {
    let given = answers::of(app, case);
    let all = case.service().statutes.iter().filter(|s| !s.asks.is_empty() && !is_off(s, &given));
    all.filter(|statute| start(statute, &given, facts).is_none()).collect()
}
/// What happened to one limit of a case, for others that compute with it.
pub fn happened(case: &Case, facts: &[store::Fact], key: &str) -> Vec<Happening> {
    let Some(statute) = case.service().statute(key) else { return Vec::new() };
    facts.iter().filter(|fact| fact.statute == key).filter_map(|fact| Some(happening(statute, fact)?.0)).collect()
}
/// The limits of a case, from what was answered and what happened since.
pub fn of(app: &App, case: &Case, facts: &[store::Fact]) -> Vec<Limit> {
    let given = answers::of(app, case);
    let one = |statute: &'static Statute| {
        if is_off(statute, &given) {
            return None;
        }
        let from = start(statute, &given, facts)?;
        let mut why = vec![format!("从{}起算", ui::text::date(from))];
        let mine = facts.iter().filter(|f| f.statute == statute.key).filter_map(|f| Some((f, happening(statute, f)?)));
        let mut happened = Vec::new();
        for (fact, (one, words)) in mine {
            why.push(format!("{}，{words}", fact.from().map_or_else(String::new, ui::text::date)));
            happened.push(one);
        }
        let until = last_day(&app.calendar, from, (statute.n, statute.unit.into()), &happened);
        Some(Limit { statute, until, why })
    };
    case.service().statutes.iter().filter_map(one).collect()
}
/// The nearest of them that is not over.
pub fn nearest(limits: &[Limit], today: Date) -> Option<Date> {
    limits.iter().map(|limit| limit.until).filter(|until| *until >= today).min()
}
/// All of a case, read now.
pub async fn read(app: &App, case: &Case) -> Result<Vec<Limit>> {
    if case.service().statutes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(of(app, case, &store::facts(&app.db, case.id).await?))
}

#[cfg(test)]
mod tests {
    use super::{Happening::*, *};
    use jiff::civil::date;
    use proptest::prelude::*;

    const YEAR: (u16, Unit) = (1, Unit::Year);
    fn until(from: Date, happened: &[Happening]) -> Date {
        last_day(Calendar::embedded(), from, YEAR, happened)
    }

    #[test]
    fn a_year_ends_on_its_day_or_the_next_that_is_worked() {
        let own = include_str!("../../fixtures/legal_period_vectors.json").to_owned();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/rules/legal_period_vectors.json");
        let shared = std::fs::read_to_string(path);
        for text in std::iter::once(own).chain(shared) {
            reckoned(&text);
        }
    }
    fn reckoned(text: &str) {
        let vectors: serde_json::Value = serde_json::from_str(text).expect("vectors");
        assert!(vectors["vectors"].as_array().is_some_and(|all| all.len() > 10));
        for one in vectors["vectors"].as_array().expect("vectors") {
            let unit = match one["unit"].as_str() {
                Some("day") => Unit::Day,
                Some("month") => Unit::Month,
                Some("year") => Unit::Year,
                _ => continue,
            };
            let day = |key: &str| one[key].as_str().and_then(|d| d.parse::<Date>().ok()).expect("a day");
            let n = u16::try_from(one["n"].as_u64().expect("a number")).expect("small");
            assert_eq!(last_day(Calendar::embedded(), day("from"), (n, unit), &[]), day("due"), "{one}");
        }
    }

    #[test]
    fn an_interruption_begins_the_year_anew_and_a_suspension_adds_its_days() {
        let start = date(2025, 3, 5);
        assert_eq!(until(start, &[]), date(2026, 3, 5));
        assert_eq!(until(start, &[Interrupted(date(2025, 9, 10))]), date(2026, 9, 10));
        assert_eq!(until(start, &[Interrupted(date(2026, 9, 10))]), date(2026, 3, 5), "it was over by then");
        assert_eq!(until(start, &[Interrupted(date(2024, 9, 10))]), date(2026, 3, 5), "it had not begun");
        let ill = Suspended(date(2025, 6, 1), date(2025, 6, 11));
        assert_eq!(until(start, &[ill]), date(2026, 3, 16), "ten days, and a Sunday");
        assert_eq!(until(start, &[ill, ill]), date(2026, 3, 16), "the same days once");
        let later = Interrupted(date(2025, 9, 10));
        assert_eq!(until(start, &[later, ill]), date(2026, 9, 10), "what was before the interruption is gone with it");
    }

    proptest! {
        #[test]
        fn no_happening_brings_the_end_nearer(days in prop::collection::vec((0_i64..900, 0_i64..90, any::<bool>()), 0..6)) {
            let start = date(2024, 1, 31);
            let at = |n: i64| start.saturating_add(n.days());
            let all: Vec<Happening> = days.iter().map(|(from, long, cut)| if *cut { Interrupted(at(*from)) } else { Suspended(at(*from), at(from + long)) }).collect();
            prop_assert!(until(start, &all) >= until(start, &[]));
        }
    }
}
