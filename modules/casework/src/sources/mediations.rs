//! Mediations that courts entrust to a place, and those of its towns with what was paid; consultations of the towns (practice P12).
use super::{Worker, answers, officer, session, workers};
use crate::{
    cases::{self, Case, store::NewCase},
    course::{self, By, Outcomes},
    mediation::{
        self, Acceptance, Draft, Due, Intake, Signer, Source,
        acts::{accept, agreement, consent, fail, intake, paper, performance},
        consultations,
    },
    permissions::CASES_WORK,
};
use directory::demo::{Place, ago};
use jiff::ToSpan;
use platform::{
    App,
    identity::{self, AccountId, NewPost, SignedIn},
    rights::Role,
    tree::Org,
    web::Error,
};

pub struct Mediations {
    /// Entrusted by courts and arbitrators, handled by the place itself.
    pub entrusted: usize,
    /// What their agreements say in all, in yuan.
    pub agreed: i64,
    /// Asked and answered at once in the towns.
    pub consultations: usize,
    /// Mediated in the towns.
    pub town: usize,
    /// What was paid after these, in yuan.
    pub paid: i64,
}
/// Of seven entrusted ones, so many end in an agreement.
const AGREED: usize = 6;
/// Days over which they are spread: whoever works in a town now did so by then (posts of generated places begin 200 days ago or earlier).
const DAYS: i64 = 165;
const AT_ONCE: usize = 8;
/// The two who mediate: at the place itself. Names and phones.
const MEDIATORS: [(&str, &str); 2] = [("梁秋水", "15400000941"), ("姚远山", "15400000942")];

/// One mediation: for whom, where, for how much, and whether it comes to an agreement and to its money.
struct One {
    n: usize,
    worker: Worker,
    handler: Org,
    mediator: AccountId,
    source: Source,
    /// In fen; none: it fails.
    amount: Option<i64>,
    is_paid: bool,
}

pub async fn mediations(app: &App, place: &Place, wanted: &Mediations) -> Result<(), Error> {
    let workers = workers(app, &place.org, wanted.entrusted + wanted.town).await?;
    let mut mediators = Vec::new();
    for one in MEDIATORS {
        mediators.push(mediator(app, &place.org, one).await?);
    }
    let works = (0..wanted.entrusted).filter(|n| n % 7 < AGREED).count();
    let mut shares = shares(wanted.agreed * 100, works).into_iter();
    let mut all = Vec::with_capacity(workers.len());
    let (first, rest) = workers.split_at(wanted.entrusted);
    for (n, worker) in first.iter().enumerate() {
        let amount = if n % 7 < AGREED { shares.next() } else { None };
        let source = if n % 3 == 2 { Source::Arbitration } else { Source::Court };
        let mediator = mediators[n % 2];
        all.push(One {
            n,
            worker: worker.clone(),
            handler: place.org.clone(),
            mediator,
            source,
            amount,
            is_paid: n % 2 == 0,
        });
    }
    for (n, (worker, amount)) in rest.iter().zip(self::shares(wanted.paid * 100, wanted.town)).enumerate() {
        let handler = above(&place.towns, app, worker).await?;
        let mediator = officer(app, handler.id, CASES_WORK).await?.account;
        let (worker, amount) = (worker.clone(), Some(amount));
        all.push(One { n, worker, handler, mediator, source: Source::Worker, amount, is_paid: true });
    }
    run(app, all).await?;
    for n in 0..wanted.consultations {
        let town = &place.towns[n % place.towns.len()];
        let who = officer(app, town.id, CASES_WORK).await?;
        let topic = consultations::TOPICS[n % consultations::TOPICS.len()].0;
        let then = ago(app, 5 + (n as i64 * 31) % DAYS);
        consultations::consult(&then, &who, town.id, (topic, ["counter", "phone", "field"][n % 3], "")).await?;
    }
    Ok(())
}
async fn run(app: &App, all: Vec<One>) -> Result<(), Error> {
    let mut left = all.into_iter();
    let mut running = tokio::task::JoinSet::new();
    loop {
        while running.len() < AT_ONCE {
            let Some(one) = left.next() else { break };
            let app = app.clone();
            running.spawn(async move { Box::pin(one.play(&app)).await });
        }
        match running.join_next().await {
            Some(done) => done.map_err(Error::internal)??,
            None => return Ok(()),
        }
    }
}
/// A sum in uneven parts of whole yuan that add up to it.
fn shares(fen: i64, parts: usize) -> Vec<i64> {
    let weights: Vec<i64> = (0..parts).map(|n| 60 + (n as i64 * 37) % 90).collect();
    let whole: i64 = weights.iter().sum::<i64>().max(1);
    let mut all: Vec<i64> = weights.iter().map(|weight| fen / 100 * weight / whole * 100).collect();
    let rest = fen - all.iter().sum::<i64>();
    if let Some(last) = all.last_mut() {
        *last += rest;
    }
    all
}
async fn above(towns: &[Org], app: &App, worker: &Worker) -> Result<Org, Error> {
    let own = platform::tree::find(&app.db, worker.union).await?.ok_or(Error::NotFound)?;
    towns.iter().find(|town| own.path.starts_with(&town.path)).cloned().ok_or(Error::NotFound)
}
async fn mediator(app: &App, org: &Org, (name, phone): (&str, &str)) -> Result<AccountId, Error> {
    let starts_on = app.today().saturating_sub(700.days());
    let post = NewPost { org: org.id, role: Role::Mediator, title: "专职调解员", starts_on, ends_on: None };
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, phone, name).await?;
    identity::give_post(&mut tx, app, account, &post, None).await?;
    tx.commit().await?;
    Ok(account)
}
async fn done(outcome: Outcomes) -> Result<(), Error> {
    outcome?.map_err(Error::internal)
}

