//! No agreement, or a mediator who steps back.
use super::{go, note, take};
use crate::{
    cases::Case,
    course::{By, Outcomes},
    mediation::{store, telling},
};
use platform::App;

/// There is no agreement: both are told, the worker where to go and until when.
pub async fn fail(app: &App, by: By<'_>, case: &Case, reason: &str) -> Outcomes {
    let mut taken = match take(app, case.id, &["mediating", "signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    store::planned_off(&mut taken.tx, case.id).await?;
    go(&mut taken, app, by, "fail", (reason, None)).await?;
    telling::firm(&mut taken.tx, app, &taken.case, "没有调解成", "调解结束，职工可以申请仲裁").await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
/// A mediator says that he has something in common with a side: another one goes on, and he sees it no longer.
pub async fn recuse(app: &App, by: By<'_>, case: &Case, reason: &str) -> Outcomes {
    let mut taken = match take(app, case.id, &["consent", "mediating", "signing", "performing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if taken.mediation.mediator.is_none() || taken.mediation.mediator != by.account() {
        return Ok(Err("只有这件调解的调解员本人能回避".into()));
    }
    store::set_mediator(&mut taken.tx, case.id, None).await?;
    note(&mut taken, app, by, "recuse", reason).await?;
    crate::course::telling::union(&mut taken.tx, app, &taken.case, "调解员回避，请另选一位").await?;
    telling::both(&mut taken.tx, app, &taken.case, "调解员回避", "工会另请一位，期限不变").await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
