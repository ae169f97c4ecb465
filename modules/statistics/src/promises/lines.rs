//! Promises in a table with their progress: on the list and on the page of a plan.
pub use super::counting::Counted;
use super::{counting, stamp, store};
use askama::Template;
use platform::{App, db::Result, tree::OrgId};
use ui::{Desk, Stamp, filters, text};

/// The promises of a union for a year, counted; `published`: without drafts.
pub async fn counted(app: &App, org: OrgId, year: i16, published: bool) -> Result<Vec<Counted>> {
    let mut all = store::of_year(&app.db, org, year).await?;
    all.retain(|one| !one.is_withdrawn() && (one.is_published() || !published));
    counting::counted(app, all).await
}

/// A line: the promise, its figure with where it leads, and how it stands.
struct Line {
    promise: store::Promise,
    value: Option<i64>,
    records: Option<String>,
    percent: Option<f64>,
    trouble: Option<String>,
    stamp: Stamp,
}
/// A table of promises.
#[derive(Template)]
#[template(path = "promises/lines.html")]
pub struct Table {
    name: String,
    lines: Vec<Line>,
    /// Promises of several unions: each says whose.
    whose: bool,
}
impl Table {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
    pub fn whose(self) -> Table {
        Table { whose: true, ..self }
    }
}
impl askama::filters::HtmlSafe for Table {}

/// `name`: what the table holds, for who hears it.
pub fn table(desk: &Desk, name: &str, all: Vec<Counted>) -> Table {
    let line = |one: Counted| Line {
        records: records(desk, &one),
        value: one.progress.value,
        percent: one.progress.share.map(|share| 100.0 * share),
        trouble: one.progress.trouble.clone(),
        stamp: stamp(one.progress.state),
        promise: one.promise,
    };
    Table { name: name.to_owned(), lines: all.into_iter().map(line).collect(), whose: false }
}
/// Where the figure leads: to the records of its only source, otherwise to the promise's page, which has them all.
fn records(desk: &Desk, one: &Counted) -> Option<String> {
    let [reading] = &one.readings[..] else {
        return (!one.readings.is_empty()).then(|| format!("{}#sources", one.promise.link()));
    };
    let (address, _) = counting::records(&one.promise, reading, reading.org.id, desk.app.today());
    let mine = desk.post().path.clone();
    Some(if desk.opens(&address) && reading.org.path.starts_with(&mine) {
        address
    } else {
        format!("{}#sources", one.promise.link())
    })
}
/// 86%; of little, with a digit more.
pub fn percent(share: &f64) -> String {
    if *share > 0.0 && *share < 10.0 { format!("{share:.1}%") } else { format!("{share:.0}%") }
}
fn said(number: &i64) -> String {
    text::count(*number)
}
