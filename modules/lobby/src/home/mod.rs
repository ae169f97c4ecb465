//! The member site's first page and what belongs to no module.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
