//! One mediation in the console: the sides, when they met, the agreement and its signatures, what is done of it.
use super::doings::{Doing, Seen, doings, fields};
use crate::{
    cases::{Case, life},
    course,
    desk::Conflict,
    mediation::{
        PATH, claims, link,
        rules::{Signer, Way, limit_rule},
        store::{Mediation, Party, Session},
        view::{self, Line, Mark},
        within,
    },
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use platform::{
    clock,
    secrets::mask_phone,
    web::{Fields, Result},
};
use ui::{Button, Clock, Crumb, Desk, Field, Flash, Life, Stamp, filters};

#[derive(Template)]
#[template(path = "mediation/desk/show.html")]
struct ShowPage {
    frame: ui::Console,
    case: Case,
    mediation: Option<Mediation>,
    clock: Option<Clock>,
    life: Life,
    doings: Vec<Doing>,
    act: Option<&'static str>,
    act_name: &'static str,
    fields: Vec<Field>,
    parties: Vec<(Party, String)>,
    sessions: Vec<(Session, String, String)>,
    terms: Vec<String>,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    ways: Vec<Way>,
    matter: String,
    story: String,
    may_see_case: bool,
    conflict: Option<Conflict>,
}
impl ShowPage {
    fn at(&self) -> String {
        link(&self.case.number)
    }
    fn moment(&self, at: &i64) -> String {
        ui::text::moment_near(clock::local(*at), self.frame.today)
    }
    fn day(at: &i64) -> String {
        ui::text::date(clock::day_of(*at))
    }
    fn button(&self, doing: &Doing, first: bool) -> Button {
        let primary = first && self.act.is_none();
        let button = if primary { Button::primary(doing.name) } else { Button::outline(doing.name) };
        button.href(format!("{}?act={}#act", self.at(), doing.key))
    }
    fn consent(party: &Party) -> Stamp {
        match &*party.consent {
            "yes" => Stamp::ok("同意调解"),
            "no" => Stamp::danger("不同意"),
            _ => Stamp::plain("等回答"),
        }
    }
    fn state(session: &Session) -> Stamp {
        match &*session.state {
            "held" => Stamp::ok("调解过"),
            "off" => Stamp::plain("取消了"),
            _ => Stamp::info("约好了"),
        }
    }
    fn revision(&self) -> i64 {
        self.mediation.as_ref().map_or(0, |m| m.revision)
    }
    /// Shown from the first draft on.
    fn has_agreement(&self) -> bool {
        !self.lines.is_empty()
    }
}

async fn page(desk: &Desk, number: &str, act: &str, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let (case, mediation) = within(desk, number).await?;
    let seen = Seen::of(desk, &case, mediation.as_ref()).await?;
    let doings = doings(desk, &case, mediation.as_ref(), &seen);
    let act = doings.iter().find(|doing| doing.key == act).map(|doing| (doing.key, doing.name));
    let told = claims::of(app, &case);
    let in_force = mediation.as_ref().is_some_and(|m| m.in_force().is_some());
    let fields = match act {
        Some((key, _)) => Box::pin(fields(desk, &case, (mediation.as_ref(), &seen), key, form)).await?,
        None => Vec::new(),
    };
    let title = format!("劳动争议调解：{}", case.employer_name);
    Ok(ShowPage {
        frame: desk.frame(&title, PATH, vec![Crumb::word("信家"), Crumb::to("调解", PATH)]),
        clock: crate::desk::clock_of(desk, &case),
        life: life::life(app, &case, false).await?,
        act: act.map(|(key, _)| key),
        act_name: act.map_or("", |(_, name)| name),
        fields,
        doings,
        terms: view::paragraphs(&mediation.as_ref().map(|m| m.terms(app)).unwrap_or_default()),
        lines: view::lines(app, &seen.dues, in_force),
        marks: view::marks(&seen.signatures),
        ways: view::ways(app, &case, mediation.as_ref(), &seen.dues, &seen.facts),
        parties: seen
            .parties
            .into_iter()
            .map(|party| (masked(&party.phone(app)), party))
            .map(|(p, q)| (q, p))
            .collect(),
        sessions: seen
            .sessions
            .into_iter()
            .map(|one| (one.offers(app), one))
            .map(|((w, f), one)| (one, w, f))
            .collect(),
        matter: told.words(),
        story: told.story,
        conflict: seen.conflict,
        may_see_case: desk.may(crate::permissions::CASES_READ),
        mediation,
        case,
    })
}
fn masked(phone: &str) -> String {
    if phone.is_empty() { String::new() } else { mask_phone(phone) }
}

pub async fn show(desk: Desk, Path(number): Path<String>, asked: Fields) -> Result<Response> {
    let (case, _) = within(&desk, &number).await?;
    course::read(&desk.app, &desk.who, &case).await?;
    Ok(desk.show(&page(&desk, &number, asked.get("act"), &Fields::default()).await?))
}
/// The page with the form of an act that was not right.
pub async fn again(desk: &Desk, number: &str, act: &str, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, number, act, form).await?))
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, number: &str, sentence: &str) -> Result<Response> {
    let mut page = page(desk, number, "", &Fields::default()).await?;
    page.frame.flash = Some(Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
