//! A membership changed: kept, taken up again, ended, carried over to another union. Each with its event under the official codes, the facts,
//! the line in the person's file and the search, in the caller's act.
//!
//! Promises: nothing is written when somebody was first (the membership has another version by now); the figure of members and the
//! memberships stay equal; each change counts as a change of the person, so that the undoing of an import leaves it alone.
use super::{MEMBERS, Membership, MembershipId, NUMBER_PREFIX, admission::card_number};
use crate::people;
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Fact},
    identity::AccountId,
    records::{self, Record},
    search, settings,
    tree::{Org, OrgId},
    vals,
};

/// What is written beside a change.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Code of `membership_change`.
    pub change: &'a str,
    /// Code of `membership_change_reason`; empty: the table has none for it.
    pub reason: &'a str,
    pub on: Date,
    pub note: &'a str,
    pub account: Option<AccountId>,
}

/// Keeps a membership (保留会籍): it still counts. False: somebody was first.
pub async fn keep(tx: &mut Tx, app: &App, membership: &Membership, change: &Change<'_>) -> Result<bool> {
    if !turn(tx, membership, "active", "kept", None).await? {
        return Ok(false);
    }
    tell(tx, app, membership, &format!("保留会籍，仍在{}", membership.union_name), change).await?;
    Ok(true)
}
/// Takes a kept membership up again (恢复会籍). False: somebody was first.
pub async fn resume(tx: &mut Tx, app: &App, membership: &Membership, change: &Change<'_>) -> Result<bool> {
    if !turn(tx, membership, "kept", "active", None).await? {
        return Ok(false);
    }
    tell(tx, app, membership, &format!("恢复会籍，在{}", membership.union_name), change).await?;
    Ok(true)
}
/// Ends a membership: left, expelled. False: somebody was first.
pub async fn end(tx: &mut Tx, app: &App, membership: &Membership, change: &Change<'_>) -> Result<bool> {
    if !turn(tx, membership, &membership.state, "ended", Some(change.on)).await? {
        return Ok(false);
    }
    facts::count(tx, &counted(membership.union_id, membership.id, change.on, -1)).await?;
    tell(tx, app, membership, &format!("会籍结束，离开{}", membership.union_name), change).await?;
    Ok(true)
}

/// Carries a membership over to another union (转出 and 转入): the old one ends, a new one begins under a number of its own and keeps the day of
/// joining, from which seniority is counted. None: somebody was first.
pub async fn carry(
    tx: &mut Tx,
    app: &App,
    membership: &Membership,
    union: &Org,
    change: &Change<'_>,
) -> Result<Option<MembershipId>> {
    if !turn(tx, membership, &membership.state, "ended", Some(change.on)).await? {
        return Ok(None);
    }
    let prefix = settings::get(&app.db, NUMBER_PREFIX, "", app.today()).await?;
    let id = MembershipId(tx.reserve("memberships", 1).await?.start);
    let joined_on: Date = membership.joined_on.parse().unwrap_or(change.on);
    let number = card_number(&prefix, joined_on, id);
    let values = vals![
        id,
        membership.person,
        union.id,
        &union.path,
        "active",
        &number,
        joined_on,
        "transfer",
        0,
        &membership.name
    ];
    let columns = "id, person, union_id, path, state, number, joined_on, source, batch, name";
    tx.insert_many("memberships", columns, values).await?;
    people::store::beside_memberships(tx, membership.person).await?;
    let (out, into) = (Change { change: "4", ..*change }, Change { change: "2", ..*change });
    event(tx, app, membership, membership.id, membership.union_id, &out).await?;
    event(tx, app, membership, id, union.id, &into).await?;
    let both = [counted(membership.union_id, membership.id, change.on, -1), counted(union.id, id, change.on, 1)];
    facts::count_all(tx, &both).await?;
    note(tx, app, membership, &format!("转到{}", union.name), &into).await?;
    if let Some(person) = people::store::find_in(tx, membership.person).await? {
        // A value that doesn't open is left out of the index rather than holding up the transfer.
        let details = person.details(app).unwrap_or_default();
        let words = people::store::search_words(app, &details, &number, &union.path);
        let entry = search::NewEntry { kind: "member", id: id.0, title: membership.name.clone(), words };
        search::put(tx, vec![entry]).await?;
    }
    Ok(Some(id))
}

fn counted<'a>(union: OrgId, membership: MembershipId, day: Date, amount: i64) -> Fact<'a> {
    let (record, record_id) = ("membership", membership.0);
    Fact { measure: MEMBERS, org: union, day, dimension: "", amount, record, record_id }
}
async fn turn(tx: &mut Tx, membership: &Membership, from: &str, to: &str, ended_on: Option<Date>) -> Result<bool> {
    let sql = "UPDATE memberships SET state = $4, ended_on = $5, version = version + 1 WHERE id = $1 AND version = $2 AND state = $3 AND state <> 'ended'";
    let turned = tx.exec(sql, vals![membership.id, membership.version, from, to, ended_on]).await? == 1;
    if turned {
        tx.exec("UPDATE people SET version = version + 1 WHERE id = $1", vals![membership.person]).await?;
    }
    Ok(turned)
}
async fn tell(tx: &mut Tx, app: &App, membership: &Membership, title: &str, change: &Change<'_>) -> Result<()> {
    event(tx, app, membership, membership.id, membership.union_id, change).await?;
    note(tx, app, membership, title, change).await
}
async fn event(
    tx: &mut Tx,
    app: &App,
    membership: &Membership,
    id: MembershipId,
    union: OrgId,
    c: &Change<'_>,
) -> Result<()> {
    let values = vals![id, membership.person, union, c.change, c.reason, c.on, c.note, c.account, app.now()];
    let columns = "membership, person, union_id, change, reason, on_day, note, account, at";
    tx.insert_many("membership_events", columns, values).await
}
async fn note(tx: &mut Tx, app: &App, membership: &Membership, title: &str, change: &Change<'_>) -> Result<()> {
    let (person, on) = (membership.person, change.on);
    let record =
        Record { person, on, module: "directory", kind: "membership", title, detail: change.note, link: "/me/union" };
    records::add(tx, app, &record).await
}
