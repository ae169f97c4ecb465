//! What the applicant is told, at every step: in the program and by SMS.
use super::JOINING_TASK;
use platform::{
    App,
    db::{Result, Tx},
    identity::AccountId,
    notices,
    tasks::{Climbed, Risen, Task, Telling},
    vals,
};

/// To whom, and who says it. The site's name is read before the act begins.
pub struct Told<'a> {
    pub account: AccountId,
    pub phone: &'a str,
    pub site: &'a str,
}

pub async fn tell(tx: &mut Tx, app: &App, to: &Told<'_>, title: &str, body: &str, link: &str) -> Result<()> {
    notices::tell(tx, app, to.account, title, body, link).await?;
    notices::sms(tx, app, to.phone, &format!("【{}】{title}。{body}。", to.site)).await
}
/// The applicant learns that a joining was not decided in time and who looks after it now.
pub const CLIMBS: &[Climbed] = &[Climbed {
    kind: JOINING_TASK.key,
    takes: None,
    top: None,
    tell: |tx, app, risen| Box::pin(tell_of_climbs(tx, app, risen)) as Telling<'_>,
}];
async fn tell_of_climbs(tx: &mut Tx, app: &App, risen: &[Risen]) -> Result<()> {
    for one in risen {
        tell_of_climb(tx, app, &one.task, &one.above).await?;
    }
    Ok(())
}
async fn tell_of_climb(tx: &mut Tx, app: &App, task: &Task, above: &str) -> Result<()> {
    let found: Option<(AccountId,)> =
        tx.maybe("SELECT account FROM joinings WHERE id = $1", vals![task.subject_id]).await?;
    let Some((account,)) = found else { return Ok(()) };
    let body = format!("{}没有按时办，已经自动报给{above}，由{above}督办。您不用再申请一次", task.level_name);
    notices::tell(tx, app, account, &format!("入会申请已报{above}"), &body, MINE).await
}
/// The page of one's own joining.
pub const MINE: &str = "/me/joining";
