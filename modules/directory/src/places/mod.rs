//! Places (服务阵地) as far as joining needs them: fuel stations, drivers' homes, car parks, contests.
mod kind;
pub mod store;

pub use kind::PlaceKind;
pub use store::{NewPlace, Place, PlaceId};

use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
