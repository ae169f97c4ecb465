//! One post, and ending it.
use super::{
    Line,
    account::{State, is_own},
    draft, rules,
};
use crate::permissions::{POSTS_READ, POSTS_WRITE};
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::{
    audit,
    identity::{self, Holder, PostId},
    notices,
    web::{Error, Fields, Result, see},
};
use ui::{Crumb, Desk, ErrorSummary, Field, filters, text};

#[derive(askama::Template)]
#[template(path = "posts/post.html")]
pub(super) struct PostPage {
    frame: ui::Console,
    line: Line,
    errors: ErrorSummary,
    /// The form, where the viewer may end the post and it has not ended.
    last_day: Option<Field>,
    /// Why there is no form.
    own: bool,
    history: Vec<audit::Line>,
    /// The account behind it, for administrators; not one's own.
    account: Option<State>,
}

pub(super) async fn page(desk: &Desk, holder: Holder, form: &Fields) -> Result<PostPage> {
    let history = audit::of_object(&desk.app.db, "post", holder.id.0, 20).await?;
    let own = holder.id == desk.post().id;
    let over = holder.ends_on.as_ref().is_some_and(|end| *end < desk.app.today().to_string());
    let field = Field::date("last_day", "最后一天").hint("当天仍有效。今天起就不让用，请填昨天").of_form(form);
    let crumb = vec![Crumb::to("任职", "/console/posts"), Crumb::word(holder.org_name.clone())];
    Ok(PostPage {
        frame: desk.frame(&format!("{}，{}", holder.name, holder.title), "/console/posts", crumb),
        account: match desk.may(POSTS_WRITE) && !is_own(desk, &holder) {
            true => Some(State::of(desk, &holder, form).await?),
            false => None,
        },
        errors: ErrorSummary::of([&field]),
        last_day: (desk.may(POSTS_WRITE) && !own && !over).then_some(field),
        line: Line::of(&desk.app, holder),
        own,
        history,
    })
}

pub async fn show(desk: Desk, Path(id): Path<PostId>) -> Result<Response> {
    let scope = desk.scope(POSTS_READ)?;
    let holder = identity::holder(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    let mut form = Fields::default();
    form.set("last_day", desk.app.today().to_string());
    Ok(desk.show(&page(&desk, holder, &form).await?))
}

pub async fn create(desk: Desk, Path(id): Path<PostId>, mut form: Fields) -> Result<Response> {
    let scope = desk.scope(POSTS_WRITE)?;
    let holder = identity::holder(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    if holder.id == desk.post().id {
        return Err(Error::refused("不能结束自己正在用的任职，请另一位系统管理员来办。"));
    }
    if let Some(sentence) = overtaken(&desk, &holder, form.get("seen")).await? {
        return Err(Error::refused(sentence));
    }
    let Some(last) = last_day(&mut form, &holder) else {
        return Ok(desk.refill(&page(&desk, holder, &form).await?));
    };
    end(&desk, &holder, last).await?;
    let today = desk.app.today();
    Ok(see("/console/posts", &format!("{}的{}到{}为止", holder.name, holder.title, text::near(last, today))))
}

/// The sentence of who was first, where the post was ended since the form was shown.
async fn overtaken(desk: &Desk, holder: &Holder, seen: &str) -> Result<Option<String>> {
    let now = holder.ends_on.as_deref().unwrap_or("");
    if now == seen {
        return Ok(None);
    }
    let first = audit::of_object(&desk.app.db, "post", holder.id.0, 1).await?.into_iter().next();
    let who = first.as_ref().and_then(|line| line.name.as_deref()).unwrap_or("别人");
    let when = first.as_ref().and_then(|line| text::Moment::moment(&line.at)).map_or(String::new(), text::moment);
    Ok(Some(format!("{who}已在{when}把这个任职改为到{now}为止，请看过再办。")))
}

fn last_day(form: &mut Fields, holder: &Holder) -> Option<Date> {
    let Some(last) = draft::day(form, "last_day") else {
        form.fault("last_day", "请填最后一天");
        return None;
    };
    let starts_on = holder.starts_on.parse().ok()?;
    let ends_on = holder.ends_on.as_deref().and_then(|day| day.parse().ok());
    if let Some(sentence) = rules::ending_fault(starts_on, ends_on, last) {
        form.fault("last_day", sentence);
        return None;
    }
    Some(last)
}

async fn end(desk: &Desk, holder: &Holder, last: Date) -> Result<()> {
    let app = &desk.app;
    let mut tx = app.db.begin().await?;
    identity::end_post(&mut tx, holder.id, last).await?;
    let detail = format!("{}（{}）到{last}为止", holder.name, holder.title);
    let entry = audit::Entry {
        act: "post.end",
        object: "post",
        object_id: holder.id.0,
        detail: &detail,
        org: Some(holder.org),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    let title = format!("您在{}的{}到{}为止", holder.org_name, holder.title, text::date(last));
    notices::tell(&mut tx, app, holder.account, &title, "如有疑问，请联系上级工会的系统管理员。", "/me").await?;
    tx.commit().await?;
    Ok(())
}
