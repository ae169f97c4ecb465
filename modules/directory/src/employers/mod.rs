//! Employers: by their unified social credit code, with or without a union.
pub mod coverage;
pub mod store;

pub use store::{Employer, NewEmployer};

platform::row_id!(EmployerId);

pub fn routes() -> platform::web::Routes {
    platform::web::Routes::new()
}
