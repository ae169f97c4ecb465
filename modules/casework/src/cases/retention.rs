//! How long a case is kept: as long as its definition says, then names, texts and files go by themselves. Figures and the audit stay.
//!
//! Promise: nothing goes while a law or somebody's right still needs it; the reason for keeping is one of [`Hold`].
use super::{
    Case, CaseId, NUMBERED, own_link,
    store::{self, ANSWERS, PHONE, TEXT},
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App, audit,
    db::{Db, Result, Tx},
    files, notices, tasks, vals,
};

/// What an erased case calls its worker.
pub const NOBODY: &str = "已删除";
/// Cases of one round.
const SLICE: i64 = 200;
const ROUNDS: usize = 50;
/// Days after which a case that is held is looked at again.
const AGAIN: i64 = 30;

/// Why a case stays although its time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// A limit of the law still runs, and it may prove when that began.
    Limit,
    /// The hardship file that was opened with it goes on, or is kept itself.
    File,
    /// Aid that was granted is still to be paid.
    Payment,
}

/// Every case whose time is over, each in an act of its own.
pub async fn turn(app: &App) -> Result<()> {
    for _ in 0..ROUNDS {
        if round(app).await? < SLICE as usize {
            break;
        }
    }
    Ok(())
}
async fn round(app: &App) -> Result<usize> {
    let due = store::kept_too_long(&app.db, app.today(), SLICE).await?;
    let mut gone = Vec::new();
    for case in &due {
        if hold(&app.db, case, app.today()).await?.is_some() {
            let mut tx = app.db.begin().await?;
            store::keep_until(&mut tx, case.id, app.today().saturating_add(AGAIN.days())).await?;
            tx.commit().await?;
            continue;
        }
        let mut tx = app.db.begin().await?;
        // Reopened or erased by somebody else meanwhile.
        if !store::take(&mut tx, case).await? {
            continue;
        }
        forget(&mut tx, app, case).await?;
        let confidential = case.is_confidential();
        let detail = format!("{}，办结后保存{}年", case.service().office, case.service().keep_years);
        // What was told in confidence is in nobody's trail by its service or union.
        let object = if confidential { crate::counselling::OBJECT } else { NUMBERED };
        let detail = if confidential { String::new() } else { detail };
        let (object_id, org) = (case.id.0, Some(case.handler).filter(|_| case.alone.is_none()));
        let entry = audit::Entry { act: "case.erase", object, object_id, detail: &detail, org, ..Default::default() };
        audit::record(&mut tx, app, None, &entry).await?;
        tx.commit().await?;
        gone.extend([case.desk_link(), own_link(&case.number)]);
    }
    if gone.is_empty() {
        return Ok(due.len());
    }
    // Messages about them said names: all of a round at once, since they are found by looking through.
    let mut tx = app.db.begin().await?;
    notices::forget(&mut tx, &gone).await?;
    tx.commit().await?;
    Ok(due.len())
}

/// What still needs a case; none: it may go.
pub async fn hold(db: &Db, case: &Case, today: Date) -> Result<Option<Hold>> {
    if case.limit_on().is_some_and(|until| until >= today) {
        return Ok(Some(Hold::Limit));
    }
    if crate::aid::portions::keeps(db, case.id, today).await? {
        return Ok(Some(Hold::File));
    }
    let sql = "SELECT COUNT(*) FROM aid_payments WHERE case_id = $1 AND paid_on IS NULL";
    Ok((db.number(sql, vals![case.id]).await? > 0).then_some(Hold::Payment))
}

/// Takes names, texts and files out of a case. Its row stays, with what figures lead back to: service, union, days, outcome; also whom it
/// was about, so that it goes on not being there for that one.
pub async fn forget(tx: &mut Tx, app: &App, case: &Case) -> Result<()> {
    let files = "SELECT file FROM case_files WHERE case_id = $1";
    for (file,) in tx.all::<(files::FileId,)>(files, vals![case.id]).await? {
        files::take_away(tx, app, file).await?;
    }
    tx.exec(
        "UPDATE cases SET name = $2, account = NULL, person = NULL, employer = NULL, employer_name = '', sent_mark = '', answers_sealed = $3, phone_sealed = $4, kept_until = NULL, \
         limit_on = NULL, rating = CASE WHEN rating = 'waiting' THEN 'unrated' ELSE rating END, rate_until = NULL, words_for = 1 WHERE id = $1",
        vals![case.id, NOBODY, app.keys.seal(ANSWERS, "[]"), app.keys.seal(PHONE, "")],
    )
    .await?;
    crate::mediation::portions::forget(tx, app, case.id).await?;
    crate::collective::store::forget(tx, app, case.id).await?;
    crate::aid::portions::forget(tx, case.id).await?;
    texts(tx, app, case.id).await?;
    if let Some(account) = case.account {
        for sql in [
            "UPDATE case_steps SET account = NULL WHERE case_id = $1 AND account = $2",
            "UPDATE case_messages SET account = NULL WHERE case_id = $1 AND account = $2",
            "UPDATE case_files SET account = NULL WHERE case_id = $1 AND account = $2",
        ] {
            tx.exec(sql, vals![case.id, account]).await?;
        }
    }
    tasks::forget(tx, NUMBERED, case.id.0).await?;
    super::words::forget(tx, case.id).await
}
async fn texts(tx: &mut Tx, app: &App, id: CaseId) -> Result<()> {
    for sql in [
        "UPDATE case_steps SET words_sealed = '' WHERE case_id = $1",
        "UPDATE case_letters SET lines_sealed = '' WHERE case_id = $1",
        "UPDATE case_limits SET words_sealed = '' WHERE case_id = $1",
        "UPDATE counselling_openings SET reason_sealed = '' WHERE case_id = $1",
        "UPDATE case_recusals SET words_sealed = '' WHERE case_id = $1",
    ] {
        tx.exec(sql, vals![id]).await?;
    }
    let sealed = app.keys.seal(TEXT, NOBODY);
    tx.exec("UPDATE case_messages SET text_sealed = $2 WHERE case_id = $1", vals![id, sealed]).await.map(|_| ())
}