impl One {
    async fn play(&self, app: &App) -> Result<(), Error> {
        let first = 25 + (self.n as i64 * 17) % DAYS;
        let at = |days: i64| ago(app, first - days);
        let by = officer(app, self.handler.id, CASES_WORK).await?;
        let case = self.begin(&at(0), &by).await?;
        let contact = self.contact();
        let new = Acceptance { mediator: self.mediator, contact: contact.0, phone: contact.1 };
        done(accept(&at(1), By::union(&by), &case, &new).await).await?;
        for side in [Signer::Worker, Signer::Firm] {
            if self.source.applicant() != Some(side) {
                done(consent(&at(1), By::union(&by), &case, side, true, "电话里答复的").await).await?;
            }
        }
        let mediator = session(app, self.mediator).await?;
        let Some(amount) = self.amount else {
            return done(fail(&at(9), By::union(&mediator), &case, "双方数额谈不拢").await).await;
        };
        let on = at(20).today();
        let dues = vec![Due { what: "付清约定的款项".into(), on, amount }];
        let terms = "单位一次付清，双方不再有其他争议。".to_owned();
        // One that was entrusted has begun anew with its acceptance.
        let revision = mediation::store::find(&app.db, case.id).await?.map_or(0, |mediation| mediation.revision);
        done(agreement(&at(6), By::union(&mediator), &case, &Draft { revision, terms, dues }).await).await?;
        let revision = revision + 1;
        for signer in [Signer::Worker, Signer::Firm, Signer::Seal] {
            done(paper(&at(7), By::union(&by), &case, (revision, signer)).await).await?;
        }
        done(paper(&at(7), By::union(&mediator), &case, (revision, Signer::Mediator)).await).await?;
        if !self.is_paid {
            return Ok(());
        }
        let due = mediation::store::dues(&app.db, case.id, revision).await?.first().map_or(0, |due| due.id);
        let then = at(18);
        done(performance(&then, By::union(&by), &case, due, (None, then.today())).await).await
    }
    /// Taken down as it came: from the worker, or from whoever entrusts it.
    async fn begin(&self, app: &App, by: &SignedIn) -> Result<Case, Error> {
        let service = mediation::service()?;
        let worker = &self.worker;
        let given = answers(service, worker, "欠的工资和补偿一直没有结清，请工会调解");
        let case = NewCase {
            service,
            channel: "counter",
            account: worker.account,
            person: Some(worker.person),
            name: worker.name.clone(),
            phone: worker.phone.clone(),
            employer: worker.employer,
            employer_name: worker.employer_name.clone(),
            answers: serde_json::to_string(&given).map_err(Error::internal)?,
            handler: self.handler.clone(),
            bypass: false,
            accused: None,
            alone: None,
        };
        if !self.source.is_entrusted() {
            return course::submit(app, By::union(by), &case).await;
        }
        let entruster =
            if self.source == Source::Court { "区人民法院" } else { "区劳动人事争议仲裁委员会" };
        let limit = Some(app.today().saturating_add(30.days()));
        let reference = format!("委托调解{}号", self.n + 1);
        let new = Intake { case, source: self.source, entruster: entruster.into(), reference, limit };
        let case = intake(app, By::union(by), &new).await?;
        cases::store::find(&app.db, case.id).await?.ok_or(Error::NotFound)
    }
    /// Who speaks for the firm.
    fn contact(&self) -> (String, String) {
        (format!("人事{}", self.n + 1), format!("1541{:07}", self.worker.union.0))
    }
}
