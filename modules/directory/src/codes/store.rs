//! All SQL about joining codes.
use super::CodeId;
use platform::{
    db::{Db, Result},
    tree::OrgId,
    vals,
};

/// A joining code with where it hangs.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct JoiningCode {
    pub id: CodeId,
    /// The word in its address.
    pub code: String,
    pub union_id: OrgId,
    pub union_name: String,
    pub place: Option<i64>,
    /// The place's name; none where it is the union's own code.
    pub place_name: Option<String>,
    pub purpose: String,
    /// Two short lines that name who is meant.
    pub headline: String,
    /// The group of workers it is meant for; empty: for all.
    pub group_name: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub revoked_at: Option<i64>,
}
impl JoiningCode {
    /// True when one can join through it on a day.
    pub fn holds_on(&self, day: jiff::civil::Date) -> bool {
        let day = day.to_string();
        self.revoked_at.is_none() && self.valid_from <= day && self.valid_to.as_ref().is_none_or(|to| *to >= day)
    }
}
pub const SELECT: &str = "SELECT c.id, c.code, c.union_id, o.name AS union_name, c.place, p.name AS place_name, c.purpose, c.headline, c.group_name, c.valid_from, c.valid_to, c.revoked_at \
    FROM joining_codes c JOIN organisations o ON o.id = c.union_id LEFT JOIN places p ON p.id = c.place";

/// The code behind an address, whether it holds or not.
pub async fn by_code(db: &Db, code: &str) -> Result<Option<JoiningCode>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.code = $1")), vals![code]).await
}
/// The code of a joining.
pub async fn find(db: &Db, id: CodeId) -> Result<Option<JoiningCode>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")), vals![id]).await
}
