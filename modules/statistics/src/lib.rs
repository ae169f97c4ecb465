//! 统计: boards and figures, each counted from records and leading back to them; and the work that follows from coverage.
pub mod contacts;
mod coverage;
mod figure;
mod measures;
mod sheet;
pub mod small;
#[cfg(test)]
mod tests;

pub use figure::{By, MeasureValue, known, measure};

use directory::permissions::FIGURES_READ;
use platform::{Entry, Home, Module, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "statistics",
        name: "统计",
        migrations: Some(platform::migrations!["statistics": 1 "0001_statistics", 4 "0004_reports"]),
        routes,
        permissions: &[contacts::FOLLOW],
        navigation: NAVIGATION,
        tasks: &[contacts::CONTACT],
        jobs: JOBS,
        settings: &[small::LEAST],
        offers: contacts::OFFERS,
        employers: contacts::POINTERS,
        ..Module::EMPTY
    }
}

const JOBS: &[platform::jobs::Job] = &[contacts::CLOSE, small::KEEP];

const NAVIGATION: &[Entry] = &[
    Entry { home: Home::You, path: coverage::PATH, label: "建会覆盖", needs: Some(FIGURES_READ), counts: None },
    Entry {
        home: Home::You,
        path: contacts::PATH,
        label: "建会联系",
        needs: Some(contacts::FOLLOW),
        counts: Some("contact"),
    },
    Entry {
        home: Home::All, path: "/console/sheet", label: "县域一张表", needs: Some(FIGURES_READ), counts: None
    },
    Entry {
        home: Home::All, path: "/console/measures", label: "指标目录", needs: Some(FIGURES_READ), counts: None
    },
];

fn routes() -> Routes {
    sheet::routes().merge(measures::routes()).merge(coverage::routes()).merge(contacts::routes())
}
