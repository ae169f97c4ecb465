//! Changing the master key while people work: both keys are held, everything sealed is sealed anew in slices, blind indexes and keyed
//! search words are made anew, then the former key goes.
//!
//! Promises: at no moment is a value unreadable or not to be found; killed anywhere, it goes on where it was. Each value carries the id of
//! its key, so what is left to do is seen from the values themselves. An update that comes between reading and writing a value wins.
use super::Keys;
use crate::{
    App,
    db::{Db, Error, Result, Tx},
    vals,
};
use std::pin::Pin;

/// A column of sealed values, declared by the module that owns the table. The table has an `id`.
#[derive(Debug)]
pub struct Sealed {
    pub table: &'static str,
    pub column: &'static str,
    /// What the values are bound to: "people.phone".
    pub field: &'static str,
    /// The blind index made from the same value.
    pub blind: Option<Blind>,
    /// Renews what is sealed inside the text.
    pub inside: Option<fn(&Keys, &str) -> Option<String>>,
}
impl Sealed {
    pub const fn plain(table: &'static str, column: &'static str, field: &'static str) -> Self {
        Sealed { table, column, field, blind: None, inside: None }
    }
    pub const fn indexed(table: &'static str, column: &'static str, field: &'static str, blind: Blind) -> Self {
        Sealed { table, column, field, blind: Some(blind), inside: None }
    }
    #[must_use]
    pub const fn with_inside(self, renew: fn(&Keys, &str) -> Option<String>) -> Self {
        Sealed { inside: Some(renew), ..self }
    }
}
/// A column of blind indexes beside a sealed one.
#[derive(Debug)]
pub struct Blind {
    pub column: &'static str,
    /// The purpose given to [`Keys::blind`].
    pub field: &'static str,
    /// Another column that the value needs, as a document's kind; empty: none.
    pub beside: &'static str,
    /// The indexed value from the opened text and the other column; none: there is nothing to index.
    pub value: fn(text: &str, beside: &str) -> Option<String>,
}

/// A kind of search entries with keyed words, made anew in slices.
pub struct Words {
    pub key: &'static str,
    pub slice: fn(App, i64) -> Slice,
}
/// Makes the entries behind an id anew, a few hundred; gives the last id and how many, none when there are no more.
pub type Slice = Pin<Box<dyn Future<Output = Result<Option<(i64, i64)>>> + Send>>;

/// The platform's own columns.
pub const SEALED: &[Sealed] = &[
    Sealed::indexed("accounts", "phone_sealed", "accounts.phone", PHONE),
    Sealed::indexed("invitations", "phone_sealed", "accounts.phone", PHONE),
    Sealed::plain("accounts", "totp_sealed", "accounts.totp"),
    Sealed::plain("held_forms", "body_sealed", "held_forms.body"),
    Sealed::indexed("outbox", "to_sealed", "outbox.to", PHONE),
    Sealed::plain("outbox", "body_sealed", "outbox.body"),
    Sealed::plain("corrections", "old_sealed", "corrections.value"),
    Sealed::plain("corrections", "new_sealed", "corrections.value"),
    Sealed::plain("slot_bookings", "name_sealed", crate::slots::NAME),
    Sealed::plain("slot_bookings", "phone_sealed", crate::slots::PHONE),
    Sealed::plain("public_objections", "name_sealed", crate::publicity::NAME),
    Sealed::plain("public_objections", "phone_sealed", crate::publicity::PHONE),
    Sealed::plain("public_objections", "text_sealed", crate::publicity::TEXT),
    Sealed::plain("public_objections", "answer_sealed", crate::publicity::TEXT),
];
const PHONE: Blind = Blind { column: "phone_index", field: "phone", beside: "", value: itself };
/// The value itself is indexed, where there is one.
pub fn itself(text: &str, _: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// All columns of the program.
pub fn columns(app: &App) -> impl Iterator<Item = &'static Sealed> + '_ {
    SEALED.iter().chain(app.modules.iter().flat_map(|m| m.sealed.iter()))
}

/// Brings a row's blind index up to date, if it is still the former key's. Before looking for a value.
pub async fn adopt(
    db: &Db,
    keys: &Keys,
    table: &'static str,
    column: &'static str,
    field: &str,
    value: &str,
) -> Result<()> {
    let Some(former) = keys.former_blind(field, value) else { return Ok(()) };
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} = $1");
    if db.number(sqlx::AssertSqlSafe(sql), vals![&former]).await? == 0 {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    adopt_in(&mut tx, keys, table, column, field, value).await?;
    tx.commit().await
}
/// The same inside an act.
pub async fn adopt_in(
    tx: &mut Tx,
    keys: &Keys,
    table: &'static str,
    column: &'static str,
    field: &str,
    value: &str,
) -> Result<()> {
    let Some(former) = keys.former_blind(field, value) else { return Ok(()) };
    let sql = format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2");
    tx.exec(sqlx::AssertSqlSafe(sql), vals![keys.blind(field, value), former]).await?;
    Ok(())
}

const SLICE: i64 = 400;

/// How many values of a column are not sealed with the key that seals now.
pub async fn left(db: &Db, keys: &Keys, column: &Sealed) -> Result<i64> {
    let Sealed { table, column, .. } = column;
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} <> '' AND SUBSTR({column}, 1, 9) <> $1");
    db.number(sqlx::AssertSqlSafe(sql), vals![keys.mark()]).await
}

