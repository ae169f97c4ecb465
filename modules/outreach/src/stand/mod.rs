//! The joining stand (入会台): one phone at a contest, a course or a car park takes down many joinings in a row, also without a network.
//!
//! Promises: what was taken down stays on the phone, sealed, until it is sent; sent twice it is one joining; each becomes the ordinary joining
//! of its applicant.
mod entries;
mod pages;
mod rules;
mod store;

use crate::permissions::{FIGURES, STAND};
use platform::{
    facts::{Measure, MeasureKind, Recount},
    rights::Access::Needs,
    web::Routes,
};

pub const PATH: &str = "/console/desk-mode";

/// 入会台登记: joinings that a stand took down; dimension: the code's id, and through it the place.
pub const TAKEN: &Measure = &Measure {
    key: "taken_at_stands",
    name: "入会台登记",
    unit: "份",
    definition: "入会台当面填写并收到的入会申请份数，按收到那天算，记在入会码所属的工会名下。重复发送只算一份，批准没批准都算。",
    kind: MeasureKind::Flow,
    records: "/console/codes?union={org}",
    needs: FIGURES,
    recount: Recount::InAll(
        "SELECT CAST(0 AS BIGINT), s.joining, CAST(s.code AS TEXT), 1 FROM stand_entries s WHERE s.joining IS NOT NULL",
    ),
};

pub fn routes() -> Routes {
    let stand = Needs(STAND);
    Routes::new().get(PATH, stand, pages::index).get("/console/desk-mode/{code}", stand, pages::show).post(
        "/console/desk-mode/{code}/entries",
        stand,
        entries::create,
    )
}
