//! Boards: a sheet of chosen measures over a chosen time. The address is the board: it can be saved, shared and sent every month.
//!
//! Promise: every number is counted at once from the records, and leads to them where a list of them exists.
mod asked;
mod count;
mod counter;
mod export;
mod page;
pub mod sending;
mod span;
#[cfg(test)]
mod tests;
mod tools;

pub use asked::is_board;
pub use count::{Line, lines};
pub use counter::Counter;
pub use page::short;
pub use sending::JOB;
pub use span::Span;
pub use tools::{Page, Tools, orgs};

use asked::Asked;
use axum::response::Response;
use count::Board;
use directory::{list::List, permissions::FIGURES_READ};
use platform::{
    rights::Access::Needs,
    tree::{self, Org, OrgId},
    web::{Error, Fields, Result, Routes},
};
use ui::Desk;

pub const PATH: &str = "/console/sheet";

/// So that a board is saved and shared as the lists are; it is taken out on its own page.
pub const LIST: List = List {
    key: "sheet",
    name: "一张表",
    path: PATH,
    entry: PATH,
    plain: "",
    unit: "个",
    needs: FIGURES_READ,
    known: &["org", "month", "m", "period", "from", "to", "against", "by", "sort"],
    sheet: |_, _| Box::pin(async { Err(Error::refused("一张表请在它自己的页面上导出")) }),
};

pub fn routes() -> Routes {
    Routes::new().post("/console/sheet/sending", Needs(FIGURES_READ), sending::choose)
}

/// The union that an address names, within the post's branch; the own one where it names none.
pub async fn org_of(desk: &Desk, form: &Fields) -> Result<Org> {
    let scope = desk.scope(FIGURES_READ)?;
    let id = form.number("org").map_or(desk.post().org, OrgId);
    tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}
async fn counted(desk: &Desk, form: &mut Fields) -> Result<(Board, Asked)> {
    asked::taken(form);
    let org = org_of(desk, form).await?;
    let asked = Asked::read(&desk.app, form, desk.app.today(), &|needs| desk.may(needs));
    Ok((Box::pin(Board::of(&desk.app, org, &asked)).await?, asked))
}

pub async fn show(desk: &Desk, mut form: Fields) -> Result<Response> {
    let (board, asked) = counted(desk, &mut form).await?;
    page::show(desk, &form, board, &asked).await
}
/// The name and the bytes of the workbook.
pub async fn workbook(desk: &Desk, mut form: Fields) -> Result<(String, Vec<u8>)> {
    let (board, asked) = counted(desk, &mut form).await?;
    let name = format!("{}一张表-{}.xlsx", board.org.name, asked.span.words());
    Ok((name, export::workbook(&board, &asked).map_err(Error::internal)?))
}
