//! Grids, pairs, visits and stands name those who did the work and those who joined there. The work stays as the union's record, without the
//! name of whoever asks for erasure: it is read from the account, which is emptied; where it was written down, it is taken out.
use jiff::civil::Date;
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Portion, Subject},
    vals,
};
use serde_json::json;

pub const ALL: &[Portion] = &[Portion {
    key: "outreach",
    name: "网格、结对和走访",
    tables: &["grid_officers", "pairs", "visits", "stand_entries"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, _, who, today| Box::pin(erase(tx, who, today)) as Erasing<'_>,
}];

const GRIDS: &str = "SELECT g.name, o.from_on, o.to_on FROM grid_officers o JOIN grids g ON g.id = o.grid WHERE o.account = $1 ORDER BY o.id";
const PAIRS: &str = "SELECT e.name, p.from_on, p.to_on FROM pairs p JOIN employers e ON e.id = p.employer WHERE p.officer = $1 ORDER BY p.id";
const VISITS: &str = "SELECT e.name, v.visited_on, v.who, v.asked, v.result FROM visits v JOIN employers e ON e.id = v.employer WHERE v.account = $1 ORDER BY v.id";
/// What was taken down at a stand: by this account, or of the one who joined there.
const ENTRIES: &str = "SELECT c.purpose, s.taken_at, CAST(CASE WHEN s.account = $1 THEN 1 ELSE 0 END AS BIGINT) FROM stand_entries s \
    JOIN joining_codes c ON c.id = s.code LEFT JOIN joinings j ON j.id = s.joining WHERE s.account = $1 OR j.account = $1 ORDER BY s.id";

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    type Dated = Vec<(String, String, Option<String>)>;
    let account = || vals![who.account];
    let grids: Dated = app.db.all(GRIDS, account()).await?;
    let pairs: Dated = app.db.all(PAIRS, account()).await?;
    let visits: Vec<(String, String, String, String, String)> = app.db.all(VISITS, account()).await?;
    let entries: Vec<(String, i64, i64)> = app.db.all(ENTRIES, account()).await?;
    if grids.is_empty() && pairs.is_empty() && visits.is_empty() && entries.is_empty() {
        return Ok(json!(null));
    }
    let dated = |all: Dated| -> Vec<_> {
        all.into_iter().map(|(name, from, to)| json!({ "名称": name, "从": from, "到": to })).collect()
    };
    let visits = visits.into_iter().map(|(firm, on, who, asked, result)| {
        json!({ "单位": firm, "日期": on, "走访人": who, "看了什么、问了什么": asked, "结果": result })
    });
    let entries = entries.into_iter().map(|(stand, at, own)| {
        let what = if own == 1 { "我收的登记" } else { "我在这里登记" };
        json!({ "入会台": stand, "时间": ui::text::moment(clock::local(at)), "事项": what })
    });
    Ok(json!({
        "负责的网格": dated(grids), "结对的单位": dated(pairs), "走访": visits.collect::<Vec<_>>(), "入会台": entries.collect::<Vec<_>>(),
    }))
}

async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let sql = "SELECT (SELECT COUNT(*) FROM grid_officers WHERE account = $1) + (SELECT COUNT(*) FROM pairs WHERE officer = $1) \
        + (SELECT COUNT(*) FROM visits WHERE account = $1) + (SELECT COUNT(*) FROM stand_entries WHERE account = $1)";
    let count = app.db.number(sql, vals![who.account]).await?;
    let fate = Fate { what: "网格、结对、走访和入会台记录里您的姓名", count, kept: None };
    Ok(if count > 0 { vec![fate] } else { Vec::new() })
}

/// The account is emptied by the lobby; here goes what was written down in words.
async fn erase(tx: &mut Tx, who: Subject, _: Date) -> Result<u64> {
    const NOBODY: &str = "已注销";
    let found: Option<(String,)> = tx.maybe("SELECT name FROM accounts WHERE id = $1", vals![who.account]).await?;
    let Some((name,)) = found.filter(|(name,)| !name.is_empty() && name != NOBODY) else { return Ok(0) };
    let sql = "UPDATE visits SET who = REPLACE(who, $2, $3) WHERE account = $1 AND who <> REPLACE(who, $2, $3)";
    tx.exec(sql, vals![who.account, name, NOBODY]).await
}
