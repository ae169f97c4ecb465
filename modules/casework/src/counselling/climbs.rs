//! The time of a counselling is over: from then on those above see its number and its clock.
use super::{LATE, TASK, acts::tell_above};
use crate::{cases::store, course::climbs};
use platform::{
    App,
    db::{Error, Result, Tx},
    tasks::{self, Climbed, Task, Telling},
    tree::OrgId,
    vals,
};

pub const FIRST: Climbed = Climbed {
    kind: TASK.key,
    takes: Some("cases"),
    tell: |tx, app, task, above| Box::pin(first(tx, app, task, above)) as Telling<'_>,
    top: Some(|tx, app, task| Box::pin(at_the_top(tx, app, task)) as Telling<'_>),
};
pub const ON: Climbed = Climbed {
    kind: LATE.key,
    takes: Some("cases"),
    tell: |tx, app, task, above| Box::pin(climbs::climbed(tx, app, task, above)) as Telling<'_>,
    top: Some(|tx, app, task| Box::pin(climbs::at_the_top(tx, app, task)) as Telling<'_>),
};

async fn first(tx: &mut Tx, app: &App, task: &Task, above: &str) -> Result<()> {
    climbs::climbed(tx, app, task, above).await?;
    tasks::change_kind(tx, task.id, LATE).await?;
    let (level,): (OrgId,) = tx.one("SELECT level_org FROM tasks WHERE id = $1", vals![task.id]).await?;
    let case = store::find_in(tx, crate::cases::CaseId(task.subject_id)).await?.ok_or(Error::RowNotFound)?;
    tell_above(tx, app, &case, level).await
}
async fn at_the_top(tx: &mut Tx, app: &App, task: &Task) -> Result<()> {
    tasks::change_kind(tx, task.id, LATE).await?;
    climbs::at_the_top(tx, app, task).await
}
