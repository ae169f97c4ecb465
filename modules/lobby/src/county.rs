//! A small county for the tests of the console: a county, two towns, a firm's union in the first.
use directory::{
    members::{self, Admission, MembershipId, admission::Source},
    people::PersonDetails,
    unions::{NewUnion, UnionKind, store},
};
use jiff::civil::{Date, date};
use platform::{
    Module, identity,
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
    let mut tx = site.app.db.begin().await.unwrap();
    let new = NewUnion { founded_on: Some(date(2020, 1, 1)), ..NewUnion::named(kind, name, region) };
    let union = store::add(&mut tx, &site.app, parent, &new).await.unwrap();
    tx.commit().await.unwrap();
    union.org()
}

pub async fn member(site: &Site, union: &Org, name: &str, phone: &str, joined_on: Date) -> MembershipId {
    let document = format!("3209991990010{}", &phone[6..]);
    let details = PersonDetails {
        name: name.into(),
        document_kind: "111".into(),
        document,
        phone: phone.into(),
        ..PersonDetails::default()
    };
    let admission =
        Admission { person: None, details, groups: vec![], joined_on, change: "1".into(), reason: String::new() };
    let source = Source { key: "desk", note: "登记入会", account: None, batch: 0 };
    let mut tx = site.app.db.begin().await.unwrap();
    let (_, id) = members::admit(&mut tx, &site.app, union, admission, source).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A member with an account of her own, and the browser in which she is signed in.
pub async fn member_at_home(site: &Site, union: &Org, name: &str, phone: &str, joined_on: Date) -> (Client, PersonId) {
    let id = member(site, union, name, phone, joined_on).await;
    let person = members::store::find(&site.app.db, id).await.unwrap().unwrap().person;
    let account = site.account(name, phone).await;
    let mut tx = site.app.db.begin().await.unwrap();
    identity::tie_person(&mut tx, account, person, name).await.unwrap();
    tx.commit().await.unwrap();
    (site.sign_in(account).await, person)
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
    let (id, _) = tasks::open(&mut tx, &site.app, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}
