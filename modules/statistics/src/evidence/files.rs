//! What proves a record: photos, made anew, and PDF papers.
use super::{READ, acts::Attached, store::EvidenceId, within};
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::header,
    response::{IntoResponse, Response},
};
use platform::{
    App, files,
    web::{Error, Fields, Result, Upload, encode, every_upload},
};
use ui::Desk;

/// A photo's longer side in pixels.
const LONGEST: u32 = 1600;
/// Files of one form.
const MOST: usize = 6;

/// The files of the field `file` and the other fields.
pub async fn read(form: std::result::Result<Multipart, MultipartRejection>) -> Result<(Vec<Upload>, Fields)> {
    let Ok(form) = form else { return Ok(Default::default()) };
    let (files, fields) = every_upload(form).await?;
    Ok((files.into_iter().filter(|(name, _)| name == "file").map(|(_, upload)| upload).collect(), fields))
}
/// Lays the files down; what can't be taken becomes a fault at the field.
pub async fn laid(app: &App, uploads: Vec<Upload>, form: &mut Fields) -> Result<Vec<Attached>> {
    if uploads.len() > MOST {
        form.fault("file", format!("一次最多{MOST}份，请分几次"));
    }
    let mut all = Vec::new();
    for upload in uploads.into_iter().take(MOST) {
        match redrawn(upload).await? {
            Ok((name, mime, bytes)) => {
                if form.is_right() {
                    all.push(Attached { laid: files::lay_down(app, &bytes).await?, name, mime, bytes });
                }
            }
            Err(fault) => form.fault("file", fault),
        }
    }
    Ok(all)
}
type Redrawn = (String, &'static str, Vec<u8>);
/// Decoding takes a good part of a second and has its own thread.
async fn redrawn(upload: Upload) -> Result<std::result::Result<Redrawn, String>> {
    if upload.bytes.starts_with(b"%PDF-") {
        return Ok(Ok((upload.name, "application/pdf", upload.bytes.to_vec())));
    }
    let name = upload.name.clone();
    let picture = tokio::task::spawn_blocking(move || files::picture(&upload.bytes, LONGEST)).await;
    Ok(match picture.map_err(Error::internal)? {
        Ok(bytes) => Ok((name, "image/jpeg", bytes)),
        Err(_) => Err(format!("“{name}”不是照片或PDF，请换一份")),
    })
}

pub async fn file(desk: Desk, Path((record, piece)): Path<(EvidenceId, i64)>) -> Result<Response> {
    let evidence = within(&desk, READ, record).await?;
    let pieces = super::store::pieces(&desk.app.db, evidence.id).await?;
    let (_, file, ..) = pieces.into_iter().find(|(number, ..)| *number == piece).ok_or(Error::NotFound)?;
    let file = files::find(&desk.app, file).await?.ok_or(Error::NotFound)?;
    let bytes = files::content(&desk.app, &file).await?;
    let way = if file.mime == "image/jpeg" { "inline" } else { "attachment" };
    let disposition = format!("{way}; filename*=UTF-8''{}", encode(&file.name));
    Ok(([(header::CONTENT_TYPE, file.mime), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
