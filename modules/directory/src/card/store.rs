//! All SQL of the card: few reads for the card itself, and the numbers that are read out.
use super::token::{GRACE_SECONDS, VALID_SECONDS};
use crate::members::{MembershipId, store::VISIBLE};
use platform::{
    App,
    db::{Db, Result, Tx},
    files::FileId,
    secrets::rotation,
    tree::{OrgId, PersonId},
    vals,
};

/// What the card shows: membership, person and union in one read.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Card {
    pub id: MembershipId,
    pub person: PersonId,
    pub name: String,
    pub photo: Option<FileId>,
    pub union_id: OrgId,
    pub union_name: String,
    pub path: String,
    /// active, kept or ended.
    pub state: String,
    pub number: String,
    pub joined_on: String,
    pub ended_on: Option<String>,
}
impl Card {
    pub fn holds(&self) -> bool {
        self.state != "ended"
    }
}
const CARD: &str = "SELECT m.id, m.person, m.name, p.photo, m.union_id, o.name AS union_name, m.path, m.state, m.number, m.joined_on, m.ended_on \
    FROM memberships m JOIN people p ON p.id = m.person JOIN organisations o ON o.id = m.union_id";

/// A person's card: of the current membership, else of the last one.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Option<Card>> {
    let sql = format!(
        "{CARD} WHERE m.person = $1{VISIBLE} ORDER BY CASE WHEN m.state = 'ended' THEN 1 ELSE 0 END, m.id DESC LIMIT 1"
    );
    db.maybe(sqlx::AssertSqlSafe(sql), vals![person]).await
}
pub async fn of_membership(db: &Db, id: MembershipId) -> Result<Option<Card>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{CARD} WHERE m.id = $1{VISIBLE}")), vals![id]).await
}

/// A number that can be read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Eight digits.
    pub digits: String,
    /// Seconds that it still has.
    pub remaining: i64,
}
const NUMBER: &str = "card_numbers.number";
/// Wrong numbers, from anybody, within a minute: then nobody's number is looked up until the minute is over.
const MISSES: i64 = 60;
const MINUTE: i64 = 60_000;

/// The number of a card that still holds, if one was asked for within the minute.
pub async fn number(app: &App, membership: MembershipId) -> Result<Option<Number>> {
    let row: Option<(String, i64)> = app
        .db
        .maybe(
            "SELECT number_sealed, expires_at FROM card_numbers WHERE membership = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 1",
            vals![membership, app.now()],
        )
        .await?;
    Ok(row.and_then(|(sealed, expires)| {
        let digits = app.keys.open(NUMBER, &sealed).ok()?;
        Some(Number { digits, remaining: (expires - app.now() + 999) / 1000 })
    }))
}
/// Makes a number for a card; the ones before it end, and old rows go.
pub async fn make_number(tx: &mut Tx, app: &App, membership: MembershipId) -> Result<()> {
    let gone = app.now() - GRACE_SECONDS * 1000;
    tx.exec("DELETE FROM card_numbers WHERE membership = $1 OR expires_at < $2", vals![membership, gone]).await?;
    let digits = format!("{:08}", rand::random_range(0..100_000_000));
    // Two cards with the same number in the same minute: the first keeps it, the person asks once more.
    tx.exec(
        "INSERT INTO card_numbers (number_index, membership, number_sealed, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT (number_index) DO NOTHING",
        vals![
            app.keys.blind(NUMBER, &digits),
            membership,
            app.keys.seal(NUMBER, &digits),
            app.now() + VALID_SECONDS * 1000
        ],
    )
    .await?;
    Ok(())
}
/// Whose number it is, if it holds; `None` also while too many wrong ones come in (see [`too_many_misses`]).
pub async fn of_number(app: &App, digits: &str) -> Result<Option<Card>> {
    rotation::adopt(&app.db, &app.keys, "card_numbers", "number_index", NUMBER, digits).await?;
    let found: Option<(MembershipId,)> = app
        .db
        .maybe(
            "SELECT membership FROM card_numbers WHERE number_index = $1 AND expires_at >= $2",
            vals![app.keys.blind(NUMBER, digits), app.now() - GRACE_SECONDS * 1000],
        )
        .await?;
    match found {
        Some((membership,)) => of_membership(&app.db, membership).await,
        None => Ok(None),
    }
}
pub async fn too_many_misses(app: &App) -> Result<bool> {
    let misses =
        app.db.number("SELECT COUNT(*) FROM card_number_misses WHERE at > $1", vals![app.now() - MINUTE]).await?;
    Ok(misses >= MISSES)
}
pub async fn miss(tx: &mut Tx, app: &App) -> Result<()> {
    tx.exec("DELETE FROM card_number_misses WHERE at <= $1", vals![app.now() - MINUTE]).await?;
    tx.exec("INSERT INTO card_number_misses (at) VALUES ($1)", vals![app.now()]).await?;
    Ok(())
}

/// Puts another photo on the card (none: no photo); gives the one before.
pub async fn set_photo(tx: &mut Tx, person: PersonId, photo: Option<FileId>) -> Result<Option<FileId>> {
    let before: (Option<FileId>,) = tx.one("SELECT photo FROM people WHERE id = $1", vals![person]).await?;
    tx.exec("UPDATE people SET photo = $2 WHERE id = $1", vals![person, photo]).await?;
    Ok(before.0)
}

/// A line of a person's membership history.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Event {
    pub union_name: String,
    /// Code of `membership_change`.
    pub change: String,
    /// Code of `membership_change_reason`.
    pub reason: String,
    pub on_day: String,
}
pub async fn events(db: &Db, person: PersonId) -> Result<Vec<Event>> {
    let sql = format!(
        "SELECT o.name AS union_name, e.change, e.reason, e.on_day FROM membership_events e JOIN memberships m ON m.id = e.membership JOIN organisations o ON o.id = e.union_id WHERE e.person = $1{VISIBLE} ORDER BY e.on_day, e.id LIMIT 50"
    );
    db.all(sqlx::AssertSqlSafe(sql), vals![person]).await
}
/// Federations and stations that a person is tied to today: name and since when.
pub async fn affiliations(db: &Db, person: PersonId, today: jiff::civil::Date) -> Result<Vec<(String, String)>> {
    db.all(
        "SELECT o.name, a.from_on FROM affiliations a JOIN organisations o ON o.id = a.union_id WHERE a.person = $1 AND a.from_on <= $2 AND (a.to_on IS NULL OR a.to_on >= $2) ORDER BY a.id",
        vals![person, today],
    )
    .await
}
