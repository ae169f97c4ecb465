//! How long cases are kept.
use super::{
    counties,
    county::{County, PAY, decide},
};

async fn figures(county: &County) -> Vec<i64> {
    let mut all = Vec::new();
    for measure in crate::MEASURES {
        all.push(county.figure(measure.key, &county.county).await);
    }
    all
}

#[tokio::test]
async fn an_ended_case_is_erased_by_itself_after_its_definitions_time_and_no_figure_changes() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        let own = format!("/me/cases/{number}");
        worker.client.upload(&format!("{own}/files"), "工资条.pdf", b"%PDF-1.7 x", &[]).await.expect(303);
        worker.client.post(&format!("{own}/message"), &[("text", "请快一点")]).await.expect(303);
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        decide(&mut chair, &number, &[("decision", "paid"), ("amount", "9860"), ("reason", "打卡上了")])
            .await
            .expect(303);
        worker.client.post(&format!("{own}/act"), &[("act", "arrived")]).await.expect(303);
        worker.client.post(&format!("{own}/rating"), &[("stars", "5"), ("words", "好")]).await.expect(303);
        let open = worker.suggest().await;
        let before = figures(&county).await;
        county.site.days_later(3 * 365).await;
        assert_eq!(county.number("SELECT COUNT(*) FROM cases WHERE name = '已删除'").await, 0, "not a day too early");
        county.site.days_later(2).await;
        assert_eq!(county.number("SELECT COUNT(*) FROM cases WHERE name = '已删除'").await, 1, "what goes on stays");
        for sql in [
            "SELECT COUNT(*) FROM cases WHERE name = '已删除' AND (account IS NOT NULL OR person IS NOT NULL OR employer_name <> '')",
            "SELECT COUNT(*) FROM case_steps s JOIN cases c ON c.id = s.case_id WHERE c.name = '已删除' AND s.words_sealed <> ''",
            "SELECT COUNT(*) FROM case_files e JOIN files f ON f.id = e.file WHERE f.deleted_at IS NULL",
            "SELECT COUNT(*) FROM case_letters WHERE lines_sealed <> ''",
            "SELECT COUNT(*) FROM tasks t JOIN cases c ON c.id = t.subject_id WHERE c.name = '已删除' AND t.detail <> ''",
        ] {
            assert_eq!(county.number(sql).await, 0, "{sql}");
        }
        let names =
            format!("SELECT COUNT(*) FROM notices WHERE link LIKE '%{number}' AND (body <> '' OR title <> '已删除')");
        let said = county.site.app.db.number(sqlx::AssertSqlSafe(names), Vec::new()).await.unwrap();
        assert_eq!(said, 0, "messages about it say nothing any more");
        assert_eq!(county.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'case.erase'").await, 1);
        assert_eq!(figures(&county).await, before, "figures stay");
        let mut chair = county.chair(&county.firm).await;
        let page = chair.get(&format!("/console/cases/{number}")).await.expect(200);
        assert!(page.says("已删除") && !page.says("两个月没发工资") && !page.says("工友1"));
        let open = format!("SELECT COUNT(*) FROM cases WHERE number = '{open}' AND account IS NOT NULL");
        let stays = county.site.app.db.number(sqlx::AssertSqlSafe(open), Vec::new()).await.unwrap();
        assert_eq!(stays, 1, "what goes on is nobody's to erase");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_stays_as_long_as_a_limit_of_the_law_runs() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let number = worker.suggest().await;
        worker.client.post(&format!("/me/cases/{number}/act"), &[("act", "withdraw")]).await.expect(303);
        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE cases SET limit_on = '2030-06-01'", platform::vals![]).await.unwrap();
        tx.commit().await.unwrap();
        county.site.days_later(3 * 366).await;
        let gone = "SELECT COUNT(*) FROM cases WHERE name = '已删除'";
        assert_eq!(county.number(gone).await, 0);
        county.site.days_later(220).await;
        assert_eq!(county.number(gone).await, 1, "looked at again when it is over");
        county.site.figures_add_up().await;
    }
}
