//! The county names a union for somebody whom none of the proposed ones fits.
use super::{
    admission::{Outcome, late},
    decision::within,
    show,
};
use crate::{
    joinings::{
        JoiningId, OBJECT,
        store::{self, Joining},
        submission::{self, Chosen},
        telling::{self, MINE, Told},
    },
    members::JOINING_DAYS,
    unions::{self, Union},
};
use axum::{extract::Path, response::Response};
use platform::{
    App, audit,
    identity::SignedIn,
    settings, tasks,
    web::{Fields, Result, see},
};
use ui::Desk;

pub async fn assign(desk: Desk, Path(joining): Path<JoiningId>, mut fields: Fields) -> Result<Response> {
    let joining = within(&desk, joining).await?;
    let version = fields.number("version").unwrap_or(joining.version);
    let Some(union) = unions::chosen(&desk, &fields, "union", "union_id").await? else {
        fields.fault("union", "请输入工会名称的一部分，再从列表里选一家");
        return show::again(&desk, joining, "assign", &fields).await;
    };
    if !unions::takes_members(&union) {
        fields.fault("union", format!("{}不直接收会员，请选基层工会", union.name));
        return show::again(&desk, joining, "assign", &fields).await;
    }
    match hand_over(&desk.app, &desk.who, &joining, version, union).await? {
        Ok(()) => Ok(see("/console/joinings", &format!("已给{}定好工会，已告诉本人和那家工会", joining.name))),
        Err(sentence) => show::refused(&desk, joining.id, &sentence).await,
    }
}

/// Moves the joining and its task to the union.
async fn hand_over(app: &App, who: &SignedIn, joining: &Joining, version: i64, union: Union) -> Outcome {
    let (form, site) = (joining.form(app)?, app.site_name().await?);
    let code = match joining.code {
        Some(id) => crate::codes::store::find(&app.db, id).await?,
        None => None,
    };
    let days = settings::number(&app.db, JOINING_DAYS, &union.region, app.today()).await?;
    let reasons = vec![format!("{}给您定的", joining.union_name)];
    let chosen = Chosen { union, reasons, undecided: false, days, due: submission::due(app, days) };
    let org = chosen.union.org();
    let mut tx = app.db.begin().await?;
    if !store::assign(&mut tx, joining.id, version, &org, &chosen.reasons, chosen.due).await? {
        drop(tx);
        return Ok(Err(late(app, joining).await?));
    }
    store::decide(&mut tx, app, joining.id, "assigned", &org.name, Some(who.account), who.org()).await?;
    tasks::close(&mut tx, app, OBJECT, joining.id.0, Some(who.account), "定了工会").await?;
    submission::open_task(&mut tx, app, joining.id, &form, code.as_ref(), &chosen).await?;
    let entry = audit::Entry {
        act: "joining.assign",
        object: OBJECT,
        object_id: joining.id.0,
        detail: &org.name,
        org: Some(org.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    let to = Told { account: joining.account, phone: &form.phone, site: &site };
    let body = format!("由{}接收您，最迟{}告诉您结果", org.name, ui::text::near(chosen.due, app.today()));
    telling::tell(&mut tx, app, &to, "给您定好了工会", &body, MINE).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
