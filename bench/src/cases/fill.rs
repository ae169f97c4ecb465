//! Very many cases as rows, with what hangs on each: nine in ten have ended, the others wait at unions of all levels.
use crate::Outcome;
use casework::cases::store::{ANSWERS, PHONE, TEXT};
use directory::demo::SIGN_INS;
use jiff::ToSpan;
use platform::{
    App,
    db::Value,
    identity::{self, AccountId},
    tree::{OrgId, PersonId, ids_of},
    vals,
};

/// Cases in one act.
const ACT: usize = 2_000;
/// Cases of the member whose pages are fetched, and accounts that hand in.
const OWN: u64 = 50;
const ASKERS: u64 = 2_000;
const SERVICES: [(&str, &str, &str); 4] = [
    ("advice", "asked", "answered"),
    ("pay", "working", "paid"),
    ("rights", "working", "settled"),
    ("suggestions", "doing", "done"),
];

pub struct Filled {
    /// Numbers of the member's own cases.
    pub own: Vec<String>,
    /// A town and a firm with cases: their ids.
    pub town: OrgId,
    pub firm: OrgId,
    pub askers: Vec<AccountId>,
}
type Member = (PersonId, OrgId, String, String);

/// Fills up to so many cases; what is there already stays.
pub async fn fill(app: &App, cases: u64) -> Outcome<Filled> {
    let there = u64::try_from(app.db.number("SELECT COUNT(*) FROM cases", vals![]).await?)?;
    let member = SIGN_INS.iter().find(|s| s.key == "member").ok_or("nobody of that kind")?;
    let own = identity::account_by_phone(app, member.phone).await?.ok_or("the member has no account")?;
    if there < cases {
        let sql = "SELECT m.person, m.union_id, o.path, m.name FROM memberships m JOIN organisations o ON o.id = m.union_id WHERE m.state = 'active' ORDER BY m.id";
        let members: Vec<Member> = app.db.all(sql, vals![]).await?;
        let sealed = (
            app.keys.seal(PHONE, "13900000000"),
            app.keys.seal(ANSWERS, ANSWER),
            app.keys.seal(TEXT, "请工会帮我问一问，谢谢。"),
        );
        let filler = Filler { app, members: &members, own: own.id, sealed };
        for from in (there..cases).step_by(ACT) {
            filler.some(from..cases.min(from + ACT as u64)).await?;
        }
    }
    let numbers =
        app.db.all("SELECT number FROM cases WHERE account = $1 ORDER BY id DESC LIMIT 50", vals![own.id]).await?;
    let busiest = "SELECT c.handler FROM cases c JOIN unions u ON u.id = c.handler WHERE u.kind = $1 AND c.ended_at IS NULL GROUP BY c.handler ORDER BY COUNT(*) DESC, c.handler LIMIT 1";
    Ok(Filled {
        own: numbers.into_iter().map(|row: (String,)| row.0).collect(),
        town: app.db.one::<(OrgId,)>(busiest, vals!["town"]).await?.0,
        firm: app.db.one::<(OrgId,)>(busiest, vals!["enterprise"]).await?.0,
        askers: askers(app).await?,
    })
}
const ANSWER: &str = r#"[{"key":"what","value":"contract"},{"key":"story","value":"签了三年合同，公司搬到城西，不去就算自己走，这样合不合法，能不能要补偿"}]"#;

/// People with a phone who hand in.
async fn askers(app: &App) -> Outcome<Vec<AccountId>> {
    let mut all = Vec::new();
    let mut tx = app.db.begin().await?;
    for n in 0..ASKERS {
        all.push(identity::account_for_phone(&mut tx, app, &format!("1540000{:04}", 2_000 + n), "测试员").await?);
    }
    tx.commit().await?;
    Ok(all)
}

