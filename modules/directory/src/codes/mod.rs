//! Joining codes (入会码): for a union or a place, counted, printed as posters.
pub mod store;

pub use store::JoiningCode;

use platform::web::Routes;

platform::row_id!(CodeId);

pub fn routes() -> Routes {
    Routes::new()
}
