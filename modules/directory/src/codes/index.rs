//! The codes of a branch, with what came through each.
use super::{
    CodeState, JoiningCode,
    store::{self, Counts, Wanted},
};
use crate::{
    permissions::CODES_WRITE,
    places::{self, Place},
    unions,
};
use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use platform::{
    tree::{OrgId, Scope},
    web::{Error, Fields, Result},
};
use std::collections::HashMap;
use ui::{Button, Conditions, Crumb, Desk, Pager, Pill, Pills, Stamp, filters};

const PAGE: i64 = 50;
pub(super) const HERE: &str = "/console/codes";

#[derive(Template)]
#[template(path = "codes/index.html")]
struct IndexPage {
    frame: ui::Console,
    pills: Pills,
    conditions: Conditions,
    filtered: bool,
    codes: Vec<(JoiningCode, Counts)>,
    pager: Pager,
    today: Date,
}
pub(super) fn stamp(code: &JoiningCode, today: Date) -> Stamp {
    let state = code.state(today);
    match state {
        CodeState::Running => Stamp::ok(state.name()),
        CodeState::Planned => Stamp::info(state.name()),
        CodeState::Ended | CodeState::Revoked => Stamp::plain(state.name()),
    }
}
/// 2026-11-20起, 2026-11-20至2026-12-31
pub(super) fn validity(code: &JoiningCode) -> String {
    match &code.valid_to {
        Some(to) => format!("{}至{to}", code.valid_from),
        None => format!("{}起", code.valid_from),
    }
}

/// What of the address narrows the list: a union of the branch, a place of it.
struct Narrowed {
    scope: Scope,
    union: Option<(OrgId, String)>,
    place: Option<Place>,
    state: Option<CodeState>,
}
impl Narrowed {
    async fn read(desk: &Desk, asked: &Fields) -> Result<Self> {
        let (db, whole) = (&desk.app.db, desk.scope(CODES_WRITE)?);
        let union = match asked.get("union").parse().ok() {
            Some(id) => Some(unions::store::within(db, &whole, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let place = match asked.get("place").parse().ok() {
            Some(id) => Some(places::store::within(db, &whole, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let scope = union.as_ref().map_or(whole, |u| Scope::below(&u.path));
        let union = union.map(|u| (u.id, u.name));
        Ok(Self { scope, union, place, state: CodeState::from_key(asked.get("state")) })
    }
    /// The list's address with this state, keeping union and place unless left out.
    fn address(&self, state: Option<CodeState>, union: bool, place: bool) -> String {
        let mut parts = Vec::new();
        parts.extend(self.union.iter().filter(|_| union).map(|(id, _)| format!("union={id}")));
        parts.extend(self.place.iter().filter(|_| place).map(|p| format!("place={}", p.id)));
        parts.extend(state.map(|s| format!("state={}", s.key())));
        if parts.is_empty() { HERE.to_owned() } else { format!("{HERE}?{}", parts.join("&")) }
    }
    fn pills(&self) -> Pills {
        let one = |label, state| Pill::new(label, self.address(state, true, true)).here(self.state == state);
        let states = CodeState::ALL.into_iter().map(|s| one(s.name(), Some(s)));
        Pills::new("状态", std::iter::once(one("全部", None)).chain(states))
    }
    fn conditions(&self) -> Conditions {
        let mut all = Conditions::new(HERE);
        if let Some((_, name)) = &self.union {
            all = all.chip(format!("{name}和它的下级"), self.address(self.state, false, true));
        }
        if let Some(place) = &self.place {
            all = all.chip(format!("地点：{}", place.name), self.address(self.state, true, false));
        }
        all
    }
    fn pager(&self, before: Option<i64>, next: Option<i64>) -> Pager {
        let here = self.address(self.state, true, true);
        let sign = if here.contains('?') { '&' } else { '?' };
        let next = next.map(|id| format!("{here}{sign}before={id}"));
        Pager::new("从新到旧").previous(before.map(|_| here)).next(next)
    }
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let (narrowed, today) = (Narrowed::read(&desk, &asked).await?, desk.app.today());
    let before = asked.get("before").parse().ok();
    let wanted = Wanted { state: narrowed.state, place: narrowed.place.as_ref().map(|p| p.id), before };
    let mut codes = store::list(&desk.app.db, &narrowed.scope, &wanted, today, PAGE + 1).await?;
    let more = codes.len() > PAGE as usize;
    codes.truncate(PAGE as usize);
    let counts: HashMap<_, _> = store::counts(&desk.app.db, &narrowed.scope, today).await?;
    let next = codes.last().filter(|_| more).map(|c| c.id.0);
    let counted = |code: JoiningCode| {
        let counts = counts.get(&code.id).copied().unwrap_or_default();
        (code, counts)
    };
    Ok(desk.show(&IndexPage {
        frame: desk.frame("入会码", HERE, vec![Crumb::word("有家")]),
        pills: narrowed.pills(),
        conditions: narrowed.conditions(),
        filtered: !asked.pairs().is_empty(),
        pager: narrowed.pager(before, next),
        codes: codes.into_iter().map(counted).collect(),
        today,
    }))
}
