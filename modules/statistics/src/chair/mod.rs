//! One union's own page (本会情况): its members, what waits, what was done this year, how it stands beside similar ones.
//!
//! Promise: beside similar unions only sums of at least [`similar::LEAST`] others are shown, so that no single one can be read off.
mod page;
mod similar;
#[cfg(test)]
mod tests;

use directory::permissions::FIGURES_READ;
use platform::{rights::Access::Needs, web::Routes};

pub const PATH: &str = "/console/union";

pub fn routes() -> Routes {
    Routes::new().get(PATH, Needs(FIGURES_READ), page::show)
}
