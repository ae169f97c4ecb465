//! What is held about those who speak for a firm in a mediation; the worker's own goes with the case.
use super::store::CONTACT;
use crate::cases::{self, CaseId};
use platform::{
    App,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    vals,
};
use serde_json::json;

pub const PORTION: Portion = Portion {
    key: "mediations",
    name: "作为单位一方参加的调解",
    tables: &["mediation_parties"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, app, who, _| Box::pin(erase(tx, app, who)) as Erasing<'_>,
};
const NOBODY: &str = "已删除";

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let mut shown = Vec::new();
    for id in super::store::for_firm(&app.db, who.account).await? {
        let parties = super::store::parties(&app.db, id).await?;
        let own = parties.into_iter().find(|party| party.account == Some(who.account));
        if let (Some(case), Some(own)) = (cases::store::find(&app.db, id).await?, own) {
            shown.push(json!({
                "编号": case.number, "单位": case.employer_name, "姓名": own.name, "手机": own.phone(&app),
                "同不同意": match &*own.consent { "yes" => "同意", "no" => "不同意", _ => "没有答复" }, "到哪一步": case.state(),
            }));
        }
    }
    Ok(json!(shown))
}
async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let all = super::store::for_firm(&app.db, who.account).await?;
    let mut open = 0;
    for id in &all {
        open += i64::from(cases::store::find(&app.db, *id).await?.is_some_and(|case| !case.is_over()));
    }
    let kept =
        Kept { why: "还在调解，结束以后才能删", law: "《个人信息保护法》第47条", until: None };
    let mut fates = vec![
        Fate { what: "正在进行的调解里的联系人", count: open, kept: Some(kept) },
        Fate { what: "结束的调解里的联系人", count: all.len() as i64 - open, kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
/// Name and phone go; that the firm was a side stays with the case.
async fn erase(tx: &mut Tx, app: &App, who: Subject) -> Result<u64> {
    let sql = "UPDATE mediation_parties SET name = $2, phone_sealed = $3, account = NULL WHERE account = $1 AND side = 'firm' AND case_id IN (SELECT id FROM cases WHERE ended_at IS NOT NULL)";
    tx.exec(sql, vals![who.account, NOBODY, app.keys.seal(CONTACT, "")]).await
}

/// With a case, what its mediation says in words.
pub async fn forget(tx: &mut Tx, app: &App, case: CaseId) -> Result<()> {
    let files: Vec<(Option<platform::files::FileId>,)> =
        tx.all("SELECT file FROM mediation_signatures WHERE case_id = $1", vals![case]).await?;
    for file in files.into_iter().filter_map(|row| row.0) {
        platform::files::take_away(tx, app, file).await?;
    }
    for sql in [
        "UPDATE mediations SET terms_sealed = '' WHERE case_id = $1",
        "UPDATE mediation_parties SET name = '已删除', account = NULL WHERE case_id = $1 AND side = 'worker'",
        "UPDATE mediation_sessions SET worker_sealed = '', firm_sealed = '' WHERE case_id = $1",
        "UPDATE mediation_signatures SET file = NULL WHERE case_id = $1",
        "UPDATE mediation_dues SET what_sealed = '' WHERE case_id = $1",
    ] {
        tx.exec(sql, vals![case]).await?;
    }
    Ok(())
}
