use super::*;
use proptest::prelude::*;

fn union(id: i64, path: &str, kind: UnionKind, groups: &[&str]) -> Candidate {
    Candidate {
        id: OrgId(id),
        path: path.into(),
        name: format!("工会{id}"),
        kind,
        open: true,
        groups: groups.iter().map(|g| (*g).to_owned()).collect(),
    }
}
fn factory() -> Workplace {
    Workplace {
        name: "顺通物流".into(),
        union: Some(union(20, "/1/5/20/", UnionKind::Enterprise, &[])),
        covering: Vec::new(),
        area: Some(union(5, "/1/5/", UnionKind::Town, &[])),
    }
}
fn drivers() -> Candidate {
    union(9, "/1/9/", UnionKind::Joint, &["货车司机"])
}

#[test]
fn the_workplaces_union_comes_first() {
    let facts =
        Facts {
            workplace: Some(factory()), group: "货车司机".into(), serving: vec![drivers()], ..Facts::default()
        };
    let proposal = proposal(&facts);
    assert_eq!(proposal.union.map(|u| u.id), Some(OrgId(20)));
    assert_eq!(proposal.reasons, ["您在顺通物流上班，单位的职工都入这家工会"]);
    assert_eq!(proposal.alternatives[0].0.id, OrgId(9));
}

#[test]
fn an_employer_without_a_union_leads_to_the_industrys_joint_union_then_to_its_area() {
    let work = Workplace { union: None, ..factory() };
    let mut facts =
        Facts { workplace: Some(work), group: "货车司机".into(), serving: vec![drivers()], ..Facts::default() };
    let by_work = proposal(&facts);
    assert_eq!(by_work.union.map(|u| u.id), Some(OrgId(9)));
    assert_eq!(by_work.reasons, ["您是货车司机，正是它服务的行业", "顺通物流还没有登记工会"]);
    facts.group.clear();
    let by_area = proposal(&facts);
    assert_eq!(by_area.union.map(|u| u.id), Some(OrgId(5)));
    assert_eq!(by_area.reasons, ["它是您单位所在地的工会", "顺通物流还没有登记工会"]);
}

#[test]
fn a_scanned_code_that_fits_by_work_is_named_with_all_its_reasons() {
    let scan = Scan { place: "城东加油站".into(), union: drivers(), group: "货车司机".into() };
    let facts = Facts { group: "货车司机".into(), scan: Some(scan), serving: vec![drivers()], ..Facts::default() };
    assert_eq!(
        proposal(&facts).reasons,
        [
            "您扫的“城东加油站”入会码是它张贴的",
            "您没有受雇单位，由行业或所在地的工会接收",
            "您是货车司机，正是它服务的行业"
        ]
    );
}

#[test]
fn another_employers_code_does_not_take_somebody_from_the_own_workplace() {
    let scan = Scan {
        place: "远达厂门口".into(),
        union: union(30, "/1/5/30/", UnionKind::Enterprise, &[]),
        group: String::new(),
    };
    let work = Workplace { union: None, ..factory() };
    let facts = Facts { workplace: Some(work), scan: Some(scan), ..Facts::default() };
    assert_eq!(proposal(&facts).union.map(|u| u.id), Some(OrgId(5)));
}

#[test]
fn a_federation_is_only_an_affiliation() {
    let federation = union(8, "/1/8/", UnionKind::IndustryFederation, &["货车司机"]);
    let scan = Scan { place: "物流园".into(), union: federation.clone(), group: "货车司机".into() };
    let facts =
        Facts {
            group: "货车司机".into(), scan: Some(scan), serving: vec![federation, drivers()], ..Facts::default()
        };
    let proposal = proposal(&facts);
    assert_eq!(proposal.union.map(|u| u.id), Some(OrgId(9)));
    assert_eq!(proposal.affiliations.iter().map(|u| u.id.0).collect::<Vec<_>>(), [8]);
}

#[test]
fn where_nothing_is_known_the_county_names_a_union() {
    let proposal = proposal(&Facts::default());
    assert_eq!((proposal.union, proposal.alternatives.len()), (None, 0));
}

#[test]
fn the_town_that_was_named_takes_whoever_has_no_other_union() {
    let facts = Facts { town: Some(union(5, "/1/5/", UnionKind::Town, &[])), ..Facts::default() };
    assert_eq!(proposal(&facts).reasons[0], "它是您常在的镇街的工会");
}

prop_compose! {
    fn a_union()(id in 1i64..12, kind in 0usize..16, open in any::<bool>(), driver in any::<bool>()) -> Candidate {
        let mut made = union(id, &format!("/1/{id}/"), UnionKind::ALL[kind], if driver { &["货车司机"] } else { &[] });
        made.open = open;
        made
    }
}
prop_compose! {
    fn a_workplace()(union in proptest::option::of(a_union()), covering in proptest::collection::vec(a_union(), 0..3), area in proptest::option::of(a_union())) -> Workplace {
        Workplace { name: "某单位".into(), union, covering, area }
    }
}
prop_compose! {
    fn some_facts()(workplace in proptest::option::of(a_workplace()), driver in any::<bool>(), scanned in proptest::option::of(a_union()),
                    serving in proptest::collection::vec(a_union(), 0..4), town in proptest::option::of(a_union())) -> Facts {
        let scan = scanned.map(|union| Scan { place: "某处".into(), union, group: String::new() });
        Facts { workplace, group: if driver { "货车司机".into() } else { String::new() }, scan, serving, town }
    }
}
proptest! {
    #[test]
    fn only_unions_that_take_members_are_proposed(facts in some_facts()) {
        let proposal = proposal(&facts);
        for union in proposal.union.iter().chain(proposal.alternatives.iter().map(|(u, _)| u)) {
            prop_assert!(union.takes_members());
        }
        prop_assert!(proposal.affiliations.iter().all(|u| !u.kind.holds_members() && u.open));
    }

    #[test]
    fn every_proposal_says_why_and_names_nobody_twice(facts in some_facts()) {
        let proposal = proposal(&facts);
        prop_assert_eq!(proposal.union.is_some(), !proposal.reasons.is_empty());
        prop_assert!(proposal.union.is_some() || proposal.alternatives.is_empty());
        let mut ids: Vec<OrgId> = proposal.union.iter().chain(proposal.alternatives.iter().map(|(u, _)| u)).map(|u| u.id).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
        prop_assert!(proposal.alternatives.iter().all(|(_, reasons)| !reasons.is_empty()));
    }

    #[test]
    fn a_workplaces_union_that_takes_members_always_wins(facts in some_facts()) {
        if let Some(own) = facts.workplace.as_ref().and_then(|w| w.union.as_ref()).filter(|u| u.takes_members()) {
            prop_assert_eq!(proposal(&facts).union.map(|u| u.id), Some(own.id));
        }
    }

    #[test]
    fn the_order_in_which_serving_unions_are_read_changes_nothing(facts in some_facts()) {
        let mut turned = facts.clone();
        turned.serving.dedup_by_key(|u| u.id);
        let mut unique: Vec<Candidate> = Vec::new();
        for union in turned.serving {
            if !unique.iter().any(|u| u.id == union.id) {
                unique.push(union);
            }
        }
        let first = Facts { serving: unique.clone(), ..facts.clone() };
        unique.reverse();
        let second = Facts { serving: unique, ..facts };
        prop_assert_eq!(proposal(&first).union.map(|u| u.id), proposal(&second).union.map(|u| u.id));
    }
}
