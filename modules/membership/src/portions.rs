//! The ways of a person's memberships, given out and erased.
//!
//! A way that changed a membership proves it as its history does and stays as long (`directory::portions`); one that came to nothing goes at
//! once, and one that is still open is withdrawn by the erasure.
use crate::ways::{SUBJECT, rules::State, store};
use directory::portions::{Standing, proof, standing};
use jiff::civil::Date;
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Portion, Subject},
    tasks, vals,
};
use serde_json::json;
use sqlx::AssertSqlSafe;

pub const ALL: &[Portion] = &[Portion {
    key: "ways",
    name: "会籍办理",
    tables: &["ways"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, app, who, today| Box::pin(erase(tx, app, who, today)) as Erasing<'_>,
}];

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let Some(person) = who.person else { return Ok(json!(null)) };
    let mut shown = Vec::new();
    for way in store::all_of_person(&app.db, person).await? {
        let steps: Vec<_> = store::steps(&app.db, way.id)
            .await?
            .into_iter()
            .map(|step| {
                let at = ui::text::moment(clock::local(step.at));
                json!({ "时间": at, "事项": step.act().name(), "单位": step.org_name, "理由": step.reason })
            })
            .collect();
        shown.push(json!({
            "编号": way.reference, "事项": way.kind().name(), "现在": way.state().name(), "工会": way.union_name, "转入工会": way.to_name,
            "单位": way.employer_name, "说明": way.note, "其他": way.details, "经过": steps,
        }));
    }
    Ok(json!(shown))
}

/// Ways that changed nothing.
const VAIN: &str = "(state IN ('refused', 'withdrawn') OR is_open = 1)";
const NOBODY: &str = "已删除";

async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let Some(person) = who.person else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN {VAIN} THEN 1 ELSE 0 END), 0) AS BIGINT) FROM ways WHERE person = $1 AND name <> $2"
    );
    let (all, vain): (i64, i64) = app.db.one(AssertSqlSafe(sql), vals![person, NOBODY]).await?;
    let kept = proof(&app.db, person).await?;
    let mut fates = vec![
        Fate { what: "办成的转会、保留、退会等手续", count: all - vain, kept },
        Fate { what: "没有办成的会籍手续", count: vain, kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}

async fn erase(tx: &mut Tx, app: &App, who: Subject, today: Date) -> Result<u64> {
    let Some(person) = who.person else { return Ok(0) };
    let only = match standing(tx, person, today).await? {
        Standing::Member => return Ok(0),
        Standing::Provable => VAIN,
        Standing::Free => "1 = 1",
    };
    let sql = format!("SELECT id, is_open FROM ways WHERE person = $1 AND name <> $2 AND {only} ORDER BY id");
    let ways: Vec<(i64, i64)> = tx.all(AssertSqlSafe(sql), vals![person, NOBODY]).await?;
    let mut erased = 0;
    for (id, open) in ways {
        if open == 1 {
            let sql =
                "UPDATE ways SET state = $2, is_open = 0, at_org = NULL, due_on = NULL, ended_at = $3 WHERE id = $1";
            tx.exec(sql, vals![id, State::Withdrawn.key(), app.now()]).await?;
            tasks::close(tx, app, SUBJECT, id, None, "本人注销").await?;
        }
        tasks::forget(tx, SUBJECT, id).await?;
        tx.exec("UPDATE way_steps SET reason = '' WHERE way = $1", vals![id]).await?;
        let sql = "UPDATE ways SET name = $2, note = '', employer = NULL, employer_name = '', details = '', version = version + 1 WHERE id = $1";
        erased += tx.exec(sql, vals![id, NOBODY]).await?;
    }
    Ok(erased)
}
