//! The time of a counselling is over: from then on those above see its number and its clock.
use super::{LATE, TASK, acts::tell_above};
use crate::{
    cases::{CaseId, store},
    course::climbs,
};
use platform::{
    App,
    db::{Error, Result, Tx},
    tasks::{self, Climbed, Risen, Task, Telling},
};

pub const FIRST: Climbed = Climbed {
    kind: TASK.key,
    takes: Some("cases"),
    tell: |tx, app, risen| Box::pin(first(tx, app, risen)) as Telling<'_>,
    top: Some(|tx, app, task| Box::pin(at_the_top(tx, app, task)) as Telling<'_>),
};
pub const ON: Climbed = Climbed {
    kind: LATE.key,
    takes: Some("cases"),
    tell: |tx, app, risen| Box::pin(climbs::climbed(tx, app, risen)) as Telling<'_>,
    top: Some(|tx, app, task| Box::pin(climbs::at_the_top(tx, app, task)) as Telling<'_>),
};

async fn first(tx: &mut Tx, app: &App, risen: &[Risen]) -> Result<()> {
    climbs::climbed(tx, app, risen).await?;
    for one in risen {
        tasks::change_kind(tx, one.task.id, LATE).await?;
        let case = CaseId(one.task.subject_id);
        let case = store::find_in(tx, case).await?.ok_or(Error::RowNotFound)?;
        tell_above(tx, app, &case, one.to).await?;
    }
    Ok(())
}
async fn at_the_top(tx: &mut Tx, app: &App, task: &Task) -> Result<()> {
    tasks::change_kind(tx, task.id, LATE).await?;
    climbs::at_the_top(tx, app, task).await
}
