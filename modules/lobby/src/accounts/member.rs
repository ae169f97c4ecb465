//! The account behind a member: on how many devices it is signed in, and ending that.
use super::revoke_for;
use axum::{extract::Path, response::Response};
use directory::{
    members::{self, Membership, MembershipId},
    permissions::MEMBERS_WRITE,
};
use platform::{
    identity::{self, AccountId, Session},
    web::{Error, Fields, Result, see},
};
use ui::{Crumb, Desk, ErrorSummary, Field, filters};

#[derive(askama::Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    frame: ui::Console,
    membership: Membership,
    /// None: nobody has signed in as this member yet.
    sessions: Option<Vec<Session>>,
    errors: ErrorSummary,
    reason: Field,
}

async fn member(desk: &Desk, id: MembershipId) -> Result<(Membership, Option<AccountId>)> {
    let scope = desk.scope(MEMBERS_WRITE)?;
    let found = members::store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    let account = identity::account_tied_to(&desk.app.db, found.person).await?;
    Ok((found, account))
}
async fn page(desk: &Desk, membership: Membership, account: Option<AccountId>, form: &Fields) -> Result<AccountPage> {
    let sessions = match account {
        Some(account) => Some(identity::sessions(&desk.app.db, account, desk.app.now()).await?),
        None => None,
    };
    let reason = Field::text("reason", "为什么").hint("本人能看到，例如：本人来电说手机丢了").of_form(form);
    let crumb = vec![
        Crumb::to("会员名册", "/console/members"),
        Crumb::to(membership.name.clone(), format!("/console/members/{}", membership.id)),
    ];
    Ok(AccountPage {
        frame: desk.frame("登录账号", "/console/members", crumb),
        errors: ErrorSummary::of([&reason]),
        membership,
        sessions,
        reason,
    })
}

pub async fn show(desk: Desk, Path(id): Path<MembershipId>) -> Result<Response> {
    let (membership, account) = member(&desk, id).await?;
    Ok(desk.show(&page(&desk, membership, account, &Fields::default()).await?))
}

pub async fn revoke(desk: Desk, Path(id): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let (membership, account) = member(&desk, id).await?;
    let account_id = account.ok_or_else(|| Error::refused("这位会员还没有登录过，没有可以退出的设备。"))?;
    let Some(reason) = form.required("reason", "请写明为什么，本人能看到", 100) else {
        return Ok(desk.refill(&page(&desk, membership, account, &form).await?));
    };
    let ended = revoke_for(&desk.app, &desk.who, account_id, Some(membership.person), &reason).await?;
    Ok(see(&format!("/console/members/{id}/account"), &format!("{}的{ended}台设备已退出登录", membership.name)))
}
