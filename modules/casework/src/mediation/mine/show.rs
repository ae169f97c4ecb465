//! One's own mediation: where it is, when to come, what to sign, what is to be paid by when, where to go.
use super::own;
use crate::{
    cases::{self, Case, own_link as case_link},
    mediation::{
        claims, own_link,
        rules::{Signer, Way, limit_rule},
        store::{self, Mediation, Session},
        view::{self, Line, Mark},
    },
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    App, calendar, clock,
    identity::AccountId,
    web::{Fields, Result},
};
use ui::{Button, Guest, Row, Signature, Stamp, Tab, Until, filters};

#[derive(Template)]
#[template(path = "mediation/mine/show.html")]
pub struct ShowPage {
    frame: ui::Member,
    case: Case,
    side: Signer,
    mediation: Option<Mediation>,
    sentence: String,
    until: Option<Until>,
    asks_consent: bool,
    matter: String,
    sessions: Vec<(Session, String, String)>,
    terms: Vec<String>,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    pad: Option<Signature>,
    receives: bool,
    ways: Vec<Way>,
}
impl ShowPage {
    fn at(&self) -> String {
        own_link(&self.case.number)
    }
    fn session(&self, session: &Session) -> Row {
        let stamp = match &*session.state {
            "held" => Stamp::ok(session.came()),
            "off" => Stamp::plain("取消了"),
            _ => Stamp::info("约好了"),
        };
        let title = ui::text::moment_near(clock::local(session.at), self.frame.today);
        Row::new(title).icon("calendar").stamp(stamp).meta(&session.place)
    }
    fn day(at: &i64) -> String {
        ui::text::date(clock::day_of(*at))
    }
    fn paper(&self, paper: &str, title: &str) -> Row {
        Row::new(title).icon("file-text").href(format!("{}/papers/{paper}", self.at()))
    }
    fn is_worker(&self) -> bool {
        self.side == Signer::Worker
    }
    fn revision(&self) -> i64 {
        self.mediation.as_ref().map_or(0, |m| m.revision)
    }
}

fn sentence(case: &Case, side: Signer, asks_consent: bool) -> String {
    match &*case.step {
        _ if asks_consent => "请回答：同不同意由工会调解".into(),
        "consent" if side == Signer::Worker => "您同意了，等单位回答".into(),
        "consent" => "您同意了，等职工回答".into(),
        "signing" => "协议写好了，请看清楚再签字".into(),
        "mediating" => format!("{}，由{}办理", case.state(), case.handler_name),
        _ => case.state().to_owned(),
    }
}
fn until(app: &App, case: &Case, mediation: Option<&Mediation>) -> Option<Until> {
    let mediation = mediation.filter(|_| matches!(&*case.step, "consent" | "mediating" | "signing"))?;
    let (day, today) = (mediation.limit(), app.today());
    let left = i64::from(calendar::days_left(today, day));
    let sentence = match left {
        ..0 => "调解期限过了，可以直接申请仲裁，双方愿意也可以接着调".to_owned(),
        _ => format!("最迟{}有结果", ui::text::near(day, today)),
    };
    Some(Until::new(left, sentence).law(limit_rule(mediation.source())))
}

pub async fn page(guest: &Guest, number: &str, form: &Fields) -> Result<ShowPage> {
    let app = &guest.app;
    let (case, side) = own(guest, number).await?;
    let mediation = store::find(&app.db, case.id).await?;
    let revision = mediation.as_ref().map_or(0, |m| m.revision);
    let parties = store::parties(&app.db, case.id).await?;
    let dues = store::dues(&app.db, case.id, revision).await?;
    let signatures = store::signatures(&app.db, case.id, revision).await?;
    let sessions = store::sessions(&app.db, case.id).await?;
    let unanswered = parties.iter().any(|party| party.side() == side && party.consent.is_empty());
    let asks_consent = unanswered && case.step == "consent" && !case.is_over();
    let marks = view::marks(&signatures);
    let signed = marks.iter().any(|(signer, screen, _)| *signer == side && screen.is_some());
    let in_force = mediation.as_ref().is_some_and(|m| m.in_force().is_some());
    Ok(ShowPage {
        frame: guest.frame("调解", Tab::Services, Some(&back(&case, side))),
        sentence: sentence(&case, side, asks_consent),
        until: until(app, &case, mediation.as_ref()),
        asks_consent,
        matter: claims::of(app, &case).words(),
        sessions: sessions.into_iter().map(|one| (one.offers(app), one)).map(|((w, f), one)| (one, w, f)).collect(),
        terms: view::paragraphs(&mediation.as_ref().map(|m| m.terms(app)).unwrap_or_default()),
        lines: view::lines(app, &dues, in_force),
        pad: (case.step == "signing" && !signed).then(|| {
            Signature::new("signature", "同意的，在框里签名").error(form.error("signature").map(str::to_owned))
        }),
        marks,
        receives: case.step == "performing" && side == Signer::Worker,
        ways: view::ways(app, &case, mediation.as_ref(), &dues, &cases::store::facts(&app.db, case.id).await?),
        mediation,
        side,
        case,
    })
}
fn back(case: &Case, side: Signer) -> String {
    if side == Signer::Worker { case_link(&case.number) } else { "/me".to_owned() }
}

pub async fn show(guest: Guest, Path(number): Path<String>) -> Result<Response> {
    Ok(guest.show(&page(&guest, &number, &Fields::default()).await?))
}

/// The mediations in which an account speaks for a firm, for the page of one's own cases.
pub async fn rows(app: &App, account: AccountId) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for id in store::for_firm(&app.db, account).await? {
        if let Some(case) = cases::store::find(&app.db, id).await? {
            let row = Row::new(format!("调解：{}", case.employer_name)).stamp(case.stamp());
            rows.push(row.meta(case.state()).href(own_link(&case.number)));
        }
    }
    Ok(rows)
}
