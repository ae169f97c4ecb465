//! One case in the console: what is asked, the clock, the talk and the notes, who can see it, what one may do.
use crate::{
    cases::{
        Case, PATH, answers, life, link,
        store::{self, Evidence, Message},
        who::{self, Onlooker},
        within,
    },
    course,
    definitions::{Actor, Ask},
    permissions::{CASES_READ, CASES_WORK},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::people;
use platform::{
    calendar, clock,
    secrets::mask_phone,
    web::{Fields, Result},
};
use ui::{Button, Choice, Clock, Crumb, Desk, Field, Life, Stamp, filters};

/// What every open case lets the union do beside the definition's acts: (key, words).
pub const OWN: [(&str, &str); 4] =
    [("reply", "给本人回话"), ("ask", "请本人补充"), ("hand-over", "转办"), ("note", "记一笔")];

/// Something that can be done now.
pub struct Doing {
    pub key: String,
    pub name: String,
    /// Done by a tap; the others open a form.
    plain: bool,
    own: bool,
}
/// Nobody works on a case of his own.
pub fn doings(desk: &Desk, case: &Case) -> Vec<Doing> {
    if !desk.may(CASES_WORK) || is_own(desk, case) {
        return Vec::new();
    }
    let step = case.at().filter(|step| !case.is_over() && step.by == Actor::Union);
    let defined = step.iter().flat_map(|step| &step.acts).filter(|act| act.is_offered());
    let mut all: Vec<Doing> = defined
        .map(|a| Doing { key: a.key.clone(), name: a.name.clone(), plain: a.asks.is_empty(), own: false })
        .collect();
    let open = !case.is_over();
    let fits = |key: &str| match key {
        "ask" => step.is_some() && !case.is_paused(),
        "note" => true,
        _ => open,
    };
    let own = OWN.iter().filter(|(key, _)| fits(key));
    all.extend(own.map(|(key, name)| Doing { key: (*key).into(), name: (*name).into(), plain: false, own: true }));
    all
}
pub fn is_own(desk: &Desk, case: &Case) -> bool {
    case.account == Some(desk.who.account) || (case.person.is_some() && case.person == desk.who.person)
}

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage {
    frame: ui::Console,
    case: Case,
    clock: Option<Clock>,
    life: Life,
    doings: Vec<Doing>,
    act: Option<(String, String)>,
    fields: Vec<Field>,
    answers: Vec<(&'static str, String)>,
    phone: String,
    talk: Vec<(Message, String)>,
    files: Vec<Evidence>,
    file: Option<Field>,
    onlookers: Vec<Onlooker>,
    related: Vec<Case>,
    own: bool,
    involved: bool,
}
impl CasePage {
    fn at(&self) -> String {
        link(&self.case.number)
    }
    fn moment(&self, at: &i64) -> String {
        ui::text::moment_near(clock::local(*at), self.frame.today)
    }
    /// The buttons beside the title: what leads on, the first one in red at the end.
    fn button(&self, doing: &Doing, first: bool) -> Button {
        let button =
            if first && self.act.is_none() { Button::primary(&doing.name) } else { Button::outline(&doing.name) };
        match doing.plain {
            true => button.value("decision", &doing.key).busy("正在办理…"),
            false => button.href(format!("{}?act={}#act", self.at(), doing.key)),
        }
    }
    fn channel(&self) -> &'static str {
        match &*self.case.channel {
            "counter" => "窗口代录",
            "phone" => "电话代录",
            _ => "本人在手机上提交",
        }
    }
    fn side(message: &Message) -> &'static str {
        match &*message.side {
            "worker" => "本人",
            "note" => "内部记录，本人看不到",
            _ => "工会",
        }
    }
}

