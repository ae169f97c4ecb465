use super::{County, counties};
use directory::testing::{exported, rows};

const GRIDS: [&str; 3] = ["东网格", "南网格", "西网格"];

async fn drawn(county: &County) {
    let mut officer = county.officer().await;
    for name in GRIDS {
        let grid = [("name", name), ("union", "城东街道总工会"), ("bounds", "东到东环路"), ("phone", "0515-88001001")];
        officer.post("/console/grids", &grid).await.expect(303);
    }
}

#[tokio::test]
async fn grids_pairs_and_visits_are_exported_as_they_are_filtered() {
    for county in counties().await {
        drawn(&county).await;
        let mut officer = county.officer().await;
        let found = exported(&mut officer, "grids", "/console/grids?q=%E8%A5%BF&cols=bounds").await;
        assert_eq!(rows(&found), [["西网格", "东到东环路"]]);
        let all = exported(&mut officer, "grids", "/console/grids?order=oldest&cols=officer").await;
        assert_eq!(rows(&all), GRIDS.map(|name| [name, "还没有"]));
        let pair = [("employer", "远达运输有限公司"), ("union", "货运行业工会联合会"), ("officer", "孙维方")];
        let link = officer.post("/console/pairs", &pair).await.expect(303).to();
        let visit = [("visited_on", "2026-11-19"), ("who", "孙维方"), ("asked", "问工资"), ("result", "=1+1")];
        officer.upload(&format!("{link}/visits"), "", b"", &visit).await.expect(303);
        let mine = exported(&mut officer, "pairs", "/console/pairs?view=mine&cols=officer.visits").await;
        assert_eq!(rows(&mine), [["远达运输有限公司", "孙维方", "1"]], "in the name of who asked");
        let visits = exported(&mut officer, "visits", "/console/visits?cols=day.result").await;
        assert_eq!(rows(&visits), [["远达运输有限公司", "2026-11-19", "=1+1"]], "a text, never a formula");
        let mut other = county.town_officer().await;
        let others = exported(&mut other, "pairs", "/console/pairs?view=mine").await;
        assert!(rows(&others).is_empty(), "the pair is the federation's");
        assert_eq!(rows(&exported(&mut other, "grids", "/console/grids").await).len(), 3);
        let mut stranger = county.stranger().await;
        let none = exported(&mut stranger, "grids", "/console/grids").await;
        assert!(rows(&none).is_empty(), "nothing of the neighbour");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_list_of_grids_is_paged_from_both_ends_and_saved_as_a_view() {
    for county in counties().await {
        let app = &county.site.app;
        let mut tx = app.db.begin().await.unwrap();
        for n in 1..=45 {
            let new = crate::grids::store::NewGrid {
                union_id: county.town.id,
                name: format!("{n:02}号网格"),
                bounds: "工业路".into(),
                phone: String::new(),
                position: None,
            };
            crate::grids::store::add(&mut tx, app, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut officer = county.officer().await;
        let first = officer.get("/console/grids").await.expect(200).expect_says("共45个");
        assert!(first.says("45号网格") && first.says("26号网格") && !first.says("25号网格"));
        let next = first.text().split("href=\"").find(|link| link.contains("after=")).unwrap().to_owned();
        let second = officer.get(next.split('"').next().unwrap()).await.expect(200).expect_says("25号网格");
        assert!(!second.says("26号网格") && second.says("06号网格"));
        let last = officer.get("/console/grids?last=1").await.expect(200).expect_says("01号网格");
        assert!(last.says("20号网格") && !last.says("21号网格"));
        let view = [("list", "grids"), ("address", "/console/grids?view=vacant"), ("name", "要定人的"), ("first", "1")];
        officer.post("/console/views", &view).await.expect(303);
        assert_eq!(officer.get("/console/grids").await.expect(303).to(), "/console/grids?view=vacant");
        officer.get("/console/views").await.expect(200).expect_says("要定人的");
        county.site.figures_add_up().await;
    }
}
