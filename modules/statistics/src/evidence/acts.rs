//! Recording, confirming, sending back, correcting and withdrawing: each one act with its facts and its trail.
use super::{
    DAYS, DONE, OBJECT, PEOPLE, TASK,
    rules::{self, Looking},
    store::{self, Evidence, EvidenceId, NewEvidence},
};
use platform::{
    App, audit,
    db::{Result as DbResult, Tx},
    facts::{self, Fact},
    files::{self, Laid, NewFile},
    identity::SignedIn,
    tasks::{self, NewTask},
    tree::{self, Org},
    web::{Error, Result},
};

/// A file that came with a record, its content laid down already.
pub struct Attached {
    pub name: String,
    pub mime: &'static str,
    pub bytes: Vec<u8>,
    pub laid: Laid,
}
/// A record as it was kept; `new`: false where the same form had come before.
pub struct Recorded {
    pub id: EvidenceId,
    pub new: bool,
}

/// Keeps a record of a union, which waits until the union above confirms it.
pub async fn record(
    app: &App,
    who: &SignedIn,
    org: &Org,
    form: &str,
    new: &NewEvidence,
    attached: Vec<Attached>,
) -> Result<Recorded> {
    let mut tx = app.db.begin().await?;
    let (id, is_new) = store::add(&mut tx, app, org.id, form, new, who.account).await?;
    if !is_new {
        return Ok(Recorded { id, new: false });
    }
    attach(&mut tx, app, who, (id, org), attached).await?;
    store::add_step(&mut tx, app, id, who.account, "record", &words_of(new)).await?;
    ask(&mut tx, app, org, id, &new.what).await?;
    said(&mut tx, app, who, "evidence.record", (id, org.id), &new.what).await?;
    tx.commit().await?;
    Ok(Recorded { id, new: true })
}
pub(super) async fn attach(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    (id, org): (EvidenceId, &Org),
    attached: Vec<Attached>,
) -> Result<()> {
    for one in attached {
        let (mime, account) = (one.mime, Some(who.account));
        let new = NewFile { name: &one.name, mime, bytes: &one.bytes, person: None, org: Some(org.id), account };
        let file = files::keep(tx, app, &new, one.laid).await?;
        store::add_file(tx, id, file).await?;
    }
    Ok(())
}
/// Opens the task of the union above; at the top its own.
async fn ask(tx: &mut Tx, app: &App, org: &Org, id: EvidenceId, what: &str) -> DbResult<()> {
    let above = match org.parent {
        Some(parent) => tree::find_in(tx, parent).await?,
        None => None,
    };
    let task = NewTask {
        kind: TASK,
        org: above.as_ref().unwrap_or(org),
        title: &format!("确认佐证记录：{what}"),
        detail: &format!("{}登记的，确认后才计入数字", org.name),
        origin: "佐证记录",
        subject: OBJECT,
        subject_id: id.0,
        link: &format!("{}/{id}", super::PATH),
        days: DAYS,
    };
    tasks::open(tx, app, &task).await?;
    Ok(())
}
fn words_of(new: &NewEvidence) -> String {
    format!("{}，{}，{}{}，{}人次", new.done_on, new.kind, new.amount, new.unit, new.people)
}

/// What happened meanwhile, as a sentence.
pub type Late = String;
async fn late(app: &App, evidence: &Evidence) -> Result<Late> {
    let last = store::steps(&app.db, evidence.id).await?.pop();
    Ok(last.map_or_else(
        || "刚刚有人办过，请看过再办".to_owned(),
        |(at, who, act, _)| {
            let when = ui::text::moment_near(platform::clock::local(at), app.today());
            format!("{}{when}刚刚{}了这条记录，请看过再办", who.unwrap_or_default(), act_name(&act))
        },
    ))
}
/// What a step is called.
pub fn act_name(act: &str) -> &'static str {
    match act {
        "record" => "登记",
        "confirm" => "确认",
        "return" => "退回",
        "correct" => "更正",
        _ => "撤回",
    }
}

