use super::{County, counties};
use directory::testing::man;
use platform::{testing::Client, vals};

/// One dark point: what the pad sends, as small as a picture can be.
const SIGNATURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const KEY: &str = "0123456789abcdef0123456789abcdef";
const SEND: &str = "/console/desk-mode/BHDS234/entries";

fn entry<'a>(name: &'a str, number: &'a str, phone: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("number", number),
        ("phone", phone),
        ("work", "kind"),
        ("group", "货车司机"),
        ("membership", "1"),
        ("signature", SIGNATURE),
        ("key", key),
    ]
}
/// What the stand was told.
async fn sent(stand: &mut Client, fields: &[(&str, &str)]) -> serde_json::Value {
    let answer = stand.post(SEND, fields).await.expect(200);
    serde_json::from_str(&answer.text()).expect("JSON")
}
async fn joinings(county: &County) -> i64 {
    county.site.number("SELECT COUNT(*) FROM joinings").await
}

#[tokio::test]
async fn a_joining_from_a_stand_waits_for_the_chair_and_the_applicant_is_told() {
    for county in counties().await {
        let (mut chair, mut stand) = (county.chair().await, county.organiser().await);
        stand.get("/console/desk-mode").await.expect(200).expect_says("货运大赛现场");
        stand.get("/console/desk-mode/BHDS234").await.expect(200).expect_says("请职工在框里手写签名");
        let number = man(1);
        let verdict = sent(&mut stand, &entry("罗一帆", &number, "13900000001", KEY)).await;
        assert_eq!((verdict["state"].as_str(), verdict["union"].as_str()), (Some("sent"), Some("顺通物流工会")));
        let page = chair.get("/console/joinings/1").await.expect(200).expect_says("罗一帆").expect_says("没有验证");
        page.expect_says("在入会台当面填写").expect_says("宋晓燕");
        let mut applicant = county.site.person("罗一帆", "13900000001").await;
        applicant.get("/me/joining").await.expect(200).expect_says("工会正在审核");
        assert!(county.told("139****0001", "入会申请已收到").await);
        let (db, scope) = (&county.site.app.db, platform::tree::Scope::below(&county.county.path));
        let until = platform::facts::Period::until(county.site.app.today());
        let by_code = platform::facts::by_dimension(db, crate::stand::TAKEN, &scope, until).await.unwrap();
        let code = county.site.number("SELECT id FROM joining_codes").await.to_string();
        assert_eq!(by_code, [(code, 1)], "counted by its code");
        stand.get("/console/desk-mode").await.expect(200).expect_says("今天收到（份）");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_entry_that_is_sent_again_is_the_same_joining() {
    for county in counties().await {
        let (_, mut stand) = (county.chair().await, county.organiser().await);
        let number = man(1);
        let fields = entry("罗一帆", &number, "13900000001", KEY);
        let first = sent(&mut stand, &fields).await;
        assert_eq!(sent(&mut stand, &fields).await, first, "the answer was lost on the way");
        let other = "f123456789abcdef0123456789abcdef";
        let again = sent(&mut stand, &entry("罗一帆", &number, "13900000001", other)).await;
        assert_eq!(again["state"], "wrong", "taken down twice");
        assert!(again["faults"][""].as_str().unwrap().contains("已经有一份正在办的申请"));
        assert_eq!(joinings(&county).await, 1);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM stand_entries").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_sendings_at_once_make_one_joining() {
    for county in counties().await {
        let mut stands = vec![county.organiser().await];
        let account = county.site.account("宋晓燕", "13800000004").await;
        for _ in 0..3 {
            stands.push(county.site.sign_in(account).await);
        }
        let number = man(2);
        let at_once = stands.iter_mut().map(|stand| {
            let number = number.clone();
            async move { sent(stand, &entry("罗二帆", &number, "13900000002", KEY)).await }
        });
        let verdicts = futures_join(at_once).await;
        assert!(verdicts.iter().all(|v| *v == verdicts[0] && v["state"] == "sent"), "{verdicts:?}");
        assert_eq!(joinings(&county).await, 1);
        county.site.figures_add_up().await;
    }
}
/// Runs all at the same time.
async fn futures_join<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(move |context| {
        for (future, done) in running.iter_mut().filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *done = Some(value);
            }
        }
        match running.iter().all(|(_, done)| done.is_some()) {
            true => std::task::Poll::Ready(running.iter_mut().filter_map(|(_, done)| done.take()).collect()),
            false => std::task::Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn what_is_wrong_is_said_by_field_and_can_be_mended_under_the_same_key() {
    for county in counties().await {
        let mut stand = county.organiser().await;
        let number = man(1);
        let verdict = sent(&mut stand, &[("key", KEY), ("number", "1"), ("phone", "12")]).await;
        let faults = verdict["faults"].as_object().expect("faults by field");
        for field in ["name", "number", "phone", "work", "membership", "signature"] {
            assert!(faults.contains_key(field), "{field}: {verdict}");
        }
        assert_eq!(sent(&mut stand, &entry("罗一帆", &number, "13900000001", KEY)).await["state"], "sent");
        assert_eq!(sent(&mut stand, &entry("罗一帆", &number, "13900000001", "short")).await["state"], "wrong");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_phone_of_a_stand_is_not_believed_until_its_holder_proves_who_he_is() {
    for county in counties().await {
        let (mut chair, mut stand) = (county.chair().await, county.organiser().await);
        let number = man(1);
        sent(&mut stand, &entry("罗一帆", &number, "13900000001", KEY)).await;
        chair.post("/console/joinings/1/decision", &[("decision", "approve"), ("version", "1")]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM memberships").await, 1);
        assert_eq!(county.site.number("SELECT phone_checked FROM people").await, 0);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM accounts WHERE person IS NOT NULL").await, 0);
        let mut holder = county.site.person("139****0001", "13900000001").await;
        holder.get("/me/joining").await.expect(200).expect_says("请核对一次姓名和证件号");
        // Somebody to whom a mistyped phone belongs does not become the member.
        let other = man(7);
        holder.post("/join/who", &[("name", "别人"), ("number", &other)]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM accounts WHERE person IS NOT NULL").await, 0);
        holder.post("/join/who", &[("name", "罗一帆"), ("number", &number)]).await.expect(303);
        assert_eq!(county.site.number("SELECT COUNT(*) FROM accounts WHERE person IS NOT NULL").await, 1);
        assert_eq!(county.site.number("SELECT phone_checked FROM people").await, 1);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_stand_learns_of_members_of_its_own_branch_only() {
    for county in counties().await {
        let (own, foreign) = (man(1), man(2));
        county.member("林小满", &own, "13900000001").await;
        let person = county.member("程小路", &foreign, "13900000002").await;
        let mut tx = county.site.app.db.begin().await.unwrap();
        let away = vals![person, county.neighbour.id, &county.neighbour.path];
        tx.exec("UPDATE memberships SET union_id = $2, path = $3 WHERE person = $1", away).await.unwrap();
        tx.commit().await.unwrap();
        let mut stand = county.organiser().await;
        let known = sent(&mut stand, &entry("林小满", &own, "13900000001", KEY)).await;
        assert!(known["faults"][""].as_str().unwrap().contains("名册里已经有"), "{known}");
        let hidden = sent(&mut stand, &entry("程小路", &foreign, "13900000009", KEY)).await;
        assert!(hidden["faults"][""].as_str().unwrap().contains("要请工会核对"), "{hidden}");
        assert_eq!((joinings(&county).await, county.site.number("SELECT COUNT(*) FROM stand_entries").await), (0, 0));
        assert_eq!(county.site.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'joining.claim'").await, 1);
    }
}

#[tokio::test]
async fn what_was_signed_while_the_code_held_counts_later_and_nothing_else_does() {
    for county in counties().await {
        let mut stand = county.organiser().await;
        let now = county.site.app.now();
        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE joining_codes SET revoked_at = $1", vals![now - 60_000]).await.unwrap();
        tx.commit().await.unwrap();
        stand.get("/console/desk-mode/BHDS234").await.expect(409);
        let (before, after, old) =
            ((now - 120_000).to_string(), (now - 30_000).to_string(), (now - 20 * 86_400_000).to_string());
        let number = man(1);
        for (at, state) in [(&after, "wrong"), (&old, "wrong"), (&before, "sent")] {
            let mut fields = entry("罗一帆", &number, "13900000001", KEY);
            fields.push(("at", at));
            assert_eq!(sent(&mut stand, &fields).await["state"], state, "{at}");
        }
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_stand_of_another_branch_or_without_a_session_sends_nothing() {
    for county in counties().await {
        let number = man(1);
        let fields = entry("罗一帆", &number, "13900000001", KEY);
        county.stranger().await.get("/console/desk-mode/BHDS234").await.expect(404);
        county.stranger().await.post(SEND, &fields).await.expect(404);
        county.site.visitor().post(SEND, &fields).await.expect(303);
        let mut stand = county.organiser().await;
        let own = sent(&mut stand, &entry("罗一帆", &number, "13800000004", KEY)).await;
        assert!(own["faults"][""].as_str().unwrap().contains("您自己的手机号"));
        assert_eq!(joinings(&county).await, 0);
        county.site.figures_add_up().await;
    }
}
