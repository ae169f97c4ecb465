use crate::county::{County, member, modules, task};
use jiff::civil::date;
use platform::{
    identity::{self, NewPost},
    rights::Role,
    testing::Site,
};

#[tokio::test]
async fn the_first_page_says_what_waits_and_what_is_late() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        for (title, days) in [("周小丁申请入会", 1), ("何秋实申请入会", 2), ("冯立夏申请入会", 4)]
        {
            task(&site, &county.county, title, days).await;
        }
        officer.get("/console").await.expect(200).expect_says("3件等您办");
        // From Thursday to Monday: one is over by three days, one is due today.
        site.app.clock.advance(4 * 86_400);
        let page = officer.get("/console").await.expect(200);
        let page = page.expect_says("3件等您办，1件已超期").expect_says("超3天").expect_says("今天到期1件");
        let at = |words: &str| page.visible().find(words).unwrap_or_else(|| panic!("{words}: {}", page.visible()));
        assert!(at("周小丁申请入会") < at("何秋实申请入会") && at("何秋实申请入会") < at("冯立夏申请入会"));
        assert!(page.text().contains(r#"href="/console/joinings/1""#));
    }
}

#[tokio::test]
async fn an_empty_work_list_says_so_and_leads_on() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        let page = officer.get("/console").await.expect(200);
        page.expect_says("没有等您办的事").expect_says("现在没有等您办的事，来了会按期限排在这里");
    }
}

#[tokio::test]
async fn a_task_that_climbed_says_from_where() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut chair = site.holder("赵主席", "19900000002", Role::Chair, county.firm.id).await;
        let mut town = site.holder("钱干部", "19900000003", Role::Officer, county.town.id).await;
        task(&site, &county.firm, "周小丁申请入会", 1).await;
        chair.get("/console").await.expect(200).expect_says("1件等您办");
        town.get("/console").await.expect(200).expect_says("没有等您办的事");
        site.app.clock.advance(4 * 86_400);
        site.work().await;
        let page = town.get("/console").await.expect(200);
        page.expect_says("1件等您办，1件已超期").expect_says("顺通物流工会超期未办，自动报上来");
    }
}

#[tokio::test]
async fn a_deadline_in_a_year_without_published_holidays_is_marked() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        task(&site, &county.county, "明年的事", 60).await;
        officer.get("/console").await.expect(200).expect_says("暂定，2027年放假安排公布后会重新计算");
    }
}

#[tokio::test]
async fn kinds_have_tabs_and_an_unknown_kind_shows_all() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        task(&site, &county.county, "周小丁申请入会", 1).await;
        for address in ["/console?kind=joining", "/console?kind=nothing", "/console/tasks?after=x_y"] {
            officer.get(address).await.expect(200).expect_says("全部1").expect_says("入会1").expect_says("周小丁");
        }
    }
}

#[tokio::test]
async fn the_figures_beside_the_list_are_those_of_the_own_branch() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        member(&site, &county.firm, "林小满", "19900010001", date(2026, 10, 8)).await;
        member(&site, &county.firm, "程望川", "19900020002", date(2026, 11, 3)).await;
        member(&site, &county.other_town, "周小丁", "19900030003", date(2026, 11, 4)).await;
        let mut whole = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
        let mut town = site.holder("钱干部", "19900000003", Role::Officer, county.town.id).await;
        whole.get("/console").await.expect(200).expect_says("本县数字").expect_says("3人").expect_says("+2");
        let page = town.get("/console").await.expect(200).expect_says("本会数字").expect_says("2人");
        assert!(page.text().contains(&format!("/console/members?union={}", county.town.id)));
    }
}

#[tokio::test]
async fn one_works_in_the_name_of_one_post_at_a_time() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let account = site.account("孙维方", "19900000001").await;
        let mut tx = site.app.db.begin().await.unwrap();
        let mut posts = Vec::new();
        for (role, org) in [(Role::Officer, county.county.id), (Role::Chair, county.firm.id)] {
            let post = NewPost { org, role, title: role.name(), starts_on: date(2024, 1, 1), ends_on: None };
            posts.push(identity::give_post(&mut tx, &site.app, account, &post, None).await.unwrap());
        }
        tx.commit().await.unwrap();
        let mut client = site.sign_in(account).await;
        client.get("/console").await.expect(200).expect_says("本县数字");
        let answer = client.post("/console/acting", &[("post", &posts[1].to_string())]).await.expect(303);
        assert_eq!(answer.to(), "/console");
        client
            .get("/console")
            .await
            .expect(200)
            .expect_says("现在以顺通物流工会工会主席的身份工作")
            .expect_says("本会数字");
        // Somebody else's post is not there.
        let mut stranger = site.holder("钱干部", "19900000003", Role::Officer, county.town.id).await;
        stranger.post("/console/acting", &[("post", &posts[0].to_string())]).await.expect(404);
    }
}

#[tokio::test]
async fn the_console_is_for_people_with_posts() {
    for site in Site::on_both(modules).await {
        County::found(&site).await;
        assert_eq!(site.visitor().get("/console").await.expect(303).to(), "/sign-in?next=%2Fconsole");
        site.person("林小满", "19900000009").await.get("/console").await.expect(403);
    }
}

#[tokio::test]
async fn the_gallery_shows_every_component() {
    let site = Site::on_sqlite(modules).await;
    let county = County::found(&site).await;
    let mut officer = site.holder("孙维方", "19900000001", Role::Officer, county.county.id).await;
    officer.get("/console/gallery").await.expect(200).expect_says("组件");
    officer.get("/console/gallery/member").await.expect(200).expect_says("组件");
}
