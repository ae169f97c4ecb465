//! Bulk acts through the door, on both databases.
use super::{NewAct, PATH, Plan, store};
use crate::{
    example::{County, counties},
    members::{MEMBERS, MembershipId, recount},
    testing::expect_beside,
};
use jiff::civil::date;
use platform::{
    facts::{self, Period},
    notices,
    testing::Client,
    tree::{OrgId, Scope},
    vals,
};

async fn crowd(c: &County, size: u32) -> Vec<MembershipId> {
    let mut ids = Vec::new();
    for n in 1..=size {
        ids.push(c.member(&c.firm, &format!("程{n:02}"), n, date(2026, 3, 5)).await);
    }
    ids
}
async fn figure(c: &County, union: OrgId) -> i64 {
    let path = platform::tree::find(&c.site.app.db, union).await.unwrap().unwrap().path;
    facts::value(&c.site.app.db, MEMBERS, &Scope::below(&path), Period::until(c.site.app.today())).await.unwrap()
}
async fn group_of(c: &County, id: MembershipId) -> String {
    let sql = "SELECT COALESCE((SELECT names FROM group_sets WHERE id = group_set), '') FROM memberships WHERE id = $1";
    c.site.app.db.one::<(String,)>(sql, vals![id]).await.unwrap().0
}
async fn newest(c: &County) -> String {
    format!("{PATH}/{}", c.site.app.db.number("SELECT MAX(id) FROM bulk_acts", vals![]).await.unwrap())
}
async fn undo(c: &County, client: &mut Client) {
    let path = newest(c).await;
    client.post(&format!("{path}/undoing"), &[]).await.expect(303);
}

