//! Requests at very many desks: asked, answered in time, solved, mostly rated (practice P10).
use super::{Worker, answers, officer, session, workers};
use crate::{
    cases::{Case, store, store::NewCase},
    course::{self, By, Outcomes, With},
    definitions::{self, Act, Actor, Ask, Outcome, Service},
    permissions::CASES_WORK,
};
use directory::demo::{Place, ago};
use platform::{
    App,
    tree::{self, Org, OrgId},
    web::Error,
};
use std::collections::{HashMap, hash_map::Entry};

pub struct Requests {
    /// Unions at which somebody asks.
    pub desks: usize,
    pub solved: usize,
}
/// What is asked, in turn, and the act with which it is solved.
const ASKED: [(&str, &str); 6] = [
    ("advice", "合同到期，单位说不续了，有没有补偿"),
    ("rights", "进厂半年没有交社保，问了说转正才交"),
    ("advice", "加班费按最低工资算，对不对"),
    ("study", "想考叉车证，哪里有班"),
    ("advice", "受伤以后单位让我签私了协议，能不能签"),
    ("suggestions", "夜班食堂只有冷饭，能不能留一个窗口"),
];
/// Days over which they are spread, the last of them some days ago.
const DAYS: i64 = 330;
/// At once: while one waits for the disk, others are made ready.
const AT_ONCE: usize = 8;

/// Enters all of them below a place.
pub async fn requests(app: &App, place: &Place, wanted: &Requests) -> Result<(), Error> {
    let workers = workers(app, &place.org, wanted.solved).await?;
    let desks = desks(app, place, &workers, wanted.desks).await?;
    let mut left = workers.into_iter().zip(desks).enumerate();
    let mut running = tokio::task::JoinSet::new();
    loop {
        while running.len() < AT_ONCE {
            let Some((n, (worker, desk))) = left.next() else { break };
            let app = app.clone();
            running.spawn(async move { Box::pin(solved(&app, n, &worker, &desk)).await });
        }
        match running.join_next().await {
            Some(done) => done.map_err(Error::internal)??,
            None => return Ok(()),
        }
    }
}
/// Where each asks: at the own union, and the first ones of each town and county at theirs, until there are desks enough.
async fn desks(app: &App, place: &Place, workers: &[Worker], wanted: usize) -> Result<Vec<Org>, Error> {
    let mut unions: HashMap<OrgId, Org> = HashMap::new();
    let mut free: Vec<&Org> = place.counties.iter().chain(&place.towns).collect();
    let firms = workers.iter().map(|worker| worker.union).collect::<std::collections::HashSet<_>>().len();
    free.truncate(wanted.saturating_sub(firms));
    let mut all = Vec::with_capacity(workers.len());
    for (n, worker) in workers.iter().enumerate() {
        let own = match unions.entry(worker.union) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(tree::find(&app.db, worker.union).await?.ok_or(Error::NotFound)?),
        };
        // Everybody's own desk has had somebody by then.
        let above = free.iter().position(|org| n >= firms && own.path.starts_with(&org.path));
        all.push(above.map_or_else(|| own.clone(), |at| free.swap_remove(at).clone()));
    }
    Ok(all)
}

async fn done(outcome: Outcomes) -> Result<(), Error> {
    outcome?.map_err(Error::internal)
}
/// The acts of people that lead from the start to where it is solved.
fn way(service: &'static Service) -> Vec<&'static Act> {
    let (mut at, mut way) = (service.start(), Vec::new());
    while !at.is_end() && way.len() < service.steps.len() {
        let leads =
            |act: &&Act| service.step(&act.to).is_some_and(|to| to.outcome.is_none_or(|o| o == Outcome::Solved));
        let Some(act) = at.acts.iter().filter(|act| act.is_offered()).find(leads) else { break };
        let Some(to) = service.step(&act.to) else { break };
        way.push(act);
        at = to;
    }
    way
}
async fn solved(app: &App, n: usize, worker: &Worker, desk: &Org) -> Result<(), Error> {
    let (key, story) = ASKED[n % ASKED.len()];
    let service = definitions::newest(key).ok_or(Error::NotFound)?;
    let first = DAYS + 12 - (n as i64 * 7_919) % DAYS;
    let asker = session(app, worker.account).await?;
    let given = answers(service, worker, story);
    let new = NewCase {
        service,
        channel: ["online", "online", "counter", "phone"][n % 4],
        account: worker.account,
        person: Some(worker.person),
        name: worker.name.clone(),
        phone: worker.phone.clone(),
        employer: worker.employer.filter(|_| service.recovers()),
        employer_name: if service.recovers() { worker.employer_name.clone() } else { String::new() },
        answers: serde_json::to_string(&given).map_err(Error::internal)?,
        handler: desk.clone(),
        bypass: false,
        accused: None,
        alone: None,
    };
    let mut case = course::submit(&ago(app, first), By::worker(&asker), &new).await?;
    let by = officer(app, desk.id, CASES_WORK).await?;
    for (day, act) in way(service).into_iter().enumerate() {
        let then = ago(app, first - 1 - day as i64);
        let reason = if act.asks(Ask::Reason) { "已经办好，请您看看。".to_owned() } else { String::new() };
        let with = With { reason, amount: act.asks(Ask::Amount).then_some(100_000) };
        let mine = case.at().is_some_and(|step| step.by == Actor::Worker);
        let by = if mine { By::worker(&asker) } else { By::union(&by) };
        done(course::perform(&then, by, &case, &act.key, &with).await).await?;
        case = again(app, &case).await?;
    }
    // One in six says nothing.
    match n % 6 {
        0 => Ok(()),
        n => {
            let stars = if n == 1 { 4 } else { 5 };
            done(course::rate(&ago(app, first - 4), By::worker(&asker), &case, stars, "").await).await
        }
    }
}
async fn again(app: &App, case: &Case) -> Result<Case, Error> {
    store::find(&app.db, case.id).await?.ok_or(Error::NotFound)
}