/// Which values a pass looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Those that another key sealed.
    Stale,
    /// All that have a blind index: one of the former key may stand beside a value of the new one, where a row was made while the key
    /// changed.
    Indexed,
}

/// Seals one slice of a column anew, behind an id; gives the last id looked at and how many were sealed anew, none at the end. What no key
/// here opens stays as it is and is counted by [`left`].
pub async fn reseal(app: &App, sealed: &Sealed, pass: Pass, after: i64) -> Result<Option<(i64, i64)>> {
    let Sealed { table, column, .. } = sealed;
    if pass == Pass::Indexed && sealed.blind.is_none() {
        return Ok(None);
    }
    let index = sealed.blind.as_ref().map_or("''", |b| b.column);
    let beside = sealed.blind.as_ref().map(|b| b.beside).filter(|b| !b.is_empty()).unwrap_or("''");
    let which = if pass == Pass::Indexed { "1 = 1" } else { "1 = 0" };
    let sql = format!(
        "SELECT id, {column}, {beside}, COALESCE({index}, '') FROM {table} WHERE id > $1 AND {column} <> '' AND ({which} OR SUBSTR({column}, 1, 9) <> $2) ORDER BY id LIMIT $3"
    );
    let rows: Vec<(i64, String, String, String)> =
        app.db.all(sqlx::AssertSqlSafe(sql), vals![after, app.keys.mark(), SLICE]).await?;
    let Some(last) = rows.last().map(|row| row.0) else { return Ok(None) };
    let mut tx = app.db.begin().await?;
    let mut done = 0;
    for (id, old, beside, index) in rows {
        let Ok(text) = app.keys.open(sealed.field, &old) else { continue };
        let value = sealed.blind.as_ref().and_then(|b| Some((b.column, b.field, (b.value)(&text, &beside)?)));
        // An index that is not the value's own stays: the person was merged into another, who has it now.
        let renewed = value.filter(|(_, field, value)| app.keys.former_blind(field, value).as_ref() == Some(&index));
        let stale = !old.starts_with(&app.keys.mark());
        if !stale && renewed.is_none() {
            continue;
        }
        let text = sealed.inside.and_then(|renew| renew(&app.keys, &text)).unwrap_or(text);
        let fresh = app.keys.seal(sealed.field, &text);
        done += match renewed {
            Some((index, field, value)) => {
                let sql = format!("UPDATE {table} SET {column} = $2, {index} = $3 WHERE id = $1 AND {column} = $4");
                tx.exec(sqlx::AssertSqlSafe(sql), vals![id, fresh, app.keys.blind(field, &value), old]).await?
            }
            None => {
                let sql = format!("UPDATE {table} SET {column} = $2 WHERE id = $1 AND {column} = $3");
                tx.exec(sqlx::AssertSqlSafe(sql), vals![id, fresh, old]).await?
            }
        };
    }
    tx.commit().await?;
    Ok(Some((last, i64::try_from(done).unwrap_or(i64::MAX))))
}

