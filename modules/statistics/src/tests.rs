use crate::{measure, sheet::Sheet};
use directory::{
    codes::store::{self as codes, NewCode},
    employers::{NewEmployer, coverage},
    members::{Admission, JOINED, MEMBERS, MembershipId, SCANS, UNIONS},
    testing,
    unions::{NewUnion, UnionKind},
};
use jiff::civil::{Date, date};
use platform::{
    Module,
    facts::Period,
    rights::Role,
    sheets::{self, Cell, Limits},
    testing::{Client, Site},
    tree::{Org, Scope},
    vals,
};
use std::ops::ControlFlow;

pub fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module()]
}

/// People in hardship, of whom few are not shown.
pub const FAMILIES: &platform::facts::Measure = &platform::facts::Measure {
    key: "aid.families",
    name: "帮扶的家庭",
    unit: "户",
    definition: "得到帮扶的困难职工家庭。",
    kind: platform::facts::MeasureKind::Flow,
    records: "/console/aid?union={org}",
    needs: directory::permissions::FIGURES_READ,
    recount: platform::facts::Recount::Event,
};
/// A module that counts them.
pub fn of_few() -> platform::Module {
    platform::Module { key: "aid", measures: &[FAMILIES], small: &[FAMILIES], ..platform::Module::EMPTY }
}

/// A county, two towns, a firm's union in each, and a joint union in the first.
pub struct County {
    pub county: Org,
    pub town: Org,
    pub other_town: Org,
    pub firm: Org,
    pub other_firm: Org,
    pub joint: Org,
}

pub async fn union(site: &Site, parent: Option<&Org>, kind: UnionKind, name: &str, founded: Date) -> Org {
    let new = NewUnion { founded_on: Some(founded), ..NewUnion::named(kind, name, "320999") };
    testing::union(site, parent, &new).await.org()
}

pub async fn member(site: &Site, union: &Org, number: u32, joined_on: Date, groups: &[&str]) -> MembershipId {
    let details = testing::person(&format!("会员{number}"), &format!("3209991990{number:08}"), "");
    let groups = groups.iter().map(|g| (*g).to_owned()).collect();
    let admission = Admission { groups, ..Admission::first(details, joined_on) };
    testing::member(site, union, admission).await.1
}

async fn employer(site: &Site, org: &Org, headcount: i64, union: Option<&Org>) -> i64 {
    let new = NewEmployer {
        name: format!("{headcount}人的单位"),
        headcount,
        union_id: union.map(|u| u.id),
        ..NewEmployer::default()
    };
    testing::employer(site, org, &new).await.0
}

/// A joint union covers an employer from a day to a day.
async fn cover(site: &Site, union: &Org, employer: i64, from: &str, to: Option<&str>) {
    let mut tx = site.app.db.begin().await.unwrap();
    let sql = "INSERT INTO coverages (union_id, employer, from_on, to_on) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, vals![union.id, employer, from, to.map(str::to_owned)]).await.unwrap();
    tx.commit().await.unwrap();
}

impl County {
    pub async fn found(site: &Site) -> Self {
        let start = date(2020, 1, 1);
        let county = union(site, None, UnionKind::County, "滨河县总工会", start).await;
        let town = union(site, Some(&county), UnionKind::Town, "城东街道总工会", start).await;
        let other_town = union(site, Some(&county), UnionKind::Town, "河西街道总工会", start).await;
        let firm = union(site, Some(&town), UnionKind::Enterprise, "顺通物流工会", start).await;
        let other_firm = union(site, Some(&other_town), UnionKind::Enterprise, "恒达食品工会", date(2026, 11, 5)).await;
        let joint = union(site, Some(&town), UnionKind::Joint, "城东联合工会", date(2026, 10, 1)).await;
        Self { county, town, other_town, firm, other_firm, joint }
    }

