//! Who asked for a union, prepared it, stood for election and sat in its committees. How a union came to be and who led it is its archive;
//! phones, and the names of whoever asked in vain, go at once.
use crate::{
    elections::{Committee, store::office_name},
    foundings::{CONTACT, GROUP_PHONE, OBJECT, Stage},
};
use jiff::civil::Date;
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    tasks, vals,
};
use serde_json::json;

pub const ALL: &[Portion] = &[
    Portion {
        key: "foundings",
        name: "建会",
        tables: &["foundings", "founding_group"],
        export: |app, who| Box::pin(foundings_export(app, who)) as Export,
        fate: |app, who| Box::pin(foundings_fate(app, who)) as Fates,
        erase: |tx, app, who, today| Box::pin(foundings_erase(tx, app, who, today)) as Erasing<'_>,
    },
    Portion {
        key: "elections",
        name: "选举和任职",
        tables: &["election_candidates", "committee_seats"],
        export: |app, who| Box::pin(elections_export(app, who)) as Export,
        fate: |app, who| Box::pin(elections_fate(app, who)) as Fates,
        // The archive of a union is not the person's to empty.
        erase: |_, _, _, _| Box::pin(async { Ok(0_u64) }) as Erasing<'_>,
    },
];

const NOBODY: &str = "已注销";
const WHY: &str = "工会怎么成立、选了谁、谁任过职，是工会的档案";
const LAW: &str = "《档案法》关于归档和保管的规定";

/// By the account or its phone; a group member is known by the phone alone.
const ASKED: &str =
    "(contact_index = (SELECT phone_index FROM accounts WHERE id = $1) OR (account = $1 AND asked_by <> 'officer'))";
const GROUP: &str = "phone_index = (SELECT phone_index FROM accounts WHERE id = $1)";

async fn foundings_export(app: App, who: Subject) -> Result<serde_json::Value> {
    let sql = format!(
        "SELECT reference, union_name, employer_name, stage, asked_at, contact_name, note FROM foundings WHERE {ASKED} ORDER BY id"
    );
    type Asked = (String, String, String, String, i64, String, String);
    let asked: Vec<Asked> = app.db.all(sqlx::AssertSqlSafe(sql), vals![who.account]).await?;
    let sql = format!(
        "SELECT f.union_name, g.name, g.job, g.from_on, g.to_on FROM founding_group g JOIN foundings f ON f.id = g.founding WHERE g.{GROUP} ORDER BY g.id"
    );
    type InGroup = (String, String, String, String, Option<String>);
    let group: Vec<InGroup> = app.db.all(sqlx::AssertSqlSafe(sql), vals![who.account]).await?;
    if asked.is_empty() && group.is_empty() {
        return Ok(json!(null));
    }
    let asked = asked.into_iter().map(|(reference, union, employer, stage, at, contact, note)| {
        let stage = Stage::from_key(&stage).map_or("", Stage::name);
        json!({ "编号": reference, "工会": union, "单位": employer, "现在": stage, "申请时间": ui::text::moment(clock::local(at)), "联系人": contact, "说明": note })
    });
    let group = group
        .into_iter()
        .map(|(union, name, job, from, to)| json!({ "工会": union, "姓名": name, "岗位": job, "从": from, "到": to }));
    Ok(json!({ "建会申请": asked.collect::<Vec<_>>(), "筹备组": group.collect::<Vec<_>>() }))
}

