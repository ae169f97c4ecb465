use crate::county::{County, modules};
use jiff::civil::date;
use platform::{
    audit,
    identity::{self, PostId},
    rights::Role,
    testing::{Answer, Site},
    tree::{OrgId, Scope},
    vals,
};

async fn post_of(site: &Site, name: &str) -> PostId {
    let sql = "SELECT p.id FROM posts p JOIN accounts a ON a.id = p.account WHERE a.name = $1";
    site.app.db.one::<(PostId,)>(sql, vals![name]).await.unwrap().0
}

fn invitation(union: OrgId) -> Vec<(&'static str, String)> {
    vec![
        ("name", "钱明".into()),
        ("phone", "19912345678".into()),
        ("union_id", union.to_string()),
        ("role", "chair".into()),
        ("starts_on", "2026-11-19".into()),
    ]
}
async fn invite(client: &mut platform::testing::Client, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    client.post("/console/posts/invitations", &fields).await
}
fn token_in(page: &str) -> String {
    let start = page.find("/invitation/").expect("a link") + "/invitation/".len();
    page[start..].chars().take_while(|c| *c != '"').collect()
}

#[tokio::test]
async fn an_invitation_is_a_link_shown_once_and_gives_the_post() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let page = invite(&mut admin, &invitation(county.firm.id)).await.expect(200).expect_says("已邀请钱明");
        let token = token_in(&page.text());
        let list = admin.get("/console/posts").await.expect(200).expect_says("还没接受的邀请1个");
        assert!(!list.text().contains(&token) && list.says("199****5678") && !list.text().contains("19912345678"));
        let mut tx = site.app.db.begin().await.unwrap();
        identity::accept_invitation(&mut tx, &site.app, &token).await.unwrap().expect("an account");
        tx.commit().await.unwrap();
        let list = admin.get("/console/posts").await.expect_says("钱明工会主席");
        assert!(!list.says("还没接受的邀请"));
        let lines = audit::lines(&site.app.db, &Scope::below(&county.county.path), "post.", None, 10).await.unwrap();
        assert_eq!(lines[0].act, "post.invite");
        assert!(lines[0].detail.contains("199****5678"));
    }
}

#[tokio::test]
async fn nobody_is_invited_above_or_beside_the_own_branch() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.town.id).await;
        for outside in [county.county.id, county.other_town.id] {
            let page = invite(&mut admin, &invitation(outside)).await.expect(422);
            page.expect_says("请从列表里选一家工会，只能是城东街道总工会和它的下级");
        }
        assert_eq!(site.app.db.number("SELECT COUNT(*) FROM invitations", vals![]).await.unwrap(), 0);
        let proposals = admin.get("/console/posts/unions?q=%E8%A1%97%E9%81%93").await.expect(200);
        assert!(proposals.says("城东街道总工会") && !proposals.says("河西街道总工会"));
    }
}

#[tokio::test]
async fn a_wrong_invitation_comes_back_filled_in_with_words_at_each_field() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let mut fields = invitation(county.firm.id);
        fields.retain(|(name, _)| *name != "name" && *name != "role");
        fields.push(("ends_on", "2026-11-01".into()));
        fields.push(("title", "<b>组织员".into()));
        let page = invite(&mut admin, &fields).await.expect(422).expect_says("有3处要改");
        let page = page.expect_says("请填姓名").expect_says("请选一个角色").expect_says("结束日期不能早于开始日期");
        assert!(page.text().contains("19912345678") && !page.text().contains("<b>组织员"));
    }
}

#[tokio::test]
async fn somebody_who_holds_the_post_is_not_invited_again() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("钱明", "19912345678", Role::Chair, county.firm.id).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let page = invite(&mut admin, &invitation(county.firm.id)).await.expect(422);
        page.expect_says("钱明已经在顺通物流工会任工会主席，不用再邀请");
    }
}

#[tokio::test]
async fn an_invitation_can_be_taken_back() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let mut neighbour = site.holder("邻居", "19900000005", Role::Admin, county.other_town.id).await;
        let token = token_in(&invite(&mut admin, &invitation(county.firm.id)).await.expect(200).text());
        let id = identity::invitation(&site.app, &token).await.unwrap().expect("open").id;
        let address = format!("/console/posts/invitations/{id}/revocation");
        neighbour.post(&address, &[]).await.expect(404);
        admin.post(&address, &[]).await.expect(303);
        assert!(identity::invitation(&site.app, &token).await.unwrap().is_none());
        admin.post(&address, &[]).await.expect(404);
    }
}

