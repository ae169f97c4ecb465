//! Words in the sealed texts of cases, found by officers who may see the case.
//!
//! Promises: the index holds keyed words only, made of pairs of neighbouring characters; of services whose texts are not to be searched
//! (counselling, illness) nothing stands in it. A case is in the index within a minute of each change.
use super::{Case, CaseId, answers, store};
use platform::{
    App,
    db::{Db, Result},
    identity::AccountId,
    search::{self, NewEntry, Wanted},
    secrets::Keys,
    tree::Scope,
    vals,
};

/// Under which the entries stand: no kind of the console's own search, which knows nothing of whom a case is hidden from.
const KIND: &str = "casetext";
const FIELD: &str = "cases.text";
/// As many are listed; rights and filters have narrowed them before, so that none is lost for one that is not shown.
pub const MOST: usize = if cfg!(test) { 4 } else { 400 };
const SLICE: i64 = 200;

/// Pairs of neighbours and whole runs of letters and digits: single characters would give away too much.
fn pairs(text: &str) -> Vec<String> {
    let mut all = search::words_of_text(text);
    all.retain(|word| word.chars().count() > 1);
    all.sort_unstable();
    all.dedup();
    all
}
fn keyed(keys: &Keys, text: &str) -> Vec<String> {
    pairs(text).iter().map(|word| keys.word(FIELD, word)).collect()
}

/// The newest cases in which all of this stands, below an organisation, of those that the filter lets through: at most one more than
/// [`MOST`].
pub async fn found(
    app: &App,
    typed: &str,
    path: &str,
    whose: (&Scope, AccountId),
    filter: &store::Filter,
) -> Result<Vec<i64>> {
    let words = keyed(&app.keys, typed);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let hits = search::hits(app.db.engine(), KIND, &Wanted::all(words).below(path));
    store::found(&app.db, whose, filter, hits, MOST as i64 + 1).await
}

async fn text_of(app: &App, case: &Case) -> Result<String> {
    if case.is_confidential() {
        return Ok(String::new());
    }
    let mut text = format!("{}\n{}", case.name, case.employer_name);
    if !case.service().unsearched {
        for (_, words) in answers::shown(app, case) {
            text.push('\n');
            text.push_str(&words);
        }
        for message in store::messages(&app.db, case.id).await? {
            text.push('\n');
            text.push_str(&message.text(app));
        }
    }
    Ok(text)
}
async fn enter(app: &App, case: &Case) -> Result<()> {
    let mut words = keyed(&app.keys, &text_of(app, case).await?);
    words.extend(search::words_of_path(&case.handler_path));
    let mut tx = app.db.begin().await?;
    search::put(&mut tx, vec![NewEntry { kind: KIND, id: case.id.0, title: String::new(), words }]).await?;
    // Where somebody acted meanwhile, the next round enters it again.
    let sql = "UPDATE cases SET words_for = 1, words_path = $3 WHERE id = $1 AND version = $2";
    tx.exec(sql, vals![case.id, case.version, &case.handler_path]).await?;
    tx.commit().await
}
/// Enters what changed since the last round.
pub async fn turn(app: &App) -> Result<()> {
    for case in store::unread(&app.db, SLICE).await? {
        enter(app, &case).await?;
    }
    Ok(())
}
/// Branches that moved: their cases are entered anew.
pub async fn follow_moves(app: &App) -> Result<()> {
    // Looked for outside of an act: all cases are passed.
    let sql = "SELECT c.id FROM cases c JOIN organisations h ON h.id = c.handler WHERE c.words_for = 1 AND c.words_path <> h.path";
    let moved: Vec<(i64,)> = app.db.all(sql, vals![]).await?;
    for some in moved.chunks(SLICE as usize) {
        let ids: Vec<String> = some.iter().map(|row| row.0.to_string()).collect();
        let sql = format!("UPDATE cases SET words_for = 0 WHERE words_for = 1 AND id IN ({})", ids.join(", "));
        let mut tx = app.db.begin().await?;
        tx.exec(sqlx::AssertSqlSafe(sql), vals![]).await?;
        tx.commit().await?;
    }
    Ok(())
}
/// Takes out what stands of a case that was erased.
pub async fn forget(tx: &mut platform::db::Tx, id: CaseId) -> Result<()> {
    search::remove(tx, KIND, id.0).await
}
/// After a change of the master key: the words of some cases behind an id.
pub async fn again(app: App, after: i64) -> Result<Option<(i64, i64)>> {
    let all = after_id(&app.db, after).await?;
    for case in &all {
        enter(&app, case).await?;
    }
    Ok(all.last().map(|last| (last.id.0, all.len() as i64)))
}
async fn after_id(db: &Db, after: i64) -> Result<Vec<Case>> {
    store::behind(db, after, SLICE).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_characters_are_not_indexed() {
        assert_eq!(pairs("老板a1"), ["a1", "老板"]);
        assert!(pairs("我").is_empty());
    }
}
