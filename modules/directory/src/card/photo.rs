//! The photo on the card: made anew without the place and camera that a phone writes into it, shown to its person only.
use super::{show, store};
use askama::Template;
use axum::{
    extract::Multipart,
    http::header,
    response::{IntoResponse, Response},
};
use platform::{
    audit,
    files::{self, NewFile},
    web::{Error, Fields, Result, Upload, see, uploads},
};
use ui::{Field, Guest, Tab};

/// How large a photo may come; a phone's are 3 to 8 MB.
pub(super) const LIMIT: usize = 10 * 1024 * 1024;
/// The longest side as it is kept.
const LONGEST: u32 = 640;

#[derive(Template)]
#[template(path = "card/photo.html")]
struct PhotoPage {
    frame: ui::Member,
    present: bool,
    photo: Field,
}

async fn mine(guest: &Guest) -> Result<store::Card> {
    show::mine(guest).await?.ok_or(Error::NotFound)
}
fn of(guest: &Guest, card: &store::Card, form: &Fields) -> PhotoPage {
    let photo = Field::file("file", "选一张照片", "image/jpeg,image/png,image/webp")
        .hint("JPG、PNG或WebP，10MB以内。只有您自己看得到")
        .error(form.error("file").map(str::to_owned));
    PhotoPage {
        frame: guest.frame("会员卡照片", Tab::Mine, Some("/me/card")), present: card.photo.is_some(), photo
    }
}

pub(super) async fn page(guest: Guest) -> Result<Response> {
    let card = mine(&guest).await?;
    Ok(guest.show(&of(&guest, &card, &Fields::default())))
}

/// Decoding takes a good part of a second and has its own thread.
async fn redrawn(upload: Option<Upload>) -> Result<std::result::Result<Vec<u8>, files::PictureFault>> {
    let Some(upload) = upload else { return Ok(Err("请先选一张照片")) };
    tokio::task::spawn_blocking(move || files::picture(&upload.bytes, LONGEST)).await.map_err(Error::internal)
}

pub(super) async fn keep(guest: Guest, form: Multipart) -> Result<Response> {
    let card = mine(&guest).await?;
    let (upload, mut form) = uploads(form, "file").await?;
    let bytes = match redrawn(upload).await? {
        Ok(bytes) => bytes,
        Err(sentence) => {
            form.fault("file", sentence);
            return Ok(guest.refill(&of(&guest, &card, &form)));
        }
    };
    let (name, mime) = ("photo.jpg", "image/jpeg");
    let new =
        NewFile { name, mime, bytes: &bytes, person: Some(card.person), org: None, account: Some(guest.account()?) };
    let laid = files::lay_down(&guest.app, &bytes).await?;
    let mut tx = guest.app.db.begin().await?;
    let file = files::keep(&mut tx, &guest.app, &new, laid).await?;
    replace(&guest, tx, &card, Some(file)).await?;
    Ok(see("/me/card", "照片换好了"))
}

pub(super) async fn remove(guest: Guest) -> Result<Response> {
    let card = mine(&guest).await?;
    let tx = guest.app.db.begin().await?;
    replace(&guest, tx, &card, None).await?;
    Ok(see("/me/card", "照片去掉了"))
}
async fn replace(
    guest: &Guest,
    mut tx: platform::db::Tx,
    card: &store::Card,
    photo: Option<files::FileId>,
) -> Result<()> {
    if let Some(before) = store::set_photo(&mut tx, card.person, photo).await? {
        files::take_away(&mut tx, &guest.app, before).await?;
    }
    let entry = audit::Entry {
        act: if photo.is_some() { "card.photo" } else { "card.photo_removed" },
        object: "membership",
        object_id: card.id.0,
        person: Some(card.person),
        ..audit::Entry::default()
    };
    audit::record(&mut tx, &guest.app, guest.maybe(), &entry).await?;
    Ok(tx.commit().await?)
}

/// One's own photo: there is no address at which somebody else's could be asked for.
pub(super) async fn picture(guest: Guest) -> Result<Response> {
    let id = mine(&guest).await?.photo.ok_or(Error::NotFound)?;
    let file = files::find(&guest.app, id).await?.ok_or(Error::NotFound)?;
    let bytes = files::content(&guest.app, &file).await?;
    Ok(([(header::CONTENT_TYPE, file.mime), (header::CACHE_CONTROL, "private, no-store".into())], bytes)
        .into_response())
}
