//! Ways for the demo county: some under way at the unions one can sign in to, some finished in the last weeks.
use crate::{
    keeping::{self, Cause},
    leaving,
    transfers::{self, Workplace},
    ways::{
        By, With, perform,
        rules::Act,
        start,
        store::{self, NewWay, WayId},
    },
};
use directory::{
    demo::{ago as at, holder, signed_in, union_named},
    members::{self, Membership, MembershipId},
    people,
    unions::Union,
};
use jiff::ToSpan;
use platform::{
    App,
    identity::{self, SignedIn},
    rights::Role,
    vals,
    web::Error,
};

const SHUNTONG: &str = "顺通物流工会";
const YUANDA: &str = "远达运输工会";
const HONGYUN: &str = "鸿运货运工会";
const FREIGHT: &str = "滨河县货运行业联合工会";

/// Adds the ways; the county stands already.
pub async fn load(app: &App) -> Result<(), Error> {
    // Finished ones.
    let way = transfer(app, 24, (YUANDA, 0), SHUNTONG).await?;
    act(app, 22, way, YUANDA, Act::Release).await?;
    act(app, 20, way, SHUNTONG, Act::Accept).await?;
    for (ago, union, cause) in [(31, SHUNTONG, Cause::Retired), (12, FREIGHT, Cause::Unemployed)] {
        let (_, membership) = somebody(&at(app, ago), union, 2).await?;
        let by = chair(&at(app, ago), union).await?;
        begun(start(&at(app, ago), By::desk(&by), &keeping::new(&membership, cause), Act::Register, "").await?)?;
    }
    let gone = leave(app, 16, (FREIGHT, 4)).await?;
    act(app, 15, gone, FREIGHT, Act::Announce).await?;
    // Under way.
    transfer(app, 2, (SHUNTONG, 0), HONGYUN).await?;
    let way = transfer(app, 6, (HONGYUN, 1), FREIGHT).await?;
    act(app, 3, way, HONGYUN, Act::Release).await?;
    transfer(app, 1, (FREIGHT, 1), YUANDA).await?;
    let (who, membership) = somebody(&at(app, 1), FREIGHT, 5).await?;
    let new = keeping::new(&membership, Cause::Unemployed);
    begun(start(&at(app, 1), By::member(&who), &new, Act::Submit, "").await?)?;
    leave(app, 1, (SHUNTONG, 5)).await?;
    Ok(())
}

fn begun(done: Result<WayId, String>) -> Result<WayId, Error> {
    done.map_err(Error::internal)
}
async fn union(app: &App, name: &str) -> Result<Union, Error> {
    union_named(app, name).await?.ok_or(Error::NotFound)
}
/// The `n`-th active member of a union who joined long ago and has no account yet, now with one.
async fn somebody(app: &App, union_name: &str, n: i64) -> Result<(SignedIn, Membership), Error> {
    let sql = "SELECT m.id FROM memberships m JOIN organisations o ON o.id = m.union_id JOIN people p ON p.id = m.person WHERE o.name = $1 AND m.state = 'active' AND p.phone_sealed IS NOT NULL \
        AND m.joined_on < $3 AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person = m.person) ORDER BY m.id LIMIT 1 OFFSET $2";
    let before = app.today() - 90.days();
    let (id,): (MembershipId,) = app.db.one(sql, vals![union_name, n, before]).await?;
    let membership = members::store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    let person = people::store::find(&app.db, membership.person).await?.ok_or(Error::NotFound)?;
    let phone = person.phone(app)?.unwrap_or_default();
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, &phone, &person.name).await?;
    identity::tie_person(&mut tx, account, person.id, &person.name).await?;
    tx.commit().await?;
    Ok((signed_in(app, account).await?, membership))
}
/// The chair of a union.
async fn chair(app: &App, union_name: &str) -> Result<SignedIn, Error> {
    holder(app, union(app, union_name).await?.id, Role::Chair).await
}

async fn transfer(app: &App, ago: i64, from: (&str, i64), to: &str) -> Result<WayId, Error> {
    let app = at(app, ago);
    let (who, membership) = somebody(&app, from.0, from.1).await?;
    let to = union(&app, to).await?;
    let workplace = Workplace { group: "货车司机".into(), ..Workplace::default() };
    begun(transfers::ask(&app, &who, &membership, &to, &workplace).await?)
}
async fn leave(app: &App, ago: i64, from: (&str, i64)) -> Result<WayId, Error> {
    let app = at(app, ago);
    let (who, membership) = somebody(&app, from.0, from.1).await?;
    let new: NewWay = leaving::new(&membership, "");
    begun(start(&app, By::member(&who), &new, Act::Submit, "").await?)
}
async fn act(app: &App, ago: i64, way: WayId, union_name: &str, act: Act) -> Result<(), Error> {
    let app = at(app, ago);
    let who = chair(&app, union_name).await?;
    let way = store::find(&app.db, way).await?.ok_or(Error::NotFound)?;
    let done = perform(&app, By::desk(&who), &way, way.version, (act, ""), With::Nothing).await?;
    done.map_err(Error::internal)
}
