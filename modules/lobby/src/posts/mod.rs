//! People with posts; invitations.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
