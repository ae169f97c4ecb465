//! What a figure counted, record by record: where no list of a module holds exactly that.
//!
//! Promise: what stands here adds up to the figure; where a union moved away from what it had counted, the page says so.
mod page;
mod store;
#[cfg(test)]
mod tests;

use directory::permissions::FIGURES_READ;
use platform::{
    rights::Access::Needs,
    web::{Routes, encode},
};

/// The page's address; measures name it with their key: `/console/counted?measure=joined&org={org}&from={from}&to={to}`.
pub const PATH: &str = "/console/counted";

pub fn routes() -> Routes {
    Routes::new().get(PATH, Needs(FIGURES_READ), page::show)
}
/// The address of a figure's records narrowed to one value of its dimension, if it is an address of this page.
pub fn narrowed(address: &str, dimension: &str) -> Option<String> {
    address.starts_with(PATH).then(|| format!("{address}&part={}", encode(dimension)))
}
