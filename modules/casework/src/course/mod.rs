//! Doing it: every act on a case is one transaction with its history, clock, task, figures, audit and notices.
pub mod climbs;
mod entering;
pub mod handed;
pub mod jobs;
mod own;
mod rating;
mod submission;
mod talk;
pub(crate) mod telling;

pub use entering::{CASE_TASK, answered};
pub use own::{assign, call, moves_limit, stand_aside, write_letter};
pub use rating::rate;
pub use submission::{sent_before, submit, submit_in, submit_with};
pub use talk::{ask, attach, note, say};

use crate::{
    aid,
    cases::{
        Case, NUMBERED,
        routing::{self, Route},
        store,
    },
    definitions::{Act, Actor, Ask, Outcome},
    letters, measures,
};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::Tx,
    identity::{AccountId, SignedIn},
    tasks,
    tree::{Org, OrgId},
    web::Error,
};

/// What came of an act: done, or a sentence that says why not.
pub type Outcomes<T = ()> = Result<Result<T, String>, Error>;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Worker,
    Union,
    Program,
    /// Somebody who takes part without being of the union: the employer's side of a mediation.
    Party,
}
#[derive(Clone, Copy)]
pub struct By<'a> {
    who: Option<&'a SignedIn>,
    pub side: Side,
}
impl<'a> By<'a> {
    pub const PROGRAM: By<'static> = By { who: None, side: Side::Program };
    pub fn worker(who: &'a SignedIn) -> By<'a> {
        By { who: Some(who), side: Side::Worker }
    }
    pub fn union(who: &'a SignedIn) -> By<'a> {
        By { who: Some(who), side: Side::Union }
    }
    pub fn party(who: &'a SignedIn) -> By<'a> {
        By { who: Some(who), side: Side::Party }
    }
    pub(crate) fn signed_in(self) -> Option<&'a SignedIn> {
        self.who
    }
    pub fn account(self) -> Option<AccountId> {
        self.who.map(|who| who.account)
    }
    /// The organisation in whose name; none for the worker and the program.
    pub fn org(self) -> Option<OrgId> {
        self.who.filter(|_| self.side == Side::Union).and_then(SignedIn::org)
    }
}

/// What is recorded with an act.
#[derive(Clone, Debug, Default)]
pub struct With {
    pub reason: String,
    /// In fen.
    pub amount: Option<i64>,
}

/// Begins an act: nobody else acts on the case until it ends. None: somebody was quicker.
pub(crate) async fn begin(app: &App, case: &Case) -> Result<Option<Tx>, Error> {
    let mut tx = app.db.begin().await?;
    Ok(if store::take(&mut tx, case).await? { Some(tx) } else { None })
}
/// Who was quicker, and with what.
pub(crate) async fn late(app: &App, case: &Case) -> Result<String, Error> {
    if case.is_confidential() {
        return Ok("刚有变化，请看现在到了哪里".into());
    }
    let steps = store::steps(&app.db, case.id).await?;
    let Some(last) = steps.last() else { return Ok("这件诉求刚有变化，请刷新后再看".into()) };
    let when = ui::text::moment_near(platform::clock::local(last.at), app.today());
    let name = last.name.as_deref().unwrap_or("系统");
    Ok(format!("{name}{when}刚办过这件诉求，请看现在到了哪里"))
}
pub(crate) async fn record(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    act: &str,
    detail: &str,
) -> Result<(), Error> {
    if case.is_confidential() {
        return crate::counselling::record(tx, app, by, case, act).await;
    }
    let act = format!("case.{act}");
    let entry = audit::Entry {
        act: &act,
        object: NUMBERED,
        object_id: case.id.0,
        person: case.person,
        detail,
        // What lies with one person alone stands in nobody's list of acts but the worker's.
        org: Some(case.handler).filter(|_| case.alone.is_none()),
        ..Default::default()
    };
    Ok(audit::record(tx, app, by.who, &entry).await?)
}
/// An officer opens the case: the worker sees that.
pub async fn read(app: &App, who: &SignedIn, case: &Case) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let entry = audit::Entry {
        act: "case.read",
        object: NUMBERED,
        object_id: case.id.0,
        person: case.person,
        org: who.org().filter(|_| case.alone.is_none()),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    Ok(tx.commit().await?)
}

/// Does an act that the definition knows.
pub async fn perform(app: &App, by: By<'_>, case: &Case, key: &str, with: &With) -> Outcomes {
    let Some(step) = case.at().filter(|_| !case.is_over()) else {
        return Ok(Err("这件诉求已经办结了".into()));
    };
    let act = step.act(key).filter(|act| act.program == (by.side == Side::Program) && !act.apart);
    let mine = match by.side {
        Side::Worker => step.by == Actor::Worker,
        Side::Union => step.by == Actor::Union,
        Side::Program => true,
        Side::Party => false,
    };
    let Some(act) = act.filter(|_| mine) else { return Ok(Err(late(app, case).await?)) };
    if act.asks(Ask::Reason) && with.reason.is_empty() || act.asks(Ask::Amount) && with.amount.is_none() {
        return Ok(Err("还有没填的，请填好再办".into()));
    }
    if let Some(most) = aid::most_of(app, case, act).await?
        && with.amount.is_some_and(|amount| amount > most)
    {
        return Ok(Err(format!("一次最多{}，请改了再办", ui::text::yuan(most))));
    }
    let ready = aid::Ready::of(app, case, act).await?;
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    if let Some(ready) = ready
        && let Err(sentence) = Box::pin(aid::carry_out(&mut tx, app, by, (case, act), &ready, with)).await?
    {
        return Ok(Err(sentence));
    }
    if act.asks(Ask::Amount) {
        store::set_amount(&mut tx, case.id, with.amount.unwrap_or_default()).await?;
    }
    let words = match with.amount.filter(|_| act.asks(Ask::Amount)) {
        Some(fen) => format!("{}。{}", ui::text::yuan(fen), with.reason),
        None => with.reason.clone(),
    };
    advance(&mut tx, app, by, case, act, (&words, None)).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Takes the case along an act, within an act that has taken it. `until`: the last day of the next step, where its clock's rule does not say it.
pub(crate) async fn advance(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    act: &Act,
    (words, until): (&str, Option<Date>),
) -> Result<Case, Error> {
    let to = case.service().step(&act.to).expect("a checked definition leads to its own steps");
    store::add_step(tx, app, case.id, (&act.key, &to.key), words, (by.account(), by.org())).await?;
    entering::leave(tx, app, by, case, &act.name).await?;
    if by.side == Side::Union {
        store::set_officer(tx, case.id, by.account()).await?;
    }
    let case = entering::enter(tx, app, case, to, until).await?;
    letters::write_with(tx, app, by, &case, &act.key, words).await?;
    record(tx, app, by, &case, "decide", &act.name).await?;
    telling::of_act(tx, app, by, &case, &act.told).await?;
    Ok(case)
}

/// The worker takes it back.
pub async fn withdraw(app: &App, by: By<'_>, case: &Case) -> Outcomes {
    if case.is_over() {
        return Ok(Err("这件诉求已经办结了".into()));
    }
    if !case.can_be_taken_back() {
        return Ok(Err("协议已经生效，不能再撤回".into()));
    }
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    store::add_step(&mut tx, app, case.id, ("withdraw", "withdrawn"), "", (by.account(), None)).await?;
    tasks::close(&mut tx, app, NUMBERED, case.id.0, by.account(), "本人撤回").await?;
    let kept = case.service().kept_until(app.today());
    store::put_over(&mut tx, app, case.id, ("withdrawn", Outcome::Withdrawn), (None, kept)).await?;
    measures::ended(&mut tx, app, case, Outcome::Withdrawn, 0).await?;
    aid::withdrawn(&mut tx, app, case).await?;
    record(&mut tx, app, by, case, "withdraw", "").await?;
    telling::union(&mut tx, app, case, "本人撤回了").await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Gives the case to another union, with a reason that the worker sees. Its clock runs on.
pub async fn hand_over(app: &App, by: By<'_>, case: &Case, to: &Org, reason: &str) -> Outcomes {
    if !routing::may_go_to(app, case, to.id).await? {
        return Ok(Err(format!("这件诉求不能转给{}，请另选一家", to.name)));
    }
    pass_on(app, by, case, &Route { org: to.clone(), alone: None }, reason).await
}
/// The same, to where the routing says.
pub async fn pass_on(app: &App, by: By<'_>, case: &Case, to: &Route, reason: &str) -> Outcomes {
    if case.is_over() {
        return Ok(Err("这件诉求已经办结了".into()));
    }
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    let act = if by.side == Side::Program { "orphan" } else { "hand-over" };
    let name = &to.org.name;
    let words = if reason.is_empty() { name.clone() } else { format!("转到{name}。{reason}") };
    store::add_step(&mut tx, app, case.id, (act, &case.step), &words, (by.account(), by.org())).await?;
    record(&mut tx, app, by, case, act, name).await?;
    entering::carry(&mut tx, app, by, case, to).await?;
    telling::worker(&mut tx, app, case, &format!("由{name}接着办"), "期限不变").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
