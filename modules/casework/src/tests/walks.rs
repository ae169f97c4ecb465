//! Every definition, walked through the engine: from the form, filled in at random but right, to each of its ends; and wherever chance leads.
use super::{
    aid::{but, visit},
    counties,
    county::{County, Worker, decide},
};
use crate::{
    cases::{Case, answers::name_of, store},
    course::{self, By},
    definitions::{self, Act, Actor, Aid, Column, Field, FieldKind, Need, Service, Step},
};
use directory::demo::holder;
use platform::{rights::Role, testing::Client, vals};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use std::collections::{HashMap, VecDeque};

/// Walks at random through each definition, beside those to its ends.
const WANDERS: u64 = 2;
/// Acts of such a walk at most: after so many it goes to the nearest end.
const LONG: usize = 12;
const CHARACTERS: &[&str] = &["工", "会", "钱", "Ａ", "𠮷", "x", "7", "，", "月"];

/// What somebody might type into a field.
fn typed(kind: FieldKind, options: &[(String, String)], most: usize, dice: &mut StdRng, n: u16) -> String {
    match kind {
        FieldKind::Text | FieldKind::Area | FieldKind::Person | FieldKind::Place => {
            (0..dice.random_range(1..=most.min(20))).map(|_| *CHARACTERS.choose(dice).unwrap()).collect()
        }
        FieldKind::Number => dice.random_range(1..9_u32).to_string(),
        // Little enough that the rule finds hardship.
        FieldKind::Money => format!("{}.{:02}", dice.random_range(1..400), dice.random_range(0..100)),
        FieldKind::Date => format!("2026-{:02}-{:02}", dice.random_range(1..=10), dice.random_range(1..=28)),
        FieldKind::Choice => options.choose(dice).unwrap().0.clone(),
        FieldKind::Employer => "顺通物流有限公司".into(),
        FieldKind::Check => "1".into(),
        FieldKind::Phone => format!("139{:08}", dice.random_range(0..100_000_000)),
        FieldKind::Identity => directory::testing::man(500 + u32::from(n)),
        FieldKind::Bank => (0..dice.random_range(8..=30)).map(|_| char::from(dice.random_range(b'0'..=b'9'))).collect(),
        FieldKind::File | FieldKind::Family => String::new(),
    }
}
fn form(service: &Service, dice: &mut StdRng, n: u16) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let cell = |field: &Field, row: usize, column: &Column| format!("{}_{row}_{}", name_of(field), column.key);
    for field in &service.fields {
        if field.kind == FieldKind::Family {
            for row in 0..dice.random_range(1..=3) {
                for column in &field.columns {
                    all.push((cell(field, row, column), typed(column.kind, &column.options, 20, dice, n)));
                }
            }
        } else if field.required || dice.random_bool(0.5) {
            let most = field.longest.unwrap_or(60);
            all.push((name_of(field), typed(field.kind, &field.options, most, dice, n)));
        }
    }
    all
}

/// The shortest way from the start to each end: steps with acts.
fn ways(service: &'static Service) -> Vec<Vec<(&'static Step, &'static Act)>> {
    let mut came: HashMap<&str, Vec<(&'static Step, &'static Act)>> = HashMap::from([(&*service.start().key, vec![])]);
    let mut next = VecDeque::from([service.start()]);
    let mut ends = Vec::new();
    while let Some(step) = next.pop_front() {
        let way = came[&*step.key].clone();
        if step.is_end() {
            ends.push(way);
            continue;
        }
        for act in &step.acts {
            let to = service.step(&act.to).expect("a known step");
            if !came.contains_key(&*to.key) {
                came.insert(&to.key, [&way[..], &[(step, act)]].concat());
                next.push_back(to);
            }
        }
    }
    ends
}

