//! 办事 on the member site: say what the matter is, get to the right form, ask.
mod ask;
pub mod console;
mod index;
pub mod known;
pub mod sent;

use crate::course::handed::FORMS_LIMIT;
use platform::{
    rights::Access::{Public, SignedIn},
    web::Routes,
};

pub const PATH: &str = "/services";

pub fn routes() -> Routes {
    Routes::new().get(PATH, Public, index::index).get("/services/{service}", SignedIn, ask::new).upload(
        "/services/{service}",
        SignedIn,
        FORMS_LIMIT,
        ask::create,
    )
}
