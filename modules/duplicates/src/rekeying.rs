//! What a change of the master key makes anew here: what was kept of merges, and the keyed words under which pairs meet.
use directory::people::{document_key, sealed};
use platform::{
    App,
    db::Result,
    secrets::{
        Keys,
        rotation::{Sealed, Slice, Words},
    },
    vals,
};
use serde_json::{Map, Value};

pub const SEALED: &[Sealed] =
    &[Sealed::plain("duplicate_merges", "image_sealed", "duplicate_merges.image").with_inside(renewed)];
pub const WORDS: &[Words] =
    &[Words { key: "duplicates", slice: |app, after| Box::pin(look_again(app, after)) as Slice }];

/// The rows inside an image hold sealed values and indexes of their own.
fn renewed(keys: &Keys, image: &str) -> Option<String> {
    let mut image: Map<String, Value> = serde_json::from_str(image).ok()?;
    for row in ["before", "after", "gone"] {
        if let Some(row) = image.get_mut(row).and_then(Value::as_object_mut) {
            renew_row(keys, row);
        }
    }
    serde_json::to_string(&image).ok()
}
fn renew_row(keys: &Keys, row: &mut Map<String, Value>) {
    let text = |row: &Map<String, Value>, column: &str| row.get(column).and_then(Value::as_str).map(str::to_owned);
    let kind = text(row, "document_kind").unwrap_or_default();
    for (column, field, index) in [
        ("document_sealed", sealed::DOCUMENT, Some(("document_index", "document"))),
        ("phone_sealed", sealed::PHONE, Some(("phone_index", "phone"))),
        ("household_place_sealed", sealed::HOUSEHOLD_PLACE, None),
    ] {
        let Some(opened) = text(row, column).and_then(|sealed| keys.open(field, &sealed).ok()) else { continue };
        row.insert(column.to_owned(), keys.seal(field, &opened).into());
        let Some((column, field)) = index else { continue };
        let value = if field == "document" { document_key(&kind, &opened) } else { opened };
        if text(row, column).is_some_and(|index| keys.former_blind(field, &value) == Some(index)) {
            row.insert(column.to_owned(), keys.blind(field, &value).into());
        }
    }
}

/// The words under which pairs meet are keyed: they go, and the search for pairs begins anew.
async fn look_again(app: App, after: i64) -> Result<Option<(i64, i64)>> {
    if after > 0 {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    for sql in ["DELETE FROM person_keys", "DELETE FROM employer_keys", "DELETE FROM duplicate_cursors"] {
        tx.exec(sql, vals![]).await?;
    }
    tx.commit().await?;
    Ok(Some((1, 0)))
}
