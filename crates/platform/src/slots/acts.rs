//! Entering a duty, booking, cancelling, coming; each one act with its trail and its messages.
use super::{
    BOOKING, Booking, BookingId, CANCEL_HOURS, DESK, MINE, NAME, PHONE, ROSTER, Roster, RosterId, Span, store,
};
use crate::{
    App, audit,
    db::{Result, Tx},
    identity::SignedIn,
    jobs::Job,
    notices, settings, vals,
};
use jiff::civil::Date;

/// As many may somebody have booked at once.
const MOST: usize = 5;
/// Done, or a sentence that says why not.
type Outcome<T = ()> = Result<std::result::Result<T, String>>;

async fn record(
    tx: &mut Tx,
    app: &App,
    who: Option<&SignedIn>,
    act: &str,
    (roster, id): (&Roster, i64),
    detail: &str,
) -> Result<()> {
    let object = if act.starts_with("duty") { ROSTER } else { BOOKING };
    // Who comes to a confidential adviser stands in no trail.
    let (who, detail) =
        match roster.is_confidential() && object == BOOKING && who.is_none_or(|who| who.account != roster.account) {
            true => (None, ""),
            false => (who, detail),
        };
    let entry = audit::Entry { act, object, object_id: id, detail, org: Some(roster.org), ..Default::default() };
    audit::record(tx, app, who, &entry).await
}

