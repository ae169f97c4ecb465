//! Doing it: every act on a way is one transaction with its effect, history, task, audit and notices.
use super::{
    SUBJECT, WAY_TASK,
    case::{Case, Waits},
    effect::{self, Taken},
    link,
    rules::{self, Act, Effect, Kind, State},
    store::{self, NewWay, Place, Way, WayId},
    words,
};
use crate::permissions::WAYS_DECIDE;
use directory::{people, unions};
use platform::{
    App, audit,
    db::Tx,
    identity::{self, AccountId, SignedIn},
    notices,
    tasks::{self, Apart, NewTask},
    tree::OrgId,
    web::Error,
};

/// What came of an act: done, or a sentence that says why not.
pub type Outcome<T = ()> = Result<Result<T, String>, Error>;

/// Who does it.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub who: Option<&'a SignedIn>,
    /// In whose name; none: the member's own, or the program's.
    org: Option<OrgId>,
}
impl<'a> By<'a> {
    pub fn member(who: &'a SignedIn) -> By<'a> {
        By { who: Some(who), org: None }
    }
    pub fn desk(who: &'a SignedIn) -> By<'a> {
        By { who: Some(who), org: who.org() }
    }
    pub const PROGRAM: By<'static> = By { who: None, org: None };
    fn account(self) -> Option<AccountId> {
        self.who.map(|who| who.account)
    }
}

/// What an act writes beside the step.
#[derive(Clone, Copy)]
pub enum With<'a> {
    Nothing,
    /// What the member mended.
    Mended(&'a NewWay),
    /// What only one kind has, as JSON.
    Details(&'a str),
}

/// What an act needs, read before it begins.
struct Plan {
    state: State,
    waits: Option<Waits>,
    due: Option<jiff::civil::Date>,
    /// Title and body for the member, with the phone and the site's name.
    told: Option<(String, String)>,
    phone: Option<String>,
    site: String,
}
impl Plan {
    async fn make(app: &App, case: &Case, state: State, act: Act, reason: &str) -> Result<Plan, Error> {
        let waits = case.waits(app, state).await?;
        // Without a union above there is nobody to report to.
        let state = if state == State::Reporting && waits.is_none() { State::Done } else { state };
        let due = match &waits {
            Some(waits) => Some(waits.due),
            None => case.due(app, state).await?,
        };
        let at = waits.as_ref().map(|w| w.org.name.as_str());
        let upper = if act == Act::Expel { case.upper(app).await? } else { None };
        let due_words = due.map(|day| ui::text::near(day, app.today()));
        let told = words::told(case, act, reason, at.unwrap_or_default(), due_words.as_deref(), upper.as_ref());
        let person = people::store::find(&app.db, case.person).await?;
        let phone = person.and_then(|p| p.phone(app).ok().flatten());
        Ok(Plan { state, waits, due, told, phone, site: app.site_name().await? })
    }
    fn place(&self) -> Place {
        Place { state: self.state, at: self.waits.as_ref().map(|w| w.org.id), due_on: self.due }
    }
}

/// Begins a way. A sentence: the person has one already, or the membership is not what it was.
pub async fn start(app: &App, by: By<'_>, new: &NewWay, act: Act, reason: &str) -> Outcome<WayId> {
    let case = Case::of_new(app, new).await?;
    let plan = Plan::make(app, &case, rules::first(new.kind, act), act, reason).await?;
    let person = people::store::find(&app.db, new.person).await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if new.kind == Kind::Leave {
        overtake(&mut tx, app, by, &case).await?;
    }
    let Some(id) = store::add(&mut tx, app, new, plan.place()).await? else {
        drop(tx);
        return Ok(Err(format!("{}有一件会籍变动正在办，请先办完那一件", new.name)));
    };
    match rules::effect(new.kind, act) {
        Some(effect) => {
            if !effect::apply(&mut tx, app, &case, effect, &Taken::of_new(new), by.account()).await? {
                return Ok(Err(changed(&new.name)));
            }
        }
        // What was imported with this person can't be undone under a way that points to it.
        None => drop(people::store::take(&mut tx, new.person, person.version).await?),
    }
    finish(&mut tx, app, by, &case, (id, act, reason), &plan).await?;
    tx.commit().await?;
    Ok(Ok(id))
}
fn changed(name: &str) -> String {
    format!("{name}的会籍刚有变化，这一步没有办，请刷新后再看")
}
/// The open way of somebody who leaves ends with the membership.
async fn overtake(tx: &mut Tx, app: &App, by: By<'_>, case: &Case) -> Result<(), Error> {
    let Some(way) = store::open_of_in(tx, case.person).await? else { return Ok(()) };
    let place = Place { state: State::Withdrawn, at: None, due_on: None };
    store::move_on(tx, app, &way, way.version, place, way.is_released()).await?;
    store::add_step(tx, app, way.id, Act::Overtake, "本人退会", (by.account(), by.org)).await?;
    tasks::close(tx, app, SUBJECT, way.id.0, by.account(), Act::Overtake.name()).await?;
    Ok(())
}

/// Does an act on a way. `version` is that of the page on which it was decided.
pub async fn perform(
    app: &App,
    by: By<'_>,
    way: &Way,
    version: i64,
    (act, reason): (Act, &str),
    with: With<'_>,
) -> Outcome {
    let Some(state) = rules::next(way.state(), act, way.is_released()) else { return Ok(Err(late(app, way).await?)) };
    let case = match with {
        With::Mended(new) => Case::of_new(app, new).await?,
        With::Nothing | With::Details(_) => Case::of(app, way).await?,
    };
    let plan = Plan::make(app, &case, state, act, reason).await?;
    let mut tx = app.db.begin().await?;
    if let Some(sentence) = closed(&mut tx, &case, act).await? {
        drop(tx);
        if act != Act::Again {
            Box::pin(perform(app, By::PROGRAM, way, version, (Act::Void, &sentence), With::Nothing)).await?.ok();
        }
        return Ok(Err(sentence));
    }
    let released = way.is_released() || matches!(act, Act::Release | Act::Silence | Act::Settle);
    if !store::move_on(&mut tx, app, way, version, plan.place(), released).await? {
        drop(tx);
        return Ok(Err(late(app, way).await?));
    }
    match with {
        With::Mended(new) => store::aim(&mut tx, way.id, new).await?,
        With::Details(details) => store::set_details(&mut tx, way.id, details).await?,
        With::Nothing => {}
    }
    if let Some(effect) = rules::effect(case.kind, act)
        && !touch(&mut tx, app, &case, effect, way, by).await?
    {
        drop(tx);
        let why = changed(&way.name);
        Box::pin(perform(app, By::PROGRAM, way, version, (Act::Overtake, &why), With::Nothing)).await?.ok();
        return Ok(Err(format!("{}的会籍已经有了变化，这件事不用再办了", way.name)));
    }
    finish(&mut tx, app, by, &case, (way.id, act, reason), &plan).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
async fn touch(tx: &mut Tx, app: &App, case: &Case, effect: Effect, way: &Way, by: By<'_>) -> Result<bool, Error> {
    let group = if case.kind == Kind::Transfer { way.details.as_str() } else { "" };
    let taken = Taken { cause: &way.cause, employer: way.employer, employer_name: &way.employer_name, group };
    Ok(effect::apply(tx, app, case, effect, &taken, by.account()).await?)
}
/// Whether the union that is to receive takes no members any more, as a sentence; asked within the act.
async fn closed(tx: &mut Tx, case: &Case, act: Act) -> Result<Option<String>, Error> {
    let forward = matches!(act, Act::Confirm | Act::Release | Act::Silence | Act::Settle | Act::Accept | Act::Again);
    let Some(to) = case.to.as_ref().filter(|_| forward && case.kind == Kind::Transfer) else { return Ok(None) };
    let now = unions::store::find_in(tx, to.id).await?;
    let open = now.is_some_and(|u| unions::takes_members(&u) && u.closed_on.is_none());
    Ok((!open).then(|| format!("{}已经不再接收会员，转会退给本人另选一家，会籍没有变动", to.name)))
}
/// Who was quicker and with what.
pub async fn late(app: &App, way: &Way) -> Result<String, Error> {
    let steps = store::steps(&app.db, way.id).await?;
    let Some(last) = steps.last() else { return Ok(changed(&way.name)) };
    let when = ui::text::moment_near(platform::clock::local(last.at), app.today());
    let name = last.name.as_deref().unwrap_or("系统");
    Ok(format!("{name}{when}已经办了这一步（{}），请看现在到了哪里", last.act().name()))
}

/// History, task, audit and notices of an act that was done.
async fn finish(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    (id, act, reason): (WayId, Act, &str),
    plan: &Plan,
) -> Result<(), Error> {
    store::add_step(tx, app, id, act, reason, (by.account(), by.org)).await?;
    tasks::close(tx, app, SUBJECT, id.0, by.account(), act.name()).await?;
    if let Some(waits) = &plan.waits {
        let (title, detail) = words::task(case, plan.state);
        let new = NewTask {
            kind: WAY_TASK,
            org: &waits.org,
            title: &title,
            detail: &detail,
            origin: if by.org.is_some() { "工会提出" } else { "本人申请" },
            subject: SUBJECT,
            subject_id: id.0,
            link: &link(id),
            days: waits.days,
        };
        let apart = Apart { stays: plan.state == State::Releasing, ..Apart::default() };
        tasks::open_apart(tx, app, &new, apart).await?;
    }
    let name = format!("{}.{}", case.kind.object(), act.key());
    let entry = audit::Entry {
        act: &name,
        object: SUBJECT,
        object_id: id.0,
        person: Some(case.person),
        reason,
        org: Some(case.union.id),
        ..Default::default()
    };
    audit::record(tx, app, by.who, &entry).await?;
    if let Some((title, body)) = &plan.told {
        notices::tell_person(tx, app, case.person, title, body, &format!("{}/ways/{id}", crate::mine::PATH)).await?;
        if let Some(phone) = &plan.phone {
            notices::sms(tx, app, phone, &format!("【{}】{title}。{body}。", plan.site)).await?;
        }
    }
    others(tx, app, case, id, act).await
}
/// The union on the other side is told how it ended.
async fn others(tx: &mut Tx, app: &App, case: &Case, id: WayId, act: Act) -> Result<(), Error> {
    let Some((org, title)) = words::other(case, act) else { return Ok(()) };
    for account in identity::holders_of(tx, org, WAYS_DECIDE, app.today()).await? {
        notices::tell(tx, app, account, &title, case.kind.name(), &link(id)).await?;
    }
    Ok(())
}
