//! Figures at every level: before and after folding, with hidden batches, and through moves of branches.
#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it must be")]
use jiff::{ToSpan, civil::Date};
use platform::{
    Module,
    facts::{self, Fact, Measure, MeasureKind, Period, Reading, Recount},
    rights::{Permission, Role},
    testing::Site,
    tree::{self, Move, Org, OrgId, Past, Scope},
    vals,
};

const SEEN: &Permission = &Permission { key: "seen", name: "看", roles: &[Role::Officer] };
const fn measure(key: &'static str, kind: MeasureKind) -> Measure {
    Measure {
        key, name: "数", unit: "个", definition: "试", kind, records: "/", needs: SEEN, recount: Recount::Event
    }
}
const THERE: &Measure = &measure("there", MeasureKind::Stock);
const DONE: &Measure = &measure("done", MeasureKind::Flow);
const BOTH: [&Measure; 2] = [THERE, DONE];

fn modules() -> Vec<Module> {
    vec![Module { key: "probe", name: "试", permissions: &[SEEN], measures: &[THERE, DONE], ..Module::EMPTY }]
}
fn day(n: usize) -> Date {
    Date::constant(2026, 8, 20).saturating_add((n as i64).days())
}
const DAYS: usize = 100;

/// Small numbers that look thrown, the same in each run.
struct Dice(u64);
impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// What the program should say, kept in the plainest way: who is whose parent on each day, and all that was counted.
struct Model {
    orgs: Vec<OrgId>,
    parents: Vec<Vec<Option<usize>>>,
    /// From which day on each hangs under its present parent.
    since: Vec<usize>,
    counted: Vec<(usize, &'static str, usize, &'static str, i64)>,
}
impl Model {
    fn holds(&self, above: usize, org: usize, on: usize) -> bool {
        org == above || self.parents[org][on].is_some_and(|parent| self.holds(above, parent, on))
    }
    fn sum(&self, above: usize, key: &str, (from, to): (usize, usize), dimension: Option<&str>) -> i64 {
        let rows = self.counted.iter().filter(|(_, k, _, d, _)| *k == key && dimension.is_none_or(|one| one == *d));
        let counts = |(org, _, on, ..): &&(usize, &str, usize, &str, i64)| match key {
            "there" => *on <= to && self.holds(above, *org, to),
            _ => (from..=to).contains(on) && self.holds(above, *org, *on),
        };
        rows.filter(counts).map(|(.., amount)| amount).sum()
    }
    /// From which day on a move counts.
    fn from(&self, org: usize, on: usize, past: Past) -> usize {
        if past == Past::Goes { self.since[org] } else { on.max(self.since[org]) }
    }
    fn may_move(&self, org: usize, to: usize, from: usize) -> bool {
        self.parents[org][DAYS - 1] != Some(to) && (from..DAYS).all(|on| !self.holds(org, to, on))
    }
    fn moves(&mut self, org: usize, to: usize, from: usize) {
        self.parents[org][from..].fill(Some(to));
        self.since[org] = from;
    }
}

async fn walk(site: &Site, seed: u64) {
    let mut dice = Dice(seed);
    let mut model = Model { orgs: Vec::new(), parents: Vec::new(), since: Vec::new(), counted: Vec::new() };
    let mut orgs: Vec<Org> = Vec::new();
    for parent in [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(5), Some(3)] {
        orgs.push(site.org(parent.map(|p: usize| &orgs[p]), "工会").await);
        model.orgs.push(orgs.last().unwrap().id);
        model.parents.push(vec![parent; DAYS]);
        model.since.push(0);
    }
    for step in 0..60 {
        match dice.below(10) {
            0..=5 => count(site, &mut model, &mut dice).await,
            6 => assert!(facts::fold(&site.app, 3 + dice.below(40) as i64).await.is_ok()),
            _ => {
                let (org, to, on) = (1 + dice.below(orgs.len() - 1), dice.below(orgs.len()), 1 + dice.below(DAYS - 1));
                let past = if dice.below(3) == 0 { Past::Goes } else { Past::Stays };
                let find = async |n: usize| tree::find(&site.app.db, model.orgs[n]).await.unwrap().unwrap();
                let (moving, target) = (find(org).await, find(to).await);
                let mut tx = site.app.db.begin().await.unwrap();
                let how = Move { on: day(on), past, account: None, reason: "试" };
                let moved = tree::move_branch(&mut tx, &site.app, (&moving, &target), how).await.unwrap();
                let from = model.from(org, on, past);
                assert_eq!(moved.is_ok(), model.may_move(org, to, from), "{moved:?}");
                if moved.is_ok() {
                    tx.commit().await.unwrap();
                    model.moves(org, to, from);
                }
            }
        }
        if step % 6 == 5 {
            compare(site, &model, &mut dice).await;
        }
    }
}

