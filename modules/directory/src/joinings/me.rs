//! One's own joining: what happens next, until when, whom to call; withdrawing and mending.
use super::{
    JoiningId, OBJECT,
    applicant::{Applicant, Draft, Step},
    store::{self, Decision, Joining, State},
    telling::{self, MINE, Told},
};
use crate::{
    members::{ASSIGNING_DAYS, JOINING_DAYS},
    unions::{self, Union},
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use platform::{
    App, audit, calendar,
    rights::Access::SignedIn,
    settings, tasks,
    web::{Error, Fields, Result, Routes, see},
};
use ui::{Life, Step as Lived, Until, filters, text::Moment};

pub fn routes() -> Routes {
    Routes::new()
        .get("/join/done", SignedIn, done)
        .get("/join/mending", SignedIn, mending)
        .get("/me/joining", SignedIn, show)
        .post("/me/joining/withdrawal", SignedIn, withdraw)
}

#[derive(Template)]
#[template(path = "joinings/done.html")]
struct DonePage {
    frame: ui::Member,
    joining: Joining,
    union: Union,
    until: Until,
}

/// The last page of the form; the same after sending twice.
async fn done(applicant: Applicant) -> Result<Response> {
    let app = applicant.app().clone();
    let newest = store::newest_of(&app.db, applicant.guest.account()?).await?;
    let Some(joining) = newest.filter(|j| j.state() == State::Waiting) else {
        return Ok(Redirect::to(MINE).into_response());
    };
    let union = union(&app, &joining).await?;
    let until = until(&app, &joining, &union).await?;
    let frame = applicant.guest.frame("", ui::Tab::Home, None);
    Ok(applicant.guest.show(&DonePage { frame, joining, union, until }))
}
async fn union(app: &App, joining: &Joining) -> Result<Union> {
    unions::store::find(&app.db, joining.union_id).await?.ok_or(Error::NotFound)
}
/// Until when by which rule.
async fn until(app: &App, joining: &Joining, union: &Union) -> Result<Until> {
    let due = ui::text::near(joining.due(), app.today());
    let (sentence, setting) = if joining.is_undecided() {
        (format!("{}最迟{due}给您定一家工会", union.name), ASSIGNING_DAYS)
    } else {
        (format!("{}最迟{due}告诉您结果", union.name), JOINING_DAYS)
    };
    let days = settings::number(&app.db, setting, &union.region, app.today()).await?;
    let left = i64::from(calendar::days_left(app.today(), joining.due()));
    Ok(Until::new(left, sentence).law(format!("本地规定：{days}个工作日内办，到期没办自动报上一级")))
}

#[derive(Template)]
#[template(path = "joinings/mine.html")]
struct MinePage {
    frame: ui::Member,
    joining: Option<Shown>,
}
struct Shown {
    joining: Joining,
    union: Union,
    until: Until,
    life: Life,
    /// What to mend, or why it was refused.
    reason: String,
    /// Admitted, but nobody has checked that the phone is the member's: name and number are asked once.
    proves: bool,
}

async fn show(applicant: Applicant) -> Result<Response> {
    let app = applicant.app().clone();
    let joining = match store::newest_of(&app.db, applicant.guest.account()?).await? {
        Some(joining) => Some(shown(&app, joining, applicant.guest.person().is_some()).await?),
        None => None,
    };
    let frame = applicant.guest.frame("我的入会申请", ui::Tab::Mine, Some("/me"));
    Ok(applicant.guest.show(&MinePage { frame, joining }))
}
async fn shown(app: &App, joining: Joining, is_tied: bool) -> Result<Shown> {
    let union = union(app, &joining).await?;
    let decisions = store::decisions(&app.db, joining.id).await?;
    let climbs = tasks::climbs(&app.db, OBJECT, joining.id.0).await?;
    let last = decisions.iter().rev().find(|d| matches!(d.decision.as_str(), "returned" | "refused"));
    Ok(Shown {
        reason: last.map(|d| d.reason.clone()).unwrap_or_default(),
        proves: joining.state() == State::Approved && joining.form(app)?.stand && !is_tied,
        until: until(app, &joining, &union).await?,
        life: life(app, &joining, &decisions, &climbs),
        union,
        joining,
    })
}

fn life(app: &App, joining: &Joining, decisions: &[Decision], climbs: &[(i64, String, String, String)]) -> Life {
    let when = |at: i64| at.moment().map(|at| ui::text::moment_near(at, app.today()));
    let mut steps: Vec<(i64, Lived)> = decisions.iter().map(|d| (d.at, lived(d).at(when(d.at)))).collect();
    for (at, from, to, _) in climbs {
        steps.push((*at, Lived::done(format!("超期，报{to}")).at(when(*at)).line(format!("{from}没有按时办"))));
    }
    steps.sort_by_key(|(at, _)| *at);
    let mut steps: Vec<Lived> = steps.into_iter().map(|(_, step)| step).collect();
    let due = ui::text::near(joining.due(), app.today());
    match joining.state() {
        State::Waiting if joining.is_undecided() => {
            steps.push(Lived::now("县里定工会").line(format!("{}，最迟{due}", joining.union_name)));
            steps.push(Lived::next("那家工会审核"));
        }
        State::Waiting => steps.push(Lived::now("工会审核").line(format!("{}，最迟{due}", joining.union_name))),
        State::Returned => steps.push(Lived::now("等您改好再交")),
        State::Approved | State::Refused | State::Withdrawn => {}
    }
    if joining.state().is_open() {
        steps.push(Lived::next("成为会员，领会员卡"));
    }
    Life::story(steps)
}
/// What an act is called to the applicant.
fn lived(decision: &Decision) -> Lived {
    let org = decision.org_name.clone().unwrap_or_default();
    let reason = Some(decision.reason.clone()).filter(|r| !r.is_empty());
    match decision.decision.as_str() {
        "submitted" => Lived::done("您提交了入会申请"),
        "mended" => Lived::done("您改好后又交了一次"),
        "returned" => Lived::done(format!("{org}请您改一下")).line(reason),
        "assigned" => Lived::done(format!("{org}给您定了工会")).line(reason),
        "approved" => Lived::done("成为会员").line(format!("{org}批准")),
        "refused" => Lived::done(format!("{org}没有批准")).line(reason),
        _ => Lived::done("您撤回了申请"),
    }
}

async fn withdraw(applicant: Applicant, _: Fields) -> Result<Response> {
    let (app, who) = (applicant.app().clone(), applicant.guest.who()?);
    let newest = store::newest_of(&app.db, who.account).await?;
    let Some(joining) = newest.filter(|j| j.state().is_open()) else {
        return Ok(see(MINE, "这份申请已经办结，不用再撤回"));
    };
    let (form, site) = (joining.form(&app)?, app.site_name().await?);
    let mut tx = app.db.begin().await?;
    if !store::move_on(&mut tx, joining.id, joining.version, joining.state(), State::Withdrawn).await? {
        return Ok(see(MINE, "工会刚办了这份申请，请看最新的结果"));
    }
    store::decide(&mut tx, &app, joining.id, "withdrawn", "", Some(who.account), None).await?;
    tasks::close(&mut tx, &app, OBJECT, joining.id.0, Some(who.account), "本人撤回").await?;
    let entry = audit::Entry {
        act: "joining.withdraw",
        object: OBJECT,
        object_id: joining.id.0,
        org: Some(joining.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, &app, Some(who), &entry).await?;
    let to = Told { account: who.account, phone: &form.phone, site: &site };
    telling::tell(&mut tx, &app, &to, "入会申请已撤回", "想入会时可以再申请", MINE).await?;
    tx.commit().await?;
    Ok(see(MINE, "已撤回，想入会时可以再申请"))
}

/// Fills the form again with what was sent back.
async fn mending(mut applicant: Applicant) -> Result<Response> {
    let app = applicant.app().clone();
    let account = applicant.guest.account()?;
    let newest = store::newest_of(&app.db, account).await?;
    let Some(joining) = newest.filter(|j| j.state() == State::Returned) else {
        return Ok(Redirect::to(MINE).into_response());
    };
    let code = match joining.code {
        Some(id) => crate::codes::store::find(&app.db, id).await?.map(|c| c.code),
        None => None,
    };
    applicant.draft = Draft {
        account: Some(account),
        code: code.unwrap_or_default(),
        phone: String::new(),
        form: joining.form(&app)?,
        mends: Some::<JoiningId>(joining.id),
    };
    Ok(applicant.keeping(Redirect::to(Step::Who.path())))
}
