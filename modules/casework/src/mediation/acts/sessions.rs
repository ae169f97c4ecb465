//! When the sides meet, and what came of it.
use super::{note, take};
use crate::{
    cases::Case,
    course::{By, Outcomes},
    mediation::{store, telling},
};
use platform::{App, clock};

/// Sets a time and a place; both sides are told.
pub async fn plan(app: &App, by: By<'_>, case: &Case, at: i64, place: &str) -> Outcomes {
    if at <= app.now() {
        return Ok(Err("这个时间已经过了，请选以后的时间".into()));
    }
    let mut taken = match take(app, case.id, &["mediating", "signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if store::sessions_in(&mut taken.tx, case.id).await?.iter().any(|one| one.state == "planned" && one.at == at) {
        return Ok(Err("这个时间已经约过了".into()));
    }
    store::add_session(&mut taken.tx, case.id, at, place).await?;
    let when = ui::text::moment(clock::local(at));
    note(&mut taken, app, by, "session", &format!("{when}，{place}")).await?;
    telling::both(&mut taken.tx, app, &taken.case, "定了调解的时间", &format!("{when}，{place}，请准时到")).await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
pub async fn call_off(app: &App, by: By<'_>, case: &Case, session: i64) -> Outcomes {
    let mut taken = match take(app, case.id, &["mediating", "signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let all = store::sessions_in(&mut taken.tx, case.id).await?;
    let Some(one) = all.into_iter().find(|one| one.id == session && one.state == "planned") else {
        return Ok(Err("这次调解已经办过或者取消了".into()));
    };
    store::set_off(&mut taken.tx, one.id).await?;
    let when = ui::text::moment(clock::local(one.at));
    note(&mut taken, app, by, "session-off", &when).await?;
    telling::both(&mut taken.tx, app, &taken.case, "这次调解取消了", &format!("原定{when}")).await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}

/// Who came, and what each side offered.
pub struct Held {
    pub session: i64,
    pub worker_came: bool,
    pub firm_came: bool,
    pub worker: String,
    pub firm: String,
}
pub async fn held(app: &App, by: By<'_>, case: &Case, what: &Held) -> Outcomes {
    let mut taken = match take(app, case.id, &["mediating", "signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let all = store::sessions_in(&mut taken.tx, case.id).await?;
    let Some(one) = all.iter().find(|one| one.id == what.session && one.state == "planned") else {
        return Ok(Err("这次调解已经记过或者取消了".into()));
    };
    if one.at > app.now() {
        return Ok(Err("还没到约好的时间，调解完再记".into()));
    }
    let came = (what.worker_came, what.firm_came);
    store::hold(&mut taken.tx, app, one.id, came, (&what.worker, &what.firm)).await?;
    let all = store::sessions_in(&mut taken.tx, case.id).await?;
    let came = all.iter().find(|one| one.id == what.session).map_or("", store::Session::came);
    note(&mut taken, app, by, "held", came).await?;
    telling::both(&mut taken.tx, app, &taken.case, "这次调解记下来了", came).await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
