use super::{county, seats};
use platform::{
    Module,
    facts::{self, Period},
    testing::Site,
    tree::Scope,
    vals,
};

fn modules() -> Vec<Module> {
    vec![crate::module()]
}

/// The same installation, started without `--demo`.
fn without_demo(app: &platform::App) -> platform::App {
    app.but(|inner| inner.config.demo = false)
}

#[tokio::test]
async fn the_county_of_the_demo_has_what_it_promises() {
    for site in Site::on_both(modules).await {
        let app = &site.app;
        let begun = std::time::Instant::now();
        super::load(app, &|_, _| {}).await.unwrap();
        eprintln!("loaded in {:?}", begun.elapsed());
        let count = async |sql: &'static str| app.db.number(sql, vals![]).await.unwrap();
        assert_eq!(count("SELECT COUNT(*) FROM unions").await, 140);
        assert_eq!(count("SELECT COUNT(*) FROM employers").await, 900);
        assert_eq!(count("SELECT COUNT(*) FROM memberships WHERE state <> 'ended'").await, 10_000);
        assert!(count("SELECT COUNT(*) FROM employers WHERE headcount >= 100 AND union_id IS NULL").await >= 10);
        assert_eq!(count("SELECT COUNT(*) FROM people p JOIN employers e ON e.id = p.employer GROUP BY e.id, e.headcount HAVING COUNT(*) > e.headcount").await, 0);

        let root = app.root().await.unwrap().unwrap();
        let value = async |scope: &Scope| {
            facts::value(&app.db, crate::members::MEMBERS, scope, Period::until(app.today())).await.unwrap()
        };
        assert_eq!(value(&Scope::below(&root.path)).await, 10_000);
        let federation: (String,) = app
            .db
            .one("SELECT path FROM organisations WHERE name = $1", vals![county::FREIGHT_FEDERATION])
            .await
            .unwrap();
        assert_eq!(value(&Scope::below(&federation.0)).await, 3_200);
        assert_eq!(
            app.db
                .number(
                    "SELECT COUNT(*) FROM coverages c JOIN organisations o ON o.id = c.union_id WHERE o.name = $1",
                    vals![county::FREIGHT_FEDERATION]
                )
                .await
                .unwrap(),
            97
        );
        let year = async |measure| {
            let period = Period { from: app.today() - jiff::ToSpan::days(400), to: app.today() };
            facts::value(&app.db, measure, &Scope::below(&root.path), period).await.unwrap()
        };
        let approved = count("SELECT COUNT(*) FROM joinings WHERE state = 'approved' AND membership IS NOT NULL").await;
        assert_eq!(approved, year(crate::members::JOINED_BY_CODE).await);
        assert!(approved > 500 && approved < year(crate::members::JOINED).await, "{approved}");
        assert!(year(crate::members::SCANS).await > approved);
        assert_eq!(count("SELECT COUNT(*) FROM joinings WHERE state IN ('waiting', 'returned')").await, 25);
        assert_eq!(count("SELECT COUNT(*) FROM joinings WHERE state = 'returned'").await, 4);
        assert_eq!(count("SELECT COUNT(*) FROM joinings WHERE undecided = 1 AND state = 'waiting'").await, 1);
        assert!(platform::tasks::overdue(&app.db, &Scope::below(&root.path), app.today()).await.unwrap() >= 4);
        assert!(count("SELECT COUNT(*) FROM task_escalations").await >= 4);
        assert_eq!(count("SELECT COUNT(*) FROM tasks WHERE done_at IS NULL").await, 21);
        for sign_in in super::SIGN_INS.iter().filter(|s| !s.org.is_empty()) {
            let account = platform::identity::account_by_phone(app, sign_in.phone).await.unwrap().unwrap();
            assert_eq!(account.name, sign_in.name);
            assert!(account.password.is_some());
        }
        let enter = async |app: &platform::App| {
            platform::identity::check_password(app, seats::MEMBER.phone, super::PASSWORD).await.unwrap().is_ok()
        };
        assert!(enter(app).await && !enter(&without_demo(app)).await, "sign-ins only with --demo");
        let member = platform::identity::account_by_phone(app, seats::MEMBER.phone).await.unwrap().unwrap();
        let membership = crate::members::store::current(&app.db, member.person.unwrap()).await.unwrap().unwrap();
        assert_eq!(membership.union_name, county::FREIGHT_JOINT);
        assert!(super::load(app, &|_, _| {}).await.is_err(), "a second time it is refused");
    }
}

#[tokio::test]
async fn the_same_seed_generates_the_same_data_and_another_one_other_data() {
    let mut seen = Vec::new();
    for seed in [5, 5, 6] {
        for site in Site::on_both(modules).await {
            super::generate(&site.app, 700, 60, seed, &|_, _| {}).await.unwrap();
            let people: Vec<(i64, String, String, String, String, i64, String)> = site
                .app
                .db
                .all(
                    "SELECT m.id, m.number, m.name, m.joined_on, p.document_index, m.union_id, p.phone_index FROM memberships m JOIN people p ON p.id = m.person ORDER BY m.id",
                    vals![],
                )
                .await
                .unwrap();
            let unions: Vec<(i64, String, String)> =
                site.app.db.all("SELECT id, name, path FROM organisations ORDER BY id", vals![]).await.unwrap();
            assert_eq!((people.len(), unions.len()), (700, 60));
            assert!(super::generate(&site.app, 10, 10, 1, &|_, _| {}).await.is_err(), "a second time it is refused");
            seen.push((seed, people, unions));
        }
    }
    let (first, last) = (&seen[0], &seen[seen.len() - 1]);
    assert!(seen.iter().filter(|s| s.0 == 5).all(|s| s.1 == first.1 && s.2 == first.2));
    assert!(last.1 != first.1);
}

#[tokio::test]
async fn generated_members_hang_under_the_union_that_setup_made() {
    for site in Site::on_both(modules).await {
        let app = &site.app;
        let mut tx = app.db.begin().await.unwrap();
        let new = crate::unions::NewUnion::named(crate::unions::UnionKind::City, "江州市总工会", "320900");
        crate::unions::store::add(&mut tx, app, None, &new).await.unwrap();
        tx.commit().await.unwrap();
        super::generate(app, 50, 12, 1, &|_, _| {}).await.unwrap();
        assert_eq!(app.db.number("SELECT COUNT(*) FROM unions WHERE id = 1 OR id > 1", vals![]).await.unwrap(), 12);
        assert_eq!(app.db.number("SELECT COUNT(*) FROM organisations WHERE parent IS NULL", vals![]).await.unwrap(), 1);
    }
}