/// Some facts, now and then in a batch that is hidden at first.
async fn count(site: &Site, model: &mut Model, dice: &mut Dice) {
    let mut tx = site.app.db.begin().await.unwrap();
    let batch = match dice.below(4) {
        0 => tx.insert("batches", "made_at", vals![0]).await.unwrap(),
        _ => 0,
    };
    let made: Vec<_> = (0..1 + dice.below(8))
        .map(|_| {
            let (org, measure) = (dice.below(model.orgs.len()), BOTH[dice.below(2)]);
            let amount = dice.below(9) as i64 - 2;
            (org, measure, dice.below(DAYS), ["", "甲", "乙"][dice.below(3)], amount)
        })
        .collect();
    let all: Vec<Fact> = made
        .iter()
        .map(|(org, measure, on, dimension, amount)| Fact {
            measure,
            org: model.orgs[*org],
            day: day(*on),
            dimension,
            amount: *amount,
            record: "thing",
            record_id: 1,
        })
        .collect();
    facts::count_in_batch(&mut tx, &all, batch).await.unwrap();
    tx.commit().await.unwrap();
    if batch != 0 {
        let mut tx = site.app.db.begin().await.unwrap();
        facts::show_batch(&mut tx, &site.app, batch).await.unwrap();
        tx.commit().await.unwrap();
    }
    model.counted.extend(made.into_iter().map(|(org, m, on, dimension, amount)| (org, m.key, on, dimension, amount)));
}

async fn compare(site: &Site, model: &Model, dice: &mut Dice) {
    let db = &site.app.db;
    assert_eq!(facts::differences(&site.app, &|_, _| {}).await.unwrap(), []);
    assert_eq!(tree::misdrawn(db).await.unwrap(), []);
    let (one, two) = (dice.below(DAYS), dice.below(DAYS));
    let span = if dice.below(4) == 0 { (12, 41) } else { (one.min(two), one.max(two)) };
    let period = Period { from: day(span.0), to: day(span.1) };
    for (at, id) in model.orgs.iter().enumerate() {
        let org = tree::find(db, *id).await.unwrap().unwrap();
        let scope = Scope::below(&org.path);
        let expected: Vec<i64> = BOTH.iter().map(|m| model.sum(at, m.key, span, None)).collect();
        assert_eq!(facts::many(db, &BOTH, &scope, period).await.unwrap(), expected, "{at} {period:?}");
        for (measure, expected) in BOTH.iter().zip(&expected) {
            assert_eq!(facts::value(db, measure, &scope, period).await.unwrap(), *expected);
            let over = if measure.kind == MeasureKind::Stock { Period::until(period.to) } else { period };
            let months = facts::by_month(db, measure, &scope, over).await.unwrap();
            assert_eq!(months.iter().map(|(_, amount)| amount).sum::<i64>(), *expected);
            let acting = facts::by_org(db, measure, &scope, over).await.unwrap();
            assert_eq!(acting.iter().map(|(.., amount)| amount).sum::<i64>(), *expected, "by organisation");
            for (dimension, amount) in facts::by_dimension(db, measure, &scope, over).await.unwrap() {
                assert_eq!(amount, model.sum(at, measure.key, span, Some(&dimension)), "{dimension}");
            }
            let course = facts::course(db, measure, &scope, period.to, 3).await.unwrap();
            let first = (0..=span.1).find(|n| day(*n).first_of_month() == period.to.first_of_month()).unwrap();
            assert_eq!(course.value, model.sum(at, measure.key, (first, span.1), None), "the course");
        }
        let dimensions = facts::by_dimensions(db, &BOTH, &scope, period).await.unwrap();
        for (measure, all) in BOTH.iter().zip(dimensions) {
            assert_eq!(all, facts::by_dimension(db, measure, &scope, period).await.unwrap(), "{}", measure.key);
        }
        let now = Reading { measures: &BOTH, period, changes: false };
        let around = facts::around(db, &scope, &[now, Reading { changes: true, ..now }]).await.unwrap();
        let children = tree::children(db, *id).await.unwrap().into_iter().map(|child| child.id);
        for org in children.chain([*id]) {
            let place = model.orgs.iter().position(|id| *id == org).unwrap();
            let values = around.of(org);
            assert_eq!(values[..2], BOTH.map(|m| model.sum(place, m.key, span, None)));
            let path = tree::find(db, org).await.unwrap().unwrap().path;
            for (measure, changed) in BOTH.iter().zip(&values[2..]) {
                assert_eq!(*changed, facts::sum(db, measure, &Scope::below(&path), period).await.unwrap(), "changes");
            }
        }
    }
    let each = facts::of_each(db, &BOTH, &model.orgs, period).await.unwrap();
    let expected: Vec<Vec<i64>> =
        (0..model.orgs.len()).map(|at| BOTH.iter().map(|m| model.sum(at, m.key, span, None)).collect()).collect();
    assert_eq!(each, expected);
}

