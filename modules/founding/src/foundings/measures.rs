//! What is counted of foundings.
use directory::permissions::FIGURES_READ;
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Dimension, Fact, Featured, Measure, MeasureKind, Naming, Recount},
    tree::OrgId,
};

use super::FoundingId;

/// 新建工会: unions that were founded; dimension: whether the result of their election was answered in time.
pub const FOUNDED: &Measure = &Measure {
    key: "unions.founded",
    name: "新建工会",
    unit: "家",
    definition: "这段时间里走完申请、筹备、选举、批复而成立的工会，按批复同意那天算，记在新工会名下。上级工会应当自收到选举结果起十五日内批复，按期、超期分开算。",
    kind: MeasureKind::Flow,
    records: "/console/foundings?stage=founded&below={org}&from={from}&to={to}",
    needs: FIGURES_READ,
    recount: Recount::Records(
        "SELECT f.union_id, f.id, CASE WHEN EXISTS (SELECT 1 FROM elections e WHERE e.founding = f.id AND e.state = 'approved' AND e.answered_on > e.due_on) THEN 'late' ELSE 'in_time' END, 1 \
         FROM foundings f WHERE f.stage = 'founded'",
    ),
};
pub const MEASURES: &[&Measure] = &[FOUNDED];
pub const FEATURED: &[Featured] = &[Featured::Measure(FOUNDED)];
pub const DIMENSIONS: &[Dimension] = &[Dimension { measure: FOUNDED, name: "批复", words, of: None }];
fn words(_: App, keys: Vec<String>) -> Naming {
    let name = |key: String| match key.as_str() {
        "in_time" => "按期批复".to_owned(),
        "late" => "超期批复".to_owned(),
        _ => key,
    };
    Box::pin(async move { Ok(keys.into_iter().map(name).collect()) })
}

/// Counts a founding whose union stands, in the act that replied to the result: on which day, and by which it was due.
pub async fn count(tx: &mut Tx, (id, union): (FoundingId, OrgId), day: Date, due: Option<Date>) -> Result<()> {
    let dimension = if due.is_some_and(|due| day > due) { "late" } else { "in_time" };
    let fact = Fact { measure: FOUNDED, org: union, day, dimension, amount: 1, record: super::OBJECT, record_id: id.0 };
    facts::count(tx, &fact).await
}
