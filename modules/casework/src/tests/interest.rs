//! Whoever has an interest in a case, and what a case says of others like it.
use super::{
    counties,
    county::{County, PAY, decide},
};
use directory::unions::Union;
use platform::{
    identity::{self, NewPost},
    rights::Role,
    testing::Client,
    vals,
};

/// A member who also works for a union: signed in at its desk.
async fn officer_who_is(county: &County, n: u16, member_of: &Union, at: &Union) -> Client {
    county.member(n, member_of).await;
    let account = county.account(&format!("工友{n}")).await;
    let starts_on = jiff::civil::date(2024, 1, 1);
    let post = NewPost { org: at.id, role: Role::Officer, title: "干部", starts_on, ends_on: None };
    let mut tx = county.site.app.db.begin().await.unwrap();
    identity::give_post(&mut tx, &county.site.app, account, &post, None).await.unwrap();
    tx.commit().await.unwrap();
    county.site.sign_in(account).await
}

#[tokio::test]
async fn whoever_works_for_the_employer_sees_the_case_and_only_gives_it_away() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut colleague = officer_who_is(&county, 7, &county.firm, &county.town).await;
        let mut other = county.officer(&county.town).await;
        let number = worker.ask("pay", &[&PAY[..], &[("bypass", "1")]].concat()).await;
        let page = format!("/console/cases/{number}");
        colleague.get(&page).await.expect(200).expect_says("您和被诉的是同一家单位");
        decide(&mut colleague, &number, &[("decision", "accept")]).await.expect(409);
        decide(&mut colleague, &number, &[("decision", "reply"), ("reason", "x")]).await.expect(409);
        colleague.upload(&format!("{page}/files"), "a.pdf", b"%PDF-1.7", &[]).await.expect(409);
        colleague.get(&format!("/console/matters/new?case={number}")).await.expect(409);
        let id = county.account("周县员").await.to_string();
        let give = [("decision", "assign"), ("officer", &*id), ("reason", "同一家单位")];
        decide(&mut colleague, &number, &give).await.expect(303);
        decide(&mut other, &number, &[("decision", "accept")]).await.expect(303);
        // A mediation is no way around: neither to work on it nor to be its mediator.
        let asked = crate::mediation::tests::room::ASKED;
        let mediation = worker.ask("mediation", &asked).await;
        let page = format!("/console/mediations/{mediation}");
        colleague.get(&page).await.expect(200).expect_says("同一家单位");
        let accept = [("act", "accept"), ("mediator", &*id), ("contact", "钱人事"), ("phone", "13900040001")];
        colleague.post(&format!("{page}/act"), &accept).await.expect(409);
        let me = county.account("工友7").await.to_string();
        let mine = [("act", "accept"), ("mediator", &*me), ("contact", "钱人事"), ("phone", "13900040001")];
        other.post(&format!("{page}/act"), &mine).await.expect(409).expect_says("同一家单位");
        // Who stood aside is neither.
        decide(&mut other, &mediation, &[("decision", "aside"), ("reason", "亲戚")]).await.expect(303);
        other.post(&format!("{page}/act"), &accept).await.expect(409);
        let mut top = county.officer(&county.county).await;
        top.post(&format!("{page}/act"), &accept).await.expect(409).expect_says("已经回避");
        // At the employer's own union everybody works there, and it is its own people's.
        let mut own = officer_who_is(&county, 8, &county.firm, &county.firm).await;
        let open = county.member(2, &county.firm).await.ask("pay", &PAY).await;
        decide(&mut own, &open, &[("decision", "accept")]).await.expect(303);
        county.site.figures_add_up().await;
    }
}

