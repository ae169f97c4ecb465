//! Joining codes (入会码): for a union or a place, counted, printed as posters.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
