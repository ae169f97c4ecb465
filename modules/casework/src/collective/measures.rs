//! What is counted of matters. Money is not: it counts with the case it was paid to.
use super::{
    NUMBERED,
    store::{self, Matter, Part},
};
use crate::measures::{counted, flow};
use platform::{
    App,
    clock::day_of,
    db::{Result, Tx},
    facts::{self, Fact, Measure, Recount},
    tree::OrgId,
};

const RECORDS: &str = "/console/matters?view=all&org={org}&from={from}&to={to}";
pub const BEGUN: &Measure = &flow(
    RECORDS,
    "matters",
    "集体争议",
    "件",
    "两位以上职工同意一起办的，第二位同意那天算一件。里面每件诉求仍在“收到诉求”里各算一次，要回的钱只算在各件诉求上。",
    Recount::Records("SELECT m.counted_at, m.id, '', 1 FROM matters m WHERE m.counted_at IS NOT NULL"),
);
pub const PEOPLE: &Measure = &flow(
    counted!("matters.people"),
    "matters.people",
    "一起办的职工",
    "人",
    "同意和工友一起办的职工，同意那天算；退出的减去。一件诉求同时只在一件集体争议里，一位职工只算一次。",
    Recount::Records("SELECT p.counted_at, p.matter, '', 1 FROM matter_parts p WHERE p.counted_at IS NOT NULL"),
);

pub async fn begun(tx: &mut Tx, app: &App, matter: &Matter) -> Result<()> {
    store::set_counted(tx, matter.id, matter.org).await?;
    count(tx, (BEGUN, matter, matter.org), app.today(), 1).await
}
pub async fn joined(tx: &mut Tx, matter: &Matter, part: &Part) -> Result<()> {
    store::count_part(tx, part.id, Some(matter.org)).await?;
    count(tx, (PEOPLE, matter, matter.org), day_of(part.answered_at.unwrap_or_default()), 1).await
}
/// Taken back where and on the day on which it was counted; the matter may lie at another union by now.
pub async fn left(tx: &mut Tx, matter: &Matter, part: &Part) -> Result<()> {
    let Some(org) = part.counted_at else { return Ok(()) };
    store::count_part(tx, part.id, None).await?;
    count(tx, (PEOPLE, matter, org), day_of(part.answered_at.unwrap_or_default()), -1).await
}
async fn count(
    tx: &mut Tx,
    (measure, matter, org): (&'static Measure, &Matter, OrgId),
    day: jiff::civil::Date,
    amount: i64,
) -> Result<()> {
    let fact = Fact { measure, org, day, dimension: "", amount, record: NUMBERED, record_id: matter.id.0 };
    facts::count(tx, &fact).await
}
