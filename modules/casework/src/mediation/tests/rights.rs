use super::room::{FIRM, rooms};
use directory::{
    members::Admission,
    people::PersonDetails,
    testing::{self, man, person},
};
use jiff::civil::date;
use platform::rights::Role;

#[tokio::test]
async fn nobody_mediates_who_belongs_to_a_side() {
    for mut room in rooms().await {
        let county = &room.county;
        // A colleague of the worker who has a post at the town, and a member of the firm's union who has one at the county.
        let mut accounts = Vec::new();
        for (n, union, employer) in [
            (7, &county.park, "顺通物流有限公司"),
            (8, &county.firm, "别的公司"),
            (9, &county.park, "远达运输有限公司"),
        ] {
            let (name, phone) = (format!("干部{n}"), format!("1390006{n:04}"));
            let details = PersonDetails {
                sex: "1".into(),
                work_status: "1".into(),
                employer_name: employer.into(),
                ..person(&name, &man(n), &phone)
            };
            let admission = Admission::first(details, date(2020, 3, 1));
            let (person, _) = testing::member(&county.site, &union.org(), admission).await;
            county.site.holder(&name, &phone, Role::Mediator, county.town.id).await;
            testing::browser_of(&county.site, person, &name, &phone).await;
            accounts.push(room.account(&name).await);
        }
        let form = format!("/console/mediations/{}?act=accept", room.number);
        let page = room.officer.get(&form).await.expect(200);
        page.expect_says("干部7（和当事单位是同一家单位）").expect_says("干部8（自己的工会是当事一方的工会）");
        let fields = |mediator| [("mediator", mediator), ("contact", "钱人事"), ("phone", FIRM)];
        for account in &accounts[..2] {
            room.officer_does("accept", &fields(account)).await.expect(409).expect_says("不能调解，请另选一位");
        }
        // Nor whoever speaks for the firm, nor the worker for the firm.
        let own = [("mediator", accounts[2].as_str()), ("contact", "干部9"), ("phone", "13900060009")];
        room.officer_does("accept", &own).await.expect(409).expect_says("是单位一方的联系人");
        let worker = room.worker.phone.clone();
        let same = [("mediator", accounts[2].as_str()), ("contact", "x"), ("phone", &worker)];
        room.officer_does("accept", &same).await.expect(409).expect_says("手机号是职工本人的");
        room.officer_does("accept", &fields(&accounts[2])).await.expect(303);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_mediator_sees_his_own_cases_only_and_none_any_more_once_he_stepped_back() {
    for mut room in rooms().await {
        let mut other = room.county.site.holder("另一位", "13900050002", Role::Mediator, room.county.town.id).await;
        let at = format!("/console/mediations/{}", room.number);
        room.mediator.get(&at).await.expect(404);
        assert!(!room.mediator.get("/console/mediations").await.expect(200).says("顺通物流"));
        room.begin().await;
        room.mediator.get("/console/mediations").await.expect(200).expect_says("顺通物流");
        room.mediator.get(&at).await.expect(200);
        other.get(&at).await.expect(404);
        other.post(&format!("{at}/act"), &[("act", "plan")]).await.expect(404);
        for path in ["/console/cases", "/console/mediations/new", "/console/consultations"] {
            room.mediator.get(path).await.expect(403);
        }
        // The worker sees who looked.
        let case = format!("/me/cases/{}", room.number);
        room.worker.client.get(&case).await.expect_says("梁秋");
        let to = room.mediator_does("recuse", &[("words", "和单位的经理是亲戚")]).await.expect(303).to();
        assert_eq!(to, "/console/mediations");
        room.mediator.get(&at).await.expect(404);
        room.page().await.expect_says("调解员回避").expect_says("还没有调解员");
        // The firm's own union, past which the worker went, has never seen anything of it.
        let mut chair = room.county.chair(&room.county.firm).await;
        assert!(!chair.get("/console/mediations?view=all").await.expect(200).says("工友1"));
        chair.get(&at).await.expect(404);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_firm_takes_part_with_a_phone_code_and_sees_nothing_but_its_own_side() {
    for mut room in rooms().await {
        let own = room.own();
        room.firm.get(&own).await.expect(404);
        room.accept().await;
        assert!(room.county.sms(FIRM).await.contains(&format!("http://site.test{own}")));
        let mut fresh = room.county.site.visitor();
        let to = fresh.get(&own).await.expect(303).to();
        assert!(to.starts_with("/sign-in"), "{to}");
        let page = room.firm.get(&own).await.expect(200);
        assert!(!page.says("两个月没发工资"), "what the worker wrote to the union is not for the firm");
        room.firm.get(&format!("{own}/papers/request")).await.expect(404);
        room.firm.get(&format!("{own}/papers/notice")).await.expect(200).expect_says("劳动争议调解通知书");
        room.firm.get("/me/cases").await.expect(200).expect_says("单位一方的调解");
        room.firm.get(&format!("/me/cases/{}", room.number)).await.expect(404);
        room.county.member(2, &room.county.firm).await.client.get(&own).await.expect(404);
        // A firm does not say for the worker that the money came.
        room.firm_does("agree", &[]).await.expect(303);
        room.draft().await;
        room.put_on_paper().await;
        room.firm_does("received", &[("promise", "1")]).await.expect(409);
        assert_eq!(room.figure("mediations.paid_yuan").await, 0);
        let paper = room.firm.get(&format!("{own}/papers/agreement")).await.expect(200);
        paper
            .expect_says("劳动争议调解协议书")
            .expect_says("第十四条")
            .expect_says("¥9,860.50")
            .expect_says("调解员（签名）");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn no_text_of_a_mediation_lies_open_in_the_database() {
    for mut room in rooms().await {
        room.in_force().await;
        for sql in [
            "SELECT COUNT(*) FROM mediations WHERE terms_sealed LIKE '%工资%'",
            "SELECT COUNT(*) FROM mediation_parties WHERE phone_sealed LIKE '%1390004%'",
            "SELECT COUNT(*) FROM mediation_dues WHERE what_sealed LIKE '%工资%'",
            "SELECT COUNT(*) FROM audit_entries WHERE detail LIKE '%工资%'",
        ] {
            assert_eq!(room.county.number(sql).await, 0, "{sql}");
        }
        assert!(room.county.number("SELECT COUNT(*) FROM audit_entries WHERE act = 'case.paper'").await == 4);
        room.county.site.figures_add_up().await;
    }
}
