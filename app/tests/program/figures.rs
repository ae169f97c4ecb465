//! Every figure is what its records say: over the demo county, and after whatever was done in it.
use super::rights::demo_county;
use casework::{
    cases::{Case, CaseId, store as cases},
    course::{self, By, With},
    definitions::Actor,
};
use directory::{
    demo::{holder, signed_in},
    members::{self, Membership, change},
    people,
    unions::{self, Union, moving},
};
use platform::{
    App,
    facts::Recount,
    rights::Role,
    testing::{Client, Site},
    tree::{OrgId, Past, PersonId},
    vals,
};
use std::collections::BTreeMap;

/// Numbers that look thrown, the same in each run.
struct Dice(u64);
impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

#[tokio::test]
async fn every_measure_is_what_its_records_say_whatever_was_done_in_the_demo_county() {
    for (site, seed) in Site::on_both(unionhall::modules).await.into_iter().zip([7, 11]) {
        demo_county(&site).await;
        site.figures_add_up().await;
        let measures = site.app.modules.iter().flat_map(|m| m.measures.iter());
        let events: Vec<&str> =
            measures.filter(|m| matches!(m.recount, Recount::Event)).map(|measure| measure.key).collect();
        assert_eq!(events, ["scans"], "everything else has records and is counted again from them");

        let mut officer = county_officer(&site).await;
        employers_twice(&site).await;
        // Another walk on each database.
        let mut dice = Dice(seed);
        let mut done: BTreeMap<usize, usize> = BTreeMap::new();
        for step in 0..400 {
            let what = dice.below(ACTS);
            *done.entry(what).or_default() += usize::from(act(&site, &mut officer, what, &mut dice).await);
            if step % 80 == 79 {
                site.app.clock.advance(86_400);
                site.work().await;
                site.figures_add_up().await;
            }
        }
        for what in 0..ACTS {
            assert!(done[&what] > 0, "act {what} was never done: {done:?}");
        }
    }
}

/// How many kinds of acts there are.
const ACTS: usize = 17;
/// Some act at random; false: it can't be done now, or not to what chance chose.
async fn act(site: &Site, officer: &mut Client, what: usize, dice: &mut Dice) -> bool {
    let app = &site.app;
    match what {
        0..=3 => membership(app, what, dice).await,
        4 => again(app, dice).await,
        5 => moves(app, dice).await,
        6..=9 => case(app, what, dice).await,
        10 => merge(site, officer, dice).await,
        11 => part(site, officer, dice).await,
        12 | 13 => payment(site, what, dice).await,
        14 | 15 => evidence(site, officer, what, dice).await,
        _ => end(site, officer, dice).await,
    }
}

/// One of the rows that a statement gives ids of.
async fn one_of(app: &App, sql: &'static str, dice: &mut Dice) -> Option<i64> {
    let all: Vec<(i64,)> = app.db.all(sql, vals![]).await.unwrap();
    (!all.is_empty()).then(|| all[dice.below(all.len())].0)
}
async fn union(app: &App, sql: &'static str, dice: &mut Dice) -> Union {
    let id = one_of(app, sql, dice).await.unwrap();
    unions::store::find(&app.db, OrgId(id)).await.unwrap().unwrap()
}
const GRASSROOTS: &str = "SELECT u.id FROM unions u JOIN organisations o ON o.id = u.id WHERE o.closed_on IS NULL AND u.kind IN ('enterprise', 'joint') ORDER BY u.id";

