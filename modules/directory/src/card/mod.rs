//! 会员卡: the member's card with its rotating code, its check by another phone, and the member's union.
//!
//! Promises: a picture of the code is worth nothing after a minute; who checks it learns whether it holds, the masked name and the union, and
//! nothing else; the photo is shown to its person only.
mod photo;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
mod token;
mod union;
mod verify;

pub use token::{GRACE_SECONDS, VALID_SECONDS};

use platform::{
    rights::Access::{Public, SignedIn},
    web::Routes,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/card", SignedIn, show::card)
        .get("/me/card/qr", SignedIn, show::qr)
        .get("/me/card/number", SignedIn, show::number)
        .post("/me/card/number", SignedIn, show::make_number)
        .get("/me/photo", SignedIn, photo::page)
        .upload("/me/photo", SignedIn, photo::LIMIT, photo::keep)
        .get("/me/photo/picture", SignedIn, photo::picture)
        .post("/me/photo/removal", SignedIn, photo::remove)
        .get("/me/union", SignedIn, union::show)
        .get("/verify", Public, verify::form)
        .post("/verify", Public, verify::by_number)
        .get("/verify/{token}", Public, verify::by_token)
}
