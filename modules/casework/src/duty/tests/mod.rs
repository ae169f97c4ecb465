//! Sentences about duty and bookings, through the door, on both databases.
mod desk;
mod mine;

use crate::tests::{
    counties,
    county::{County, Worker},
};
use jiff::civil::date;
use platform::{
    rights::Role,
    slots::{self, RosterId, Span, store::NewRoster},
    testing::{Answer, Client},
};

/// A county with a lawyer at the town: Mondays and Thursdays from 14:00 to 16:00, half an hour each.
pub struct Office {
    pub county: County,
    pub worker: Worker,
    pub lawyer: Client,
    pub law: RosterId,
}
pub async fn offices() -> Vec<Office> {
    let mut all = Vec::new();
    for county in counties().await {
        let lawyer = county.site.holder("许律师", "13900070001", Role::Adviser, county.town.id).await;
        let worker = county.member(1, &county.firm).await;
        let law = duty(&county, "许律师", ("律师", false), "14").await;
        all.push(Office { county, worker, lawyer, law });
    }
    all
}
/// Puts somebody of the town on duty.
pub async fn duty(county: &County, name: &str, (kind, confidential): (&str, bool), weekdays: &str) -> RosterId {
    let account = county.account(name).await;
    let token = platform::identity::start_session(&county.site.app, account, "测试").await.unwrap();
    let who = platform::identity::session(&county.site.app, &token).await.unwrap().unwrap();
    let new = NewRoster {
        org: county.town.id,
        account,
        kind: kind.into(),
        place: "街道服务中心二楼".into(),
        weekdays: weekdays.into(),
        hours: Span { from: 14 * 60, until: 16 * 60 },
        minutes: 30,
        capacity: 1,
        confidential,
        starts_on: date(2026, 11, 1),
        ends_on: None,
    };
    slots::add(&county.site.app, &who, &new).await.unwrap()
}
/// The first Monday after the day on which tests begin.
pub const MONDAY: &str = "2026-11-23";

pub async fn book(client: &mut Client, service: &str, roster: RosterId, (day, minute): (&str, i64)) -> Answer {
    let slot = format!("{roster}.{day}.{minute}");
    client.post(&format!("/services/{service}/slots"), &[("slot", &slot)]).await
}
