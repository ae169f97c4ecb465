//! The console's search.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
