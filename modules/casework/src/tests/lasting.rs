//! What stays true when something around a case changes: an import, a branch that moves, two people who are one.
use super::{
    counties,
    county::{County, PAY, decide},
};
use platform::{
    merging::{self, Merged, pointers},
    tree::PersonId,
    vals,
};

/// What was written down of a case, in order.
async fn trail(county: &County) -> Vec<(String, Option<i64>, i64)> {
    let sql = "SELECT act, account, at FROM case_steps ORDER BY id";
    county.site.app.db.all(sql, vals![]).await.unwrap()
}
async fn audit(county: &County) -> Vec<(String, i64, Option<i64>, Option<i64>)> {
    let sql = "SELECT act, object_id, account, org FROM audit_entries WHERE object IN ('case', 'matter') AND act NOT LIKE '%.read' ORDER BY id";
    county.site.app.db.all(sql, vals![]).await.unwrap()
}

#[tokio::test]
async fn after_an_import_of_the_roster_a_case_says_what_it_said() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        let own = format!("/me/cases/{number}");
        // The first look still says what was done just now.
        worker.client.get(&own).await.expect(200);
        let before = (trail(&county).await, audit(&county).await, worker.client.get(&own).await.visible());
        let app = &county.site.app;
        let book = directory::rosters::export(app, None, &county.firm.org(), "核对").await.unwrap();
        let bytes = book.bytes().unwrap().into();
        directory::rosters::command::import(app, county.firm.id, "roster.xlsx", bytes, false).await.unwrap();
        let after = (trail(&county).await, audit(&county).await, worker.client.get(&own).await.visible());
        assert_eq!(after, before);
        chair.get(&format!("/console/cases/{number}")).await.expect(200).expect_says("工友1");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_moves_with_its_branch_and_the_old_neighbours_see_it_no_more() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut two = county.member(2, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let mut town = county.officer(&county.town).await;
        let mut top = county.officer(&county.county).await;
        let (number, other) = (worker.ask("pay", &PAY).await, two.ask("pay", &PAY).await);
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        let matter = super::collective::propose(&mut chair, &[&number, &other]).await;
        super::collective::join(&mut worker, &matter, "yes").await;
        super::collective::join(&mut two, &matter, "yes").await;
        crate::cases::words::turn(&county.site.app).await.unwrap();
        let before = (trail(&county).await, audit(&county).await);
        town.get(&format!("/console/matters/{matter}")).await.expect(200);
        // The firm's union goes straight below the county.
        let to = county.county.id.to_string();
        let moves = [("to_id", &*to), ("moved_on", "2026-11-19"), ("reason", "企业搬迁")];
        top.post(&format!("/console/unions/{}/move", county.firm.id), &moves).await.expect(303);
        assert_eq!((trail(&county).await, audit(&county).await), before);
        town.get(&format!("/console/cases/{number}")).await.expect(404);
        town.get(&format!("/console/matters/{matter}")).await.expect(404);
        assert!(!town.get("/console/cases?view=all").await.says(&number));
        assert_eq!((county.figure("cases", &county.town).await, county.figure("matters", &county.town).await), (0, 0));
        assert_eq!(
            (county.figure("cases", &county.county).await, county.figure("matters", &county.county).await),
            (2, 1)
        );
        for desk in [&mut chair, &mut top] {
            desk.get(&format!("/console/cases/{number}")).await.expect(200);
            desk.get(&format!("/console/matters/{matter}")).await.expect(200);
        }
        // Words follow, and what is overdue climbs along the new line.
        crate::cases::words::follow_moves(&county.site.app).await.unwrap();
        crate::cases::words::turn(&county.site.app).await.unwrap();
        let find = format!("/console/cases?view=all&q={}", platform::web::encode("回款"));
        top.get(&find).await.expect_says(&number);
        assert!(!town.get(&find).await.says(&number));
        county.days_later(30).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("已报滨河县总工会");
        assert_eq!(county.waiting(&county.town).await.len(), 0);
        assert!(!county.waiting(&county.county).await.is_empty());
        county.site.figures_add_up().await;
    }
}

