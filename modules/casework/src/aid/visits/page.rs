//! The page that a phone keeps for a visit without a network.
use super::{PHOTOS, told::AGREES};
use crate::{
    cases::{link, within},
    permissions::CASES_WORK,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    identity::AccountId,
    secrets::mask_name,
    web::{Error, Result},
};
use ui::{Button, Choice, Desk, Field, Guest, Tab};

#[derive(Template)]
#[template(path = "aid/visits/page.html")]
struct VisitPage {
    frame: ui::Member,
    /// Whose entries are shown and sent: another's on the same phone are not.
    owner: AccountId,
    number: String,
    title: String,
    name: String,
    fields: Vec<Field>,
    checked: Vec<Field>,
    photos: Vec<Field>,
}

pub async fn show(desk: Desk, guest: Guest, Path(number): Path<String>) -> Result<Response> {
    let case = within(&desk, &number, CASES_WORK).await?;
    if case.is_over() {
        return Err(Error::refused("这件诉求已经办结了，不用再走访。"));
    }
    let area = |name: &str, label: &str, hint: &str| {
        Field::area(name, label).hint(hint).attr("rows", 3).attr("maxlength", 1000)
    };
    let agrees = AGREES.map(|(key, words)| Choice::new(key, words));
    let money = |name: &str, label: &str| {
        Field::text(name, label).attr("inputmode", "decimal").attr("maxlength", 13).optional()
    };
    let mut frame = guest.frame("上门走访", Tab::Home, Some(&link(&case.number)));
    frame.tabs.clear();
    let checked = match case.service().aid {
        Some(_) => vec![
            money("income", "核实的家庭年收入（元）"),
            money("rigid", "核实的刚性支出（元）"),
            Field::number("persons", "核实的家庭人口").attr("maxlength", 2).optional(),
        ],
        None => Vec::new(),
    };
    Ok(desk.show(&VisitPage {
        frame,
        owner: desk.who.account,
        title: case.service().office.clone(),
        name: mask_name(&case.name),
        fields: vec![
            Field::text("second", "和您同去的人")
                .hint("上门要两个人")
                .attr("maxlength", 30)
                .attr("autocomplete", "off"),
            Field::text("place", "在哪里").hint("小区、楼号或者村组").attr("maxlength", 80).attr("autocomplete", "off"),
            area("looked", "看：家里什么样", "住处、家具电器、灶台"),
            area("asked", "问：本人和家人怎么说", "收入、支出、病情、孩子上学"),
            area("heard", "听：邻居、单位怎么说", "没有问到不填").optional(),
            area("papers", "查：核对了哪些材料", "病历、缴费单、工资条，没有不填").optional(),
            Field::radios("agrees", "和申请的一样吗", agrees),
        ],
        checked,
        photos: (1..=PHOTOS)
            .map(|n| {
                Field::file(&format!("photo{n}"), format!("照片{n}"), "image/*").attr("data-visit-photo", "").optional()
            })
            .collect(),
        number: case.number,
    }))
}
