//! All SQL about unions that end.
use directory::unions::succession::Way;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

platform::row_id!(ClosingId);

/// A union that ends or ended.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Closing {
    pub id: ClosingId,
    pub union_id: OrgId,
    pub successor: OrgId,
    pub successor_name: String,
    way: String,
    pub on_day: String,
    pub reason: String,
    pub account: Option<AccountId>,
    /// Its status before: 1, or 4 in preparation.
    pub was: String,
    pub state: String,
    pub members: i64,
    pub moved: i64,
    pub at: i64,
}
impl Closing {
    pub fn way(&self) -> Way {
        if self.way == "joined" { Way::Joined } else { Way::Kept }
    }
    pub fn is_done(&self) -> bool {
        self.state == "done"
    }
    pub fn on(&self) -> Date {
        self.on_day.parse().expect("the store writes dates")
    }
}
pub fn way_key(way: Way) -> &'static str {
    match way {
        Way::Joined => "joined",
        Way::Kept => "kept",
    }
}
const SELECT: &str = "SELECT c.id, c.union_id, c.successor, o.name AS successor_name, c.way, c.on_day, c.reason, c.account, c.was, c.state, c.members, c.moved, c.at \
    FROM closings c JOIN organisations o ON o.id = c.successor";

pub async fn find(db: &Db, id: ClosingId) -> Result<Option<Closing>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await
}
pub async fn of_union(db: &Db, union: OrgId) -> Result<Option<Closing>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.union_id = $1")), vals![union]).await
}
/// Whether a union is the successor of one that ends now: it can't end meanwhile.
pub async fn is_taking(db: &Db, union: OrgId) -> Result<bool> {
    Ok(db.number("SELECT COUNT(*) FROM closings WHERE successor = $1 AND state = 'running'", vals![union]).await? > 0)
}

/// A union that is to end.
pub struct NewClosing<'a> {
    pub union: OrgId,
    pub successor: OrgId,
    pub way: Way,
    pub on: Date,
    pub reason: &'a str,
    pub account: AccountId,
    pub was: &'a str,
    pub members: i64,
}
/// Begins; none where somebody was first.
pub async fn add(tx: &mut Tx, app: &App, new: &NewClosing<'_>) -> Result<Option<ClosingId>> {
    let id = ClosingId(tx.reserve("closings", 1).await?.start);
    let added = tx
        .exec(
            "INSERT INTO closings (id, union_id, successor, way, on_day, reason, account, was, state, members, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, $10) ON CONFLICT DO NOTHING",
            vals![id, new.union, new.successor, way_key(new.way), new.on, new.reason, new.account, new.was, new.members, app.now()],
        )
        .await?;
    Ok((added == 1).then_some(id))
}
pub async fn moved(tx: &mut Tx, id: ClosingId, members: usize) -> Result<u64> {
    tx.exec("UPDATE closings SET moved = moved + $2 WHERE id = $1", vals![id, members]).await
}
/// Ends it; false where it was done.
pub async fn done(tx: &mut Tx, id: ClosingId) -> Result<bool> {
    Ok(tx.exec("UPDATE closings SET state = 'done' WHERE id = $1 AND state = 'running'", vals![id]).await? == 1)
}
/// Who sits in the committees of a union that ended sits no more.
pub async fn empty_seats(tx: &mut Tx, union: OrgId, on: Date, why: &str) -> Result<u64> {
    tx.exec(
        "UPDATE committee_seats SET left_on = $2, why_left = $3 WHERE union_id = $1 AND left_on IS NULL",
        vals![union, on, why],
    )
    .await
}
