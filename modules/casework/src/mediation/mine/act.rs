//! What a side does itself: agrees or not, signs on the screen, says that something came.
use super::{own, show};
use crate::{
    course::By,
    mediation::{acts, own_link, rules::Signer},
};
use axum::{extract::Path, response::Response};
use platform::{
    files,
    web::{Error, Fields, Result, see},
};
use ui::Guest;

pub async fn act(guest: Guest, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let (case, side) = own(&guest, &number).await?;
    let (app, who) = (&guest.app, guest.who()?);
    let by = if side == Signer::Worker { By::worker(who) } else { By::party(who) };
    let done = match form.get("act") {
        "agree" => acts::consent(app, by, &case, side, true, "").await?.map(|()| "您同意调解，记下了"),
        "refuse" => acts::consent(app, by, &case, side, false, "").await?.map(|()| "您不同意调解，记下了"),
        "sign" => {
            let png = match files::drawing(form.get("signature")) {
                Ok(png) => png,
                Err(fault) => {
                    let empty = !form.has("signature");
                    form.fault("signature", if empty { "请在框里签上您的姓名" } else { fault });
                    return Ok(guest.refill(&show::page(&guest, &number, &form).await?));
                }
            };
            let revision = form.number("revision").unwrap_or_default();
            let done = acts::sign(app, by, &case, side, (revision, &png)).await?;
            done.map(|()| "签好了。请再到工会在协议书上签名，协议才生效")
        }
        "received" if side == Signer::Worker => {
            let promise = form.number("promise").unwrap_or_default();
            let done = acts::performance(app, by, &case, promise, (None, app.today())).await?;
            done.map(|()| "记下了，谢谢您告诉工会")
        }
        _ => return Err(Error::refused("请选择要怎么办。")),
    };
    Ok(see(&own_link(&number), &done.map_or_else(|sentence| sentence, str::to_owned)))
}
