//! What is counted of mediations, at the handling union, in the act's own transaction.
use super::{rules::Source, store};
use crate::{
    cases::{Case, NUMBERED},
    measures::{counted, flow},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Fact, Measure, Recount},
    tree::OrgId,
};

pub const ACCEPTED: &Measure = &flow(
    counted!("mediations"),
    "mediations",
    "受理的调解",
    "件",
    "工会受理并请好调解员的劳动争议调解，算在受理那天；重新受理的再算一次。",
    Recount::Records(
        "SELECT s.counted_at, s.case_id, m.source, 1 FROM case_steps s JOIN mediations m ON m.case_id = s.case_id WHERE s.act = 'accept' AND s.met IS NOT NULL",
    ),
);
pub const ENTRUSTED: &Measure = &flow(
    counted!("mediations.entrusted"),
    "mediations.entrusted",
    "受委托的调解",
    "件",
    "受理的调解里，由法院或仲裁机构委托的。",
    Recount::Records(
        "SELECT s.counted_at, s.case_id, m.source, 1 FROM case_steps s JOIN mediations m ON m.case_id = s.case_id WHERE s.act = 'accept' AND s.met IS NOT NULL AND m.source IN ('court', 'arbitration')",
    ),
);
pub const AGREED: &Measure = &flow(
    counted!("mediations.agreed"),
    "mediations.agreed",
    "调成的调解",
    "件",
    "双方、调解员签字和调解组织盖章都齐、协议生效的，算在生效那天；登记有误撤销的不算。",
    Recount::Records("SELECT a.org, a.case_id, '', 1 FROM mediation_agreements a"),
);
pub const AGREED_YUAN: &Measure = &flow(
    counted!("mediations.agreed_yuan"),
    "mediations.agreed_yuan",
    "协议金额",
    "元",
    "生效的调解协议里约定的金额，角分不计。",
    Recount::Records("SELECT a.org, a.case_id, '', a.amount / 100 FROM mediation_agreements a"),
);
pub const PAID_YUAN: &Measure = &flow(
    counted!("mediations.paid_yuan"),
    "mediations.paid_yuan",
    "协议已付金额",
    "元",
    "按生效的协议已经付了的金额，角分不计，算在登记那天；撤销登记的不算。",
    Recount::Records(
        "SELECT d.counted_at, d.case_id, '', d.paid / 100 FROM mediation_dues d WHERE d.counted_at IS NOT NULL",
    ),
);
pub const CONSULTED: &Measure = &flow(
    "/console/consultations?org={org}&from={from}&to={to}",
    "consultations",
    "咨询",
    "次",
    "到窗口、打电话或者在现场问、当场答复的，一次算一次；撤销的不算。在网上问的算法律咨询诉求，不在这里。",
    Recount::Records("SELECT c.org, c.id, c.topic, 1 FROM consultations c WHERE c.undone_at IS NULL"),
);
pub const ALL: &[&Measure] = &[ACCEPTED, ENTRUSTED, AGREED, AGREED_YUAN, PAID_YUAN, CONSULTED];

async fn count(
    tx: &mut Tx,
    measure: &'static Measure,
    case: &Case,
    day: Date,
    dimension: &str,
    amount: i64,
) -> Result<()> {
    // What lies with one person alone is not counted (cases do the same).
    if amount == 0 || case.alone.is_some() {
        return Ok(());
    }
    let fact = Fact { measure, org: case.handler, day, dimension, amount, record: NUMBERED, record_id: case.id.0 };
    facts::count(tx, &fact).await
}
pub async fn accepted(tx: &mut Tx, app: &App, case: &Case, source: Source) -> Result<()> {
    count(tx, ACCEPTED, case, app.today(), source.key(), 1).await?;
    if source.is_entrusted() { count(tx, ENTRUSTED, case, app.today(), source.key(), 1).await } else { Ok(()) }
}
/// An agreement of so much money is in force.
pub async fn agreed(tx: &mut Tx, case: &Case, revision: i64, (day, fen): (Date, i64)) -> Result<()> {
    if case.alone.is_some() {
        return Ok(());
    }
    store::add_agreement(tx, case, revision, (day, fen)).await?;
    agreements(tx, (case, case.handler, day), (1, fen)).await
}
/// It was not, after all: taken back where and when it was counted.
pub async fn not_agreed(tx: &mut Tx, case: &Case, revision: i64) -> Result<()> {
    match store::remove_agreement(tx, case.id, revision).await? {
        Some((org, day, fen)) => {
            let day = day.parse().unwrap_or_else(|_| case.created_day());
            agreements(tx, (case, org, day), (-1, -fen)).await
        }
        None => Ok(()),
    }
}
async fn agreements(tx: &mut Tx, (case, org, day): (&Case, OrgId, Date), (number, fen): (i64, i64)) -> Result<()> {
    let fact =
        |measure, amount| Fact { measure, org, day, dimension: "", amount, record: NUMBERED, record_id: case.id.0 };
    let mut all = vec![fact(AGREED, number)];
    all.extend((fen / 100 != 0).then(|| fact(AGREED_YUAN, fen / 100)));
    facts::count_all(tx, &all).await
}
/// So much (in fen) of what was promised is paid now. It stays at the union that handled the case when it was counted first.
pub async fn paid(tx: &mut Tx, case: &Case, day: Date, due: &store::Promise, now: i64) -> Result<()> {
    let (org, before) = match due.counted_at {
        Some(org) => (org, due.paid),
        None if case.alone.is_some() => return Ok(()),
        None => (case.handler, 0),
    };
    store::count_due(tx, due.id, org).await?;
    let amount = now / 100 - before / 100;
    if amount == 0 {
        return Ok(());
    }
    let fact = Fact { measure: PAID_YUAN, org, day, dimension: "", amount, record: NUMBERED, record_id: case.id.0 };
    facts::count(tx, &fact).await
}
pub async fn consulted(tx: &mut Tx, org: OrgId, day: Date, topic: &str, (id, amount): (i64, i64)) -> Result<()> {
    let fact = Fact { measure: CONSULTED, org, day, dimension: topic, amount, record: "consultation", record_id: id };
    facts::count(tx, &fact).await
}
