//! A union asks for somebody who is a member elsewhere: by name and document, of which nothing is told before the member confirms.
use super::{new as new_way, target};
use crate::{
    permissions::WAYS_DECIDE,
    ways::{self, By, form::DeskForm, rules::Act, start},
};
use axum::response::Response;
use directory::{
    members::{self, Membership},
    people,
    unions::{self, Union},
};
use platform::{
    standards::tables,
    web::{Fields, Result, see},
};
use ui::{Button, Crumb, Desk, Field};

fn page(desk: &Desk, form: &Fields) -> DeskForm {
    let kinds = tables::ID_TYPE.entries().iter().map(|e| (e.code, e.name));
    DeskForm {
        frame: desk.frame("请会员转过来", ways::PATH, vec![Crumb::word("有家"), Crumb::to("会籍变动", ways::PATH)]),
        steps: None,
        notice: None,
        method: "post",
        action: format!("{}/transfer", ways::PATH),
        title: "在别的工会有会籍的人".into(),
        says: vec!["填姓名和证件号，本人在手机上确认以后才开始办；确认以前看不到本人在哪家工会。".into()],
        hidden: Vec::new(),
        turns: Vec::new(),
        fields: vec![
            Field::text("name", "姓名").attr("maxlength", 50).attr("autocomplete", "off").of_form(form),
            Field::select("document_kind", "证件类别", kinds).of_form(form),
            Field::text("document", "证件号码").attr("maxlength", 30).attr("autocomplete", "off").of_form(form),
            Field::suggest("to", "转到哪家工会", "/console/ways/unions", "to_id", "").of_form(form),
        ],
        submit: Button::primary("请本人确认"),
        back: ways::PATH.into(),
    }
}

pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    let own = unions::store::find(&desk.app.db, desk.post().org).await?;
    if let Some(own) = own.filter(unions::takes_members) {
        form.set("to", own.name);
        form.set("to_id", own.id.to_string());
    }
    form.set("document_kind", "111");
    Ok(desk.show(&page(&desk, &form)))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let scope = desk.scope(WAYS_DECIDE)?;
    let to = target::chosen(&desk.app, &mut form, "to", "to_id").await?;
    if to.as_ref().is_some_and(|to| !scope.holds(&to.path)) {
        form.fault("to", "只能请会员转到您管的工会");
    }
    let membership = somebody(&desk, &mut form, to.as_ref()).await?;
    let (Some(to), Some(membership), true) = (to, membership, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &form)));
    };
    let way = new_way(&membership, &to, None);
    match start(&desk.app, By::desk(&desk.who), &way, Act::Propose, "").await? {
        Ok(id) => Ok(see(&ways::link(id), &format!("已请{}在手机上确认", membership.name))),
        Err(_) => {
            form.fault("document", "这个人有一件会籍变动正在办，请本人办完以后再来");
            Ok(desk.refill(&page(&desk, &form)))
        }
    }
}

/// The member of this name and document.
async fn somebody(desk: &Desk, form: &mut Fields, to: Option<&Union>) -> Result<Option<Membership>> {
    let name = form.required("name", "请填姓名", 50);
    let document = form.required("document", "请填证件号码", 30);
    let (Some(name), Some(document)) = (name, document) else { return Ok(None) };
    let (db, kind) = (&desk.app.db, form.get("document_kind").to_owned());
    let document = document.to_uppercase().split_whitespace().collect::<String>();
    let person = people::store::by_document(db, &desk.app, &kind, &document).await?;
    let membership = match person.filter(|person| person.name == name) {
        Some(person) => members::store::current(db, person.id).await?,
        None => None,
    };
    match &membership {
        None => form.fault("document", "没有找到姓名和证件号都对得上的会员；还不是会员的，请扫码入会或在窗口登记"),
        Some(m) if Some(m.union_id) == to.map(|to| to.id) => form.fault("to", "本人现在就在这家工会，不用转"),
        Some(_) => {}
    }
    Ok(membership)
}
