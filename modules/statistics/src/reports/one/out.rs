//! What leaves the program: the Excel form with its formats, CSV, paper.
use super::seen;
use crate::reports::{
    grid::{Shown, shares, shown},
    link,
    load::Loaded,
    store::State,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use platform::{
    files,
    sheets::{CsvBook, form::fill},
    web::{Error, Result, XLSX, download},
};
use std::io::Write;
use ui::{Desk, text};

fn name(loaded: &Loaded, ending: &str) -> String {
    format!("{}{}{}.{ending}", loaded.report.org_name, loaded.report.name, loaded.span.name())
}
/// The same Excel form, filled.
pub async fn xlsx(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let loaded = seen(&desk, id).await?;
    let file = files::find(&desk.app, loaded.file).await?.ok_or(Error::NotFound)?;
    let bytes = files::content(&desk.app, &file).await?;
    let filled = fill(&bytes, &loaded.form, &loaded.values.filled(&loaded.form)).map_err(Error::internal)?;
    Ok(download(&name(&loaded, "xlsx"), XLSX, move |to| to.write_all(&filled)))
}
pub async fn csv(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let loaded = seen(&desk, id).await?;
    Ok(download(&name(&loaded, "csv"), "text/csv; charset=utf-8", move |to| {
        let mut book = CsvBook::new(to)?;
        for page in loaded.form.pages.iter().filter(|page| page.is_grid && !page.hidden) {
            book.row(&[&page.name])?;
            for row in loaded.values.rows(page) {
                book.row(&row)?;
            }
        }
        book.finish().map(|_| ())
    }))
}

#[derive(Template)]
#[template(path = "reports/one/paper.html")]
struct PrintPage {
    title: String,
    back: String,
    pages: Vec<(String, Vec<u32>, Vec<Vec<Shown>>)>,
    union: String,
    period: String,
    state: String,
    signer: String,
}
/// On A4: head of the paper, the tables, who signed.
pub async fn print(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let loaded = seen(&desk, id).await?;
    let about = |_: &str| (String::new(), None);
    let pages = loaded.form.pages.iter().filter(|page| page.is_grid && !page.hidden);
    let grids = pages.map(|page| (page.name.clone(), shares(page), shown(&loaded.values, page, "", &about)));
    let report = &loaded.report;
    let day = |day: &Option<String>| day.as_deref().and_then(|d| d.parse().ok()).map_or_else(String::new, text::date);
    let page = PrintPage {
        title: format!("{}（{}）", report.name, loaded.span.name()),
        back: link(report.id),
        pages: grids.collect(),
        union: report.org_name.clone(),
        period: loaded.span.name(),
        state: match report.state() {
            State::Frozen => format!("数字截至{}冻结", day(&report.as_of)),
            State::Signed => "已签审，还没有冻结".to_owned(),
            State::Open => "预览，还没有签审".to_owned(),
        },
        signer: report.signer.clone().unwrap_or_default(),
    };
    Ok(Html(page.render().map_err(Error::internal)?).into_response())
}
