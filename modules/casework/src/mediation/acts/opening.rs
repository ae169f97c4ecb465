//! The beginning: taken down, accepted with a mediator, both sides asked.
use super::{Taken, go, note, take};
use crate::{
    cases::{self, Case, store::NewCase},
    course::{self, By, Outcomes},
    mediation::{
        measures, mediators, papers,
        rules::{self, Signer, Source},
        store::{self, NewMediation},
        telling,
    },
};
use jiff::civil::Date;
use platform::{
    App,
    identity::{self, AccountId},
    web::Error,
};

/// What an officer takes down on behalf of a side, a court or an arbitrator.
pub struct Intake {
    pub case: NewCase,
    pub source: Source,
    pub entruster: String,
    pub reference: String,
    /// The last day as whoever entrusted it said.
    pub limit: Option<Date>,
}
pub async fn intake(app: &App, by: By<'_>, new: &Intake) -> Result<Case, Error> {
    let mut tx = app.db.begin().await?;
    let Some(case) = course::submit_in(&mut tx, app, by, &new.case).await? else {
        return course::sent_before(tx, app, &new.case).await;
    };
    let limit = rules::limit(&app.calendar, case.created_day(), new.limit);
    let entered = NewMediation { source: new.source, entruster: &new.entruster, reference: &new.reference, limit };
    store::enter(&mut tx, case.id, &entered).await?;
    let title = match new.source {
        Source::Worker => "您的调解申请收到了",
        Source::Employer => "单位申请和您调解",
        Source::Court => "法院把您的案子委托给工会调解",
        Source::Arbitration => "仲裁机构把您的案子委托给工会调解",
    };
    let body = format!("编号{}，由{}办理", case.number, case.handler_name);
    telling::worker(&mut tx, app, &case, title, &body).await?;
    tx.commit().await?;
    Ok(case)
}

/// Who mediates, and who speaks for the firm.
pub struct Acceptance {
    pub mediator: AccountId,
    pub contact: String,
    pub phone: String,
}
pub async fn accept(app: &App, by: By<'_>, case: &Case, new: &Acceptance) -> Outcomes {
    let contact = identity::account_by_phone(app, &new.phone).await?.map(|account| account.id);
    if contact.is_some() && contact == case.account {
        return Ok(Err("单位联系人的手机号是职工本人的，请核对".into()));
    }
    if let Some(why) = refused(app, case, contact, new.mediator).await? {
        return Ok(Err(why));
    }
    let mut tx = app.db.begin().await?;
    store::lock(&mut tx, case.id).await?;
    let case = cases::store::find_in(&mut tx, case.id).await?.ok_or(Error::NotFound)?;
    if case.step != "received" || case.is_over() {
        return Ok(Err(format!("这件调解现在是“{}”，不能再受理", case.state())));
    }
    let known = store::find_in(&mut tx, case.id).await?;
    let source = known.as_ref().map_or(Source::Worker, store::Mediation::source);
    // One that comes back a level higher has a limit of its own.
    let limit = match known.as_ref().filter(|m| m.revision == 0 || m.limit() >= app.today()) {
        Some(mediation) => mediation.limit(),
        None if known.is_some() => rules::limit(&app.calendar, app.today(), None),
        None => rules::limit(&app.calendar, case.created_day(), None),
    };
    let (entruster, reference) = known.map(|m| (m.entruster, m.reference)).unwrap_or_default();
    store::enter(&mut tx, case.id, &NewMediation { source, entruster: &entruster, reference: &reference, limit })
        .await?;
    store::set_mediator(&mut tx, case.id, Some(new.mediator)).await?;
    let account = identity::account_for_phone(&mut tx, app, &new.phone, &new.contact).await?;
    let consent = |side| if source.applicant() == Some(side) { "yes" } else { "" };
    let worker = (case.account, consent(Signer::Worker));
    store::set_party(&mut tx, app, case.id, Signer::Worker, (&case.name, ""), worker).await?;
    let firm = (Some(account), consent(Signer::Firm));
    store::set_party(&mut tx, app, case.id, Signer::Firm, (&new.contact, &new.phone), firm).await?;
    let mediation = store::find_in(&mut tx, case.id).await?.ok_or(Error::NotFound)?;
    let mut taken = Taken { tx, case, mediation };
    let words = taken.mediation.mediator_name.clone().unwrap_or_default();
    go(&mut taken, app, by, "accept", (&format!("调解员{words}"), Some(limit))).await?;
    papers::put(&mut taken.tx, app, by, &taken.case, "notice").await?;
    measures::accepted(&mut taken.tx, app, &taken.case, source).await?;
    let until = format!("最迟{}", ui::text::near(limit, app.today()));
    for side in [Signer::Worker, Signer::Firm].into_iter().filter(|side| source.applicant() != Some(*side)) {
        let title = if side == Signer::Firm {
            "工会请贵单位参加劳动争议调解"
        } else {
            "请您回答同不同意调解"
        };
        telling::side(&mut taken.tx, app, &taken.case, side, title, &format!("请回答同不同意，{until}")).await?;
    }
    telling::mediator(&mut taken.tx, app, (&taken.case, &taken.mediation), "请您调解", &until).await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}
