//! What both faces show of a mediation: promises with their days, whose signature is where, where to go.
use super::{
    claims,
    rules::{self, Signer, Way, is_late, is_open},
    store::{Mediation, Promise, Signature},
};
use crate::cases::{Case, limits, store::Fact};
use jiff::civil::Date;
use platform::App;
use ui::{Stamp, text};

/// A promise as it is shown.
pub struct Line {
    pub id: i64,
    pub what: String,
    pub due: Date,
    /// Empty: something other than money.
    pub amount: String,
    pub stamp: Stamp,
    pub is_done: bool,
}
pub fn lines(app: &App, dues: &[Promise], in_force: bool) -> Vec<Line> {
    let today = app.today();
    let line = |due: &Promise| Line {
        id: due.id,
        what: due.what(app),
        due: due.due(),
        amount: if due.amount > 0 { text::yuan(due.amount) } else { String::new() },
        stamp: match due.done() {
            Some(day) => Stamp::ok(format!("{}履行了", text::near(day, today))),
            None if !in_force => Stamp::plain("还没生效"),
            None if is_late(due.due(), false, today) => Stamp::danger("过期没履行"),
            None if due.paid > 0 => Stamp::info(format!("还差{}", text::yuan(due.left()))),
            None => Stamp::plain("没到期"),
        },
        is_done: due.done().is_some(),
    };
    dues.iter().map(line).collect()
}

/// Whose signature or seal is there: (whose, on the screen, on paper).
pub type Mark = (Signer, Option<i64>, Option<i64>);
pub fn marks(signatures: &[Signature]) -> Vec<Mark> {
    let at = |signer: Signer, paper: bool| {
        signatures.iter().find(|one| one.signer() == signer && one.is_on_paper() == paper).map(|one| one.at)
    };
    Signer::ALL.into_iter().map(|signer| (signer, at(signer, false), at(signer, true))).collect()
}

/// Where the worker can go now, and until when; with what interrupted or suspended the year (`facts`).
pub fn ways(app: &App, case: &Case, mediation: Option<&Mediation>, dues: &[Promise], facts: &[Fact]) -> Vec<Way> {
    let (today, told) = (app.today(), claims::of(app, case));
    let happened = limits::happened(case, facts, told.statute());
    let claim = told.claim(&happened);
    let in_force = mediation.and_then(Mediation::in_force);
    let late = dues.iter().filter(|due| is_late(due.due(), due.done().is_some(), today)).map(Promise::due).min();
    let mut ways = match (&*case.step, in_force, late) {
        ("performing" | "broken", Some(in_force), Some(late)) => rules::remedies(&app.calendar, claim, in_force, late),
        ("performing", Some(in_force), None) => vec![rules::confirmation(&app.calendar, in_force)],
        ("failed" | "refused" | "declined", ..) => vec![rules::arbitration(&app.calendar, claim, None)],
        ("consent" | "mediating" | "signing", ..) if mediation.is_some_and(|m| m.limit() < today) => {
            vec![rules::arbitration(&app.calendar, claim, None)]
        }
        _ => Vec::new(),
    };
    ways.retain(|way| is_open(way, today));
    // What a court or an arbitrator entrusted goes back there first.
    let failed = matches!(&*case.step, "failed" | "refused" | "declined" | "consent" | "mediating" | "signing");
    if let Some(mediation) = mediation.filter(|m| failed && m.source().is_entrusted() && !ways.is_empty()) {
        ways.insert(0, rules::back(&mediation.entruster, &mediation.reference));
    }
    ways
}
/// 最迟2027年3月2日
pub fn until(way: &Way) -> String {
    match way.until {
        Some(day) => format!("最迟{}", text::date(day)),
        None if way.law == rules::ENTRUSTED => "等它通知".to_owned(),
        None => "没有最后一天".to_owned(),
    }
}
/// The terms, a line each.
pub fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
