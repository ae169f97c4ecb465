//! What a change of the master key makes anew here: sealed columns, blind indexes, the keyed words of members.
use crate::{
    joinings,
    people::{self, Person, document_key},
};
use platform::{
    App,
    db::{Error, Result},
    files, search,
    secrets::rotation::{Blind, Sealed, Slice, Words, itself},
    vals,
};

pub const SEALED: &[Sealed] = &[
    Sealed::indexed(
        "people",
        "document_sealed",
        people::sealed::DOCUMENT,
        Blind {
            column: "document_index",
            field: "document",
            beside: "document_kind",
            value: |number, kind| Some(document_key(kind, number)),
        },
    ),
    Sealed::indexed(
        "people",
        "phone_sealed",
        people::sealed::PHONE,
        Blind { column: "phone_index", field: "phone", beside: "", value: itself },
    ),
    Sealed::plain("people", "household_place_sealed", people::sealed::HOUSEHOLD_PLACE),
    Sealed::indexed(
        "joinings",
        "form_sealed",
        "joinings.form",
        Blind { column: "document_index", field: "document", beside: "", value: joinings::document_of },
    ),
    Sealed::indexed(
        "card_numbers",
        "number_sealed",
        "card_numbers.number",
        Blind { column: "number_index", field: "card_numbers.number", beside: "", value: itself },
    ),
    Sealed::plain("import_chunks", "sealed", "import_chunks.rows"),
    Sealed::plain("import_changes", "before_sealed", "import_changes.before"),
];

pub const WORDS: &[Words] = &[
    Words { key: "member", slice: |app, after| Box::pin(reword(app, after)) as Slice },
    Words { key: "exports", slice: |app, after| Box::pin(reseal_exports(app, after)) as Slice },
];

/// Lists that were taken out and are kept for a week: their pieces lie beside the database.
async fn reseal_exports(app: App, after: i64) -> Result<Option<(i64, i64)>> {
    let sql =
        "SELECT id, location FROM list_exports WHERE id > $1 AND state IN ('writing', 'done') ORDER BY id LIMIT 20";
    let some: Vec<(i64, String)> = app.db.all(sql, vals![after]).await?;
    for (_, location) in &some {
        files::pieces::reseal(&app, location).await.map_err(|e| Error::Decode(e.to_string().into()))?;
    }
    Ok(some.last().map(|(id, _)| (*id, some.len() as i64)))
}

const SLICE: i64 = 300;

#[derive(sqlx_macros::FromRow)]
struct Entry {
    membership: i64,
    path: String,
    number: String,
    #[sqlx(flatten)]
    person: Person,
}

/// Makes the words of members that are in the index anew.
async fn reword(app: App, after: i64) -> Result<Option<(i64, i64)>> {
    let sql = format!(
        "SELECT m.id AS membership, m.path, m.number, {} FROM search_entries e JOIN memberships m ON m.id = e.ref JOIN people p ON p.id = m.person \
         WHERE e.kind = 'member' AND e.ref > $1 ORDER BY e.ref LIMIT $2",
        people::store::columns()
    );
    // Read inside the act: nobody changes a member between the reading and the writing of the words.
    let mut tx = app.db.begin().await?;
    let some: Vec<Entry> = tx.all(sqlx::AssertSqlSafe(sql), vals![after, SLICE]).await?;
    let Some(last) = some.last().map(|entry| entry.membership) else { return Ok(None) };
    let count = i64::try_from(some.len()).unwrap_or(SLICE);
    let mut entries = Vec::with_capacity(some.len());
    for entry in some {
        // A value that doesn't open is left out of the index rather than holding up the change.
        let details = entry.person.details(&app).unwrap_or_default();
        let words = people::store::search_words(&app, &details, &entry.number, &entry.path);
        entries.push(search::NewEntry { kind: "member", id: entry.membership, title: entry.person.name, words });
    }
    search::put(&mut tx, entries).await?;
    tx.commit().await?;
    Ok(Some((last, count)))
}
