//! Duty in the console: the week, one duty with its days and who comes, entering one.
mod act;
mod new;
mod show;
mod week;

use crate::permissions::{DUTY_MANAGE, DUTY_SERVE};
use platform::{
    identity::AccountId,
    rights::Access::Needs,
    slots::{Booking, DESK, Roster, RosterId, store},
    web::{Error, Result, Routes},
};
use ui::Desk;

pub fn routes() -> Routes {
    let serve = Needs(DUTY_SERVE);
    Routes::new()
        .get(DESK, serve, week::show)
        .get("/console/duty/new", serve, new::new)
        .post(DESK, serve, new::create)
        .get("/console/duty/{roster}", serve, show::show)
        .post("/console/duty/{roster}/days", serve, act::except)
        .post("/console/duty/{roster}/ending", serve, act::end)
        .post("/console/bookings/{booking}/attendance", serve, act::attend)
        .post("/console/bookings/{booking}/ending", serve, act::call_off)
}

/// A duty in the branch.
async fn within(desk: &Desk, id: i64) -> Result<Roster> {
    let scope = desk.scope(DUTY_SERVE)?;
    store::within(&desk.app.db, &scope, RosterId(id)).await?.ok_or(Error::NotFound)
}
fn is_mine(desk: &Desk, account: AccountId) -> bool {
    account == desk.who.account
}
/// Who changes a duty: the adviser, or whoever manages duties.
fn may_change(desk: &Desk, roster: &Roster) -> bool {
    is_mine(desk, roster.account) || desk.may(DUTY_MANAGE)
}
/// Who sees who comes: the adviser; of what is not confidential also whoever manages duties.
fn sees_names(desk: &Desk, roster: &Roster) -> bool {
    is_mine(desk, roster.account) || (!roster.is_confidential() && desk.may(DUTY_MANAGE))
}
fn sees(desk: &Desk, booking: &Booking) -> bool {
    is_mine(desk, booking.adviser_account) || (!booking.is_confidential() && desk.may(DUTY_MANAGE))
}
