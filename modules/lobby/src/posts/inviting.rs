//! Inviting somebody to a post: a link that is shown once.
use super::draft::{self, Draft};
use crate::permissions::POSTS_WRITE;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use platform::{
    audit,
    identity::{self, codes_are_on},
    notices,
    search::{self, Wanted},
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::{Crumb, Desk, ErrorSummary, Field, filters};

#[derive(askama::Template)]
#[template(path = "posts/new.html")]
struct NewPage {
    frame: ui::Console,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// Shown once: the link's token is not kept.
#[derive(askama::Template)]
#[template(path = "posts/invited.html")]
struct InvitedPage {
    frame: ui::Console,
    sentence: String,
    link: String,
    by_sms: bool,
    until: i64,
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"{% for (id, name) in unions %}<li role="option" data-value="{{ id }}" data-label="{{ name }}">{{ name }}</li>{% endfor %}{% if unions.is_empty() %}<li class="none">没有找到，只能选本会和下级</li>{% endif %}"#
)]
struct Unions {
    unions: Vec<(i64, String)>,
}

fn page(desk: &Desk, form: &Fields) -> NewPage {
    let fields = draft::fields(form);
    let crumb = vec![Crumb::to("任职", "/console/posts")];
    NewPage { errors: ErrorSummary::of(&fields), fields, frame: desk.frame("邀请任职", "/console/posts", crumb) }
}

pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    if !form.has("starts_on") {
        form.set("starts_on", desk.app.today().to_string());
    }
    Ok(desk.show(&page(&desk, &form)))
}

pub async fn unions(desk: Desk, form: Fields) -> Result<Response> {
    desk.scope(POSTS_WRITE)?;
    let wanted = Wanted::typed(form.get("q"));
    let unions = match wanted.is_empty() {
        true => Vec::new(),
        false => search::find(&desk.app.db, "union", &wanted.below(&desk.post().path), 12).await?,
    };
    Ok(ui::fragment(&Unions { unions }).into_response())
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let Some(draft) = Draft::read(&desk, &mut form).await? else { return Ok(desk.refill(&page(&desk, &form))) };
    if let Some(sentence) = already(&desk, &draft).await? {
        form.fault("phone", sentence);
        return Ok(desk.refill(&page(&desk, &form)));
    }
    let link = invite(&desk, &draft).await?;
    let Draft { name, phone, org, title, .. } = &draft;
    let crumb = vec![Crumb::to("任职", "/console/posts")];
    Ok(desk.show(&InvitedPage {
        frame: desk.frame(&format!("已邀请{name}"), "/console/posts", crumb),
        sentence: format!("{name}（{}）在{}任{title}", phone.masked(), org.name),
        link,
        by_sms: codes_are_on(&desk.app),
        until: desk.app.now() + 7 * 86_400_000,
    }))
}

/// The sentence that somebody with this phone holds the same role there already.
async fn already(desk: &Desk, draft: &Draft) -> Result<Option<String>> {
    let app = &desk.app;
    let Some(account) = identity::account_by_phone(app, draft.phone.as_str()).await? else { return Ok(None) };
    let there = identity::holders(&app.db, &platform::tree::Scope::below(&draft.org.path), app.today()).await?;
    let same = |h: &identity::Holder| h.account == account.id && h.org == draft.org.id && h.role == draft.role.key();
    let held = there.into_iter().find(same);
    Ok(held.map(|h| format!("{}已经在{}任{}，不用再邀请", h.name, h.org_name, h.title)))
}

async fn invite(desk: &Desk, draft: &Draft) -> Result<String> {
    let (app, who) = (&desk.app, &desk.who);
    let mut tx = app.db.begin().await?;
    let token =
        identity::invite(&mut tx, app, &draft.name, draft.phone.as_str(), &draft.post(), Some(who.account)).await?;
    let link = format!("{}/invitation/{token}", desk.base_url());
    let text = format!("{}请您担任{}，7天内打开链接接受：{link}", draft.org.name, draft.title);
    notices::sms(&mut tx, app, draft.phone.as_str(), &text).await?;
    let detail = format!("邀请{}（{}）任{}，角色{}", draft.name, draft.phone.masked(), draft.title, draft.role.name());
    let entry = audit::Entry {
        act: "post.invite",
        object: "union",
        object_id: draft.org.id.0,
        detail: &detail,
        org: Some(draft.org.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    tx.commit().await?;
    Ok(link)
}

pub async fn revoke(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let (app, scope) = (&desk.app, desk.scope(POSTS_WRITE)?);
    let open = identity::invitation_within(&app.db, &scope, id, app.now()).await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if identity::revoke_invitation(&mut tx, id, app.now()).await? == 0 {
        return Err(Error::refused(format!("{}刚刚接受了这个邀请，要收回请结束任职。", open.name)));
    }
    record_revocation(&mut tx, &desk, id, &open.name, open.org).await?;
    tx.commit().await?;
    Ok(see("/console/posts", &format!("已收回给{}的邀请，链接不能再用", open.name)))
}

async fn record_revocation(
    tx: &mut platform::db::Tx,
    desk: &Desk,
    id: i64,
    name: &str,
    org: OrgId,
) -> platform::db::Result<()> {
    let detail = format!("收回给{name}的邀请");
    let entry = audit::Entry {
        act: "post.revoke_invitation",
        object: "invitation",
        object_id: id,
        detail: &detail,
        org: Some(org),
        ..Default::default()
    };
    audit::record(tx, &desk.app, Some(&desk.who), &entry).await
}
