//! The member takes a kept membership up again.
use super::new as new_way;
use crate::{
    mine,
    ways::{
        By, Wanted, facts,
        form::MineForm,
        rules::{Act, Kind},
        start, turns,
    },
};
use axum::response::Response;
use directory::members::Membership;
use platform::web::{Error, Result, see};
use ui::{Button, Guest};

/// The kept membership, or where one belongs instead.
async fn kept(guest: &Guest) -> Result<std::result::Result<Membership, Response>> {
    let membership = match mine::membership(guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    if let Some(held) = mine::held_up(guest, &membership).await? {
        return Ok(Err(held));
    }
    if membership.state != "kept" {
        return Ok(Err(see(mine::PATH, "您的会籍有效，不用恢复")));
    }
    Ok(Ok(membership))
}

pub async fn new(guest: Guest) -> Result<Response> {
    let membership = match kept(&guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = MineForm {
        frame: mine::frame(&guest, "恢复会籍", mine::PATH),
        method: "post",
        action: format!("{}/return", mine::PATH),
        title: "又上班了，把会籍恢复".into(),
        says: vec![format!("还在{}就恢复；换了单位，请办转会，转过去会籍也就恢复了。", membership.union_name)],
        hidden: Vec::new(),
        turns: turns(Kind::Return, &facts(&guest.app, &membership).await?, &Wanted::default()),
        fields: Vec::new(),
        submit: Button::primary("申请恢复"),
        back: mine::PATH,
        then: format!("由{}办理，到期没办自动报上一级", membership.union_name),
    };
    Ok(guest.show(&page))
}

pub async fn create(guest: Guest) -> Result<Response> {
    let membership = match kept(&guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match start(&guest.app, By::member(guest.who()?), &new_way(&membership), Act::Submit, "").await? {
        Ok(id) => Ok(see(&mine::link(id), "申请交上去了")),
        Err(sentence) => Err(Error::Refused(sentence)),
    }
}
