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
    let mut all = Vec::new();
    for site in platform::testing::Site::on_both(modules).await {
        all.push(County::found(site).await);
    }
    all
}