/// Kept, taken up, ended, carried over.
async fn membership(app: &App, what: usize, dice: &mut Dice) -> bool {
    let sql = match what {
        1 => "SELECT person FROM memberships WHERE state = 'kept' ORDER BY id",
        _ => "SELECT person FROM memberships WHERE state = 'active' ORDER BY id LIMIT 500",
    };
    let Some(person) = one_of(app, sql, dice).await else { return false };
    let one: Membership = members::store::current(&app.db, PersonId(person)).await.unwrap().unwrap();
    let to = union(app, GRASSROOTS, dice).await.org();
    let change = change::Change { change: "4", reason: "", on: app.today(), note: "试", account: None };
    let mut tx = app.db.begin().await.unwrap();
    let done = match what {
        0 => change::keep(&mut tx, app, &one, &change).await.unwrap(),
        1 => change::resume(&mut tx, app, &one, &change).await.unwrap(),
        2 => change::end(&mut tx, app, &one, &change).await.unwrap(),
        _ => change::carry(&mut tx, app, &one, &to, &change).await.unwrap().is_some(),
    };
    tx.commit().await.unwrap();
    done
}
/// Somebody whose membership ended joins again, with the same groups or others.
async fn again(app: &App, dice: &mut Dice) -> bool {
    let gone = "SELECT m.person FROM memberships m WHERE m.state = 'ended' AND NOT EXISTS (SELECT 1 FROM memberships c WHERE c.person = m.person AND c.state <> 'ended') \
        AND NOT EXISTS (SELECT 1 FROM persons p WHERE p.id = m.person AND p.merged_into IS NOT NULL) ORDER BY m.id";
    let Some(person) = one_of(app, gone, dice).await else { return false };
    let known = people::store::find(&app.db, PersonId(person)).await.unwrap().unwrap();
    let groups = if dice.below(2) == 0 { vec!["货车司机".to_owned()] } else { Vec::new() };
    let first = members::Admission::first(known.details(app).unwrap(), app.today());
    let admission = members::Admission { person: Some(PersonId(person)), groups, ..first };
    let source = members::admission::Source { key: "desk", note: "窗口登记", account: None, batch: 0 };
    let to = union(app, GRASSROOTS, dice).await.org();
    let mut tx = app.db.begin().await.unwrap();
    members::admit(&mut tx, app, &to, admission, source).await.unwrap();
    tx.commit().await.unwrap();
    true
}
/// A union moves below another town, with its past or without.
async fn moves(app: &App, dice: &mut Dice) -> bool {
    let towns = "SELECT u.id FROM unions u JOIN organisations o ON o.id = u.id WHERE o.closed_on IS NULL AND u.kind = 'town' ORDER BY u.id";
    let (one, to) = (union(app, GRASSROOTS, dice).await, union(app, towns, dice).await);
    let past = if dice.below(2) == 0 { Past::Goes } else { Past::Stays };
    let on = app.today().saturating_sub(jiff::Span::new().days(dice.below(400) as i64));
    let mut tx = app.db.begin().await.unwrap();
    let moved =
        moving::move_branch(&mut tx, app, None, &one, &to, (on, past, moving::Words::There), "区划调整").await.unwrap();
    if moved.is_ok() {
        tx.commit().await.unwrap();
    }
    moved.is_ok()
}

