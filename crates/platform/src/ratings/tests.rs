use super::*;
use crate::{testing::Site, tree};

#[tokio::test]
async fn one_rating_for_each_person_and_an_average_of_enough() {
    for site in Site::on_both(Vec::new).await {
        let app = &site.app;
        let mut tx = app.db.begin().await.unwrap();
        let mut people = Vec::new();
        for n in 0..5 {
            people.push(tree::add_person(&mut tx, &format!("会员{n}")).await.unwrap());
        }
        for (n, person) in people.iter().enumerate() {
            rate(&mut tx, app, "promise:1", *person, n as i64 + 1, "").await.unwrap();
            rate(&mut tx, app, "promise:1", *person, 4, if n == 0 { "书很新" } else { "" }).await.unwrap();
        }
        rate(&mut tx, app, "promise:2", people[0], 1, "").await.unwrap();
        tx.commit().await.unwrap();
        let all = tally(&app.db, "promise:1").await.unwrap();
        assert_eq!((all.count, all.average(5), all.average(6)), (5, Some(4.0), None));
        assert_eq!(tally(&app.db, "promise:9").await.unwrap().average(0), None);
        assert_eq!(of_person(&app.db, "promise:1", people[0]).await.unwrap().unwrap().words, "书很新");
    }
}

#[tokio::test]
async fn words_are_public_as_they_were_looked_at_and_not_when_they_change() {
    for site in Site::on_both(Vec::new).await {
        let app = &site.app;
        let mut tx = app.db.begin().await.unwrap();
        let person = tree::add_person(&mut tx, "林小满").await.unwrap();
        rate(&mut tx, app, "promise:1", person, 5, "离家近").await.unwrap();
        tx.commit().await.unwrap();
        assert!(words(&app.db, "promise:1", true, 9).await.unwrap().is_empty());
        let one = words(&app.db, "promise:1", false, 9).await.unwrap().remove(0);
        let mut tx = app.db.begin().await.unwrap();
        assert!(!show(&mut tx, "promise:1", one.id, one.changed_at - 1, true).await.unwrap());
        assert!(!show(&mut tx, "promise:2", one.id, one.changed_at, true).await.unwrap());
        assert!(show(&mut tx, "promise:1", one.id, one.changed_at, true).await.unwrap());
        tx.commit().await.unwrap();
        assert!(words(&app.db, "promise:1", true, 9).await.unwrap()[0].is_shown());
        let mut tx = app.db.begin().await.unwrap();
        rate(&mut tx, app, "promise:1", person, 3, "离家近").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(words(&app.db, "promise:1", true, 9).await.unwrap().len(), 1, "the same words");
        let mut tx = app.db.begin().await.unwrap();
        rate(&mut tx, app, "promise:1", person, 3, "远了").await.unwrap();
        assert_eq!(forget(&mut tx, PersonId(0)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert!(words(&app.db, "promise:1", true, 9).await.unwrap().is_empty());
    }
}
