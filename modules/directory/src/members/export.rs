//! The list as a workbook: exactly what is filtered, with masked phones, read page by page while it is written.
use super::{
    index::{self, Asked, Row},
    store,
};
use crate::list::Page;
use axum::response::Response;
use platform::{
    App, audit,
    sheets::{Book, BookFault},
    web::{Error, Fields, XLSX, download},
};
use std::io;
use ui::{Address, Desk};

/// Rows that are read at once.
const SLICE: i64 = 1_000;
const HEAD: [&str; 7] = ["姓名", "性别", "手机", "所在工会", "工作单位", "入会日期", "会籍"];
const WIDTHS: [u16; 7] = [14, 6, 14, 36, 36, 12, 10];

pub async fn export(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let asked = index::asked(&desk, &fields).await?;
    let address = Address::of(index::PATH, &fields, &index::KNOWN).at(index::PATH).to_string();
    let mut tx = desk.app.db.begin().await?;
    let entry = audit::Entry {
        act: "member.export",
        object: "union",
        object_id: asked.top.id.0,
        org: Some(asked.top.id),
        detail: &address,
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let name = format!("{}会员名单{}.xlsx", asked.top.name, desk.app.today());
    let (app, reading) = (desk.app.clone(), tokio::runtime::Handle::current());
    Ok(download(&name, XLSX, move |file| {
        let book = reading.block_on(written(&app, &asked))?;
        book.write_to(file).map_err(io::Error::other)
    }))
}

async fn written(app: &App, asked: &Asked) -> io::Result<Book> {
    let mut book = Book::new("会员", &WIDTHS).map_err(io::Error::other)?;
    book.head(&HEAD).and_then(|()| book.freeze(1)).map_err(io::Error::other)?;
    let mut at = Page::First;
    loop {
        let lines =
            store::list(&app.db, &asked.scope, &asked.filter, asked.way, &at, SLICE).await.map_err(io::Error::other)?;
        let Some(last) = lines.last() else { return Ok(book) };
        at = Page::After(last.key());
        for line in lines {
            put(&mut book, &Row::new(app, line)).map_err(io::Error::other)?;
        }
    }
}
fn put(book: &mut Book, row: &Row) -> Result<(), BookFault> {
    let state = match row.line.state.as_str() {
        "kept" => "保留会籍",
        "ended" => "已离会",
        _ => "在册",
    };
    let line = &row.line;
    book.row(&[&line.name, row.sex(), &row.phone, &line.union_name, &line.employer_name, &line.joined_on, state])
}
