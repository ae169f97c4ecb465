//! Rosters (会员名册): the 20-column workbook in and out.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}

use platform::jobs::Job;

pub const JOBS: &[Job] = &[];
