//! What writing and undoing a row have in common: states, days, figures and the search.
use crate::{
    members::{self, JOINED, JOINED_GROUP, MEMBERS, MembershipId},
    people,
};
use platform::{
    App,
    db::Tx,
    facts::{self, Fact},
    search,
    tree::{Org, OrgId, PersonId},
    vals,
    web::Error,
};

pub fn fact(
    measure: &'static facts::Measure,
    union: &Org,
    id: MembershipId,
    day: jiff::civil::Date,
    amount: i64,
) -> Fact<'static> {
    Fact { measure, org: union.id, day, dimension: "", amount, record: "membership", record_id: id.0 }
}
pub async fn set_state(
    tx: &mut Tx,
    id: MembershipId,
    state: &str,
    ended_on: Option<jiff::civil::Date>,
) -> Result<(), Error> {
    tx.exec(
        "UPDATE memberships SET state = $2, ended_on = $3, version = version + 1 WHERE id = $1",
        vals![id, state, ended_on],
    )
    .await?;
    Ok(())
}
/// Moves the day of joining, and with it what it counts as.
pub async fn correct_day(tx: &mut Tx, m: &members::Membership, on: jiff::civil::Date) -> Result<(), Error> {
    tx.exec("UPDATE memberships SET joined_on = $2, version = version + 1 WHERE id = $1", vals![m.id, on]).await?;
    let was = m.joined_on.parse().map_err(Error::internal)?;
    count_beginning(tx, m, &[(was, -1), (on, 1)]).await
}
/// Counts what a membership began with once more or once less on days: a member, and somebody who joined, in the groups of that time.
pub async fn count_beginning(
    tx: &mut Tx,
    m: &members::Membership,
    days: &[(jiff::civil::Date, i64)],
) -> Result<(), Error> {
    // Who is kept from the first day on, or was transferred, did not join.
    let sql = "SELECT e.union_id, e.group_names FROM membership_events e JOIN memberships m ON m.id = e.membership \
        WHERE e.membership = $1 AND e.change <> '3' AND m.source <> 'transfer' AND e.id = (SELECT MIN(b.id) FROM membership_events b WHERE b.membership = $1)";
    let joined: Option<(OrgId, String)> = tx.maybe(sql, vals![m.id]).await?;
    let (record, record_id) = ("membership", m.id.0);
    let mut all = Vec::new();
    for (day, amount) in days.iter().copied() {
        let fact = |measure, org, dimension| Fact { measure, org, day, dimension, amount, record, record_id };
        all.push(fact(MEMBERS, m.union_id, ""));
        if let Some((org, groups)) = &joined {
            all.push(fact(JOINED, *org, ""));
            let groups = groups.split('|').filter(|group| !group.is_empty());
            all.extend(groups.map(|group| fact(JOINED_GROUP, *org, group)));
        }
    }
    Ok(facts::count_all(tx, &all).await?)
}
/// Puts a member into the search anew, after a change.
pub async fn reindex(
    tx: &mut Tx,
    app: &App,
    id: MembershipId,
    person: PersonId,
    number: &str,
    path: &str,
) -> Result<(), Error> {
    let Some(person) = people::store::find_in(tx, person).await? else { return Ok(()) };
    let words = people::store::search_words(app, &person.details(app)?, number, path);
    search::put(tx, vec![search::NewEntry { kind: "member", id: id.0, title: person.name.clone(), words }]).await?;
    Ok(())
}
