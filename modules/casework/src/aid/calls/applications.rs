//! The applications of a call, ranked.
use super::super::{
    figures::{self, Given},
    store::{self, Call},
    study::{self, Applicant, Ranked},
};
use crate::{
    cases::Case,
    definitions::{FieldKind, Outcome},
};
use platform::{App, secrets::mask_name, web::Result};
use std::collections::{HashMap, HashSet};

/// Where an application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Not visited yet.
    Before,
    Rank,
    Listed,
    Paid,
    Out,
}
pub struct Application {
    pub case: Case,
    pub at: At,
    pub child: String,
    pub level: String,
    pub school: String,
    pub amount: i64,
    pub points: i64,
    pub reasons: Vec<&'static str>,
    pub proposed: bool,
    /// Listed, and on no public list yet.
    pub unannounced: bool,
    /// The other fund that aided the child this year.
    pub twice: Option<String>,
}
fn at(case: &Case) -> At {
    match (&*case.step, case.outcome()) {
        (_, Some(Outcome::Solved)) => At::Paid,
        (_, Some(_)) => At::Out,
        ("rank", None) => At::Rank,
        ("listed", None) => At::Listed,
        _ => At::Before,
    }
}

/// From the neediest on; what is out comes last.
pub async fn of_call(app: &App, call: &Call) -> Result<Vec<Application>> {
    let minimum = figures::minimum(app, call.org, call.opens()).await?;
    let aided: HashMap<String, String> = aided(app, call).await?;
    let unannounced = store::unannounced(&app.db, call.id).await?;
    let mut all = Vec::new();
    let mut applicants = Vec::new();
    let mut seen = HashSet::new();
    for case in store::applications(&app.db, call).await? {
        let given = Given::of(app, &case);
        let number = given.of_kind(&case, FieldKind::Identity).to_owned();
        let (place, level) = (at(&case), given.get("level").to_owned());
        let other = aided.get(&number).filter(|_| matches!(place, At::Before | At::Rank)).cloned();
        // The same child asked for twice: the first application counts.
        let again = place != At::Out && !seen.insert(number);
        let twice = other.or_else(|| again.then(|| "另一份申请".to_owned()));
        let amount = call.amount(&level);
        applicants.push(Applicant {
            family: given.get("situation").to_owned(),
            income: given.number("income"),
            persons: given.number("persons"),
            file: store::open_kind(&app.db, case.person).await?,
            // What can't be granted takes nothing of the budget.
            amount: if place == At::Rank && twice.is_none() { amount } else { 0 },
            order: case.id.0,
        });
        all.push(Application {
            at: place,
            child: mask_name(given.get("child")),
            school: given.get("school").to_owned(),
            level: level_words(&level),
            amount,
            points: 0,
            reasons: Vec::new(),
            proposed: false,
            unannounced: place == At::Listed && unannounced.contains(&case.id),
            twice,
            case,
        });
    }
    let ranked = study::rank(&applicants, call.left(), minimum);
    Ok(in_order(all, ranked))
}
fn level_words(key: &str) -> String {
    super::levels().into_iter().find(|(known, _)| *known == key).map_or_else(String::new, |(_, words)| words.to_owned())
}
fn in_order(all: Vec<Application>, ranked: Vec<Ranked>) -> Vec<Application> {
    let mut slots: Vec<Option<Application>> = all.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(slots.len());
    for one in ranked {
        let Some(mut application) = slots[one.at].take() else { continue };
        (application.points, application.reasons) = (one.points, one.reasons);
        application.proposed = one.proposed && application.at == At::Rank && application.twice.is_none();
        sorted.push(application);
    }
    sorted.sort_by_key(|one| one.at == At::Out);
    sorted
}
/// Children who were aided this year: by which fund.
async fn aided(app: &App, call: &Call) -> Result<HashMap<String, String>> {
    let rows = store::children(&app.db, super::SERVICE, call.year).await?;
    let open = |(sealed, fund): (String, String)| Some((app.keys.open(store::CHILD, &sealed).ok()?, fund));
    Ok(rows.into_iter().filter_map(open).collect())
}
