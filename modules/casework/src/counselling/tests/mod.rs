//! Sentences about counselling, through the door, on both databases.
mod danger;
mod figures;
mod hidden;
mod ways;

use crate::tests::{
    counties,
    county::{County, Worker},
};
use platform::{
    rights::Role,
    testing::{Answer, Client},
};

pub const ASKED: [(&str, &str); 4] =
    [("f_call", "阿福"), ("f_what", "mood"), ("f_story", "夜里睡不着想跳河"), ("f_way", "write")];

/// A county in which 工友1 of a firm asked, and the town's counsellor has it.
pub struct Room {
    pub county: County,
    pub worker: Worker,
    pub counsellor: Client,
    pub number: String,
}
pub async fn rooms() -> Vec<Room> {
    let mut all = Vec::new();
    for county in counties().await {
        let counsellor = county.site.holder("沈怡", "13900060001", Role::Counsellor, county.town.id).await;
        let mut worker = county.member(1, &county.firm).await;
        let number = worker.ask("mind", &ASKED).await;
        all.push(Room { county, worker, counsellor, number });
    }
    all
}
impl Room {
    pub fn at(&self) -> String {
        format!("/console/counselling/{}", self.number)
    }
    pub fn own(&self) -> String {
        format!("/me/cases/{}", self.number)
    }
    pub async fn does(&mut self, act: &str, reason: &str) -> Answer {
        let fields = [("decision", act), ("reason", reason)];
        self.counsellor.post(&format!("{}/decision", self.at()), &fields).await
    }
    pub async fn guardian(&self) -> Client {
        self.county.site.holder("赵岚", "13900060002", Role::Guardian, self.county.county.id).await
    }
}
