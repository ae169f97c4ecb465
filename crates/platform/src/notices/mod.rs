//! Messages to people: in the program, and by SMS through a gateway.
//!
//! A message is written in the transaction of its cause. What leaves the program goes into the outbox and is sent by a job, so that a slow
//! gateway holds up nobody. In the demo the outbox shows what would be sent.
mod sms;

pub use sms::{HttpsGateway, SmsGateway};

use crate::{
    App,
    db::{Db, Result, Tx},
    identity::{self, AccountId},
    tree::PersonId,
    vals,
};

const TO: &str = "outbox.to";
const BODY: &str = "outbox.body";
/// A message that a gateway refuses so often is given up.
const TRIES: i64 = 5;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Notice {
    pub id: i64,
    pub title: String,
    pub body: String,
    pub link: String,
    pub at: i64,
    pub read_at: Option<i64>,
}

pub async fn tell(tx: &mut Tx, app: &App, account: AccountId, title: &str, body: &str, link: &str) -> Result<()> {
    tell_all(tx, app, vec![(account, title.to_owned(), body.to_owned(), link.to_owned())]).await
}
/// Tells many people something in one statement: to whom, title, body, link.
pub async fn tell_all(tx: &mut Tx, app: &App, all: Vec<(AccountId, String, String, String)>) -> Result<()> {
    let now = app.now();
    let values = all.into_iter().flat_map(|(account, title, body, link)| vals![account, title, body, link, now]);
    tx.insert_later("notices", "account, title, body, link, at", values.collect()).await
}
/// Tells many the same, each in an act that may be undone: gives the notice's number for [`withdraw`].
pub async fn post(tx: &mut Tx, app: &App, account: AccountId, title: &str, body: &str, link: &str) -> Result<i64> {
    tx.insert("notices", "account, title, body, link, at", vals![account, title, body, link, app.now()]).await
}
/// Takes back a notice that nobody has read; false: it was read, or is gone.
pub async fn withdraw(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(tx.exec("DELETE FROM notices WHERE id = $1 AND read_at IS NULL", vals![id]).await? == 1)
}
/// Tells a person, if he or she has an account; says whether.
pub async fn tell_person(
    tx: &mut Tx,
    app: &App,
    person: PersonId,
    title: &str,
    body: &str,
    link: &str,
) -> Result<bool> {
    let Some(account) = identity::account_of_person(tx, person).await? else { return Ok(false) };
    tell(tx, app, account, title, body, link).await?;
    Ok(true)
}
/// Tells of something that nobody has to hear, as an activity: only who agreed to that purpose and has not withdrawn; says whether.
pub async fn tell_willing(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    purpose: &str,
    words: (&str, &str, &str),
) -> Result<bool> {
    Ok(post_willing(tx, app, account, purpose, words).await?.is_some())
}
/// The same in an act that may be undone: the notice's number for [`withdraw`]; none: not agreed.
pub async fn post_willing(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    purpose: &str,
    (title, body, link): (&str, &str, &str),
) -> Result<Option<i64>> {
    let sql = "SELECT COUNT(*) FROM consents WHERE account = $1 AND purpose = $2 AND withdrawn_at IS NULL";
    if tx.number(sql, vals![account, purpose]).await? == 0 {
        return Ok(None);
    }
    post(tx, app, account, title, body, link).await.map(Some)
}
/// Puts a text message into the outbox. Without a gateway (and outside the demo) nothing is queued.
pub async fn sms(tx: &mut Tx, app: &App, phone: &str, body: &str) -> Result<()> {
    sms_all(tx, app, vec![(phone.to_owned(), body.to_owned())]).await
}
/// Puts many text messages into the outbox: phone and words.
pub async fn sms_all(tx: &mut Tx, app: &App, all: Vec<(String, String)>) -> Result<()> {
    if !identity::codes_are_on(app) {
        return Ok(());
    }
    let row = |(phone, body): (String, String)| {
        let index = identity::phone_index(app, &phone);
        vals!["sms", index, app.keys.seal(TO, &phone), app.keys.seal(BODY, &body), app.now()]
    };
    let values = all.into_iter().flat_map(row).collect();
    tx.insert_later("outbox", "channel, phone_index, to_sealed, body_sealed, at", values).await
}
/// The newest messages that were not read.
pub async fn newest_unread(db: &Db, account: AccountId, limit: i64) -> Result<Vec<Notice>> {
    db.all("SELECT id, title, body, link, at, read_at FROM notices WHERE account = $1 AND read_at IS NULL ORDER BY id DESC LIMIT $2", vals![account, limit]).await
}
/// The newest messages before `before` (an id).
pub async fn list(db: &Db, account: AccountId, before: Option<i64>, limit: i64) -> Result<Vec<Notice>> {
    db.all("SELECT id, title, body, link, at, read_at FROM notices WHERE account = $1 AND id < $2 ORDER BY id DESC LIMIT $3", vals![account, before.unwrap_or(i64::MAX), limit]).await
}
/// Takes out what messages say that lead to these addresses: whom they were about was erased.
pub async fn forget(tx: &mut Tx, links: &[String]) -> Result<u64> {
    let mut query = crate::db::Query::new("UPDATE notices SET title = '已删除', body = '' WHERE link IN (''", vals![]);
    for link in links {
        query.add(", ?", vals![link]);
    }
    query.add(")", vals![]);
    tx.run(query).await
}
/// Marks one of the account's own messages as read and gives it back.
pub async fn read(app: &App, account: AccountId, id: i64) -> Result<Option<Notice>> {
    let mut tx = app.db.begin().await?;
    let notice = tx.maybe("UPDATE notices SET read_at = COALESCE(read_at, $3) WHERE id = $2 AND account = $1 RETURNING id, title, body, link, at, read_at", vals![account, id, app.now()]).await?;
    tx.commit().await?;
    Ok(notice)
}

