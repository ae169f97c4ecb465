use super::{
    counties,
    county::{County, PAY, decide},
};
use platform::testing::Client;

/// Everything that the chair of the firm can look at, or is told.
async fn seen(county: &County, chair: &mut Client) -> Vec<String> {
    let mut pages = county.waiting(&county.firm).await;
    let sql = "SELECT n.title FROM notices n JOIN posts p ON p.account = n.account WHERE p.org = $1 ORDER BY n.id";
    let told: Vec<(String,)> = county.site.app.db.all(sql, platform::vals![county.firm.id]).await.unwrap();
    pages.extend(told.into_iter().map(|row| row.0));
    for path in ["/console/cases", "/console/cases?view=all", "/console/cases?view=all&q=%E5%B7%A5%E5%8F%8B1"] {
        pages.push(chair.get(path).await.expect(200).visible());
    }
    pages
}

#[tokio::test]
async fn for_the_level_that_a_case_bypasses_everything_is_the_same_with_and_without_it() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut chair, mut officer) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let before = (seen(&county, &mut chair).await, county.figure("cases", &county.firm).await);
        let mut fields = PAY.to_vec();
        fields.push(("bypass", "1"));
        let number = worker.ask("pay", &fields).await;
        officer.get("/console/cases").await.expect_says("工友1");
        decide(&mut officer, &number, &[("decision", "accept")]).await.expect(303);
        let back = [("decision", "hand-over"), ("to", "union"), ("union", "顺通物流工会"), ("reason", "就近办")];
        decide(&mut officer, &number, &back).await.expect(409).expect_says("不能转给顺通物流工会");
        county.days_later(1).await;
        assert_eq!((seen(&county, &mut chair).await, county.figure("cases", &county.firm).await), before);
        for path in [format!("/console/cases/{number}"), format!("/console/cases/{number}/files/1")] {
            chair.get(&path).await.expect(404);
        }
        decide(&mut chair, &number, &[("decision", "failed"), ("reason", "x")]).await.expect(404);
        officer.get(&format!("/console/cases/{number}")).await.expect(200);
        county.site.figures_add_up().await;
    }
}

async fn account_of(county: &County, name: &str) -> String {
    let sql = "SELECT id FROM accounts WHERE name = $1";
    let (id,): (i64,) = county.site.app.db.one(sql, platform::vals![name]).await.unwrap();
    id.to_string()
}

#[tokio::test]
async fn whom_a_case_is_about_never_sees_it_nor_does_it_ever_climb_to_him() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        // The one it is about sits above: at the town.
        let mut town = county.chair(&county.town).await;
        let mut top = county.officer(&county.county).await;
        let accused = account_of(&county, "城东街道总工会主席").await;
        worker.client.get("/services/suggestions").await.expect_says("城东街道总工会主席");
        let fields = [("f_what", "union"), ("f_story", "主席打人"), ("accused", accused.as_str())];
        let number = worker.ask("suggestions", &fields).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("由滨河县总工会办理");
        assert_eq!((county.waiting(&county.town).await, county.waiting(&county.firm).await), (vec![], vec![]));
        for client in [&mut town, &mut chair] {
            assert!(!client.get("/console/cases?view=all").await.says("工友1"));
            client.get(&format!("/console/cases/{number}")).await.expect(404);
        }
        top.get(&format!("/console/cases/{number}")).await.expect(200).expect_says("主席打人");
        // And where he sits at the top, it stays below him.
        let chief = account_of(&county, "周县员").await;
        let fields = [("f_what", "union"), ("f_story", "县里的人骂人"), ("accused", chief.as_str())];
        let number = worker.ask("suggestions", &fields).await;
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("由城东街道总工会办理");
        top.get(&format!("/console/cases/{number}")).await.expect(404);
        county.days_later(40).await;
        assert_eq!(county.waiting(&county.county).await.len(), 1, "only the other one climbs to the top");
        top.get(&format!("/console/cases/{number}")).await.expect(404);
        // A name that is not on the list is not taken.
        let stranger = [("f_what", "union"), ("f_story", "x"), ("accused", "999")];
        worker.client.post("/services/suggestions", &stranger).await.expect(422);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn no_text_of_a_case_lies_open_in_the_database_nor_in_a_message() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        worker.client.post(&format!("/me/cases/{number}/message"), &[("text", "秘密的话")]).await.expect(303);
        decide(&mut chair, &number, &[("decision", "decline"), ("reason", "秘密的原因")]).await.expect(303);
        for sql in [
            "SELECT COUNT(*) FROM cases WHERE answers_sealed LIKE '%回款%' OR phone_sealed LIKE '%139%'",
            "SELECT COUNT(*) FROM case_messages WHERE text_sealed LIKE '%秘密%'",
            "SELECT COUNT(*) FROM case_steps WHERE words_sealed LIKE '%秘密%'",
            "SELECT COUNT(*) FROM notices WHERE title LIKE '%秘密%' OR body LIKE '%秘密%'",
            "SELECT COUNT(*) FROM audit_entries WHERE detail LIKE '%秘密%' OR reason LIKE '%秘密%'",
            "SELECT COUNT(*) FROM tasks WHERE title LIKE '%回款%' OR detail LIKE '%回款%'",
        ] {
            assert_eq!(county.number(sql).await, 0, "{sql}");
        }
        // The worker sees who looked.
        chair.get(&format!("/console/cases/{number}")).await.expect(200);
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("顺通物流工会主席").expect_says("共1次");
        county.chair(&county.park).await.get(&format!("/console/cases/{number}")).await.expect(404);
        county.member(2, &county.firm).await.client.get(&format!("/me/cases/{number}")).await.expect(404);
        county.site.figures_add_up().await;
    }
}
