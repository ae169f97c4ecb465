//! What counting costs within an act, and how quickly facts are folded.
use super::Scene;
use crate::{
    Outcome, Plan,
    cases::{acts::case, pages::alone},
    client::{Load, ms},
    table::Table,
};
use casework::{
    course::{By, submit_in},
    definitions,
};
use directory::demo::signed_in;
use platform::{
    App,
    facts::{self, Fact, Measure},
    identity::{self, SignedIn},
    tree::{self, Org},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The share of an act that its facts may cost.
const SHARE: f64 = 15.0;
/// Facts of a case that is handed in: in all, by channel, by employer.
const EACH: usize = 3;
const FOLDED: usize = 300_000;
const LONGEST: f64 = 200.0;

struct Askers {
    app: App,
    all: Vec<SignedIn>,
    handler: Org,
    measures: Vec<&'static Measure>,
}
impl Askers {
    async fn of(scene: &Scene) -> Outcome<Arc<Askers>> {
        let mut all = Vec::new();
        for n in 0..16 {
            let mut tx = scene.app.db.begin().await?;
            let phone = format!("154000030{n:02}");
            let account = identity::account_for_phone(&mut tx, &scene.app, &phone, "测试员").await?;
            tx.commit().await?;
            all.push(signed_in(&scene.app, account).await.map_err(|_| "nobody signed in")?);
        }
        let handler = tree::find(&scene.app.db, scene.towns[0]).await?.ok_or("a town is gone")?;
        Ok(Arc::new(Askers { app: scene.app.clone(), all, handler, measures: scene.measures.clone() }))
    }
    /// A case is handed in, with so many facts more than its own.
    async fn hand_in(&self, n: usize, more: usize) -> Outcome {
        let who = &self.all[n % self.all.len()];
        let service = definitions::newest("advice").ok_or("no advice")?;
        let new = case(who, service, self.handler.clone(), n as u64);
        let mut tx = self.app.db.begin().await?;
        submit_in(&mut tx, &self.app, By::worker(who), &new).await.map_err(|e| format!("not handed in: {e:?}"))?;
        let all: Vec<Fact<'_>> = (0..more).map(|at| self.fact(at, n)).collect();
        if more > 0 {
            facts::count_all(&mut tx, &all).await?;
        }
        Ok(tx.commit().await?)
    }
    /// A case counts under the same measures as all others.
    fn fact(&self, at: usize, n: usize) -> Fact<'_> {
        Fact {
            measure: self.measures[at],
            org: self.handler.id,
            day: self.app.today(),
            dimension: "",
            amount: 1,
            record: "bench",
            record_id: n as i64,
        }
    }
}

/// A case handed in, and the same with its facts once more: what they cost. Then the same while facts are folded all the time.
pub async fn within_acts(plan: &Plan, scene: &Scene, table: &mut Table) -> Outcome {
    let askers = Askers::of(scene).await?;
    let acts = |more: usize| {
        let askers = askers.clone();
        alone(plan.seconds, move |n| {
            let askers = askers.clone();
            async move { askers.hand_in(n, more).await }
        })
    };
    // In turns, so that neither has the fuller log.
    let (mut plain, mut counted) = (0.0, 0.0);
    for _ in 0..3 {
        plain += acts(0).await?.rate;
        counted += acts(EACH).await?.rate;
    }
    table.compare(
        "facts, acts a second, with their facts twice",
        format!("{:.0}/s", plain / 3.0),
        format!("{:.0}/s", counted / 3.0),
    );
    table.at_most(
        "facts, share of the act that its facts cost",
        (100.0 * (plain / counted - 1.0).max(0.0), SHARE),
        "%",
    );
    let folding = tokio::spawn({
        let app = scene.app.clone();
        async move {
            loop {
                if facts::fold(&app, facts::SLICE).await.is_err() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    });
    let beside: Load = acts(0).await?;
    folding.abort();
    table.tell(
        "facts, an act while facts are folded: half, 99 %",
        format!("{:.1} {:.1} ms", ms(beside.p50), ms(beside.p99)),
    );
    Ok(())
}

/// A large number of facts that nobody has folded yet: how quickly they are, and for how long one slice holds the writer.
pub async fn folding(scene: &Scene, table: &mut Table) -> Outcome {
    while facts::fold(&scene.app, facts::SLICE).await? > 0 {}
    let orgs = scene.app.db.all::<(tree::OrgId,)>("SELECT id FROM organisations ORDER BY id", Vec::new()).await?;
    let made: Vec<Fact<'_>> = (0..FOLDED)
        .map(|n| Fact {
            measure: scene.measures[n % scene.measures.len()],
            org: orgs[(n * 7919) % orgs.len()].0,
            day: scene.today,
            dimension: "",
            amount: 1,
            record: "bench",
            record_id: n as i64,
        })
        .collect();
    for some in made.chunks(20_000) {
        let mut tx = scene.app.db.begin_long().await?;
        facts::count_all(&mut tx, some).await?;
        tx.commit().await?;
    }
    let (begun, mut longest) = (Instant::now(), Duration::ZERO);
    loop {
        let slice = Instant::now();
        if facts::fold(&scene.app, facts::SLICE).await? == 0 {
            break;
        }
        longest = longest.max(slice.elapsed());
    }
    let rate = FOLDED as f64 / begun.elapsed().as_secs_f64();
    table.tell("facts, folded", format!("{rate:.0}/s"));
    table.at_most(&format!("facts, the longest slice of {}", facts::SLICE), (ms(longest), LONGEST), "ms");
    Ok(())
}
