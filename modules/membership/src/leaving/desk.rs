//! The union enters a leaving that was declared on paper.
use super::{Desked, new as new_way};
use crate::ways::{
    By, Wanted, facts,
    form::DeskForm,
    rules::{Act, Kind},
    start, turns,
};
use axum::{extract::Path, response::Response};
use directory::members::MembershipId;
use platform::web::{Fields, Result, see};
use ui::{Button, Desk, Field};

async fn page(desk: &Desk, desked: &Desked, form: &Fields) -> Result<DeskForm> {
    Ok(DeskForm {
        frame: desked.frame(desk, "退会"),
        steps: None,
        notice: None,
        method: "post",
        action: desked.path("leave"),
        title: format!("{}退会", desked.membership.name),
        says: vec!["会员有退会的自由，不能拒绝，也不能要求说明理由。登记以后当天生效，本人会收到通知。".into()],
        hidden: Vec::new(),
        fields: vec![Field::check("signed", "已收到本人签字的退会声明").of_form(form)],
        turns: turns(Kind::Leave, &facts(&desk.app, &desked.membership).await?, &Wanted::default()),
        submit: Button::primary("登记退会"),
        back: desked.path("ways"),
    })
}

pub async fn new(desk: Desk, Path(member): Path<MembershipId>) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Leave).await?;
    Ok(desk.show(&page(&desk, &desked, &Fields::default()).await?))
}

pub async fn create(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Leave).await?;
    if !form.has("signed") {
        form.fault("signed", "没有本人签字的声明不能办退会；请本人签字，或让本人在手机上声明");
        return Ok(desk.refill(&page(&desk, &desked, &form).await?));
    }
    let way = new_way(&desked.membership, "");
    let done = start(&desk.app, By::desk(&desk.who), &way, Act::Register, "收到本人签字的声明").await?;
    desked.answer(done, |id| see(&crate::ways::link(id), "退会登记好了，已告诉本人"))
}