    /// Members of three months, groups, employers of all sizes, a code with scans.
    pub async fn fill(&self, site: &Site) -> i64 {
        for (number, (union, joined_on, groups)) in [
            (&self.firm, date(2025, 3, 1), &[][..]),
            (&self.firm, date(2026, 10, 8), &["货车司机"]),
            (&self.firm, date(2026, 10, 30), &[]),
            (&self.joint, date(2026, 11, 3), &["货车司机", "农民工"]),
            (&self.other_firm, date(2026, 11, 6), &["快递员"]),
            (&self.other_firm, date(2026, 11, 19), &[]),
            (&self.county, date(2026, 11, 1), &[]),
        ]
        .into_iter()
        .enumerate()
        {
            member(site, union, number as u32 + 1, joined_on, groups).await;
        }
        employer(site, &self.town, 1200, Some(&self.firm)).await;
        employer(site, &self.town, 1000, None).await;
        employer(site, &self.other_town, 999, Some(&self.other_firm)).await;
        let covered = employer(site, &self.other_town, 100, None).await;
        cover(site, &self.joint, covered, "2026-10-01", None).await;
        let ended = employer(site, &self.town, 99, None).await;
        cover(site, &self.joint, ended, "2025-01-01", Some("2026-11-18")).await;
        employer(site, &self.town, 24, None).await;
        self.code(site).await
    }

    /// A code through which one scanned three times and joined once.
    async fn code(&self, site: &Site) -> i64 {
        let new = NewCode {
            union_id: self.joint.id,
            place: None,
            purpose: "城东加油站".into(),
            headline: "司机朋友\n加入工会".into(),
            group_name: String::new(),
            valid_from: date(2026, 1, 1),
            valid_to: None,
            created_by: None,
        };
        let member = member(site, &self.joint, 99, date(2026, 11, 10), &[]).await;
        let mut tx = site.app.db.begin().await.unwrap();
        let code = codes::add(&mut tx, &site.app, "BHK7M3Q", &new).await.unwrap();
        for _ in 0..3 {
            codes::count_scan(&mut tx, &site.app, &code).await.unwrap();
        }
        codes::count_joined(&mut tx, date(2026, 11, 10), code.id, member).await.unwrap();
        tx.commit().await.unwrap();
        code.id.0
    }
}

/// The memberships themselves, counted anew.
async fn recount(site: &Site, org: &Org, from: &str, to: Date) -> i64 {
    let scope = Scope::below(&org.path);
    let sql = "SELECT COUNT(*) FROM memberships WHERE path >= $1 AND path < $2 AND joined_on >= $3 AND joined_on <= $4 AND state <> 'ended'";
    site.app.db.number(sql, vals![&scope.from, &scope.until, from, to]).await.unwrap()
}

#[tokio::test]
async fn every_figure_of_the_sheet_equals_a_recount_from_the_records() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        // The same before and after the facts are folded into days.
        for _ in 0..2 {
            for org in [&county.county, &county.town, &county.firm] {
                for as_of in [date(2026, 11, 19), date(2026, 10, 31), date(2025, 12, 31)] {
                    compare(&site, org, as_of).await;
                }
            }
            site.work().await;
        }
    }
}

async fn compare(site: &Site, org: &Org, as_of: Date) {
    let sheet = Sheet::count(&site.app, org.clone(), as_of).await.unwrap();
    let (first, month_end) = (as_of.first_of_month(), as_of.first_of_month().yesterday().unwrap());
    let (members, joined) = (sheet.course(MEMBERS), sheet.course(JOINED));
    assert_eq!(members.value, recount(site, org, "", as_of).await);
    assert_eq!(members.before, recount(site, org, "", month_end).await);
    assert_eq!(joined.value, recount(site, org, &first.to_string(), as_of).await);
    let same_days = Period::month_until(as_of).month_before();
    assert_eq!(joined.before, recount(site, org, &same_days.from.to_string(), same_days.to).await);
    for ((start, total), (_, fresh)) in members.months.iter().zip(&joined.months) {
        let end = start.last_of_month().min(as_of);
        assert_eq!(*total, recount(site, org, "", end).await, "{start}");
        assert_eq!(*fresh, recount(site, org, &start.to_string(), end).await, "{start}");
    }
    let scope = Scope::below(&org.path);
    let unions = "SELECT COUNT(*) FROM unions u JOIN organisations o ON o.id = u.id WHERE o.path >= $1 AND o.path < $2 AND u.kind IN ('enterprise', 'joint') AND o.opened_on <= $3";
    let unions = site.app.db.number(unions, vals![&scope.from, &scope.until, as_of]).await.unwrap();
    assert_eq!(sheet.course(UNIONS).value, unions);
    for (group, n) in &sheet.groups {
        let sql = "SELECT COUNT(*) FROM person_groups g JOIN memberships m ON m.person = g.person WHERE g.group_name = $1 AND m.path >= $2 AND m.path < $3 AND m.joined_on >= $4 AND m.joined_on <= $5";
        let counted = site.app.db.number(sql, vals![group, &scope.from, &scope.until, first, as_of]).await.unwrap();
        assert_eq!(*n, counted, "{group}");
    }
    if !sheet.parts.is_empty() {
        let sum = |of: &dyn Fn(&crate::sheet::Part) -> i64| sheet.parts.iter().map(of).sum::<i64>();
        assert_eq!(sum(&|p| p.members), members.value);
        assert_eq!(sum(&|p| p.before), members.before);
        assert_eq!(sum(&|p| p.joined), joined.value);
        assert_eq!(sum(&|p| p.unions), unions);
        let employers: i64 = sheet.sizes.iter().map(|(_, share)| share.employers).sum();
        assert_eq!(sum(&|p| p.share.employers), employers);
    }
}

