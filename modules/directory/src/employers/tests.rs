use super::link;
use crate::example::{counties, uscc};

fn card<'a>(extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("name", "宏安劳务有限公司"),
        ("region", "320902"),
        ("headcount", "120"),
        ("women", "30"),
        ("industry", "72"),
        ("nature", "170"),
    ];
    all.retain(|(name, _)| !extra.iter().any(|(other, _)| other == name));
    all.extend(extra);
    all
}

#[tokio::test]
async fn an_employer_is_registered_and_found() {
    for c in counties().await {
        let mut officer = c.officer().await;
        officer.get("/console/employers/new").await.expect(200).expect_says("归哪家工会管");
        let code = uscc(1).to_lowercase();
        let area = c.east.id.to_string();
        let done = officer.post("/console/employers", &card(&[("uscc", &code), ("area_id", &area)])).await.expect(303);
        let page = officer
            .get(&done.to())
            .await
            .expect(200)
            .expect_says(&uscc(1))
            .expect_says("未建会")
            .expect_says("100—499人");
        page.expect_says("城东镇总工会").expect_says("有会员二十五人以上的，应当建立工会");
        officer
            .get(&format!("/console/employers?q={}", uscc(1)))
            .await
            .expect_says("共1家")
            .expect_says("宏安劳务有限公司");
        officer.get("/console/employers?section=L").await.expect_says("共1家");
        officer.get("/console/employers?section=A").await.expect_says("没有符合条件的单位");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_wrong_card_comes_back_with_a_sentence_at_each_field() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let bad = [
            ("name", " "),
            ("uscc", "91320982MA7PJ8L01U"),
            ("region", ""),
            ("headcount", "10"),
            ("women", "11"),
            ("migrant_workers", "一百"),
            ("industry", "Z9"),
            ("area", "没有的工会"),
        ];
        let page = officer.post("/console/employers", &card(&bad)).await.expect(422);
        let page = page
            .expect_says("请填单位名称")
            .expect_says("最后一位和前17位对不上，请对照营业执照再看一遍")
            .expect_says("请选择所在地区");
        let page = page
            .expect_says("女职工11人，比职工总数10人还多")
            .expect_says("请填整数，例如120")
            .expect_says("没有这个行业");
        page.expect_says("没有找到这家工会").expect_says("有7处要改");
        for (code, words) in
            [("91320982", "统一社会信用代码是18位，这里有8位"), ("91320982MAIPJ8L01T", "第11位的“I”不会出现在代码里")]
        {
            officer.post("/console/employers", &card(&[("uscc", code)])).await.expect(422).expect_says(words);
        }
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_code_is_registered_once_and_the_other_one_is_linked() {
    for c in counties().await {
        let (mut officer, mut western) = (c.officer().await, c.western_officer().await);
        let area = c.east.id.to_string();
        let code = uscc(2);
        let done =
            officer.post("/console/employers", &card(&[("uscc", &code), ("area_id", &area)])).await.expect(303).to();
        let again =
            officer.post("/console/employers", &card(&[("name", "宏安二分公司"), ("uscc", &code)])).await.expect(422);
        assert!(again.text().contains(&done), "the one that is there is linked");
        again.expect_says("这个代码已经登记过").expect_says("看已登记的宏安劳务有限公司");
        // A neighbour hears that it is taken and nothing else.
        let told =
            western.post("/console/employers", &card(&[("name", "别的公司"), ("uscc", &code)])).await.expect(422);
        assert!(!told.says("宏安"));
        told.expect_says("已由别的工会登记");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn employers_of_a_hundred_without_a_union_are_listed() {
    for c in counties().await {
        c.employer(&c.east, "一百二十人的厂", 120, None).await;
        c.employer(&c.east, "九十九人的厂", 99, None).await;
        c.employer(&c.east, "有工会的厂", 500, Some(c.firm.id)).await;
        let mut officer = c.officer().await;
        let list = officer.get("/console/employers?without_union=1&least=100").await.expect(200);
        let list =
            list.expect_says("共1家").expect_says("一百二十人的厂").expect_says("100人以上").expect_says("未建会");
        assert!(!list.says("九十九人的厂") && !list.says("有工会的厂"));
        officer.get("/console/employers?size=25").await.expect_says("共1家").expect_says("九十九人的厂");
        officer.get("/console/employers?least=25&most=499").await.expect_says("共2家");
        officer.get("/console/employers?with_union=1").await.expect_says("共1家");
        officer.get(&format!("/console/employers?below={}", c.west.id)).await.expect_says("没有符合条件的单位");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_largest_come_first_and_pages_lead_both_ways() {
    for c in counties().await {
        for n in 1..=25 {
            c.employer(&c.east, &format!("第{n:02}厂"), n, None).await;
        }
        let mut officer = c.officer().await;
        let first = officer.get("/console/employers").await.expect_says("第25厂");
        assert!(!first.says("第05厂"));
        let key =
            first.text().split("after=").nth(1).expect("a next page").split('"').next().expect("its end").to_owned();
        let second =
            officer.get(&format!("/console/employers?after={key}")).await.expect_says("第05厂").expect_says("第01厂");
        assert!(!second.says("第06厂"));
        let key = second
            .text()
            .split("before=")
            .nth(1)
            .expect("a page before")
            .split('"')
            .next()
            .expect("its end")
            .to_owned();
        officer.get(&format!("/console/employers?before={key}")).await.expect_says("第25厂").expect_says("第06厂");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_employer_is_bound_to_a_union_and_released() {
    for c in counties().await {
        let id = c.employer(&c.east, "顺通物流有限公司", 120, None).await;
        let mut officer = c.officer().await;
        let (bind, release) = (format!("{}/binding", link(id)), format!("{}/release", link(id)));
        officer.post(&bind, &[("union_id", &c.east.id.to_string())]).await.expect(303);
        officer
            .post(&bind, &[("union", "顺通物流工会"), ("version", "1")])
            .await
            .expect(409)
            .expect_says("刚被别人改过");
        officer.post(&bind, &[("union", "顺通物流工会"), ("version", "2")]).await.expect(303);
        officer.get(&link(id)).await.expect_says("已建会").expect_says("归到顺通物流工会");
        officer.post(&bind, &[("union", "没有的工会")]).await.expect(409).expect_says("没有找到这家工会");
        officer.post(&release, &[("version", "3")]).await.expect(303);
        officer.get(&link(id)).await.expect_says("未建会").expect_says("不再归顺通物流工会");
        officer.post(&release, &[]).await.expect(409);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_second_of_two_officers_hears_who_was_first() {
    for c in counties().await {
        let id = c.employer(&c.east, "宏安劳务有限公司", 120, None).await;
        let (mut first, mut second) = (c.officer().await, c.second_officer().await);
        let page = format!("{}/edit", link(id));
        first.get(&page).await.expect(200).expect_says("宏安劳务有限公司");
        let area = c.east.id.to_string();
        first.post(&page, &card(&[("headcount", "150"), ("area_id", &area), ("version", "1")])).await.expect(303);
        let told =
            second.post(&page, &card(&[("headcount", "90"), ("area_id", &area), ("version", "1")])).await.expect(422);
        told.expect_says("孙维方今天10:00先改了这份资料").expect_says("职工：120人 → 150人");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_neighbours_employer_does_not_exist() {
    for c in counties().await {
        let id = c.employer(&c.east, "宏安劳务有限公司", 120, None).await;
        let mut western = c.western_officer().await;
        western.get(&link(id)).await.expect(404);
        western.get(&format!("{}/edit", link(id))).await.expect(404);
        for act in ["edit", "binding", "release"] {
            western.post(&format!("{}/{act}", link(id)), &card(&[])).await.expect(404);
        }
        western.get("/console/employers/options?q=%E5%AE%8F%E5%AE%89").await.expect_says("没有名称里含这几个字的单位");
        western.get(&format!("/console/employers?covered_by={}", c.east.id)).await.expect(404);
        c.site.figures_add_up().await;
    }
}

/// The names of the employers that a list shows, by what it is asked for.
async fn ways(c: &crate::example::County, officer: &mut platform::testing::Client) -> [i64; 3] {
    crate::testing::expect_beside(&c.site).await;
    let mut found = [0; 3];
    for (at, way) in ["none", "joint", "own"].into_iter().enumerate() {
        let list = officer.get(&format!("/console/employers?cover={way}")).await.expect(200);
        found[at] = (0..9).find(|n| list.says(&format!("共{n}家"))).unwrap_or(0);
    }
    found
}

#[tokio::test]
async fn how_an_employer_has_a_union_follows_every_act_and_the_days() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let shop = c.employer(&c.east, "好又多超市", 12, None).await;
        c.employer(&c.east, "顺通物流有限公司", 120, Some(c.firm.id)).await;
        c.employer(&c.east, "城东茶馆", 6, Some(c.joint.id)).await;
        assert_eq!(ways(&c, &mut officer).await, [1, 1, 1]);
        // From tomorrow on.
        let coverage = format!("/console/unions/{}/coverage", c.joint.id);
        let from = c.site.app.today().tomorrow().unwrap().to_string();
        let mut tx = c.site.app.db.begin().await.unwrap();
        crate::unions::store::cover(&mut tx, &c.site.app, c.joint.id, shop, from.parse().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ways(&c, &mut officer).await, [1, 1, 1]);
        c.site.app.clock.advance(86_400);
        assert_eq!(ways(&c, &mut officer).await, [0, 2, 1], "the day has come");
        // It ends: its last day still counts.
        officer.post(&format!("/console/unions/{}/employers/{shop}/ending", c.joint.id), &[]).await.expect(303);
        assert_eq!(ways(&c, &mut officer).await, [0, 2, 1]);
        c.site.app.clock.advance(86_400);
        assert_eq!(ways(&c, &mut officer).await, [1, 1, 1], "the next does not");
        officer.post(&coverage, &[("employer_id", &shop.to_string())]).await.expect(303);
        assert_eq!(ways(&c, &mut officer).await, [0, 2, 1]);
        // Its workers get a union of their own, and lose it again.
        let act = format!("{}/binding", link(shop));
        officer.post(&act, &[("union_id", &c.firm.id.to_string())]).await.expect(303);
        assert_eq!(ways(&c, &mut officer).await, [0, 1, 2]);
        officer.post(&format!("{}/release", link(shop)), &[]).await.expect(303);
        assert_eq!(ways(&c, &mut officer).await, [0, 2, 1], "covered as before");
    }
}

#[tokio::test]
async fn every_condition_leads_to_the_same_employers() {
    use super::store::{Filter, Lead, Wanted};
    use crate::{employers::coverage::Way, list::Page};
    for c in counties().await {
        for (n, (industry, nature)) in
            [("54", "170"), ("5412", "170"), ("17", "170"), ("", "171"), ("54", "171")].into_iter().enumerate()
        {
            let new = super::NewEmployer {
                name: format!("第{n}厂"),
                headcount: 10 + n as i64 / 2,
                industry: industry.into(),
                nature: nature.into(),
                union_id: (n % 2 == 0).then_some(c.firm.id),
                ..super::NewEmployer::default()
            };
            crate::testing::employer(&c.site, &c.east.org(), &new).await;
        }
        let db = &c.site.app.db;
        let scope = platform::tree::Scope::below(&c.county.path);
        let covered = Some((platform::tree::Scope::below(&c.firm.path), c.site.app.today()));
        for (filter, leads, rows) in [
            (Filter::default(), vec![], 5),
            (Filter { section: "G".into(), ..Filter::default() }, vec![Lead::Section], 3),
            (Filter { section: "unknown".into(), ..Filter::default() }, vec![Lead::Section], 1),
            (
                Filter { way: Some(Way::Own), section: "G".into(), ..Filter::default() },
                vec![Lead::Way, Lead::Section],
                2,
            ),
            (
                Filter { has_union: Some(false), nature: "171".into(), ..Filter::default() },
                vec![Lead::Way, Lead::Nature],
                1,
            ),
            (Filter { has_union: Some(true), least: Some(11), most: Some(11), ..Filter::default() }, vec![], 1),
            (Filter { covered, ..Filter::default() }, vec![Lead::Covered], 3),
        ] {
            for down in [true, false] {
                let wanted = |lead| Wanted { scope: scope.clone(), filter: filter.clone(), lead, down };
                let all = super::store::list(db, &wanted(Lead::Branch), &Page::First, 50).await.unwrap();
                assert_eq!(all.len(), rows, "{filter:?}");
                for lead in leads.iter().copied().chain([Lead::Branch, Lead::Size]) {
                    let wanted = wanted(lead);
                    assert_eq!(super::store::list(db, &wanted, &Page::First, 50).await.unwrap(), all, "{wanted:?}");
                    assert_eq!(super::store::count(db, &wanted, 50).await.unwrap(), rows as i64, "{wanted:?}");
                    let mut end = super::store::list(db, &wanted, &Page::Last, 2).await.unwrap();
                    end.reverse();
                    assert_eq!(end, all[rows.saturating_sub(2)..], "{wanted:?}");
                    let behind = Page::After(super::store::key(&all[0]));
                    assert_eq!(super::store::list(db, &wanted, &behind, 50).await.unwrap(), all[1..], "{wanted:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_section_of_every_industry_is_its_letter() {
    use platform::{standards::Industry, vals};
    for site in platform::testing::Site::on_both(crate::example::modules).await {
        let org = crate::testing::union(
            &site,
            None,
            &crate::unions::NewUnion::named(crate::unions::UnionKind::County, "滨河县总工会", "320902"),
        )
        .await;
        for section in Industry::sections() {
            for code in std::iter::once(section.code).chain(section.children().map(|division| division.code)) {
                let new =
                    super::NewEmployer { name: code.into(), industry: code.into(), ..super::NewEmployer::default() };
                let id = crate::testing::employer(&site, &org.org(), &new).await;
                let kept: (String,) =
                    site.app.db.one("SELECT section FROM employers WHERE id = $1", vals![id]).await.unwrap();
                assert_eq!(kept.0, section.code, "{code}");
            }
        }
    }
}
