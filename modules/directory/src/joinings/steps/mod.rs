//! The steps after the phone: who one is, where one works, which union.
mod union;
pub(super) mod who;
pub(super) mod work;

pub use work::groups;

use platform::{rights::Access::SignedIn, web::Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/join/who", SignedIn, who::show)
        .post("/join/who", SignedIn, who::keep)
        .get("/join/work", SignedIn, work::show)
        .post("/join/work", SignedIn, work::keep)
        .get("/join/employers", SignedIn, work::employers)
        .get("/join/union", SignedIn, union::show)
        .post("/join/union", SignedIn, union::submit)
        .post("/join/union/code", SignedIn, union::send_code)
}