/// An officer of the whole county.
async fn county_officer(site: &Site) -> Client {
    let root = site.app.root().await.unwrap().unwrap();
    site.holder("核对员", "15400009901", Role::Officer, root.id).await
}
/// Employers with cases and visits are proposed as being the same as one that was entered before them.
async fn employers_twice(site: &Site) {
    let mut tx = site.app.db.begin().await.unwrap();
    let pairs = "INSERT INTO duplicate_pairs (kind, low, high, score, reasons, path, state, found_at) \
        SELECT 'employer', (SELECT MIN(f.id) FROM employers f WHERE f.merged_into IS NULL), e.id, 50, '[]', (SELECT path FROM organisations WHERE parent IS NULL), 'open', 0 FROM employers e \
        WHERE e.merged_into IS NULL AND e.id <> (SELECT MIN(f.id) FROM employers f WHERE f.merged_into IS NULL) AND (EXISTS (SELECT 1 FROM cases c WHERE c.employer = e.id) OR EXISTS (SELECT 1 FROM visits v WHERE v.employer = e.id)) \
        ON CONFLICT (kind, low, high) DO NOTHING";
    assert!(tx.exec(pairs, vals![]).await.unwrap() > 3, "cases and visits of several employers");
    tx.commit().await.unwrap();
}
/// Two people, or two employers, become one.
async fn merge(site: &Site, officer: &mut Client, dice: &mut Dice) -> bool {
    let open = "SELECT p.id FROM duplicate_pairs p WHERE p.state = 'open' ORDER BY p.kind, p.id";
    let Some(pair) = one_of(&site.app, open, dice).await else { return false };
    let versions = "SELECT COALESCE((SELECT e.version FROM employers e WHERE p.kind = 'employer' AND e.id = p.low), (SELECT e.version FROM people e WHERE e.id = p.low)), \
        COALESCE((SELECT e.version FROM employers e WHERE p.kind = 'employer' AND e.id = p.high), (SELECT e.version FROM people e WHERE e.id = p.high)) FROM duplicate_pairs p WHERE p.id = $1";
    let (low, high): (i64, i64) = site.app.db.one(versions, vals![pair]).await.unwrap();
    let (low, high) = (low.to_string(), high.to_string());
    let path = format!("/console/duplicates/{pair}/merge");
    officer.post(&path, &[("version_0", &low), ("version_1", &high)]).await.status == 303
}
/// They were two, after all.
async fn part(site: &Site, officer: &mut Client, dice: &mut Dice) -> bool {
    let merged = "SELECT p.id FROM duplicate_pairs p WHERE p.state = 'merged' ORDER BY p.id";
    let Some(pair) = one_of(&site.app, merged, dice).await else { return false };
    officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.status == 303
}
/// What was agreed on is paid in part, or that was recorded by mistake.
async fn payment(site: &Site, what: usize, dice: &mut Dice) -> bool {
    let dues = "SELECT d.id FROM mediation_dues d JOIN mediations m ON m.case_id = d.case_id AND m.revision = d.revision JOIN cases c ON c.id = d.case_id \
        WHERE c.step = 'performing' AND c.alone IS NULL ORDER BY d.id";
    let Some(due) = one_of(&site.app, dues, dice).await else { return false };
    let of = "SELECT case_id FROM mediation_dues WHERE id = $1";
    let id = site.app.db.number(of, vals![due]).await.unwrap();
    let case = cases::find(&site.app.db, CaseId(id)).await.unwrap().unwrap();
    let (phone, today) = (format!("154000098{:02}", case.handler.0 % 100), site.app.today().to_string());
    let mut officer = site.holder("调解干事", &phone, Role::Officer, case.handler).await;
    let act = if what == 12 { "paid" } else { "not-done" };
    let (due, amount) = (due.to_string(), (1 + dice.below(2000)).to_string());
    let form = [("act", act), ("promise", &*due), ("amount", &*amount), ("day", &*today)];
    officer.post(&format!("/console/mediations/{}/act", case.number), &form).await.status == 303
}

/// Work outside the platform is confirmed, or what was confirmed is withdrawn.
async fn evidence(site: &Site, officer: &mut Client, what: usize, dice: &mut Dice) -> bool {
    let (sql, act) = match what {
        14 => ("SELECT id FROM evidences WHERE state = 'waiting' ORDER BY id", "confirmation"),
        _ => ("SELECT id FROM evidences WHERE state = 'confirmed' ORDER BY id", "withdrawal"),
    };
    let Some(record) = one_of(&site.app, sql, dice).await else { return false };
    officer.post(&format!("/console/evidence/{record}/{act}"), &[("reason", "登错了")]).await.status == 303
}
/// A union ends: its members are kept by the one above.
async fn end(site: &Site, officer: &mut Client, dice: &mut Dice) -> bool {
    let union = union(&site.app, GRASSROOTS, dice).await;
    let today = site.app.today().to_string();
    let form = [("way", "kept"), ("reason", "企业注销"), ("on_day", &*today)];
    officer.post(&format!("/console/unions/{}/closing", union.id), &form).await.status == 303
}

