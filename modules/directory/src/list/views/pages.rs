//! Saving views, and the page on which they are kept in order.
use super::{LONGEST_NAME, MOST, View, ViewId, plain, store};
use crate::list::{self, List};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::web::{Error, Fields, see};
use ui::Desk;

const HERE: &str = "/console/views";

#[derive(Template)]
#[template(path = "list/views/index.html")]
struct IndexPage {
    frame: ui::Console,
    /// Each list with its views, those without any left out.
    lists: Vec<(&'static List, Vec<View>)>,
    account: platform::identity::AccountId,
    org_name: String,
}

pub async fn index(desk: Desk) -> Result<Response, Error> {
    let seen = store::seen(&desk.app.db, desk.who.account, desk.post().org, None).await?;
    let of = |list: &List| seen.iter().filter(|view| view.list == list.key).cloned().collect::<Vec<_>>();
    let lists = list::all(&desk.app).filter(|list| desk.may(list.needs)).map(|list| (list, of(list)));
    let page = IndexPage {
        frame: desk.frame("名单视图", HERE, Vec::new()),
        lists: lists.filter(|(_, views)| !views.is_empty()).collect(),
        account: desk.who.account,
        org_name: desk.post().org_name.clone(),
    };
    Ok(desk.show(&page))
}

fn name(form: &mut Fields) -> Result<String, Error> {
    let name = form.required("name", "请给视图起个名字", LONGEST_NAME);
    name.ok_or_else(|| Error::refused(form.error("name").unwrap_or("请给视图起个名字").to_owned()))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    let list = list::find(&desk.app, form.get("list")).ok_or(Error::NotFound)?;
    desk.scope(list.needs)?;
    let address = plain(list, form.get("address")).ok_or(Error::NotFound)?;
    let (account, org, name) = (desk.who.account, desk.post().org, name(&mut form)?);
    if store::kept(&desk.app.db, account, org, list.key).await? >= MOST {
        return Err(Error::refused(format!("一份名单最多存{MOST}个视图，请先删掉不用的")));
    }
    let shared = form.has("shared");
    let new = store::NewView { account, org, list: list.key, name: &name, address: &address, shared };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &new, desk.app.now()).await?;
    if form.has("first") {
        store::begin_with(&mut tx, account, org, list.key, Some(id)).await?;
    }
    tx.commit().await?;
    super::saved(&desk.app);
    let back = if address == list.path { list.whole() } else { address };
    Ok(see(&back, &format!("已存为视图“{name}”")))
}

/// A view that somebody sees; changing it is its owner's.
async fn seen(desk: &Desk, id: ViewId) -> Result<View, Error> {
    let found = store::find(&desk.app.db, desk.who.account, desk.post().org, id).await?;
    found.ok_or(Error::NotFound)
}
async fn own(desk: &Desk, id: ViewId) -> Result<View, Error> {
    let view = seen(desk, id).await?;
    if view.account == desk.who.account {
        return Ok(view);
    }
    Err(Error::refused(format!("这个视图是{}存的，只有本人能改", view.owner)))
}

pub async fn update(desk: Desk, Path(view): Path<ViewId>, mut form: Fields) -> Result<Response, Error> {
    let view = own(&desk, view).await?;
    let (name, shared) = (name(&mut form)?, form.has("shared"));
    let mut tx = desk.app.db.begin().await?;
    store::update(&mut tx, view.id, &name, shared).await?;
    if !shared {
        store::begin_without(&mut tx, view.id, view.account).await?;
    }
    tx.commit().await?;
    super::saved(&desk.app);
    Ok(see(HERE, "已保存"))
}

pub async fn delete(desk: Desk, Path(view): Path<ViewId>) -> Result<Response, Error> {
    let view = own(&desk, view).await?;
    let mut tx = desk.app.db.begin().await?;
    store::delete(&mut tx, view.id).await?;
    tx.commit().await?;
    Ok(see(HERE, &format!("已删除视图“{}”", view.name)))
}

/// The list begins with this view, or no longer does.
pub async fn begin_with(desk: Desk, Path(view): Path<ViewId>) -> Result<Response, Error> {
    let view = seen(&desk, view).await?;
    let list = list::find(&desk.app, &view.list).ok_or(Error::NotFound)?;
    let to = (!view.is_first()).then_some(view.id);
    let mut tx = desk.app.db.begin().await?;
    store::begin_with(&mut tx, desk.who.account, desk.post().org, list.key, to).await?;
    tx.commit().await?;
    let said = match to {
        Some(_) => format!("以后打开{}先看“{}”", list.name, view.name),
        None => format!("以后打开{}先看全部", list.name),
    };
    Ok(see(HERE, &said))
}
