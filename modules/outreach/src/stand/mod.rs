//! The joining stand (入会台): one phone at a contest, a course or a car park takes down many joinings in a row, also without a network.
//!
//! Promises: what was taken down stays on the phone, sealed, until it is sent; sent twice it is one joining; each becomes the ordinary joining
//! of its applicant.
mod entries;
mod pages;
mod rules;
mod store;

use crate::permissions::STAND;
use platform::{rights::Access::Needs, web::Routes};

pub const PATH: &str = "/console/desk-mode";

pub fn routes() -> Routes {
    let stand = Needs(STAND);
    Routes::new().get(PATH, stand, pages::index).get("/console/desk-mode/{code}", stand, pages::show).post(
        "/console/desk-mode/{code}/entries",
        stand,
        entries::create,
    )
}
