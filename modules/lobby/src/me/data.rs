//! 我的数据: who read what, what is held, what was agreed to.
use super::{
    consents::{Agreed, agreed},
    file::{self, Line, Show},
    seers::{self, Seers},
};
use crate::{
    acts,
    corrections::{
        fields,
        store::{self, Correction},
    },
};
use askama::Template;
use axum::response::Response;
use directory::{joinings, members};
use platform::{
    App, audit,
    identity::SignedIn,
    secrets::mask_document,
    web::{Fields, Result},
};
use ui::{Button, Guest, Member, Tab, filters};

/// As many readings as one looks through; the export has all.
const SHOWN: i64 = 30;

/// A line of the audit about a person, in words.
pub struct Reading {
    pub at: i64,
    /// Who, and in whose name.
    pub who: String,
    pub act: String,
    pub reason: String,
}
impl Reading {
    fn of(line: audit::Line, who: &SignedIn) -> Reading {
        let own = line.account == Some(who.account.0);
        let name = if own { "您自己".into() } else { line.name.unwrap_or_else(|| "系统".into()) };
        let who = match line.org_name.filter(|_| !own) {
            Some(org) => format!("{name}，{org}"),
            None => name,
        };
        Reading { at: line.at, who, act: acts::phrase(&line.act), reason: line.reason }
    }
}

/// Who read or changed the person's data, newest first; also who read the application when nobody was a member yet.
pub async fn readings(app: &App, who: &SignedIn, limit: i64) -> Result<Vec<Reading>> {
    let joinings = joinings::store::ids_of(&app.db, who.account, who.person).await?;
    let things = (joinings::OBJECT, joinings.as_slice());
    let lines = audit::about_with(&app.db, who.person, things, who.account, limit).await?;
    Ok(lines.into_iter().map(|line| Reading::of(line, who)).collect())
}

#[derive(Template)]
#[template(path = "me/data.html")]
struct DataPage {
    frame: Member,
    readings: Vec<Reading>,
    /// The address with all readings, where there are more.
    all: Option<&'static str>,
    lines: Vec<Line>,
    agreed: Vec<Agreed>,
    /// Which posts can see it, without names.
    seers: Vec<Seers>,
    corrections: Vec<Asked>,
    member: bool,
}
/// A correction that was asked for.
struct Asked {
    field: &'static str,
    old: String,
    new: String,
    correction: Correction,
}
async fn corrections(app: &App, who: &SignedIn) -> Result<Vec<Asked>> {
    let mut all = Vec::new();
    for correction in store::of(&app.db, who.account).await? {
        let (old, new) = (correction.before(app)?, correction.wanted(app)?);
        let shown = |value: String| if correction.field == "document" { mask_document(&value) } else { value };
        all.push(Asked { field: fields::name(&correction.field), old: shown(old), new: shown(new), correction });
    }
    Ok(all)
}

pub async fn show(guest: Guest, form: Fields) -> Result<Response> {
    let who = guest.who()?;
    let limit = if form.has("all") { 1000 } else { SHOWN };
    let mut readings = readings(&guest.app, who, limit + 1).await?;
    let more = readings.len() as i64 > limit;
    readings.truncate(usize::try_from(limit).expect("a small number"));
    let page = DataPage {
        readings,
        all: (more && !form.has("all")).then_some("/me/data?all=1"),
        lines: file::lines(&guest.app, who, Show::Masked).await?,
        agreed: agreed(&guest.app, who).await?,
        member: match who.person {
            Some(person) => members::store::current(&guest.app.db, person).await?.is_some(),
            None => false,
        },
        seers: seers::of(&guest.app, who.person).await?,
        corrections: corrections(&guest.app, who).await?,
        frame: guest.frame("我的数据", Tab::Mine, Some("/me")),
    };
    Ok(guest.show(&page))
}
