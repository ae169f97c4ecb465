//! Closing and merging.
use super::scene::{Scene, scenes};
use directory::{
    codes,
    members::{self, MEMBERS, UNIONS},
    unions::{self, NewUnion, Union, UnionKind},
};
use platform::{
    facts::{self, Measure, Period},
    tree::Scope,
};

async fn value(scene: &Scene, measure: &'static Measure, union: &Union) -> i64 {
    let until = Period::until(scene.today());
    facts::value(&scene.site.app.db, measure, &Scope::below(&union.path), until).await.expect("a figure")
}
async fn neighbour(scene: &Scene) -> Union {
    let mut tx = scene.site.app.db.begin().await.expect("an act");
    let new = NewUnion::named(UnionKind::Enterprise, "远达运输工会", "320902");
    let made = unions::store::add(&mut tx, &scene.site.app, Some(&scene.town.org()), &new).await.expect("a union");
    tx.commit().await.expect("kept");
    made
}
async fn code(scene: &Scene, union: &Union) -> codes::JoiningCode {
    let new = codes::NewCode {
        union_id: union.id,
        place: None,
        purpose: "门口".into(),
        headline: "上班的人\n都有家".into(),
        group_name: String::new(),
        valid_from: scene.today(),
        valid_to: None,
        created_by: None,
    };
    let mut tx = scene.site.app.db.begin().await.expect("an act");
    let code = codes::store::add(&mut tx, &scene.site.app, "BHABCDE", &new).await.expect("a code");
    tx.commit().await.expect("kept");
    code
}