#[tokio::test]
async fn whatever_is_counted_folded_and_moved_every_figure_is_what_a_recount_says() {
    for seed in [1, 7, 42] {
        for site in Site::on_both(modules).await {
            walk(&site, seed).await;
            while facts::fold(&site.app, 1_000).await.unwrap() > 0 {}
            let sums = "SELECT CAST(COALESCE(SUM(amount * amount), 0) AS BIGINT) FROM fact_branch_days";
            let before = site.number(sums).await;
            facts::rebuild(&site.app).await.unwrap();
            assert_eq!(site.number(sums).await, before, "added up anew");
            assert_eq!(facts::differences(&site.app, &|_, _| {}).await.unwrap(), []);
        }
    }
}

#[tokio::test]
async fn a_branch_that_moves_leaves_its_past_or_takes_it_along() {
    for site in Site::on_both(modules).await {
        let county = site.org(None, "滨河县总工会").await;
        let town = site.org(Some(&county), "城关镇总工会").await;
        let other = site.org(Some(&county), "白沙镇总工会").await;
        let firm = site.org(Some(&town), "顺通物流工会").await;
        let count = async |measure: &'static Measure, on: usize, amount: i64| {
            let mut tx = site.app.db.begin().await.unwrap();
            let fact =
                Fact { measure, org: firm.id, day: day(on), dimension: "", amount, record: "thing", record_id: 1 };
            facts::count(&mut tx, &fact).await.unwrap();
            tx.commit().await.unwrap();
        };
        // What is there, and what was done from the 10th to the 60th day.
        let figures = async |org: &Org, to: usize| {
            let period = Period { from: day(10), to: day(to) };
            facts::many(&site.app.db, &BOTH, &Scope::below(&org.path), period).await.unwrap()
        };
        let moves = async |to: &Org, on: usize, past: Past| {
            let firm = tree::find(&site.app.db, firm.id).await.unwrap().unwrap();
            let mut tx = site.app.db.begin().await.unwrap();
            let how = Move { on: day(on), past, account: None, reason: "区划调整" };
            tree::move_branch(&mut tx, &site.app, (&firm, to), how).await.unwrap().unwrap();
            tx.commit().await.unwrap();
        };
        count(THERE, 10, 30).await;
        count(DONE, 12, 5).await;
        site.work().await;
        moves(&other, 40, Past::Stays).await;
        count(DONE, 50, 2).await;
        // Entered late: it happened when the firm was the town's.
        count(THERE, 20, -1).await;
        for _ in 0..2 {
            assert_eq!((figures(&town, 39).await, figures(&other, 39).await), (vec![29, 5], vec![0, 0]));
            assert_eq!((figures(&town, 60).await, figures(&other, 60).await), (vec![0, 5], vec![29, 2]));
            assert_eq!(figures(&county, 60).await, [29, 7], "the county all the time");
            site.work().await;
        }
        moves(&town, 70, Past::Goes).await;
        assert_eq!((figures(&town, 60).await, figures(&other, 60).await), (vec![29, 7], vec![0, 0]));
        assert_eq!(facts::differences(&site.app, &|_, _| {}).await.unwrap(), []);
        assert_eq!(tree::misdrawn(&site.app.db).await.unwrap(), []);
    }
}
