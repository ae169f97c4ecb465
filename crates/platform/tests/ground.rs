//! The platform's own promises, on both databases.
use platform::{
    Module, audit, facts,
    facts::{Fact, Measure, MeasureKind, Period},
    identity, notices,
    rights::{Access, Permission, Role},
    search, settings,
    settings::{Setting, SettingKind},
    tasks,
    tasks::{NewTask, TaskKind},
    testing::Site,
    tree,
    tree::Scope,
    vals,
    web::Routes,
};

const DECIDE: &Permission = &Permission { key: "decide", name: "办", roles: &[Role::Officer, Role::Chair] };
const COUNTED: &Measure = &Measure {
    key: "counted",
    name: "数",
    unit: "个",
    definition: "试",
    kind: MeasureKind::Stock,
    records: "/",
    needs: DECIDE,
    recount: facts::Recount::Event,
};
const KIND: &TaskKind = &TaskKind { key: "thing", name: "事", verb: "办", needs: DECIDE };
const DAYS: &Setting = &Setting {
    key: "days",
    name: "天数",
    hint: "",
    default: "3",
    kind: SettingKind::Number { least: 1, most: 60, unit: "天" },
};

fn modules() -> Vec<Module> {
    vec![Module {
        key: "probe",
        name: "试",
        routes: || {
            Routes::new()
                .get("/open", Access::Public, async || "open")
                .get("/mine", Access::SignedIn, async || "mine")
                .get("/decide", Access::Needs(DECIDE), async || "decided")
                .post("/decide", Access::Needs(DECIDE), async || "decided")
        },
        permissions: &[DECIDE],
        measures: &[COUNTED],
        settings: &[DAYS],
        tasks: &[KIND],
        ..Module::EMPTY
    }]
}

