//! A list as a workbook: exactly what is filtered, read page by page while it is written, so that memory stays bounded.
use super::Page;
use axum::response::Response;
use platform::{
    audit, db,
    sheets::Book,
    web::{Error, XLSX, download},
};
use std::io;
use ui::Desk;

/// Rows that are read at once.
pub const SLICE: i64 = 1_000;

/// What the sheet looks like and what is recorded.
pub struct Export {
    pub sheet: &'static str,
    pub columns: &'static [(&'static str, u16)],
    /// "union.export"
    pub act: &'static str,
    /// The file's name without its ending.
    pub name: String,
    /// The list's address, for the audit.
    pub address: String,
}

impl Export {
    /// Records the export and sends the workbook. `read` gives the rows of a page with the key of the last one; none: the end.
    pub async fn send<R>(self, desk: &Desk, read: R) -> Result<Response, Error>
    where
        R: AsyncFnMut(&Page) -> db::Result<Option<(Vec<Vec<String>>, String)>> + Send + 'static,
    {
        let org = desk.post().org;
        let entry = audit::Entry {
            act: self.act,
            object: "union",
            object_id: org.0,
            detail: &self.address,
            ..Default::default()
        };
        let mut tx = desk.app.db.begin().await?;
        audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
        tx.commit().await?;
        let reading = tokio::runtime::Handle::current();
        Ok(download(&format!("{}.xlsx", self.name), XLSX, move |file| {
            reading.block_on(self.written(read))?.write_to(file).map_err(io::Error::other)
        }))
    }

    async fn written<R>(&self, mut read: R) -> io::Result<Book>
    where
        R: AsyncFnMut(&Page) -> db::Result<Option<(Vec<Vec<String>>, String)>>,
    {
        let (heads, widths): (Vec<&str>, Vec<u16>) = self.columns.iter().copied().unzip();
        let mut book = Book::new(self.sheet, &widths).map_err(io::Error::other)?;
        book.head(&heads).and_then(|()| book.freeze(1)).map_err(io::Error::other)?;
        let mut at = Page::First;
        while let Some((rows, last)) = read(&at).await.map_err(io::Error::other)? {
            for row in &rows {
                book.row(row).map_err(io::Error::other)?;
            }
            at = Page::After(last);
        }
        Ok(book)
    }
}
