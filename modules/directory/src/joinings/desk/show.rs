//! One joining: facts left, timeline right, acts on top; sealed fields masked until opened with a reason.
use super::{decision::within, index::PATH};
use crate::{
    codes::{self, JoiningCode},
    joinings::{
        JoiningId, OBJECT,
        form::Form,
        store::{self, Decision, Joining, State},
    },
    members::{ASSIGNING_DAYS, JOINING_DAYS},
    unions::{self, Union},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use platform::{
    App, audit, calendar, files, settings,
    standards::tables,
    tasks,
    web::{Error, Fields, Result},
};
use ui::{Clock, Crumb, Desk, Field, Life, Stamp, Step, filters, text::Moment};

/// The act of reading what is sealed.
const OPEN: &str = "joining.open";

#[derive(Template)]
#[template(path = "joinings/desk/show.html")]
struct ShowPage {
    frame: ui::Console,
    joining: Joining,
    form: Form,
    code: Option<JoiningCode>,
    affiliations: Vec<String>,
    clock: Option<Clock>,
    life: Life,
    readings: Vec<audit::Line>,
    opened: bool,
    /// The form that is shown in the page instead of a dialog: return, refuse, assign, read.
    act: String,
    reason: Field,
    assign: Field,
}
impl ShowPage {
    fn stamp(&self) -> Stamp {
        match self.joining.state() {
            State::Waiting => Stamp::info("待审核"),
            State::Returned => Stamp::warn("退回修改"),
            State::Approved => Stamp::ok("已通过"),
            other => Stamp::plain(other.name()),
        }
    }
    fn waits(&self) -> bool {
        self.joining.state() == State::Waiting
    }
    fn document_kind(&self) -> &'static str {
        tables::ID_TYPE.name_of(&self.form.document_kind).unwrap_or("证件")
    }
    fn sex(&self) -> &'static str {
        tables::GENDER.name_of(&self.form.sex).unwrap_or("性别不详")
    }
    fn age(&self) -> i32 {
        let born: Option<jiff::civil::Date> = self.form.birth_on.parse().ok();
        born.and_then(|b| b.until((jiff::Unit::Year, self.frame.today)).ok())
            .map_or(0, |span| i32::from(span.get_years()))
    }
    fn confirmed(&self) -> &'static str {
        match self.form.confirmed.as_str() {
            "code" => "用短信验证码确认",
            "name" => "打字签名",
            _ => "手写签名",
        }
    }
    fn document(&self) -> String {
        if self.opened { self.form.document.clone() } else { self.form.masked_document() }
    }
    fn phone(&self) -> String {
        if self.opened { self.form.phone.clone() } else { self.form.masked_phone() }
    }
    fn path(&self) -> String {
        format!("{PATH}/{}", self.joining.id)
    }
}

