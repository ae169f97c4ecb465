//! The big screen (大屏): dark, full screen, for a hall. Figures of a union and all below it, its towns as lit houses, what just happened.
//!
//! Promises: no names, no employers, nothing of what is told in confidence or is hidden from the union; the page refreshes itself without
//! flicker; a link for a hall's screen shows this one page and can be revoked.
mod count;
mod houses;
pub mod links;
mod page;
#[cfg(test)]
mod tests;

pub use count::MAP;

use directory::permissions::FIGURES_READ;
use platform::{
    rights::{
        Access::{Needs, Public},
        Permission,
        Role::{Admin, Chair},
    },
    web::Routes,
};

/// Those that others made in the branch.
pub const STOP: &Permission =
    &Permission { key: "screens.stop", name: "停用本级和下级的大屏链接", roles: &[Chair, Admin] };

pub const PATH: &str = "/console/screen";
pub const LINKS: &str = "/console/screens";

pub fn routes() -> Routes {
    let read = Needs(FIGURES_READ);
    Routes::new()
        .get(PATH, read, page::show)
        .get(LINKS, read, links::index)
        .post(LINKS, read, links::create)
        .post("/console/screens/revocation", read, links::revoke)
        .get("/screen/{token}", Public, links::open)
}
