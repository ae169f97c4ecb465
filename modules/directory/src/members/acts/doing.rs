//! Doing an act, slice by slice.
use super::{
    AT_ONCE, ActId, DO, MOST, NewAct, Plan,
    rules::Forecast,
    store::{self, Act, ROW, Target},
};
use crate::{
    joinings::NOTICES,
    list::{Asked, Page, Viewer},
    members::{MEMBERS, MembershipId, index::Members},
    people,
    rosters::reindex,
};
use platform::{
    App, audit, clock,
    db::Tx,
    facts::{self, Fact},
    identity::SignedIn,
    jobs, notices,
    records::{self, Record},
    tree::{self, OrgId, Scope},
    vals,
    web::{Error, Fields},
};

const SLICE: usize = 200;
/// What stands beside the events and records of an assignment.
pub const NOTE: &str = "批量调整";

/// To whom something is done.
pub enum Chosen {
    Ticked(Vec<MembershipId>),
    /// All that a list's address shows.
    Matching(Box<Members>),
}
impl Chosen {
    pub async fn matching(viewer: &Viewer, address: &str) -> Result<Chosen, Error> {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        Ok(Chosen::Matching(Box::new(Members::read(viewer, &Fields::parse(query)).await?)))
    }
    /// The next memberships, and where the slice behind them begins.
    async fn behind(&self, cursor: &str) -> Result<(Vec<MembershipId>, String), Error> {
        match self {
            Chosen::Ticked(ids) => {
                let from = cursor.parse::<usize>().unwrap_or(0).min(ids.len());
                let until = (from + SLICE).min(ids.len());
                Ok((ids[from..until].to_vec(), until.to_string()))
            }
            Chosen::Matching(members) => {
                let page = if cursor.is_empty() { Page::First } else { Page::After(cursor.to_owned()) };
                let rows = members.rows(&page, SLICE as i64).await?;
                let next = rows.last().map_or_else(|| cursor.to_owned(), |row| members.key(row));
                Ok((rows.iter().map(|row| row.line.id).collect(), next))
            }
        }
    }
}

/// What an act would do. Refuses one that is too large to be looked at.
pub async fn forecast(app: &App, scope: &Scope, plan: &Plan, chosen: &Chosen) -> Result<Forecast, Error> {
    let (mut forecast, mut cursor) = (Forecast::default(), String::new());
    loop {
        let (ids, next) = chosen.behind(&cursor).await?;
        if ids.is_empty() {
            return Ok(forecast);
        }
        for target in store::looked_at(&app.db, scope, &ids).await? {
            forecast.look_at(plan, &target);
        }
        if forecast.all() > MOST {
            return Err(Error::refused("一次最多办理10万人，请再加条件，分几次办"));
        }
        cursor = next;
    }
}