pub async fn confirm(app: &App, who: &SignedIn, evidence: &Evidence) -> Result<Result<(), Late>> {
    refuse_own(who, evidence)?;
    let mut tx = app.db.begin().await?;
    if !evidence.is_waiting() || !store::step(&mut tx, app, evidence, "confirmed", who.account).await? {
        drop(tx);
        return Ok(Err(late(app, evidence).await?));
    }
    count(&mut tx, evidence, 1).await?;
    end(&mut tx, app, who, evidence, ("confirm", "evidence.confirm"), "").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
fn refuse_own(who: &SignedIn, evidence: &Evidence) -> Result<()> {
    let post = who.acting().ok_or(Error::Forbidden)?;
    let looking = Looking { account: who.account, path: &post.path };
    match rules::cannot_confirm(looking, &evidence.path, evidence.recorded_by) {
        Some(why) => Err(Error::refused(why)),
        None => Ok(()),
    }
}
/// Whoever may confirm may also say what is missing.
pub async fn send_back(app: &App, who: &SignedIn, evidence: &Evidence, reason: &str) -> Result<Result<(), Late>> {
    refuse_own(who, evidence)?;
    let mut tx = app.db.begin().await?;
    if !evidence.is_waiting() || !store::step(&mut tx, app, evidence, "returned", who.account).await? {
        drop(tx);
        return Ok(Err(late(app, evidence).await?));
    }
    end(&mut tx, app, who, evidence, ("return", "evidence.return"), reason).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Takes a record out of all figures; it stays to be read.
pub async fn withdraw(app: &App, who: &SignedIn, evidence: &Evidence, reason: &str) -> Result<Result<(), Late>> {
    let mut tx = app.db.begin().await?;
    if evidence.is_withdrawn() || !store::step(&mut tx, app, evidence, "withdrawn", who.account).await? {
        drop(tx);
        return Ok(Err(late(app, evidence).await?));
    }
    if evidence.is_confirmed() {
        count(&mut tx, evidence, -1).await?;
    }
    end(&mut tx, app, who, evidence, ("withdraw", "evidence.withdraw"), reason).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Writes what is right; it no longer counts until it is confirmed again.
pub async fn correct(
    app: &App,
    who: &SignedIn,
    evidence: &Evidence,
    (new, reason): (&NewEvidence, &str),
    attached: Vec<Attached>,
) -> Result<Result<(), Late>> {
    let mut tx = app.db.begin().await?;
    if !store::correct(&mut tx, evidence, new, who.account).await? {
        drop(tx);
        return Ok(Err(late(app, evidence).await?));
    }
    if evidence.is_confirmed() {
        count(&mut tx, evidence, -1).await?;
    }
    let org = tree::find_in(&mut tx, evidence.org).await?.ok_or(Error::NotFound)?;
    attach(&mut tx, app, who, (evidence.id, &org), attached).await?;
    let before = NewEvidence {
        kind: evidence.kind.clone(),
        unit: evidence.unit.clone(),
        what: evidence.what.clone(),
        done_on: evidence.day(),
        place: evidence.place.clone(),
        amount: evidence.amount,
        people: evidence.people,
    };
    let words = format!("原来{}；改为{}。{reason}", words_of(&before), words_of(new));
    end(&mut tx, app, who, evidence, ("correct", "evidence.correct"), &words).await?;
    ask(&mut tx, app, &org, evidence.id, &new.what).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The facts of a record, or the same taken back.
pub(super) async fn count(tx: &mut Tx, evidence: &Evidence, sign: i64) -> DbResult<()> {
    let fact = |measure, amount: i64| Fact {
        measure,
        org: evidence.org,
        day: evidence.day(),
        dimension: &evidence.kind,
        amount: sign * amount,
        record: OBJECT,
        record_id: evidence.id.0,
    };
    let mut all = vec![fact(DONE, evidence.amount)];
    all.extend((evidence.people > 0).then(|| fact(PEOPLE, evidence.people)));
    facts::count_all(tx, &all).await
}
/// The trail, the task and the audit of a step.
async fn end(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    evidence: &Evidence,
    (act, audited): (&str, &str),
    words: &str,
) -> DbResult<()> {
    store::add_step(tx, app, evidence.id, who.account, act, words).await?;
    tasks::close(tx, app, OBJECT, evidence.id.0, Some(who.account), act_name(act)).await?;
    said(tx, app, who, audited, (evidence.id, evidence.org), words).await
}
async fn said(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    act: &str,
    (id, org): (EvidenceId, platform::tree::OrgId),
    detail: &str,
) -> DbResult<()> {
    let entry = audit::Entry { act, object: OBJECT, object_id: id.0, org: Some(org), detail, ..Default::default() };
    audit::record(tx, app, Some(who), &entry).await
}
