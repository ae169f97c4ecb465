//! A small county for the tests of the console: a county, two towns, a firm's union in the first.
use directory::{
    members::{Admission, MembershipId},
    testing::{self, person},
    unions::{NewUnion, UnionKind},
};
use jiff::civil::{Date, date};
use platform::{
    Module,
    tasks::{self, NewTask},
    testing::{Client, Site},
    tree::{Org, PersonId},
};

pub fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module()]
}

pub struct County {
    pub county: Org,
    pub town: Org,
    pub other_town: Org,
    pub firm: Org,
}

impl County {
    pub async fn found(site: &Site) -> Self {
        let county = union(site, None, UnionKind::County, "滨河县总工会", "320999").await;
        let town = union(site, Some(&county), UnionKind::Town, "城东街道总工会", "320999001").await;
        let other_town = union(site, Some(&county), UnionKind::Town, "河西街道总工会", "320999002").await;
        let firm = union(site, Some(&town), UnionKind::Enterprise, "顺通物流工会", "320999001").await;
        Self { county, town, other_town, firm }
    }
}

pub async fn union(site: &Site, parent: Option<&Org>, kind: UnionKind, name: &str, region: &str) -> Org {
    let new = NewUnion { founded_on: Some(date(2020, 1, 1)), ..NewUnion::named(kind, name, region) };
    testing::union(site, parent, &new).await.org()
}

pub async fn member(site: &Site, union: &Org, name: &str, phone: &str, joined_on: Date) -> MembershipId {
    testing::member(site, union, admission(name, phone, joined_on)).await.1
}
fn admission(name: &str, phone: &str, joined_on: Date) -> Admission {
    Admission::first(person(name, &format!("3209991990010{}", &phone[6..]), phone), joined_on)
}

/// A member with an account of her own, and the browser in which she is signed in.
pub async fn member_at_home(site: &Site, union: &Org, name: &str, phone: &str, joined_on: Date) -> (Client, PersonId) {
    let (person, _) = testing::member(site, union, admission(name, phone, joined_on)).await;
    (testing::browser_of(site, person, name, phone).await, person)
}

/// A joining that waits at a union, to be decided within some working days.
pub async fn task(site: &Site, org: &Org, title: &str, days: i64) -> i64 {
    let mut tx = site.app.db.begin().await.unwrap();
    let new = NewTask {
        kind: directory::joinings::JOINING_TASK,
        org,
        title,
        detail: "外卖骑手",
        origin: "扫码",
        subject: "joining",
        subject_id: 1,
        link: "/console/joinings/1",
        days,
    };
    tasks::open(&mut tx, &site.app, &new).await.unwrap();
    let id = tx.number("SELECT MAX(id) FROM tasks", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    id
}
