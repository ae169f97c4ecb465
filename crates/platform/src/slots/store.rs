//! All SQL of duty and bookings.
use super::{Exception, NAME, PHONE, Span};
use crate::{
    App,
    db::{Db, Query, Result, Tx},
    identity::AccountId,
    tree::{OrgId, Scope},
    vals,
};
use jiff::civil::Date;

crate::row_id!(RosterId);
crate::row_id!(BookingId);

/// Somebody's duty: a place, days of the week, times.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Roster {
    pub id: RosterId,
    pub org: OrgId,
    pub org_name: String,
    pub org_path: String,
    pub account: AccountId,
    pub adviser: String,
    pub kind: String,
    pub place: String,
    pub weekdays: String,
    pub from_minute: i64,
    pub until_minute: i64,
    pub minutes: i64,
    pub capacity: i64,
    confidential: i64,
    starts_on: String,
    ends_on: Option<String>,
    pub version: i64,
}
impl Roster {
    pub fn is_confidential(&self) -> bool {
        self.confidential == 1
    }
    pub fn starts(&self) -> Date {
        self.starts_on.parse().expect("dates are written as dates")
    }
    pub fn ends(&self) -> Option<Date> {
        self.ends_on.as_deref().and_then(|day| day.parse().ok())
    }
    #[cfg(test)]
    pub(super) fn sample(weekdays: &str, (from_minute, until_minute): (i64, i64), minutes: i64) -> Roster {
        Roster {
            id: RosterId(1),
            org: OrgId(1),
            org_name: String::new(),
            org_path: String::new(),
            account: AccountId(1),
            adviser: String::new(),
            kind: String::new(),
            place: String::new(),
            weekdays: weekdays.into(),
            from_minute,
            until_minute,
            minutes,
            capacity: 1,
            confidential: 0,
            starts_on: "2026-01-01".into(),
            ends_on: None,
            version: 1,
        }
    }
}
const SELECT: &str = "SELECT r.id, r.org, o.name AS org_name, o.path AS org_path, r.account, a.name AS adviser, r.kind, r.place, r.weekdays, r.from_minute, r.until_minute, r.minutes, r.capacity, \
    r.confidential, r.starts_on, r.ends_on, r.version FROM slot_rosters r JOIN organisations o ON o.id = r.org JOIN accounts a ON a.id = r.account";

/// A duty to be entered.
#[derive(Clone, Debug)]
pub struct NewRoster {
    pub org: OrgId,
    pub account: AccountId,
    pub kind: String,
    pub place: String,
    pub weekdays: String,
    pub hours: Span,
    pub minutes: i64,
    pub capacity: i64,
    pub confidential: bool,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
}
pub async fn insert(tx: &mut Tx, new: &NewRoster) -> Result<RosterId> {
    let columns = "org, account, kind, place, weekdays, from_minute, until_minute, minutes, capacity, confidential, starts_on, ends_on";
    let values = vals![
        new.org,
        new.account,
        &new.kind,
        &new.place,
        &new.weekdays,
        new.hours.from,
        new.hours.until,
        new.minutes,
        new.capacity,
        new.confidential,
        new.starts_on,
        new.ends_on
    ];
    tx.insert("slot_rosters", columns, values).await.map(RosterId)
}
pub async fn within(db: &Db, scope: &Scope, id: RosterId) -> Result<Option<Roster>> {
    Ok(find(db, id).await?.filter(|roster| scope.holds(&roster.org_path)))
}
pub async fn find(db: &Db, id: RosterId) -> Result<Option<Roster>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE r.id = $1")), vals![id]).await
}
/// The duties of a branch that are not over on a day, those of one adviser first where somebody is named.
pub async fn list(db: &Db, scope: &Scope, only: Option<AccountId>, today: Date) -> Result<Vec<Roster>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(
        " WHERE o.path >= ? AND o.path < ? AND (r.ends_on IS NULL OR r.ends_on >= ?)",
        vals![&scope.from, &scope.until, today],
    );
    if let Some(account) = only {
        query.add(" AND r.account = ?", vals![account]);
    }
    query.add(" ORDER BY r.from_minute, a.name, r.id LIMIT 300", vals![]);
    db.list(query).await
}
/// The duties of some kinds at organisations, not over on a day.
pub async fn at(db: &Db, orgs: &[OrgId], kinds: &[String], today: Date) -> Result<Vec<Roster>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE a.blocked_at IS NULL AND (r.ends_on IS NULL OR r.ends_on >= ?) AND r.org IN (0", vals![today]);
    for org in orgs {
        query.add(", ?", vals![*org]);
    }
    query.add(") AND r.kind IN (''", vals![]);
    for kind in kinds {
        query.add(", ?", vals![kind]);
    }
    query.add(") ORDER BY LENGTH(o.path) DESC, r.from_minute, r.id LIMIT 100", vals![]);
    db.list(query).await
}
pub async fn set_end(tx: &mut Tx, id: RosterId, last: Date) -> Result<()> {
    tx.exec("UPDATE slot_rosters SET ends_on = $2, version = version + 1 WHERE id = $1", vals![id, last])
        .await
        .map(|_| ())
}
/// Takes a duty for an act: whoever books there at once waits. False: it is over on that day.
pub async fn take(tx: &mut Tx, id: RosterId, day: Date) -> Result<bool> {
    let sql = "UPDATE slot_rosters SET version = version + 1 WHERE id = $1 AND starts_on <= $2 AND (ends_on IS NULL OR ends_on >= $2)";
    Ok(tx.exec(sql, vals![id, day]).await? == 1)
}