/// A page without what tells who has looked at it.
async fn page(desk: &mut Client, path: &str) -> String {
    let text = desk.get(path).await.expect(200).visible();
    text.split("谁能看").next().unwrap_or_default().to_owned()
}
/// All that a desk shows, is told and counts.
async fn everything(county: &County, desk: &mut Client, org: &Union, visible: &str) -> Vec<String> {
    let (employer,): (i64,) =
        county.site.app.db.one("SELECT id FROM employers WHERE name = $1", vals!["顺通物流有限公司"]).await.unwrap();
    let account = county.account("工友1").await;
    let mut all = Vec::new();
    for path in [
        "/console/cases".to_owned(),
        "/console/cases?view=all".to_owned(),
        format!("/console/cases?view=all&employer={employer}"),
        format!("/console/cases?view=all&person={account}"),
        format!("/console/cases?view=all&q={}", platform::web::encode("回款")),
        format!("/console/cases?view=all&q={}", platform::web::encode("工友")),
        "/console/cases/workload".to_owned(),
        "/console/matters/new".to_owned(),
        "/console/mediations?view=all".to_owned(),
        format!("/console/cases/{visible}"),
    ] {
        all.push(page(desk, &path).await);
    }
    all.extend(county.waiting(org).await);
    let sql = "SELECT n.title FROM notices n JOIN posts p ON p.account = n.account WHERE p.org = $1 ORDER BY n.id";
    let told: Vec<(String,)> = county.site.app.db.all(sql, vals![org.id]).await.unwrap();
    all.extend(told.into_iter().map(|row| row.0));
    for measure in crate::MEASURES {
        all.push(format!("{} {}", measure.key, county.figure(measure.key, org).await));
    }
    all
}

#[tokio::test]
async fn cases_of_one_person_or_employer_and_all_figures_are_the_same_with_and_without_one_that_is_hidden() {
    for county in counties().await {
        let mut one = county.member(1, &county.firm).await;
        let mut two = county.member(2, &county.firm).await;
        let visible = one.ask("pay", &PAY).await;
        let mut firm = county.chair(&county.firm).await;
        let mut town = county.chair(&county.town).await;
        let mut top = county.officer(&county.county).await;
        crate::cases::words::turn(&county.site.app).await.unwrap();
        let before = everything(&county, &mut firm, &county.firm, &visible).await;
        let above = everything(&county, &mut town, &county.town, &visible).await;
        // Of the same person and of another, about the same employer: about the chair of the town, past the workplace.
        let accused = county.account("城东街道总工会主席").await.to_string();
        let hidden = [&PAY[..], &[("accused", &*accused), ("bypass", "1")]].concat();
        let same = one
            .ask("suggestions", &[("f_what", "union"), ("f_story", "回款的事主席不管"), ("accused", &*accused)])
            .await;
        let other = two.ask("pay", &hidden).await;
        crate::cases::words::turn(&county.site.app).await.unwrap();
        decide(&mut top, &other, &[("decision", "accept")]).await.expect(303);
        assert_eq!(everything(&county, &mut firm, &county.firm, &visible).await, before);
        assert_eq!(everything(&county, &mut town, &county.town, &visible).await, above);
        for number in [&same, &other] {
            firm.get(&format!("/console/cases/{number}")).await.expect(404);
            town.get(&format!("/console/cases/{number}")).await.expect(404);
        }
        // Who may see them is shown them beside the first.
        let shown = top.get(&format!("/console/cases/{visible}")).await.expect(200);
        shown.expect_says("同一个人、同一单位的").expect_says("工友2");
        // Also what the same person asked from another phone.
        let mut tx = county.site.app.db.begin().await.unwrap();
        let sql = "UPDATE cases SET account = (SELECT account FROM cases WHERE number = $1) WHERE number = $2";
        tx.exec(sql, vals![&other, &same]).await.unwrap();
        tx.commit().await.unwrap();
        top.get(&format!("/console/cases/{visible}")).await.expect_says("建议");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_search_by_words_loses_no_hit_for_others_that_are_hidden_or_filtered_away() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let first = worker.ask("pay", &PAY).await;
        let ended = county.member(2, &county.firm).await.ask("pay", &PAY).await;
        decide(&mut chair, &ended, &[("decision", "decline"), ("reason", "x")]).await.expect(303);
        // More than the search takes, newer than those, and not for the chair.
        for n in 3..3 + crate::cases::words::MOST as u16 + 2 {
            county.member(n, &county.firm).await.ask("pay", &PAY).await;
        }
        let me = county.account("顺通物流工会主席").await;
        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE cases SET accused = $1 WHERE id > 2", vals![me]).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..3 {
            crate::cases::words::turn(&county.site.app).await.unwrap();
        }
        let find = |view: &str| format!("/console/cases?view={view}&q={}", platform::web::encode("回款"));
        chair.get(&find("all")).await.expect_says(&first).expect_says(&ended);
        assert!(!chair.get(&find("")).await.says(&ended));
        chair.get(&find("over")).await.expect_says(&ended);
        // Where there are more than are listed, the page says so.
        let mut town = county.officer(&county.town).await;
        town.get(&find("all")).await.expect_says("多写几个字能找得更准");
        assert!(!chair.get(&find("all")).await.says("多写几个字能找得更准"));
        county.site.figures_add_up().await;
    }
}
