//! Uploads: recognised by content, limited in size, pictures made anew without EXIF; kept sealed in a folder or with an S3 service.
pub mod pieces;
mod place;

pub use place::{Files, S3Settings};

use crate::{
    App,
    db::{Result as DbResult, Tx},
    identity::AccountId,
    secrets::{TAG, sha256_hex},
    tree::{OrgId, PersonId},
    vals,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, metadata::Orientation};
use std::io::Cursor;
use tokio::sync::Semaphore;

crate::row_id!(FileId);

/// A file to be kept.
pub struct NewFile<'a> {
    pub name: &'a str,
    pub mime: &'static str,
    pub bytes: &'a [u8],
    pub person: Option<PersonId>,
    pub org: Option<OrgId>,
    pub account: Option<AccountId>,
}
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct File {
    pub id: FileId,
    pub name: String,
    pub mime: String,
    pub size: i64,
    pub location: String,
    pub person: Option<PersonId>,
    pub org: Option<OrgId>,
    pub account: Option<AccountId>,
}

const FIELD: &str = "files.content";
/// So many large contents are sealed at a time.
static TURNS: Semaphore = Semaphore::const_new(2);
/// Bytes from which a content is large.
const LARGE: usize = 2 * 1024 * 1024;

/// A content that lies sealed at its place and has no name yet.
#[derive(Clone, Debug)]
#[must_use = "a content without a row is never found again"]
pub struct Laid(String);

/// Lays a content down, before the act that keeps it begins: a slow store holds up no act. Where the act is never committed, a content
/// stays that nobody can reach.
pub async fn lay_down(app: &App, bytes: &[u8]) -> Result<Laid, crate::web::Error> {
    let location = format!("{}/{}", &crate::secrets::token()[..2], crate::secrets::token());
    // A large one takes four times its size meanwhile: few at a time. A small one waits for nobody.
    let _turn = match bytes.len() {
        0..LARGE => None,
        _ => Some(TURNS.acquire().await.map_err(crate::web::Error::internal)?),
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4 + TAG);
    STANDARD.encode_string(bytes, &mut text);
    app.files.put(&location, app.keys.seal_in_place(FIELD, text.into_bytes()).into_bytes()).await?;
    Ok(Laid(location))
}
/// Keeps a file whose content was laid down: its row in the caller's transaction.
pub async fn keep(tx: &mut Tx, app: &App, new: &NewFile<'_>, laid: Laid) -> Result<FileId, crate::web::Error> {
    let id = tx
        .insert(
            "files",
            "name, mime, size, sha256, location, person, org, account, at",
            vals![
                new.name,
                new.mime,
                new.bytes.len(),
                sha256_hex(new.bytes),
                laid.0,
                new.person,
                new.org,
                new.account,
                app.now()
            ],
        )
        .await?;
    Ok(FileId(id))
}
/// Takes a file away: nobody finds it any more.
pub async fn take_away(tx: &mut Tx, app: &App, id: FileId) -> DbResult<u64> {
    tx.exec("UPDATE files SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL", vals![id, app.now()]).await
}
pub async fn find(app: &App, id: FileId) -> DbResult<Option<File>> {
    app.db.maybe("SELECT id, name, mime, size, location, person, org, account FROM files WHERE id = $1 AND deleted_at IS NULL", vals![id]).await
}
pub async fn content(app: &App, file: &File) -> Result<Vec<u8>, crate::web::Error> {
    let sealed = app.files.get(&file.location).await?;
    let text = app.keys.open(FIELD, &String::from_utf8_lossy(&sealed))?;
    STANDARD.decode(text).map_err(crate::web::Error::internal)
}

