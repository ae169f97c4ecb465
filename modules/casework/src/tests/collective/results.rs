use super::*;

#[tokio::test]
async fn what_comes_of_it_goes_back_to_each_case_and_counts_once() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut all, matter) = joined(&county, &mut chair, 3).await;
        let page = format!("/console/matters/{matter}");
        for (_, number) in &all[..2] {
            decide(&mut chair, number, &[("decision", "accept")]).await.expect(303);
        }
        let ids: Vec<(i64,)> = county.site.app.db.all("SELECT id FROM matter_parts ORDER BY id", vec![]).await.unwrap();
        let sum = |n: usize| format!("sum_{}", ids[n].0);
        let (one, two, three) = (sum(0), sum(1), sum(2));
        desk_does(&mut chair, &matter, &[("act", "offer")]).await.expect(422).expect_says("至少填一位的金额");
        let offer = [("act", "offer"), (&*one, "9000"), (&*two, "8000")];
        desk_does(&mut chair, &matter, &offer).await.expect(303);
        let own = format!("/me/matters/{matter}");
        all[0].0.client.get(&own).await.expect_says("单位答应给您¥9,000.00").expect_says("代表也不能替您答应");
        let page_of_third = all[2].0.client.get(&own).await;
        assert!(!page_of_third.says("9,000.00") && !page_of_third.says("8,000.00"), "offers are each one's own");
        does(&mut all[0].0, &matter, &[("act", "accept"), ("sum", "900000")]).await.expect(303);
        does(&mut all[1].0, &matter, &[("act", "refuse"), ("sum", "1")]).await.expect(303);
        all[1].0.client.get(&own).await.expect_says("单位答应给您");
        does(&mut all[1].0, &matter, &[("act", "refuse"), ("sum", "800000")]).await.expect(303);
        chair.get(&page).await.expect_says("不同意").expect_says("答应¥17,000.00");
        // Paid: an act of each case, where its step allows it.
        let paid = [("act", "paid"), (&*one, "9000"), (&*three, "5000"), ("words", "今天打到卡上，请核对")];
        desk_does(&mut chair, &matter, &paid[..3]).await.expect(422).expect_says("请写和本人说的话");
        desk_does(&mut chair, &matter, &paid).await.expect(303);
        chair.get(&format!("/console/cases/{}", all[2].1)).await.expect_says("等工会受理");
        let case = format!("/me/cases/{}", all[0].1);
        all[0].0.client.get(&case).await.expect_says("单位说补发了，您收到了吗").expect_says("今天打到卡上");
        chair.get(&page).await.expect_says("补发¥9,000.00").expect_says("等本人核对");
        all[0].0.client.post(&format!("{case}/act"), &[("act", "arrived")]).await.expect(303);
        assert_eq!(county.figure("cases.recovered", &county.firm).await, 9_000);
        desk_does(&mut chair, &matter, &paid).await.expect(303);
        assert_eq!(county.figure("cases.recovered", &county.firm).await, 9_000, "once");
        assert_eq!(
            (county.figure("matters", &county.firm).await, county.figure("matters.people", &county.firm).await),
            (1, 3)
        );
        chair.get(&page).await.expect_says("本人收到了");
        // It ends; what is not over goes on by itself.
        desk_does(&mut chair, &matter, &[("act", "end"), ("words", "两位谈好了")]).await.expect(303);
        all[1].0.client.get(&own).await.expect_says("一起办结束了");
        assert_eq!(county.figure("cases.recovered", &county.firm).await, 9_000);
        assert_eq!(county.waiting(&county.firm).await.len(), 2);
        desk_does(&mut chair, &matter, &[("act", "end"), ("words", "x")]).await.expect(409);
        does(&mut all[1].0, &matter, &[("act", "leave")]).await.expect(303);
        assert_eq!(county.figure("matters.people", &county.firm).await, 3, "what ended is not counted back");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_matter_goes_on_above_where_its_union_ends_and_ends_with_its_last_case() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let mut town = county.officer(&county.town).await;
        let (mut all, matter) = joined(&county, &mut chair, 2).await;
        let page = format!("/console/matters/{matter}");
        county.close(&county.firm).await;
        county.days_later(1).await;
        crate::collective::jobs::turn(&county.site.app).await.unwrap();
        town.get(&page).await.expect(200).expect_says("由上级接着办").expect_says("城东街道总工会");
        chair.get(&page).await.expect(404);
        for (worker, number) in &mut all {
            worker.client.post(&format!("/me/cases/{number}/act"), &[("act", "withdraw")]).await.expect(303);
        }
        crate::collective::jobs::turn(&county.site.app).await.unwrap();
        town.get("/console/matters?view=over").await.expect_says(&matter);
        assert!(!town.get("/console/matters").await.says(&matter));
    }
}
