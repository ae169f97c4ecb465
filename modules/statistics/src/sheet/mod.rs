//! The county's sheet (县域一张表): one page of figures for a union and a month, each leading to its records.
mod count;
mod export;
mod featured;
mod page;
mod rules;

pub use count::Sheet;
pub(crate) use featured::{of_ratio, of_spread};
#[cfg(test)]
pub use rules::Part;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use directory::permissions::FIGURES_READ;
use jiff::civil::Date;
use platform::{
    rights::Access::Needs,
    tree::{self, Org, OrgId},
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
    let scope = desk.scope(FIGURES_READ)?;
    let id = form.number("org").map_or(desk.post().org, OrgId);
    let org = tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    Ok((org, rules::as_of(form.get("month"), desk.app.today())))
}

async fn show(desk: Desk, form: Fields) -> Result<Response> {
    let (org, as_of) = asked(&desk, &form).await?;
    let sheet = Sheet::count(&desk.app, org, as_of).await?;
    page::show(&desk, sheet, form.get("sort")).await
}

async fn download(desk: Desk, form: Fields) -> Result<Response> {
    let (org, as_of) = asked(&desk, &form).await?;
    let name = format!("{}一张表-{}.xlsx", org.name, rules::month_key(as_of));
    let sheet = Sheet::count(&desk.app, org, as_of).await?;
    let bytes = export::workbook(&sheet, &|needs| desk.may(needs)).map_err(Error::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"sheet.xlsx\"; filename*=UTF-8''{}", encode(&name)),
        ),
    ];
    Ok((headers, bytes).into_response())
}
