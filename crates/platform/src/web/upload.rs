//! Files that come with a form.
use super::{Error, Fields};
use axum::extract::{Multipart, multipart::MultipartError};
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

/// Reads a multipart form: the file in the field `file` (if one was chosen), all other fields as text.
pub async fn uploads(mut form: Multipart, file: &str) -> Result<(Option<Upload>, Fields), Error> {
    let mut upload = None;
    let mut values = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
        let name = field.name().unwrap_or("").to_owned();
        let file_name = field.file_name().map(|n| {
            n.rsplit(['/', '\\']).next().unwrap_or("").chars().filter(|c| !c.is_control()).take(120).collect::<String>()
        });
        let bytes = field.bytes().await.map_err(|e| refused(&e))?;
        match file_name {
            Some(file_name) if name == file => {
                if !bytes.is_empty() {
                    upload = Some(Upload { name: file_name, bytes });
                }
            }
            _ => values.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok((upload, Fields::from_pairs(values)))
}
