//! A case whose time is over: its task climbs, and at the root the second person there is told. The worker learns each of it.
use super::{CASE_TASK, telling};
use crate::cases::{Case, CaseId, store};
use platform::{
    App,
    db::{Error, Result, Tx},
    notices,
    tasks::{Climbed, Task, Telling},
    tree::OrgId,
    vals,
};

pub const CASES: Climbed = Climbed {
    kind: CASE_TASK.key,
    takes: Some("cases"),
    tell: |tx, app, task, above| Box::pin(climbed(tx, app, task, above)) as Telling<'_>,
    top: Some(|tx, app, task| Box::pin(at_the_top(tx, app, task)) as Telling<'_>),
};

async fn case_of(tx: &mut Tx, task: &Task) -> Result<Case> {
    store::find_in(tx, CaseId(task.subject_id)).await?.ok_or(Error::RowNotFound)
}
pub(crate) async fn climbed(tx: &mut Tx, app: &App, task: &Task, above: &str) -> Result<()> {
    let case = case_of(tx, task).await?;
    let (level,): (OrgId,) = tx.one("SELECT level_org FROM tasks WHERE id = $1", vals![task.id]).await?;
    store::set_level(tx, case.id, level).await?;
    store::add_step(tx, app, case.id, ("climb", &case.step), above, (None, None)).await?;
    telling::worker(tx, app, &case, "到期没办，已经报上一级", &format!("由{above}督办")).await
}
/// Nobody is above: the second person there gets it, once.
pub(crate) async fn at_the_top(tx: &mut Tx, app: &App, task: &Task) -> Result<()> {
    let case = case_of(tx, task).await?;
    let Some((second, name)) = store::second_in(tx, app, task.level_org).await? else { return Ok(()) };
    if case.second == Some(second) || case.accused == Some(second) {
        return Ok(());
    }
    store::set_second(tx, case.id, second).await?;
    store::add_step(tx, app, case.id, ("second", &case.step), &name, (None, None)).await?;
    let title = format!("到期还没办，请您督办：{}", case.title());
    notices::tell(tx, app, second, &title, &case.name, &case.desk_link()).await?;
    telling::worker(tx, app, &case, "到期还没办，换了人督办", &format!("由{}{name}督办", task.level_name)).await
}
