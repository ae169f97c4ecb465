use super::{
    UnionKind, link,
    moving::{self, Words},
    store,
};
use crate::{
    example::{County, counties},
    members::{JOINED, MEMBERS},
};
use jiff::civil::date;
use platform::{
    facts::{self, Period},
    rights::Role,
    tree::{self, Past, Scope},
    vals,
};

fn card<'a>(extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("name", "远达运输工会"),
        ("kind", "enterprise"),
        ("region", "320902"),
        ("status", "1"),
        ("channel", "1"),
        ("seal_name", "顺通物流工会"),
    ];
    all.retain(|(name, _)| !extra.iter().any(|(other, _)| other == name));
    all.extend(extra);
    all
}

#[tokio::test]
async fn the_tree_opens_branch_by_branch_with_and_without_scripts() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let closed = officer.get("/console/unions").await.expect(200).expect_says("城东镇总工会");
        assert!(!closed.says("顺通物流工会"), "a branch is closed until somebody opens it");
        let open = officer.get(&format!("/console/unions?open={}", c.east.id)).await.expect(200);
        open.expect_says("顺通物流工会").expect_says("城东商圈联合工会");
        let piece = officer.get(&format!("/console/unions/{}/children?open=1", c.east.id)).await.expect(200);
        assert!(piece.text().starts_with("<li") && piece.says("顺通物流工会"), "{}", piece.text());
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_its_address() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let list = officer.get("/console/unions?view=list&kind=joint").await.expect(200).expect_says("共1家");
        list.expect_says("城东商圈联合工会").expect_says("类别：联合基层工会");
        let grassroots = officer.get(&format!("/console/unions?view=list&grassroots=1&below={}", c.east.id)).await;
        grassroots.expect(200).expect_says("共2家").expect_says("城东镇总工会及以下");
        officer
            .get("/console/unions?view=list&q=%E7%89%A9%E6%B5%81")
            .await
            .expect_says("共1家")
            .expect_says("顺通物流工会");
        officer.get("/console/unions?view=list&q=%25").await.expect_says("没有符合条件的工会");
        officer.get("/console/unions?view=list&status=0").await.expect_says("没有符合条件的工会");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_long_list_has_pages_both_ways() {
    for c in counties().await {
        let mut tx = c.site.app.db.begin().await.unwrap();
        for n in 0..25 {
            let new = super::NewUnion::named(UnionKind::Group, &format!("第{n:02}小组"), "320902");
            store::add(&mut tx, &c.site.app, Some(&c.workshop.org()), &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut officer = c.officer().await;
        let first = officer.get("/console/unions?view=list&kind=group").await.expect_says("共25家");
        let second = officer.get(&rel(&first.text(), "next")).await.expect(200);
        let back = officer.get(&rel(&second.text(), "prev")).await.expect(200);
        let shown = |page: &platform::testing::Answer| -> Vec<usize> {
            (0..25).filter(|n| page.says(&format!("第{n:02}小组"))).collect()
        };
        assert_eq!((shown(&first).len(), shown(&second).len()), (20, 5));
        assert!(shown(&first).iter().all(|n| !shown(&second).contains(n)), "nobody stands on two pages");
        assert_eq!(shown(&back), shown(&first));
        assert!(!second.text().contains("rel=\"next\"") && !back.text().contains("rel=\"prev\""));
        c.site.figures_add_up().await;
    }
}
/// Where the link of a page leads.
fn rel(html: &str, rel: &str) -> String {
    let end = html.find(&format!("\" rel=\"{rel}\"")).expect("the link is there");
    let start = html[..end].rfind("href=\"").expect("a link") + 6;
    html[start..end].replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test]
async fn a_union_is_registered_below_another_and_found_at_once() {
    for c in counties().await {
        let mut officer = c.officer().await;
        officer
            .get(&format!("/console/unions/new?parent={}", c.east.id))
            .await
            .expect(200)
            .expect_says("登记在城东镇总工会下面");
        let parent = c.east.id.to_string();
        let done = officer
            .post(
                "/console/unions",
                &card(&[("parent", &parent), ("groups", "货车司机"), ("term_from", "2024-01-01"), ("term_years", "3")]),
            )
            .await
            .expect(303);
        let page =
            officer.get(&done.to()).await.expect(200).expect_says("远达运输工会登记好了").expect_says("货车司机");
        page.expect_says("每届3年，到2026年12月31日").expect_says("任期快到").expect_says("登记在城东镇总工会下面");
        officer.get("/console/unions/options?q=%E8%BF%9C%E8%BE%BE").await.expect(200).expect_says("远达运输工会");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_wrong_card_comes_back_with_a_sentence_at_each_field() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let parent = c.east.id.to_string();
        let bad = [
            ("parent", &*parent),
            ("name", ""),
            ("kind", "county"),
            ("region", "999999"),
            ("phone", "找王师傅"),
            ("founded_on", "2030-01-01"),
            ("term_from", "昨天"),
            ("term_years", "4"),
        ];
        let page = officer.post("/console/unions", &card(&bad)).await.expect(422);
        let page = page.expect_says("请填工会全称").expect_says("请选择工会类别").expect_says("请选择所在地区");
        let page = page.expect_says("电话里只写数字").expect_says("日期还没有到").expect_says("日期请写成");
        page.expect_says("每届任期是3年或5年（工会法第十六条）").expect_says("有7处要改");
        let twin =
            officer.post("/console/unions", &card(&[("parent", &parent), ("name", "顺通物流工会")])).await.expect(422);
        twin.expect_says("已经有一家同名的工会");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_kind_that_does_not_fit_is_not_taken() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let parent = c.workshop.id.to_string();
        officer.post("/console/unions", &card(&[("parent", &parent), ("kind", "enterprise")])).await.expect(422);
        officer.post("/console/unions", &card(&[("parent", &parent), ("kind", "group")])).await.expect(303);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_change_is_kept_with_old_and_new() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let page = format!("{}/edit", link(c.firm.id));
        officer.get(&page).await.expect(200).expect_says("修改工会资料");
        let new = card(&[("name", "顺通物流集团工会"), ("chair", "李强"), ("version", "1")]);
        officer.post(&page, &new).await.expect(303);
        let shown = officer.get(&link(c.firm.id)).await.expect_says("主席：未填 → 李强");
        shown.expect_says("全称：顺通物流工会 → 顺通物流集团工会");
        let last = store::last_change(&c.site.app.db, c.firm.id).await.unwrap().unwrap();
        assert!(last.changes.contains("李强"));
        // The new name is found, the old one isn't.
        let found =
            platform::search::find(&c.site.app.db, "union", &platform::search::Wanted::typed("集团"), 5).await.unwrap();
        assert_eq!(found.len(), 1);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_second_of_two_officers_hears_who_was_first() {
    for c in counties().await {
        let (mut first, mut second) = (c.officer().await, c.second_officer().await);
        let page = format!("{}/edit", link(c.firm.id));
        first.post(&page, &card(&[("name", "顺通物流工会"), ("chair", "李强"), ("version", "1")])).await.expect(303);
        let late = card(&[("name", "顺通物流工会"), ("chair", "王敏"), ("version", "1")]);
        let told = second.post(&page, &late).await.expect(422);
        let told = told.expect_says("孙维方今天10:00先改了这份资料（主席：未填 → 李强").expect_says("您填的还在下面");
        assert!(told.text().contains("王敏"), "nothing typed is lost");
        // Having seen it, the second one may still save.
        second.post(&page, &card(&[("name", "顺通物流工会"), ("chair", "王敏"), ("version", "2")])).await.expect(303);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_branch_moves_with_all_that_hangs_on_it() {
    for c in counties().await {
        let member = c.member(&c.workshop, "林小满", 1, date(2026, 3, 5)).await;
        let employer = c.employer(&c.firm, "顺通物流有限公司", 120, Some(c.firm.id)).await;
        let mut officer = c.officer().await;
        let page = format!("{}/move", link(c.firm.id));
        let preview = officer.get(&format!("{page}?to_id={}", c.west.id)).await.expect(200);
        let preview = preview.expect_says("2家工会（含它自己），1名会员，1家单位");
        preview.expect_says("城西街道总工会及其上级今后能看到这些会员，城东镇总工会今后看不到");
        let to = c.west.id.to_string();
        officer
            .post(&page, &[("to_id", &to), ("moved_on", "2026-11-19"), ("reason", "")])
            .await
            .expect(422)
            .expect_says("请写明为什么移动");
        officer.post(&page, &[("to_id", &to), ("moved_on", "2026-11-19"), ("reason", "企业搬迁")]).await.expect(303);
        let shown = officer.get(&link(c.firm.id)).await;
        shown.expect_says("从城东镇总工会移到城西街道总工会，2026-11-19起").expect_says("理由：企业搬迁");
        let moves = tree::moves(&c.site.app.db, c.firm.id).await.unwrap();
        assert_eq!(moves.len(), 1, "history is kept");
        // The new officer sees the branch and finds its member; facts follow with the tree.
        let mut western = c.western_officer().await;
        western.get(&format!("/console/members/{member}")).await.expect(200).expect_says("林小满");
        western.get("/console/members?q=lxm").await.expect(200).expect_says("林小满");
        western.get(&format!("/console/employers/{employer}")).await.expect(200);
        let mut eastern = c.site.holder("钱干部", "19900000009", Role::Officer, c.east.id).await;
        eastern.get(&format!("/console/members/{member}")).await.expect(404);
        eastern.get("/console/members?q=lxm").await.expect_says("没有符合条件的会员");
        let path = c
            .site
            .app
            .db
            .maybe::<(String,)>("SELECT path FROM memberships WHERE id = $1", vals![member])
            .await
            .unwrap();
        assert_eq!(path.unwrap().0, format!("{}{}/{}/", c.west.path, c.firm.id, c.workshop.id));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn figures_of_the_past_stay_or_go_with_a_branch_as_the_officer_says() {
    for c in counties().await {
        c.member(&c.workshop, "林小满", 1, date(2026, 3, 5)).await;
        let mut officer = c.officer().await;
        let page = format!("{}/move", link(c.firm.id));
        // Members today and joinings of the year, of the town in the east and the one in the west.
        let figures = async || {
            let period = Period { from: date(2026, 1, 1), to: date(2026, 11, 19) };
            let mut all = Vec::new();
            for town in [&c.east, &c.west] {
                let scope = Scope::below(&town.path);
                all.extend(facts::many(&c.site.app.db, &[MEMBERS, JOINED], &scope, period).await.unwrap());
            }
            all
        };
        for (to, past, words, expected) in [
            (&c.west, "stays", "过去的数字留在原来的上级", [0, 1, 1, 0]),
            (&c.east, "goes", "过去的数字一起划转", [1, 1, 0, 0]),
        ] {
            let preview = officer.get(&format!("{page}?to_id={}", to.id)).await;
            preview.expect_says("留在原来的上级").expect_says("往年的数也会变");
            let to = to.id.to_string();
            let form = [("to_id", &*to), ("moved_on", "2026-11-19"), ("past", past), ("reason", "企业搬迁")];
            officer.post(&page, &form).await.expect(303);
            assert_eq!(figures().await, expected, "{past}");
            officer.get(&link(c.firm.id)).await.expect_says(words);
            c.site.work().await;
            assert_eq!(figures().await, expected, "{past}, folded");
        }
        assert_eq!(facts::differences(&c.site.app, &|_, _| {}).await.unwrap(), []);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn of_a_large_branch_the_search_forgets_at_once_and_learns_behind_the_pages() {
    for c in counties().await {
        c.member(&c.workshop, "林小满", 1, date(2026, 3, 5)).await;
        c.employer(&c.firm, "顺通物流有限公司", 120, Some(c.firm.id)).await;
        let mut eastern = c.site.holder("钱干部", "19900000009", Role::Officer, c.east.id).await;
        let mut western = c.western_officer().await;
        eastern.get("/console/members?q=lxm").await.expect_says("林小满");
        let app = &c.site.app;
        let mut tx = app.db.begin().await.unwrap();
        let moved = moving::move_branch(
            &mut tx,
            app,
            None,
            &c.firm,
            &c.west,
            (date(2026, 11, 19), Past::Stays, Words::LATER),
            "试试",
        );
        assert_eq!(moved.await.unwrap(), Ok(()));
        tx.commit().await.unwrap();
        let found = async |kind, text: &str| {
            platform::search::find(&app.db, kind, &platform::search::Wanted::typed(text), 5).await.unwrap().len()
        };
        crate::testing::expect_beside(&c.site).await;
        // Else the officer of the east would go on seeing the name.
        for (kind, text) in [("member", "林小满"), ("employer", "顺通物流"), ("union", "顺通")] {
            assert_eq!(found(kind, text).await, 0, "{text}");
        }
        western.get("/console/members").await.expect_says("林小满");
        c.site.work().await;
        for (kind, text) in [("member", "林小满"), ("employer", "顺通物流"), ("union", "顺通")] {
            assert_eq!(found(kind, text).await, 1, "{text}");
        }
        western.get("/console/members?q=lxm").await.expect_says("林小满");
        eastern.get("/console/members?q=lxm").await.expect_says("没有符合条件的会员");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_words_of_a_large_branch_are_away_before_it_moves_and_come_back_when_it_stays() {
    for c in counties().await {
        for n in 1..=201 {
            c.member(&c.workshop, "林小满", n, date(2026, 3, 5)).await;
        }
        let (app, on) = (&c.site.app, date(2026, 11, 19));
        let found = async |path: &str| {
            let wanted = platform::search::Wanted::typed("林小满").below(path);
            platform::search::find(&app.db, "member", &wanted, 500).await.unwrap().len()
        };
        assert_eq!(moving::prepare(app, &c.joint).await.unwrap(), Words::There, "nobody is there");
        let words = moving::prepare(app, &c.firm).await.unwrap();
        assert_eq!(found(&c.east.path).await, 0);
        // The new parent has closed meanwhile, or somebody else was first.
        moving::give_up(app, words).await.unwrap();
        c.site.work().await;
        assert_eq!(found(&c.east.path).await, 201);

        let words = moving::prepare(app, &c.firm).await.unwrap();
        let late = c.member(&c.workshop, "林小满", 202, date(2026, 3, 5)).await;
        let mut tx = app.db.begin().await.unwrap();
        let moved = moving::move_branch(&mut tx, app, None, &c.firm, &c.west, (on, Past::Stays, words), "企业搬迁");
        assert_eq!(moved.await.unwrap(), Ok(()));
        tx.commit().await.unwrap();
        assert_eq!((found(&c.east.path).await, found(&c.west.path).await), (0, 0), "{late} came in between");
        c.site.work().await;
        assert_eq!((found(&c.east.path).await, found(&c.west.path).await), (0, 202));
        let left = app.db.number("SELECT COUNT(*) FROM jobs WHERE kind = 'unions.words' AND done_at IS NULL", vals![]);
        assert_eq!(left.await.unwrap(), 0, "one job for the move");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_branch_never_hangs_below_itself_or_where_it_does_not_fit() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let page = format!("{}/move", link(c.firm.id));
        for (to, words) in [
            (c.workshop.id, "不能把工会移到它自己或它的下级之下"),
            (c.firm.id, "不能把工会移到它自己或它的下级之下"),
            (c.east.id, "它现在就在这个上级之下"),
        ] {
            officer.get(&format!("{page}?to_id={to}")).await.expect(422).expect_says(words);
            officer.post(&page, &[("to_id", &to.to_string()), ("reason", "试试")]).await.expect(422).expect_says(words);
        }
        let town = format!("{}/move?to_id={}", link(c.east.id), c.joint.id);
        officer.get(&town).await.expect(422);
        officer.get(&format!("{}/move", link(c.county.id))).await.expect(409).expect_says("要由上级工会来移动");
        let mut tx = c.site.app.db.begin().await.unwrap();
        let refused = moving::move_branch(
            &mut tx,
            &c.site.app,
            None,
            &c.county,
            &c.firm,
            (date(2026, 11, 19), Past::Stays, Words::LATER),
            "试试",
        )
        .await
        .unwrap();
        assert!(refused.is_err());
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn two_branches_that_are_moved_below_each_other_at_once_make_no_ring() {
    for c in counties().await {
        let app = &c.site.app;
        let moved = async |union: &super::Union, to: &super::Union| {
            let mut tx = app.db.begin().await.unwrap();
            let moved = moving::move_branch(
                &mut tx,
                app,
                None,
                union,
                to,
                (date(2026, 11, 19), Past::Stays, Words::LATER),
                "试试",
            )
            .await
            .unwrap();
            tx.commit().await.unwrap();
            moved
        };
        // Both officers have read both unions before either moved one.
        assert_eq!(moved(&c.firm, &c.joint).await, Ok(()));
        for (union, to) in [(&c.joint, &c.firm), (&c.firm, &c.county), (&c.workshop, &c.joint)] {
            let late = moved(union, to).await.unwrap_err();
            assert_eq!(late.0, "它或新的上级刚刚调整过隶属关系，请重新打开这一页再办");
        }
        let torn = "SELECT COUNT(*) FROM organisations o JOIN organisations p ON p.id = o.parent WHERE o.path <> p.path || CAST(o.id AS TEXT) || '/'";
        assert_eq!(app.db.number(torn, vals![]).await.unwrap(), 0);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_joint_union_covers_employers_from_a_day_to_a_day() {
    for c in counties().await {
        let shop = c.employer(&c.east, "好又多超市", 12, None).await;
        let mut officer = c.officer().await;
        let act = format!("{}/coverage", link(c.joint.id));
        officer.post(&act, &[("employer_id", &shop.to_string()), ("from_on", "2026-11-01")]).await.expect(303);
        officer
            .post(&act, &[("employer", "好又多超市"), ("from_on", "2026-11-02")])
            .await
            .expect(409)
            .expect_says("好又多超市已经由城东商圈联合工会覆盖");
        officer.get(&link(c.joint.id)).await.expect_says("好又多超市").expect_says("2026-11-01");
        officer.get(&format!("/console/employers?covered_by={}", c.joint.id)).await.expect_says("共1家");
        officer.get("/console/employers").await.expect_says("由联合工会覆盖");
        officer.post(&format!("{}/employers/{shop}/ending", link(c.joint.id)), &[]).await.expect(303);
        officer.post(&format!("{}/employers/{shop}/ending", link(c.joint.id)), &[]).await.expect(409);
        // The last day still counts; the next one doesn't.
        assert_eq!(covered(&c).await, 1);
        c.site.app.clock.advance(86_400);
        assert_eq!(covered(&c).await, 0);
        officer.post(&format!("{}/coverage", link(c.firm.id)), &[("employer_id", &shop.to_string())]).await.expect(409);
        c.site.figures_add_up().await;
    }
}
async fn covered(c: &County) -> i64 {
    let scope = tree::Scope::below(&c.joint.path);
    store::covered_employers(&c.site.app.db, &scope, c.site.app.today()).await.unwrap()
}

#[tokio::test]
async fn a_neighbours_union_does_not_exist() {
    for c in counties().await {
        let mut western = c.western_officer().await;
        for path in ["", "/children", "/edit", "/move"] {
            western.get(&format!("{}{path}", link(c.firm.id))).await.expect(404);
        }
        for path in ["/edit", "/move", "/coverage"] {
            western.post(&format!("{}{path}", link(c.firm.id)), &card(&[])).await.expect(404);
        }
        western.get(&format!("/console/unions?view=list&below={}", c.east.id)).await.expect(404);
        western.post("/console/unions", &card(&[("parent", &c.east.id.to_string())])).await.expect(404);
        western
            .get("/console/unions/options?q=%E9%A1%BA%E9%80%9A")
            .await
            .expect(200)
            .expect_says("没有名称里含这几个字的工会");
        // Nor can a neighbour's union become a new parent.
        let own = format!("{}/move?to_id={}", link(c.west.id), c.east.id);
        western.get(&own).await.expect(409);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_chair_sees_the_own_branch_and_changes_no_union() {
    for c in counties().await {
        let mut chair = c.chair().await;
        chair.get("/console/unions").await.expect(200).expect_says("顺通物流工会").expect_says("装卸车间分工会");
        chair.get(&link(c.east.id)).await.expect(404);
        chair.get(&format!("{}/edit", link(c.firm.id))).await.expect(403);
        chair.get("/console/unions/new").await.expect(403);
        c.site.figures_add_up().await;
    }
}
