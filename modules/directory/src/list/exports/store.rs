//! All SQL about exports.
use platform::{
    db::{Db, Result, Tx},
    identity::AccountId,
    tree::OrgId,
    vals,
};

platform::row_id!(ExportId);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Export {
    pub id: ExportId,
    pub account: AccountId,
    pub org: OrgId,
    pub list: String,
    pub address: String,
    /// Of the file, without its ending.
    pub name: String,
    /// waiting, writing, done, failed, erased.
    pub state: String,
    pub rows: i64,
    pub expected: Option<i64>,
    pub location: String,
    pub pieces: i64,
    pub size: i64,
    pub fault: String,
    pub asked_at: i64,
    pub done_at: Option<i64>,
}
impl Export {
    pub fn is_under_way(&self) -> bool {
        matches!(self.state.as_str(), "waiting" | "writing")
    }
    pub fn is_there(&self) -> bool {
        self.state == "done"
    }
    /// How much of it is written, in per cent; none: nobody knows how many rows there are.
    pub fn percent(&self) -> Option<i64> {
        self.expected.map(|rows| (self.rows * 100 / rows.max(1)).min(99))
    }
    /// 1.2 MB
    pub fn weight(&self) -> String {
        match self.size {
            size if size < 1024 * 1024 => format!("{} kB", (size / 1024).max(1)),
            size => format!("{}.{} MB", size / (1024 * 1024), size % (1024 * 1024) * 10 / (1024 * 1024)),
        }
    }
}
const SELECT: &str = "SELECT id, account, org, list, address, name, state, rows, expected, location, pieces, size, fault, asked_at, done_at FROM list_exports";

pub struct NewExport<'a> {
    pub account: AccountId,
    pub org: OrgId,
    pub list: &'static str,
    pub address: &'a str,
    pub name: &'a str,
    pub expected: Option<i64>,
    pub location: &'a str,
}
pub async fn add(tx: &mut Tx, new: &NewExport<'_>, now: i64) -> Result<ExportId> {
    let values =
        vals![new.account, new.org, new.list, new.address, new.name, "waiting", new.expected, new.location, now];
    let columns = "account, org, list, address, name, state, expected, location, asked_at";
    Ok(ExportId(tx.insert("list_exports", columns, values).await?))
}
pub async fn find(db: &Db, id: ExportId) -> Result<Option<Export>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")), vals![id]).await
}
/// An export that somebody asked for in the name of an organisation: to others it doesn't exist.
pub async fn own(db: &Db, account: AccountId, org: OrgId, id: ExportId) -> Result<Option<Export>> {
    Ok(find(db, id).await?.filter(|export| export.account == account && export.org == org))
}
/// The newest exports of somebody in the name of an organisation.
pub async fn list(db: &Db, account: AccountId, org: OrgId) -> Result<Vec<Export>> {
    let sql = format!("{SELECT} WHERE account = $1 AND org = $2 ORDER BY id DESC LIMIT 50");
    db.all(sqlx::AssertSqlSafe(sql), vals![account, org]).await
}
/// Those whose files were done before an instant.
pub async fn older(db: &Db, than: i64) -> Result<Vec<Export>> {
    let sql = format!("{SELECT} WHERE state = 'done' AND done_at < $1 ORDER BY id LIMIT 200");
    db.all(sqlx::AssertSqlSafe(sql), vals![than]).await
}
pub async fn newest(db: &Db) -> Result<Option<ExportId>> {
    Ok(db.maybe::<(ExportId,)>("SELECT id FROM list_exports ORDER BY id DESC LIMIT 1", vals![]).await?.map(|r| r.0))
}
/// Exports of somebody that are under way.
pub async fn under_way(db: &Db, account: AccountId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM list_exports WHERE account = $1 AND state IN ('waiting', 'writing')";
    db.number(sql, vals![account]).await
}

/// So many rows are written; false: nobody wants it any more.
pub async fn progress(tx: &mut Tx, id: ExportId, rows: i64) -> Result<bool> {
    let sql = "UPDATE list_exports SET state = 'writing', rows = $2 WHERE id = $1 AND state IN ('waiting', 'writing')";
    Ok(tx.exec(sql, vals![id, rows]).await? == 1)
}
/// The file is there; false: nobody wants it any more.
pub async fn finish(tx: &mut Tx, id: ExportId, rows: i64, pieces: i64, size: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE list_exports SET state = 'done', rows = $2, pieces = $3, size = $4, done_at = $5 WHERE id = $1 AND state IN ('waiting', 'writing')";
    Ok(tx.exec(sql, vals![id, rows, pieces, size, now]).await? == 1)
}
pub async fn fail(tx: &mut Tx, id: ExportId, sentence: &str, now: i64) -> Result<u64> {
    let sql = "UPDATE list_exports SET state = 'failed', fault = $2, done_at = $3 WHERE id = $1 AND state IN ('waiting', 'writing')";
    tx.exec(sql, vals![id, sentence, now]).await
}
pub async fn erase(tx: &mut Tx, id: ExportId) -> Result<u64> {
    tx.exec("UPDATE list_exports SET state = 'erased' WHERE id = $1", vals![id]).await
}
