//! Large files, kept in sealed pieces so that none of them ever stands in memory whole. They have no row of their own: who keeps one remembers
//! its location and how many pieces it has, and erases them.
use crate::{App, web::Error};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// How long a piece may be before it is sealed: it takes four times as much while it is sealed or opened.
pub const PIECE: usize = 256 * 1024;
const FIELD: &str = "files.piece";

/// Where a new large file may lie.
pub fn location() -> String {
    format!("pieces/{}", crate::secrets::token())
}
fn key(location: &str, n: i64) -> String {
    format!("{location}.{n}")
}
/// Keeps a piece; a second writing of the same one replaces it.
pub async fn put(app: &App, location: &str, n: i64, bytes: &[u8]) -> Result<(), Error> {
    app.files.put(&key(location, n), app.keys.seal(FIELD, &STANDARD.encode(bytes)).into_bytes()).await
}
pub async fn get(app: &App, location: &str, n: i64) -> Result<Vec<u8>, Error> {
    opened(app, &app.files.get(&key(location, n)).await?)
}
fn opened(app: &App, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let text = app.keys.open(FIELD, &String::from_utf8_lossy(sealed))?;
    STANDARD.decode(text).map_err(Error::internal)
}
/// Erases a piece; one that is gone already is no fault.
pub async fn erase(app: &App, location: &str, n: i64) -> Result<(), Error> {
    app.files.delete(&key(location, n)).await
}
/// Seals all pieces of a file that are there anew, each in its place, with the key that seals now.
pub async fn reseal(app: &App, location: &str) -> Result<(), Error> {
    for n in 0.. {
        let Some(sealed) = app.files.maybe(&key(location, n)).await? else { return Ok(()) };
        if !sealed.starts_with(app.keys.mark().as_bytes()) {
            put(app, location, n, &opened(app, &sealed)?).await?;
        }
    }
    Ok(())
}
