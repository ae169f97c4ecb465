use super::{counties, county::County};
use platform::{identity::AccountId, portions::Subject, tree::PersonId, vals};

async fn subject(county: &County, person: PersonId) -> Subject {
    let sql = "SELECT id FROM accounts WHERE person = $1";
    let (account,): (AccountId,) = county.site.app.db.one(sql, vals![person]).await.unwrap();
    Subject { account, person: Some(person) }
}
async fn erase(county: &County, who: Subject) -> u64 {
    let app = &county.site.app;
    let mut tx = app.db.begin().await.unwrap();
    let erased = (crate::portions::ALL[0].erase)(&mut tx, app, who, app.today()).await.unwrap();
    tx.commit().await.unwrap();
    erased
}

#[tokio::test]
async fn what_came_to_nothing_is_erased_at_once_and_what_changed_a_membership_when_nobody_may_sue_any_more() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        county.chair(&county.firm).await;
        worker.ask().await;
        let who = subject(&county, worker.person).await;
        assert_eq!(erase(&county, who).await, 0, "a member is not erased");
        worker.client.post("/me/membership/leave", &[("declared", "1"), ("note", "去外地了")]).await.expect(303);

        let fates = (crate::portions::ALL[0].fate)(county.site.app.clone(), who).await.unwrap();
        let told: Vec<_> = fates.iter().map(|f| (f.count, f.kept.as_ref().and_then(|k| k.until))).collect();
        assert_eq!(told, vec![(1, Some(jiff::civil::date(2029, 11, 19))), (1, None)]);
        let held = (crate::portions::ALL[0].export)(county.site.app.clone(), who).await.unwrap().to_string();
        assert!(held.contains("去外地了") && held.contains("远达运输工会"), "{held}");

        assert_eq!(erase(&county, who).await, 1);
        assert_eq!(erase(&county, who).await, 0, "twice is once");
        let named = "SELECT COUNT(*) FROM ways WHERE name LIKE '工友%'";
        assert_eq!(county.site.number(named).await, 1, "the declaration that ended the membership stays");
        let asked = "SELECT COUNT(*) FROM tasks WHERE subject = 'way' AND subject_id = 1 AND title LIKE '%工友%'";
        assert_eq!(county.site.number(asked).await, 0, "the task that was about it says nothing any more");
        let told = "SELECT COUNT(*) FROM notices WHERE link = '/console/ways/1' AND (title LIKE '%工友%' OR body LIKE '%工友%')";
        assert_eq!(county.site.number(told).await, 0, "nor do the messages that told officers of it");
        assert!(county.site.number("SELECT COUNT(*) FROM notices WHERE title = '已删除'").await > 0);

        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET ended_on = '2023-11-01'", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(erase(&county, who).await, 1);
        assert_eq!(county.site.number(named).await, 0);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM ways WHERE note <> ''").await, 0);
        county.site.figures_add_up().await;
    }
}
