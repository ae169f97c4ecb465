//! All SQL about plans and their parts.
use crate::promises::store::PartId;
use platform::{
    db::{Db, Query, Result, Tx},
    tree::{OrgId, Scope},
    vals,
};

platform::row_id!(
    /// 计划.
    PlanId
);

#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Plan {
    pub id: PlanId,
    pub org: OrgId,
    pub org_name: String,
    pub path: String,
    pub year: i64,
    pub name: String,
    pub lead: String,
    pub version: i64,
}
impl Plan {
    pub fn link(&self) -> String {
        format!("{}/{}", super::PATH, self.id)
    }
    pub fn year(&self) -> i16 {
        i16::try_from(self.year).unwrap_or(i16::MAX - 1)
    }
}
const SELECT: &str = "SELECT l.id, l.org, o.name AS org_name, o.path, l.year, l.name, l.lead, l.version FROM plans l JOIN organisations o ON o.id = l.org";

pub async fn within(db: &Db, scope: &Scope, id: PlanId) -> Result<Option<Plan>> {
    let found: Option<Plan> = db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE l.id = $1")), vals![id]).await?;
    Ok(found.filter(|plan| scope.holds(&plan.path)))
}
/// A union's plans, the newest year first.
pub async fn of(db: &Db, org: OrgId) -> Result<Vec<Plan>> {
    db.all(sqlx::AssertSqlSafe(format!("{SELECT} WHERE l.org = $1 ORDER BY l.year DESC, l.id LIMIT 100")), vals![org])
        .await
}
/// (part, its name), in their order.
pub async fn parts(db: &Db, plan: PlanId) -> Result<Vec<(PartId, String)>> {
    db.all("SELECT id, name FROM plan_parts WHERE plan = $1 ORDER BY position, id", vals![plan]).await
}
/// The plan and the part of each of some promises' parts: (part, plan, plan's name, part's name).
pub async fn names(db: &Db, org: OrgId, year: i16) -> Result<Vec<(PartId, PlanId, String, String)>> {
    let sql = "SELECT t.id, l.id, l.name, t.name FROM plan_parts t JOIN plans l ON l.id = t.plan WHERE l.org = $1 AND l.year = $2 ORDER BY l.id, t.position, t.id";
    db.all(sql, vals![org, i64::from(year)]).await
}
/// What can be chosen in some years: 2026年年度实事，思想引领.
pub async fn parts_of(db: &Db, org: OrgId, years: &[i16]) -> Result<Vec<(PartId, String)>> {
    let mut query = Query::new(
        "SELECT t.id, l.year, l.name, t.name FROM plan_parts t JOIN plans l ON l.id = t.plan WHERE l.org = ? AND l.year IN (0",
        vals![org],
    );
    years.iter().for_each(|year| query.add(", ?", vals![i64::from(*year)]));
    let rows: Vec<(PartId, i64, String, String)> =
        db.list(query.and(") ORDER BY l.year, l.id, t.position, t.id", vals![])).await?;
    Ok(rows.into_iter().map(|(part, year, plan, name)| (part, format!("{year}年{plan}：{name}"))).collect())
}
/// Whether a part belongs to a plan of the union for that year.
pub async fn holds(db: &Db, org: OrgId, year: i16, part: PartId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM plan_parts t JOIN plans l ON l.id = t.plan WHERE t.id = $1 AND l.org = $2 AND l.year = $3";
    Ok(db.number(sql, vals![part, org, i64::from(year)]).await? > 0)
}

/// Makes a plan; none where the union has one of this name in the year.
pub async fn add(
    tx: &mut Tx,
    org: OrgId,
    year: i16,
    name: &str,
    lead: &str,
    parts: &[String],
) -> Result<Option<PlanId>> {
    let id = PlanId(tx.reserve("plans", 1).await?.start);
    let sql = "INSERT INTO plans (id, org, year, name, lead) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org, year, name) DO NOTHING";
    if tx.exec(sql, vals![id, org, i64::from(year), name, lead]).await? == 0 {
        return Ok(None);
    }
    for (position, name) in parts.iter().enumerate() {
        tx.insert("plan_parts", "plan, position, name", vals![id, position, name]).await?;
    }
    Ok(Some(id))
}
/// Writes a plan and its parts anew: parts are known by their names. Gives the name of one that is gone and still holds promises; the caller
/// then drops the transaction. `Ok(Err(None))`: somebody was first.
pub async fn change(
    tx: &mut Tx,
    seen: &Plan,
    name: &str,
    lead: &str,
    parts: &[String],
) -> Result<std::result::Result<(), Option<String>>> {
    let sql = "UPDATE plans SET name = $3, lead = $4, version = version + 1 WHERE id = $1 AND version = $2";
    if tx.exec(sql, vals![seen.id, seen.version, name, lead]).await? == 0 {
        return Ok(Err(None));
    }
    let known: Vec<(PartId, String)> =
        tx.all("SELECT id, name FROM plan_parts WHERE plan = $1", vals![seen.id]).await?;
    for (id, name) in known.iter().filter(|(_, name)| !parts.contains(name)) {
        if tx.number("SELECT COUNT(*) FROM promises WHERE part = $1", vals![*id]).await? > 0 {
            return Ok(Err(Some(name.clone())));
        }
        tx.exec("DELETE FROM plan_parts WHERE id = $1", vals![*id]).await?;
    }
    for (position, name) in parts.iter().enumerate() {
        match known.iter().find(|(_, known)| known == name) {
            Some((id, _)) => {
                tx.exec("UPDATE plan_parts SET position = $2 WHERE id = $1", vals![*id, position]).await?;
            }
            None => {
                tx.insert("plan_parts", "plan, position, name", vals![seen.id, position, name]).await?;
            }
        }
    }
    Ok(Ok(()))
}
