//! Changing a day or the end of a duty; saying who came; taking a booking off.
use super::{
    may_change, sees,
    show::{again, refused},
    within,
};
use crate::permissions::DUTY_SERVE;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::{
    slots::{self, Booking, BookingId, DESK, Roster, store},
    web::{Error, Fields, Result, see},
};
use ui::Desk;

const WHY: usize = 60;

async fn changeable(desk: &Desk, id: i64) -> Result<Roster> {
    let roster = within(desk, id).await?;
    if may_change(desk, &roster) { Ok(roster) } else { Err(Error::NotFound) }
}
fn told(number: usize) -> String {
    if number == 0 { "保存了".to_owned() } else { format!("保存了，告诉了{number}个约好的人") }
}

pub async fn except(desk: Desk, Path(id): Path<i64>, mut form: Fields) -> Result<Response> {
    let roster = changeable(&desk, id).await?;
    let day = form.number::<Date>("day").filter(|day| *day >= desk.app.today());
    if day.is_none() {
        form.fault("day", "请选今天或以后的日期");
    }
    let open = form.get("open") == "1";
    let why = if open {
        Some(form.get("why").chars().take(WHY).collect())
    } else {
        form.required("why", "请写原因", WHY)
    };
    let (Some(day), Some(why)) = (day, why) else { return again(&desk, roster, &form).await };
    let number = slots::except(&desk.app, &desk.who, &roster, day, (open, &why)).await?;
    Ok(see(&format!("{DESK}/{id}?day={day}"), &told(number)))
}
pub async fn end(desk: Desk, Path(id): Path<i64>, mut form: Fields) -> Result<Response> {
    let roster = changeable(&desk, id).await?;
    let Some(last) = form.number::<Date>("last").filter(|day| *day >= desk.app.today()) else {
        form.fault("last", "请选今天或以后的日期");
        return again(&desk, roster, &form).await;
    };
    let number = slots::end(&desk.app, &desk.who, &roster, last).await?;
    Ok(see(&format!("{DESK}/{id}"), &told(number)))
}

/// A booking whose person is seen from here.
async fn booking(desk: &Desk, id: i64) -> Result<Booking> {
    let scope = desk.scope(DUTY_SERVE)?;
    let booking = store::booking(&desk.app.db, BookingId(id)).await?;
    booking.filter(|one| scope.holds(&one.org_path) && sees(desk, one)).ok_or(Error::NotFound)
}
async fn done(
    desk: &Desk,
    booking: &Booking,
    done: std::result::Result<(), String>,
    sentence: &str,
) -> Result<Response> {
    match done {
        Ok(()) => Ok(see(&format!("{DESK}/{}?day={}", booking.roster, booking.day()), sentence)),
        Err(why) => refused(desk, booking.roster.0, booking.day(), &why).await,
    }
}
pub async fn attend(desk: Desk, Path(id): Path<i64>, form: Fields) -> Result<Response> {
    let booking = booking(&desk, id).await?;
    let came = form.get("came") == "1";
    let outcome = slots::attend(&desk.app, &desk.who, &booking, came).await?;
    done(&desk, &booking, outcome, if came { "记下了，来了" } else { "记下了，没来" }).await
}
pub async fn call_off(desk: Desk, Path(id): Path<i64>, form: Fields) -> Result<Response> {
    let booking = booking(&desk, id).await?;
    let why: String = form.opt("why").unwrap_or("值班的人来不了").chars().take(WHY).collect();
    let outcome = slots::call_off(&desk.app, &desk.who, &booking, &why).await?;
    done(&desk, &booking, outcome, "取消了，本人会收到消息").await
}
