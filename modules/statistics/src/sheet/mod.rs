//! The county's sheet (县域一张表): one page of figures for a union and a month, each leading to its records.
mod count;
mod export;
mod featured;
mod page;
mod rules;

pub use count::Sheet;
pub(crate) use page::title;
#[cfg(test)]
pub use rules::Part;
pub(crate) use rules::level;

use crate::boards;
use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use directory::{list::views, permissions::FIGURES_READ};
use jiff::civil::Date;
use platform::{
    rights::Access::Needs,
    tree::Org,
    web::{Error, Fields, Result, Routes, encode},
};
use ui::Desk;

pub fn routes() -> Routes {
    Routes::new().get("/console/sheet", Needs(FIGURES_READ), show).get(
        "/console/sheet.xlsx",
        Needs(FIGURES_READ),
        download,
    )
}

/// The union and the last day that the address asks for; the own union today where it doesn't say.
async fn asked(desk: &Desk, form: &Fields) -> Result<(Org, Date)> {
    let org = boards::org_of(desk, form).await?;
    Ok((org, rules::as_of(form.get("month"), desk.app.today())))
}

/// The sheet as it always stands, or the board that the address asks for. Who comes without any wish is led to the view that he or she
/// begins with.
async fn show(desk: Desk, form: Fields) -> Result<Response> {
    if form.pairs().is_empty()
        && let Some(first) = views::first(&desk, &boards::LIST).await?
    {
        return Ok(Redirect::to(&first).into_response());
    }
    if boards::is_board(&form) {
        return boards::show(&desk, form).await;
    }
    let (org, as_of) = asked(&desk, &form).await?;
    let sheet = Sheet::of(&desk.app, org, as_of).await?;
    page::show(&desk, &form, sheet).await
}

async fn download(desk: Desk, form: Fields) -> Result<Response> {
    let (name, bytes) = if boards::is_board(&form) {
        boards::workbook(&desk, form).await?
    } else {
        let (org, as_of) = asked(&desk, &form).await?;
        let name = format!("{}一张表-{}.xlsx", org.name, rules::month_key(as_of));
        let sheet = Sheet::of(&desk.app, org, as_of).await?;
        (name, export::workbook(&sheet, &|needs| desk.may(needs)).map_err(Error::internal)?)
    };
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"sheet.xlsx\"; filename*=UTF-8''{}", encode(&name)),
        ),
    ];
    Ok((headers, bytes).into_response())
}