fn days(rosters: &[RosterId], from: Date, until: Date) -> Query {
    let mut query = Query::new("SELECT roster, day, open, why FROM slot_days", vals![]);
    query.add(" WHERE day >= ? AND day <= ? AND roster IN (0", vals![from, until]);
    for roster in rosters {
        query.add(", ?", vals![*roster]);
    }
    query.add(") ORDER BY day", vals![]);
    query
}
/// Days that differ from the week.
pub async fn exceptions(db: &Db, rosters: &[RosterId], from: Date, until: Date) -> Result<Vec<Exception>> {
    db.list(days(rosters, from, until)).await
}
pub async fn exceptions_in(tx: &mut Tx, roster: RosterId, day: Date) -> Result<Vec<Exception>> {
    tx.list(days(&[roster], day, day)).await
}
pub async fn set_day(tx: &mut Tx, roster: RosterId, day: Date, (open, why): (bool, &str)) -> Result<()> {
    let sql = "INSERT INTO slot_days (roster, day, open, why) VALUES ($1, $2, $3, $4) ON CONFLICT (roster, day) DO UPDATE SET open = $3, why = $4";
    tx.exec(sql, vals![roster, day, open, why]).await.map(|_| ())
}

/// A time that somebody booked, with its duty.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Booking {
    pub id: BookingId,
    pub roster: RosterId,
    day: String,
    pub starts: i64,
    pub minutes: i64,
    pub account: Option<AccountId>,
    pub name_sealed: String,
    pub phone_sealed: String,
    pub service: String,
    pub subject: String,
    pub subject_id: i64,
    pub state: String,
    confidential: i64,
    pub adviser_account: AccountId,
    pub adviser: String,
    pub kind: String,
    pub place: String,
    pub org: OrgId,
    pub org_path: String,
}
impl Booking {
    pub fn day(&self) -> Date {
        self.day.parse().expect("dates are written as dates")
    }
    pub fn is_confidential(&self) -> bool {
        self.confidential == 1
    }
    pub fn span(&self) -> Span {
        Span { from: self.starts, until: self.starts + self.minutes }
    }
    /// When it begins, in epoch milliseconds.
    pub fn begins_at(&self) -> i64 {
        let at = self.day().to_zoned(crate::clock::zone()).map_or(0, |day| day.timestamp().as_millisecond());
        at + self.starts * 60_000
    }
    pub fn name(&self, app: &App) -> String {
        app.keys.open(NAME, &self.name_sealed).unwrap_or_default()
    }
    pub fn phone(&self, app: &App) -> String {
        app.keys.open(PHONE, &self.phone_sealed).unwrap_or_default()
    }
    /// 11月24日14:00
    pub fn when(&self) -> String {
        let day = self.day();
        format!("{}月{}日{}", day.month(), day.day(), super::clock_text(self.starts))
    }
}
const BOOKED: &str = "SELECT b.id, b.roster, b.day, b.starts, r.minutes, b.account, b.name_sealed, b.phone_sealed, b.service, b.subject, b.subject_id, b.state, r.confidential, \
    r.account AS adviser_account, a.name AS adviser, r.kind, r.place, r.org, o.path AS org_path \
    FROM slot_bookings b JOIN slot_rosters r ON r.id = b.roster JOIN accounts a ON a.id = r.account JOIN organisations o ON o.id = r.org";