async fn page(desk: &Desk, joining: Joining, act: &str, fields: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let union = unions::store::find(&app.db, joining.union_id).await?.ok_or(Error::NotFound)?;
    let code = match joining.code {
        Some(id) => codes::store::find(&app.db, id).await?,
        None => None,
    };
    let lines = audit::of_object(&app.db, OBJECT, joining.id.0, 50).await?;
    let label = match act {
        "return" => "要改什么",
        "refuse" => "为什么不批准",
        _ => "为什么看",
    };
    Ok(ShowPage {
        frame: desk.frame(&joining.name, PATH, vec![Crumb::word("有家"), Crumb::to("入会审批", PATH)]),
        form: joining.form(app)?,
        clock: clock(app, &joining, &union).await?,
        life: life(app, &joining).await?,
        affiliations: store::affiliations(&app.db, joining.id).await?.into_iter().map(|(_, name)| name).collect(),
        readings: lines.into_iter().filter(|l| l.act == OPEN).collect(),
        opened: false,
        reason: Field::area("reason", label).attr("rows", 3).attr("maxlength", 200).of_form(fields),
        assign: Field::suggest("union", "定哪一家", "/console/unions/options", "union_id", "")
            .hint("输入名称的一部分，从列表里选")
            .of_form(fields),
        act: act.to_owned(),
        code,
        joining,
    })
}
async fn clock(app: &App, joining: &Joining, union: &Union) -> Result<Option<Clock>> {
    if joining.state() != State::Waiting {
        return Ok(None);
    }
    let (what, setting) =
        if joining.is_undecided() { ("给申请人定一家工会", ASSIGNING_DAYS) } else { ("审核", JOINING_DAYS) };
    let days = settings::number(&app.db, setting, &union.region, app.today()).await?;
    let left = i64::from(calendar::days_left(app.today(), joining.due()));
    let at = match tasks::about(&app.db, OBJECT, joining.id.0).await? {
        Some(task) if task.has_climbed() => format!("{}（已报上级）", task.level_name),
        Some(task) => task.level_name,
        None => union.name.clone(),
    };
    let clock = Clock::new(left, format!("最迟{}{what}", ui::text::date(joining.due())));
    Ok(Some(clock.note(format!("本地规定：{days}个工作日内办，到期没办自动报上一级")).fact("在谁那里", at)))
}
async fn life(app: &App, joining: &Joining) -> Result<Life> {
    let when = |at: i64| at.moment().map(|at| ui::text::moment_near(at, app.today()));
    let decisions = store::decisions(&app.db, joining.id).await?;
    let mut steps: Vec<(i64, Step)> = decisions.iter().map(|d| (d.at, step(d).at(when(d.at)))).collect();
    for (at, from, to, reason) in tasks::climbs(&app.db, OBJECT, joining.id.0).await? {
        steps.push((at, Step::note(format!("报{to}")).at(when(at)).line(format!("{from}：{reason}"))));
    }
    steps.sort_by_key(|(at, _)| *at);
    let mut steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
    let due = ui::text::near(joining.due(), app.today());
    match joining.state() {
        State::Waiting if joining.is_undecided() => steps.push(Step::now("等定工会").line(format!("最迟{due}"))),
        State::Waiting => steps.push(Step::now("等审核").line(format!("{}，最迟{due}", joining.union_name))),
        State::Returned => steps.push(Step::now("等申请人改好再交")),
        State::Approved | State::Refused | State::Withdrawn => {}
    }
    Ok(Life::log(steps))
}
fn step(decision: &Decision) -> Step {
    let who = [&decision.org_name, &decision.name].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let reason = Some(decision.reason.clone()).filter(|r| !r.is_empty());
    let title = match decision.decision.as_str() {
        "submitted" => "提交申请",
        "mended" => "改好再交",
        "returned" => "退回修改",
        "assigned" => "定了工会",
        "approved" => "通过，成为会员",
        "refused" => "不批准",
        _ => "本人撤回",
    };
    Step::done(title).line(Some(who).filter(|w| !w.is_empty())).line(reason)
}

pub async fn show(desk: Desk, Path(joining): Path<JoiningId>, asked: Fields) -> Result<Response> {
    let joining = within(&desk, joining).await?;
    let waits = joining.state() == State::Waiting;
    let act = match asked.get("act") {
        act @ ("return" | "refuse" | "assign") if waits => act.to_owned(),
        "read" => "read".to_owned(),
        _ => String::new(),
    };
    Ok(desk.show(&page(&desk, joining, &act, &Fields::default()).await?))
}
/// The page with the form of an act that was not right.
pub async fn again(desk: &Desk, joining: Joining, act: &str, fields: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, joining, act, fields).await?))
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, joining: JoiningId, sentence: &str) -> Result<Response> {
    let joining = store::find(&desk.app.db, joining).await?.ok_or(Error::NotFound)?;
    let mut page = page(desk, joining, "", &Fields::default()).await?;
    page.frame.flash = Some(ui::Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// Opens what is sealed, with a reason; the reading is recorded.
pub async fn read(desk: Desk, Path(joining): Path<JoiningId>, mut fields: Fields) -> Result<Response> {
    let joining = within(&desk, joining).await?;
    let Some(reason) = fields.required("reason", "请写清为什么看，申请人能看到", 200) else {
        return again(&desk, joining, "read", &fields).await;
    };
    let account = platform::identity::account(&desk.app.db, joining.account).await?;
    let mut tx = desk.app.db.begin().await?;
    let entry = audit::Entry {
        act: OPEN,
        object: OBJECT,
        object_id: joining.id.0,
        person: account.and_then(|a| a.person),
        reason: &reason,
        org: Some(joining.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let mut page = page(&desk, joining, "", &Fields::default()).await?;
    page.opened = true;
    Ok(desk.show(&page))
}

/// The drawn signature, as a picture.
pub async fn signature(desk: Desk, Path(joining): Path<JoiningId>) -> Result<Response> {
    let joining = within(&desk, joining).await?;
    let file = match joining.signature {
        Some(id) => files::find(&desk.app, id).await?,
        None => None,
    };
    let file = file.ok_or(Error::NotFound)?;
    let bytes = files::content(&desk.app, &file).await?;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}
