//! The pages of moving a branch: what changes is shown before anything is done.
use super::{
    Union, index, link,
    moving::{self, Words},
    store,
};
use crate::{form, members::MEMBERS};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    facts::{self, Period},
    tree::{self, OrgId, Past, Scope},
    web::{Error, Fields, see},
};
use ui::{Button, Choice, Crumb, Desk, ErrorSummary, Field, filters};

/// What becomes of the figures of the time before, as the form says it.
const STAYS: &str = "stays";
const GOES: &str = "goes";

#[derive(Template)]
#[template(path = "unions/move.html")]
struct MovePage {
    frame: ui::Console,
    union: Union,
    parent_name: String,
    /// Where it is to hang, once that is chosen and possible.
    to: Option<Union>,
    below: store::Below,
    members: i64,
    fields: Vec<Field>,
}

async fn page(desk: &Desk, union: Union, to: Option<Union>, form: &Fields) -> Result<MovePage, Error> {
    let (db, scope) = (&desk.app.db, Scope::below(&union.path));
    let parent = match union.parent {
        Some(parent) => tree::find(db, parent).await?,
        None => None,
    };
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to(union.name.clone(), link(union.id)));
    let fields = if to.is_none() {
        vec![
            Field::suggest("to", "新的上级", "/console/unions/options", "to_id", "")
                .hint("输入名称的一部分，从列表里选"),
        ]
    } else {
        vec![
            Field::date("moved_on", "从哪天起"),
            Field::radios(
                "past",
                "过去的数字",
                [
                    Choice::new(STAYS, "留在原来的上级")
                        .note("从那天起算在新的上级名下，以前的入会、诉求等仍算在原来的上级；会员等现有的数那天转过去"),
                    Choice::new(GOES, "一起划转")
                        .note("以前在原来的上级名下算过的，全部改算在新的上级名下，往年的数也会变；适合当初挂错了上级"),
                ],
            ),
            Field::text("reason", "理由").hint("写进历史，例如“村并入镇”").attr("maxlength", 100),
        ]
    };
    Ok(MovePage {
        frame: desk.frame("移到别处", "/console/unions", crumbs),
        parent_name: parent.map_or_else(String::new, |p| p.name),
        below: store::weight(db, &scope).await?,
        members: facts::value(db, MEMBERS, &scope, Period::until(desk.app.today())).await?,
        fields: fields.into_iter().map(|f| f.of_form(form)).collect(),
        to,
        union,
    })
}

/// The union, if one's branch holds its parent too: nobody moves the top of his own branch.
async fn movable(desk: &Desk, id: OrgId) -> Result<Union, Error> {
    let union = super::within_to_write(desk, id).await?;
    if union.id == desk.post().org {
        return Err(Error::refused("自己任职的工会要由上级工会来移动"));
    }
    Ok(union)
}

pub async fn new(desk: Desk, Path(union): Path<OrgId>, mut fields: Fields) -> Result<Response, Error> {
    let union = movable(&desk, union).await?;
    let asked = fields.has("to") || fields.has("to_id");
    let to = target(&desk, &union, &mut fields, asked).await?;
    if !fields.has("moved_on") {
        fields.set("moved_on", desk.app.today().to_string());
        fields.set("past", STAYS.to_owned());
    }
    let page = page(&desk, union, to, &fields).await?;
    Ok(if fields.is_right() { desk.show(&page) } else { desk.refill(&page) })
}

/// The new parent; what speaks against it is left as a fault.
async fn target(desk: &Desk, union: &Union, fields: &mut Fields, asked: bool) -> Result<Option<Union>, Error> {
    if !asked {
        return Ok(None);
    }
    let Some(to) = index::chosen(desk, fields, "to", "to_id").await? else {
        fields.fault("to", "没有找到这家工会，请输入名称后从列表里选一家");
        return Ok(None);
    };
    match moving::refusal(union, &to) {
        None => Ok(Some(to)),
        Some(refusal) => {
            fields.fault("to", refusal.0);
            Ok(None)
        }
    }
}

pub async fn create(desk: Desk, Path(union): Path<OrgId>, mut fields: Fields) -> Result<Response, Error> {
    let union = movable(&desk, union).await?;
    let to = target(&desk, &union, &mut fields, true).await?;
    let reason = fields.required("reason", "请写明为什么移动，以后能查到", 100);
    let on = form::day(&mut fields, "moved_on", Some(desk.app.today()));
    let (Some(to), Some(reason), true) = (&to, reason, fields.is_right()) else {
        return Ok(desk.refill(&page(&desk, union, to, &fields).await?));
    };
    let on = on.unwrap_or_else(|| desk.app.today());
    let past = if fields.get("past") == GOES { Past::Goes } else { Past::Stays };
    let words = moving::prepare(&desk.app, &union).await?;
    let mut tx = if words == Words::There { desk.app.db.begin().await? } else { desk.app.db.begin_long().await? };
    let moved =
        moving::move_branch(&mut tx, &desk.app, Some(&desk.who), &union, to, (on, past, words), &reason).await?;
    if let Err(refusal) = moved {
        drop(tx);
        moving::give_up(&desk.app, words).await?;
        return Err(Error::refused(refusal.0));
    }
    tx.commit().await?;
    Ok(see(&link(union.id), &format!("{}已移到{}下面", union.name, to.name)))
}