/// Those that hold a seat.
const HOLD: &str = "b.state IN ('booked', 'came', 'missed')";

pub async fn booking(db: &Db, id: BookingId) -> Result<Option<Booking>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{BOOKED} WHERE b.id = $1")), vals![id]).await
}
pub async fn booking_in(tx: &mut Tx, id: BookingId) -> Result<Option<Booking>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{BOOKED} WHERE b.id = $1")), vals![id]).await
}
fn held(rosters: &[RosterId], from: Date, until: Date) -> Query {
    let mut query = Query::new(BOOKED, vals![]);
    query.add(
        " WHERE b.state IN ('booked', 'came', 'missed') AND b.day >= ? AND b.day <= ? AND b.roster IN (0",
        vals![from, until],
    );
    for roster in rosters {
        query.add(", ?", vals![*roster]);
    }
    query.add(") ORDER BY b.day, b.starts, b.seat", vals![]);
    query
}
/// Who holds seats at duties in some days.
pub async fn bookings(db: &Db, rosters: &[RosterId], from: Date, until: Date) -> Result<Vec<Booking>> {
    db.list(held(rosters, from, until)).await
}
pub async fn bookings_in(tx: &mut Tx, roster: RosterId, day: Date) -> Result<Vec<Booking>> {
    tx.list(held(&[roster], day, day)).await
}
/// One's own, the last day first.
pub async fn own(db: &Db, account: AccountId) -> Result<Vec<Booking>> {
    let sql = format!("{BOOKED} WHERE b.account = $1 ORDER BY b.day DESC, b.starts DESC LIMIT 100");
    db.all(sqlx::AssertSqlSafe(sql), vals![account]).await
}
/// What somebody has booked from a day on, within an act.
pub async fn open_of(tx: &mut Tx, account: AccountId, from: Date) -> Result<Vec<Booking>> {
    let sql = format!("{BOOKED} WHERE b.account = $1 AND b.state = 'booked' AND b.day >= $2 ORDER BY b.day, b.starts");
    tx.all(sqlx::AssertSqlSafe(sql), vals![account, from]).await
}
/// What belongs to a thing, the last first.
pub async fn about(db: &Db, subject: &str, id: i64) -> Result<Vec<Booking>> {
    let sql =
        format!("{BOOKED} WHERE b.subject = $1 AND b.subject_id = $2 ORDER BY b.day DESC, b.starts DESC LIMIT 50");
    db.all(sqlx::AssertSqlSafe(sql), vals![subject, id]).await
}
/// The seats of a time that are taken.
pub async fn seats(tx: &mut Tx, roster: RosterId, day: Date, starts: i64) -> Result<Vec<(i64,)>> {
    let sql =
        format!("SELECT b.seat FROM slot_bookings b WHERE b.roster = $1 AND b.day = $2 AND b.starts = $3 AND {HOLD}");
    tx.all(sqlx::AssertSqlSafe(sql), vals![roster, day, starts]).await
}
pub async fn set_state(tx: &mut Tx, app: &App, id: BookingId, from: &str, to: &str) -> Result<bool> {
    let sql = "UPDATE slot_bookings SET state = $3, changed_at = $4 WHERE id = $1 AND state = $2";
    Ok(tx.exec(sql, vals![id, from, to, app.now()]).await? == 1)
}
/// Bookings of a day whose people were not reminded.
pub async fn unreminded(db: &Db, day: Date) -> Result<Vec<Booking>> {
    let sql = format!("{BOOKED} WHERE b.state = 'booked' AND b.day = $1 AND b.told = 0 ORDER BY b.id LIMIT 500");
    db.all(sqlx::AssertSqlSafe(sql), vals![day]).await
}
pub async fn set_told(tx: &mut Tx, id: BookingId) -> Result<bool> {
    Ok(tx.exec("UPDATE slot_bookings SET told = 1 WHERE id = $1 AND told = 0", vals![id]).await? == 1)
}
