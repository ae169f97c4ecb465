use super::{
    counties,
    county::{County, Worker, decide},
};
use platform::testing::Client;

async fn explained(officer: &mut Client, number: &str) {
    decide(officer, number, &[("decision", "explain"), ("reason", "没有条件")]).await.expect(303);
}
async fn rated(worker: &mut Worker, number: &str, stars: &str) {
    let words = [("stars", stars), ("words", "没解决")];
    worker.client.post(&format!("/me/cases/{number}/rating"), &words).await.expect(303);
}
async fn scene(county: &County) -> (Worker, Client, Client, Client) {
    let worker = county.member(1, &county.firm).await;
    (worker, county.chair(&county.firm).await, county.officer(&county.town).await, county.officer(&county.county).await)
}

#[tokio::test]
async fn a_bad_rating_lifts_the_case_once_at_each_level_and_then_it_is_closed_as_not_satisfied() {
    for county in counties().await {
        let (mut worker, mut chair, mut town, mut top) = scene(&county).await;
        let number = worker.suggest().await;
        let own = format!("/me/cases/{number}");
        explained(&mut chair, &number).await;
        rated(&mut worker, &number, "1").await;
        worker.client.get(&own).await.expect_says("由城东街道总工会办理").expect_says("您不满意，报上一级重新办");
        chair.get(&format!("/console/cases/{number}")).await.expect(404);
        assert_eq!(county.figure("cases.reopened", &county.firm).await, 1);
        assert_eq!(county.figure("cases.ended", &county.county).await, 0, "what goes on has not ended");
        decide(&mut town, &number, &[("decision", "drop"), ("reason", "没有条件")]).await.expect(303);
        rated(&mut worker, &number, "2").await;
        worker.client.get(&own).await.expect_says("由滨河县总工会办理");
        decide(&mut top, &number, &[("decision", "finish"), ("reason", "办了")]).await.expect(303);
        rated(&mut worker, &number, "1").await;
        worker.client.get(&own).await.expect_says("落实了");
        assert_eq!(county.words("SELECT rating FROM cases").await, "unsatisfied");
        assert_eq!(
            (county.figure("cases", &county.county).await, county.figure("cases.ended", &county.county).await),
            (1, 1)
        );
        worker.client.post(&format!("{own}/rating"), &[("stars", "5")]).await.expect(303);
        assert_eq!(county.words("SELECT rating FROM cases").await, "unsatisfied", "rated once");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn no_rating_in_seven_days_is_not_satisfaction() {
    for county in counties().await {
        let (mut worker, mut chair, ..) = scene(&county).await;
        let number = worker.suggest().await;
        explained(&mut chair, &number).await;
        county.days_later(7).await;
        assert_eq!(county.words("SELECT rating FROM cases").await, "waiting");
        county.days_later(1).await;
        assert_eq!(county.words("SELECT rating FROM cases").await, "unrated");
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("7天没有评价");
        assert_eq!(county.figure("cases.rated", &county.firm).await, 0);
        county.site.figures_add_up().await;
    }
}
