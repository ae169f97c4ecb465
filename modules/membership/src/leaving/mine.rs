//! The member declares to leave: a sentence to think about, no hurdle.
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
use directory::{members::Membership, unions};
use platform::web::{Error, Fields, Result, see};
use ui::{Button, Field, Guest};

const NOTE: usize = 200;

async fn page(guest: &Guest, membership: &Membership, form: &Fields) -> Result<MineForm> {
    let union = unions::store::find(&guest.app.db, membership.union_id).await?;
    let phone = union.map(|u| u.phone).filter(|p| !p.is_empty());
    let talk = match phone {
        Some(phone) => format!("如果是遇到了难事，也可以先和{}说说，电话{phone}。", membership.union_name),
        None => format!("如果是遇到了难事，也可以先和{}说说。", membership.union_name),
    };
    Ok(MineForm {
        frame: mine::frame(guest, "退会", mine::PATH),
        method: "post",
        action: format!("{}/leave", mine::PATH),
        title: "退会由您自己决定，工会不会拦".into(),
        says: vec![talk, "换单位、退休、失业都不用退会，可以转会或保留会籍。".into()],
        hidden: Vec::new(),
        fields: vec![
            Field::area("note", "想说的话").attr("rows", 2).attr("maxlength", NOTE).optional().of_form(form),
            Field::check("declared", "我自愿退出工会").of_form(form),
        ],
        turns: turns(Kind::Leave, &facts(&guest.app, membership).await?, &Wanted::default()),
        submit: Button::outline("声明退会").busy("正在办理…"),
        back: mine::PATH,
        then: "今天生效，可以打印退会声明".into(),
    })
}

pub async fn new(guest: Guest) -> Result<Response> {
    match mine::membership(&guest).await? {
        Ok(membership) => Ok(guest.show(&page(&guest, &membership, &Fields::default()).await?)),
        Err(elsewhere) => Ok(elsewhere),
    }
}

pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let membership = match mine::membership(&guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(elsewhere),
    };
    form.short_enough("note", NOTE);
    if !form.has("declared") {
        form.fault("declared", "请勾选，表示是您自愿的");
    }
    if !form.is_right() {
        return Ok(guest.refill(&page(&guest, &membership, &form).await?));
    }
    let way = new_way(&membership, form.get("note"));
    match start(&guest.app, By::member(guest.who()?), &way, Act::Submit, "").await? {
        Ok(id) => Ok(see(&mine::link(id), "退会已生效，会籍今天结束")),
        Err(sentence) => Err(Error::Refused(sentence)),
    }
}