struct Filler<'a> {
    app: &'a App,
    members: &'a [Member],
    own: AccountId,
    /// Phone, answers, a message.
    sealed: (String, String, String),
}
impl Filler<'_> {
    async fn some(&self, range: std::ops::Range<u64>) -> Outcome {
        let (mut cases, mut steps, mut messages, mut tasks, mut read) = (vec![], vec![], vec![], vec![], vec![]);
        let mut tx = self.app.db.begin().await?;
        let ids = tx.reserve("cases", usize::try_from(range.end - range.start)?).await?;
        for (n, id) in range.zip(ids) {
            let open = n % 10 == 0;
            let (service, at, end) = SERVICES[n as usize % SERVICES.len()];
            let (person, union, path, name) = &self.members[(n as usize * 7) % self.members.len()];
            // Most lie with the own union, some with the town's, few at the top.
            let line = ids_of(path);
            let handler = match n % 100 {
                0..70 => *union,
                70..95 => line[line.len().saturating_sub(2)],
                _ => line[0],
            };
            let account = (n % 10_000 < OWN && n < 10_000).then_some(self.own);
            let asked = self.app.today().saturating_sub((i64::try_from(n % 900)?).days());
            let asked_at = self.app.now() - i64::try_from(n % 900)? * 86_400_000;
            let due = self.app.today().saturating_add(40.days());
            let number = format!("20{:02}{:08}", 24 + n % 3, (n * 7_919 + 13) % 100_000_000);
            let (phone, answers, text) = &self.sealed;
            cases.extend(vals![
                id,
                &number,
                service,
                1_i64,
                "online",
                account,
                if account.is_some() { None } else { Some(*person) },
                name,
                phone,
                None::<i64>,
                "",
                answers,
                handler,
                false,
                if open { at } else { end },
                handler,
                asked,
                asked_at,
                open.then_some(due),
                asked_at + 3_600_000,
                (!open).then_some(asked_at + 86_400_000),
                if open { "" } else { "solved" },
                if open { "" } else { "unrated" },
                true,
                path
            ]);
            for (act, step) in [("submit", at), ("accept", at), ("answer", end)].iter().take(if open { 1 } else { 3 }) {
                steps.extend(vals![id, *act, *step, "", None::<i64>, handler, asked_at]);
            }
            messages.extend(vals![id, "worker", None::<i64>, None::<i64>, text, asked_at]);
            read.extend(vals![asked_at, None::<i64>, handler, "case.read", "case", id, *person, "", "", 1_i64]);
            if open {
                let link = format!("/console/cases/{number}");
                tasks.extend(vals![
                    "case",
                    handler,
                    handler,
                    "法律咨询，等工会答复",
                    name,
                    "线上",
                    "case",
                    id,
                    link,
                    3_i64,
                    asked,
                    due,
                    false,
                    due,
                    asked_at
                ]);
            }
        }
        tx.insert_many("cases", CASES, cases).await?;
        tx.insert_many("case_steps", "case_id, act, step, words_sealed, account, org, at", steps).await?;
        tx.insert_many("case_messages", "case_id, side, account, org, text_sealed, at", messages).await?;
        tx.insert_many(
            "audit_entries",
            "at, account, org, act, object, object_id, person, reason, detail, segment",
            read,
        )
        .await?;
        tx.insert_many("tasks", TASKS, tasks).await?;
        Ok(tx.commit().await?)
    }
}
const CASES: &str = "id, number, service, service_version, channel, account, person, name, phone_sealed, employer, employer_name, answers_sealed, handler, bypass, \
    step, level, created_on, created_at, due_on, first_at, ended_at, outcome, rating, words_for, words_path";
const TASKS: &str = "kind, org, level_org, title, detail, origin, subject, subject_id, link, rule_days, from_on, due_on, provisional, escalate_on, created_at";

/// So many open tasks are overdue since yesterday, in all unions.
pub async fn overdue(app: &App, wanted: u64) -> Outcome<i64> {
    let mut tx = app.db.begin().await?;
    let yesterday = app.today().saturating_sub(1.day());
    let sql = "UPDATE tasks SET escalate_on = $1 WHERE id IN (SELECT t.id FROM tasks t JOIN organisations o ON o.id = t.level_org WHERE t.done_at IS NULL AND t.kind = 'case' AND o.parent IS NOT NULL ORDER BY t.id LIMIT $2)";
    let values: Vec<Value> = vals![yesterday, i64::try_from(wanted)?];
    let made = tx.exec(sql, values).await?;
    tx.commit().await?;
    Ok(i64::try_from(made)?)
}
