//! Messages of the union to the person.
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    notices::{self, Notice},
    web::{self, Error, Fields, Result},
};
use ui::{Guest, Member, Pager, Tab, filters};

const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "me/messages.html")]
struct MessagesPage {
    frame: Member,
    notices: Vec<Notice>,
    pager: Option<Pager>,
}

pub async fn index(guest: Guest, form: Fields) -> Result<Response> {
    let before = form.number("before");
    // One more than is shown says whether there is a next page.
    let mut notices = notices::list(&guest.app.db, guest.account()?, before, PAGE as i64 + 1).await?;
    let more = notices.len() > PAGE;
    notices.truncate(PAGE);
    let next = notices.last().filter(|_| more).map(|last| format!("/me/messages?before={}", last.id));
    let first = before.map(|_| "/me/messages");
    let pager = (more || before.is_some()).then(|| Pager::new("从新到旧").previous(first).next(next));
    Ok(guest.show(&MessagesPage { frame: guest.frame("消息", Tab::Mine, Some("/me")), notices, pager }))
}

#[derive(Template)]
#[template(path = "me/message.html")]
struct MessagePage {
    frame: Member,
    notice: Notice,
    act: &'static str,
}

/// Opening a message marks it as read. Somebody else's does not exist.
pub async fn show(guest: Guest, Path(id): Path<i64>) -> Result<Response> {
    let notice = notices::read(&guest.app, guest.account()?, id).await?.ok_or(Error::NotFound)?;
    let act = if notice.link.starts_with("/console") { "去工作台处理" } else { "去看看" };
    Ok(guest.show(&MessagePage { frame: guest.frame("消息", Tab::Mine, Some("/me/messages")), notice, act }))
}

pub async fn read_all(guest: Guest) -> Result<Response> {
    let read = notices::read_all(&guest.app, guest.account()?).await?;
    Ok(web::see("/me/messages", if read > 0 { "都标为已读了" } else { "没有未读的消息" }))
}
