//! Checking a card with another phone: whether it holds, the masked name, the union, and nothing else.
use super::{
    store::{self, Card},
    token,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    secrets::mask_name,
    web::{Error, Fields, Result},
};
use ui::{Field, Guest, Tab, filters};

#[derive(Template)]
#[template(path = "card/verified.html")]
struct VerifiedPage {
    frame: ui::Member,
    name: String,
    union_name: String,
    now: i64,
}

#[derive(Template)]
#[template(path = "card/refused.html")]
struct RefusedPage {
    frame: ui::Member,
    sentence: &'static str,
}

#[derive(Template)]
#[template(path = "card/verify.html")]
struct VerifyPage {
    frame: ui::Member,
    number: Field,
}

const ENDED: &str = "这张卡的会籍已经结束，现在无效";

fn frame(guest: &Guest) -> ui::Member {
    guest.frame("核对会员卡", Tab::Home, Some("/"))
}
fn answer(guest: &Guest, card: Option<Card>) -> Response {
    match card.filter(Card::holds) {
        Some(card) => guest.show(&VerifiedPage {
            frame: frame(guest),
            name: mask_name(&card.name),
            union_name: card.union_name,
            now: guest.app.now(),
        }),
        None => guest.show(&RefusedPage { frame: frame(guest), sentence: ENDED }),
    }
}

pub(super) async fn by_token(guest: Guest, Path(token): Path<String>) -> Result<Response> {
    match token::read(&guest.app.keys, &token, guest.app.now()) {
        Ok(membership) => Ok(answer(&guest, store::of_membership(&guest.app.db, membership).await?)),
        Err(fault) => Ok(guest.show(&RefusedPage { frame: frame(&guest), sentence: fault.sentence() })),
    }
}

fn field(form: &Fields) -> Field {
    Field::number("number", "会员报的8位数字")
        .hint("请对方打开会员卡，点“扫不了？报数字”")
        .attr("maxlength", 9)
        .attr("autocomplete", "off")
        .of_form(form)
}
pub(super) async fn form(guest: Guest) -> Response {
    guest.show(&VerifyPage { frame: frame(&guest), number: field(&Fields::default()) })
}

pub(super) async fn by_number(guest: Guest, mut form: Fields) -> Result<Response> {
    let app = &guest.app;
    if store::too_many_misses(app).await? {
        return Err(Error::TooMany("报错的数字太多，请过一分钟再试，或者直接扫会员码。".into()));
    }
    let digits: String = form.get("number").chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 8 {
        if let Some(card) = store::of_number(app, &digits).await? {
            return Ok(answer(&guest, Some(card)));
        }
        let mut tx = app.db.begin().await?;
        store::miss(&mut tx, app).await?;
        tx.commit().await?;
        form.fault("number", "没有这个数字，或者已经过了一分钟。请对方换一个数字再报");
    } else {
        form.fault("number", "请填会员报的8位数字");
    }
    Ok(guest.refill(&VerifyPage { frame: frame(&guest), number: field(&form) }))
}
