//! Sentences about definitions.
use super::{Act, Actor, Clock, FILES, Notice, Outcome, Service, Step, check, found, read_all};
use proptest::prelude::*;
use std::collections::HashSet;

fn first(typed: &str) -> &'static str {
    found(typed).first().map_or("", |f| &f.service.key)
}

#[test]
fn all_services_of_the_program_are_in_order() {
    assert_eq!(read_all(FILES).map(|all| all.len()), Ok(FILES.len()));
}

#[test]
fn a_worker_finds_the_service_in_his_own_words() {
    assert_eq!(first("老板不发工资"), "pay");
    assert_eq!(first("老板两个月没给我发工资了"), "pay");
    assert_eq!(first("gz"), "pay");
    assert_eq!(first("lbbfgz"), "pay");
    assert_eq!(first("gongzi"), "pay");
    assert_eq!(first("laobanbufagongzi"), "pay");
    assert_eq!(first("单位不给我交社保"), "rights");
    assert_eq!(first("想请律师问一问赔偿"), "advice");
    assert_eq!(first("打官司请不起律师"), "lawyer");
    assert_eq!(first("法律援助"), "lawyer");
    assert_eq!(first("孩子住院没钱"), "living");
    assert_eq!(first("想考电工证"), "study");
    assert_eq!(first("食堂饭菜太差"), "suggestions");
    assert_eq!(first("🚚"), "");
}

/// Every simple way from the start, by depth first.
fn ends<'a>(service: &'a Service, at: &'a Step, seen: &mut Vec<&'a str>, out: &mut HashSet<&'a str>) {
    if at.is_end() {
        out.insert(&at.key);
        return;
    }
    seen.push(&at.key);
    for act in &at.acts {
        let to = service.step(&act.to).expect("a known step");
        if !seen.contains(&&*to.key) {
            ends(service, to, seen, out);
        }
    }
    seen.pop();
}

#[test]
fn every_definition_can_be_walked_from_its_start_to_every_end() {
    for service in super::current() {
        let mut reached = HashSet::new();
        ends(service, service.start(), &mut Vec::new(), &mut reached);
        let all: HashSet<&str> = service.steps.iter().filter(|s| s.is_end()).map(|s| &*s.key).collect();
        assert_eq!(reached, all, "{}", service.key);
    }
}

proptest! {
    #[test]
    fn whoever_does_anything_at_all_comes_to_an_end_or_can_still_reach_one(picks in prop::collection::vec(0_usize..8, 1..40)) {
        for service in super::current() {
            let mut at = service.start();
            for pick in &picks {
                if at.is_end() { break }
                at = service.step(&at.acts[pick % at.acts.len()].to).expect("a known step");
            }
            let mut reached = HashSet::new();
            ends(service, at, &mut Vec::new(), &mut reached);
            prop_assert!(!reached.is_empty(), "{} is stuck at {}", service.key, at.key);
        }
    }

    #[test]
    fn a_definition_without_faults_has_no_dead_end(arrows in prop::collection::vec((0_usize..2, 0_usize..3), 0..5)) {
        let made = made(&arrows);
        if check(&made).is_empty() {
            for step in &made.steps {
                let mut reached = HashSet::new();
                ends(&made, step, &mut Vec::new(), &mut reached);
                prop_assert!(!reached.is_empty());
            }
        }
    }
}
/// Two steps and an end, with these arrows.
fn made(arrows: &[(usize, usize)]) -> Service {
    let act =
        |n: usize, to: usize| Act { key: format!("a{n}"), name: "办".into(), to: format!("s{to}"), ..Act::default() };
    let steps = (0..3).map(|n| Step {
        key: format!("s{n}"),
        by: if n < 2 { Actor::Union } else { Actor::Nobody },
        clock: if n < 2 { "c".into() } else { String::new() },
        outcome: (n >= 2).then_some(Outcome::Solved),
        acts: arrows.iter().enumerate().filter(|(_, (from, _))| *from == n).map(|(i, (_, to))| act(i, *to)).collect(),
        ..Step::default()
    });
    Service {
        words: vec!["词".into()],
        reopens: "s0".into(),
        keep_years: 1,
        clocks: vec![Clock {
            key: "c".into(),
            days: 1,
            rule: "规定".into(),
            source: "承诺".into(),
            ..Clock::default()
        }],
        steps: steps.collect(),
        ..Service::default()
    }
}

