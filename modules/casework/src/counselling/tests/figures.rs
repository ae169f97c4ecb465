use super::{ASKED, rooms};
use platform::vals;

#[tokio::test]
async fn the_union_sees_how_many_asked_in_a_quarter_that_is_over_and_nothing_small() {
    for room in rooms().await {
        let county = &room.county;
        let mut officer = county.officer(&county.county).await;
        for n in 2..=9 {
            let mut fields = ASKED.to_vec();
            if n > 3 {
                fields[1] = ("f_what", "work");
            }
            county.member(n, &county.firm).await.ask("mind", &fields).await;
        }
        assert_eq!(county.number("SELECT CAST(SUM(number) AS BIGINT) FROM counselling_counts").await, 9);
        officer.get("/console/counselling/figures").await.expect_says("不足5人次");
        // The quarter is over: three for the mood and six for work, of which nothing but the sum can be shown.
        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE counselling_counts SET month = '2026-08'", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        let page = officer.get("/console/counselling/figures?quarter=2026-3").await.expect_says("9人次").visible();
        assert!(
            !page.contains("6不显示") && page.contains("工作压力不显示") && page.contains("情绪、睡眠不显示"),
            "{page}"
        );
        // The firm's own union, which nobody asked, sees nothing, and a lower number is not to be set.
        let mut chair = county.chair(&county.firm).await;
        assert!(!chair.get("/console/counselling/figures?quarter=2026-3").await.says("9人次"));
        assert_eq!(county.figure("cases", &county.county).await, 0, "no figure of cases knows of them");
        room.county.site.figures_add_up().await;
    }
}
