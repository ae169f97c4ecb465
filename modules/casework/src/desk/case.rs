//! One case in the console: what is asked, the clock, the talk and the notes, who can see it, what one may do.
use crate::{
    cases::{
        Case, PATH, answers, life,
        limits::{self, Limit},
        link,
        store::{self, Evidence, Message},
        who::{self, Onlooker},
        within,
    },
    collective, course,
    definitions::{Actor, Ask},
    letters,
    permissions::{CASES_READ, CASES_WORK},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::{employers, members, people};
use platform::{
    calendar, clock,
    identity::{self, AccountId},
    rights::Role,
    secrets::mask_phone,
    tree::Scope,
    web::{Fields, Result},
};
use ui::{Button, Choice, Clock, Crumb, Desk, Field, Life, Stamp, filters};

/// What every open case lets the union do beside the definition's acts: (key, words).
pub const OWN: [(&str, &str); 9] = [
    ("reply", "给本人回话"),
    ("ask", "请本人补充"),
    ("hand-over", "转办"),
    ("assign", "交给同事"),
    ("call", "记一次通话"),
    ("note", "记一笔"),
    ("letter", "写文书"),
    ("limit", "记时效的事"),
    ("aside", "申请回避"),
];
/// What stands beside the title; the rest is in its menu.
const IN_FRONT: usize = 4;

/// Something that can be done now.
pub struct Doing {
    pub key: String,
    pub name: String,
    /// Done by a tap; the others open a form.
    plain: bool,
    own: bool,
}
/// Why somebody at the desk does not work on a case; none: nothing is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// It is one's own.
    Own,
    /// Said so.
    Aside,
    /// Works for the employer whom it is about, and the union is not the employer's own.
    Employer,
}
impl Conflict {
    pub fn sentence(self) -> &'static str {
        match self {
            Conflict::Own => "这是您本人的诉求，由别人办理",
            Conflict::Aside => "您已经回避，由别人办理",
            Conflict::Employer => "您和被诉的是同一家单位，请转给别人办",
        }
    }
}
pub async fn conflict(desk: &Desk, case: &Case) -> Result<Option<Conflict>> {
    if is_own(desk, case) {
        return Ok(Some(Conflict::Own));
    }
    if store::recused(&desk.app.db, case.id).await?.contains(&desk.who.account) {
        return Ok(Some(Conflict::Aside));
    }
    let me = match desk.who.person {
        Some(person) => people::store::find(&desk.app.db, person).await?,
        None => None,
    };
    let Some(me) = me else { return Ok(None) };
    let by_name = !case.employer_name.is_empty() && me.employer_name == case.employer_name;
    if !by_name && (case.employer.is_none() || me.employer != case.employer) {
        return Ok(None);
    }
    // Whoever works for the union at a workplace works there: its own union handles what its people ask.
    let own = match case.employer {
        Some(id) => employers::store::find(&desk.app.db, id).await?.and_then(|employer| employer.union_id),
        None => members::store::current(&desk.app.db, me.id).await?.map(|membership| membership.union_id),
    };
    Ok((own != Some(case.handler)).then_some(Conflict::Employer))
}
/// Nobody works on a case of his own, nor with an interest in it: such a one can only give it away.
pub fn doings(desk: &Desk, case: &Case, conflict: Option<Conflict>) -> Vec<Doing> {
    if !desk.may(CASES_WORK) || matches!(conflict, Some(Conflict::Own | Conflict::Aside)) {
        return Vec::new();
    }
    let step = case.at().filter(|step| !case.is_over() && step.by == Actor::Union);
    let defined = step.iter().flat_map(|step| &step.acts).filter(|act| act.is_offered());
    let mut all: Vec<Doing> = defined
        .map(|a| Doing { key: a.key.clone(), name: a.name.clone(), plain: a.asks.is_empty(), own: false })
        .collect();
    let open = !case.is_over();
    let service = case.service();
    let fits = |key: &str| match key {
        "ask" => step.is_some() && !case.is_paused(),
        "note" => true,
        "letter" => service.letters.iter().any(|letter| letter.on.is_empty()),
        "limit" => !service.statutes.is_empty(),
        "aside" => open && case.alone.is_none(),
        _ => open,
    };
    let own = OWN.iter().filter(|(key, _)| fits(key));
    all.extend(own.map(|(key, name)| Doing { key: (*key).into(), name: (*name).into(), plain: false, own: true }));
    if conflict.is_some() {
        all.retain(|doing| matches!(&*doing.key, "hand-over" | "assign" | "aside" | "note"));
    }
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
    aid: Option<crate::aid::Panel>,
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
    involved: Vec<(&'static str, String)>,
    related: Vec<Case>,
    joint: collective::Joint,
    limits: Vec<Limit>,
    letters: Vec<letters::Line>,
    conflict: Option<Conflict>,
}
impl CasePage {
    fn at(&self) -> String {
        link(&self.case.number)
    }
    fn moment(&self, at: &i64) -> String {
        ui::text::moment_near(clock::local(*at), self.frame.today)
    }
    fn left(&self, limit: &Limit) -> String {
        match calendar::days_left(self.frame.today, limit.until) {
            left if left < 0 => "已经过了".to_owned(),
            left => format!("还有{left}天"),
        }
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
            "call" => "通话记录",
            _ => "工会",
        }
    }
}