/// Puts an account's messages into the order of their time, as they would have come, those before `read_before` (epoch ms) read within the
/// hour: for records that were entered after the fact.
pub async fn settle(tx: &mut Tx, account: AccountId, read_before: i64) -> Result<()> {
    let last = tx.number("SELECT COALESCE(MAX(id), 0) FROM notices WHERE account = $1", vals![account]).await?;
    tx.exec(
        "INSERT INTO notices (account, title, body, link, at, read_at) SELECT account, title, body, link, at, CASE WHEN at < $2 THEN at + 3000000 ELSE read_at END FROM notices WHERE account = $1 ORDER BY at, id",
        vals![account, read_before],
    )
    .await?;
    tx.exec("DELETE FROM notices WHERE account = $1 AND id <= $2", vals![account, last]).await?;
    Ok(())
}

/// Marks all of an account's messages as read; says how many were not.
pub async fn read_all(app: &App, account: AccountId) -> Result<u64> {
    let mut tx = app.db.begin().await?;
    let read = tx
        .exec("UPDATE notices SET read_at = $2 WHERE account = $1 AND read_at IS NULL", vals![account, app.now()])
        .await?;
    tx.commit().await?;
    Ok(read)
}

/// What the development outbox shows.
pub struct Sent {
    pub to: String,
    pub body: String,
    pub at: i64,
}
/// The newest text messages, of one phone or all; only the demo may show them.
pub async fn outbox(app: &App, phone: Option<&str>) -> Result<Vec<Sent>> {
    let index = phone.map(|p| identity::phone_index(app, p));
    let rows: Vec<(String, String, i64)> = app
        .db
        .all(
            "SELECT to_sealed, body_sealed, at FROM outbox WHERE $1 = '' OR phone_index = $1 ORDER BY id DESC LIMIT 50",
            vals![index.unwrap_or_default()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(to, body, at)| {
            Some(Sent { to: app.keys.open(TO, &to).ok()?, body: app.keys.open(BODY, &body).ok()?, at })
        })
        .collect())
}

/// Sends what waits in the outbox; run by a leased job. Says how many were sent.
pub async fn send_waiting(app: &App) -> Result<usize> {
    if app.sms.is_none() {
        return Ok(0);
    }
    let waiting: Vec<(i64, String, String)> = app
        .db
        .all(
            "SELECT id, to_sealed, body_sealed FROM outbox WHERE sent_at IS NULL AND tries < $1 ORDER BY id LIMIT 50",
            vals![TRIES],
        )
        .await?;
    let mut sent = 0;
    for (id, to, body) in waiting {
        let (Ok(to), Ok(body)) = (app.keys.open(TO, &to), app.keys.open(BODY, &body)) else { continue };
        let gateway = app.clone();
        let outcome =
            tokio::task::spawn_blocking(move || gateway.sms.as_ref().map_or(Ok(()), |sms| sms.send(&to, &body))).await;
        let fault = outcome.unwrap_or_else(|e| Err(e.to_string())).err();
        let mut tx = app.db.begin().await?;
        match &fault {
            None => {
                tx.exec(
                    "UPDATE outbox SET sent_at = $2, tries = tries + 1, fault = NULL WHERE id = $1",
                    vals![id, app.now()],
                )
                .await?
            }
            Some(fault) => {
                tx.exec("UPDATE outbox SET tries = tries + 1, fault = $2 WHERE id = $1", vals![id, fault]).await?
            }
        };
        tx.commit().await?;
        sent += usize::from(fault.is_none());
    }
    Ok(sent)
}