/// Begins an act; a small one is done when this returns.
pub async fn begin(app: &App, who: &SignedIn, new: &NewAct<'_>) -> Result<ActId, Error> {
    let small = new.expected <= AT_ONCE;
    let mut tx = app.db.begin().await?;
    let id = store::add(&mut tx, new, app.now()).await?;
    let detail = format!("{}，{}人", new.plan.title(), new.expected);
    let entry = audit::Entry {
        act: "member.bulk",
        object: "bulk_act",
        object_id: id.0,
        detail: &detail,
        org: Some(new.org),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    // The job comes after a small one, should the program end meanwhile.
    jobs::queue(&mut tx, DO, &id.to_string(), app.now() + if small { 60_000 } else { 0 }).await?;
    tx.commit().await?;
    if small {
        go_on(app, id).await?;
    }
    Ok(id)
}

/// Does what is left. Safe to run again.
pub async fn go_on(app: &App, id: ActId) -> Result<(), Error> {
    let Some(mut act) = store::find(&app.db, id).await?.filter(|act| act.is("working")) else { return Ok(()) };
    let scope = Scope::below(&act.path);
    let viewer = Viewer {
        app: app.clone(),
        account: act.account,
        org: act.org,
        org_name: act.org_name.clone(),
        scope: scope.clone(),
    };
    let chosen = match act.address.as_str() {
        "" => Ok(Chosen::Ticked(act.chosen())),
        address => Chosen::matching(&viewer, address).await,
    };
    // A union of the address is gone: there is nobody left to whom something could be done.
    let chosen = match chosen {
        Err(Error::NotFound) => Chosen::Ticked(Vec::new()),
        chosen => chosen?,
    };
    loop {
        let (ids, next) = chosen.behind(&act.cursor).await?;
        let mut tx = app.db.begin().await?;
        if ids.is_empty() {
            store::step(&mut tx, id, "working", "done", app.now()).await?;
            return Ok(tx.commit().await?);
        }
        if !store::take(&mut tx, id, &act.cursor, &next).await? {
            return Ok(());
        }
        slice(&mut tx, app, &act, &scope, &ids).await?;
        tx.commit().await?;
        act.cursor = next;
    }
}

async fn slice(tx: &mut Tx, app: &App, act: &Act, scope: &Scope, ids: &[MembershipId]) -> Result<(), Error> {
    let (plan, mut rows, mut changed, mut left_out) = (act.plan(), Vec::new(), 0, 0);
    for target in store::looked_at_in(tx, scope, ids).await? {
        let outcome = match plan.left_out(&target) {
            Some(reason) => Err(reason),
            None => one(tx, app, act, &plan, &target).await?.ok_or("这时被别人改过"),
        };
        match outcome {
            Ok((version, made)) => {
                changed += 1;
                rows.extend(vals![act.id, target.id, target.person, version, made, ""]);
            }
            Err(reason) => {
                left_out += 1;
                rows.extend(vals![act.id, target.id, target.person, target.version, 0, reason]);
            }
        }
    }
    tx.insert_many("bulk_rows", ROW, rows).await?;
    store::count(tx, act.id, changed, left_out).await?;
    Ok(())
}

/// Does it to one member; gives the membership's version and what was made. None: somebody was first.
async fn one(tx: &mut Tx, app: &App, act: &Act, plan: &Plan, target: &Target) -> Result<Option<(i64, i64)>, Error> {
    let made = match plan {
        Plan::Assign { union, .. } => {
            if !assigned(tx, app, target, *union, clock::day_of(act.begun_at)).await? {
                return Ok(None);
            }
            let event = vals![target.id, target.person, *union, "2", "", app.today(), NOTE, act.account, app.now()];
            let columns = "membership, person, union_id, change, reason, on_day, note, account, at";
            tx.insert_many("membership_events", columns, event).await?;
            let (person, on, title) = (target.person, app.today(), plan.title());
            let (kind, link) = ("membership", "/me/union");
            let record = Record { person, on, module: "directory", kind, title: &title, detail: NOTE, link };
            records::add(tx, app, &record).await?;
            if let Some(account) = target.account {
                let body = "卡号和会龄都不变，会籍由这家工会管理。";
                notices::tell(tx, app, account, &assignment_told(&plan.title()), body, "/me/union").await?;
            }
            return Ok(Some((target.version + 1, target.union_id.0)));
        }
        Plan::Group { group } => {
            let values = vals![target.person, group, app.today()];
            let id = tx.insert("person_groups", "person, group_name, from_on", values).await?;
            people::store::beside_memberships(tx, target.person).await?;
            id
        }
        Plan::Notice { title, body } => match target.account {
            Some(account) => {
                let words = (title.as_str(), body.as_str(), "/me/union");
                match notices::post_willing(tx, app, account, NOTICES.0, words).await? {
                    Some(notice) => notice,
                    None => return Ok(None),
                }
            }
            None => return Ok(None),
        },
    };
    Ok(Some((target.version, made)))
}

/// The title of the message about an assignment: 您的会籍调整到装卸车间分工会
pub fn assignment_told(title: &str) -> String {
    format!("您的会籍{title}")
}

/// Puts a membership under another union, with its figure (both on `day`) and its words. False: somebody was first.
pub async fn assigned(
    tx: &mut Tx,
    app: &App,
    target: &Target,
    to: OrgId,
    day: jiff::civil::Date,
) -> Result<bool, Error> {
    let Some(union) = tree::find_in(tx, to).await?.filter(|org| org.closed_on.is_none()) else { return Ok(false) };
    if !store::assign(tx, target, to).await? {
        return Ok(false);
    }
    let fact = |org, amount| Fact {
        measure: MEMBERS,
        org,
        day,
        dimension: "",
        amount,
        record: "membership",
        record_id: target.id.0,
    };
    facts::count_all(tx, &[fact(target.union_id, -1), fact(to, 1)]).await?;
    reindex(tx, app, target.id, target.person, &target.number, &union.path).await?;
    Ok(true)
}
