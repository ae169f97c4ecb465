//! Who did and read what.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
