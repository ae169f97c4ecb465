//! The records behind figures about pairs: committee members of a federation, each with a firm (practice P05).
use crate::pairs;
use directory::employers::EmployerId;
use jiff::ToSpan;
use platform::{App, identity::AccountId, tree::OrgId, vals, web::Error};

/// Pairs the officers of a union with firms, one after the other.
pub async fn pair(app: &App, union: OrgId, firms: &[EmployerId]) -> Result<(), Error> {
    let sql = "SELECT account FROM posts WHERE org = $1 ORDER BY id";
    let officers: Vec<(AccountId,)> = app.db.all(sql, vals![union]).await?;
    let from = app.today() - 100.days();
    let mut tx = app.db.begin().await?;
    for (firm, (officer,)) in firms.iter().zip(officers.iter().cycle()) {
        pairs::store::add(&mut tx, union, *officer, *firm, from).await?;
    }
    Ok(tx.commit().await?)
}
