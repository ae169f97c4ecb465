//! What is counted of aid, in the act's own transaction.
use super::{
    HARDSHIP,
    store::{self, HardshipFile, HardshipId},
};
use crate::{cases::CaseId, permissions::AID_FIGURES};
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Fact, Measure, MeasureKind, Recount},
    tree::{OrgId, PersonId},
};

const RECORDS: &str = "/console/aid/files?org={org}";
const fn measure(
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    kind: MeasureKind,
    definition: &'static str,
    recount: Recount,
) -> Measure {
    Measure { key, name, unit, definition, kind, records: RECORDS, needs: AID_FIGURES, recount }
}
pub const OPEN: &Measure = &measure(
    "hardship.files",
    "在档困难职工",
    "户",
    MeasureKind::Stock,
    "经初审、入户、公示后批准建档，还没有退出的困难职工家庭，按困难类别分，算在建档的工会名下。",
    Recount::Records("SELECT h.union_id, h.id, h.kind, 1 FROM hardship_files h WHERE h.closed_on IS NULL"),
);
pub const LEFT: &Measure = &measure(
    "hardship.left",
    "退出困难职工档案",
    "户",
    MeasureKind::Flow,
    "年度复核或平时核实后退出档案的家庭，按退出原因分，算在退出那天。",
    Recount::Records("SELECT h.union_id, h.id, h.why, 1 FROM hardship_files h WHERE h.closed_on IS NOT NULL"),
);
pub const FAMILIES: &Measure = &measure(
    "aid.families",
    "帮扶的家庭",
    "户",
    MeasureKind::Flow,
    "当年第一次领到救助金、助学金、慰问金的家庭，一户一年只算一次，算在发放那天。",
    Recount::Records("SELECT p.org, p.id, p.purpose, 1 FROM aid_payments p WHERE p.counted = 1"),
);
pub const PAID: &Measure = &measure(
    "aid.paid",
    "发放的帮扶资金",
    "元",
    MeasureKind::Flow,
    "登记已发放的救助金、助学金、慰问金，角分不计，按用途分，算在发放那天。其他基金发的不算。",
    Recount::Records(
        "SELECT p.org, p.id, p.purpose, p.amount / 100 FROM aid_payments p WHERE p.paid_on IS NOT NULL AND p.case_id IS NOT NULL",
    ),
);
pub const VISITS: &Measure = &measure(
    "aid.visits",
    "入户走访",
    "次",
    MeasureKind::Flow,
    "两人上门、登记了看到听到核对到什么的走访，算在上门那天。重复发送只算一次。",
    Recount::Records("SELECT v.org, c.id, c.service, 1 FROM case_visits v JOIN cases c ON c.id = v.case_id"),
);

/// A file begins, ends or changes its kind at a union: so many more or fewer.
pub async fn files(tx: &mut Tx, app: &App, (file, union): (HardshipId, OrgId), kind: &str, amount: i64) -> Result<()> {
    let day = app.today();
    let fact = Fact { measure: OPEN, org: union, day, dimension: kind, amount, record: HARDSHIP, record_id: file.0 };
    facts::count(tx, &fact).await
}
pub async fn left(tx: &mut Tx, app: &App, file: &HardshipFile, why: &str) -> Result<()> {
    files(tx, app, (file.id, file.union_id), file.kind().key(), -1).await?;
    let (org, day) = (file.union_id, app.today());
    let fact = Fact { measure: LEFT, org, day, dimension: why, amount: 1, record: HARDSHIP, record_id: file.id.0 };
    facts::count(tx, &fact).await
}
/// Something was paid: to be said after its row stands.
pub async fn paid(
    tx: &mut Tx,
    (org, payment): (OrgId, i64),
    (purpose, amount): (&str, i64),
    whom: (Option<PersonId>, Option<CaseId>),
    day: jiff::civil::Date,
) -> Result<()> {
    let fact = |measure, amount| Fact {
        measure,
        org,
        day,
        dimension: purpose,
        amount,
        record: "aid_payment",
        record_id: payment,
    };
    let mut all = vec![fact(PAID, amount / 100)];
    if !store::is_counted(tx, whom, i64::from(day.year())).await? {
        store::set_counted(tx, payment).await?;
        all.push(fact(FAMILIES, 1));
    }
    facts::count_all(tx, &all).await
}
