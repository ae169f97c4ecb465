//! From an address to a file in sealed pieces.
use super::{DAYS, Export, ExportId, SLICE, Sheet, Slice, store};
use crate::list::{self, Asked, Page, Viewer, columns};
use platform::{
    App,
    files::pieces,
    identity,
    sheets::{self, Book},
    tree::{self, Scope},
    web::{Error, Fields},
};
use std::{
    io::{self, Write},
    sync::Arc,
};
use tokio::runtime::Handle;
use ui::Cell;

/// A list as a sheet, with the columns and in the order of its address.
pub async fn sheet<A: Asked>(viewer: Viewer, fields: Fields) -> Result<Sheet, Error> {
    let asked = Arc::new(A::read(&viewer, &fields).await?);
    let mut columns = columns::chosen(A::COLUMNS, &fields);
    columns.retain(|column| !column.screen);
    let columns = Arc::new(columns);
    let expected = asked.count().await?.number();
    let (org, top) = asked.top();
    let name = format!("{top}{}{}", A::LIST.name, viewer.app.today());
    let heads = columns.iter().map(|column| (column.title, column.width)).collect();
    let read = move |page: Page| -> list::Making<Slice> {
        let (asked, columns) = (asked.clone(), columns.clone());
        Box::pin(async move {
            let rows = asked.rows(&page, SLICE).await?;
            let last = rows.last().map(|row| asked.key(row));
            let cells = |row| columns.iter().map(|column| (column.cell)(row)).collect();
            Ok(Slice { rows: rows.iter().map(cells).collect(), last })
        })
    };
    Ok(Sheet { heads, expected, org, name, read: Box::new(read) })
}

/// Makes the file of an export that waits. Safe to run again: it begins anew.
pub async fn make(app: &App, id: ExportId) -> Result<(), Error> {
    let Some(export) = store::find(&app.db, id).await?.filter(Export::is_under_way) else { return Ok(()) };
    match written(app, &export).await {
        Ok((rows, pieces, size)) => {
            let mut tx = app.db.begin().await?;
            let kept = store::finish(&mut tx, id, rows, pieces, size, app.now()).await?;
            tx.commit().await?;
            // Somebody has deleted it meanwhile.
            if !kept {
                erase(app, &export.location, pieces).await?;
            }
            Ok(())
        }
        Err(Error::Refused(sentence)) => fail(app, id, &sentence).await,
        Err(Error::NotFound | Error::Forbidden) => fail(app, id, "这份名单已经不在您的任职范围里").await,
        Err(fault) => Err(fault),
    }
}
async fn fail(app: &App, id: ExportId, sentence: &str) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::fail(&mut tx, id, sentence, app.now()).await?;
    Ok(tx.commit().await?)
}

/// Rows, pieces and bytes that were written.
async fn written(app: &App, export: &Export) -> Result<(i64, i64, i64), Error> {
    let list = list::find(app, &export.list).ok_or(Error::NotFound)?;
    // An act that keeps nothing: who holds the post is read where posts are written.
    let holders = identity::holders_of(&mut app.db.begin().await?, export.org, list.needs, app.today()).await?;
    let org = tree::find(&app.db, export.org).await?.filter(|_| holders.contains(&export.account));
    let org = org.ok_or(Error::NotFound)?;
    let (account, scope) = (Some(export.account), Scope::below(&org.path));
    let viewer = Viewer { app: app.clone(), account, org: org.id, org_name: org.name, scope };
    let query = export.address.split_once('?').map_or("", |(_, query)| query);
    let sheet = (list.sheet)(viewer, Fields::parse(query)).await?;
    let (app, id, location, name) = (app.clone(), export.id, export.location.clone(), list.name);
    let reading = Handle::current();
    let work = tokio::task::spawn_blocking(move || {
        let (book, rows) = reading.block_on(filled(&app, id, name, &sheet))?;
        let mut file = Pieces { app, location, reading, piece: Vec::with_capacity(pieces::PIECE), n: 0, size: 0 };
        book.write_to(&mut file).map_err(Error::internal)?;
        file.end().map_err(Error::internal)?;
        Ok((rows, file.n, file.size))
    });
    work.await.map_err(Error::internal)?
}

/// The book with all rows; it keeps them in a file of its own as they come.
async fn filled(app: &App, id: ExportId, name: &str, sheet: &Sheet) -> Result<(Book, i64), Error> {
    let (heads, widths): (Vec<&str>, Vec<u16>) = sheet.heads.iter().copied().unzip();
    let mut book = Book::new(name, &widths).map_err(Error::internal)?;
    book.head(&heads).and_then(|()| book.freeze(1)).map_err(Error::internal)?;
    let (mut at, mut rows) = (Page::First, 0);
    loop {
        let slice = (sheet.read)(at).await?;
        let Some(last) = slice.last else { return Ok((book, rows)) };
        for row in &slice.rows {
            book.cells(&row.iter().map(cell).collect::<Vec<_>>()).map_err(full)?;
        }
        rows += slice.rows.len() as i64;
        at = Page::After(last);
        let mut tx = app.db.begin().await?;
        let wanted = store::progress(&mut tx, id, rows).await?;
        tx.commit().await?;
        if !wanted {
            return Err(Error::refused("这次导出已经取消"));
        }
    }
}
fn cell(cell: &Cell) -> sheets::Cell {
    match cell.as_number() {
        Some(number) => sheets::Cell::Number(number as f64),
        None => sheets::Cell::Text(cell.words().to_owned()),
    }
}
fn full(fault: sheets::BookFault) -> Error {
    match fault {
        sheets::BookFault::Full => Error::refused(fault.to_string()),
        fault => Error::internal(fault),
    }
}

/// Where the book is written to: pieces that are sealed and put away one by one.
struct Pieces {
    app: App,
    location: String,
    reading: Handle,
    piece: Vec<u8>,
    n: i64,
    size: i64,
}
impl Pieces {
    fn put(&mut self) -> io::Result<()> {
        let kept = self.reading.block_on(pieces::put(&self.app, &self.location, self.n, &self.piece));
        kept.map_err(|fault| io::Error::other(fault.to_string()))?;
        self.n += 1;
        self.size += self.piece.len() as i64;
        self.piece.clear();
        Ok(())
    }
    fn end(&mut self) -> io::Result<()> {
        if self.piece.is_empty() { Ok(()) } else { self.put() }
    }
}
impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(pieces::PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == pieces::PIECE {
            self.put()?;
        }
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn erase(app: &App, location: &str, count: i64) -> Result<(), Error> {
    for n in 0..count {
        pieces::erase(app, location, n).await?;
    }
    Ok(())
}
/// Erases an export's file: first nobody finds it any more, then it is gone.
pub async fn take_away(app: &App, export: &Export) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::erase(&mut tx, export.id).await?;
    tx.commit().await?;
    erase(app, &export.location, export.pieces).await
}
/// Erases what was kept for a week.
pub async fn erase_old(app: &App) -> Result<(), Error> {
    for export in store::older(&app.db, app.now() - DAYS * 86_400_000).await? {
        take_away(app, &export).await?;
    }
    Ok(())
}
