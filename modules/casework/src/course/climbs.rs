//! A case whose time is over: its task climbs, and at the root the second person there is told. The worker learns each of it.
use super::{CASE_TASK, telling};
use crate::cases::{Case, CaseId, store};
use platform::{
    App,
    db::{Error, Result, Tx},
    notices,
    tasks::{Climbed, Risen, Task, Telling},
    tree::OrgId,
};
use std::collections::BTreeMap;

pub const CASES: Climbed = Climbed {
    kind: CASE_TASK.key,
    takes: Some("cases"),
    tell: |tx, app, risen| Box::pin(climbed(tx, app, risen)) as Telling<'_>,
    top: Some(|tx, app, task| Box::pin(at_the_top(tx, app, task)) as Telling<'_>),
};

async fn case_of(tx: &mut Tx, task: &Task) -> Result<Case> {
    store::find_in(tx, CaseId(task.subject_id)).await?.ok_or(Error::RowNotFound)
}
pub(crate) async fn climbed(tx: &mut Tx, app: &App, risen: &[Risen]) -> Result<()> {
    let ids: Vec<i64> = risen.iter().map(|one| one.task.subject_id).collect();
    let cases = store::find_all_in(tx, &ids).await?;
    let of = |case: &Case| risen.iter().find(|one| one.task.subject_id == case.id.0);
    let found: Vec<(&Case, &Risen)> = cases.iter().filter_map(|case| Some((case, of(case)?))).collect();
    let mut levels: BTreeMap<OrgId, Vec<CaseId>> = BTreeMap::new();
    for (case, one) in &found {
        levels.entry(one.to).or_default().push(case.id);
    }
    for (level, cases) in levels {
        store::set_level_of(tx, &cases, level).await?;
    }
    let steps = found.iter().map(|(case, one)| (case.id, case.step.as_str(), &*one.above));
    store::add_climbs(tx, app, steps).await?;
    let told = found.iter().map(|(case, one)| (*case, format!("由{}督办", one.above)));
    telling::workers(tx, app, "到期没办，已经报上一级", told).await
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
