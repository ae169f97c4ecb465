//! A union asks to transfer one of its members: the member confirms, or has signed on paper.
use super::{new as new_way, target};
use crate::{
    leaving::Desked,
    ways::{
        By, Wanted, With, facts,
        form::DeskForm,
        perform,
        rules::{Act, Kind, State},
        start,
        store::{self, WayId},
        turns,
    },
};
use axum::{extract::Path, response::Response};
use directory::{members::MembershipId, unions::Union};
use platform::web::{Fields, Result, see};
use ui::{Button, Desk, Field};

async fn page(desk: &Desk, desked: &Desked, to: Option<&Union>, form: &Fields) -> Result<DeskForm> {
    let turns = match to {
        Some(to) => {
            let wanted = Wanted { to: &to.name, ..Wanted::default() };
            turns(Kind::Transfer, &facts(&desk.app, &desked.membership).await?, &wanted)
        }
        None => Vec::new(),
    };
    let fields = match to {
        Some(_) => {
            vec![Field::check("signed", "本人签了转会申请").hint("没有就不勾，请本人在手机上确认").of_form(form)]
        }
        None => vec![
            Field::suggest("to", "转到哪家工会", "/console/ways/unions", "to_id", "")
                .hint("输入名称的一部分，从列表里选")
                .of_form(form),
        ],
    };
    Ok(DeskForm {
        frame: desked.frame(desk, "转会"),
        steps: None,
        notice: None,
        method: if to.is_some() { "post" } else { "get" },
        action: desked.path("transfer"),
        title: match to {
            Some(to) => format!("{}转到{}", desked.membership.name, to.name),
            None => format!("{}转会", desked.membership.name),
        },
        says: vec![format!("现在在{}。转入工会接收以前，会籍不变。", desked.membership.union_name)],
        hidden: to.map(|to| ("to_id", to.id.to_string())).into_iter().collect(),
        fields,
        turns,
        submit: Button::primary(if to.is_some() { "提出转会" } else { "看看会变什么" }),
        back: desked.path("ways"),
    })
}
/// The union of the form, if the member is not there already.
async fn wanted(desk: &Desk, desked: &Desked, form: &mut Fields) -> Result<Option<Union>> {
    let to = target::chosen(&desk.app, form, "to", "to_id").await?;
    if to.as_ref().is_some_and(|to| to.id == desked.membership.union_id) {
        form.fault("to", "现在就在这家工会，不用转");
    }
    Ok(to.filter(|_| form.is_right()))
}

pub async fn new(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Transfer).await?;
    let asked = form.has("to") || form.has("to_id");
    let to = if asked { wanted(&desk, &desked, &mut form).await? } else { None };
    let page = page(&desk, &desked, to.as_ref(), &form).await?;
    Ok(if asked && to.is_none() { desk.refill(&page) } else { desk.show(&page) })
}

pub async fn create(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Transfer).await?;
    let Some(to) = wanted(&desk, &desked, &mut form).await? else {
        return Ok(desk.refill(&page(&desk, &desked, None, &form).await?));
    };
    let (act, reason) =
        if form.has("signed") { (Act::Submit, "收到本人签字的转会申请") } else { (Act::Propose, "") };
    let way = new_way(&desked.membership, &to, None);
    let done = start(&desk.app, By::desk(&desk.who), &way, act, reason).await?;
    if let Ok(id) = &done {
        release(&desk, *id).await?;
    }
    desked.answer(done, |id| {
        let next = if act == Act::Propose { "等本人在手机上确认" } else { "已经交给转入工会" };
        see(&crate::ways::link(id), &format!("转会提出了，{next}"))
    })
}
/// Whoever sends the member away has nothing against it.
async fn release(desk: &Desk, id: WayId) -> Result<()> {
    let way = store::find(&desk.app.db, id).await?.filter(|way| way.state() == State::Releasing);
    let Some(way) = way else { return Ok(()) };
    perform(&desk.app, By::desk(&desk.who), &way, way.version, (Act::Release, ""), With::Nothing).await?.ok();
    Ok(())
}
