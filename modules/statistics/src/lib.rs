//! 统计: boards and figures, each counted from records and leading back to them; and the work that follows from coverage.
mod boards;
mod chair;
pub mod contacts;
mod counted;
mod coverage;
pub mod demo;
pub mod evidence;
mod figure;
mod measures;
mod plans;
pub mod promises;
pub mod reports;
mod screen;
mod sheet;
mod shown;
pub mod small;
#[cfg(test)]
mod tests;

pub use figure::{By, MeasureValue, known, measure};

use directory::permissions::FIGURES_READ;
use platform::{Entry, Home, Module, Room, web::Routes};

/// What this module adds to the program.
pub fn module() -> Module {
    Module {
        key: "statistics",
        name: "统计",
        migrations: Some(platform::migrations![
            "statistics": 1 "0001_statistics", 2 "0002_boards", 3 "0003_promises", 4 "0004_reports", 5 "0005_counted"
        ]),
        routes,
        permissions: &[
            contacts::FOLLOW,
            promises::READ,
            promises::WRITE,
            evidence::READ,
            evidence::WRITE,
            reports::READ,
            reports::WRITE,
            screen::STOP,
        ],
        navigation: NAVIGATION,
        tasks: &[contacts::CONTACT, evidence::TASK, reports::REPORT],
        measures: evidence::MEASURES,
        dimensions: evidence::DIMENSIONS,
        jobs: JOBS,
        settings: &[small::LEAST, evidence::KINDS, screen::MAP],
        declares: &[&boards::LIST, &evidence::LIST],
        rooms: ROOMS,
        portions: &[promises::portion::PORTION],
        offers: contacts::OFFERS,
        employers: contacts::POINTERS,
        ..Module::EMPTY
    }
}

const JOBS: &[platform::jobs::Job] = &[contacts::CLOSE, boards::JOB, small::KEEP];

const ROOMS: &[Room] = &[Room {
    home: Home::You,
    path: promises::PUBLIC,
    label: "答应职工的实事",
    hint: "工会今年答应了什么，办到哪一步",
    icon: "list-check",
    signed_in: false,
}];
const NAVIGATION: &[Entry] = &[
    Entry { home: Home::You, path: coverage::PATH, label: "建会覆盖", needs: Some(FIGURES_READ), counts: None },
    Entry {
        home: Home::You,
        path: contacts::PATH,
        label: "建会联系",
        needs: Some(contacts::FOLLOW),
        counts: Some("contact"),
    },
    Entry { home: Home::All, path: promises::PATH, label: "实事项目", needs: Some(promises::READ), counts: None },
    Entry { home: Home::All, path: plans::PATH, label: "计划", needs: Some(promises::READ), counts: None },
    Entry {
        home: Home::All,
        path: evidence::PATH,
        label: "佐证记录",
        needs: Some(evidence::READ),
        counts: Some("evidence"),
    },
    Entry { home: Home::You, path: chair::PATH, label: "本会情况", needs: Some(FIGURES_READ), counts: None },
    Entry {
        home: Home::All, path: "/console/sheet", label: "县域一张表", needs: Some(FIGURES_READ), counts: None
    },
    Entry { home: Home::All, path: screen::LINKS, label: "大屏", needs: Some(FIGURES_READ), counts: None },
    Entry {
        home: Home::All, path: "/console/measures", label: "指标目录", needs: Some(FIGURES_READ), counts: None
    },
    Entry { home: Home::All, path: reports::PATH, label: "报表", needs: Some(reports::READ), counts: Some("report") },
];

fn routes() -> Routes {
    sheet::routes()
        .merge(boards::routes())
        .merge(chair::routes())
        .merge(screen::routes())
        .merge(measures::routes())
        .merge(counted::routes())
        .merge(coverage::routes())
        .merge(contacts::routes())
        .merge(promises::routes())
        .merge(plans::routes())
        .merge(evidence::routes())
        .merge(reports::routes())
}
