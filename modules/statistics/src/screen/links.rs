//! What the screen shows, and links for the screens of halls: a browser there needs no officer's session, sees this one page, and the link can
//! be revoked at any time.
pub mod store;

use super::{LINKS, STOP, count, page};
use crate::{
    boards,
    measures::{module_of, seen},
};
use axum::{extract::Path, response::Response};
use directory::permissions::FIGURES_READ;
use platform::{
    audit, documents,
    identity::AccountId,
    rights::{Permission, Role},
    secrets, tree,
    tree::{OrgId, Scope},
    web::{Error, Fields, Result, see},
};
use store::{Link, NewLink};
use ui::{Crumb, Desk, Guest, filters};

const LONGEST_NAME: usize = 20;
/// Links that one person keeps open.
const MOST: i64 = 20;

/// A measure by which houses can be lit: key, name, chosen.
type Choice = (&'static str, &'static str, bool);

#[derive(askama::Template)]
#[template(path = "screen/links.html")]
struct LinksPage {
    frame: ui::Console,
    orgs: Vec<(OrgId, String, bool)>,
    /// By module.
    measures: Vec<(&'static str, Vec<Choice>)>,
    /// With what the houses are lit by.
    links: Vec<(Link, &'static str)>,
    me: AccountId,
    /// Those of others too.
    may_stop: bool,
    /// The address that was just made, and its code to photograph; it is shown once.
    made: Option<(String, String)>,
}

pub async fn index(desk: Desk, form: Fields) -> Result<Response> {
    let page = shown(&desk, &form, None).await?;
    Ok(desk.show(&page))
}
async fn shown(desk: &Desk, form: &Fields, made: Option<String>) -> Result<LinksPage> {
    let org = boards::org_of(desk, form).await?;
    let mut measures: Vec<(&'static str, Vec<_>)> = Vec::new();
    let chosen = form.opt("measure").unwrap_or("coverage");
    for known in seen(desk).filter(|known| count::is_for_all(&desk.app, *known)) {
        let (module, line) = (module_of(desk, known), (known.key(), known.name(), known.key() == chosen));
        match measures.iter_mut().find(|(name, _)| *name == module) {
            Some((_, lines)) => lines.push(line),
            None => measures.push((module, vec![line])),
        }
    }
    let name =
        |key: &str| crate::known(&desk.app).into_iter().find(|known| known.key() == key).map(|known| known.name());
    let links = store::of(&desk.app.db, desk.who.account, &desk.scope(FIGURES_READ)?).await?.into_iter();
    Ok(LinksPage {
        frame: desk.frame("大屏", LINKS, vec![Crumb::word("统计")]),
        orgs: boards::orgs(desk, &org).await?,
        me: desk.who.account,
        may_stop: desk.may(STOP),
        measures,
        links: links
            .map(|link| {
                let lit_by = name(&link.measure).unwrap_or("单位建会率");
                (link, lit_by)
            })
            .collect(),
        made: made.map(|address| {
            let code = documents::qr_svg(&address, documents::Ruggedness::Screen, "屏幕的地址");
            (address, code)
        }),
    })
}

/// Makes a link for one union and one measure. Its address is shown once; what is kept of it is a hash.
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let org = boards::org_of(&desk, &form).await?;
    let Some(name) = form.required("name", "请写这块屏幕挂在哪里", LONGEST_NAME) else {
        return Err(Error::refused(form.error("name").unwrap_or("请写这块屏幕挂在哪里").to_owned()));
    };
    if store::open_ones(&desk.app.db, desk.who.account).await? >= MOST {
        return Err(Error::refused(format!("最多同时开{MOST}块屏幕，请先停用不用的")));
    }
    let measure = count::lit_by(&desk.app, form.get("measure"), &|needs| desk.may(needs));
    let token = secrets::token();
    let new = NewLink {
        account: desk.who.account,
        org: org.id,
        post_org: desk.post().org,
        name: &name,
        measure: measure.key(),
        token_hash: &secrets::token_hash(&token),
    };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &new, desk.app.now()).await?;
    let entry =
        audit::Entry { act: "screen.open", object: "screen", object_id: id, detail: &name, ..Default::default() };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let page = shown(&desk, &form, Some(format!("{}/screen/{token}", desk.base_url()))).await?;
    Ok(desk.show(&page))
}

/// Its maker stops a link, or the chair of the union in whose name it was made or of one above; it also ends with the maker's post.
pub async fn revoke(desk: Desk, form: Fields) -> Result<Response> {
    let id: i64 = form.number("screen").ok_or(Error::NotFound)?;
    let branch = if desk.may(STOP) { desk.scope(STOP)? } else { Scope { from: String::new(), until: String::new() } };
    let mut tx = desk.app.db.begin().await?;
    if !store::revoke(&mut tx, (desk.who.account, &branch), id, desk.app.now()).await? {
        return Err(Error::NotFound);
    }
    let entry = audit::Entry { act: "screen.close", object: "screen", object_id: id, ..Default::default() };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(LINKS, "已停用，那块屏幕不再显示"))
}

/// A hall's screen: as long as the link is open and the one who made it holds a post that may see figures there.
pub async fn open(guest: Guest, Path(token): Path<String>) -> Result<Response> {
    let app = &guest.app;
    let link = store::by_token(&app.db, &secrets::token_hash(&token), app.today()).await?.ok_or(Error::NotFound)?;
    let roles: Vec<Role> = link.roles.iter().flat_map(|roles| roles.split(',')).filter_map(Role::from_key).collect();
    let may = |needs: &'static Permission| roles.iter().any(|role| needs.is_held_by(*role));
    let org = tree::find(&app.db, link.org).await?.filter(|_| may(FIGURES_READ)).ok_or(Error::NotFound)?;
    store::seen(app, link.id, link.seen_at).await?;
    let page = page::of(app, &org, count::lit_by(app, &link.measure, &may), &may).await?;
    Ok(guest.show(&page))
}
