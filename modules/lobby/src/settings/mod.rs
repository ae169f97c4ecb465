//! Figures and words that a region sets for itself.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
