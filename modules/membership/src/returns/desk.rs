//! The union takes a kept membership up again, or somebody who left back in.
use super::new as new_way;
use crate::{
    leaving::Desked,
    ways::{
        By, Turn, Wanted, facts,
        form::DeskForm,
        rules::{Act, Kind},
        start, turns,
    },
};
use axum::{extract::Path, response::Response};
use directory::{
    members::{self, Admission, MembershipId, admission::Source},
    people, unions,
};
use platform::{
    audit,
    db::is_unique,
    notices,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Desk, Field};

async fn page(desk: &Desk, desked: &Desked, form: &Fields) -> Result<DeskForm> {
    let m = &desked.membership;
    let again = m.state == "ended";
    let turns = match again {
        true => anew(&m.union_name),
        false => turns(Kind::Return, &facts(&desk.app, m).await?, &Wanted::default()),
    };
    let says = match again {
        true => format!("{}的会籍结束过。重新入会从今天起算会龄，用新的卡号；以前的经过都还在。", m.name),
        false => "卡号、会龄都不变，就业状况改为在岗。".into(),
    };
    let signed = Field::check("signed", "本人要求重新入会，签了入会申请书").of_form(form);
    Ok(DeskForm {
        frame: desked.frame(desk, if again { "重新入会" } else { "恢复会籍" }),
        steps: None,
        notice: None,
        method: "post",
        action: desked.path("return"),
        title: format!("{}{}", m.name, if again { "重新入会" } else { "恢复会籍" }),
        says: vec![says],
        hidden: Vec::new(),
        fields: if again { vec![signed] } else { Vec::new() },
        turns,
        submit: Button::primary(if again { "重新入会" } else { "恢复会籍" }),
        back: members::link(m.id),
    })
}
fn anew(union: &str) -> Vec<Turn> {
    let turn = |what, before: &str, after: String| Turn { what, before: before.into(), after };
    vec![
        turn("会籍", "已结束", "有效".into()),
        turn("所在工会", "不是会员", union.to_owned()),
        turn("会员卡", "停用", "开新卡号".into()),
        turn("会龄", "到离会那天为止", "从今天重新算".into()),
        turn("会员数", "没有算", format!("{union}多1人，算新入会")),
    ]
}

pub async fn new(desk: Desk, Path(member): Path<MembershipId>) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Return).await?;
    Ok(desk.show(&page(&desk, &desked, &Fields::default()).await?))
}

pub async fn create(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Return).await?;
    if desked.membership.state == "ended" {
        if !form.has("signed") {
            form.fault("signed", "请先请本人签入会申请书；本人也可以自己在手机上申请入会");
            return Ok(desk.refill(&page(&desk, &desked, &form).await?));
        }
        let id = rejoin(&desk, &desked).await?;
        return Ok(see(&members::link(id), &format!("{}重新入会了，已告诉本人", desked.membership.name)));
    }
    let done = start(&desk.app, By::desk(&desk.who), &new_way(&desked.membership), Act::Register, "").await?;
    desked.answer(done, |id| see(&crate::ways::link(id), "会籍恢复了，已告诉本人"))
}

/// A new membership of somebody who is known: counted as joining, from today.
async fn rejoin(desk: &Desk, desked: &Desked) -> Result<MembershipId> {
    let (app, m) = (&desk.app, &desked.membership);
    if let Some(current) = members::store::current(&app.db, m.person).await? {
        return Err(Error::Refused(format!("{}已经是会员，卡号{}", m.name, ui::text::mask_card(&current.number))));
    }
    let union = unions::store::find(&app.db, m.union_id).await?.filter(unions::takes_members);
    let union = union.ok_or_else(|| Error::Refused(format!("{}现在不发展会员，请到别的工会入会", m.union_name)))?;
    let person = people::store::find(&app.db, m.person).await?.ok_or(Error::NotFound)?;
    let admission = Admission { person: Some(m.person), ..Admission::first(person.details(app)?, app.today()) };
    let source = Source { key: "desk", note: "重新入会", account: Some(desk.who.account), batch: 0 };
    let mut tx = app.db.begin().await?;
    let admitted = members::admit(&mut tx, app, &union.org(), admission, source).await;
    let (person, id) = admitted.map_err(|fault| match is_unique(&fault) {
        true => Error::refused("别的窗口刚刚办了这个人的入会，请在名册里查看"),
        false => fault.into(),
    })?;
    let entry = audit::Entry {
        act: "resumption.register",
        object: "member",
        object_id: id.0,
        person: Some(person),
        detail: "重新入会",
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    let body = format!("您又是{}的会员了，会员卡已经开好", union.name);
    notices::tell_person(&mut tx, app, person, "重新入会办好了", &body, "/me/card").await?;
    tx.commit().await?;
    Ok(id)
}
