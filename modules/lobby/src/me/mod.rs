//! 我的: a person's own pages.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
