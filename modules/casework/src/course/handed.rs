//! What is handed in: pictures are made anew, PDF as it is, nothing else.
//!
//! Promise: however many hand something in at once, only a few files are held in memory; the others wait for their turn.
use crate::cases::{CaseId, store};
use bytes::Bytes;
use platform::{
    App,
    db::Tx,
    files::{self, NewFile},
    identity::AccountId,
    tree::{OrgId, PersonId},
    web::{Error, Upload},
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// The longest side of a picture as it is kept: a pay slip stays readable.
const LONGEST: u32 = 2_400;
/// How large a file may come.
pub const LIMIT: usize = 20 * MEGABYTE;
/// A form with one file: what stands around it comes on top.
pub const FORM_LIMIT: usize = LIMIT + MEGABYTE;
/// A form with several.
pub const FORMS_LIMIT: usize = 2 * LIMIT + MEGABYTE;
/// How many a case may have.
pub const MOST: i64 = 50;
const MEGABYTE: usize = 1024 * 1024;

/// Forms with files that are received at once.
static RECEIVING: Semaphore = Semaphore::const_new(8);
/// Files that are decoded and sealed at once: each takes a part of a second and several times its size.
static MAKING: Semaphore = Semaphore::const_new(2);

/// A place among those whose files are received: to be taken before the body is read, and held as long as its files.
pub async fn place() -> Result<SemaphorePermit<'static>, Error> {
    RECEIVING.acquire().await.map_err(Error::internal)
}

/// A file as it is kept, laid down; it has no row yet.
#[must_use = "a content without a row is never found again"]
pub struct Handed {
    name: String,
    mime: &'static str,
    bytes: Bytes,
    laid: files::Laid,
}

/// Looks at a file and lays it down; a sentence where it is none that is taken.
pub async fn lay_down(app: &App, upload: Upload) -> Result<Result<Handed, String>, Error> {
    if upload.bytes.len() > LIMIT {
        return Ok(Err(format!("这个文件有{}MB，一个最多20MB，请压缩或者拆开", upload.bytes.len().div_ceil(MEGABYTE))));
    }
    let _turn = MAKING.acquire().await.map_err(Error::internal)?;
    let (mime, bytes) = match kept(upload.bytes).await? {
        Ok(kept) => kept,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let laid = files::lay_down(app, &bytes).await?;
    Ok(Ok(Handed { name: upload.name.chars().take(80).collect(), mime, bytes, laid }))
}
type Kept = (&'static str, Bytes);
/// Decoding takes a good part of a second and has its own thread.
async fn kept(bytes: Bytes) -> Result<Result<Kept, String>, Error> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(Ok(("application/pdf", bytes)));
    }
    let drawn = tokio::task::spawn_blocking(move || files::picture(&bytes, LONGEST)).await.map_err(Error::internal)?;
    Ok(drawn.map(|jpeg| ("image/jpeg", jpeg.into())).map_err(|_| "请选照片（JPG、PNG、WebP）或者PDF".to_owned()))
}

/// Whose case it is put to, and by whom.
pub struct To {
    pub case: CaseId,
    pub handler: OrgId,
    /// The worker's own: it goes when the worker's data go.
    pub person: Option<PersonId>,
    pub side: &'static str,
    pub by: AccountId,
}
/// Puts files to a case that the act has taken; a sentence where it has too many.
pub async fn keep(tx: &mut Tx, app: &App, to: &To, all: Vec<Handed>) -> Result<Result<(), String>, Error> {
    if store::count_files(tx, to.case).await? + all.len() as i64 > MOST {
        return Ok(Err(format!("一件诉求最多放{MOST}个文件，再多请合成一份PDF")));
    }
    for one in all {
        let Handed { name, mime, bytes, laid } = one;
        let (person, account) = (to.person, Some(to.by));
        let new = NewFile { name: &name, mime, bytes: &bytes, person, org: Some(to.handler), account };
        let file = files::keep(tx, app, &new, laid).await?;
        store::add_file(tx, app, to.case, file, to.side, to.by).await?;
    }
    Ok(Ok(()))
}