#[tokio::test]
async fn members_are_assigned_to_a_branch_and_back_and_the_figures_follow() {
    for c in counties().await {
        let ids = crowd(&c, 3).await;
        let mut chair = c.chair().await;
        let (a, b) = (ids[0].to_string(), ids[1].to_string());
        let (target, name) = (c.workshop.id.to_string(), c.workshop.name.as_str());
        let ask = format!("{PATH}/new?kind=assign&member={a}&member={b}");
        chair.get(&ask).await.expect(200).expect_says("办给选中的2人");
        let preview = chair.get(&format!("{ask}&target_id={target}&target={name}")).await.expect(200);
        preview.expect_says("会改2人").expect_says("程01、程02").expect_says("7天内可以撤销");
        assert_eq!(figure(&c, c.workshop.id).await, 0, "nothing is done before");

        let form = [("kind", "assign"), ("member", &a), ("member", &b), ("target_id", &target), ("target", name)];
        chair.post(PATH, &form).await.expect(303);
        chair.get(&newest(&c).await).await.expect(200).expect_says("已办好2人").expect_says("赵主席");
        assert_eq!((figure(&c, c.workshop.id).await, figure(&c, c.firm.id).await), (2, 3));
        expect_beside(&c.site).await;
        chair.get(&format!("/console/members?union={target}")).await.expect_says("程01").expect_says("共2人");
        chair.get(&format!("/console/members?union={target}&q=cheng")).await.expect(200);
        assert!(recount(&c.site.app.db).await.unwrap().differing.is_empty());
        // Again: both are there already.
        let again = chair.get(&format!("{ask}&member={}&target_id={target}&target={name}", ids[2])).await;
        again.expect_says("会改1人").expect_says("2人：已经在这家工会");

        // Somebody changes one of them meanwhile.
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET version = version + 1 WHERE id = $1", vals![ids[1]]).await.unwrap();
        tx.commit().await.unwrap();
        undo(&c, &mut chair).await;
        let page = chair.get(&newest(&c).await).await.expect_says("已撤销1人").expect_says("程02");
        page.expect_says("办理以后又被改过");
        assert_eq!((figure(&c, c.workshop.id).await, figure(&c, c.firm.id).await), (1, 3));
        expect_beside(&c.site).await;
        assert!(recount(&c.site.app.db).await.unwrap().differing.is_empty());
        let events = "SELECT COUNT(*) FROM membership_events WHERE membership = $1";
        assert_eq!(c.site.app.db.number(events, vals![ids[0]]).await.unwrap(), 1, "as if it had not been");
        let acts = "SELECT COUNT(*) FROM audit_entries WHERE act IN ('member.bulk', 'member.bulk_undo')";
        assert_eq!(c.site.app.db.number(acts, vals![]).await.unwrap(), 2);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn all_that_match_get_a_group_by_a_job_and_lose_it_again() {
    for c in counties().await {
        let ids = crowd(&c, 3).await;
        c.member(&c.joint, "周小禾", 9, date(2026, 3, 6)).await;
        let (app, mut officer) = (&c.site.app, c.officer().await);
        officer.post(&format!("/console/members/{}/groups", ids[0]), &[("group", "快递员")]).await.expect(303);
        let union = c.firm.id.to_string();
        let form = [("kind", "group"), ("all", "1"), ("union", &*union), ("state", "active"), ("add_group", "快递员")];
        let query: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", platform::web::encode(value))).collect();
        let preview = officer.get(&format!("{PATH}/new?{}", query.join("&"))).await.expect(200);
        preview.expect_says("会改2人").expect_says("1人：已经是这个类别");

        // As a large one: the job does it, and goes on where it stopped.
        let plan = Plan::Group { group: "快递员".into() };
        let address = format!("/console/members?union={union}&state=active");
        let account = app.db.number("SELECT MIN(id) FROM accounts", vals![]).await.unwrap();
        let account = platform::identity::AccountId(account);
        let new = NewAct { org: c.county.id, account, plan: &plan, address: &address, chosen: &[], expected: 3 };
        let mut tx = app.db.begin().await.unwrap();
        let id = store::add(&mut tx, &new, app.now()).await.unwrap();
        platform::jobs::queue(&mut tx, super::DO, &id.to_string(), app.now()).await.unwrap();
        tx.commit().await.unwrap();
        officer.get(&newest(&c).await).await.expect_says("正在办理");
        c.site.work().await;
        super::go_on(app, id).await.unwrap();
        assert_eq!(group_of(&c, ids[1]).await, "|快递员|");
        let page = officer.get(&newest(&c).await).await.expect_says("已办好2人").expect_says("程01");
        page.expect_says("已经是这个类别");
        expect_beside(&c.site).await;
        officer.get("/console/members?group=%E5%BF%AB%E9%80%92%E5%91%98").await.expect_says("共3人");

        officer.post(&format!("/console/members/{}/groups/ending", ids[2]), &[("group", "快递员")]).await.expect(303);
        undo(&c, &mut officer).await;
        officer.get(&newest(&c).await).await.expect_says("已撤销1人").expect_says("程03");
        expect_beside(&c.site).await;
        assert_eq!((group_of(&c, ids[0]).await, group_of(&c, ids[1]).await), ("|快递员|".into(), String::new()));
        officer.post(&format!("{}/undoing", newest(&c).await), &[]).await.expect(409);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_notice_goes_to_who_has_an_account_and_only_unread_ones_come_back() {
    for c in counties().await {
        let ids = crowd(&c, 3).await;
        let (app, mut officer) = (&c.site.app, c.officer().await);
        let mut tx = app.db.begin().await.unwrap();
        let mut accounts = Vec::new();
        for (n, id) in ids[..2].iter().enumerate() {
            let person = tx.number("SELECT person FROM memberships WHERE id = $1", vals![*id]).await.unwrap();
            let phone = format!("1370000000{n}");
            let account = platform::identity::account_for_phone(&mut tx, app, &phone, "程").await.unwrap();
            platform::identity::tie_person(&mut tx, account, platform::tree::PersonId(person), "程").await.unwrap();
            let (purpose, wording) = crate::joinings::NOTICES;
            platform::identity::give_consent(&mut tx, app, account, purpose, wording).await.unwrap();
            accounts.push(account);
        }
        tx.commit().await.unwrap();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("member", id.as_str())).collect();
        form.extend([("kind", "notice"), ("title", "体检通知")]);
        officer.post(PATH, &form).await.expect(422).expect_says("请写内容");
        form.push(("body", "周五体检，请带身份证"));
        let query: Vec<String> = form.iter().map(|(n, v)| format!("{n}={}", platform::web::encode(v))).collect();
        let preview = officer.get(&format!("{PATH}/new?{}", query.join("&"))).await.expect(200);
        preview.expect_says("发给2人").expect_says("1人：没有开通账号").expect_says("发出的消息收不回来");
        officer.post(PATH, &form).await.expect(303);
        let first = notices::list(&app.db, accounts[0], None, 1).await.unwrap().remove(0);
        assert_eq!((first.title.as_str(), first.body.as_str()), ("体检通知", "周五体检，请带身份证"));
        notices::read(app, accounts[0], first.id).await.unwrap();

        undo(&c, &mut officer).await;
        officer.get(&newest(&c).await).await.expect_says("已撤销1人").expect_says("已经读过，收不回来");
        assert_eq!(notices::list(&app.db, accounts[1], None, 1).await.unwrap().len(), 0);
        assert_eq!(notices::list(&app.db, accounts[0], None, 1).await.unwrap().len(), 1);
        c.site.figures_add_up().await;
    }
}

/// An account for a member.
async fn account_of(c: &County, id: MembershipId, phone: &str) -> platform::identity::AccountId {
    let mut tx = c.site.app.db.begin().await.unwrap();
    let person = tx.number("SELECT person FROM memberships WHERE id = $1", vals![id]).await.unwrap();
    let account = platform::identity::account_for_phone(&mut tx, &c.site.app, phone, "程").await.unwrap();
    platform::identity::tie_person(&mut tx, account, platform::tree::PersonId(person), "程").await.unwrap();
    tx.commit().await.unwrap();
    account
}

#[tokio::test]
async fn who_did_not_agree_to_notices_or_withdrew_gets_none_and_the_preview_counts_them() {
    for c in counties().await {
        let ids = crowd(&c, 3).await;
        let (app, mut officer) = (&c.site.app, c.officer().await);
        let mut accounts = Vec::new();
        for (n, id) in ids.iter().enumerate() {
            accounts.push(account_of(&c, *id, &format!("1370000000{n}")).await);
        }
        let (purpose, wording) = crate::joinings::NOTICES;
        let mut tx = app.db.begin().await.unwrap();
        for account in &accounts[..2] {
            platform::identity::give_consent(&mut tx, app, *account, purpose, wording).await.unwrap();
        }
        tx.exec("UPDATE consents SET withdrawn_at = 1 WHERE account = $1", vals![accounts[1]]).await.unwrap();
        tx.commit().await.unwrap();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("member", id.as_str())).collect();
        form.extend([("kind", "notice"), ("title", "电影票"), ("body", "周六放映")]);
        let query: Vec<String> = form.iter().map(|(n, v)| format!("{n}={}", platform::web::encode(v))).collect();
        let preview = officer.get(&format!("{PATH}/new?{}", query.join("&"))).await.expect(200);
        preview.expect_says("发给1人").expect_says("2人：没有同意接收活动和服务的通知");
        officer.post(PATH, &form).await.expect(303);
        officer.get(&newest(&c).await).await.expect_says("已办好1人").expect_says("没有同意接收");
        let mut got = Vec::new();
        for account in accounts {
            got.push(notices::list(&app.db, account, None, 9).await.unwrap().len());
        }
        assert_eq!(got, [1, 0, 0]);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_is_assigned_to_a_branch_is_told_and_told_again_when_it_is_undone_after_reading() {
    for c in counties().await {
        let ids = crowd(&c, 2).await;
        let (app, mut chair) = (&c.site.app, c.chair().await);
        let accounts = [account_of(&c, ids[0], "13700000000").await, account_of(&c, ids[1], "13700000001").await];
        let (a, b, target) = (ids[0].to_string(), ids[1].to_string(), c.workshop.id.to_string());
        let name = c.workshop.name.as_str();
        let form = [("kind", "assign"), ("member", &*a), ("member", &b), ("target_id", &target), ("target", name)];
        chair.post(PATH, &form).await.expect(303);
        let titles = async |account| -> Vec<String> {
            let list = notices::list(&app.db, account, None, 9).await.unwrap();
            list.into_iter().map(|notice| notice.title).collect()
        };
        let told = format!("您的会籍调整到{name}");
        assert_eq!(titles(accounts[0]).await, [told.as_str()]);
        let first = notices::list(&app.db, accounts[0], None, 1).await.unwrap().remove(0);
        notices::read(app, accounts[0], first.id).await.unwrap();
        undo(&c, &mut chair).await;
        assert_eq!(titles(accounts[0]).await, ["您的会籍回到了原来的工会", told.as_str()]);
        assert_eq!(titles(accounts[1]).await, Vec::<String>::new(), "who had not read it need not know");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_act_reaches_nobody_outside_the_branch_and_ends_after_a_week() {
    for c in counties().await {
        let ids = crowd(&c, 1).await;
        let foreign = c.member(&c.joint, "周小禾", 9, date(2026, 3, 6)).await.to_string();
        let (own, mut chair) = (ids[0].to_string(), c.chair().await);
        let form = [("kind", "group"), ("member", &*own), ("member", &foreign), ("add_group", "快递员")];
        chair.post(PATH, &form).await.expect(303);
        assert_eq!(group_of(&c, MembershipId(foreign.parse().unwrap())).await, "", "not of this branch");
        let (joint, name) = (c.joint.id.to_string(), c.joint.name.as_str());
        let out = [("kind", "assign"), ("member", &*own), ("target_id", &*joint), ("target", name)];
        chair.post(PATH, &out).await.expect(422).expect_says("没有找到这家工会");
        chair.post(PATH, &[("kind", "group"), ("add_group", "快递员")]).await.expect(409).expect_says("还没有选会员");
        chair.post(PATH, &[("kind", "group"), ("member", "7777"), ("add_group", "快递员")]).await.expect(409);
        c.western_officer().await.get(&newest(&c).await).await.expect(404);
        c.site.app.clock.advance(7 * 86_400 + 1);
        chair.post(&format!("{}/undoing", newest(&c).await), &[]).await.expect(409).expect_says("过了7天");
        c.site.figures_add_up().await;
    }
}
