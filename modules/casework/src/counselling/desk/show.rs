//! One counselling: all of it for its counsellor, number and clock for whoever is above.
use crate::{
    cases::{Case, NUMBERED, answers, life, store as cases},
    counselling::{PATH, Sight, link, read, routing, store, within},
    definitions::Actor,
    permissions::COUNSELLING_ASSIGN,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use platform::{
    clock, slots,
    web::{Fields, Result},
};
use ui::{Button, Choice, Clock, Crumb, Desk, Field, Flash, Life, filters};

/// What every open one lets its counsellor do beside the definition's acts.
const OWN: [(&str, &str); 2] = [("say", "说句话"), ("note", "记一笔，只给自己看")];

/// The text of one, as its counsellor and, in danger, a guardian read it.
pub struct Text {
    pub call: String,
    pub phone: String,
    pub answers: Vec<(&'static str, String)>,
    /// Whose, when, what.
    pub talk: Vec<(&'static str, String, String)>,
    pub life: Life,
}
impl Text {
    pub async fn of(desk: &Desk, case: &Case, notes: bool) -> Result<Text> {
        let app = &desk.app;
        let mut talk = cases::messages(&app.db, case.id).await?;
        talk.retain(|message| notes || message.side != "note");
        let side = |side: &str| match side {
            "worker" => "本人",
            "note" => "自己记的",
            _ => "咨询师",
        };
        let when = |at| ui::text::moment_near(clock::local(at), desk.app.today());
        Ok(Text {
            call: answers::one(app, case, "call").unwrap_or_default(),
            phone: app.keys.open(cases::PHONE, &case.phone_sealed).unwrap_or_default(),
            answers: answers::shown(app, case),
            talk: talk.into_iter().map(|m| (side(&m.side), when(m.at), m.text(app))).collect(),
            life: life::life(app, case, false).await?,
        })
    }
}

/// Something that can be done now: key and words.
type Doing = (String, String);

#[derive(Template)]
#[template(path = "counselling/desk/show.html")]
struct ShowPage {
    frame: ui::Console,
    case: Case,
    text: Text,
    clock: Option<Clock>,
    doings: Vec<Doing>,
    act: Option<Doing>,
    field: Option<Field>,
    openings: Vec<(String, String)>,
    /// Booked times, newest first: when, where to.
    bookings: Vec<(String, String)>,
}
impl ShowPage {
    fn at(&self) -> String {
        link(&self.case.number)
    }
}
pub fn doings(case: &Case) -> Vec<Doing> {
    let step = case.at().filter(|step| !case.is_over() && step.by == Actor::Union);
    let acts = step.iter().flat_map(|step| &step.acts).filter(|act| act.is_offered());
    let mut all: Vec<Doing> = acts.map(|act| (act.key.clone(), act.name.clone())).collect();
    let own = OWN.iter().filter(|(key, _)| *key == "note" || !case.is_over());
    all.extend(own.map(|(key, name)| ((*key).to_owned(), (*name).to_owned())));
    all
}
async fn page(desk: &Desk, case: Case, act: &str, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let doings = doings(&case);
    let act = doings.iter().find(|(key, _)| key == act).cloned();
    let openings = store::openings(&app.db, case.id).await?;
    let mut bookings = slots::store::about(&app.db, NUMBERED, case.id.0).await?;
    bookings.retain(|one| one.state == "booked");
    let when = |at| ui::text::moment_near(clock::local(at), app.today());
    Ok(ShowPage {
        frame: desk.frame(&case.title(), PATH, vec![Crumb::word("信家"), Crumb::to("心理咨询", PATH)]),
        clock: crate::desk::clock_of(desk, &case),
        text: Text::of(desk, &case, true).await?,
        field: act.as_ref().map(|(key, _)| {
            let label = if key == "note" { "记什么" } else { "对本人说什么" };
            Field::area("reason", label).attr("rows", 6).attr("maxlength", 1000).of_form(form)
        }),
        openings: openings.iter().map(|one| (format!("{}，{}", one.name, when(one.at)), one.reason(app))).collect(),
        bookings: bookings
            .iter()
            .map(|one| (one.when(), format!("{}/{}?day={}", slots::DESK, one.roster, one.day())))
            .collect(),
        doings,
        act,
        case,
    })
}

#[derive(Template)]
#[template(path = "counselling/desk/clock.html")]
struct ClockPage {
    frame: ui::Console,
    case: Case,
    clock: Option<Clock>,
    /// To whom it can be given, once its time is over.
    others: Option<Field>,
    reason: Field,
}
impl ClockPage {
    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.others.iter().chain(std::iter::once(&self.reason))
    }
    fn at(&self) -> String {
        link(&self.case.number)
    }
}
async fn clock_page(desk: &Desk, case: Case, form: &Fields) -> Result<ClockPage> {
    let others = match desk.may(COUNSELLING_ASSIGN) && !case.is_over() {
        true => routing::others(&desk.app, &case).await?,
        false => Vec::new(),
    };
    let choices = others.iter().map(|one| Choice::new(one.account, format!("{} {}", one.name, one.org_name)));
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "请选")).chain(choices).collect();
    Ok(ClockPage {
        frame: desk.frame(&case.title(), PATH, vec![Crumb::word("信家"), Crumb::to("心理咨询", PATH)]),
        clock: clock_of(desk, &case),
        others: (!others.is_empty()).then(|| Field::select("counsellor", "交给哪一位咨询师", choices).of_form(form)),
        reason: Field::text("reason", "原因").hint("本人看得到").attr("maxlength", 200).of_form(form),
        case,
    })
}
/// Number and clock, without the step's name: that would tell how far they are.
fn clock_of(desk: &Desk, case: &Case) -> Option<Clock> {
    let due = case.due().filter(|_| !case.is_over())?;
    let left = i64::from(platform::calendar::days_left(desk.app.today(), due));
    let whose = if case.has_climbed() { format!("{}督办", case.level_name) } else { case.handler_name.clone() };
    Some(
        Clock::new(left, format!("最迟{}", ui::text::date(due)))
            .note("到期没有回复，自动报上一级")
            .fact("在谁那里", whose),
    )
}

pub async fn show(desk: Desk, Path(number): Path<String>, asked: Fields) -> Result<Response> {
    let (case, sight) = within(&desk, &number).await?;
    if sight == Sight::Clock {
        return Ok(desk.show(&clock_page(&desk, case, &Fields::default()).await?));
    }
    read(&desk.app, &desk.who, &case).await?;
    Ok(desk.show(&page(&desk, case, asked.get("act"), &Fields::default()).await?))
}
/// The page with the form of an act that was not right.
pub async fn again(desk: &Desk, (case, sight): (Case, Sight), act: &str, form: &Fields) -> Result<Response> {
    Ok(match sight {
        Sight::Whole => desk.refill(&page(desk, case, act, form).await?),
        Sight::Clock => desk.refill(&clock_page(desk, case, form).await?),
    })
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, number: &str, sentence: &str) -> Result<Response> {
    let (case, sight) = within(desk, number).await?;
    let flash = Some(Flash::warn(sentence));
    let mut response = match sight {
        Sight::Whole => {
            let mut page = page(desk, case, "", &Fields::default()).await?;
            page.frame.flash = flash;
            desk.show(&page)
        }
        Sight::Clock => {
            let mut page = clock_page(desk, case, &Fields::default()).await?;
            page.frame.flash = flash;
            desk.show(&page)
        }
    };
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