/// Why somebody cannot mediate this; none: he can.
async fn refused(
    app: &App,
    case: &Case,
    contact: Option<AccountId>,
    mediator: AccountId,
) -> Result<Option<String>, Error> {
    let all = mediators::candidates(app, case, contact).await?;
    Ok(match all.iter().find(|candidate| candidate.account == mediator) {
        None => Some("这位不能在这里调解，请另选一位".into()),
        Some(candidate) => candidate.conflict.map(|why| format!("{}{why}，不能调解，请另选一位", candidate.name)),
    })
}
/// Another mediator goes on where the one before stopped.
pub async fn assign(app: &App, by: By<'_>, case: &Case, mediator: AccountId) -> Outcomes {
    let parties = store::parties(&app.db, case.id).await?;
    let contact = parties.iter().find(|party| party.side() == Signer::Firm).and_then(|party| party.account);
    if let Some(why) = refused(app, case, contact, mediator).await? {
        return Ok(Err(why));
    }
    let mut taken = match take(app, case.id, &["consent", "mediating", "signing", "performing"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if taken.mediation.mediator == Some(mediator) {
        return Ok(Err("已经是这位调解员了".into()));
    }
    store::set_mediator(&mut taken.tx, case.id, Some(mediator)).await?;
    taken.mediation = store::find_in(&mut taken.tx, case.id).await?.ok_or(Error::NotFound)?;
    let name = taken.mediation.mediator_name.clone().unwrap_or_default();
    note(&mut taken, app, by, "mediator", &name).await?;
    telling::both(&mut taken.tx, app, &taken.case, "换了调解员", &format!("现在由{name}调解")).await?;
    telling::mediator(&mut taken.tx, app, (&taken.case, &taken.mediation), "请您调解", "接着前一位办").await?;
    taken.tx.commit().await?;
    Ok(Ok(()))
}

/// A side says whether it wants to be mediated; `words`: how it is known, where it did not say so itself.
pub async fn consent(app: &App, by: By<'_>, case: &Case, side: Signer, agrees: bool, words: &str) -> Outcomes {
    let mut taken = match take(app, case.id, &["consent"]).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let parties = store::parties_in(&mut taken.tx, case.id).await?;
    let answered = |wanted| parties.iter().any(|party| party.side() == wanted && party.consent == "yes");
    if answered(side) && agrees {
        return Ok(Err(format!("{}已经同意过了", side.side())));
    }
    store::set_consent(&mut taken.tx, case.id, side, if agrees { "yes" } else { "no" }).await?;
    if !agrees {
        let said = format!("{}不同意。{words}", side.side());
        go(&mut taken, app, by, "refuse", (&said, None)).await?;
        let other = format!("{}不同意调解", side.side());
        telling::firm(&mut taken.tx, app, &taken.case, "调解没有开始", &other).await?;
        telling::mediator(&mut taken.tx, app, (&taken.case, &taken.mediation), &other, "调解结束").await?;
        taken.tx.commit().await?;
        return Ok(Ok(()));
    }
    note(&mut taken, app, by, if side == Signer::Firm { "firm-agrees" } else { "worker-agrees" }, words).await?;
    let other = if side == Signer::Firm { Signer::Worker } else { Signer::Firm };
    if answered(other) {
        let limit = taken.mediation.limit();
        go(&mut taken, app, by, "begin", ("", Some(limit))).await?;
        telling::firm(&mut taken.tx, app, &taken.case, "双方都同意调解", "请等调解员约时间").await?;
        telling::mediator(&mut taken.tx, app, (&taken.case, &taken.mediation), "双方都同意调解", "请约时间").await?;
    }
    taken.tx.commit().await?;
    Ok(Ok(()))
}