/// Seals the contents behind an id anew with the key that seals now; gives the last id and how many, none at the end. Each goes to a new
/// place before its row names it.
pub async fn reseal(app: &App, after: i64) -> Result<Option<(i64, i64)>, crate::web::Error> {
    let files: Vec<(i64, String)> = app
        .db
        .all("SELECT id, location FROM files WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT 50", vals![after])
        .await?;
    let Some(last) = files.last().map(|file| file.0) else { return Ok(None) };
    let mut done = 0;
    for (id, location) in files {
        let sealed = String::from_utf8_lossy(&app.files.get(&location).await?).into_owned();
        if sealed.starts_with(&app.keys.mark()) {
            continue;
        }
        let content = STANDARD.decode(app.keys.open(FIELD, &sealed)?).map_err(crate::web::Error::internal)?;
        let laid = lay_down(app, &content).await?;
        let mut tx = app.db.begin().await?;
        let moved = tx
            .exec("UPDATE files SET location = $2 WHERE id = $1 AND location = $3", vals![id, &laid.0, &location])
            .await?;
        tx.commit().await?;
        app.files.delete(if moved > 0 { &location } else { &laid.0 }).await?;
        done += 1;
    }
    Ok(Some((last, done)))
}

/// Why a picture can't be taken, as a sentence.
pub type PictureFault = &'static str;

/// Makes a picture anew: recognised by content, at most `longest` pixels a side, no EXIF, as JPEG.
pub fn picture(bytes: &[u8], longest: u32) -> Result<Vec<u8>, PictureFault> {
    const NOT_ONE: PictureFault = "这个文件不是能用的照片，请选JPG、PNG或WebP格式的照片";
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NOT_ONE)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(NOT_ONE);
    }
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|_| NOT_ONE)?;
    limits.reserve(decoder.total_bytes()).and_then(|()| decoder.set_limits(limits)).map_err(|_| NOT_ONE)?;
    // Phones write how the picture is to be turned into the EXIF that is left out here.
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| NOT_ONE)?;
    image.apply_orientation(turned);
    let image = if image.width().max(image.height()) > longest { image.thumbnail(longest, longest) } else { image };
    let mut out = Vec::new();
    DynamicImage::ImageRgb8(image.to_rgb8())
        .write_to(&mut Cursor::new(&mut out), ImageFormat::Jpeg)
        .map_err(|_| NOT_ONE)?;
    Ok(out)
}

/// A photo as a data address, as scripts keep one for later: made anew like any other.
pub fn photo(data_address: &str, longest: u32) -> Result<Vec<u8>, PictureFault> {
    let bytes = data_address.split_once(";base64,").and_then(|(_, text)| STANDARD.decode(text).ok());
    picture(&bytes.ok_or("照片没有收全，请再选一次")?, longest)
}

/// A drawing by finger: a PNG as a data address, made anew. Empty paper is no signature.
pub fn drawing(data_address: &str) -> Result<Vec<u8>, PictureFault> {
    const NOT_ONE: PictureFault = "签名没有收到，请在框里再签一次";
    const PIXELS: u32 = 3_000;
    let text = data_address.strip_prefix("data:image/png;base64,").ok_or(NOT_ONE)?;
    let bytes = STANDARD.decode(text).map_err(|_| NOT_ONE)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(PIXELS), Some(PIXELS));
    limits.max_alloc = Some(64 * 1024 * 1024);
    reader.limits(limits);
    let image = reader.decode().map_err(|_| NOT_ONE)?.to_luma_alpha8();
    if image.pixels().all(|p| p.0[1] == 0) {
        return Err("框里还没有签名，请签上您的姓名");
    }
    let mut out = Vec::new();
    image.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).map_err(|_| NOT_ONE)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Site;
    use std::time::Duration;

    #[tokio::test]
    async fn a_small_content_waits_for_no_large_one() {
        let site = Site::on_sqlite(Vec::new).await;
        let (app, large) = (site.app.clone(), vec![7; LARGE]);
        let busy = TURNS.acquire_many(2).await.unwrap();
        let waiting = tokio::spawn(async move { lay_down(&app, &large).await.map(|_| ()) });
        let _ = lay_down(&site.app, b"small").await.expect("laid down at once");
        assert!(!waiting.is_finished(), "a large one waits");
        drop(busy);
        tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap().unwrap().unwrap();
    }
}
