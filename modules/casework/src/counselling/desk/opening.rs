//! A guardian opens a counselling because somebody is in danger, and reads it for some hours.
use super::{index, show::Text};
use crate::{
    cases::{Case, store as cases},
    counselling::{PATH, link, open, read, store},
    permissions::COUNSELLING_OPEN,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    clock,
    identity::{self, AccountId},
    web::{Error, Fields, Result, see},
};
use ui::{Crumb, Desk, filters};

const REASON: usize = 500;
const NOBODY: &str = "没有找到正在进行的咨询，请核对编号或手机号";

#[derive(Template)]
#[template(path = "counselling/desk/opened.html")]
struct OpenedPage {
    frame: ui::Console,
    case: Case,
    text: Text,
    name: String,
    until: String,
    reason: String,
}

/// By its number, or by the phone of who is in danger.
async fn meant(desk: &Desk, who: &str) -> Result<Option<Case>> {
    let (app, scope) = (&desk.app, desk.scope(COUNSELLING_OPEN)?);
    let found = match identity::account_by_phone(app, who).await? {
        Some(account) => store::open_of(&app.db, account.id).await?,
        None => cases::by_number(&app.db, who).await?,
    };
    let fits =
        |case: &Case| case.is_confidential() && scope.holds(&case.handler_path) && !is_own(case, desk.who.account);
    Ok(found.filter(fits))
}
fn is_own(case: &Case, me: AccountId) -> bool {
    case.account == Some(me) || case.alone == Some(me)
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let who = form.required("who", "请写编号或手机号", 20).unwrap_or_default();
    let reason = form.required("reason", "请写清楚有什么危险", REASON).unwrap_or_default();
    let found = if form.is_right() { meant(&desk, &who).await? } else { None };
    let Some(case) = found else {
        form.fault("who", NOBODY);
        return Ok(desk.refill(&index::page(&desk, false, &form).await?));
    };
    let sentence = match open(&desk.app, &desk.who, &case, &reason).await? {
        Ok(()) => "打开了，已经告诉本人和咨询师".to_owned(),
        Err(sentence) => sentence,
    };
    Ok(see(&format!("{}/opened", link(&case.number)), &sentence))
}

/// What was opened, until its hours are over; a guardian who has not opened it finds nothing.
pub async fn show(desk: Desk, Path(number): Path<String>) -> Result<Response> {
    let (app, scope) = (&desk.app, desk.scope(COUNSELLING_OPEN)?);
    let found = cases::by_number(&app.db, &number).await?;
    let case = found.filter(|case| case.is_confidential() && scope.holds(&case.handler_path)).ok_or(Error::NotFound)?;
    let openings = store::openings(&app.db, case.id).await?;
    let mine = openings.into_iter().find(|one| one.account == desk.who.account && one.until_at > app.now());
    let opening = mine.ok_or(Error::NotFound)?;
    read(app, &desk.who, &case).await?;
    let account = match case.account {
        Some(account) => identity::account(&app.db, account).await?,
        None => None,
    };
    Ok(desk.show(&OpenedPage {
        frame: desk.frame(&case.title(), PATH, vec![Crumb::word("信家"), Crumb::to("心理咨询", PATH)]),
        text: Text::of(&desk, &case, false).await?,
        name: account.map(|account| account.name).unwrap_or_default(),
        until: ui::text::moment_near(clock::local(opening.until_at), app.today()),
        reason: opening.reason(app),
        case,
    }))
}
