//! Opening an election with a plan that follows from the rules.
use super::{
    OBJECT,
    rules::Size,
    store::{self, CandidateId, Election, ElectionId, Plan, Purpose},
};
use crate::{
    committees,
    foundings::{self, rules::Situation},
    permissions::FOUNDINGS_WRITE,
    settings,
};
use axum::response::Response;
use directory::unions::{self, Union};
use jiff::civil::Date;
use platform::{
    App, audit,
    calendar::Unit,
    db::Tx,
    identity::SignedIn,
    tasks::{self, NewTask},
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

pub async fn record(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    act: &str,
    election: &Election,
    detail: &str,
) -> Result<()> {
    let org = Some(election.union_id);
    let entry = audit::Entry { act, object: OBJECT, object_id: election.id.0, detail, org, ..Default::default() };
    Ok(audit::record(tx, app, Some(who), &entry).await?)
}
/// Who was quicker and with what.
pub async fn late(app: &App, id: ElectionId) -> Result<String> {
    let line = audit::of_object(&app.db, OBJECT, id.0, 1).await?.into_iter().next();
    Ok(line.map_or_else(
        || "这次选举刚有变化，请再看一遍".to_owned(),
        |l| {
            let at = ui::text::moment_near(platform::clock::local(l.at), app.today());
            let done = super::act_name(&l.act).unwrap_or("改了这次选举");
            format!("{}{at}已经先办了：{done}。请看现在的情况", l.name.unwrap_or_else(|| "系统".into()))
        },
    ))
}

/// The sizes that the rules allow for a union's members.
pub struct Sizes {
    pub members: i64,
    pub women: i64,
    pub committee: Size,
    pub audit: Size,
    pub women_from: i64,
    pub surplus: i64,
    pub delegates_from: i64,
}
pub async fn sizes(app: &App, path: &str, region: &str) -> Result<Sizes> {
    let (db, today) = (&app.db, app.today());
    let (members, women) = foundings::store::members(db, path).await?;
    let number = |setting| platform::settings::number(db, setting, region, today);
    Ok(Sizes {
        committee: settings::bands(db, settings::COMMITTEE_SIZE, region, today).await?.of(members).unwrap_or(Size::ONE),
        audit: settings::bands(db, settings::AUDIT_SIZE, region, today).await?.of(members).unwrap_or(Size::ONE),
        women_from: number(settings::WOMEN_FROM).await?,
        surplus: number(settings::SURPLUS).await?,
        delegates_from: number(settings::DELEGATES_FROM).await?,
        members,
        women,
    })
}

/// Opens an election; the sentence says why it can't be.
pub async fn open(
    app: &App,
    who: &SignedIn,
    union: &Union,
    purpose: Purpose,
) -> Result<std::result::Result<ElectionId, String>> {
    let founding = match purpose {
        Purpose::Founding => match founding_ready(app, union).await? {
            Ok(founding) => Some(founding),
            Err(sentence) => return Ok(Err(sentence)),
        },
        _ => None,
    };
    if purpose != Purpose::Founding && (union.status != "1" || union.closed_on.is_some()) {
        return Ok(Err(format!("{}现在不能选举", union.name)));
    }
    let sizes = sizes(app, &union.path, &union.region).await?;
    if sizes.members == 0 {
        return Ok(Err("还没有会员，不能选举".into()));
    }
    let (seats, audit_seats) = match purpose {
        Purpose::ByElection => {
            let empty = committees::empty_seats(app, union.id).await?;
            if empty == (0, 0) {
                return Ok(Err("委员会没有空缺，不用补选".into()));
            }
            empty
        }
        _ => (sizes.committee.fewest(), sizes.audit.fewest()),
    };
    let term_years = match purpose {
        Purpose::ByElection => union.term_years.unwrap_or(3),
        _ => union.kind().map_or(3, |kind| unions::rules::term_years(kind)[0]),
    };
    let plan = Plan {
        form: "assembly",
        held_on: None,
        place: String::new(),
        entitled: sizes.members,
        seats,
        audit_seats,
        term_years,
    };
    let mut tx = app.db.begin().await?;
    let Some(id) = store::add(&mut tx, app, union.id, founding, purpose, &plan).await? else {
        return Ok(Err("这家工会已经有一次选举在办".into()));
    };
    let entry = audit::Entry {
        act: "election.open",
        object: OBJECT,
        object_id: id.0,
        detail: purpose.name(),
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    tx.commit().await?;
    Ok(Ok(id))
}
async fn founding_ready(app: &App, union: &Union) -> Result<std::result::Result<foundings::FoundingId, String>> {
    let Some(founding) = foundings::store::of_union(&app.db, union.id).await? else {
        return Ok(Err("这家工会不在筹建中".into()));
    };
    let group = foundings::store::group(&app.db, founding.id).await?;
    let now = Situation {
        stage: founding.stage(),
        group: foundings::group::state(app, &founding, &group).await?,
        members: foundings::store::members(&app.db, &union.path).await?.0,
        election: None,
    };
    let had_left = group.iter().any(|m| m.to_on.is_some());
    Ok(match foundings::rules::hindrance(&now, had_left) {
        Some(sentence) => Err(sentence),
        None => Ok(founding.id),
    })
}
/// Whether the group of the election's founding can work: without it nothing is reported.
pub async fn group_fault(app: &App, election: &Election) -> Result<Option<String>> {
    let Some(id) = election.founding else { return Ok(None) };
    let founding = foundings::store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    let group = foundings::store::group(&app.db, id).await?;
    let had_left = group.iter().any(|m| m.to_on.is_some());
    Ok(foundings::group::state(app, &founding, &group).await?.sentence(had_left))
}

/// Reports a result to the upper union, which replies within the legal period; the last day, or why it was not reported.
pub async fn report(
    app: &App,
    who: &SignedIn,
    election: &Election,
    version: i64,
    offices: &[(CandidateId, &'static str)],
    chair_phone: Option<&str>,
) -> Result<std::result::Result<Date, String>> {
    let upper = match election.upper_id {
        Some(upper) => platform::tree::find(&app.db, upper).await?,
        None => None,
    };
    let Some(upper) = upper else { return Ok(Err("最上级工会的选举不在这里批复".into())) };
    let days = platform::settings::number(&app.db, settings::REPLY_DAYS, &election.region, app.today()).await?;
    let due = app.calendar.legal_period(app.today(), u16::try_from(days).unwrap_or(15), Unit::Day);
    let mut tx = app.db.begin().await?;
    if !store::report(&mut tx, app, election.id, version, offices, chair_phone, due.date).await? {
        drop(tx);
        return Ok(Err(late(app, election.id).await?));
    }
    let task = NewTask {
        kind: super::REPLY_TASK,
        org: &upper,
        title: &format!("{}上报选举结果", election.union_name),
        detail: &format!("{}，请批复", election.purpose().name()),
        origin: election.purpose().name(),
        subject: OBJECT,
        subject_id: election.id.0,
        link: &election.link(),
        // The legal period ends on a working day: so many working days from today are that day.
        days: i64::from(app.calendar.workdays_between(app.today(), due.date)),
    };
    tasks::open(&mut tx, app, &task).await?;
    record(&mut tx, app, who, "election.report", election, &format!("报{}", upper.name)).await?;
    tx.commit().await?;
    Ok(Ok(due.date))
}

pub async fn create(desk: Desk, form: Fields) -> Result<Response> {
    let scope = desk.scope(FOUNDINGS_WRITE)?;
    let union = match form.number::<OrgId>("union") {
        Some(id) => unions::store::within(&desk.app.db, &scope, id).await?,
        None => None,
    };
    let union = union.ok_or(Error::NotFound)?;
    let purpose = Purpose::from_key(form.get("purpose")).ok_or_else(|| Error::refused("请选是换届还是补选。"))?;
    match open(&desk.app, &desk.who, &union, purpose).await? {
        Ok(id) => Ok(see(&format!("/console/elections/{id}"), "开始准备选举，请先定方案")),
        Err(sentence) => Err(Error::refused(sentence)),
    }
}
