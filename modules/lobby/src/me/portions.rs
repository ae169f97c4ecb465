//! What the lobby holds: the account with its devices, messages, consents, and the trace of who read what.
use jiff::{ToSpan, civil::Date};
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    vals,
};
use serde_json::json;

pub const ALL: &[Portion] = &[
    Portion {
        key: "account",
        name: "登录账号",
        tables: &["accounts", "sessions", "identities", "recovery_codes", "notices", "corrections"],
        export: |app, who| Box::pin(account_export(app, who)) as Export,
        fate: |app, who| Box::pin(account_fate(app, who)) as Fates,
        erase: |tx, app, who, _| Box::pin(account_erase(tx, app, who)) as Erasing<'_>,
    },
    Portion {
        key: "consents",
        name: "同意记录",
        tables: &["consents"],
        // They stand in the copy already, as 我同意过的.
        export: |_, _| Box::pin(async { Ok(json!(null)) }) as Export,
        fate: |app, who| Box::pin(consents_fate(app, who)) as Fates,
        erase: |tx, _, who, today| Box::pin(consents_erase(tx, who, today)) as Erasing<'_>,
    },
    crate::publicity::portion::PORTION,
    Portion {
        key: "trace",
        name: "操作和查阅记录",
        tables: &["audit_entries"],
        export: |_, _| Box::pin(async { Ok(json!(null)) }) as Export,
        fate: |app, who| Box::pin(trace_fate(app, who)) as Fates,
        erase: |_, _, _, _| Box::pin(async { Ok(0_u64) }) as Erasing<'_>,
    },
];

async fn account_export(app: App, who: Subject) -> Result<serde_json::Value> {
    let sql = "SELECT device, created_at, seen_at FROM sessions WHERE account = $1 ORDER BY id";
    let sessions: Vec<(String, i64, i64)> = app.db.all(sql, vals![who.account]).await?;
    let moment = |at: i64| ui::text::moment(clock::local(at));
    Ok(json!(
        sessions
            .into_iter()
            .map(|(device, from, seen)| json!({ "设备": device, "登录": moment(from), "最近使用": moment(seen) }))
            .collect::<Vec<_>>()
    ))
}
async fn account_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let count = |sql: &'static str| app.db.number(sql, vals![who.account]);
    let mut fates = vec![
        Fate { what: "登录账号、密码和设备", count: 1, kept: None },
        Fate { what: "消息", count: count("SELECT COUNT(*) FROM notices WHERE account = $1").await?, kept: None },
        Fate {
            what: "更正申请",
            count: count("SELECT COUNT(*) FROM corrections WHERE account = $1").await?,
            kept: None,
        },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
/// The row of the account stays for what points to it, without anything that leads to the person.
async fn account_erase(tx: &mut Tx, app: &App, who: Subject) -> Result<u64> {
    let mut erased = 0;
    for sql in [
        "DELETE FROM notices WHERE account = $1",
        "DELETE FROM corrections WHERE account = $1",
        "DELETE FROM identities WHERE account = $1",
        "DELETE FROM recovery_codes WHERE account = $1",
        "DELETE FROM sessions WHERE account = $1",
        "DELETE FROM outbox WHERE phone_index = (SELECT phone_index FROM accounts WHERE id = $1)",
    ] {
        erased += tx.exec(sql, vals![who.account]).await?;
    }
    let closed = tx
        .exec(
            "UPDATE accounts SET name = '已注销', phone_index = $2, phone_sealed = $3, password = NULL, totp_sealed = NULL, totp_since = NULL, totp_step = NULL, \
             blocked_at = COALESCE(blocked_at, $4), blocked_reason = '本人注销' WHERE id = $1 AND phone_index <> $2",
            vals![who.account, format!("erased.{}", who.account), app.keys.seal("accounts.phone", ""), app.now()],
        )
        .await?;
    Ok(erased + closed)
}

const YEARS: i32 = 3;
async fn consents_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let sql = "SELECT COUNT(*), MAX(COALESCE(withdrawn_at, given_at)) FROM consents WHERE account = $1";
    let (count, last): (i64, Option<i64>) = app.db.one(sql, vals![who.account]).await?;
    let Some(last) = last.filter(|_| count > 0) else { return Ok(Vec::new()) };
    let until = clock::local(last).date().checked_add(YEARS.years()).ok();
    let why = "要能证明工会用您的信息得到过同意";
    let law = "《民法典》第188条，《个人信息保护法》第14条、第47条第2款";
    Ok(vec![Fate { what: "同意和撤回的记录", count, kept: Some(Kept { why, law, until }) }])
}
async fn consents_erase(tx: &mut Tx, who: Subject, today: Date) -> Result<u64> {
    let Ok(day) = today.checked_sub(YEARS.years()) else { return Ok(0) };
    let before = day.to_zoned(clock::zone()).map_or(0, |start| start.timestamp().as_millisecond());
    let sql = "DELETE FROM consents WHERE account = $1 AND COALESCE(withdrawn_at, given_at) < $2";
    tx.exec(sql, vals![who.account, before]).await
}

async fn trace_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let sql = "SELECT COUNT(*) FROM audit_entries WHERE account = $1 OR person = $2";
    let count = app.db.number(sql, vals![who.account, who.person]).await?;
    let why = "一条连着一条封存，防止有人事后改动，删不了其中一条。里面没有证件号和手机号";
    let law = "《网络安全法》关于留存网络日志的规定，《个人信息保护法》第51条";
    let fate = Fate { what: "操作和查阅记录", count, kept: Some(Kept { why, law, until: None }) };
    Ok(if count > 0 { vec![fate] } else { Vec::new() })
}
