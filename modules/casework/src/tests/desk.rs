//! The desk: finding, giving to others, standing aside, letters, limits of the law.
use super::{
    counties,
    county::{PAY, decide},
};
use crate::cases::store::{self, Filter, Way};
use directory::list::Page;
use platform::{identity::AccountId, rights::Role, vals};

#[tokio::test]
async fn words_that_were_said_find_the_case_for_whom_it_exists() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let (mut chair, mut other) = (county.chair(&county.firm).await, county.chair(&county.park).await);
        let number = worker.ask("pay", &PAY).await;
        worker.client.post(&format!("/me/cases/{number}/message"), &[("text", "食堂也关了")]).await.expect(303);
        let mut quiet = county.member(2, &county.firm).await;
        let ill = [("f_what", "illness"), ("f_story", "父亲脑梗住院"), ("f_family", "4")];
        quiet.ask("living", &ill).await;
        crate::cases::words::turn(&county.site.app).await.unwrap();
        let find = |words: &str| format!("/console/cases?view=all&q={}", platform::web::encode(words));
        for words in ["回款", "食堂也关", "工友1", "顺通物流", &number] {
            chair.get(&find(words)).await.expect_says(&number);
            assert!(!other.get(&find(words)).await.says(&number), "{words}");
        }
        assert!(!chair.get(&find("没有说过的话")).await.says(&number));
        chair.get(&find("工友2")).await.expect_says("工友2");
        assert!(!chair.get(&find("脑梗")).await.says("工友2"), "illness is not searched");
        // The index holds keyed words only.
        let sql = "SELECT COUNT(*) FROM search_entries WHERE kind = 'casetext' AND title <> ''";
        assert_eq!(county.number(sql).await, 0);
        // A case that moves on is found where it lies.
        let on = [("decision", "hand-over"), ("to", "upper"), ("reason", "x")];
        decide(&mut chair, &number, &on).await.expect(303);
        crate::cases::words::turn(&county.site.app).await.unwrap();
        assert!(!chair.get(&find("回款")).await.says(&number));
        county.officer(&county.town).await.get(&find("回款")).await.expect_says(&number);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn several_cases_go_to_another_union_after_a_preview_and_with_a_reason() {
    for county in counties().await {
        let (mut one, mut two) = (county.member(1, &county.firm).await, county.member(2, &county.firm).await);
        let mut officer = county.officer(&county.town).await;
        let open = one.suggest().await;
        let mut fields = PAY.to_vec();
        fields.push(("bypass", "1"));
        let hidden = two.ask("pay", &fields).await;
        officer.get("/console/cases").await.expect(200).expect_says("转办选中的");
        let chosen = format!("/console/cases/handing?case={open}&case={hidden}");
        officer.get(&chosen).await.expect(200).expect_says("选了2件");
        let to = county.park.id.to_string();
        let mut form = vec![("case", &*open), ("case", &*hidden), ("union", "远达运输工会"), ("union_id", &*to)];
        officer.post("/console/cases/handing", &form).await.expect(422).expect_says("这里要写");
        form.push(("reason", "就近办"));
        let preview = officer.post("/console/cases/handing", &form).await.expect(200);
        preview.expect_says("1件会转给远达运输工会").expect_says("不能转给远达运输工会");
        assert_eq!(county.number("SELECT COUNT(*) FROM case_steps WHERE act = 'hand-over'").await, 0);
        form.push(("sure", "1"));
        officer.post("/console/cases/handing", &form).await.expect(303);
        one.client.get(&format!("/me/cases/{open}")).await.expect_says("由远达运输工会办理").expect_says("就近办");
        two.client.get(&format!("/me/cases/{hidden}")).await.expect_says("由城东街道总工会办理");
        officer.post("/console/cases/handing", &form[2..]).await.expect(409).expect_says("请先在名单里选");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_goes_to_a_colleague_and_whoever_stands_aside_works_on_it_no_more() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let mut second = county.holder("小吴", "13900008888", &county.firm).await;
        let number = worker.suggest().await;
        let page = format!("/console/cases/{number}");
        let id = county.account("小吴").await.to_string();
        decide(&mut chair, &number, &[("decision", "assign"), ("reason", "x")])
            .await
            .expect(422)
            .expect_says("请选一位");
        let give = [("decision", "assign"), ("officer", &*id), ("reason", "他熟悉")];
        decide(&mut chair, &number, &give).await.expect(303);
        second.get("/console/cases/workload").await.expect(200).expect_says("小吴");
        chair.get(&format!("/console/cases?officer={id}")).await.expect_says(&number);
        assert!(!chair.get("/console/cases?officer=0").await.says(&number));
        second.get(&page).await.expect_says("经办人");
        decide(&mut second, &number, &[("decision", "aside"), ("reason", "是我表弟")]).await.expect(303);
        second.get(&page).await.expect(200).expect_says("您已经回避");
        decide(&mut second, &number, &[("decision", "explain"), ("reason", "x")]).await.expect(409);
        assert_eq!(county.number("SELECT COUNT(*) FROM cases WHERE officer IS NULL").await, 1);
        assert!(!worker.client.get(&format!("/me/cases/{number}")).await.says("表弟"));
        decide(&mut chair, &number, &give).await.expect(422);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_officer_who_loses_the_post_sees_nothing_and_the_case_waits_for_others() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        let mut tx = county.site.app.db.begin().await.unwrap();
        platform::identity::end_posts_at(&mut tx, county.firm.id, county.site.app.today().yesterday().unwrap())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_ne!(chair.get(&format!("/console/cases/{number}")).await.status, 200);
        assert_ne!(decide(&mut chair, &number, &[("decision", "failed"), ("reason", "x")]).await.status, 303);
        let mut next = county.site.holder("新主席", "13900007777", Role::Chair, county.firm.id).await;
        next.get("/console/cases").await.expect_says("欠薪诉求");
        assert_eq!(county.waiting(&county.firm).await.len(), 1);
        decide(&mut next, &number, &[("decision", "failed"), ("reason", "谈不拢")]).await.expect(303);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_worker_who_leaves_the_union_keeps_the_case() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.suggest().await;
        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET state = 'ended'", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        decide(&mut chair, &number, &[("decision", "explain"), ("reason", "办了")]).await.expect(303);
        worker.client.post(&format!("/me/cases/{number}/rating"), &[("stars", "4")]).await.expect(303);
        assert_eq!(county.words("SELECT rating FROM cases").await, "rated");
    }
}

