//! The demo county's quarterly form: filled and frozen for the last quarter, and being collected from the towns, some of which have confirmed.
use super::{
    WRITE,
    acts::{self, By, Sent},
    checks::Finding,
    fixture,
    load::load,
    span::{Rhythm, Span},
    store::{self, ReportId},
};
use crate::known;
use jiff::ToSpan;
use platform::{
    App,
    identity::{self, AccountId},
    sheets::form::read,
    tree::{self, OrgId, Scope},
    web::{Error, Result},
};

const SAID: [&str; 3] = [
    "三季度重点做货车司机和外卖骑手入会，在两个物流园设了入会台。",
    "诉求都在期限内答复，走访重点是物流和食品企业。",
    "困难职工档案从下一季度起在平台上建。",
];

pub async fn load_demo(app: &App) -> Result<()> {
    let Some(root) = app.root().await? else { return Ok(()) };
    let Some(officer) = directory::demo::SIGN_INS.iter().find(|one| one.key == "county") else { return Ok(()) };
    let Some(officer) = identity::account_by_phone(app, officer.phone).await? else { return Ok(()) };
    let by = By { account: officer.id, who: None };
    let bytes = fixture::form().map_err(Error::internal)?;
    let form = read(&bytes).map_err(Error::internal)?;
    let known = known(app);
    let bindings = fixture::bindings(|key| known.iter().any(|one| one.key() == key));
    let sent = Sent { file_name: fixture::FILE, bytes: &bytes, form };
    let name = (fixture::NAME, Rhythm::Quarter);
    let id = acts::add_form(app, by, &root, name, &sent, (&bindings, &fixture::checks())).await?;
    let template = store::template_of(&app.db, id).await?.ok_or(Error::NotFound)?;
    let span = Span::last_over(Rhythm::Quarter, app.today());
    let own = acts::start(app, by, &template, &root, span).await?;
    sign(app, by, own).await?;
    let below = Scope::below(&root.path);
    let signed = store::report(&app.db, &below, own).await?.ok_or(Error::NotFound)?;
    acts::freeze(app, by, &load(app, signed).await?).await?;
    let towns: Vec<_> = tree::children(&app.db, root.id).await?.into_iter().take(8).collect();
    let due = app.today().saturating_add(6.days());
    acts::open_round(app, by, (&template, &root), &towns, (span, due)).await?;
    for town in towns.iter().step_by(3) {
        let by = By { account: holder(app, town.id).await?.unwrap_or(officer.id), who: None };
        // Younger than the quarter: it has no report.
        let Ok(own) = acts::start(app, by, &template, town, span).await else { continue };
        sign(app, by, own).await?;
    }
    Ok(())
}
async fn holder(app: &App, org: OrgId) -> Result<Option<AccountId>> {
    let mut tx = app.db.begin().await?;
    Ok(identity::holders_of(&mut tx, org, WRITE, app.today()).await?.into_iter().next())
}
/// Writes what is due and signs.
async fn sign(app: &App, by: By<'_>, id: ReportId) -> Result<()> {
    let everywhere = Scope { from: "/".into(), until: "0".into() };
    let report = store::report(&app.db, &everywhere, id).await?.ok_or(Error::NotFound)?;
    for (cell, said) in ["G6", "G11", "G15"].into_iter().zip(SAID) {
        acts::write(app, by, &report, (&format!("{}!{cell}", fixture::PAGE), "text"), (said, None)).await?;
    }
    let report = store::report(&app.db, &everywhere, id).await?.ok_or(Error::NotFound)?;
    for found in load(app, report).await?.findings {
        if let Finding::Change { cell, .. } = found {
            let report = store::report(&app.db, &everywhere, id).await?.ok_or(Error::NotFound)?;
            let said = "去年同期平台刚开始用，记录还不全";
            acts::write(app, by, &report, (&cell, "change"), (said, None)).await?;
        }
    }
    let report = store::report(&app.db, &everywhere, id).await?.ok_or(Error::NotFound)?;
    acts::sign(app, by, &load(app, report).await?).await
}