async fn foundings_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let asked = format!("SELECT COUNT(*) FROM foundings WHERE {ASKED}");
    let group = format!("SELECT COUNT(*) FROM founding_group WHERE {GROUP}");
    let archived = format!("{group} AND founding IN (SELECT id FROM foundings WHERE stage = 'founded')");
    let count = async |sql: String| app.db.number(sqlx::AssertSqlSafe(sql), vals![who.account]).await;
    let archived = count(archived).await?;
    let mut fates = vec![
        Fate { what: "建会申请里的姓名、电话和说明", count: count(asked).await?, kept: None },
        Fate { what: "筹备组里的电话", count: count(group).await?, kept: None },
        Fate { what: "已经成立的工会，筹备组里的姓名", count: archived, kept: kept() },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
fn kept() -> Option<Kept> {
    Some(Kept { why: WHY, law: LAW, until: None })
}

/// What waits for an answer is withdrawn: nobody could be told. Of the group the person is no longer.
async fn foundings_erase(tx: &mut Tx, app: &App, who: Subject, today: Date) -> Result<u64> {
    let sql = format!("SELECT id, stage FROM foundings WHERE {ASKED} AND contact_name <> $2");
    let asked: Vec<(i64, String)> = tx.all(sqlx::AssertSqlSafe(sql), vals![who.account, NOBODY]).await?;
    let mut erased = 0;
    for (id, stage) in asked {
        if stage == Stage::Asked.key() {
            let sql = "UPDATE foundings SET stage = $2, reason = '申请人注销了账号', decided_on = $3 WHERE id = $1";
            tx.exec(sql, vals![id, Stage::Withdrawn.key(), today]).await?;
            tasks::close(tx, app, OBJECT, id, None, "申请人注销").await?;
        }
        let sql = "UPDATE foundings SET contact_name = $2, contact_sealed = $3, contact_index = $4, note = '', version = version + 1 WHERE id = $1";
        let values = vals![id, NOBODY, app.keys.seal(CONTACT, ""), format!("erased.{id}")];
        erased += tx.exec(sql, values).await?;
    }
    let sql = format!("SELECT id, founding FROM founding_group WHERE {GROUP}");
    let group: Vec<(i64, i64)> = tx.all(sqlx::AssertSqlSafe(sql), vals![who.account]).await?;
    for (id, founding) in group {
        let (stage,): (String,) = tx.one("SELECT stage FROM foundings WHERE id = $1", vals![founding]).await?;
        let sql = "UPDATE founding_group SET phone_sealed = $2, phone_index = $3, to_on = COALESCE(to_on, $4), leader = 0, \
            why_left = CASE WHEN to_on IS NULL THEN '本人注销账号' ELSE why_left END, name = CASE WHEN $5 = 'founded' THEN name ELSE $6 END WHERE id = $1";
        let values = vals![id, app.keys.seal(GROUP_PHONE, ""), format!("erased.{id}"), today, stage, NOBODY];
        erased += tx.exec(sql, values).await?;
    }
    Ok(erased)
}

const CANDIDATES: &str = "SELECT o.name, c.committee, e.held_on, c.votes, c.outcome FROM election_candidates c JOIN elections e ON e.id = c.election \
    JOIN organisations o ON o.id = e.union_id JOIN memberships m ON m.id = c.membership WHERE m.person = $1 ORDER BY c.id";
const SEATS: &str = "SELECT o.name, s.committee, s.office, s.from_on, s.to_on, s.left_on FROM committee_seats s JOIN organisations o ON o.id = s.union_id \
    JOIN memberships m ON m.id = s.membership WHERE m.person = $1 ORDER BY s.id";

fn committee_name(key: &str) -> &'static str {
    Committee::from_key(key).map_or("", Committee::name)
}
async fn elections_export(app: App, who: Subject) -> Result<serde_json::Value> {
    let Some(person) = who.person else { return Ok(json!(null)) };
    type Stood = (String, String, Option<String>, Option<i64>, String);
    let stood: Vec<Stood> = app.db.all(CANDIDATES, vals![person]).await?;
    type Sat = (String, String, String, String, String, Option<String>);
    let sat: Vec<Sat> = app.db.all(SEATS, vals![person]).await?;
    if stood.is_empty() && sat.is_empty() {
        return Ok(json!(null));
    }
    let stood = stood.into_iter().map(|(union, committee, on, votes, outcome)| {
        let result = if outcome == "elected" { "当选" } else { "" };
        json!({ "工会": union, "委员会": committee_name(&committee), "日期": on, "票数": votes, "结果": result })
    });
    let sat = sat.into_iter().map(|(union, committee, office, from, to, left)| {
        let office = Committee::from_key(&committee).map_or("", |committee| office_name(committee, &office));
        json!({ "工会": union, "委员会": committee_name(&committee), "职务": office, "从": from, "到": left.unwrap_or(to) })
    });
    Ok(json!({ "候选": stood.collect::<Vec<_>>(), "任职": sat.collect::<Vec<_>>() }))
}
async fn elections_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let Some(person) = who.person else { return Ok(Vec::new()) };
    let sql = "SELECT (SELECT COUNT(*) FROM election_candidates c JOIN memberships m ON m.id = c.membership WHERE m.person = $1) \
        + (SELECT COUNT(*) FROM committee_seats s JOIN memberships m ON m.id = s.membership WHERE m.person = $1)";
    let count = app.db.number(sql, vals![person]).await?;
    let fate = Fate { what: "选举和任职记录", count, kept: kept() };
    Ok(if count > 0 { vec![fate] } else { Vec::new() })
}
