//! One case, for whom it belongs to: where it is, until when, the talk, what one can do now.
use super::own;
use crate::{
    cases::{
        Case, MINE, answers, life,
        limits::{self, Limit},
        own_link,
        store::{self, Evidence, Message},
        who::{self, Onlooker},
    },
    definitions::{Act, Actor, Outcome, Statute},
    letters,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::unions;
use platform::{
    App, calendar, clock,
    web::{Fields, Result},
};
use ui::{Button, Field, Guest, Life, Stamp, Tab, Until, filters};

#[derive(Template)]
#[template(path = "mine/case.html")]
pub struct CasePage {
    frame: ui::Member,
    case: Case,
    aid: Option<crate::aid::Panel>,
    together: Vec<ui::Row>,
    sentence: String,
    then: String,
    until: Option<Until>,
    life: Life,
    answers: Vec<(&'static str, String)>,
    talk: Vec<(Message, String)>,
    say: Option<Field>,
    files: Vec<Evidence>,
    file: Option<Field>,
    acts: Vec<&'static Act>,
    rating: Vec<Field>,
    onlookers: Vec<Onlooker>,
    contact: String,
    limits: Vec<Limit>,
    /// Limits that begin with a day which only the worker knows.
    unbegun: Vec<Unbegun>,
    letters: Vec<letters::Line>,
    bookings: Vec<ui::Row>,
}
impl CasePage {
    fn secret(&self) -> Option<Stamp> {
        if self.case.is_confidential() {
            return Some(Stamp::info("只有咨询师看得到").icon("lock"));
        }
        self.case.is_bypassing().then(|| Stamp::info("对单位保密").icon("lock"))
    }
    fn at(&self) -> String {
        own_link(&self.case.number)
    }
    fn looked(&self) -> Vec<&Onlooker> {
        self.onlookers.iter().filter(|one| one.looked.is_some()).collect()
    }
    fn moment(&self, at: &i64) -> String {
        ui::text::moment_near(clock::local(*at), self.frame.today)
    }
    fn from(&self, one: &Evidence) -> &'static str {
        if one.side == "worker" { "您交的" } else { "工会放的" }
    }
    fn limit(&self, limit: &Limit) -> Until {
        let left = i64::from(calendar::days_left(self.frame.today, limit.until));
        let until = ui::text::near(limit.until, self.frame.today);
        let sentence = format!("{}最迟{until}", limit.statute.name);
        Until::new(left, sentence).law(format!("{}，{}", limit.statute.rule, limit.statute.law))
    }
    fn is_own(message: &Message) -> bool {
        message.side == "worker"
    }
}

/// A limit of the law whose first day is asked for.
struct Unbegun {
    statute: &'static Statute,
    field: Field,
    is_open: bool,
}
impl Unbegun {
    fn of(statute: &'static Statute, form: &Fields) -> Unbegun {
        let name = format!("from_{}", statute.key);
        let field = Field::date(&name, &statute.asks).of_form(form);
        Unbegun { statute, field, is_open: form.error(&name).is_some() }
    }
}

pub fn sentence(case: &Case) -> String {
    match case.at() {
        None => "您撤回了，这件事不再办".into(),
        Some(step) if case.is_over() => step.name.clone(),
        Some(_) if case.is_paused() => "工会请您补充，补充以后接着办".into(),
        Some(step) if step.by == Actor::Worker => step.question.clone(),
        Some(step) if case.is_confidential() => step.name.clone(),
        Some(step) => format!("{}，由{}办理", step.name, case.handler_name),
    }
}
fn until(app: &App, case: &Case) -> Option<Until> {
    let (today, step) = (app.today(), case.at()?);
    if let Some(day) = case.rate_until().filter(|_| case.rating == "waiting") {
        let left = i64::from(calendar::days_left(today, day));
        return Some(Until::new(left, format!("请在{}前评价", ui::text::near(day, today))));
    }
    let (due, rule) = (case.due()?, case.service().clock(&step.clock)?);
    let left = i64::from(calendar::days_left(today, due));
    let day = ui::text::near(due, today);
    let sentence = match left {
        ..0 => format!("{day}就该办好，已报{}", case.level_name),
        _ if step.by == Actor::Worker => format!("请在{day}前回答"),
        _ => format!("最迟{day}"),
    };
    Some(Until::new(left, sentence).law(format!("{}，{}", rule.rule, rule.source)))
}

pub async fn page(guest: &Guest, case: Case, form: &Fields) -> Result<CasePage> {
    let app = &guest.app;
    let step = case.at();
    let mut talk = store::messages(&app.db, case.id).await?;
    talk.retain(|message| message.side != "note");
    let mine = step.filter(|step| !case.is_over() && step.by == Actor::Worker);
    let open = !case.is_over();
    let secret = case.is_confidential();
    let contact = unions::store::find(&app.db, case.handler).await?.map(|u| u.phone).unwrap_or_default();
    let say = Field::area(
        "text",
        if case.is_paused() {
            "补充情况"
        } else if secret {
            "想说的话"
        } else {
            "还有话要说"
        },
    );
    let stars = [
        ("5", "五星，很满意"),
        ("4", "四星，满意"),
        ("3", "三星，一般"),
        ("2", "二星，不满意"),
        ("1", "一星，很不满意"),
    ];
    let rating = vec![
        Field::radios("stars", "办得怎么样", stars).hint("一星、二星会报上一级工会重新办").of_form(form),
        Field::area("words", "想说什么").optional().attr("rows", 3).attr("maxlength", 500).of_form(form),
    ];
    let facts = store::facts(&app.db, case.id).await?;
    // What was solved needs no court.
    let is_solved = case.outcome() == Some(Outcome::Solved);
    let unbegun = if is_solved { Vec::new() } else { limits::unbegun(app, &case, &facts) };
    Ok(CasePage {
        aid: Box::pin(crate::aid::Panel::of(app, &case, false, false)).await?,
        together: crate::collective::rows_of_case(app, &case).await?,
        frame: guest.frame("诉求进展", Tab::Services, Some(MINE)),
        sentence: sentence(&case),
        then: step.filter(|_| case.is_over()).map(|step| step.then.clone()).unwrap_or_default(),
        until: until(app, &case),
        life: life::life(app, &case, true).await?,
        answers: answers::shown(app, &case),
        talk: talk.into_iter().map(|message| (message.text(app), message)).map(|(text, m)| (m, text)).collect(),
        say: open.then(|| say.attr("rows", 3).attr("maxlength", 1000).of_form(form)),
        files: store::evidence(&app.db, case.id).await?,
        file: (open && !secret).then(|| {
            let file = Field::file("file", "补照片或PDF", "image/jpeg,image/png,image/webp,application/pdf");
            file.hint("工资条、合同、聊天记录，每个20MB以内").error(form.error("file").map(str::to_owned))
        }),
        acts: mine.map_or_else(Vec::new, |step| step.acts.iter().filter(|act| act.is_offered()).collect()),
        rating: if case.rating == "waiting" { rating } else { Vec::new() },
        onlookers: match secret {
            true => crate::counselling::onlookers(app, &case).await?,
            false => who::onlookers(app, &case).await?,
        },
        limits: limits::of(app, &case, &facts),
        unbegun: unbegun.into_iter().map(|statute| Unbegun::of(statute, form)).collect(),
        letters: letters::of_case(app, &case, true).await?,
        contact,
        bookings: crate::duty::rows_of(app, &case).await?,
        case,
    })
}

pub async fn show(guest: Guest, Path(number): Path<String>) -> Result<Response> {
    let case = own(&guest, &number).await?;
    let page = page(&guest, case, &Fields::default()).await?;
    Ok(guest.show(&page))
}
