//! A service made in the console, used at once.
use super::{counties, county::decide};

const TEXT: &str = include_str!("../services/console/blank.toml");

#[tokio::test]
async fn a_service_made_in_the_console_is_used_at_once_and_a_running_case_stays_on_its_version() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut town, mut top) = (county.officer(&county.town).await, county.officer(&county.county).await);
        town.get("/console/services").await.expect(200).expect_says("由滨河县总工会修改");
        town.post("/console/services", &[]).await.expect(409);
        let draft = top.post("/console/services", &[]).await.expect(303).to();
        town.get(&draft).await.expect(404);
        let page = top.get(&draft).await.expect(200).expect_says("没有问题，可以发布");
        // As the worker sees it, and as the officer does: the form; each step with who acts, what can be done and until when.
        let seen = page.expect_says("职工看到的").expect_says("什么事").expect_says("干部看到的").visible();
        let (worker_sees, officer_sees) = seen.split_once("干部看到的").unwrap();
        assert!(worker_sees.contains("什么事") && !officer_sees.contains("什么事"));
        for said in ["到哪一步", "谁办", "能办什么", "答复", "工会"] {
            assert!(officer_sees.contains(said), "{said}");
        }
        let broken = TEXT.replace("to = \"answered\"", "to = \"nowhere\"");
        top.post(&draft, &[("text", &broken)]).await.expect(303);
        top.get(&draft).await.expect_says("要去“nowhere”，没有这一步").expect_says("unknown-step");
        let refused = top.post(&draft, &[("text", &broken), ("publish", "1")]).await;
        refused.expect(422).expect_says("改好才能发布");
        top.post(&draft, &[("text", "key = ["), ("publish", "1")]).await.expect(422).expect_says("读不懂");
        // Each database of this test has a service of its own: one process serves one database.
        let key = format!("shoes{}", county.site.app.db.engine() as u8);
        let shoes = TEXT.replace("\"new\"", &format!("{key:?}")).replace("\"新服务\"]", "\"劳保鞋\"]");
        let second = shoes.replace("version = 1", "version = 2");
        top.post(&draft, &[("text", &second), ("publish", "1")]).await.expect(422).expect_says("version要写1");
        top.post(&draft, &[("text", &shoes), ("publish", "1")]).await.expect(303);
        worker.client.get("/services?q=%E5%8A%B3%E4%BF%9D%E9%9E%8B").await.expect_says("有件事，想请工会办");
        let number = worker.ask(&key, &[("f_story", "鞋坏了")]).await;
        // The next version is asked for another thing; the case that runs goes on as it began.
        let next = top.post("/console/services", &[("from", &key)]).await.expect(303).to();
        let changed = second.replace("什么事", "什么鞋").replace("name = \"答复\"", "name = \"换新\"");
        top.post(&next, &[("text", &changed), ("publish", "1")]).await.expect(303);
        worker.client.get(&format!("/services/{key}")).await.expect_says("什么鞋");
        let mut chair = county.chair(&county.firm).await;
        chair.get(&format!("/console/cases/{number}")).await.expect_says("答复");
        decide(&mut chair, &number, &[("decision", "answer"), ("reason", "换一双")]).await.expect(303);
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("换一双");
        top.post(&next, &[("text", &changed), ("publish", "1")]).await.expect(422).expect_says("version要写3");
        county.site.figures_add_up().await;
    }
}
