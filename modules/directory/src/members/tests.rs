use super::{link, store};
use crate::{
    example::{County, counties},
    people::{self, PersonDetails},
    testing::{self, exported, woman},
};
use jiff::civil::date;
use platform::{
    rights::Role,
    sheets::{self, Cell, Limits},
    tree::Scope,
    vals,
};
use std::ops::ControlFlow;

fn form<'a>(extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("name", "林小满"),
        ("document_kind", "111"),
        ("phone", "13900000001"),
        ("joined_on", "2026-11-19"),
        ("change", "1"),
        ("union", "顺通物流工会"),
    ];
    all.retain(|(name, _)| !extra.iter().any(|(other, _)| other == name));
    all.extend(extra);
    all
}

async fn crowd(c: &County, size: u32) {
    for n in 1..=size {
        let day = date(2026, 1, 1).checked_add(jiff::Span::new().days(i64::from(n))).unwrap();
        c.member(&c.firm, &format!("程{n:02}"), n, day).await;
    }
}

#[tokio::test]
async fn members_are_listed_newest_first_with_masked_phones() {
    for c in counties().await {
        crowd(&c, 25).await;
        let mut officer = c.officer().await;
        let first = officer.get("/console/members").await.expect(200).expect_says("共25人，按入会日期从新到旧");
        let at = |words: &str| first.visible().find(words).unwrap_or_else(|| panic!("{words}"));
        assert!(at("程25") < at("程24") && !first.says("程05"));
        let first = first.expect_says("138****0025");
        assert!(!first.text().contains("13800000025"), "no open phone in a list");
        let key =
            first.text().split("after=").nth(1).expect("a next page").split('"').next().expect("its end").to_owned();
        let second =
            officer.get(&format!("/console/members?after={key}")).await.expect_says("程05").expect_says("程01");
        let key = second
            .text()
            .split("before=")
            .nth(1)
            .expect("a page before")
            .split('"')
            .next()
            .expect("its end")
            .to_owned();
        officer.get(&format!("/console/members?before={key}")).await.expect_says("程25").expect_says("程06");
        officer.get("/console/members?rows=50").await.expect_says("程25").expect_says("程01");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_its_address() {
    for c in counties().await {
        crowd(&c, 3).await;
        let driver = PersonDetails {
            name: "周小禾".into(),
            sex: "1".into(),
            document_kind: "111".into(),
            document: woman(9),
            ..PersonDetails::default()
        };
        c.admit(&c.joint, driver, &["货车司机"], date(2026, 11, 3)).await;
        let mut officer = c.officer().await;
        let one = |answer: platform::testing::Answer| answer.expect(200).expect_says("共1人").expect_says("周小禾");
        one(officer.get("/console/members?group=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA").await)
            .expect_says("职工类别：货车司机");
        one(officer.get("/console/members?sex=1").await);
        one(officer.get("/console/members?from=2026-11-01").await).expect_says("入会日期：2026-11-01以来");
        one(officer.get(&format!("/console/members?union={}", c.joint.id)).await).expect_says("城东商圈联合工会及以下");
        officer.get("/console/members?phone=unchecked").await.expect_says("共3人");
        officer.get("/console/members?state=ended").await.expect_says("没有符合条件的会员");
        officer.get("/console/members?to=2026-01-02&sex=2").await.expect_says("共1人").expect_says("程01");
        officer.get("/console/members?after=%27&union=&rows=999999&from=x").await.expect(200);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn somebody_is_found_by_name_initials_phone_card_and_document() {
    for c in counties().await {
        crowd(&c, 2).await;
        let id = c.member(&c.firm, "林小满", 30, date(2026, 3, 5)).await;
        let number_of =
            c.site.app.db.maybe::<(String,)>("SELECT number FROM memberships WHERE id = $1", vals![id]).await.unwrap();
        let card = number_of.unwrap().0;
        let mut officer = c.officer().await;
        for q in ["%E5%B0%8F%E6%BB%A1", "lx", "0030", "13800000030", &card, &woman(30)] {
            let found = officer.get(&format!("/console/members?q={q}")).await.expect(200);
            found.expect_says("共1人").expect_says("林小满");
        }
        officer
            .get("/console/members?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E4%BA%BA")
            .await
            .expect_says("没有符合条件的会员");
        officer.get("/console/members?q=lx&sex=1").await.expect_says("没有符合条件的会员");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_hidden_batch_shows_nobody() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut tx = c.site.app.db.begin().await.unwrap();
        let batch = tx.insert("batches", "made_at", vals![1]).await.unwrap();
        tx.exec("UPDATE memberships SET batch = $2 WHERE id = $1", vals![id, batch]).await.unwrap();
        tx.commit().await.unwrap();
        let mut officer = c.officer().await;
        officer.get("/console/members").await.expect_says("还没有会员");
        officer.get("/console/members?q=lxm").await.expect_says("没有符合条件的会员");
        officer.get(&link(id)).await.expect(404);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn every_way_through_a_large_branch_shows_the_same_rows() {
    use crate::{list::Page, members::rules::Way};
    for c in counties().await {
        crowd(&c, 25).await;
        let place = c.employer(&c.east, "顺通物流有限公司", 120, None).await;
        for n in 26..=30 {
            let details =
                PersonDetails { sex: "2".into(), employer: Some(place), ..testing::person("岳明", &woman(n), "") };
            let groups: &[&str] = if n % 2 == 0 { &["快递员", "农民工"] } else { &["农民工"] };
            c.admit(&c.joint, details, groups, date(2026, 3, 1 + n as i8 % 3)).await;
        }
        let (db, scope) = (&c.site.app.db, Scope::below(&c.county.path));
        let wanted = |way, filter: &store::Filter, down| store::Wanted {
            scope: scope.clone(),
            whole: false,
            filter: filter.clone(),
            way,
            down,
            more: true,
        };
        let usual = [Way::Walk, Way::Branch, Way::Unions];
        let plain = store::Filter::default();
        let couriers = store::Filter { group: "快递员".into(), ..plain.clone() };
        let farmers = store::Filter { group: "农民工".into(), sex: "2".into(), ..plain.clone() };
        let nobody = store::Filter { group: "没有人的类别".into(), ..plain.clone() };
        let late = store::Filter { joined_from: Some(date(2026, 1, 10)), phone_unchecked: true, ..plain.clone() };
        let there = store::Filter { employer: Some(place), ..plain.clone() };
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET state = 'kept' WHERE sex = '2' AND id % 7 = 0", vals![]).await.unwrap();
        tx.commit().await.unwrap();
        let kept = store::Filter { state: store::State::Kept, ..plain.clone() };
        for (filter, more, rows) in [
            (&plain, None, 30),
            (&couriers, Some(Way::Group), 3),
            (&farmers, Some(Way::Group), 5),
            (&nobody, Some(Way::Group), 0),
            (&late, None, 17),
            (&there, Some(Way::Employer), 5),
            (&kept, Some(Way::State), 4),
        ] {
            for down in [true, false] {
                let all = store::list(db, &wanted(Way::Branch, filter, down), &Page::First, 100).await.unwrap();
                assert_eq!(all.len(), rows, "{filter:?}");
                let sets = (!filter.group.is_empty()).then_some(Way::Sets);
                let ways = usual.into_iter().chain(more).chain(sets).flat_map(|way| [(way, false), (way, true)]);
                for (way, whole) in ways {
                    let wanted = store::Wanted { whole, ..wanted(way, filter, down) };
                    let name = format!("{way:?} {whole} {filter:?}");
                    assert_eq!(store::list(db, &wanted, &Page::First, 100).await.unwrap(), all, "{name}");
                    assert_eq!(store::list(db, &wanted, &Page::First, 300).await.unwrap(), all, "{name}");
                    assert_eq!(store::count(db, &wanted_to_count(&wanted), 100).await.unwrap(), rows as i64, "{name}");
                    let mut end = store::list(db, &wanted, &Page::Last, 4).await.unwrap();
                    end.reverse();
                    assert_eq!(end, all[all.len().saturating_sub(4)..], "{name}: the last rows");
                    let Some(middle) = all.get(rows / 2) else { continue };
                    let behind = store::list(db, &wanted, &Page::After(middle.key()), 5).await.unwrap();
                    assert_eq!(behind, all[rows / 2 + 1..].iter().take(5).cloned().collect::<Vec<_>>(), "{name}");
                    let mut before = store::list(db, &wanted, &Page::Before(middle.key()), 5).await.unwrap();
                    before.reverse();
                    assert_eq!(before, all[(rows / 2).saturating_sub(5)..rows / 2], "{name}");
                }
            }
        }
    }
}
/// Counting begins at no union and no set.
fn wanted_to_count(wanted: &store::Wanted) -> store::Wanted {
    use crate::members::rules::Way;
    let way = if matches!(wanted.way, Way::Unions | Way::Sets) { Way::Walk } else { wanted.way };
    store::Wanted { way, ..wanted.clone() }
}

#[tokio::test]
async fn what_lists_filter_by_follows_the_person() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let (app, person) = (&c.site.app, store::find(&c.site.app.db, id).await.unwrap().unwrap().person);
        let place = c.employer(&c.east, "顺通物流有限公司", 120, None).await;
        let mut officer = c.officer().await;
        let (group, employer) =
            ("/console/members?group=%E5%BF%AB%E9%80%92%E5%91%98", format!("/console/members?employer={place}"));
        officer.get(group).await.expect_says("没有符合条件的会员");
        officer.post(&format!("{}/groups", link(id)), &[("group", "快递员")]).await.expect(303);
        officer.post(&format!("{}/groups", link(id)), &[("group", "货车司机")]).await.expect(303);
        testing::expect_beside(&c.site).await;
        officer.get(group).await.expect_says("共1人").expect_says("林小满");
        officer.post(&format!("{}/groups/ending", link(id)), &[("group", "快递员")]).await.expect(303);
        testing::expect_beside(&c.site).await;
        officer.get(group).await.expect_says("没有符合条件的会员");
        let mut tx = app.db.begin().await.unwrap();
        people::store::set_workplace(&mut tx, app, person, Some(place), "顺通物流有限公司", "10").await.unwrap();
        people::store::set_phone_checked(&mut tx, person).await.unwrap();
        tx.commit().await.unwrap();
        testing::expect_beside(&c.site).await;
        officer.get(&employer).await.expect_says("共1人").expect_says("林小满");
        officer.get("/console/members?phone=unchecked").await.expect_says("没有符合条件的会员");
        // Two sets of the same groups, whoever came into which first, are one.
        for (n, groups) in [(2, ["快递员", "农民工"]), (3, ["农民工", "快递员"])] {
            let details = testing::person("岳明", &woman(n), "");
            c.admit(&c.joint, details, &groups, date(2026, 3, 5)).await;
        }
        testing::expect_beside(&c.site).await;
        assert_eq!(c.site.number("SELECT COUNT(*) FROM group_sets WHERE names LIKE '%农民工%'").await, 1);
    }
}

#[tokio::test]
async fn two_who_come_into_the_same_new_groups_at_once_share_their_set() {
    for c in counties().await {
        let join = async |n: u32| {
            let details = testing::person("岳明", &woman(n), "");
            c.admit(&c.joint, details, &["网约车司机"], date(2026, 3, 5)).await
        };
        tokio::join!(join(1), join(2));
        testing::expect_beside(&c.site).await;
        assert_eq!(c.site.number("SELECT COUNT(*) FROM group_sets").await, 1);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_export_holds_what_is_filtered_and_no_formula() {
    for c in counties().await {
        c.member(&c.firm, "=cmd|'/c calc'!A1", 1, date(2026, 3, 5)).await;
        c.member(&c.firm, "𠮷田·阿依", 2, date(2026, 3, 6)).await;
        c.member(&c.joint, "周小禾", 3, date(2026, 3, 7)).await;
        let mut officer = c.officer().await;
        let address = format!("/console/members?union={}", c.firm.id);
        let file = exported(&mut officer, "members", &address).await;
        let mut rows: Vec<Vec<String>> = Vec::new();
        let take = |_: u32, cells: Vec<Cell>| {
            rows.push(cells.iter().map(|cell| cell.text()).collect());
            ControlFlow::Continue(())
        };
        sheets::open(&file, Limits::default()).unwrap().rows(take).unwrap();
        let names: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(names, ["姓名", "𠮷田·阿依", "=cmd|'/c calc'!A1"]);
        assert_eq!(rows[1][2], "138****0002");
        // It is in the audit, with the list that was taken.
        let line = platform::audit::of_object(&c.site.app.db, "union", c.firm.id.0, 1).await.unwrap();
        assert_eq!(
            (line[0].act.as_str(), line[0].detail.as_str()),
            ("member.export", &*format!("/console/members?union={}", c.firm.id))
        );
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn sealed_fields_open_once_with_a_reason_that_the_person_sees() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut officer = c.officer().await;
        let page = officer.get(&link(id)).await.expect(200).expect_says("138****0001").expect_says("看过0次");
        assert!(!page.text().contains(&woman(1)));
        let open = format!("{}/opening", link(id));
        officer.post(&open, &[("reason", " ")]).await.expect(422).expect_says("请写明为什么要看");
        let shown = officer.post(&open, &[("reason", "核对转会材料")]).await.expect(200);
        shown.expect_says(&woman(1)).expect_says("13800000001").expect_says("看过1次");
        let again = officer.get(&link(id)).await.expect_says("理由：核对转会材料");
        assert!(!again.text().contains(&woman(1)), "shown once");
        let member = store::find(&c.site.app.db, id).await.unwrap().unwrap();
        let lines = platform::audit::about(&c.site.app.db, member.person, 10).await.unwrap();
        assert_eq!((lines[0].act.as_str(), lines[0].reason.as_str()), ("member.open", "核对转会材料"));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn an_organiser_sees_members_and_opens_nothing() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut organiser = c.site.holder("何组织", "19900000007", Role::Organiser, c.firm.id).await;
        let page = organiser.get(&link(id)).await.expect(200);
        assert!(!page.says("查看完整信息要") || !page.text().contains("/opening"));
        organiser.post(&format!("{}/opening", link(id)), &[("reason", "好奇")]).await.expect(403);
        organiser.get("/console/members/new").await.expect(403);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_may_see_a_member_is_named() {
    for c in counties().await {
        let id = c.member(&c.workshop, "林小满", 1, date(2026, 3, 5)).await;
        let (mut officer, _, _) = (c.officer().await, c.chair().await, c.western_officer().await);
        let page = officer.get(&link(id)).await.expect_says("能看2人").expect_says("赵主席");
        assert!(!page.says("高远山"), "a neighbour may not see");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn exactly_those_who_are_named_can_open_the_page_of_a_member_and_of_a_union() {
    for c in counties().await {
        let id = c.member(&c.workshop, "林小满", 1, date(2026, 3, 5)).await;
        let mut posts = Vec::new();
        for union in [&c.county, &c.east, &c.west, &c.firm, &c.workshop, &c.joint] {
            for role in Role::ALL {
                let (name, phone) = (format!("任职{:02}", posts.len()), format!("199000001{:02}", posts.len()));
                posts.push((name.clone(), c.site.holder(&name, &phone, role, union.id).await));
            }
        }
        // A post that ended, and one whose account was blocked: neither sees anything any more.
        let mut tx = c.site.app.db.begin().await.unwrap();
        let of = "SELECT id FROM accounts WHERE name = ";
        tx.exec(
            sqlx::AssertSqlSafe(format!("UPDATE posts SET ends_on = '2026-01-01' WHERE account = ({of}'任职01')")),
            vals![],
        )
        .await
        .unwrap();
        tx.exec(sqlx::AssertSqlSafe(format!("UPDATE accounts SET blocked_at = 1 WHERE id = ({of}'任职02')")), vals![])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut officer = c.officer().await;
        for page in [link(id), format!("/console/unions/{}", c.workshop.id)] {
            let shown = officer.get(&page).await.expect(200).text();
            let mut named = 0;
            for (name, client) in &mut posts {
                let opens = client.get(&page).await.status.as_u16() == 200;
                let is_named = shown.contains(&format!("<div>{name}<span"));
                assert_eq!(is_named, opens, "{name} at {page}");
                named += usize::from(is_named);
            }
            assert!(named > 4, "{named}");
        }
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn whoever_finds_nobody_is_led_to_the_reason() {
    for c in counties().await {
        let mut chair = c.chair().await;
        for path in ["/console/members", "/console/unions"] {
            let page = chair.get(&format!("{path}?view=list&q=%E7%8E%8B%E6%B5%B7")).await.expect(200);
            assert!(page.text().contains("/console/visibility?q=%E7%8E%8B%E6%B5%B7"), "{path}");
        }
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn details_are_changed_without_showing_sealed_ones() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut officer = c.officer().await;
        let page = format!("{}/edit", link(id));
        let shown = officer.get(&page).await.expect(200).expect_says("现在是138****0001，不改就留空");
        assert!(!shown.text().contains("13800000001") && !shown.text().contains(&woman(1)));
        let new = [
            ("name", "林晓满"),
            ("document_kind", "111"),
            ("phone", "13911112222"),
            ("education", "20"),
            ("version", "1"),
        ];
        officer.post(&page, &new).await.expect(303);
        let after = officer
            .get(&link(id))
            .await
            .expect_says("姓名：林小满 → 林晓满")
            .expect_says("手机号：138****0001 → 139****2222");
        after.expect_says("学历：未填 → 大学本科");
        // Found by what is new, not by what was.
        officer.get("/console/members?q=2222").await.expect_says("林晓满");
        officer.get("/console/members?q=13800000001").await.expect_says("没有符合条件的会员");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn wrong_details_come_back_with_a_sentence_at_each_field() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        c.member(&c.firm, "程望川", 2, date(2026, 3, 5)).await;
        let mut officer = c.officer().await;
        let page = format!("{}/edit", link(id));
        let bad = [
            ("name", ""),
            ("document_kind", "111"),
            ("document", "320902198001029989"),
            ("phone", "1381234567"),
            ("education", "博士后"),
            ("version", "1"),
        ];
        let told =
            officer.post(&page, &bad).await.expect(422).expect_says("请填姓名").expect_says("手机号只有10位，应为11位");
        told.expect_says("学历没有“博士后”").expect_says("有4处要改");
        let taken = [("name", "林小满"), ("document_kind", "111"), ("document", &woman(2)), ("version", "1")];
        let told = officer.post(&page, &taken).await.expect(422).expect_says("已登记在另一个人名下");
        assert!(!told.says("程望川"), "whose it is stays untold");
        let long = "长".repeat(30_000);
        officer
            .post(&page, &[("name", &long), ("document_kind", "111"), ("version", "1")])
            .await
            .expect(422)
            .expect_says("最多50个字");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_second_of_two_officers_hears_who_was_first() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let (mut first, mut second) = (c.officer().await, c.second_officer().await);
        let page = format!("{}/edit", link(id));
        let edit = |name: &'static str| [("name", name), ("document_kind", "111"), ("version", "1")];
        first.post(&page, &edit("林晓满")).await.expect(303);
        let told = second.post(&page, &edit("林小曼")).await.expect(422);
        told.expect_says("孙维方今天10:00先改了这份资料（姓名：林小满 → 林晓满");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn groups_are_added_and_ended_with_their_days() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut officer = c.officer().await;
        let groups = format!("{}/groups", link(id));
        officer.post(&groups, &[("group", "货车司机")]).await.expect(303);
        officer.get(&link(id)).await.expect_says("货车司机2026-11-19今").expect_says("加上货车司机");
        officer.post(&groups, &[("group", "没有的类别")]).await.expect(409);
        officer.post(&format!("{groups}/ending"), &[("group", "货车司机")]).await.expect(303);
        officer.post(&format!("{groups}/ending"), &[("group", "货车司机")]).await.expect(409);
        officer
            .get("/console/members?group=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA")
            .await
            .expect_says("没有符合条件的会员");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn somebody_is_registered_at_the_desk() {
    for c in counties().await {
        let mut chair = c.chair().await;
        chair.get("/console/members/new").await.expect(200).expect_says("登记以后马上生效");
        let document = woman(40);
        let done =
            chair.post("/console/members", &form(&[("document", &document), ("groups", "快递员")])).await.expect(303);
        let page = chair.get(&done.to()).await.expect(200).expect_says("林小满登记好了，现在是顺通物流工会的会员");
        page.expect_says("窗口登记").expect_says("快递员").expect_says("1980年2月10日").expect_says("手机待核实");
        let month = platform::facts::Period::month_of(date(2026, 11, 19));
        let scope = Scope::below(&c.county.path);
        let joined = platform::facts::value(&c.site.app.db, super::JOINED, &scope, month).await.unwrap();
        assert_eq!(joined, 1, "it counts from now on");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_desk_refuses_what_joining_refuses() {
    for c in counties().await {
        c.member(&c.joint, "周小禾", 1, date(2026, 3, 5)).await;
        c.member(&c.firm, "魏同舟", 2, date(2026, 3, 5)).await;
        let mut chair = c.chair().await;
        let told = chair.post("/console/members", &form(&[("document", &woman(1))])).await.expect(422);
        assert!(!told.says("城东商圈联合工会"), "which union it is stays untold");
        told.expect_says("已有会籍，不在您管的工会里");
        let told = chair.post("/console/members", &form(&[("document", &woman(2))])).await.expect(422);
        told.expect_says("这个人已经是顺通物流工会的会员").expect_says("看魏同舟的资料");
        for (field, value, words) in [
            ("document", "320902201501019982", "出生日期"),
            ("document", "", "请填写身份证号"),
            ("joined_on", "2027-01-01", "日期还没有到"),
            ("joined_on", "", "请填入会日期"),
            ("change", "6", "请选择入会或转入"),
            ("union", "城东镇总工会", "没有找到这家工会"),
        ] {
            let told = chair.post("/console/members", &form(&[("document", &woman(50)), (field, value)])).await;
            assert_eq!(told.status.as_u16(), 422, "{field}={value} {words}: {}", told.visible());
        }
        let mut officer = c.officer().await;
        officer
            .post(
                "/console/members",
                &form(&[("document", &woman(50)), ("union", ""), ("union_id", &c.west.id.to_string())]),
            )
            .await
            .expect(303);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_neighbours_member_does_not_exist() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut western = c.western_officer().await;
        western.get(&link(id)).await.expect(404);
        western.get(&format!("{}/edit", link(id))).await.expect(404);
        for act in ["opening", "edit", "groups", "groups/ending"] {
            western.post(&format!("{}/{act}", link(id)), &[("reason", "x"), ("group", "货车司机")]).await.expect(404);
        }
        western.get(&format!("/console/members?union={}", c.firm.id)).await.expect(404);
        let address = format!("/console/members?union={}", c.firm.id);
        western.post("/console/exports", &[("list", "members"), ("address", &address)]).await.expect(404);
        western.get("/console/members?q=lxm").await.expect_says("没有符合条件的会员");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn who_has_left_is_nobodys_to_open_any_more() {
    for c in counties().await {
        let id = c.member(&c.firm, "林小满", 1, date(2026, 3, 5)).await;
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE memberships SET state = 'ended', ended_on = '2026-11-01' WHERE id = $1", vals![id])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut officer = c.officer().await;
        officer.get(&link(id)).await.expect(200).expect_says("已离会");
        officer.post(&format!("{}/opening", link(id)), &[("reason", "看看")]).await.expect(409).expect_says("已经离会");
        officer.get("/console/members?state=ended").await.expect_says("共1人");
        officer.get("/console/members").await.expect_says("还没有会员");
    }
}
