use super::*;

/// Everything about matters that a desk shows.
async fn seen(county: &County, desk: &mut Client, cases: &[&str]) -> Vec<String> {
    let mut pages = Vec::new();
    for path in ["/console/matters", "/console/matters?view=all", "/console/matters/new", "/console/cases?view=all"] {
        pages.push(desk.get(path).await.expect(200).visible());
    }
    for number in cases {
        let page = desk.get(&format!("/console/cases/{number}")).await.expect(200).visible();
        // How often one has looked oneself changes with looking.
        pages.push(page.split("谁能看").next().unwrap_or_default().to_owned());
    }
    let sql = "SELECT n.title FROM notices n JOIN posts p ON p.account = n.account WHERE p.org = $1 ORDER BY n.id";
    let told: Vec<(String,)> = county.site.app.db.all(sql, platform::vals![county.firm.id]).await.unwrap();
    pages.extend(told.into_iter().map(|row| row.0));
    for key in ["matters", "matters.people", "cases"] {
        pages.push(county.figure(key, &county.firm).await.to_string());
    }
    pages
}

#[tokio::test]
async fn whoever_must_not_see_one_of_the_cases_sees_nothing_of_the_matter_through_the_others() {
    for county in counties().await {
        let (mut chair, mut town) = (county.chair(&county.firm).await, county.officer(&county.town).await);
        let mut all = workers(&county, 2).await;
        let open = [all[0].1.clone(), all[1].1.clone()];
        let open: Vec<&str> = open.iter().map(String::as_str).collect();
        let before = seen(&county, &mut chair, &open).await;
        let mut hidden = county.member(3, &county.firm).await;
        let number = hidden.ask("pay", &[&PAY[..], &[("bypass", "1")]].concat()).await;
        assert_eq!(seen(&county, &mut chair, &open).await, before, "found with others it would tell of itself");
        town.get(&format!("/console/cases/{number}")).await.expect_says("同一家单位还有2位职工");
        let matter = propose(&mut town, &[&number, open[0], open[1]]).await;
        join(&mut hidden, &matter, "yes").await;
        for (worker, _) in &mut all {
            join(worker, &matter, "yes").await;
        }
        does(&mut all[0].0, &matter, &[("act", "fill"), ("version", "2"), ("month_0", "2026-09"), ("amount_0", "1")])
            .await
            .expect(303);
        assert_eq!(seen(&county, &mut chair, &open).await, before);
        for path in ["", "/sheet", "/imports", "/papers/request"] {
            chair.get(&format!("/console/matters/{matter}{path}")).await.expect(404);
        }
        desk_does(&mut chair, &matter, &[("act", "end"), ("words", "x")]).await.expect(404);
        // The chair may ask the two himself, as if there were no other; who says yes there leaves here.
        let own = propose(&mut chair, &open).await;
        join(&mut all[0].0, &own, "yes").await;
        town.get(&format!("/console/matters/{matter}")).await.expect_says("2人参加").expect_says("退出了");
        assert_eq!(county.figure("matters.people", &county.town).await, 3, "each of them once");
        // What is hidden is not added to what lies where it must not be seen.
        let add = [("act", "ask"), ("case", &*number)];
        desk_does(&mut chair, &own, &add).await.expect(422);
        town.get(&format!("/console/matters/{own}?act=ask")).await.expect(200);
        desk_does(&mut town, &own, &add).await.expect(422);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn whom_one_of_the_cases_is_about_and_who_has_an_interest_do_not_work_on_the_matter() {
    for county in counties().await {
        let mut county_desk = county.officer(&county.county).await;
        let mut accused = county.chair(&county.town).await;
        let id = county.account("城东街道总工会主席").await.to_string();
        let mut all = workers(&county, 2).await;
        let mut third = county.member(3, &county.firm).await;
        let about = third.ask("pay", &[&PAY[..], &[("accused", &*id)]].concat()).await;
        let matter = propose(&mut county_desk, &[&about, &all[0].1, &all[1].1]).await;
        join(&mut third, &matter, "yes").await;
        join(&mut all[0].0, &matter, "yes").await;
        let page = format!("/console/matters/{matter}");
        accused.get(&page).await.expect(404);
        // Also where he gets a post at the matter's own union later on.
        let account = county.account("城东街道总工会主席").await;
        let mut tx = county.site.app.db.begin().await.unwrap();
        let post = platform::identity::NewPost {
            org: county.county.id,
            role: platform::rights::Role::Chair,
            title: "主席",
            starts_on: jiff::civil::date(2024, 1, 1),
            ends_on: None,
        };
        platform::identity::give_post(&mut tx, &county.site.app, account, &post, None).await.unwrap();
        tx.commit().await.unwrap();
        let mut accused = county.site.sign_in(account).await;
        let (post,): (i64,) = county
            .site
            .app
            .db
            .one("SELECT MAX(id) FROM posts WHERE account = $1", platform::vals![account])
            .await
            .unwrap();
        accused.post("/console/post", &[("post", &post.to_string())]).await;
        accused.get(&page).await.expect(404);
        assert!(!accused.get("/console/matters?view=all").await.says(&matter));
        county_desk.get(&page).await.expect(200).expect_says("2人参加");
        // Who stood aside from one of the cases looks, and does nothing.
        decide(&mut county_desk, &all[0].1, &[("decision", "aside"), ("reason", "亲戚")]).await.expect(303);
        county_desk.get(&page).await.expect(200).expect_says("已经回避");
        desk_does(&mut county_desk, &matter, &[("act", "end"), ("words", "x")]).await.expect(409);
        // The worker sees who looked.
        let own_case = format!("/me/cases/{}", all[0].1);
        all[0].0.client.get(&own_case).await.expect_says("周县员");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_that_comes_to_lie_with_one_person_alone_leaves_the_matter_and_sight_at_once() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut all, matter) = joined(&county, &mut chair, 3).await;
        county.holder("督办员", "13900009999", &county.county).await;
        let second = county.account("督办员").await;
        let named = [("account", second.to_string())];
        let named = named.each_ref().map(|(key, id)| (*key, id.as_str()));
        county.officer(&county.county).await.post("/console/cases/second", &named).await.expect(303);
        let mut tx = county.site.app.db.begin().await.unwrap();
        let sql = "UPDATE cases SET alone = $1, handler = $3, level = $3 WHERE number = $2";
        tx.exec(sql, platform::vals![second, &all[0].1, county.county.id]).await.unwrap();
        tx.commit().await.unwrap();
        let page = format!("/console/matters/{matter}");
        for path in [&page, &format!("{page}/sheet"), &format!("{page}/papers/request")] {
            let shown = chair.get(path).await.visible();
            assert!(!shown.contains("工友1"), "{path}: {shown}");
        }
        county.days_later(1).await;
        let shown = chair.get(&page).await.expect(200);
        assert!(shown.says("2人参加") && !shown.says("工友1") && !shown.says(&all[0].1), "{}", shown.visible());
        assert_eq!(county.figure("matters.people", &county.firm).await, 2);
        let told = "SELECT COUNT(*) FROM notices WHERE title = '您这件由专人单独办了'";
        assert_eq!(county.number(told).await, 1, "the worker, and nobody else");
        assert!(!all[1].0.client.get(&format!("/me/matters/{matter}")).await.says("工友1"));
        // Nor is it found again with others.
        assert!(!chair.get("/console/matters/new").await.says("工友1"));
    }
}

#[tokio::test]
async fn who_loses_the_post_works_on_the_matter_no_more_and_it_goes_on_with_the_next() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (_all, matter) = joined(&county, &mut chair, 2).await;
        let page = format!("/console/matters/{matter}");
        let mut tx = county.site.app.db.begin().await.unwrap();
        let yesterday = county.site.app.today().yesterday().unwrap();
        platform::identity::end_posts_at(&mut tx, county.firm.id, yesterday).await.unwrap();
        tx.commit().await.unwrap();
        let end = [("act", "end"), ("words", "谈成了")];
        assert_ne!(chair.get(&page).await.status, 200);
        assert_ne!(desk_does(&mut chair, &matter, &end).await.status, 303);
        let role = platform::rights::Role::Chair;
        let mut next = county.site.holder("新主席", "13900007777", role, county.firm.id).await;
        next.get("/console/matters").await.expect(200).expect_says("顺通物流有限公司");
        next.get(&page).await.expect(200).expect_says("2人参加");
        desk_does(&mut next, &matter, &end).await.expect(303);
    }
}