#[tokio::test]
async fn coverage_is_counted_by_size_on_the_day() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let on = async |day| {
            let sheet = Sheet::count(&site.app, county.county.clone(), day).await.unwrap();
            sheet.sizes.iter().map(|(_, s)| (s.covered, s.employers)).collect::<Vec<_>>()
        };
        // 1000+, 500–999, 100–499, 25–99, below.
        assert_eq!(on(date(2026, 11, 19)).await, [(1, 2), (1, 1), (1, 1), (0, 1), (0, 1)]);
        // The day before the joint union's tie to the one of 99 had not ended.
        assert_eq!(on(date(2026, 11, 18)).await[3], (1, 1));
        // In October the union of the one of 999 was not founded.
        assert_eq!(on(date(2026, 10, 31)).await[..3], [(1, 2), (0, 1), (1, 1)]);
        let rows = coverage::count(&site.app.db, &Scope::below(&county.town.path), date(2026, 11, 19)).await.unwrap();
        assert_eq!(rows.iter().map(|r| r.employers).sum::<i64>(), 4);
    }
}

pub async fn officer(site: &Site, org: &Org) -> Client {
    site.holder("孙维方", "19900000001", Role::Officer, org.id).await
}

#[tokio::test]
async fn the_sheet_shows_figures_that_open_their_records() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/sheet").await.expect(200).expect_says("滨河县一张表");
        let page = page.expect_says("会员8人").expect_says("新入会5人").expect_says("基层工会3家");
        let page = page.expect_says("75.0%3/4家").expect_says("城东加油站").expect_says("货车司机1");
        let text = page.text();
        let id = county.county.id;
        for records in [
            format!("/console/members?union={id}"),
            format!("/console/counted?measure=joined&#38;org={id}&#38;from=2026-11-01&#38;to=2026-11-19"),
            format!("/console/employers?below={id}&#38;least=1000"),
            format!("/console/employers?below={id}&#38;least=500&#38;most=999&#38;without_union=1"),
        ] {
            assert!(text.contains(&records), "{records}: {text}");
        }
        assert!(!text.contains("style="), "the policy allows no inline styles");
    }
}

#[tokio::test]
async fn month_and_union_stand_in_the_address() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let town = county.town.id;
        let page = client.get(&format!("/console/sheet?org={town}&month=2026-10")).await.expect(200);
        page.expect_says("城东街道一张表").expect_says("会员3人").expect_says("新入会2人");
        client.get("/console/sheet?month=2099-01&sort=nothing").await.expect(200).expect_says("会员8人");
        for sort in ["members", "change", "unions", "joined", "rate"] {
            client.get(&format!("/console/sheet?sort={sort}")).await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_neighbours_sheet_does_not_exist() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut client = officer(&site, &county.town).await;
        for path in ["/console/sheet", "/console/sheet.xlsx", "/console/measures/members"] {
            for outside in [county.other_town.id, county.county.id] {
                client.get(&format!("{path}?org={outside}")).await.expect(404);
            }
            client.get(&format!("{path}?org={}", county.firm.id)).await.expect(200);
        }
    }
}

