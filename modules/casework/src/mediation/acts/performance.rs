//! What was promised is done, on its day or not.
use super::{Taken, go, note, take};
use crate::{
    cases::{self, Case},
    course::{By, Outcomes},
    mediation::{
        DUE, measures,
        rules::is_late,
        store::{self, Promise},
        telling,
    },
};
use jiff::civil::Date;
use platform::{App, tasks, web::Error};

/// Records that a promise was kept, or a part of the money came: `amount` in fen, on a day. With the last one the case is solved.
pub async fn performance(
    app: &App,
    by: By<'_>,
    case: &Case,
    promise: i64,
    (amount, on): (Option<i64>, Date),
) -> Outcomes {
    if on > app.today() {
        return Ok(Err("这一天还没到，请填实际履行的日子".into()));
    }
    let (mut taken, due) = match take_due(app, case, promise).await? {
        Ok(found) => found,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if due.done().is_some() {
        return Ok(Err("这一项已经登记过履行了".into()));
    }
    let amount = amount.unwrap_or_else(|| due.left());
    if due.amount > 0 && amount <= 0 {
        return Ok(Err("金额要大于0".into()));
    }
    if amount > due.left() {
        return Ok(Err(format!("这一项还差{}，填多了", ui::text::yuan(due.left()))));
    }
    let paid = due.paid + amount;
    let done = (paid >= due.amount).then_some(on);
    store::set_done(&mut taken.tx, due.id, paid, done).await?;
    measures::paid(&mut taken.tx, &taken.case, app.today(), &due, paid).await?;
    let words = if amount > 0 { ui::text::yuan(amount) } else { due.what(app) };
    note(&mut taken, app, by, "paid", &words).await?;
    if done.is_some() {
        tasks::close(&mut taken.tx, app, DUE, due.id, by.account(), "履行了").await?;
    }
    let dues = store::dues_in(&mut taken.tx, case.id, taken.mediation.revision).await?;
    if dues.iter().all(|due| due.done().is_some()) {
        let total = dues.iter().map(|due| due.paid).sum();
        cases::store::set_amount(&mut taken.tx, case.id, total).await?;
        go(&mut taken, app, by, "performed", ("", None)).await?;
        telling::firm(&mut taken.tx, app, &taken.case, "协议履行完了", "谢谢贵单位").await?;
    } else {
        telling::both(&mut taken.tx, app, &taken.case, "登记了一笔履行", "请打开核对").await?;
    }
    taken.tx.commit().await?;
    Ok(Ok(()))
}
/// It was recorded by mistake: it is no longer done, nor counted.
pub async fn not_done(app: &App, by: By<'_>, case: &Case, promise: i64) -> Outcomes {
    let (mut taken, due) = match take_due(app, case, promise).await? {
        Ok(found) => found,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if due.paid == 0 && due.done().is_none() {
        return Ok(Err("这一项没有登记过履行".into()));
    }
    store::set_done(&mut taken.tx, due.id, 0, None).await?;
    measures::paid(&mut taken.tx, &taken.case, app.today(), &due, 0).await?;
    note(&mut taken, app, by, "paid-off", "").await?;
    telling::worker(&mut taken.tx, app, &taken.case, "撤销了一笔履行登记", "请打开核对").await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
async fn take_due(app: &App, case: &Case, promise: i64) -> Result<Result<(Taken, Promise), String>, Error> {
    let mut taken = match take(app, case.id, &["performing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let dues = store::dues_in(&mut taken.tx, case.id, taken.mediation.revision).await?;
    Ok(match dues.into_iter().find(|due| due.id == promise) {
        Some(due) => Ok((taken, due)),
        None => Err("协议里没有这一项，请刷新再看".into()),
    })
}

/// What was promised did not come: the mediation ends, and the worker sees where to go and until when.
pub async fn breach(app: &App, by: By<'_>, case: &Case, words: &str) -> Outcomes {
    let mut taken = match take(app, case.id, &["performing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let dues = store::dues_in(&mut taken.tx, case.id, taken.mediation.revision).await?;
    if !dues.iter().any(|due| is_late(due.due(), due.done().is_some(), app.today())) {
        return Ok(Err("约定的日子还没过，现在不能算没有履行".into()));
    }
    for due in &dues {
        tasks::close(&mut taken.tx, app, DUE, due.id, by.account(), "没有履行").await?;
    }
    let paid = dues.iter().map(|due| due.paid).sum();
    cases::store::set_amount(&mut taken.tx, case.id, paid).await?;
    go(&mut taken, app, by, "break", (words, None)).await?;
    telling::firm(&mut taken.tx, app, &taken.case, "协议没有按约定履行", "职工可以申请仲裁、支付令").await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