#[tokio::test]
async fn the_members_of_a_closed_union_are_kept_by_the_upper_one() {
    for scene in scenes().await {
        scene.crowd(&scene.firm, 1, 5).await;
        let code = code(&scene, &scene.firm).await;
        let (unions_before, members_before) =
            (value(&scene, UNIONS, &scene.county).await, value(&scene, MEMBERS, &scene.county).await);
        let mut officer = scene.second_officer().await;
        let mut chair = scene.chair().await;
        let closing = format!("/console/unions/{}/closing", scene.firm.id);
        let preview = officer.get(&format!("{closing}?way=kept")).await.expect(200);
        // The workshop's branch can't hang below a town.
        // What holds it up is named, with where to settle it.
        let back = format!("/console/unions/{}/closing?way=joined&#38;to_id={}", scene.workshop.id, scene.firm.id);
        let text = preview.expect_says("先安排好这1家下级").expect_says("装卸车间分工会").text();
        assert!(text.contains(&back) || text.contains(&back.replace("&#38;", "&amp;")), "{text}");
        let workshop = format!("/console/unions/{}/closing", scene.workshop.id);
        officer.post(&workshop, &[("way", "kept"), ("reason", "车间撤了"), ("on_day", "2026-11-19")]).await.expect(303);
        let preview = officer.get(&format!("{closing}?way=kept")).await.expect(200);
        preview.expect_says("5人会籍由城东镇总工会保留").expect_says("1个，照常能扫，通到城东镇总工会");
        let act = [("way", "kept"), ("reason", "企业终止"), ("on_day", "2026-11-19")];
        officer.post(&closing, &act).await.expect(303);
        officer.get(&closing).await.expect(200).expect_says("5/5人，办完了");
        officer.post(&closing, &act).await.expect(409).expect_says("已经注销或正在撤并");

        let union = scene.union(scene.firm.id).await;
        assert_eq!((union.status.as_str(), union.closed_on.as_deref()), ("0", Some("2026-11-19")));
        assert_eq!(value(&scene, UNIONS, &scene.county).await, unions_before - 1);
        assert_eq!(value(&scene, MEMBERS, &scene.county).await, members_before, "nobody is lost");
        assert_eq!(value(&scene, MEMBERS, &union).await, 0);
        let recount = members::recount(&scene.site.app.db).await.expect("a recount");
        assert_eq!(recount.differing, []);
        directory::testing::expect_beside(&scene.site).await;
        let kept: Vec<(String, String)> = scene
            .site
            .app
            .db
            .all("SELECT state, path FROM memberships ORDER BY id", vec![])
            .await
            .expect("memberships");
        assert!(kept.iter().all(|(state, path)| state == "kept" && *path == scene.town.path));
        let found = codes::store::find(&scene.site.app.db, code.id).await.expect("a read").expect("a code");
        assert_eq!(found.union_id, scene.town.id, "the code that hangs there leads to the successor");
        scene.site.visitor().get("/join/BHABCDE").await.expect(200).expect_says("城东镇总工会");
        // The chair's post ends with the day.
        scene.day(1);
        chair.get("/console/terms").await.expect(403);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_members_of_a_merged_union_go_over_with_employers_and_waiting_things() {
    for scene in scenes().await {
        let to = neighbour(&scene).await;
        scene.crowd(&scene.firm, 1, 4).await;
        let app = &scene.site.app;
        let employer = directory::employers::store::find(&app.db, scene.wind).await.expect("a read").expect("the firm");
        let mut tx = app.db.begin().await.expect("an act");
        directory::employers::store::bind(&mut tx, app, &employer, Some(scene.firm.id)).await.expect("bound");
        tx.commit().await.expect("kept");
        let mut officer = scene.officer().await;
        let closing = format!("/console/unions/{}/closing", scene.firm.id);
        let preview = officer.get(&format!("{closing}?way=joined&to_id={}", to.id)).await.expect(200);
        preview.expect_says("4人转到远达运输工会").expect_says("职工归它的1家，转过去").expect_says("装卸车间分工会");
        let id = to.id.to_string();
        let act = [("way", "joined"), ("to_id", id.as_str()), ("reason", "两家公司合并"), ("on_day", "2026-11-19")];
        officer.post(&closing, &act).await.expect(303);
        assert_eq!(value(&scene, MEMBERS, &to).await, 4);
        let changes: Vec<(String, i64)> = app
            .db
            .all(
                "SELECT change, COUNT(*) FROM membership_events WHERE note <> '窗口登记' GROUP BY change ORDER BY 1",
                vec![],
            )
            .await
            .expect("events");
        assert_eq!(changes, [("2".to_owned(), 4), ("4".to_owned(), 4)]);
        let employer = directory::employers::store::find(&app.db, scene.wind).await.expect("a read").expect("the firm");
        assert_eq!(employer.union_id, Some(to.id));
        let workshop = scene.union(scene.workshop.id).await;
        assert!(workshop.path.starts_with(&to.path), "the branch below goes with it");
        let recount = members::recount(&app.db).await.expect("a recount");
        assert_eq!(recount.differing, []);
        directory::testing::expect_beside(&scene.site).await;
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_closing_that_was_cut_off_is_taken_up_again_and_may_run_twice() {
    for scene in scenes().await {
        let to = neighbour(&scene).await;
        scene.crowd(&scene.firm, 1, 3).await;
        let app = &scene.site.app;
        let mut tx = app.db.begin().await.expect("an act");
        let new = crate::closings::test_closing(&scene.firm, &to, scene.today());
        let id = crate::closings::begin(&mut tx, app, &new).await.expect("begun");
        unions::store::lock(&mut tx, scene.firm.id).await.expect("locked");
        tx.commit().await.expect("kept");
        assert!(!unions::takes_members(&scene.union(scene.firm.id).await), "nobody joins meanwhile");
        let mut officer = scene.officer().await;
        let into = to.id.to_string();
        officer.get(&format!("/console/unions/{into}/closing?way=kept")).await.expect(200);
        let act = [("way", "kept"), ("reason", "也撤"), ("on_day", "2026-11-19")];
        officer.post(&format!("/console/unions/{into}/closing"), &act).await.expect(422).expect_says("等那边办完再来");
        crate::closings::carry_on(app, id).await.expect("carried on");
        crate::closings::carry_on(app, id).await.expect("and again");
        assert_eq!(value(&scene, MEMBERS, &to).await, 3);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn giving_a_founding_up_keeps_its_members_and_tells_who_asked() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        let union = scene.union(founding.union_id.expect("a union")).await;
        scene.crowd(&union, 1, 2).await;
        let before = value(&scene, UNIONS, &scene.county).await;
        let mut officer = scene.officer().await;
        let closing = format!("/console/unions/{}/closing", union.id);
        officer.get(&format!("{closing}?way=kept")).await.expect(200).expect_says("终止筹建");
        let act = [("way", "kept"), ("reason", "单位搬走了"), ("on_day", "2026-11-19")];
        officer.post(&closing, &act).await.expect(303);
        let mut worker = scene.worker().await;
        worker
            .get(&format!("/me/foundings/{}", founding.id))
            .await
            .expect(200)
            .expect_says("这次建会终止了")
            .expect_says("单位搬走了");
        assert_eq!(value(&scene, MEMBERS, &scene.town).await, 2);
        assert_eq!(value(&scene, UNIONS, &scene.county).await, before, "it never counted");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_union_does_not_end_before_it_was_founded_nor_by_its_own_hand() {
    for scene in scenes().await {
        let mut officer = scene.officer().await;
        let to = neighbour(&scene).await.id.to_string();
        let closing = format!("/console/unions/{}/closing", scene.firm.id);
        let act = [("way", "joined"), ("to_id", to.as_str()), ("reason", "合并"), ("on_day", "2019-01-01")];
        officer.post(&closing, &act).await.expect(422).expect_says("比成立的日子（2020-03-01）还早");
        let own = format!("/console/unions/{}/closing", scene.town.id);
        officer.post(&own, &act).await.expect(409).expect_says("要由上级工会来撤销或合并");
        officer.get(&format!("/console/unions/{}/closing", scene.west.id)).await.expect(404);
        let below = scene.workshop.id.to_string();
        let act = [("way", "joined"), ("to_id", below.as_str()), ("reason", "合并"), ("on_day", "2026-11-19")];
        officer.post(&closing, &act).await.expect(422).expect_says("不能并入它自己或它的下级");
        scene.site.figures_add_up().await;
    }
}
