//! Files that are written while they are sent.
use super::encode;
use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use std::io::{self, Write};
use tokio::sync::mpsc;

/// An Excel workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PIECE: usize = 64 * 1024;
/// Pieces that wait for a slow network.
const WAITING: usize = 4;

/// Sends a file under a name of its own; `write` runs on a thread of its own, as fast as the network takes it, so that no file stands in
/// memory whole. A fault ends the connection without an end of the file, so that nobody takes a part for the whole.
pub fn download<F>(name: &str, kind: &'static str, write: F) -> Response
where
    F: FnOnce(&mut Pieces) -> io::Result<()> + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut pieces = Pieces { sender, piece: Vec::with_capacity(PIECE) };
        if let Err(fault) = write(&mut pieces).and_then(|()| pieces.flush()) {
            tracing::warn!(%fault, "a file could not be sent whole");
            // The network may be gone already: then nobody waits for this word.
            let _ = pieces.sender.blocking_send(Err(fault));
        }
    });
    let stream = futures::stream::unfold(receiver, |mut r| async move { r.recv().await.map(|piece| (piece, r)) });
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encode(name));
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, Body::from_stream(stream)).into_response()
}

/// Where [`download`] writes to.
pub struct Pieces {
    sender: mpsc::Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}
impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Never more than a piece: what waits stays small, however much is written at once.
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.flush()?;
        }
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