/// A change of keys under way, as the database knows it.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Rotation {
    pub id: i64,
    pub former: String,
    pub fresh: String,
    pub started_at: i64,
    /// The part of the search words that was reached, and behind which id.
    pub part: String,
    pub after: i64,
}
pub async fn under_way(db: &Db) -> Result<Option<Rotation>> {
    let sql = "SELECT id, former, fresh, started_at, part, after_id AS after FROM key_rotations WHERE finished_at IS NULL ORDER BY id LIMIT 1";
    db.maybe(sql, vals![]).await
}
/// Notes that a change began; one that is under way already goes on.
pub async fn begin(db: &Db, former: &str, fresh: &str, now: i64) -> Result<Rotation> {
    if let Some(going_on) = under_way(db).await? {
        return Ok(going_on);
    }
    let mut tx = db.begin().await?;
    let id = tx.insert("key_rotations", "former, fresh, started_at", vals![former, fresh, now]).await?;
    tx.commit().await?;
    Ok(Rotation { id, former: former.into(), fresh: fresh.into(), started_at: now, part: String::new(), after: 0 })
}
pub async fn reached(db: &Db, rotation: i64, part: &str, after: i64) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec("UPDATE key_rotations SET part = $2, after_id = $3 WHERE id = $1", vals![rotation, part, after]).await?;
    tx.commit().await
}
pub async fn finish(db: &Db, rotation: i64, now: i64) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec("UPDATE key_rotations SET finished_at = $2 WHERE id = $1", vals![rotation, now]).await?;
    tx.exec("DELETE FROM key_nodes", vals![]).await?;
    tx.commit().await
}

/// A running server that said which keys it holds.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Node {
    pub node: String,
    /// The ids, the sealing one first, with a comma between.
    pub ids: String,
    pub seen_at: i64,
}
pub async fn nodes(db: &Db, since: i64) -> Result<Vec<Node>> {
    db.all("SELECT node, ids, seen_at FROM key_nodes WHERE seen_at >= $1 ORDER BY node", vals![since]).await
}

/// One round of a running server: takes in a changed key file, and while a key is changed says which keys it holds.
pub async fn round(app: &App, file: &std::path::Path, node: &str) -> Result<()> {
    // A file that can't be read this moment is being written; the next round sees it.
    if let Some(keys) = std::fs::read_to_string(file).ok().and_then(|text| Keys::from_hex(&text).ok())
        && keys.ids() != app.keys.ids()
    {
        // A key that opens nothing here is not taken: somebody put the wrong file there.
        if keys.ids().iter().any(|id| app.keys.ids().contains(id)) {
            app.keys.r#become(&keys);
            tracing::info!(keys = keys.ids().join(","), "the key file changed: these keys are held now");
        }
    }
    if under_way(&app.db).await?.is_none() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    tx.exec(
        "INSERT INTO key_nodes (node, ids, seen_at) VALUES ($1, $2, $3) ON CONFLICT (node) DO UPDATE SET ids = excluded.ids, seen_at = excluded.seen_at",
        vals![node, app.keys.ids().join(","), app.now()],
    )
    .await?;
    tx.commit().await
}

/// Why a step could not be taken, for who changes the key.
pub fn unreadable(column: &Sealed, left: i64) -> Error {
    Error::Decode(
        format!("{left} values of {}.{} can't be opened with the keys here", column.table, column.column).into(),
    )
}
