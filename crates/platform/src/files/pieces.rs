//! Large files, kept in sealed pieces so that none of them ever stands in memory whole. They have no row of their own: who keeps one remembers
//! its location and how many pieces it has, and erases them.
use super::Files;
use crate::{App, web::Error};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use object_store::{ObjectStoreExt, path::Path as Key};

/// How long a piece may be before it is sealed.
pub const PIECE: usize = 1024 * 1024;
const FIELD: &str = "files.piece";

/// Where a new large file may lie.
pub fn location() -> String {
    format!("pieces/{}", crate::secrets::token())
}
fn key(location: &str, n: i64) -> Key {
    Key::from(format!("{location}.{n}").as_str())
}
/// Keeps a piece; a second writing of the same one replaces it.
pub async fn put(app: &App, location: &str, n: i64, bytes: &[u8]) -> Result<(), Error> {
    let sealed = app.keys.seal(FIELD, &STANDARD.encode(bytes));
    let Files(store) = &app.files;
    store.put(&key(location, n), Bytes::from(sealed).into()).await.map(|_| ()).map_err(Error::internal)
}
pub async fn get(app: &App, location: &str, n: i64) -> Result<Vec<u8>, Error> {
    let stored = app.files.0.get(&key(location, n)).await.map_err(Error::internal)?;
    let sealed = stored.bytes().await.map_err(Error::internal)?;
    let text = app.keys.open(FIELD, &String::from_utf8_lossy(&sealed))?;
    STANDARD.decode(text).map_err(Error::internal)
}
/// Erases a piece; one that is gone already is no fault.
pub async fn erase(app: &App, location: &str, n: i64) -> Result<(), Error> {
    match app.files.0.delete(&key(location, n)).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(fault) => Err(Error::internal(fault)),
    }
}
