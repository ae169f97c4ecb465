//! The member asks to have the membership kept.
use super::{Cause, cause_field, new as new_way};
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
use platform::web::{Error, Fields, Result, see};
use ui::{Button, Guest};

async fn page(guest: &Guest, membership: &Membership, form: &Fields) -> Result<MineForm> {
    let cause = Cause::from_key(form.get("cause"));
    let turns = match cause {
        Some(_) => {
            let wanted = Wanted { cause, ..Wanted::default() };
            turns(Kind::Keep, &facts(&guest.app, membership).await?, &wanted)
        }
        None => Vec::new(),
    };
    let chosen = !turns.is_empty();
    Ok(MineForm {
        frame: mine::frame(guest, "保留会籍", mine::PATH),
        method: if chosen { "post" } else { "get" },
        action: format!("{}/keep", mine::PATH),
        title: "暂时不上班，会籍给您留着".into(),
        says: vec!["卡号和会龄都不变，仍是会员；再上班时恢复就行。".into()],
        hidden: cause.map(|c| ("cause", c.key().to_owned())).into_iter().collect(),
        fields: if chosen { Vec::new() } else { vec![cause_field().of_form(form)] },
        turns,
        submit: Button::primary(if chosen { "提交申请" } else { "看看会变什么" }),
        back: mine::PATH,
        then: if chosen {
            format!("由{}办理，到期没办自动报上一级", membership.union_name)
        } else {
            String::new()
        },
    })
}

pub async fn new(guest: Guest, mut form: Fields) -> Result<Response> {
    let membership = match active(&guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if form.has("cause") && Cause::from_key(form.get("cause")).is_none() {
        form.fault("cause", "请从列表里选一个原因");
    }
    Ok(guest.show(&page(&guest, &membership, &form).await?))
}
async fn active(guest: &Guest) -> Result<std::result::Result<Membership, Response>> {
    let membership = match mine::membership(guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    if let Some(held) = mine::held_up(guest, &membership).await? {
        return Ok(Err(held));
    }
    if membership.state == "kept" {
        return Ok(Err(see(mine::PATH, "您的会籍已经是保留状态，不用再办")));
    }
    Ok(Ok(membership))
}

pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let membership = match active(&guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(cause) = Cause::from_key(form.get("cause")) else {
        form.fault("cause", "请选择原因");
        return Ok(guest.refill(&page(&guest, &membership, &form).await?));
    };
    let way = new_way(&membership, cause);
    match start(&guest.app, By::member(guest.who()?), &way, Act::Submit, "").await? {
        Ok(id) => Ok(see(&mine::link(id), "申请交上去了")),
        Err(sentence) => Err(Error::Refused(sentence)),
    }
}
