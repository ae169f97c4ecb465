//! What writing and undoing a row have in common: states, days, figures and the search.
use crate::{
    members::{self, JOINED, MEMBERS, MembershipId},
    people,
};
use platform::{
    App,
    db::Tx,
    facts::{self, Fact},
    search,
    tree::{Org, PersonId},
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
pub async fn correct_day(
    tx: &mut Tx,
    union: &Org,
    m: &members::Membership,
    on: jiff::civil::Date,
) -> Result<(), Error> {
    tx.exec("UPDATE memberships SET joined_on = $2, version = version + 1 WHERE id = $1", vals![m.id, on]).await?;
    let was = m.joined_on.parse().map_err(Error::internal)?;
    for measure in [MEMBERS, JOINED] {
        facts::count_all(tx, &[fact(measure, union, m.id, was, -1), fact(measure, union, m.id, on, 1)]).await?;
    }
    Ok(())
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
