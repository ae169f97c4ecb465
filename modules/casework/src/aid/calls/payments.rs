//! The payment list as a sheet, with whole account numbers: taking it out is recorded.
use super::{
    super::store::{self, CallId},
    within,
};
use crate::permissions::AID_WORK;
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    sheets::{Book, Cell},
    web::{Error, Result, XLSX, download},
};
use std::io;
use ui::Desk;

const HEAD: [&str; 7] = ["序号", "姓名", "银行卡号", "金额（元）", "孩子证件号", "列入日期", "发放日期"];
const WIDTHS: [u16; 7] = [6, 12, 26, 12, 24, 14, 14];

pub async fn payments(desk: Desk, Path(id): Path<CallId>) -> Result<Response> {
    let call = within(&desk, AID_WORK, id).await?;
    let app = &desk.app;
    let rows = store::of_call(&app.db, call.id).await?;
    let entry = audit::Entry {
        act: "aid.payments",
        object: "aid_call",
        object_id: call.id.0,
        detail: &call.title,
        reason: "导出发放表",
        org: Some(call.org),
        ..Default::default()
    };
    let mut tx = app.db.begin().await?;
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let title = format!("{}发放表", call.title);
    let mut book = Book::new("发放表", &WIDTHS).map_err(Error::internal)?;
    book.title(&title, HEAD.len()).and_then(|()| book.head(&HEAD)).map_err(Error::internal)?;
    let own: Vec<_> = rows.into_iter().filter(|row| row.case_id.is_some()).collect();
    let mut sum = 0;
    for (n, row) in own.iter().enumerate() {
        sum += row.amount;
        let cells = [
            Cell::Text((n + 1).to_string()),
            Cell::Text(row.name.clone()),
            Cell::Text(row.bank(app)),
            yuan(row.amount),
            Cell::Text(row.child(app)),
            Cell::Text(row.granted_on.clone()),
            Cell::Text(row.paid_on.clone().unwrap_or_default()),
        ];
        book.cells(&cells).map_err(Error::internal)?;
    }
    let total =
        [Cell::Text("合计".into()), Cell::Text(format!("{}人", own.len())), Cell::Text(String::new()), yuan(sum)];
    book.cells(&total).map_err(Error::internal)?;
    Ok(download(&format!("{title}.xlsx"), XLSX, move |to| book.write_to(to).map_err(io::Error::other)))
}
fn yuan(fen: i64) -> Cell {
    Cell::Number(fen as f64 / 100.0)
}
