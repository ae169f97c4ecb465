//! Undoing an act: what nobody touched since is as before, the rest is listed and stays.
use super::{
    AT_ONCE, ActId, Plan, UNDO, doing,
    store::{self, Act, Row},
};
use crate::{people, undoing};
use platform::{
    App, audit, clock, db,
    db::Tx,
    identity::SignedIn,
    jobs, notices,
    tree::{OrgId, Scope},
    web::Error,
};

/// Until when an act can be undone; none: it can't.
pub fn open_until(act: &Act, now: i64) -> Option<i64> {
    undoing::open_until(act.done_at, now).filter(|_| act.is("done") && act.changed > 0)
}

/// Begins to undo; a small act is undone when this returns. False: too late, or somebody was quicker.
pub async fn begin(app: &App, who: &SignedIn, act: &Act) -> Result<bool, Error> {
    if open_until(act, app.now()).is_none() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    if !store::step(&mut tx, act.id, "done", "undoing", app.now()).await? {
        return Ok(false);
    }
    let entry = audit::Entry {
        act: "member.bulk_undo",
        object: "bulk_act",
        object_id: act.id.0,
        detail: &act.title,
        org: Some(act.org),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    let small = act.changed <= AT_ONCE;
    jobs::queue(&mut tx, UNDO, &act.id.to_string(), app.now() + if small { 60_000 } else { 0 }).await?;
    tx.commit().await?;
    if small {
        go_on(app, act.id).await?;
    }
    Ok(true)
}

/// Undoes what is left. Safe to run again.
pub async fn go_on(app: &App, id: ActId) -> Result<(), Error> {
    let Some(act) = store::find(&app.db, id).await?.filter(|act| act.is("undoing")) else { return Ok(()) };
    undoing::in_slices(app, &Done { app, act: &act, plan: act.plan() }).await?;
    let mut tx = app.db.begin().await?;
    store::step(&mut tx, id, "undoing", "undone", app.now()).await?;
    Ok(tx.commit().await?)
}

/// What an act did.
struct Done<'a> {
    app: &'a App,
    act: &'a Act,
    plan: Plan,
}
impl undoing::Undoing for Done<'_> {
    type Row = Row;
    async fn rows(&self, after: i64, limit: i64) -> db::Result<Vec<Row>> {
        store::changed(&self.app.db, self.act.id, after, limit).await
    }
    fn number(row: &Row) -> i64 {
        row.id
    }
    async fn revert(&self, tx: &mut Tx, row: &Row) -> Result<(), Error> {
        match one(tx, self.app, self.act, &self.plan, row).await? {
            None => store::forget(tx, self.act.id, row.id).await?,
            Some(reason) => store::leave(tx, row.id, reason).await?,
        };
        Ok(())
    }
}

/// Undoes it for one member; the reason where it stays.
async fn one(tx: &mut Tx, app: &App, act: &Act, plan: &Plan, row: &Row) -> Result<Option<&'static str>, Error> {
    const CHANGED: &str = "办理以后又被改过，没有动";
    match plan {
        Plan::Assign { union, .. } => {
            let everywhere = Scope::below("/");
            let found = store::looked_at_in(tx, &everywhere, &[row.membership]).await?.into_iter().next();
            let same = found.filter(|m| m.version == row.version && m.union_id == *union && m.state != "ended");
            let Some(target) = same else { return Ok(Some(CHANGED)) };
            let back = doing::assigned(tx, app, &target, OrgId(row.made), clock::day_of(act.begun_at)).await?;
            if !back {
                return Ok(Some("原来的工会已经没有了，没有动"));
            }
            store::unwrite(tx, &target, *union, act.begun_at).await?;
            // Who has not read of it never learns; who has is told that it was taken back.
            if let Some(account) = target.account
                && !store::unsay(tx, account, &doing::assignment_told(&plan.title()), act.begun_at).await?
            {
                let body = "前几天的调整撤销了，卡号和会龄都不变。";
                notices::tell(tx, app, account, "您的会籍回到了原来的工会", body, "/me/union").await?;
            }
        }
        Plan::Group { .. } => {
            if !store::remove_group(tx, row.made).await? {
                return Ok(Some(CHANGED));
            }
            people::store::beside_memberships(tx, row.person).await?;
        }
        Plan::Notice { .. } => {
            if !notices::withdraw(tx, row.made).await? {
                return Ok(Some("已经读过，收不回来"));
            }
        }
    }
    Ok(None)
}
