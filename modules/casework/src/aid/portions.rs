//! What is kept about somebody in aid: shown, taken along, erased when no rule keeps it any more.
use super::{
    figures::mask_bank,
    rules::Kind,
    store::BANK,
    visits::{Told, store::TOLD},
};
use crate::cases::CaseId;
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::{Db, Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    vals,
};
use serde_json::json;

pub const PORTION: Portion = Portion {
    key: "aid",
    name: "帮扶档案和救助金",
    tables: &["hardship_files", "aid_payments", "case_visits"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, app, who, today| Box::pin(erase(tx, app, who, today)) as Erasing<'_>,
};
/// Years after its end for which a file is kept, and years for which a payment is a voucher of the accounts.
const FILE_YEARS: i64 = 5;
const VOUCHER_YEARS: i64 = 30;
const NOBODY: &str = "已删除";

const FILES: &str = "SELECT f.kind, f.opened_on, f.closed_on, o.name FROM hardship_files f JOIN organisations o ON o.id = f.union_id WHERE (f.person = $1 OR f.account = $2) AND f.name <> '已删除' ORDER BY f.id";
const PAID: &str =
    "SELECT fund, amount, COALESCE(paid_on, ''), bank_sealed FROM aid_payments WHERE person = $1 ORDER BY id";
/// Visits to one's own cases, and those that one made as an officer.
const VISITS: &str = "SELECT v.told_sealed FROM case_visits v JOIN cases c ON c.id = v.case_id WHERE (c.person = $1 OR c.account = $2 OR v.account = $2) AND v.told_sealed <> '' ORDER BY v.id";

fn ids(who: Subject) -> Vec<platform::db::Value> {
    vals![who.person.map_or(0, |p| p.0), who.account]
}

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let files: Vec<(String, String, Option<String>, String)> = app.db.all(FILES, ids(who)).await?;
    let person = vals![who.person.map_or(0, |p| p.0)];
    let paid: Vec<(String, i64, String, String)> = app.db.all(PAID, person).await?;
    let visits: Vec<(String,)> = app.db.all(VISITS, ids(who)).await?;
    if files.is_empty() && paid.is_empty() && visits.is_empty() {
        return Ok(json!(null));
    }
    let files = files.into_iter().map(|(kind, from, to, union)| {
        json!({ "类别": Kind::from_key(&kind).name(), "建档": from, "退出": to, "工会": union })
    });
    let paid = paid.into_iter().map(|(fund, amount, on, bank)| {
        let bank = app.keys.open(BANK, &bank).map(|number| mask_bank(&number)).unwrap_or_default();
        json!({ "哪里的钱": fund, "金额": ui::text::yuan(amount), "发放": on, "银行卡": bank })
    });
    let visits = visits.into_iter().filter_map(|(sealed,)| {
        let told: Told = serde_json::from_str(&app.keys.open(TOLD, &sealed).ok()?).ok()?;
        Some(json!({ "谁走访": told.visitors, "在哪里": told.place, "看到": told.looked, "问到": told.asked, "听到": told.heard, "查到": told.papers }))
    });
    Ok(
        json!({ "档案": files.collect::<Vec<_>>(), "发放": paid.collect::<Vec<_>>(), "走访": visits.collect::<Vec<_>>() }),
    )
}

async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let files: Vec<(String, String, Option<String>, String)> = app.db.all(FILES, ids(who)).await?;
    let open = files.iter().filter(|(_, _, closed, _)| closed.is_none()).count();
    let last = files.iter().filter_map(|(_, _, closed, _)| closed.as_ref()?.parse::<Date>().ok()).max();
    let until = |day: Option<Date>, years: i64| day.and_then(|day| day.checked_add(years.years()).ok());
    let sql =
        "SELECT COUNT(*), MAX(COALESCE(paid_on, granted_on)) FROM aid_payments WHERE person = $1 AND name <> '已删除'";
    let person = vals![who.person.map_or(0, |p| p.0)];
    let (paid, newest): (i64, Option<String>) = app.db.one(sql, person).await?;
    let voucher = until(newest.and_then(|day| day.parse().ok()), VOUCHER_YEARS);
    let kept = |why, law, until| Some(Kept { why, law, until });
    let mut fates = vec![
        Fate {
            what: "在档的困难职工档案",
            count: open as i64,
            kept: kept("还在档，退出以后才能删", "《个人信息保护法》第47条第2款", None),
        },
        Fate {
            what: "退出的困难职工档案",
            count: (files.len() - open) as i64,
            kept: kept("发生争议时，要能证明怎么认定的", "《民法典》第188条", until(last, FILE_YEARS)),
        },
        Fate {
            what: "救助金、助学金的发放记录",
            count: paid,
            kept: kept("会计凭证要保存30年", "《会计档案管理办法》附表一", voucher),
        },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}

/// Whether a case is needed as long as the hardship file that was opened with it.
pub async fn keeps(db: &Db, case: CaseId, today: Date) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM hardship_files WHERE case_id = $1 AND name <> $2 AND (closed_on IS NULL OR closed_on >= $3)";
    Ok(db.number(sql, vals![case, NOBODY, today.saturating_sub(FILE_YEARS.years())]).await? > 0)
}
/// With a case, what was written down at home visits; a hardship file goes with it, vouchers of payments stay.
pub async fn forget(tx: &mut Tx, case: CaseId) -> Result<()> {
    tx.exec("UPDATE case_visits SET told_sealed = '' WHERE case_id = $1", vals![case]).await?;
    let findings = "UPDATE hardship_findings SET household_sealed = '' WHERE hardship IN (SELECT id FROM hardship_files WHERE case_id = $1)";
    tx.exec(findings, vals![case]).await?;
    let file =
        "UPDATE hardship_files SET name = $2, person = NULL, account = NULL, bank_sealed = '' WHERE case_id = $1";
    tx.exec(file, vals![case, NOBODY]).await.map(|_| ())
}

async fn erase(tx: &mut Tx, app: &App, who: Subject, today: Date) -> Result<u64> {
    let before = |years: i64| today.saturating_sub(years.years());
    let (person, empty) = (who.person.map_or(0, |p| p.0), app.keys.seal(BANK, ""));
    let sql = "UPDATE hardship_files SET name = $4, person = NULL, account = NULL, bank_sealed = $5 WHERE (person = $1 OR account = $2) AND closed_on < $3";
    let mut erased = tx.exec(sql, vals![person, who.account, before(FILE_YEARS), NOBODY, &empty]).await?;
    let sql = "UPDATE aid_payments SET name = $3, person = NULL, bank_sealed = $4, child_sealed = '', beneficiary = NULL WHERE person = $1 AND paid_on < $2";
    erased += tx.exec(sql, vals![person, before(VOUCHER_YEARS), NOBODY, &empty]).await?;
    let sql = "UPDATE hardship_findings SET household_sealed = '' WHERE household_sealed <> '' AND hardship IN (SELECT id FROM hardship_files WHERE name = $1)";
    tx.exec(sql, vals![NOBODY]).await?;
    Ok(erased)
}
