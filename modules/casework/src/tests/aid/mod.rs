//! Sentences about aid: the rules, and the way from the asking to the money.
pub mod autumn;
mod hardship;
mod rules;

use super::county::{County, Worker};
use directory::unions::Union;
use platform::testing::Client;
use serde_json::Value;

/// A household of two with 24,000 yuan a year and 10,000 that can't be saved: 583 yuan a head.
const POOR: [(&str, &str); 13] = [
    ("f_cause", "illness"),
    ("f_income", "18000"),
    ("f_rigid", "10000"),
    ("f_accident", "no"),
    ("f_migrant", "no"),
    ("f_family_0_name", "王芳"),
    ("f_family_0_relation", "spouse"),
    ("f_family_0_income", "6000"),
    ("f_family_0_state", "ill"),
    ("f_bank", "6222 0213 0400 1234"),
    ("f_story", "爱人透析，一个人挣钱"),
    ("f_unforeseen", ""),
    ("f_months", ""),
];
const KEY: &str = "0123456789abcdef0123456789abcdef";
/// What two visitors found.
const VISIT: [(&str, &str); 6] = [
    ("key", KEY),
    ("second", "陈秀英"),
    ("place", "城东小区3号楼"),
    ("looked", "两间房，没有空调"),
    ("asked", "说每月透析十二次"),
    ("agrees", "yes"),
];

/// Sends a visit as the phone does; what it is told.
pub async fn visit(client: &mut Client, number: &str, fields: &[(&str, &str)]) -> Value {
    let answer = client.upload(&format!("/console/cases/{number}/visits"), "", b"", fields).await.expect(200);
    serde_json::from_str(&answer.text()).expect("JSON")
}
/// The same with some fields other than usual.
pub fn but(change: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut all = VISIT.to_vec();
    all.retain(|(name, _)| change.iter().all(|(other, _)| other != name));
    all.extend(change);
    all
}
/// A public notice's last day passes.
async fn after_the_notice(county: &County) {
    county.days_later(10).await;
}
async fn member(county: &County, n: u16, union: &Union) -> Worker {
    county.member(n, union).await
}
