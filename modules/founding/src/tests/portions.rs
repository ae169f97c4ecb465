//! What a person's erasure does to foundings, elections and committees.
use super::scene::{Scene, scenes};
use platform::{identity, portions::Subject, tree::PersonId, vals};

async fn subject(scene: &Scene, phone: &str, person: Option<PersonId>) -> Subject {
    let account = identity::account_by_phone(&scene.site.app, phone).await.expect("a read").expect("an account").id;
    Subject { account, person }
}
async fn erase(scene: &Scene, who: Subject) -> u64 {
    let app = &scene.site.app;
    let mut tx = app.db.begin().await.expect("an act");
    let mut erased = 0;
    for portion in crate::portions::ALL {
        erased += (portion.erase)(&mut tx, app, who, app.today()).await.expect("erased");
    }
    tx.commit().await.expect("kept");
    erased
}

#[tokio::test]
async fn who_asked_for_a_union_and_is_erased_leaves_neither_name_nor_phone_and_nobody_waits_for_an_answer() {
    for scene in scenes().await {
        scene.ask(&mut scene.worker().await).await;
        let who = subject(&scene, "13800000001", None).await;
        let held = (crate::portions::ALL[0].export)(scene.site.app.clone(), who).await.expect("an export").to_string();
        assert!(held.contains("程望川") && held.contains("大家想有个家"), "{held}");
        assert_eq!(erase(&scene, who).await, 1);
        assert_eq!(erase(&scene, who).await, 0, "twice is once");
        let count = async |sql: &'static str| scene.site.app.db.number(sql, vec![]).await.expect("a number");
        assert_eq!(count("SELECT COUNT(*) FROM foundings WHERE contact_name = '程望川' OR note <> ''").await, 0);
        assert_eq!(count("SELECT COUNT(*) FROM foundings WHERE stage = 'withdrawn'").await, 1);
        assert_eq!(count("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 0);
        let known = crate::foundings::store::find(&scene.site.app.db, crate::foundings::FoundingId(1)).await;
        let founding = known.expect("a read").expect("it stays");
        assert_eq!(founding.contact_phone(&scene.site.app).expect("opens"), "");
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_a_preparatory_group_the_phone_goes_and_the_name_stays_only_where_a_union_came_of_it() {
    for scene in scenes().await {
        let founding = scene.prepared().await;
        scene.site.person("组员2", "13700000002").await;
        scene.site.person("组员3", "13700000003").await;
        assert_eq!(erase(&scene, subject(&scene, "13700000002", None).await).await, 1);
        let group = crate::foundings::store::group(&scene.site.app.db, founding.id).await.expect("a group");
        let left: Vec<_> = group.iter().filter(|m| m.to_on.is_some()).collect();
        assert_eq!((left.len(), left[0].name.as_str()), (1, "已注销"));
        assert_eq!(left[0].phone(&scene.site.app).expect("opens"), "");
        let mut tx = scene.site.app.db.begin().await.expect("an act");
        tx.exec("UPDATE foundings SET stage = 'founded'", vals![]).await.expect("founded");
        let (union, today) = (founding.union_id.expect("a union in preparation"), scene.site.app.today());
        crate::foundings::count(&mut tx, (founding.id, union), today, None).await.expect("counted");
        tx.commit().await.expect("kept");
        erase(&scene, subject(&scene, "13700000003", None).await).await;
        let group = crate::foundings::store::group(&scene.site.app.db, founding.id).await.expect("a group");
        let left: Vec<_> = group.iter().filter(|m| m.to_on.is_some()).map(|m| m.name.as_str()).collect();
        assert_eq!(left, ["已注销", "组员3"]);
        scene.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_seat_in_a_committee_is_given_out_and_stays_in_the_archive() {
    for scene in scenes().await {
        let membership = scene.member(&scene.firm, "会员01", 1).await;
        let mut tx = scene.site.app.db.begin().await.expect("an act");
        let columns = "union_id, committee, office, name, sex, job, membership, from_on, to_on";
        let values =
            vals![scene.firm.id, "committee", "chair", "会员01", "1", "", membership, "2024-01-10", "2027-01-10"];
        tx.insert("committee_seats", columns, values).await.expect("a seat");
        let (person,): (PersonId,) =
            tx.one("SELECT person FROM memberships WHERE id = $1", vals![membership]).await.expect("a person");
        tx.commit().await.expect("kept");
        scene.site.person("会员01", "13900000001").await;
        let who = subject(&scene, "13900000001", Some(person)).await;
        let elections = &crate::portions::ALL[1];
        let held = (elections.export)(scene.site.app.clone(), who).await.expect("an export").to_string();
        assert!(held.contains("顺通物流工会") && held.contains("2024-01-10"), "{held}");
        let fates = (elections.fate)(scene.site.app.clone(), who).await.expect("fates");
        assert!(fates.iter().all(|fate| fate.kept.is_some()) && fates.len() == 1);
        scene.site.figures_add_up().await;
    }
}