async fn person_of(county: &County, name: &str) -> PersonId {
    let sql = "SELECT person FROM accounts WHERE name = $1";
    county.site.app.db.one::<(PersonId,)>(sql, vals![name]).await.unwrap().0
}

#[tokio::test]
async fn when_two_people_are_one_cases_mediations_files_and_aid_follow_and_go_back_exactly() {
    for county in counties().await {
        let (mut one, mut two) = (county.member(1, &county.firm).await, county.member(2, &county.firm).await);
        let mut chair = county.chair(&county.firm).await;
        let (pay, later) = (one.ask("pay", &PAY).await, two.ask("pay", &PAY).await);
        let mediation = two.ask("mediation", &crate::mediation::tests::room::ASKED[..6]).await;
        let matter = super::collective::propose(&mut chair, &[&pay, &later]).await;
        super::collective::join(&mut two, &matter, "yes").await;
        let (kept, gone) = (person_of(&county, "工友1").await, person_of(&county, "工友2").await);
        // Each has an open hardship file, and the second got money.
        let mut tx = county.site.app.db.begin().await.unwrap();
        for (person, case) in [(kept, &pay), (gone, &later)] {
            let file = "INSERT INTO hardship_files (case_id, person, name, union_id, kind, bank_sealed, opened_on, review_on) SELECT id, $1, name, handler, 'deep', '', '2026-01-01', '2027-01-01' FROM cases WHERE number = $2";
            tx.exec(file, vals![person, case]).await.unwrap();
        }
        let paid = "INSERT INTO aid_payments (org, person, name, purpose, fund, year, child_sealed, amount, bank_sealed, granted_on, at) VALUES ($1, $2, '工友2', 'living', '工会经费', 2026, '', 100, '', '2026-05-01', 0)";
        tx.exec(paid, vals![county.firm.id, gone]).await.unwrap();
        tx.commit().await.unwrap();
        let state = async || {
            let mut all: Vec<(String, i64, Option<i64>)> = Vec::new();
            for sql in [
                "SELECT 'case', id, person FROM cases ORDER BY id",
                "SELECT 'file', id, person FROM hardship_files ORDER BY id",
                "SELECT 'aid', id, person FROM aid_payments ORDER BY id",
                "SELECT 'account', id, person FROM accounts WHERE person IS NOT NULL ORDER BY id",
            ] {
                all.extend(county.site.app.db.all::<(String, i64, Option<i64>)>(sql, vals![]).await.unwrap());
            }
            all
        };
        let (before, told) = (state().await, trail(&county).await);
        let all = pointers(&county.site.app, Merged::Person);
        let mine: Vec<_> = all
            .into_iter()
            .filter(|p| ["cases", "hardship_files", "aid_payments", "accounts"].contains(&p.table))
            .collect();
        let mut tx = county.site.app.db.begin().await.unwrap();
        let moved = merging::move_all(&mut tx, &mine, gone.0, kept.0).await.unwrap();
        tx.commit().await.unwrap();
        // The one account sees everything of both.
        let page = one.client.get("/me/cases").await.expect(200);
        page.expect_says("劳动争议调解");
        for number in [&pay, &later, &mediation] {
            one.client.get(&format!("/me/cases/{number}")).await.expect(200);
        }
        one.client.get(&format!("/me/matters/{matter}")).await.expect(200).expect_says("您和工友一起办");
        assert_eq!(county.number("SELECT COUNT(*) FROM aid_payments WHERE person = 1 OR person = 2").await, 1);
        let open = "SELECT COUNT(DISTINCT person) FROM hardship_files WHERE closed_on IS NULL";
        assert_eq!(
            county.number(open).await,
            2,
            "two open files can't be one person's: the second stays, and is still there"
        );
        assert_eq!(trail(&county).await, told);
        let mut tx = county.site.app.db.begin().await.unwrap();
        let stayed = merging::move_back(&mut tx, &mine, &moved, (gone.0, kept.0)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(stayed.is_empty());
        assert_eq!(state().await, before);
    }
}