#[tokio::test]
async fn letters_are_numbered_by_the_year_at_the_union_and_never_written_twice() {
    for county in counties().await {
        let (mut one, mut two) = (county.member(1, &county.firm).await, county.member(2, &county.firm).await);
        let mut chair = county.chair(&county.firm).await;
        for worker in [&mut one, &mut two] {
            let number = worker.ask("pay", &PAY).await;
            decide(&mut chair, &number, &[("decision", "accept")]).await.expect(303);
        }
        let (number, id): (String, i64) = county
            .site
            .app
            .db
            .one(
                "SELECT c.number, l.id FROM case_letters l JOIN cases c ON c.id = l.case_id WHERE l.number = 2",
                vals![],
            )
            .await
            .unwrap();
        two.client.get(&format!("/me/cases/{number}")).await.expect_says("诉求受理通知书").expect_says("诉求回执");
        let letter = two.client.get(&format!("/me/cases/{number}/letters/{id}")).await.expect(200);
        letter.expect_says("工诉〔2026〕2号").expect_says("工友2").expect_says("决定受理，由顺通物流工会办理");
        two.client.get(&format!("/me/cases/{number}/letters/receipt")).await.expect(200).expect_says(&number);
        one.client.get(&format!("/me/cases/{number}/letters/{id}")).await.expect(404);
        two.client.get(&format!("/me/cases/{number}/letters/99")).await.expect(404);
        // To the employer: not the worker's.
        let inquiry = [("decision", "letter"), ("letter", "inquiry"), ("reason", "核实9月工资")];
        decide(&mut chair, &number, &inquiry).await.expect(303);
        let page = format!("/console/cases/{number}/letters/{}", id + 1);
        chair
            .get(&page)
            .await
            .expect(200)
            .expect_says("核实9月工资")
            .expect_says("顺通物流有限公司")
            .expect_says("3号");
        two.client.get(&format!("/me/cases/{number}/letters/{}", id + 1)).await.expect(404);
        assert_eq!(county.number("SELECT COUNT(*) FROM case_letters WHERE lines_sealed LIKE '%工资%'").await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_limit_of_the_law_is_shown_with_its_article_moves_with_facts_and_warns() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let mut fields = PAY.to_vec();
        fields.extend([("f_still", "no"), ("f_left", "2025-12-10")]);
        let number = worker.ask("pay", &fields).await;
        let own = format!("/me/cases/{number}");
        worker.client.get(&own).await.expect_says("申请劳动仲裁最迟12月10日").expect_says("第二十七条");
        county.days_later(1).await;
        assert!(county.sms(&worker.phone).await.contains("申请劳动仲裁的期限快到了"));
        assert_eq!(county.number("SELECT limit_told FROM cases").await, 2, "one warning, not two at once");
        let fact = [("decision", "limit"), ("statute", "arbitration"), ("kind", "claimed"), ("reason", "微信要过")];
        decide(&mut chair, &number, &fact).await.expect(422).expect_says("请选日期");
        let fact = [&fact[..], &[("from", "2026-03-02")]].concat();
        decide(&mut chair, &number, &fact).await.expect(303);
        chair.get(&format!("/console/cases/{number}")).await.expect_says("最迟2027年3月2日").expect_says("中断");
        worker.client.get(&own).await.expect_says("2027年3月2日");
        // Ten days in which he could not: the rest runs on after them.
        let ill =
            [("decision", "limit"), ("statute", "arbitration"), ("kind", "suspended"), ("reason", "住院，有病历")];
        let ill = [&ill[..], &[("from", "2026-05-01")]].concat();
        decide(&mut chair, &number, &ill).await.expect(422).expect_says("请选中止到哪天");
        decide(&mut chair, &number, &[&ill[..], &[("until", "2026-05-11")]].concat()).await.expect(303);
        chair.get(&format!("/console/cases/{number}")).await.expect_says("最迟2027年3月12日").expect_says("中止");
        worker.client.get(&own).await.expect_says("2027年3月12日");
        // Who still works there is not bound by the year.
        let mut still = county.member(2, &county.firm).await;
        let mut fields = PAY.to_vec();
        fields.extend([("f_still", "yes"), ("f_left", "2025-12-10")]);
        let number = still.ask("pay", &fields).await;
        assert!(!still.client.get(&format!("/me/cases/{number}")).await.says("申请劳动仲裁最迟"));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_list_of_cases_is_kept_as_a_view_and_goes_out_as_a_sheet_within_ones_rights() {
    for county in counties().await {
        let (mut one, mut two) = (county.member(1, &county.firm).await, county.member(2, &county.firm).await);
        let mut chair = county.chair(&county.firm).await;
        one.ask("pay", &PAY).await;
        one.suggest().await;
        let hidden = two.ask("pay", &[&PAY[..], &[("bypass", "1")]].concat()).await;
        let at = "/console/cases?view=all&service=pay";
        let view = [("list", "cases"), ("address", at), ("name", "欠薪的")];
        chair.post("/console/views", &view).await.expect(303);
        chair.get("/console/cases").await.expect(200).expect_says("欠薪的");
        let sheet = [("list", "cases"), ("address", at)];
        let to = chair.post("/console/exports", &sheet).await.expect(303).to();
        county.site.work().await;
        chair.get(&to).await.expect(200);
        let id = county.number("SELECT MAX(id) FROM list_exports").await;
        let file = chair.get(&format!("/console/exports/{id}/file")).await.expect(200);
        let mut rows = Vec::new();
        let read = platform::sheets::open(&file.bytes, platform::sheets::Limits::default()).unwrap();
        read.rows(|_, cells| {
            rows.push(cells.iter().map(|cell| cell.text().to_string()).collect::<Vec<_>>().join(" "));
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        let all = rows.join("\n");
        assert_eq!(rows.iter().filter(|row| row.contains("欠薪诉求")).count(), 1, "{all}");
        assert!(all.contains("工友1") && !all.contains("工友2") && !all.contains(&hidden) && !all.contains("建议"));
        county.chair(&county.park).await.get(&format!("/console/exports/{id}/file")).await.expect(404);
    }
}

#[tokio::test]
async fn a_working_day_before_the_end_those_who_work_on_it_are_told_once() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let _chair = county.chair(&county.firm).await;
        worker.suggest().await;
        let told = "SELECT COUNT(*) FROM notices WHERE title LIKE '快到期了：%'";
        // Asked on Thursday; five working days end on the next.
        county.days_later(5).await;
        assert_eq!(county.number(told).await, 0);
        county.days_later(1).await;
        assert_eq!(county.number(told).await, 1);
        county.days_later(1).await;
        assert_eq!(county.number(told).await, 1, "once");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_call_is_written_down_and_the_first_word_is_counted() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let mut chair = county.chair(&county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        county.days_later(1).await;
        decide(&mut chair, &number, &[("decision", "call"), ("reason", "说下周一来")]).await.expect(303);
        worker.client.get(&format!("/me/cases/{number}")).await.expect_says("通话记录").expect_says("说下周一来");
        let figures = ["cases.answered", "cases.first_hours", "cases.channel", "cases.employer"];
        let mut counted = Vec::new();
        for key in figures {
            counted.push(county.figure(key, &county.firm).await);
        }
        assert_eq!(counted, [1, 24, 1, 1]);
        decide(&mut chair, &number, &[("decision", "reply"), ("reason", "好")]).await.expect(303);
        assert_eq!(county.figure("cases.answered", &county.firm).await, 1, "once");
        // What is given to another union counts there with all its figures.
        let on = [("decision", "hand-over"), ("to", "upper"), ("reason", "x")];
        decide(&mut chair, &number, &on).await.expect(303);
        assert_eq!(county.figure("cases.employer", &county.firm).await, 0);
        assert_eq!(county.figure("cases.channel", &county.town).await, 1);
        county.site.figures_add_up().await;
    }
}

/// Forty cases of three unions, every other one over; of two services.
async fn forty(county: &super::county::County) {
    let mut tx = county.site.app.db.begin().await.unwrap();
    for n in 0..40_i64 {
        let handler = [&county.firm, &county.town, &county.park][n as usize % 3].id;
        let ended = (n % 2 == 0).then_some(1_i64);
        let service = if n % 5 == 0 { "pay" } else { "advice" };
        let values = vals![
            format!("30000000{n:04}"),
            service,
            1_i64,
            "online",
            "工友",
            "",
            "",
            "",
            handler,
            false,
            "asked",
            handler,
            county.site.app.today(),
            county.site.app.now(),
            "",
            "",
            true,
            ended
        ];
        let columns = "number, service, service_version, channel, name, phone_sealed, employer_name, answers_sealed, handler, bypass, step, level, created_on, created_at, outcome, rating, words_for, ended_at";
        tx.insert("cases", columns, values).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_list_of_cases_is_the_same_by_whatever_way_it_is_reached() {
    for county in counties().await {
        forty(&county).await;
        let db = &county.site.app.db;
        for (union, view, service) in
            [(&county.county, "all", ""), (&county.town, "", ""), (&county.firm, "over", "pay")]
        {
            let org = platform::tree::find(db, union.id).await.unwrap().unwrap();
            let scope = platform::tree::Scope::below(&org.path);
            let filter = |way| Filter { view: view.into(), service: service.into(), way, ..Filter::default() };
            for page in [Page::First, Page::After("23".into()), Page::Before("9".into()), Page::Last] {
                for down in [true, false] {
                    let mut lists = Vec::new();
                    for way in [Way::Walk, Way::Branch] {
                        let all = store::list(db, (&scope, AccountId(0)), &filter(way), down, &page, 6).await.unwrap();
                        lists.push(all.into_iter().map(|case| case.id.0).collect::<Vec<_>>());
                    }
                    assert_eq!(lists[0], lists[1], "{view} {service} {page:?} {down}");
                    let is_far = matches!(page, Page::Before(_)) == down;
                    assert!(is_far || !lists[0].is_empty(), "{view} {service} {page:?} {down}");
                }
            }
        }
    }
}
