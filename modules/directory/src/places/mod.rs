//! Places (服务阵地): fuel stations, drivers' homes, car parks, contests; when they are open and which standards they meet.
pub(crate) mod form;
pub mod hours;
mod kind;
mod opening;
mod pages;
mod public;
mod standards;
pub mod store;
#[cfg(test)]
mod tests;
pub(crate) mod union_field;

pub use hours::Hours;
pub use kind::PlaceKind;
pub use standards::STANDARDS;
pub use store::{NewPlace, Place, PlaceId};

use crate::permissions::CODES_WRITE;
use platform::{
    rights::Access::{Needs, Public},
    web::Routes,
};

pub fn routes() -> Routes {
    let write = Needs(CODES_WRITE);
    Routes::new()
        .get("/console/places", write, pages::index)
        .get("/console/places/new", write, pages::new)
        .post("/console/places", write, pages::create)
        .get("/console/places/{place}", write, pages::edit)
        .post("/console/places/{place}", write, pages::update)
        .post("/console/places/{place}/closure", write, pages::close)
        .post("/console/places/{place}/hours", write, opening::update)
        .post("/console/places/{place}/standards", write, standards::create)
        .post("/console/places/{place}/standards/ending", write, standards::end)
        .get("/places", Public, public::index)
        .get("/places/{place}", Public, public::show)
}
