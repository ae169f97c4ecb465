//! Which services there are, and the drafts.
use super::{PATH, store};
use crate::definitions::{self, Service, current, published};
use askama::Template;
use axum::response::Response;
use platform::{
    clock,
    tree::Org,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, Stamp};

/// What a new definition begins with: a question that is answered.
const BLANK: &str = include_str!("blank.toml");

#[derive(Template)]
#[template(path = "services/console/index.html")]
struct IndexPage {
    frame: ui::Console,
    services: Vec<&'static Service>,
    drafts: Vec<store::Draft>,
    writes: bool,
    top: String,
}
impl IndexPage {
    fn title(draft: &store::Draft) -> String {
        Service::read(&draft.text)
            .map_or_else(|_| "还读不懂的草稿".to_owned(), |s| format!("{}，第{}版", s.office, s.version))
    }
    fn moment(&self, at: &i64) -> String {
        ui::text::moment_near(clock::local(*at), self.frame.today)
    }
    fn stamp(draft: &store::Draft) -> Stamp {
        if draft.published_at.is_some() { Stamp::ok("发布了") } else { Stamp::plain("草稿") }
    }
}

/// The root where it is one's own: its officers write definitions.
pub async fn own_root(desk: &Desk) -> Result<Option<Org>> {
    let root = desk.app.root().await?.ok_or(Error::NotFound)?;
    Ok((desk.post().org == root.id).then(|| (*root).clone()))
}

pub async fn index(desk: Desk) -> Result<Response> {
    published::fresh(&desk.app).await?;
    let own = own_root(&desk).await?;
    let drafts = match &own {
        Some(root) => store::drafts(&desk.app.db, root.id).await?,
        None => Vec::new(),
    };
    let top = desk.app.root().await?.map(|root| root.name.clone()).unwrap_or_default();
    let frame = desk.frame("服务事项", PATH, vec![Crumb::word("信家"), Crumb::word("诉求办理")]);
    Ok(desk.show(&IndexPage { frame, services: current().collect(), drafts, writes: own.is_some(), top }))
}
/// A draft: of an empty service, or of the next version of one that is there.
pub async fn create(desk: Desk, form: Fields) -> Result<Response> {
    let root = own_root(&desk).await?.ok_or_else(|| Error::refused("服务事项由最上级工会修改。"))?;
    let text = match definitions::newest(form.get("from")) {
        Some(service) => {
            let text = published::text_of(&desk.app.db, &service.key, service.version).await?.unwrap_or_default();
            let (now, next) =
                (format!("version = {}\n", service.version), format!("version = {}\n", service.version + 1));
            text.replacen(&now, &next, 1)
        }
        None => BLANK.to_owned(),
    };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &desk.app, root.id, &text, desk.who.account).await?;
    tx.commit().await?;
    Ok(see(&format!("{PATH}/{id}"), "草稿建好了"))
}