#[tokio::test]
async fn a_post_ends_and_its_holder_is_told() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("赵主席", "19900000002", Role::Chair, county.firm.id).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let address = format!("/console/posts/{}", post_of(&site, "赵主席").await);
        admin.get(&address).await.expect(200).expect_says("结束这个任职").expect_says("199****0002");
        let ending = format!("{address}/ending");
        admin
            .post(&ending, &[("seen", ""), ("last_day", "2023-01-01")])
            .await
            .expect(422)
            .expect_says("最后一天不能早于");
        admin.post(&ending, &[("seen", ""), ("last_day", "2026-11-18")]).await.expect(303);
        chair.get("/console").await.expect(403);
        admin.get(&address).await.expect(200).expect_says("只有系统管理员能结束任职；已经结束的不能再改");
        let told = site.app.db.number("SELECT COUNT(*) FROM notices WHERE title LIKE '%为止'", vals![]).await.unwrap();
        assert_eq!(told, 1);
    }
}

#[tokio::test]
async fn the_second_of_two_who_end_a_post_hears_who_was_first() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("赵主席", "19900000002", Role::Chair, county.firm.id).await;
        let mut one = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let mut two = site.holder("另一位", "19900000005", Role::Admin, county.county.id).await;
        let ending = format!("/console/posts/{}/ending", post_of(&site, "赵主席").await);
        one.post(&ending, &[("seen", ""), ("last_day", "2026-12-31")]).await.expect(303);
        let answer = two.post(&ending, &[("seen", ""), ("last_day", "2026-11-30")]).await.expect(409);
        answer.expect_says("系统员已在2026年11月19日10:00把这个任职改为到2026-12-31为止");
        two.post(&ending, &[("seen", "2026-12-31"), ("last_day", "2026-11-30")]).await.expect(303);
    }
}

#[tokio::test]
async fn nobody_ends_the_post_in_use_or_one_outside() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        site.holder("赵主席", "19900000002", Role::Chair, county.firm.id).await;
        let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
        let own = post_of(&site, "系统员").await;
        let answer =
            admin.post(&format!("/console/posts/{own}/ending"), &[("last_day", "2026-11-18")]).await.expect(409);
        answer.expect_says("不能结束自己正在用的任职");
        let mut neighbour = site.holder("邻居", "19900000005", Role::Admin, county.other_town.id).await;
        let outside = format!("/console/posts/{}", post_of(&site, "赵主席").await);
        neighbour.get(&outside).await.expect(404);
        neighbour.post(&format!("{outside}/ending"), &[]).await.expect(404);
    }
}

#[tokio::test]
async fn a_chair_sees_the_posts_of_the_own_union_and_gives_none() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("赵主席", "19900000002", Role::Chair, county.firm.id).await;
        site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        let page = chair.get("/console/posts").await.expect(200).expect_says("赵主席");
        assert!(!page.says("孙维方") && !page.says("邀请任职"));
        chair.get("/console/posts/new").await.expect(403);
        let found = chair.get("/console/posts?q=%E8%B5%B5&role=chair").await.expect(200).expect_says("1个任职");
        found.expect_says("2024-01-01起");
        chair.get("/console/posts?q=%E9%92%B1").await.expect(200).expect_says("没有符合条件的任职");
        let today = date(2026, 11, 19);
        let scope = Scope::below(&county.firm.path);
        assert_eq!(identity::holders(&site.app.db, &scope, today).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn many_posts_are_turned_page_by_page() {
    let site = Site::on_sqlite(modules).await;
    let county = County::found(&site).await;
    let mut admin = site.holder("系统员", "19900000004", Role::Admin, county.county.id).await;
    for n in 0..70 {
        site.holder(&format!("组织员{n:02}"), &format!("199000001{n:02}"), Role::Organiser, county.firm.id).await;
    }
    let page = admin.get("/console/posts").await.expect(200).expect_says("71个任职").expect_says("共71个");
    assert!(page.says("组织员00") && !page.says("组织员69"));
    admin.get("/console/posts?after=60").await.expect(200).expect_says("组织员69");
    admin.get("/console/posts?after=999999").await.expect(200);
}
