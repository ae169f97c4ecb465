//! One way in the console: where it is, what it changes, what one may do.
use super::{
    PATH, Turn, Wanted,
    case::term,
    facts,
    life::{life, stamp},
    link,
    rules::{Act, Kind, State},
    store::{self, Way, WayId},
    turns,
};
use crate::{
    expulsions::{Opinion, Votes},
    keeping::Cause,
    permissions::{WAYS_DECIDE, WAYS_READ},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::{members, unions};
use platform::{
    App, calendar, settings, tasks,
    web::{Error, Fields, Result},
};
use ui::{Button, Clock, Crumb, Desk, Field, Life, Stamp, StepLine, filters};

/// The way if it is seen in one's branch.
pub async fn within(desk: &Desk, id: WayId) -> Result<Way> {
    let scope = desk.scope(WAYS_READ)?;
    store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}
/// What somebody at this desk may do on the way now: nobody decides on his own membership, nor on what waits for others.
pub fn acts(desk: &Desk, way: &Way) -> &'static [Act] {
    let Ok(scope) = desk.scope(WAYS_DECIDE) else { return &[] };
    let here = way.at_path.as_ref().is_some_and(|path| scope.holds(path));
    let proposed = way.to_path.as_ref().is_some_and(|path| scope.holds(path)) || scope.holds(&way.union_path);
    match way.state() {
        _ if is_own(desk, way) => &[],
        State::Proposed if proposed => &[Act::Withdraw],
        _ if !here => &[],
        State::Releasing => &[Act::Release, Act::Object],
        State::Disputed => &[Act::Settle, Act::Hold],
        State::Receiving => &[Act::Accept, Act::SendBack, Act::Refuse],
        State::Asked => &[Act::Grant, Act::Refuse],
        State::Deciding => &[Act::Expel, Act::Withdraw],
        State::Declared => &[Act::Announce],
        State::Reporting => &[Act::File],
        _ => &[],
    }
}
fn is_own(desk: &Desk, way: &Way) -> bool {
    desk.who.person == Some(way.person)
}
/// What the button says.
fn label(act: Act) -> &'static str {
    match act {
        Act::Release => "同意转出",
        Act::Object => "提出异议",
        Act::Settle => "可以转出",
        Act::Hold => "不转",
        Act::Accept => "接收",
        Act::SendBack => "退回本人",
        Act::Refuse => "不同意",
        Act::Grant => "同意",
        Act::Announce => "宣布退会",
        Act::Expel => "登记委员会决定",
        Act::File => "备案",
        Act::Withdraw => "撤回",
        act => act.name(),
    }
}
/// Done by a tap; the others open a form.
fn is_plain(act: Act) -> bool {
    !act.needs_reason() && act != Act::Expel
}

#[derive(Template)]
#[template(path = "ways/show.html")]
struct ShowPage {
    frame: ui::Console,
    way: Way,
    steps: StepLine,
    clock: Option<Clock>,
    life: Life,
    turns: Vec<Turn>,
    opinion: Option<Opinion>,
    acts: &'static [Act],
    own: bool,
    /// The act whose form is shown.
    act: Option<Act>,
    fields: Vec<Field>,
    member: Option<String>,
}
impl ShowPage {
    fn stamp(&self) -> Stamp {
        stamp(self.way.state())
    }
    /// The buttons beside the title; the first one goes on.
    fn button(&self, act: &Act) -> Button {
        let act = *act;
        let first = self.acts.first() == Some(&act) && self.act.is_none();
        let button = if first { Button::primary(label(act)) } else { Button::outline(label(act)) };
        if is_plain(act) {
            button.value("decision", act.key()).busy("正在办理…")
        } else {
            button.href(self.form_of(act))
        }
    }
    fn form_of(&self, act: Act) -> String {
        format!("{}?act={}#act", link(self.way.id), act.key())
    }
    fn is_secret(&self) -> bool {
        self.way.state() == State::Proposed
    }
    fn cause(&self) -> &'static str {
        Cause::from_key(&self.way.cause).map_or("", Cause::name)
    }
    fn act_name(&self) -> &'static str {
        self.act.map_or("", label)
    }
    fn act_key(&self) -> &'static str {
        self.act.map_or("", Act::key)
    }
}

