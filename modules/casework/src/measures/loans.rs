//! What banks lent on the union's recommendation.
use super::{counted, flow, one};
use crate::{
    cases::{Case, NUMBERED, store},
    definitions::{Deed, all},
};
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Fact, Measure, Recount},
};

pub const LENT: &Measure = &flow(
    counted!("loans.lent"),
    "loans.lent",
    "工会推荐放出的贷款",
    "元",
    "工会推荐、银行放了款的金额，角分不计，算在登记放款那天；同一件重新办又放款的，以最后一次为准。",
    Recount::Made(credits),
);

/// The last credit of each case.
fn credits() -> String {
    let mut of = Vec::new();
    for service in all() {
        let acts = service.steps.iter().flat_map(|step| &step.acts).filter(|act| act.does == Some(Deed::Lend));
        of.extend(acts.map(|act| {
            format!(
                "(c.service = '{}' AND c.service_version = {} AND s.act = '{}')",
                service.key, service.version, act.key
            )
        }));
    }
    format!(
        "SELECT s.counted_at, s.case_id, c.service, c.amount / 100 FROM case_steps s JOIN cases c ON c.id = s.case_id WHERE s.counted_at IS NOT NULL AND c.amount >= 100 AND ({}) \
        AND s.id = (SELECT MAX(n.id) FROM case_steps n WHERE n.case_id = s.case_id AND n.act = s.act AND n.counted_at IS NOT NULL)",
        if of.is_empty() { "1 = 0".to_owned() } else { of.join(" OR ") }
    )
}
/// A bank lent so many fen; to be said before the step and the amount stand. What the same case counted before is taken back.
pub async fn lent(tx: &mut Tx, app: &App, case: &Case, act: &str, amount: i64) -> Result<()> {
    if let Some((org, at)) = store::counted_before(tx, case.id, act).await? {
        let day = platform::clock::day_of(at);
        let before = Fact {
            measure: LENT,
            org,
            day,
            dimension: &case.service,
            amount: -(case.amount / 100),
            record: NUMBERED,
            record_id: case.id.0,
        };
        facts::count(tx, &before).await?;
    }
    one(tx, LENT, case, app.today(), &case.service, amount / 100).await
}
