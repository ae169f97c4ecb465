//! The agreement: written, changed, signed on the screen, signed and sealed on paper, in force, taken back.
use super::{Taken, go, note, take};
use crate::{
    cases::Case,
    course::{By, Outcomes},
    mediation::{
        measures, papers,
        rules::{self, Due, Signer},
        store, telling,
    },
};
use platform::{
    App,
    files::{self, NewFile},
    web::Error,
};

/// What was agreed on, as it is typed. `revision`: the one that was seen before.
pub struct Draft {
    pub revision: i64,
    pub terms: String,
    pub dues: Vec<Due>,
}
/// Writes the agreement, or changes it: the signatures below the former one fall away, and both sides are told so.
pub async fn agreement(app: &App, by: By<'_>, case: &Case, draft: &Draft) -> Outcomes {
    let mut taken = match take(app, case.id, &["mediating", "signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if taken.mediation.revision != draft.revision {
        return Ok(Err("协议刚被改过，请看最新的再改".into()));
    }
    let signed = store::signatures_in(&mut taken.tx, case.id, draft.revision).await?.len();
    let revision = store::set_terms(&mut taken.tx, app, case.id, &draft.terms).await?;
    for due in &draft.dues {
        store::add_due(&mut taken.tx, app, case.id, revision, due).await?;
    }
    if taken.case.step == "mediating" {
        let limit = taken.mediation.limit();
        go(&mut taken, app, by, "draft", ("", Some(limit))).await?;
        telling::firm(&mut taken.tx, app, &taken.case, "协议写好了", "请打开看看，没有不同意见就签字").await?;
    } else {
        note(&mut taken, app, by, "redraft", if signed > 0 { "之前的签字作废" } else { "" }).await?;
        let body = if signed > 0 { "之前的签字作废，请重新看、重新签" } else { "请打开看看" };
        telling::both(&mut taken.tx, app, &taken.case, "协议改了", body).await?;
    }
    papers::put(&mut taken.tx, app, by, &taken.case, "agreement").await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}

/// A side draws its signature on the screen: evidence of its will, not yet the agreement in force.
pub async fn sign(app: &App, by: By<'_>, case: &Case, side: Signer, (revision, png): (i64, &[u8])) -> Outcomes {
    let laid = files::lay_down(app, png).await?;
    let mut taken = match take(app, case.id, &["signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if taken.mediation.revision != revision {
        return Ok(Err("协议刚被改过，这次签字没有算，请看过新的再签".into()));
    }
    let person = taken.case.person.filter(|_| side == Signer::Worker);
    let org = Some(taken.case.handler);
    let new = NewFile { name: "签名.png", mime: "image/png", bytes: png, person, org, account: by.account() };
    let file = files::keep(&mut taken.tx, app, &new, laid).await?;
    let kept = (Some(file), by.account());
    if !store::add_signature(&mut taken.tx, app, (case.id, revision), (side, "screen"), kept).await? {
        return Ok(Err("您已经签过了".into()));
    }
    let (event, title) = match side {
        Signer::Worker => ("worker-signs", "职工在屏幕上签了字"),
        _ => ("firm-signs", "单位在屏幕上签了字"),
    };
    note(&mut taken, app, by, event, "").await?;
    let body = "请打印协议书，双方签名盖章后登记";
    telling::mediator(&mut taken.tx, app, (&taken.case, &taken.mediation), title, body).await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}

/// Records a signature or seal on the paper. With the last one the agreement is in force (调解仲裁法 14).
pub async fn paper(app: &App, by: By<'_>, case: &Case, (revision, signer): (i64, Signer)) -> Outcomes {
    let mut taken = match take(app, case.id, &["signing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if taken.mediation.revision != revision {
        return Ok(Err("协议刚被改过，请按最新的协议书签字盖章".into()));
    }
    if signer == Signer::Mediator && by.account() != taken.mediation.mediator {
        return Ok(Err("调解员的签名由调解员本人登记".into()));
    }
    let kept = (None, by.account());
    if !store::add_signature(&mut taken.tx, app, (case.id, revision), (signer, "paper"), kept).await? {
        return Ok(Err("这一项已经登记过了".into()));
    }
    note(&mut taken, app, by, "paper", signer.name()).await?;
    if missing(&mut taken, revision).await?.is_empty() {
        enter_into_force(&mut taken, app, by).await?;
    }
    taken.tx.commit().await?;
    Ok(Ok(()))
}
async fn missing(taken: &mut Taken, revision: i64) -> Result<Vec<Signer>, Error> {
    let all = store::signatures_in(&mut taken.tx, taken.case.id, revision).await?;
    let on_paper: Vec<Signer> = all.iter().filter(|one| one.is_on_paper()).map(store::Signature::signer).collect();
    Ok(rules::missing(&on_paper))
}
async fn enter_into_force(taken: &mut Taken, app: &App, by: By<'_>) -> Result<(), Error> {
    let (today, revision) = (app.today(), taken.mediation.revision);
    let dues = store::dues_in(&mut taken.tx, taken.case.id, revision).await?;
    // What was to be done before it was in force is to be done at once.
    let last = dues.iter().map(store::Promise::due).max().map_or(today, |day| day.max(today));
    store::set_in_force(&mut taken.tx, taken.case.id, Some(today)).await?;
    go(taken, app, by, "in-force", ("", Some(last))).await?;
    let fen = dues.iter().map(|due| due.amount).sum();
    measures::agreed(&mut taken.tx, &taken.case, revision, (today, fen)).await?;
    let confirm = rules::confirmation(&app.calendar, today).until.unwrap_or(today);
    let body = format!("请按约定履行；双方想请法院确认的，最迟{}一起申请", ui::text::near(confirm, today));
    telling::both(&mut taken.tx, app, &taken.case, "调解协议生效了", &body).await
}

/// Takes back what was recorded of the paper by mistake; an agreement that was in force because of it no longer is, nor is it counted.
pub async fn take_back(app: &App, by: By<'_>, case: &Case, signer: Signer) -> Outcomes {
    let mut taken = match take(app, case.id, &["signing", "performing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let revision = taken.mediation.revision;
    let dues = store::dues_in(&mut taken.tx, case.id, revision).await?;
    if dues.iter().any(|due| due.paid > 0 || due.done().is_some()) {
        return Ok(Err("协议已经开始履行，不能撤销签字盖章；先撤销履行登记".into()));
    }
    if !store::remove_signature(&mut taken.tx, case.id, revision, signer).await? {
        return Ok(Err("这一项没有登记过".into()));
    }
    note(&mut taken, app, by, "paper-off", signer.name()).await?;
    if taken.mediation.in_force().is_some() {
        store::set_in_force(&mut taken.tx, case.id, None).await?;
        measures::not_agreed(&mut taken.tx, &taken.case, revision).await?;
        let limit = taken.mediation.limit();
        go(&mut taken, app, by, "reopen-signing", (signer.name(), Some(limit))).await?;
        telling::firm(&mut taken.tx, app, &taken.case, "签字盖章登记有误", "协议还没有生效，重新登记").await?;
    }
    taken.tx.commit().await?;
    Ok(Ok(()))
}
