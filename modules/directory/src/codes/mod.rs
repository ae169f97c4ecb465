//! Joining codes (入会码): for a union or a place, counted, printed as posters.
//!
//! Promises: a code leads to `/join/{code}` and says nothing else; a phone counts once an hour; what was printed can be traced by the code's
//! number; a revoked code stays in the list with what came through it.
mod batch;
mod create;
mod index;
mod poster;
mod prints;
pub mod rules;
mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

pub use index::LIST;
pub use poster::Design;
pub use prints::{PrintId, add as add_print};
pub use rules::CodeState;
pub use store::{CodeId, JoiningCode, NewCode};

use crate::permissions::CODES_WRITE;
use axum::http::{HeaderMap, HeaderValue};
use platform::{
    App,
    rights::Access::Needs,
    web::{self, Routes},
};

/// A phone that opens a code's page again within this time is the same visit.
const VISIT_SECONDS: i64 = 3600;

/// Counts a visit to a code's page, unless this phone was counted within the hour; the cookie that remembers it goes into the answer.
pub async fn scan(app: &App, headers: &HeaderMap, code: &JoiningCode) -> Result<Option<HeaderValue>, web::Error> {
    let cookie = format!("scan_{}", code.id);
    if web::cookie(headers, &cookie).is_some() {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    store::count_scan(&mut tx, app, code).await?;
    tx.commit().await?;
    Ok(Some(web::set_cookie(&cookie, "1", VISIT_SECONDS, app.config.secure_cookies)))
}

pub fn routes() -> Routes {
    let write = Needs(CODES_WRITE);
    Routes::new()
        .get("/console/codes", write, crate::list::index::<index::Codes>)
        .get("/console/codes/new", write, create::new)
        .post("/console/codes", write, create::create)
        .get("/console/codes/{code}", write, show::show)
        .post("/console/codes/{code}/revocation", write, show::revoke)
        .get("/console/codes/{code}/poster", write, poster::show)
        .get("/console/codes/batch", write, batch::new)
        .post("/console/codes/batch", write, batch::create)
        .get("/console/codes/prints/{print}", write, prints::show)
}