#[tokio::test]
async fn a_route_opens_to_those_it_declares_and_to_nobody_else() {
    for site in Site::on_both(modules).await {
        let org = site.org(None, "滨河县总工会").await;
        site.visitor().get("/open").await.expect(200);
        assert!(site.visitor().get("/mine").await.expect(303).to().starts_with("/sign-in?next=%2Fmine"));
        let mut worker = site.person("林小满", "13800000001").await;
        worker.get("/mine").await.expect(200);
        worker.get("/decide").await.expect(403);
        site.holder("孙维方", "13800000002", Role::Auditor, org.id).await.get("/decide").await.expect(403);
        site.holder("周明", "13800000003", Role::Officer, org.id).await.get("/decide").await.expect(200);
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_and_a_lost_session_keeps_the_form() {
    for site in Site::on_both(modules).await {
        let mut visitor = site.visitor();
        assert!(visitor.post("/decide", &[("a", "1")]).await.expect(303).to().contains("%2Fheld%2F"));
        assert_eq!(site.app.db.number("SELECT COUNT(*) FROM held_forms", vals![]).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_task_starts_where_somebody_can_do_it_and_climbs_when_it_is_late() {
    for site in Site::on_both(modules).await {
        let county = site.org(None, "滨河县总工会").await;
        let town = site.org(Some(&county), "城关镇总工会").await;
        let firm = site.org(Some(&town), "顺通物流工会").await;
        let officer = site.account("孙维方", "13800000002").await;
        site.holder("孙维方", "13800000002", Role::Officer, county.id).await;
        site.holder("周明", "13800000003", Role::Chair, town.id).await;

        let mut tx = site.app.db.begin().await.unwrap();
        let new = NewTask {
            kind: KIND,
            org: &firm,
            title: "审核入会",
            detail: "",
            origin: "扫码",
            subject: "thing",
            subject_id: 7,
            link: "/",
            days: 3,
        };
        let due = tasks::open(&mut tx, &site.app, &new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(due.date.to_string(), "2026-11-24", "Thursday plus three working days");
        assert_eq!(tasks::about(&site.app.db, "thing", 7).await.unwrap().unwrap().level_org, town.id);

        site.app.clock.advance(6 * 86_400);
        site.work().await;
        let task = tasks::about(&site.app.db, "thing", 7).await.unwrap().unwrap();
        assert_eq!((task.level_org, task.org), (county.id, firm.id));
        assert_eq!(notices::newest_unread(&site.app.db, officer, 9).await.unwrap().len(), 1);
        assert_eq!(tasks::climbs(&site.app.db, "thing", 7).await.unwrap().len(), 1);
        assert_eq!(tasks::waiting(&site.app.db, county.id, &["thing"], 10).await.unwrap().len(), 1);

        let mut tx = site.app.db.begin().await.unwrap();
        assert_eq!(tasks::close(&mut tx, &site.app, "thing", 7, Some(officer), "办了").await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(tasks::about(&site.app.db, "thing", 7).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn whoever_is_signed_in_knows_how_many_tasks_wait_however_many_they_are() {
    for site in Site::on_both(modules).await {
        let county = site.org(None, "滨河县总工会").await;
        site.holder("周明", "13800000003", Role::Officer, county.id).await;
        let account = site.account("周明", "13800000003").await;
        let token = identity::start_session(&site.app, account, "测试").await.unwrap();
        for (more, all) in [(999, 999), (1, 1_000), (250, 1_250)] {
            let mut tx = site.app.db.begin().await.unwrap();
            let today = site.app.today();
            let task = |n: i64| {
                vals![
                    "thing", county.id, county.id, "审核", "", "扫码", "thing", n, "/", 3_i64, today, today, false,
                    today, 0_i64
                ]
            };
            let columns = "kind, org, level_org, title, detail, origin, subject, subject_id, link, rule_days, from_on, due_on, provisional, escalate_on, created_at";
            tx.insert_many("tasks", columns, (0..more).flat_map(task).collect()).await.unwrap();
            tx.commit().await.unwrap();
            let who = identity::session(&site.app, &token).await.unwrap().unwrap();
            assert_eq!(tasks::counts(&who.posts[0], &["thing"]), [("thing".to_owned(), all)]);
        }
    }
}

#[tokio::test]
async fn figures_are_the_same_before_and_after_folding_and_follow_the_branch() {
    for site in Site::on_both(modules).await {
        let county = site.org(None, "滨河县总工会").await;
        let town = site.org(Some(&county), "城关镇总工会").await;
        let other = site.org(Some(&county), "白沙镇总工会").await;
        let mut tx = site.app.db.begin().await.unwrap();
        for (n, org) in [(1, &town), (2, &town), (3, &other)] {
            let day = jiff::civil::date(2026, 10, n);
            let fact = Fact {
                measure: COUNTED,
                org: org.id,
                day,
                dimension: "甲",
                amount: i64::from(n),
                record: "thing",
                record_id: 1,
            };
            facts::count(&mut tx, &fact).await.unwrap();
        }
        tx.commit().await.unwrap();
        let period = Period::until(jiff::civil::date(2026, 10, 31));
        for _ in 0..2 {
            let sum = async |org: &tree::Org| {
                facts::sum(&site.app.db, COUNTED, &Scope::below(&org.path), period).await.unwrap()
            };
            assert_eq!((sum(&county).await, sum(&town).await, sum(&other).await), (6, 3, 3));
            let months = facts::by_month(&site.app.db, COUNTED, &Scope::below(&county.path), period).await.unwrap();
            assert_eq!(months, [("2026-10".to_owned(), 6)]);
            site.work().await;
        }
        assert_eq!(site.app.db.number("SELECT COUNT(*) FROM facts WHERE rolled = 1", vals![]).await.unwrap(), 3);
        assert!(facts::differences(&site.app, &|_, _| {}).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_audit_chain_notices_a_changed_entry() {
    for site in Site::on_both(modules).await {
        let mut tx = site.app.db.begin().await.unwrap();
        for n in 0..5 {
            let entry =
                audit::Entry {
                    act: "thing.read", object: "thing", object_id: n, reason: "核对", ..Default::default()
                };
            audit::record(&mut tx, &site.app, None, &entry).await.unwrap();
        }
        tx.commit().await.unwrap();
        site.work().await;
        let chain = audit::verify(&site.app.db).await.unwrap();
        assert_eq!((chain.sealed, chain.unsealed, chain.broken), (5, 0, None));

        let mut tx = site.app.db.begin().await.unwrap();
        tx.exec("UPDATE audit_entries SET reason = 'anders' WHERE object_id = 3", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(audit::verify(&site.app.db).await.unwrap().broken, Some(1));
    }
}

#[tokio::test]
async fn a_setting_of_the_region_beats_the_one_above_and_holds_from_its_day() {
    for site in Site::on_both(modules).await {
        let on = |y, m, d| jiff::civil::date(y, m, d);
        let mut tx = site.app.db.begin().await.unwrap();
        settings::set(&mut tx, DAYS, "", on(2026, 1, 1), "5", None, 0).await.unwrap();
        settings::set(&mut tx, DAYS, "3209", on(2026, 6, 1), "7", None, 0).await.unwrap();
        tx.commit().await.unwrap();
        let get = async |region: &str, day| settings::number(&site.app.db, DAYS, region, day).await.unwrap();
        assert_eq!(get("320924", on(2025, 12, 31)).await, 3, "the default before anything was set");
        assert_eq!(get("320924", on(2026, 5, 31)).await, 5);
        assert_eq!(get("320924", on(2026, 6, 1)).await, 7);
        assert_eq!(get("110101", on(2026, 6, 1)).await, 5);
    }
}

#[tokio::test]
async fn a_name_is_found_by_part_initials_and_keyed_words_inside_its_branch_only() {
    for site in Site::on_both(modules).await {
        let county = site.org(None, "滨河县总工会").await;
        let town = site.org(Some(&county), "城关镇总工会").await;
        let tail = format!("t_{}", site.app.keys.word("phone.tail", "5678"));
        let mut tx = site.app.db.begin().await.unwrap();
        for (id, name, org) in [(1, "林小满", &town), (2, "阿依·古丽", &county), (3, "𠮷田䶮", &county)] {
            let mut words = search::words_of_name(name);
            words.extend(search::words_of_path(&org.path));
            words.push(tail.clone());
            search::put(&mut tx, vec![search::NewEntry { kind: "member", id, title: name.into(), words }])
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let find = async |wanted: search::Wanted| {
            let mut ids: Vec<i64> =
                search::find(&site.app.db, "member", &wanted, 10).await.unwrap().into_iter().map(|r| r.0).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(find(search::Wanted::typed("小满")).await, [1]);
        assert_eq!(find(search::Wanted::typed("满")).await, [1]);
        assert_eq!(find(search::Wanted::typed("lx")).await, [1]);
        assert_eq!(find(search::Wanted::typed("依·古")).await, [2]);
        assert_eq!(find(search::Wanted::typed("𠮷田")).await, [3]);
        assert_eq!(find(search::Wanted::typed("'\" OR *")).await, Vec::<i64>::new());
        assert_eq!(find(search::Wanted::word(tail.clone())).await, [1, 2, 3]);
        assert_eq!(find(search::Wanted::word(tail).below(&town.path)).await, [1]);
    }
}

#[tokio::test]
async fn a_branch_moves_with_all_below_it_and_never_under_itself() {
    for site in Site::on_both(modules).await {
        let county = site.org(None, "滨河县总工会").await;
        let town = site.org(Some(&county), "城关镇总工会").await;
        let other = site.org(Some(&county), "白沙镇总工会").await;
        let firm = site.org(Some(&town), "顺通物流工会").await;
        let on = jiff::civil::date(2026, 11, 19);
        let mut tx = site.app.db.begin().await.unwrap();
        let how = tree::Move { on, past: tree::Past::Stays, account: None, reason: "区划调整" };
        let refused = tree::move_branch(&mut tx, &site.app, (&town, &firm), how).await.unwrap();
        assert_eq!(refused, Err(tree::MoveFault::BelowItself));
        tree::move_branch(&mut tx, &site.app, (&town, &other), how).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let moved = tree::find(&site.app.db, firm.id).await.unwrap().unwrap();
        assert_eq!(moved.path, format!("{}{}/{}/", other.path, town.id, firm.id));
        assert_eq!(tree::moves(&site.app.db, town.id).await.unwrap().len(), 1);
    }
}
