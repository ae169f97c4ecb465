//! The union keeps a membership at the desk.
use super::{Cause, cause_field, new as new_way};
use crate::{
    leaving::Desked,
    ways::{
        By, Wanted, facts,
        form::DeskForm,
        rules::{Act, Kind},
        start, turns,
    },
};
use axum::{extract::Path, response::Response};
use directory::members::MembershipId;
use platform::web::{Fields, Result, see};
use ui::{Button, Desk};

async fn page(desk: &Desk, desked: &Desked, form: &Fields) -> Result<DeskForm> {
    let cause = Cause::from_key(form.get("cause"));
    let turns = match cause {
        Some(_) => {
            let wanted = Wanted { cause, ..Wanted::default() };
            turns(Kind::Keep, &facts(&desk.app, &desked.membership).await?, &wanted)
        }
        None => Vec::new(),
    };
    let chosen = !turns.is_empty();
    Ok(DeskForm {
        frame: desked.frame(desk, "保留会籍"),
        steps: None,
        notice: None,
        method: if chosen { "post" } else { "get" },
        action: desked.path("keep"),
        title: format!("保留{}的会籍", desked.membership.name),
        says: cause.map(|c| format!("原因：{}", c.name())).into_iter().collect(),
        hidden: cause.map(|c| ("cause", c.key().to_owned())).into_iter().collect(),
        fields: if chosen { Vec::new() } else { vec![cause_field().of_form(form)] },
        turns,
        submit: Button::primary(if chosen { "保留会籍" } else { "看看会变什么" }),
        back: desked.path("ways"),
    })
}

pub async fn new(desk: Desk, Path(member): Path<MembershipId>, form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Keep).await?;
    Ok(desk.show(&page(&desk, &desked, &form).await?))
}

pub async fn create(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Keep).await?;
    let Some(cause) = Cause::from_key(form.get("cause")) else {
        form.fault("cause", "请选择原因");
        return Ok(desk.refill(&page(&desk, &desked, &form).await?));
    };
    let way = new_way(&desked.membership, cause);
    let done = start(&desk.app, By::desk(&desk.who), &way, Act::Register, "").await?;
    desked.answer(done, |id| see(&crate::ways::link(id), "会籍保留好了，已告诉本人"))
}