async fn page(desk: &Desk, way: Way, act: Option<Act>, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let acts = acts(desk, &way);
    let act = act.filter(|act| acts.contains(act) && !is_plain(*act));
    let membership = members::store::current(&app.db, way.person).await?;
    let scope = desk.scope(WAYS_READ)?;
    let member = membership.as_ref().filter(|m| scope.holds(&m.path)).map(|m| members::link(m.id));
    let shown = membership.filter(|_| way.state().is_open() && way.state() != State::Proposed);
    let turns = match shown {
        Some(membership) => {
            let employer = (!way.cause.is_empty()).then_some(way.employer_name.as_str());
            let wanted = Wanted { to: way.to(), employer, cause: Cause::from_key(&way.cause) };
            turns(way.kind(), &facts(app, &membership).await?, &wanted)
        }
        None => Vec::new(),
    };
    Ok(ShowPage {
        frame: desk.frame(&way.name, PATH, vec![Crumb::word("有家"), Crumb::to("会籍变动", PATH)]),
        steps: StepLine::new(way.state().step(way.kind()), way.kind().steps()),
        clock: clock(app, &way).await?,
        life: life(app, &way, true).await?,
        opinion: Opinion::of(&way),
        own: is_own(desk, &way) && way.at_org.is_some(),
        fields: act.map_or_else(Vec::new, |act| fields(act, form)),
        act,
        acts,
        turns,
        member,
        way,
    })
}
fn fields(act: Act, form: &Fields) -> Vec<Field> {
    if act == Act::Expel {
        return crate::expulsions::votes_fields("committee", form);
    }
    let why = match act {
        Act::Object => "有什么异议",
        Act::SendBack => "要本人改什么",
        _ => "为什么",
    };
    vec![Field::area("reason", why).hint("原样发给本人").attr("rows", 3).attr("maxlength", 200).of_form(form)]
}
async fn clock(app: &App, way: &Way) -> Result<Option<Clock>> {
    let (Some(due), Some(setting), false) = (way.due(), term(way.state()), way.state().is_over()) else {
        return Ok(None);
    };
    let region = unions::store::find(&app.db, way.union_id).await?.map(|u| u.region).unwrap_or_default();
    let days = settings::number(&app.db, setting, &region, app.today()).await?;
    let left = i64::from(calendar::days_left(app.today(), due));
    let at = match tasks::about(&app.db, super::SUBJECT, way.id.0).await? {
        Some(task) if task.has_climbed() => format!("{}（已报上级）", task.level_name),
        _ => way.at_name.clone().unwrap_or_else(|| "本人".into()),
    };
    let then = match way.state() {
        State::Releasing => "到期没有异议就视为同意转出",
        State::Proposed => "到期没有确认就自动撤销",
        _ => "到期没办自动报上一级",
    };
    let clock = Clock::new(left, format!("{}，最迟{}", way.state().name(), ui::text::date(due)));
    Ok(Some(clock.note(format!("本地规定：{days}个工作日，{then}")).fact("在谁那里", at)))
}

pub async fn show(desk: Desk, Path(way): Path<WayId>, asked: Fields) -> Result<Response> {
    let way = within(&desk, way).await?;
    let page = page(&desk, way, Act::from_key(asked.get("act")), &Fields::default()).await?;
    Ok(desk.show(&page))
}
/// The page with the form of an act that was not right.
pub async fn again(desk: &Desk, way: Way, act: Act, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, way, Some(act), form).await?))
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, way: WayId, sentence: &str) -> Result<Response> {
    let way = within(desk, way).await?;
    let mut page = page(desk, way, None, &Fields::default()).await?;
    page.frame.flash = Some(ui::Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
/// What was decided, from the form of the committee.
pub fn votes(form: &mut Fields) -> Option<Votes> {
    crate::expulsions::votes_of("committee", form)
}
