//! Files that come with a form.
use super::{Error, Fields};
use axum::extract::{
    Multipart,
    multipart::{Field, MultipartError},
};
use bytes::Bytes;

/// A file as it came: nothing about it is believed yet.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Bytes,
}

fn refused(fault: &MultipartError) -> Error {
    match fault.status().as_u16() {
        413 => Error::TooLarge("这个文件超过了允许的大小，请拆成几份再上传。".into()),
        _ => Error::refused("文件没有收全，请再上传一次。"),
    }
}

/// The most by which a field's memory grows at once: a file of 20 MB takes little more than that while it comes in.
const STEP: usize = 2 << 20;

async fn collected(mut field: Field<'_>) -> Result<Bytes, Error> {
    let mut all: Vec<u8> = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|e| refused(&e))? {
        if all.capacity() - all.len() < chunk.len() {
            all.reserve_exact(chunk.len().max(all.len().min(STEP)));
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.into())
}

/// Reads a multipart form: the file in the field `file` (if one was chosen), all other fields as text.
pub async fn uploads(form: Multipart, file: &str) -> Result<(Option<Upload>, Fields), Error> {
    let (files, fields) = every_upload(form).await?;
    let upload = files.into_iter().rfind(|(name, _)| name == file).map(|(_, upload)| upload);
    Ok((upload, fields))
}
/// Reads a multipart form: the files that were chosen, by field, and all other fields as text.
pub async fn every_upload(mut form: Multipart) -> Result<(Vec<(String, Upload)>, Fields), Error> {
    let (mut files, mut values) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
        let name = field.name().unwrap_or("").to_owned();
        let file_name = field.file_name().map(|n| {
            n.rsplit(['/', '\\']).next().unwrap_or("").chars().filter(|c| !c.is_control()).take(120).collect::<String>()
        });
        let bytes = collected(field).await?;
        match file_name {
            Some(_) if bytes.is_empty() => {}
            Some(file_name) => files.push((name, Upload { name: file_name, bytes })),
            None => {
                let text = String::from_utf8_lossy(&bytes);
                // As in other forms: control characters have no place in a field; line ends stay.
                let text = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
                values.push((name, text));
            }
        }
    }
    Ok((files, Fields::from_pairs(values)))
}
