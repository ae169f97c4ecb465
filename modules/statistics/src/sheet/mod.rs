//! The county's sheet (县域一张表).
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