#[tokio::test]
async fn an_empty_county_has_a_sheet_too() {
    for site in Site::on_both(modules).await {
        let county = union(&site, None, UnionKind::County, "滨河县总工会", date(2020, 1, 1)).await;
        let mut client = officer(&site, &county).await;
        client.get("/console/sheet").await.expect(200).expect_says("会员0人").expect_says("—%");
        client.get("/console/sheet.xlsx").await.expect(200);
    }
}

#[tokio::test]
async fn the_exported_sheet_holds_the_same_figures_as_numbers() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let file = client.get("/console/sheet.xlsx?month=2026-11").await.expect(200).bytes;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let opened = sheets::open(&file, Limits::default()).unwrap();
        opened
            .rows(|_, cells| {
                rows.push(cells);
                ControlFlow::Continue(())
            })
            .unwrap();
        let value = |name: &str| rows.iter().find(|row| row[0].text() == name).map(|row| row[1].clone());
        assert_eq!(value("会员"), Some(Cell::Number(8.0)));
        assert_eq!(value("城东街道总工会"), Some(Cell::Number(5.0)));
        assert_eq!(value("滨河县总工会直属"), Some(Cell::Number(1.0)));
        assert_eq!(value("货车司机"), Some(Cell::Number(1.0)));
        assert_eq!(value("1000人以上"), Some(Cell::Number(2.0)));
    }
}

#[tokio::test]
async fn a_code_shows_its_scans_and_joinings_of_the_month() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let sheet = Sheet::count(&site.app, county.county.clone(), date(2026, 11, 19)).await.unwrap();
        assert_eq!(sheet.codes.iter().map(|c| (c.scans, c.joined)).collect::<Vec<_>>(), [(3, 1)]);
        assert_eq!(sheet.course(SCANS).value, 3);
        let before = Sheet::count(&site.app, county.county.clone(), date(2026, 10, 31)).await.unwrap();
        assert!(before.codes.is_empty());
    }
}

#[tokio::test]
async fn the_catalogue_explains_every_measure_and_finds_them() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/measures").await.expect(200).expect_says("一个人只算一次");
        let page = page.expect_says("百人以上单位建会率").expect_says("发生数，只能分项看");
        assert!(page.text().contains("/console/measures/coverage.25"));
        let found = client.get("/console/measures?q=%E6%89%AB%E7%A0%81").await.expect(200).expect_says("扫码入会");
        assert!(!found.says("基层工会家"));
        client.get("/console/measures?q=zzz").await.expect(200).expect_says("没有名称或定义里有“zzz”的指标");
        for known in crate::known(&site.app) {
            client.get(&format!("/console/measures/{}", known.key())).await.expect(200).expect_says(known.name());
        }
        client.get("/console/measures/nothing").await.expect(404);
    }
}

#[tokio::test]
async fn a_measure_is_given_as_one_value_with_what_it_was_counted_from() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let november = Period::month_of(date(2026, 11, 1));
        let of = async |key: &str| measure(&site.app, key, county.county.id, november).await.unwrap();
        let members = of("members").await.unwrap();
        assert_eq!((members.value.unwrap().as_i64(), members.kind), (Some(8), "stock"));
        assert_eq!(of("joined").await.unwrap().value.unwrap().as_i64(), Some(5));
        let rate = of("coverage.from100").await.unwrap();
        assert_eq!((rate.numerator, rate.denominator), (Some(3), Some(4)));
        assert_eq!(rate.value.unwrap().as_f64(), Some(75.0));
        let groups = of("joined_group").await.unwrap();
        assert_eq!((groups.value, groups.parts.len()), (None, 3));
        assert!(of("nothing").await.is_none());
        let nowhere = platform::tree::OrgId(9999);
        assert!(measure(&site.app, "members", nowhere, november).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn who_may_see_figures_but_not_members_gets_no_link_to_them() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut auditor = site.holder("吴监督", "19900000006", Role::Auditor, county.county.id).await;
        let page = auditor.get("/console/measures").await.expect(200);
        assert!(!page.text().contains("/console/members?") && page.text().contains("/console/unions?"));
        let sheet = auditor.get("/console/sheet").await.expect(200);
        assert!(!sheet.text().contains("/console/members?") && sheet.text().contains("/console/employers?"));
    }
}
