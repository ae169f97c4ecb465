//! 建会覆盖: how many employers have a union of their own, are covered by one that several share, or have none; by size, sector and town.
//!
//! Promise: every figure opens the list of exactly the employers that it counts.
mod count;
mod page;
mod rules;

use directory::permissions::FIGURES_READ;
use platform::{rights::Access::Needs, web::Routes};

pub const PATH: &str = "/console/coverage";

pub fn routes() -> Routes {
    Routes::new().get(PATH, Needs(FIGURES_READ), page::show)
}
