//! What is known of the firms that a union covers.
use crate::pairs::PairId;
use directory::employers::EmployerId;
use jiff::civil::Date;
use platform::{
    db::{Db, Result},
    tree::OrgId,
    vals,
};

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Firm {
    pub employer: EmployerId,
    pub name: String,
    pub path: String,
    uscc: Option<String>,
    pub headcount: i64,
    pub members: i64,
    /// Its own union, or the joint union that its workers belong to.
    pub union_name: Option<String>,
    from_on: String,
    pub pair: Option<PairId>,
    pub officer: Option<String>,
    pair_from: Option<String>,
    pub visits: i64,
    pub visited_on: Option<String>,
}
impl Firm {
    /// In a pair, but neither begun nor visited since a day.
    pub fn is_quiet(&self, since: Date) -> bool {
        let before = |day: &str| day.parse::<Date>().is_ok_and(|day| day < since);
        self.pair.is_some()
            && self.pair_from.as_deref().is_none_or(before)
            && self.visited_on.as_deref().is_none_or(before)
    }
    pub fn cells(&self) -> Vec<String> {
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            self.name.clone(),
            words(&self.uscc),
            self.headcount.to_string(),
            self.members.to_string(),
            words(&self.union_name),
            self.from_on.clone(),
            words(&self.officer),
            self.visits.to_string(),
            words(&self.visited_on),
        ]
    }
}

/// The firms that a union covers on a day, large ones first. A federation has some hundred; a table holds a thousand.
pub async fn covered(db: &Db, union: OrgId, today: Date) -> Result<Vec<Firm>> {
    db.all(
        "SELECT e.id AS employer, e.name, e.path, e.uscc, e.headcount, \
         (SELECT COUNT(*) FROM people p JOIN memberships m ON m.person = p.id AND m.state <> 'ended' WHERE p.employer = e.id) AS members, \
         o.name AS union_name, MIN(c.from_on) AS from_on, pa.id AS pair, a.name AS officer, pa.from_on AS pair_from, \
         (SELECT COUNT(*) FROM visits v WHERE v.employer = e.id) AS visits, (SELECT MAX(v.visited_on) FROM visits v WHERE v.employer = e.id) AS visited_on \
         FROM coverages c JOIN employers e ON e.id = c.employer LEFT JOIN organisations o ON o.id = e.union_id \
         LEFT JOIN pairs pa ON pa.employer = e.id AND pa.union_id = c.union_id AND pa.to_on IS NULL LEFT JOIN accounts a ON a.id = pa.officer \
         WHERE c.union_id = $1 AND c.from_on <= $2 AND (c.to_on IS NULL OR c.to_on >= $2) \
         GROUP BY e.id, e.name, e.path, e.uscc, e.headcount, o.name, pa.id, a.name, pa.from_on ORDER BY e.headcount DESC, e.id LIMIT 1000",
        vals![union, today],
    )
    .await
}
