//! A print job: the codes that were made for many places at once, printed together and again later.
use super::{
    CodeId, CodeState, index,
    poster::{self, Design},
    store,
};
use crate::permissions::CODES_WRITE;
use axum::{extract::Path, response::Response};
use platform::{
    App,
    db::{Db, Result as DbResult, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
    web::{Error, Fields, Result},
};
use ui::Desk;

platform::row_id!(PrintId);

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Print {
    pub id: PrintId,
    pub purpose: String,
    /// Key of [`Design`].
    pub design: String,
    pub at: i64,
    pub codes: i64,
}
impl Print {
    pub fn link(&self) -> String {
        link(self.id)
    }
}
pub fn link(id: PrintId) -> String {
    format!("/console/codes/prints/{id}")
}
const SELECT: &str = "SELECT p.id, p.purpose, p.design, p.at, (SELECT COUNT(*) FROM joining_codes c WHERE c.print = p.id) AS codes FROM code_prints p JOIN organisations o ON o.id = p.org WHERE o.path >= $1 AND o.path < $2";

/// The newest jobs of a branch.
pub async fn newest(db: &Db, scope: &Scope, limit: i64) -> DbResult<Vec<Print>> {
    let sql = format!("{SELECT} ORDER BY p.id DESC LIMIT $3");
    db.all(sqlx::AssertSqlSafe(sql), vals![&scope.from, &scope.until, limit]).await
}
async fn within(db: &Db, scope: &Scope, id: PrintId) -> DbResult<Option<Print>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} AND p.id = $3")), vals![&scope.from, &scope.until, id]).await
}
/// Enters a job with its codes.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    org: OrgId,
    (purpose, design): (&str, Design),
    codes: &[CodeId],
    account: Option<AccountId>,
) -> DbResult<PrintId> {
    let values = vals![org, purpose, design.key(), account, app.now()];
    let id = PrintId(tx.insert("code_prints", "org, purpose, design, account, at", values).await?);
    for code in codes {
        tx.exec("UPDATE joining_codes SET print = $2 WHERE id = $1", vals![*code, id]).await?;
    }
    Ok(id)
}

/// All codes of a job that still hold, on one page to print.
pub async fn show(desk: Desk, Path(print): Path<PrintId>, asked: Fields) -> Result<Response> {
    let scope = desk.scope(CODES_WRITE)?;
    let print = within(&desk.app.db, &scope, print).await?.ok_or(Error::NotFound)?;
    let mut codes = store::of_print(&desk.app.db, &scope, print.id).await?;
    codes.retain(|c| matches!(c.state(desk.app.today()), CodeState::Running | CodeState::Planned));
    if codes.is_empty() {
        return Err(Error::refused("这一批入会码都已经不能用了，请另做一批。"));
    }
    let kept = Design::from_key(&print.design).unwrap_or(Design::A4);
    let design = Design::from_key(asked.get("design")).unwrap_or(kept);
    let title = format!("{}，{}张", print.purpose, codes.len());
    let words = (title, index::HERE.to_owned(), print.link());
    Ok(desk.show(&poster::page(&desk, words, design, codes).await?))
}
