//! Lists as tools, through the door, on both databases.
use crate::{
    employers::{self, NewEmployer},
    example::{County, counties},
    testing::{exported, rows},
    unions::{self, NewUnion, UnionKind},
};
use jiff::civil::date;
use platform::{rights::Role, testing::Answer, vals};

fn first_column(book: &[u8]) -> Vec<String> {
    rows(book).into_iter().map(|mut row| row.remove(0)).collect()
}
/// What stands behind `before` in a page, up to the next quote.
fn behind(page: &Answer, before: &str) -> Option<String> {
    page.text().split(before).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
}
async fn crowd(c: &County, size: u32) {
    for n in 1..=size {
        let day = date(2026, 1, 1).checked_add(jiff::Span::new().days(i64::from(n))).unwrap();
        c.member(&c.firm, &format!("程{n:02}"), n, day).await;
    }
}

#[tokio::test]
async fn what_is_filtered_is_exported_and_nothing_of_the_neighbour() {
    for c in counties().await {
        let app = &c.site.app;
        let mut tx = app.db.begin().await.unwrap();
        let new = NewUnion::named(UnionKind::Joint, "=货运联合工会", "320924");
        let other = unions::store::add(&mut tx, app, Some(&c.county.org()), &new).await.unwrap().org();
        for (name, headcount, org) in [("顺通物流有限公司", 300, &c.firm.org()), ("宏安劳务有限公司", 20, &other)]
        {
            let employer = NewEmployer { name: name.into(), headcount, region: "320924".into(), ..Default::default() };
            employers::store::add(&mut tx, app, org, &employer).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut officer = c.officer().await;
        let unions = exported(&mut officer, "unions", "/console/unions?view=list&q=%3D").await;
        assert_eq!(first_column(&unions), ["=货运联合工会"], "a text, never a formula");
        let large = exported(&mut officer, "employers", "/console/employers?least=100&cols=headcount.name.uscc").await;
        assert_eq!(rows(&large), [["顺通物流有限公司", "300"]], "the chosen columns; the last one is empty");
        let mut chair = c.site.holder("周明", "13800000003", Role::Chair, other.id).await;
        let own = exported(&mut chair, "employers", "/console/employers").await;
        assert_eq!(first_column(&own), ["宏安劳务有限公司"]);
        let acts =
            "SELECT COUNT(*) FROM audit_entries WHERE act IN ('union.export', 'employer.export', 'export.fetch')";
        assert_eq!(app.db.number(acts, vals![]).await.unwrap(), 6, "asked for and fetched");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_export_belongs_to_who_asked_and_is_erased_after_a_week() {
    for c in counties().await {
        c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let (app, mut officer) = (&c.site.app, c.officer().await);
        exported(&mut officer, "members", "/console/members").await;
        let id = crate::list::exports::newest(&app.db).await.unwrap().unwrap();
        let file = format!("/console/exports/{id}/file");
        let mut other = c.site.holder("孙维方", "13800000004", Role::Officer, c.county.id).await;
        other.get(&file).await.expect(404);
        other.post(&format!("/console/exports/{id}/deletion"), &[]).await.expect(404);
        other.get("/console/exports").await.expect_says("还没有导出过名单");
        officer.post("/console/exports", &[("list", "members"), ("address", "/console/unions")]).await.expect(404);
        officer.post("/console/exports", &[("list", "none"), ("address", "/")]).await.expect(404);

        app.clock.advance(8 * 86_400);
        c.site.work().await;
        officer.get(&file).await.expect(404);
        officer.get("/console/exports").await.expect(200).expect_says("已删除");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_export_that_waits_is_not_made_for_somebody_whose_post_is_gone() {
    for c in counties().await {
        crowd(&c, 3).await;
        let (app, mut officer) = (&c.site.app, c.officer().await);
        officer.post("/console/exports", &[("list", "members"), ("address", "/console/members")]).await.expect(303);
        let mut tx = app.db.begin().await.unwrap();
        tx.exec("UPDATE list_exports SET state = 'waiting', rows = 0, pieces = 0, done_at = NULL", vals![])
            .await
            .unwrap();
        tx.exec("UPDATE posts SET ends_on = '2020-01-01' WHERE org = $1", vals![c.county.id]).await.unwrap();
        tx.commit().await.unwrap();
        app.clock.advance(61);
        c.site.work().await;
        let state: (String, String) = app.db.one("SELECT state, fault FROM list_exports", vals![]).await.unwrap();
        assert_eq!(state, ("failed".into(), "这份名单已经不在您的任职范围里".into()));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_last_page_is_reached_at_once_and_leads_back_to_the_first() {
    for c in counties().await {
        crowd(&c, 45).await;
        let mut officer = c.officer().await;
        for (order, first, last) in [("", "程45", "程01"), ("&order=joined", "程01", "程45")] {
            let end = officer.get(&format!("/console/members?last=1{order}")).await.expect(200).expect_says(last);
            assert!(!end.says(first) && end.text().contains("第一页"), "the last 20 rows");
            let mut at = behind(&end, "rel=\"first\"").is_some().then(|| end.text().to_owned());
            let mut seen = 1;
            while let Some(page) = at.take() {
                let back = page.split("<a class=\"btn btn-sm\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
                let Some(back) = back.filter(|b| b.contains("before=")).map(|b| b.replace("&#38;", "&")) else { break };
                let page = officer.get(&back).await.expect(200);
                seen += 1;
                if page.says(first) {
                    break;
                }
                at = Some(page.text().to_owned());
            }
            assert_eq!(seen, 3, "20, 20 and 5 rows");
        }
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn columns_are_chosen_in_the_address_and_sealed_ones_stay_masked() {
    for c in counties().await {
        c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut officer = c.officer().await;
        let page = officer.get("/console/members?col=document&col=union&col=nothing").await.expect(200);
        let head: Vec<String> =
            page.text().split("<th>").skip(1).filter_map(|h| h.split("</th>").next()).map(str::to_owned).collect();
        assert_eq!(
            head.iter().map(String::as_str).filter(|h| !h.contains("checkbox")).collect::<Vec<_>>(),
            ["姓名", "证件号码", "所在工会"]
        );
        assert!(!page.text().contains(&crate::testing::woman(1)), "no whole number");
        let page = officer.get("/console/members?cols=union").await.expect(200);
        assert!(!page.text().contains("138****0001"), "a column that nobody chose");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_view_is_saved_shared_renamed_and_the_list_begins_with_it() {
    for c in counties().await {
        crowd(&c, 2).await;
        let mut officer = c.officer().await;
        let mut colleague = c.site.holder("孙维方", "13800000004", Role::Officer, c.county.id).await;
        let mut neighbour = c.site.holder("周明", "13800000005", Role::Officer, c.firm.id).await;
        let view = [("list", "members"), ("address", "/console/members?sex=2&rows=50&after=x"), ("name", "女职工")];
        let saved = officer.post("/console/views", &view).await.expect(303);
        assert_eq!(saved.to(), "/console/members?sex=2", "the page and its length are not part of a view");
        officer.get("/console/members?sex=2").await.expect_says("女职工");
        assert!(!colleague.get("/console/members").await.expect(200).says("女职工"), "nobody else's");

        let id = c.site.app.db.number("SELECT id FROM list_views", vals![]).await.unwrap();
        let path = format!("/console/views/{id}");
        colleague.post(&path, &[("name", "别人的")]).await.expect(404);
        officer.post(&path, &[("name", "女会员"), ("shared", "1")]).await.expect(303);
        colleague.get("/console/members").await.expect_says("女会员");
        colleague.get("/console/views").await.expect(200).expect_says("女会员");
        colleague.post(&format!("{path}/deletion"), &[]).await.expect(409).expect_says("只有本人能改");
        neighbour.post(&format!("{path}/first"), &[]).await.expect(404);
        assert!(!neighbour.get("/console/members").await.expect(200).says("女会员"), "another organisation");

        colleague.post(&format!("{path}/first"), &[]).await.expect(303);
        assert_eq!(colleague.get("/console/members").await.expect(303).to(), "/console/members?sex=2");
        colleague.get("/console/members?view=all").await.expect(200).expect_says("共2人");
        officer.get("/console/members").await.expect(200);
        officer.post(&path, &[("name", "女会员")]).await.expect(303);
        colleague.get("/console/members").await.expect(200);
        officer.post(&format!("{path}/deletion"), &[]).await.expect(303);
        officer.get("/console/views").await.expect_says("还没有存过视图");
        officer
            .post("/console/views", &[("list", "members"), ("address", "https://else.where"), ("name", "x")])
            .await
            .expect(404);
        officer.post("/console/views", &[("list", "members"), ("address", "/console/members")]).await.expect(409);
        c.site.figures_add_up().await;
    }
}

#[test]
fn what_was_not_counted_is_not_said() {
    use super::{COUNTED, Count, Cut};
    let cut = |previous, next| Cut::<()> { rows: Vec::new(), previous, next };
    assert_eq!(Count::Exactly(12).words("人", &cut(false, true)), "共12人");
    assert_eq!(Count::About(86_214).words("人", &cut(false, true)), "约86,214人");
    assert_eq!(Count::up_to(COUNTED + 1).words("人", &cut(false, true)), "超过5,000人");
    assert_eq!(Count::Unknown.words("人", &cut(false, true)), "后面还有");
    assert_eq!(Count::Unknown.words("人", &cut(true, false)), "到底了");
    assert_eq!(Count::Unknown.words("人", &cut(false, false)), "共0人");
}

#[test]
fn a_page_read_backwards_comes_back_in_order() {
    use super::{Cut, Page};
    let page = Page::Before("9".into());
    assert_eq!(page.cut(vec![8, 7, 6], 2), Cut { rows: vec![7, 8], previous: true, next: true });
    assert_eq!(Page::Last.cut(vec![8, 7, 6], 2), Cut { rows: vec![7, 8], previous: true, next: false });
    assert_eq!(Page::First.cut(vec![1, 2], 2), Cut { rows: vec![1, 2], previous: false, next: false });
    assert_eq!(Page::After("0".into()).cut(vec![1, 2, 3], 2), Cut { rows: vec![1, 2], previous: true, next: true });
}

#[test]
fn wildcards_that_somebody_typed_are_letters() {
    assert_eq!(super::like("100%_\\"), "%100\\%\\_\\\\%");
}
