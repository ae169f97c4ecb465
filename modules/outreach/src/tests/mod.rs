//! Sentences about grids, pairs and stands, through the door, on both databases.
mod county;
mod firms;
mod grids;
mod lists;
mod pairs;
mod stand;

use county::County;

fn modules() -> Vec<platform::Module> {
    vec![directory::module(), crate::module()]
}

/// One county on each database.
async fn counties() -> Vec<County> {
    platform::testing::Site::each(modules, County::found).await
}
/// The number at the end of the address that a page led to.
fn number_of(address: &str) -> i64 {
    let digits: String = address.rsplit('/').next().unwrap_or("").chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{address} ends with a number"))
}
