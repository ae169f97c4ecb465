//! 统计: boards and figures, each counted from records and leading back to them.
mod figure;
mod measures;
mod sheet;
#[cfg(test)]
mod tests;

pub use figure::{MeasureValue, known, measure};

use directory::permissions::FIGURES_READ;
use platform::{Entry, Home, Module, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module { key: "statistics", name: "统计", routes, navigation: NAVIGATION, ..Module::EMPTY }
}

const NAVIGATION: &[Entry] = &[
    Entry {
        home: Home::All, path: "/console/sheet", label: "县域一张表", needs: Some(FIGURES_READ), counts: None
    },
    Entry {
        home: Home::All, path: "/console/measures", label: "指标目录", needs: Some(FIGURES_READ), counts: None
    },
];

fn routes() -> Routes {
    sheet::routes().merge(measures::routes())
}