/// Those who walk: a worker, the firm's chair, and somebody else who may decide.
struct Walk<'a> {
    county: &'a County,
    worker: Worker,
    chair: Client,
    officer: Client,
    number: String,
    n: u16,
}
impl<'a> Walk<'a> {
    async fn begin(county: &'a County, service: &'static Service, dice: &mut StdRng, n: u16) -> Walk<'a> {
        let mut worker = county.member(n, &county.firm).await;
        let (chair, officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let fields = form(service, dice, n);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let number = worker.ask(&service.key, &fields).await;
        Walk { county, worker, chair, officer, number, n }
    }
    async fn case(&self) -> Case {
        store::by_number(&self.county.site.app.db, &self.number).await.unwrap().expect("a case")
    }
    /// Does an act; false: it was refused.
    async fn act(&mut self, step: &Step, act: &Act, prepared: bool) -> bool {
        if prepared {
            for need in &act.needs {
                self.prepare(*need).await;
            }
        }
        let before = self.case().await.version;
        if act.apart {
            self.apart(act).await;
        } else if act.program {
            let days = self.case().await.service().clock(&step.clock).map_or(0, |clock| clock.days);
            self.county.days_later(i64::from(days) + 9).await;
        } else if step.by == Actor::Worker {
            let at = format!("/me/cases/{}/act", self.number);
            self.worker.client.post(&at, &[("act", &act.key)]).await;
        } else {
            let fields = [("decision", &*act.key), ("reason", "写明了"), ("amount", "12.34")];
            let by = if act.needs.contains(&Need::Other) { &mut self.officer } else { &mut self.chair };
            decide(by, &self.number, &fields).await;
        }
        self.case().await.version != before
    }
    async fn prepare(&mut self, need: Need) {
        match need {
            Need::Visit => {
                let key: &'static str = Box::leak(format!("{:032x}", u64::from(self.n) + 16).into_boxed_str());
                assert_eq!(visit(&mut self.chair, &self.number, &but(&[("key", key)])).await["state"], "sent");
            }
            Need::Notice => {
                if self.case().await.service().aid == Some(Aid::Study) {
                    self.county
                        .officer(&self.county.county)
                        .await
                        .post("/console/aid/calls/1/act", &[("act", "publish")])
                        .await
                        .expect(303);
                }
                self.county.days_later(10).await;
            }
            Need::Rule | Need::Other => {}
        }
    }
    /// What a page of its own does beside: the engine's part of it.
    async fn apart(&self, act: &Act) {
        let app = &self.county.site.app;
        let who = holder(app, self.county.firm.id, Role::Chair).await.unwrap();
        let case = self.case().await;
        let mut tx = app.db.begin().await.unwrap();
        assert!(store::take(&mut tx, &case).await.unwrap());
        course::advance(&mut tx, app, By::union(&who), &case, act, ("", None)).await.unwrap();
        tx.commit().await.unwrap();
    }
    /// What always holds, wherever a case is.
    async fn holds(&mut self, said: &str) {
        let (case, db) = (self.case().await, &self.county.site.app.db);
        let step = case.at().expect("a known step");
        assert_eq!(case.is_over(), step.is_end(), "{said}");
        assert_eq!(case.outcome(), step.outcome, "{said}");
        assert_eq!(case.due().is_some(), !case.is_over(), "{said}: a clock runs as long as it goes on");
        let open = "SELECT COUNT(*) FROM tasks WHERE subject = 'case' AND subject_id = $1 AND done_at IS NULL";
        let waits = db.number(open, vals![case.id]).await.unwrap();
        assert_eq!(waits, i64::from(step.by == Actor::Union), "{said}: one task where the union acts");
        let counted = "SELECT CAST(SUM(amount) AS BIGINT) FROM facts WHERE measure = 'cases.ended' AND record_id = $1";
        assert_eq!(db.number(counted, vals![case.id]).await.unwrap(), i64::from(case.is_over()), "{said}");
        let own = self.worker.client.get(&format!("/me/cases/{}", self.number)).await.expect(200);
        assert!(own.says(&case.number) || own.says(case.state()) || own.says(&step.question), "{said}");
    }
}

/// A walk that goes where chance leads, and then to the nearest end.
async fn wander(walk: &mut Walk<'_>, service: &'static Service, dice: &mut StdRng, said: &str) {
    for _ in 0..LONG {
        let case = walk.case().await;
        let step = case.at().expect("a known step");
        if step.is_end() {
            return;
        }
        let act = step.acts.choose(dice).expect("acts at a step that is no end");
        // The list of a call is made public once, for all its children.
        let prepared = !(service.aid == Some(Aid::Study) && act.needs.contains(&Need::Notice));
        walk.act(step, act, prepared).await;
        walk.holds(&format!("{said}, after {}.{}", step.key, act.key)).await;
    }
}

async fn walked(service: &'static Service, county: &County) {
    if service.aid == Some(Aid::Study) {
        super::aid::autumn::called(county).await;
    }
    let mut n = 0;
    for seed in 0..WANDERS {
        n += 1;
        let dice = &mut StdRng::seed_from_u64(seed);
        let said = format!("{}, seed {seed}", service.key);
        let mut walk = Walk::begin(county, service, dice, n).await;
        walk.holds(&said).await;
        wander(&mut walk, service, dice, &said).await;
    }
    let mut ends = ways(service);
    ends.sort_by_key(Vec::len);
    assert_eq!(ends.len(), service.steps.iter().filter(|step| step.is_end()).count(), "{}", service.key);
    for way in ends {
        n += 1;
        let end = way.last().map(|(_, act)| &*act.to).expect("an end is no start");
        let said = format!("{} to {end}", service.key);
        let mut walk = Walk::begin(county, service, &mut StdRng::seed_from_u64(n.into()), n).await;
        for (step, act) in way {
            assert!(walk.act(step, act, true).await, "{said}: {}.{} was refused", step.key, act.key);
            walk.holds(&said).await;
        }
        assert_eq!(walk.case().await.step, end, "{said}");
    }
}

#[tokio::test]
async fn every_definition_is_walked_from_its_form_to_every_end_through_the_engine() {
    let own: Vec<&str> = definitions::FILES.iter().map(|(name, _)| name.trim_end_matches(".toml")).collect();
    // What is told in confidence has no union that acts: its own tests walk it.
    let walked_here = |service: &&'static Service| own.contains(&&*service.key) && !service.confidential;
    for service in definitions::current().filter(walked_here) {
        for county in counties().await {
            walked(service, &county).await;
            county.site.figures_add_up().await;
        }
    }
}