fn faults_of(change: impl FnOnce(&mut Service)) -> Vec<&'static str> {
    let mut service = super::newest("pay").expect("there").clone();
    change(&mut service);
    let mut names: Vec<_> = check(&service).iter().map(super::Fault::name).collect();
    names.dedup();
    names
}

#[test]
fn each_kind_of_fault_has_its_name() {
    assert_eq!(faults_of(|_| {}), Vec::<&str>::new());
    assert_eq!(faults_of(|s| s.steps.clear()), ["no-steps"]);
    assert_eq!(faults_of(|s| s.steps[0].acts[0].to = "nowhere".into())[0], "unknown-step");
    assert_eq!(faults_of(|s| (s.confidential, s.accuses) = (true, true)).last(), Some(&"tells"));
    assert_eq!(faults_of(|s| s.steps[1].acts.retain(|a| a.key != "failed"))[0], "unreachable-end");
    assert_eq!(faults_of(|s| s.steps[0].acts[1].to = "received".into()), ["unreachable-end"]);
    assert_eq!(faults_of(|s| s.clocks[0].rule.clear()), ["clock-without-rule"]);
    assert_eq!(faults_of(|s| s.clocks[0].days = 0), ["clock-without-rule"]);
    assert_eq!(faults_of(|s| s.clocks[2].silence = "x".into()), ["unknown-silence"]);
    assert_eq!(faults_of(|s| s.steps[0].clock.clear()), ["step-without-clock"]);
    assert_eq!(faults_of(|s| s.steps[0].clock = "x".into()), ["unknown-clock"]);
    assert_eq!(faults_of(|s| s.steps.push(s.steps[0].clone())), ["twice"]);
    assert_eq!(faults_of(|s| s.steps[3].outcome = None), ["end-without-outcome"]);
    assert_eq!(faults_of(|s| s.reopens = "confirm".into()), ["unknown-reopening"]);
    assert_eq!(faults_of(|s| s.fields[1].options.clear()), ["choice-without-options"]);
    assert_eq!(faults_of(|s| s.words.clear()), ["nothing-to-find-it-by"]);
    assert_eq!(faults_of(|s| s.fields[0].when = vec!["months".into(), "x".into()]), ["unknown-field"]);
    assert_eq!(faults_of(|s| s.statutes[0].from = "amount".into()), ["unknown-field"]);
    assert_eq!(faults_of(|s| s.statutes[0].law.clear()), ["limit-without-law"]);
    assert_eq!(faults_of(|s| s.letters[0].lines.push("{没有}".into())), ["unknown-word"]);
    assert_eq!(faults_of(|s| s.letters[0].on.push("x".into())), ["unknown-act"]);
    assert_eq!(faults_of(|s| s.letters[0].to = super::Addressee::Other), ["letter-to-nobody"]);
    assert_eq!(faults_of(|s| s.steps[0].acts[0].most = "cases.letter_word".into()), ["unknown-setting"]);
    assert_eq!(faults_of(|s| s.fields[2].kind = super::FieldKind::Family), ["family-without-columns"]);
    assert_eq!(faults_of(|s| s.keep_years = 0), ["kept-for-no-time"]);
    assert_eq!(faults_of(|s| s.statutes[0].from.clear()), ["unknown-field"]);
    let public =
        |line: &str| vec![Notice { days: 5, rule: "公示".into(), lines: vec![line.into()], ..Notice::default() }];
    assert_eq!(faults_of(|s| s.notices = public("{姓名}的{事项}")), Vec::<&str>::new());
    assert_eq!(faults_of(|s| s.notices = public("{story}")), ["unknown-word"], "nothing of the form is made public");
    // A cycle: working and confirm lead to each other only.
    let cycle = faults_of(|s| {
        s.steps[1].acts.retain(|a| a.key == "paid");
        s.steps[2].acts.retain(|a| a.key == "missing");
        s.clocks[2].silence = "missing".into();
    });
    assert!(cycle.contains(&"no-way-out"), "{cycle:?}");
}
