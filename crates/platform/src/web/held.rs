//! A form whose session was lost while it was sent: kept sealed for an hour, offered again after signing in.
use super::{Error, Fields};
use crate::{App, secrets, vals};

const BODY: &str = "held_forms.body";
const HOUR: i64 = 3_600_000;

/// What was kept.
#[derive(Clone, Debug)]
pub struct HeldForm {
    /// The path that it was on its way to.
    pub target: String,
    pub fields: Fields,
}

/// Keeps a form; gives the token of `/held/{token}`.
pub(super) async fn hold(app: &App, target: &str, body: &str) -> Result<String, Error> {
    let token = secrets::token();
    let sealed = app.keys.seal(BODY, body);
    let mut tx = app.db.begin().await?;
    tx.exec("DELETE FROM held_forms WHERE expires_at < $1", vals![app.now()]).await?;
    tx.insert(
        "held_forms",
        "token_hash, target, body_sealed, expires_at",
        vals![secrets::token_hash(&token), target, sealed, app.now() + HOUR],
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// The form behind a token, within its hour.
pub async fn held_form(app: &App, token: &str) -> Result<Option<HeldForm>, Error> {
    let found: Option<(String, String)> = app
        .db
        .maybe(
            "SELECT target, body_sealed FROM held_forms WHERE token_hash = $1 AND expires_at > $2",
            vals![secrets::token_hash(token), app.now()],
        )
        .await?;
    let Some((target, body)) = found else { return Ok(None) };
    Ok(Some(HeldForm { target, fields: Fields::parse(&app.keys.open(BODY, &body)?) }))
}
