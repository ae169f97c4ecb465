//! Places (服务阵地) as far as joining needs them: fuel stations, drivers' homes, car parks, contests.
pub(crate) mod form;
mod kind;
mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub(crate) mod union_field;

pub use kind::PlaceKind;
pub use store::{NewPlace, Place, PlaceId};

use crate::permissions::CODES_WRITE;
use platform::{rights::Access::Needs, web::Routes};

pub fn routes() -> Routes {
    let write = Needs(CODES_WRITE);
    Routes::new()
        .get("/console/places", write, pages::index)
        .get("/console/places/new", write, pages::new)
        .post("/console/places", write, pages::create)
        .get("/console/places/{place}", write, pages::edit)
        .post("/console/places/{place}", write, pages::update)
        .post("/console/places/{place}/closure", write, pages::close)
}
