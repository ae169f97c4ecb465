//! Sentences about joining, through the door, on both databases.
mod apply;
mod county;
mod decide;
mod doubt;

use county::County;

fn modules() -> Vec<platform::Module> {
    vec![crate::module()]
}

/// One county on each database.
async fn counties() -> Vec<County> {
    platform::testing::Site::each(modules, County::found).await
}
