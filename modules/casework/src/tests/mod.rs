//! Sentences about cases, through the door, on both databases.
mod aid;
pub mod collective;
mod console;
pub mod county;
pub mod delivered;
mod desk;
mod forms;
mod hidden;
mod interest;
mod lasting;
mod rating;
mod retention;
mod review;
mod walks;
mod ways;

fn modules() -> Vec<platform::Module> {
    vec![directory::module(), crate::module()]
}

/// One county on each database.
pub async fn counties() -> Vec<county::County> {
    platform::testing::Site::each(modules, county::County::found).await
}