async fn fields(desk: &Desk, case: &Case, key: &str, form: &Fields) -> Result<Vec<Field>> {
    let area = |label: &str, hint: &str| {
        Field::area("reason", label).hint(hint).attr("rows", 4).attr("maxlength", 1000).of_form(form)
    };
    Ok(match key {
        "assign" => {
            let all = colleagues(desk, case).await?.into_iter().map(|(id, name)| Choice::new(id, name));
            let none = std::iter::once(Choice::new("", "请选"));
            vec![
                Field::select("officer", "交给谁", none.chain(all)).of_form(form),
                area("为什么", "记在经过里，本人看得到"),
            ]
        }
        "call" => vec![area("说了什么", "本人看得到，请照实写清谁说的、答应了什么")],
        "aside" => vec![area("什么关系", "只有能看这件诉求的工会干部看得到；回避以后就不能再办这件")],
        "letter" => {
            let own = case.service().letters.iter().filter(|letter| letter.on.is_empty());
            let choices = own.map(|letter| Choice::new(&letter.key, &letter.title));
            vec![Field::radios("letter", "哪一种", choices).of_form(form), area("要写明的事", "原样写进文书")]
        }
        "limit" => {
            let statutes = case.service().statutes.iter().map(|s| Choice::new(&s.key, &s.name));
            let kinds = limits::KINDS.iter().map(|kind| Choice::new(kind.key, kind.words));
            vec![
                Field::radios("statute", "哪个期限", statutes).of_form(form),
                Field::radios("kind", "什么事", kinds).of_form(form),
                Field::date("from", "哪天，或者从哪天").of_form(form),
                Field::date("until", "到哪天").hint("只有中止要填").optional().of_form(form),
                area("说明", "写清凭什么这样认定，比如申请书、回执"),
            ]
        }
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
            let Some(act) = case.at().and_then(|step| step.act(key)) else { return Ok(Vec::new()) };
            let mut fields = Vec::new();
            if act.asks(Ask::Amount) {
                let amount = Field::text("amount", "金额（元）").attr("inputmode", "decimal").attr("maxlength", 13);
                let most = crate::aid::most_of(&desk.app, case, act).await?;
                let hint = most.map_or_else(String::new, |most| format!("一次最多{}", ui::text::yuan(most)));
                fields.push(amount.hint(hint).of_form(form));
            }
            if act.asks(Ask::Reason) {
                let label = if act.writes.is_empty() { "写清楚" } else { &act.writes };
                fields.push(area(label, &format!("原样发给本人，由{}负责", desk.post().org_name)));
            }
            fields
        }
    })
}
/// Who may work on it at the handling union, but for oneself and whom it is about.
pub async fn colleagues(desk: &Desk, case: &Case) -> Result<Vec<(AccountId, String)>> {
    let all = identity::holders(&desk.app.db, &Scope::below(&case.handler_path), desk.app.today()).await?;
    let aside = store::recused(&desk.app.db, case.id).await?;
    let may = |role: &str| Role::from_key(role).is_some_and(|role| CASES_WORK.is_held_by(role));
    let fits = |holder: &identity::Holder| {
        let account = Some(holder.account);
        holder.org == case.handler
            && may(&holder.role)
            && holder.account != desk.who.account
            && case.accused != account
            && case.account != account
            && !aside.contains(&holder.account)
            && case.alone.is_none()
    };
    Ok(all.into_iter().filter(fits).map(|holder| (holder.account, holder.name)).collect())
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
    let conflict = conflict(desk, &case).await?;
    let doings = doings(desk, &case, conflict);
    let act = doings.iter().find(|d| d.key == act && !d.plain).map(|d| (d.key.clone(), d.name.clone()));
    let messages = store::messages(&app.db, case.id).await?;
    let file = !case.is_over() && desk.may(CASES_WORK) && conflict.is_none();
    let phone = app.keys.open(store::PHONE, &case.phone_sealed).unwrap_or_default();
    Ok(CasePage {
        aid: Box::pin(crate::aid::Panel::of(app, &case, true, desk.may(CASES_WORK) && conflict.is_none())).await?,
        frame: desk.frame(&case.title(), PATH, vec![Crumb::word("信家"), Crumb::to("诉求", PATH)]),
        clock: clock_of(desk, &case),
        life: life::life(app, &case, false).await?,
        fields: match &act {
            Some((key, _)) => fields(desk, &case, key, form).await?,
            None => Vec::new(),
        },
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
        joint: collective::joint(desk, &case).await?,
        related: store::related(&app.db, &case, &scope, desk.who.account).await?,
        involved: who::involved(app, &case).await?,
        limits: limits::read(app, &case).await?,
        letters: letters::of_case(app, &case, false).await?,
        conflict,
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