pub async fn add(app: &App, who: &SignedIn, new: &store::NewRoster) -> Result<RosterId> {
    let mut tx = app.db.begin().await?;
    let id = store::insert(&mut tx, new).await?;
    let entry = audit::Entry {
        act: "duty.create",
        object: ROSTER,
        object_id: id.0,
        detail: &new.kind,
        org: Some(new.org),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    if new.account != who.account {
        let title = format!("给您排了值班：{}", new.kind);
        notices::tell(&mut tx, app, new.account, &title, &new.place, &format!("{DESK}/{id}")).await?;
    }
    tx.commit().await?;
    Ok(id)
}
/// Ends a duty after a day; whoever had booked a later time is told. Says how many.
pub async fn end(app: &App, who: &SignedIn, roster: &Roster, last: Date) -> Result<usize> {
    let later: Vec<Booking> = store::bookings(&app.db, &[roster.id], last, Date::MAX).await?;
    let mut tx = app.db.begin().await?;
    store::set_end(&mut tx, roster.id, last).await?;
    let mut told = 0;
    for booking in later.iter().filter(|booking| booking.day() > last) {
        told += usize::from(off(&mut tx, app, booking, "不再值班").await?);
    }
    record(&mut tx, app, Some(who), "duty.end", (roster, roster.id.0), &last.to_string()).await?;
    tx.commit().await?;
    Ok(told)
}
/// Makes a day differ from the week; where nobody is there, whoever had booked is told. Says how many.
pub async fn except(app: &App, who: &SignedIn, roster: &Roster, day: Date, (open, why): (bool, &str)) -> Result<usize> {
    let mut tx = app.db.begin().await?;
    store::take(&mut tx, roster.id, day).await?;
    store::set_day(&mut tx, roster.id, day, (open, why)).await?;
    let mut told = 0;
    if !open {
        for booking in store::bookings_in(&mut tx, roster.id, day).await? {
            told += usize::from(off(&mut tx, app, &booking, why).await?);
        }
    }
    record(&mut tx, app, Some(who), "duty.update", (roster, roster.id.0), &day.to_string()).await?;
    tx.commit().await?;
    Ok(told)
}
/// The union takes a booking off; false: it was no longer booked.
async fn off(tx: &mut Tx, app: &App, booking: &Booking, why: &str) -> Result<bool> {
    if !store::set_state(tx, app, booking.id, "booked", "off").await? {
        return Ok(false);
    }
    tell(tx, app, booking, "约好的时间取消了", &format!("{}，{why}，请另约一个时间", booking.when())).await?;
    Ok(true)
}
/// The person, in the program and by text message; neither says what it is about.
async fn tell(tx: &mut Tx, app: &App, booking: &Booking, title: &str, body: &str) -> Result<()> {
    let Some(account) = booking.account else { return Ok(()) };
    notices::tell(tx, app, account, title, body, &format!("{MINE}/{}", booking.id)).await?;
    let phone = booking.phone(app);
    if phone.is_empty() {
        return Ok(());
    }
    notices::sms(tx, app, &phone, &format!("【职工之家】{title}。{body}。")).await
}

/// What is to be booked, by whom.
pub struct NewBooking<'a> {
    pub who: &'a SignedIn,
    pub name: &'a str,
    pub phone: &'a str,
    pub day: Date,
    pub starts: i64,
    pub service: &'a str,
    /// What it belongs to, and its number; empty and 0: it stands alone.
    pub subject: (&'static str, i64),
}
/// Books a time. Whoever sends it twice has it once; whoever comes later than another one gets a sentence.
pub async fn book(app: &App, roster: &Roster, new: &NewBooking<'_>) -> Outcome<BookingId> {
    let (account, day) = (new.who.account, new.day);
    let Some(span) = roster.span_at(new.starts) else { return Ok(Err("没有这个时间，请另选".into())) };
    let mut tx = app.db.begin().await?;
    // First the person, then the duty: whoever books at once waits at one of the two.
    tx.exec("UPDATE accounts SET name = name WHERE id = $1", vals![account]).await?;
    if !store::take(&mut tx, roster.id, day).await? {
        return Ok(Err("这个时间没有人值班，请另选".into()));
    }
    let own = store::open_of(&mut tx, account, app.today()).await?;
    if let Some(same) = own.iter().find(|one| one.roster == roster.id && one.day() == day && one.starts == new.starts) {
        return Ok(Ok(same.id));
    }
    let exceptions = store::exceptions_in(&mut tx, roster.id, day).await?;
    if roster.closed(day, &exceptions, &app.calendar).is_some() || begins_at(day, span) <= app.now() {
        return Ok(Err("这个时间没有人值班，请另选".into()));
    }
    if let Some(other) = own.iter().find(|one| one.day() == day && one.span().overlaps(span)) {
        return Ok(Err(format!("您{}已经约了，请另选一个时间", other.when())));
    }
    if own.len() >= MOST {
        return Ok(Err(format!("最多同时约{MOST}个时间，请先取消一个")));
    }
    let taken = store::seats(&mut tx, roster.id, day, new.starts).await?;
    let Some(seat) = (1..=roster.capacity).find(|seat| taken.iter().all(|(one,)| one != seat)) else {
        return Ok(Err("这个时间刚被别人约走了，请另选一个".into()));
    };
    let id = insert(&mut tx, app, roster, new, seat).await?;
    record(&mut tx, app, Some(new.who), "booking.create", (roster, id.0), &day.to_string()).await?;
    let booking = store::booking_in(&mut tx, id).await?.ok_or(crate::db::Error::RowNotFound)?;
    tell(&mut tx, app, &booking, "时间约好了", &format!("{}，{}", booking.when(), roster.place)).await?;
    let title = format!("有人约了{}", booking.when());
    notices::tell(&mut tx, app, roster.account, &title, &roster.place, &at_desk(&booking)).await?;
    tx.commit().await?;
    Ok(Ok(id))
}
async fn insert(tx: &mut Tx, app: &App, roster: &Roster, new: &NewBooking<'_>, seat: i64) -> Result<BookingId> {
    let columns = "roster, day, starts, seat, account, name_sealed, phone_sealed, service, subject, subject_id, state, at, changed_at";
    let values = vals![
        roster.id,
        new.day,
        new.starts,
        seat,
        new.who.account,
        app.keys.seal(NAME, new.name),
        app.keys.seal(PHONE, new.phone),
        new.service,
        new.subject.0,
        new.subject.1,
        "booked",
        app.now(),
        app.now()
    ];
    tx.insert("slot_bookings", columns, values).await.map(BookingId)
}
fn begins_at(day: Date, span: Span) -> i64 {
    day.to_zoned(crate::clock::zone()).map_or(0, |day| day.timestamp().as_millisecond()) + span.from * 60_000
}
fn at_desk(booking: &Booking) -> String {
    format!("{DESK}?day={}", booking.day())
}

/// Until when the person can cancel, in epoch milliseconds.
pub async fn cancellable_until(app: &App, booking: &Booking, region: &str) -> Result<i64> {
    let hours = settings::number(&app.db, CANCEL_HOURS, region, app.today()).await?;
    Ok(booking.begins_at() - hours * 3_600_000)
}
/// The person cancels.
pub async fn cancel(app: &App, who: &SignedIn, booking: &Booking, region: &str) -> Outcome {
    if app.now() > cancellable_until(app, booking, region).await? {
        return Ok(Err("时间快到了，不能在这里取消，请打电话".into()));
    }
    change(app, who, booking, ("cancelled", "booking.withdraw")).await
}
/// The adviser says whether the person came; only once it has begun.
pub async fn attend(app: &App, who: &SignedIn, booking: &Booking, came: bool) -> Outcome {
    if booking.begins_at() > app.now() {
        return Ok(Err("还没有到时间".into()));
    }
    change(app, who, booking, (if came { "came" } else { "missed" }, "booking.close")).await
}
/// The union takes it off, with a reason that the person reads.
pub async fn call_off(app: &App, who: &SignedIn, booking: &Booking, why: &str) -> Outcome {
    let roster = store::find(&app.db, booking.roster).await?.ok_or(crate::db::Error::RowNotFound)?;
    let mut tx = app.db.begin().await?;
    if !off(&mut tx, app, booking, why).await? {
        return Ok(Err("这个预约已经有变化，请刷新后再看".into()));
    }
    record(&mut tx, app, Some(who), "booking.revoke", (&roster, booking.id.0), "").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
async fn change(app: &App, who: &SignedIn, booking: &Booking, (state, act): (&str, &str)) -> Outcome {
    let roster = store::find(&app.db, booking.roster).await?.ok_or(crate::db::Error::RowNotFound)?;
    let mut tx = app.db.begin().await?;
    if !store::set_state(&mut tx, app, booking.id, "booked", state).await? {
        return Ok(Err("这个预约已经有变化，请刷新后再看".into()));
    }
    record(&mut tx, app, Some(who), act, (&roster, booking.id.0), "").await?;
    match state {
        "cancelled" => {
            let title = format!("{}的预约取消了", booking.when());
            notices::tell(&mut tx, app, roster.account, &title, &roster.place, &at_desk(booking)).await?;
        }
        "missed" => tell(&mut tx, app, booking, "您没有来", &format!("{}，还要谈可以另约", booking.when())).await?,
        _ => {}
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// Reminds of the next day.
pub const TURN: Job = Job {
    kind: "slots.remind",
    every: Some(1_800),
    run: |app, _| Box::pin(async move { remind(&app).await.map_err(|e| e.to_string()) }),
};
async fn remind(app: &App) -> Result<()> {
    let Ok(tomorrow) = app.today().tomorrow() else { return Ok(()) };
    for booking in store::unreminded(&app.db, tomorrow).await? {
        let mut tx = app.db.begin().await?;
        if store::set_told(&mut tx, booking.id).await? {
            let body = format!("{}，{}，来不了请取消", booking.when(), booking.place);
            tell(&mut tx, app, &booking, "明天有约", &body).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
