//! Sentences about promises, plans and evidence: rules as pure functions, the ways through the door on both databases.
mod pace;
mod plans;
mod public;
mod ways;

use directory::{
    testing,
    unions::{NewUnion, UnionKind},
};
use platform::{
    Module,
    rights::Role,
    testing::{Answer, Client, Site},
    tree::Org,
};

fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module(), crate::tests::of_few()]
}
/// A county with two towns and a joint union.
pub struct County {
    pub site: Site,
    pub county: Org,
    pub east: Org,
    pub west: Org,
}
pub async fn counties() -> Vec<County> {
    Site::each(modules, async |site| {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东镇总工会"),
            (Some(0), UnionKind::Town, "城西街道总工会"),
            (Some(1), UnionKind::Joint, "城东商圈联合工会"),
        ];
        let plan = plan.map(|(under, kind, name)| (under, NewUnion::named(kind, name, "320902")));
        let [county, east, west, _] = testing::unions(&site, plan).await.map(|union| union.org());
        County { site, county, east, west }
    })
    .await
}
impl County {
    pub async fn officer(&self) -> Client {
        self.site.holder("孙维方", "19900000001", Role::Officer, self.county.id).await
    }
    pub async fn second(&self) -> Client {
        self.site.holder("周启航", "19900000002", Role::Officer, self.county.id).await
    }
    pub async fn eastern(&self) -> Client {
        self.site.holder("高远山", "19900000003", Role::Officer, self.east.id).await
    }
    pub async fn western(&self) -> Client {
        self.site.holder("何平", "19900000004", Role::Officer, self.west.id).await
    }
}

/// A photo.
pub const PHOTO: &[u8] = b"%PDF-1.4 a sign-in sheet";
/// Fields of a record: talks on a day.
pub fn talk<'a>(amount: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", "宣讲"),
        ("what", "到车间讲安全生产法"),
        ("done_on", day),
        ("place", "纺织厂三车间"),
        ("amount", amount),
        ("people", "80"),
    ]
}
pub async fn record(client: &mut Client, fields: &[(&str, &str)]) -> Answer {
    client.upload("/console/evidence", "签到表.pdf", PHOTO, fields).await
}
/// Fields of a promise of fifty talks.
pub fn fifty() -> Vec<(&'static str, &'static str)> {
    vec![
        ("short", "宣讲"),
        ("words", "宣讲进车间50场"),
        ("year", "2026"),
        ("target", "50"),
        ("source1", "evidence|宣讲"),
        ("is_public", "1"),
    ]
}
/// The same with something else in it.
pub fn but<'a>(fields: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<_> = fields.iter().copied().filter(|(n, _)| *n != name).collect();
    all.push((name, value));
    all
}
/// Makes and publishes a promise; gives its address.
pub async fn promise(client: &mut Client, fields: &[(&str, &str)]) -> String {
    let link = client.post("/console/promises", fields).await.expect(303).to();
    client.post(&format!("{link}/publication"), &[]).await.expect(303);
    link
}
