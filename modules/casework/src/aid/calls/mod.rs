//! 金秋助学: a call with its days, budget and amounts; its applications ranked with reasons; the list made public; the payment list.
mod act;
mod applications;
mod index;
mod payments;
mod show;

pub use act::act;
pub use index::{create, index};
pub use payments::payments;
pub use show::{notice, show};

use super::store::{self, Call, CallId};
use crate::definitions::{Aid, Service, newest};
use platform::{
    App,
    rights::Permission,
    tree::{self, OrgId},
    web::{Error, Result},
};
use ui::Desk;

/// The service whose applications a call ranks.
pub const SERVICE: &str = "autumn";

async fn within(desk: &Desk, needs: &'static Permission, id: CallId) -> Result<Call> {
    store::call_within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}
/// The levels of schools: key and words, from the form.
fn levels() -> Vec<(&'static str, &'static str)> {
    let field = newest(SERVICE).and_then(|service| service.field("level"));
    field.map_or_else(Vec::new, |f| f.options.iter().map(|(key, words)| (&**key, &**words)).collect())
}

/// Why a service takes no applications now from a union's people; none: it does.
pub async fn closed(app: &App, service: &Service, home: Option<OrgId>) -> Result<Option<String>> {
    if service.aid != Some(Aid::Study) {
        return Ok(None);
    }
    let sentence = "现在不在金秋助学的申请期，开始接收时工会会通知。生活有难处可以先申请生活帮扶。";
    let org = match home {
        Some(id) => tree::find(&app.db, id).await?,
        None => None,
    };
    let Some(org) = org else { return Ok(Some(sentence.into())) };
    Ok(store::call_for(&app.db, &org.path, app.today()).await?.is_none().then(|| sentence.into()))
}