/// A case goes on by an act of the union's, is handed over, taken back or rated.
async fn case(app: &App, what: usize, dice: &mut Dice) -> bool {
    let sql = match what {
        9 => "SELECT id FROM cases WHERE rating = 'waiting' AND confidential = 0 ORDER BY id",
        _ => "SELECT id FROM cases WHERE ended_at IS NULL AND alone IS NULL ORDER BY id",
    };
    let Some(id) = one_of(app, sql, dice).await else { return false };
    let case: Case = cases::find(&app.db, CaseId(id)).await.unwrap().unwrap();
    let said = match what {
        6 => return goes_on(app, &case, dice).await,
        7 => {
            let to = union(app, GRASSROOTS, dice).await.org();
            course::hand_over(app, By::PROGRAM, &case, &to, "试").await
        }
        8 | 9 => {
            let Some(account) = case.account else { return false };
            let worker = signed_in(app, account).await.unwrap();
            if what == 8 {
                course::withdraw(app, By::worker(&worker), &case).await
            } else {
                course::rate(app, By::worker(&worker), &case, 1 + dice.below(5) as i64, "试").await
            }
        }
        _ => unreachable!("there are no others"),
    };
    said.unwrap().is_ok()
}
async fn goes_on(app: &App, case: &Case, dice: &mut Dice) -> bool {
    let Some(step) = case.at().filter(|step| step.by == Actor::Union) else { return false };
    let acts: Vec<_> = step.acts.iter().filter(|act| !act.apart && !act.program).collect();
    if acts.is_empty() {
        return false;
    }
    let mut who = None;
    for role in [Role::Officer, Role::Chair] {
        who = who.or(holder(app, case.handler, role).await.ok());
    }
    let Some(who) = who else { return false };
    let with = With { reason: "试".into(), amount: Some(123_456) };
    course::perform(app, By::union(&who), case, &acts[dice.below(acts.len())].key, &with).await.unwrap().is_ok()
}

#[tokio::test]
async fn an_employer_that_was_another_one_takes_its_cases_and_visits_along_and_gives_them_back() {
    for site in Site::on_both(unionhall::modules).await {
        demo_county(&site).await;
        let mut officer = county_officer(&site).await;
        employers_twice(&site).await;
        let by_employer = async || {
            let sql = "SELECT measure, dimension, CAST(SUM(amount) AS BIGINT) FROM facts WHERE measure IN ('cases.employer', 'visits') GROUP BY measure, dimension HAVING SUM(amount) <> 0 ORDER BY 1, 2";
            site.app.db.all::<(String, String, i64)>(sql, vals![]).await.unwrap()
        };
        let before = by_employer().await;
        let pairs: Vec<(i64, i64, i64)> = site
            .app
            .db
            .all("SELECT id, low, high FROM duplicate_pairs WHERE kind = 'employer' AND reasons = '[]' ORDER BY id LIMIT 4", vals![])
            .await
            .unwrap();
        for (pair, _, _) in &pairs {
            let version = site
                .app
                .db
                .number(
                    "SELECT e.version FROM employers e JOIN duplicate_pairs p ON p.low = e.id WHERE p.id = $1",
                    vals![*pair],
                )
                .await
                .unwrap();
            let form = [("version_0", &*version.to_string()), ("version_1", "1")];
            officer.post(&format!("/console/duplicates/{pair}/merge"), &form).await.expect(303);
        }
        site.figures_add_up().await;
        let merged = by_employer().await;
        let gone: Vec<String> = pairs.iter().map(|(_, _, high)| high.to_string()).collect();
        assert!(merged.iter().all(|(_, dimension, _)| !gone.contains(dimension)), "{merged:?}");
        let of = |all: &[(String, String, i64)], ids: &[String]| -> i64 {
            all.iter().filter(|(_, dimension, _)| ids.contains(dimension)).map(|(.., n)| n).sum()
        };
        let kept = [pairs[0].1.to_string()];
        assert!(of(&before, &gone) > 0);
        assert_eq!(of(&merged, &kept), of(&before, &kept) + of(&before, &gone));
        for (pair, ..) in pairs.iter().rev() {
            officer.post(&format!("/console/duplicates/{pair}/undoing"), &[]).await.expect(303);
        }
        assert_eq!(by_employer().await, before);
        site.figures_add_up().await;
        site.work().await;
        site.figures_add_up().await;
    }
}
