//! One joining decided: approved, sent back with what to mend, refused with a reason.
use super::{
    admission::{self, Outcome, late},
    show,
};
use crate::{
    joinings::{
        JoiningId, OBJECT,
        store::{self, Joining, State},
        telling::{self, MINE, Told},
    },
    permissions::JOININGS_DECIDE,
};
use axum::{extract::Path, response::Response};
use platform::{
    App, audit,
    identity::SignedIn,
    tasks,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

/// A reason that fits a text message.
const REASON: usize = 200;

/// The joining if it lies in the branch of the post.
pub async fn within(desk: &Desk, id: JoiningId) -> Result<Joining> {
    let scope = desk.scope(JOININGS_DECIDE)?;
    store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)
}

pub async fn decide(desk: Desk, Path(joining): Path<JoiningId>, mut fields: Fields) -> Result<Response> {
    let joining = within(&desk, joining).await?;
    let version = fields.number("version").unwrap_or(joining.version);
    let (outcome, done) = match fields.get("decision") {
        "approve" => (admission::approve(&desk.app, &desk.who, &joining, version).await?, "已通过"),
        act @ ("return" | "refuse") => {
            let act = act.to_owned();
            let empty = if act == "return" { "请写清要改什么" } else { "请写清为什么不批准" };
            let Some(reason) = fields.required("reason", empty, REASON) else {
                return show::again(&desk, joining, &act, &fields).await;
            };
            let to = if act == "return" { State::Returned } else { State::Refused };
            let done = if act == "return" { "已退回" } else { "已决定不批准" };
            (turn_away(&desk.app, &desk.who, &joining, version, to, &reason).await?, done)
        }
        _ => return Err(Error::refused("请选择通过、退回或不批准。")),
    };
    match outcome {
        Ok(()) => Ok(see("/console/joinings", &format!("{done}{}的入会申请，已告诉本人", joining.name))),
        Err(sentence) => show::refused(&desk, joining.id, &sentence).await,
    }
}

/// Sends a joining back to be mended, or refuses it.
async fn turn_away(app: &App, who: &SignedIn, joining: &Joining, version: i64, to: State, reason: &str) -> Outcome {
    let (decision, act, outcome, title) = match to {
        State::Returned => ("returned", "joining.return", "退回修改", "入会申请要改一下"),
        _ => ("refused", "joining.refuse", "不批准", "入会申请没有通过"),
    };
    let (form, site) = (joining.form(app)?, app.site_name().await?);
    let mut tx = app.db.begin().await?;
    if !store::move_on(&mut tx, joining.id, version, State::Waiting, to).await? {
        drop(tx);
        return Ok(Err(late(app, joining).await?));
    }
    store::decide(&mut tx, app, joining.id, decision, reason, Some(who.account), who.org()).await?;
    tasks::close(&mut tx, app, OBJECT, joining.id.0, Some(who.account), outcome).await?;
    let entry = audit::Entry {
        act,
        object: OBJECT,
        object_id: joining.id.0,
        reason,
        org: Some(joining.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    let to = Told { account: joining.account, phone: &form.phone, site: &site };
    let body = format!("{}：{}", joining.union_name, reason.trim_end_matches('。'));
    telling::tell(&mut tx, app, &to, title, &body, MINE).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