fn fields(desk: &Desk, case: &Case, key: &str, form: &Fields) -> Vec<Field> {
    let area = |label: &str, hint: &str| {
        Field::area("reason", label).hint(hint).attr("rows", 4).attr("maxlength", 1000).of_form(form)
    };
    match key {
        "reply" => vec![area("说什么", "原样发给本人")],
        "ask" => vec![area("要补充什么", "原样发给本人；期限停下，本人补充后接着算")],
        "note" => vec![area("记什么", "只有能看这件诉求的工会干部看得到")],
        "hand-over" => vec![
            Field::radios("to", "转给谁", [Choice::new("upper", "上一级工会"), Choice::new("union", "下面另选一家")])
                .of_form(form),
            Field::suggest("union", "哪家工会", "/console/unions/options", "union_id", "").optional().of_form(form),
            area("为什么", "本人看得到"),
        ],
        key => {
            let Some(act) = case.at().and_then(|step| step.act(key)) else { return Vec::new() };
            let mut fields = Vec::new();
            if act.asks(Ask::Amount) {
                let amount = Field::text("amount", "金额（元）").attr("inputmode", "decimal").attr("maxlength", 13);
                fields.push(amount.of_form(form));
            }
            if act.asks(Ask::Reason) {
                fields.push(area("写清楚", &format!("原样发给本人，由{}负责", desk.post().org_name)));
            }
            fields
        }
    }
}
pub fn clock_of(desk: &Desk, case: &Case) -> Option<Clock> {
    let (step, today) = (case.at().filter(|_| !case.is_over())?, desk.app.today());
    let rule = case.service().clock(&step.clock)?;
    let Some(due) = case.due() else {
        let left = case.left_days.unwrap_or_default();
        return Some(Clock::new(left, "期限停着，等本人补充").note("本人补充以后接着算"));
    };
    let left = i64::from(calendar::days_left(today, due));
    let climbs = if step.by == Actor::Union { "；到期没办自动报上一级" } else { "" };
    let sentence = format!("{}，最迟{}", step.name, ui::text::date(due));
    let clock = Clock::new(left, sentence).note(format!("{}。{}{climbs}", rule.rule, rule.source));
    let whose = if case.has_climbed() { format!("{}督办", case.level_name) } else { case.handler_name.clone() };
    Some(clock.fact("在谁那里", if step.by == Actor::Worker { "本人".into() } else { whose }))
}

async fn page(desk: &Desk, case: Case, act: &str, form: &Fields) -> Result<CasePage> {
    let app = &desk.app;
    let scope = desk.scope(CASES_READ)?;
    let doings = doings(desk, &case);
    let act = doings.iter().find(|d| d.key == act && !d.plain).map(|d| (d.key.clone(), d.name.clone()));
    let me = match desk.who.person {
        Some(person) => people::store::find(&app.db, person).await?,
        None => None,
    };
    let messages = store::messages(&app.db, case.id).await?;
    let file = !case.is_over() && desk.may(CASES_WORK) && !is_own(desk, &case);
    let phone = app.keys.open(store::PHONE, &case.phone_sealed).unwrap_or_default();
    Ok(CasePage {
        frame: desk.frame(&case.title(), PATH, vec![Crumb::word("信家"), Crumb::to("诉求", PATH)]),
        clock: clock_of(desk, &case),
        life: life::life(app, &case, false).await?,
        fields: act.as_ref().map_or_else(Vec::new, |(key, _)| fields(desk, &case, key, form)),
        act,
        doings,
        answers: answers::shown(app, &case),
        phone: if phone.is_empty() { String::new() } else { mask_phone(&phone) },
        talk: messages.into_iter().map(|m| (m.text(app), m)).map(|(text, m)| (m, text)).collect(),
        files: store::evidence(&app.db, case.id).await?,
        file: file.then(|| {
            let accepts = "image/jpeg,image/png,image/webp,application/pdf";
            Field::file("file", "放一份材料，本人看得到", accepts).error(form.error("file").map(str::to_owned))
        }),
        onlookers: who::onlookers(app, &case).await?,
        related: store::related(&app.db, &case, &scope, desk.who.account).await?,
        own: is_own(desk, &case),
        involved: me.is_some_and(|me| me.employer.is_some() && me.employer == case.employer),
        case,
    })
}

pub async fn show(desk: Desk, Path(number): Path<String>, asked: Fields) -> Result<Response> {
    let case = within(&desk, &number, CASES_READ).await?;
    if !is_own(&desk, &case) {
        course::read(&desk.app, &desk.who, &case).await?;
    }
    Ok(desk.show(&page(&desk, case, asked.get("act"), &Fields::default()).await?))
}
/// The page with the form of an act that was not right.
pub async fn again(desk: &Desk, case: Case, act: &str, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, case, act, form).await?))
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, number: &str, sentence: &str) -> Result<Response> {
    let case = within(desk, number, CASES_READ).await?;
    let mut page = page(desk, case, "", &Fields::default()).await?;
    page.frame.flash = Some(ui::Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
