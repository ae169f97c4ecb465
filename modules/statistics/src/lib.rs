//! 统计: boards and figures, each counted from records and leading back to them.
mod measures;
mod sheet;

use directory::permissions::FIGURES_READ;
use platform::{Entry, Home, Module, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "statistics",
        name: "统计",
        migrations: None,
        routes,
        permissions: &[],
        navigation: &[Entry {
            home: Home::All,
            path: "/console/sheet",
            label: "县域一张表",
            needs: Some(FIGURES_READ),
            counts: None,
        }],
        rooms: &[],
        measures: &[],
        settings: &[],
        tasks: &[],
        jobs: &[],
        searches: &[],
    }
}

fn routes() -> Routes {
    sheet::routes().merge(measures::routes())
}
