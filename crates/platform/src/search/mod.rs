//! Search in Chinese: words made in Rust, indexed by each database's own index, the same answers on both.
//!
//! Texts become single characters and bigrams (exact for two-character words, no dictionary); names also the initials of their pinyin.
//! Sealed fields are found by keyed words only (`Keys::word`): what those give away is written down in decision 004.
//! An entry carries the ids of its organisation and all above as words, so that a search inside a branch is one index look-up. In the
//! index each word begins with the kind of its entry, and initials stand with all their beginnings: a look-up reads hits only.
use crate::{
    App,
    db::{Db, Engine, Query, Result, Tx, Value},
    jobs,
    rights::Permission,
    tree::ids_of,
    vals,
};
use pinyin::ToPinyin;
use std::{pin::Pin, time::Instant};

/// A kind of thing that can be found, declared by its module.
pub struct Kind {
    pub key: &'static str,
    pub name: &'static str,
    /// The page of one; `{id}` is filled in.
    pub link: &'static str,
    pub needs: &'static Permission,
    /// Also found by keyed words of sealed values: ends of phones, numbers of documents and cards.
    pub keyed: bool,
    /// What tells things of the same name apart: a line for each of some ids, sealed values masked.
    pub describe: fn(App, Vec<i64>) -> Described,
}
/// Things that are found in a way of their own, since more than a branch decides who may see them; declared for [`App::declared`].
pub struct Finder {
    pub name: &'static str,
    pub needs: &'static Permission,
    pub find: fn(Sought) -> Finding,
}
/// Who looks for what: an account, in the name of the organisation with this path.
pub struct Sought {
    pub app: App,
    pub account: crate::identity::AccountId,
    pub path: String,
    pub text: String,
    pub limit: i64,
}
pub struct Hit {
    pub title: String,
    /// What tells things of the same name apart.
    pub line: String,
    pub href: String,
}
pub type Finding = Pin<Box<dyn Future<Output = Result<Vec<Hit>>> + Send>>;
pub type Described = Pin<Box<dyn Future<Output = Result<Vec<(i64, String)>>> + Send>>;

/// Surnames that are not read as the word of the same sign.
const SURNAMES: [(char, char); 16] = [
    ('单', 's'),
    ('曾', 'z'),
    ('解', 'x'),
    ('仇', 'q'),
    ('朴', 'p'),
    ('查', 'z'),
    ('盖', 'g'),
    ('区', 'o'),
    ('翟', 'z'),
    ('尉', 'y'),
    ('员', 'y'),
    ('冼', 'x'),
    ('覃', 'q'),
    ('乐', 'y'),
    ('缪', 'm'),
    ('洗', 'x'),
];

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '\u{f900}'..='\u{faff}')
}
fn folded(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every character and every pair of neighbours; runs of Latin letters and digits whole.
pub fn words_of_text(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        let chars = folded(part);
        for run in chars.chunk_by(|a, b| is_han(*a) == is_han(*b)) {
            if is_han(run[0]) {
                words.extend(run.iter().map(char::to_string));
                words.extend(run.windows(2).map(|w| w.iter().collect::<String>()));
            } else {
                words.push(run.iter().collect());
            }
        }
    }
    words
}
/// Letters of initials that are told apart.
const INITIALS: usize = 8;

/// The words of a person's or an organisation's name: text and the beginnings of the initials of its pinyin.
pub fn words_of_name(name: &str) -> Vec<String> {
    // A name with a middle dot is found with and without it.
    let whole: String = folded(name).into_iter().collect();
    let mut words = words_of_text(&whole);
    let initials: Vec<char> = initials(&whole).chars().take(INITIALS).collect();
    words.extend((1..=initials.len()).map(|n| format!("p_{}", initials[..n].iter().collect::<String>())));
    words
}
/// lxm for 林小满.
pub fn initials(name: &str) -> String {
    let initial = |(i, c): (usize, char)| match SURNAMES.iter().find(|(sign, _)| i == 0 && *sign == c) {
        Some((_, letter)) => Some(*letter),
        None => c.to_pinyin().and_then(|p| p.plain().chars().next()).or(c.is_ascii_alphanumeric().then_some(c)),
    };
    name.chars().enumerate().filter_map(initial).collect()
}
/// lin xiao man, run together: names that sound alike, whatever the tones.
pub fn sounds(name: &str) -> String {
    name.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |p| p.plain().to_owned())).collect()
}
/// The words that place an entry in the tree.
pub fn words_of_path(path: &str) -> Vec<String> {
    ids_of(path).into_iter().map(|id| format!("u_{id}")).collect()
}

/// What is looked for: all must be there; a word that ends with `*` is a beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted(Vec<String>);
impl Wanted {
    /// What somebody typed: Chinese text by characters, Latin letters as initials.
    pub fn typed(text: &str) -> Self {
        let whole: String = folded(text).into_iter().take(40).collect();
        if !whole.is_empty() && whole.chars().all(|c| c.is_ascii_alphabetic()) {
            return Self(vec![format!("p_{}", whole.chars().take(INITIALS).collect::<String>())]);
        }
        let chars: Vec<char> = whole.chars().collect();
        let mut wanted = Vec::new();
        for run in chars.chunk_by(|a, b| is_han(*a) == is_han(*b)) {
            match run {
                [one] if is_han(*one) => wanted.push(one.to_string()),
                run if is_han(run[0]) => wanted.extend(run.windows(2).map(|w| w.iter().collect::<String>())),
                run => wanted.push(format!("{}*", run.iter().collect::<String>())),
            }
        }
        Self(wanted)
    }
    pub fn word(word: String) -> Self {
        Self(vec![word])
    }
    /// All of these, as they stand in the index.
    pub fn all(words: Vec<String>) -> Self {
        Self(words)
    }
    /// Only in the branch with this path; at the top everything is.
    #[must_use]
    pub fn below(mut self, path: &str) -> Self {
        if let [_, .., org] = ids_of(path)[..] {
            self.0.push(format!("u_{org}"));
        }
        self
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn for_engine(&self, engine: Engine, kind: &str) -> String {
        // Words hold letters and digits only (and `_`), so quoting is enough.
        let one = |word: &String| match (word.strip_suffix('*'), engine) {
            (None, Engine::Sqlite) => format!("\"{kind}_{word}\""),
            (Some(start), Engine::Sqlite) => format!("\"{kind}_{start}\"*"),
            (None, Engine::Postgres) => format!("'{kind}_{word}'"),
            (Some(start), Engine::Postgres) => format!("'{kind}_{start}':*"),
        };
        let separator = if engine == Engine::Sqlite { " AND " } else { " & " };
        self.0.iter().map(one).collect::<Vec<_>>().join(separator)
    }
}

/// One entry to be put into the index.
pub struct NewEntry {
    pub kind: &'static str,
    pub id: i64,
    pub title: String,
    pub words: Vec<String>,
}

/// Puts entries in (replacing those of the same kind and id).
pub async fn put(tx: &mut Tx, entries: Vec<NewEntry>) -> Result<()> {
    for same in entries.chunk_by(|one, next| one.kind == next.kind) {
        let ids = same.iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>().join(", ");
        let of = format!("kind = $1 AND ref IN ({ids})");
        for sql in [
            format!("DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_entries WHERE {of})"),
            format!("DELETE FROM search_entries WHERE {of}"),
        ] {
            tx.exec(sqlx::AssertSqlSafe(sql), vals![same[0].kind]).await?;
        }
    }
    put_new(tx, entries).await
}
/// Takes away the words under which some things of a kind are found, until they are put in again.
pub async fn hide(tx: &mut Tx, kind: &'static str, ids: &[i64]) -> Result<()> {
    let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let entries = format!("SELECT id FROM search_entries WHERE kind = '{kind}' AND ref IN ({ids})");
    let sql = format!("DELETE FROM search_words WHERE rowid IN ({entries})");
    tx.exec(sqlx::AssertSqlSafe(sql), vals![]).await.map(|_| ())
}
/// The same for those that were put in later than an entry ([`last`]); `of` chooses their ids, with the places $1 and $2.
pub async fn hide_later(
    tx: &mut Tx,
    kind: &'static str,
    last: i64,
    of: &'static str,
    [from, until]: [&str; 2],
) -> Result<()> {
    // COALESCE: the few new entries first, not all of the branch.
    let entries = "SELECT id FROM search_entries WHERE id > $3 AND COALESCE(kind, '')";
    let sql = format!("DELETE FROM search_words WHERE rowid IN ({entries} = '{kind}' AND COALESCE(ref, 0) IN ({of}))");
    tx.exec(sqlx::AssertSqlSafe(sql), vals![from, until, last]).await.map(|_| ())
}
/// The entry that was put in last; what is put in again from now on gets a later one.
pub async fn last(db: &Db) -> Result<i64> {
    db.number("SELECT MAX(id) FROM search_entries", vals![]).await
}
/// Puts in entries that are known to be new.
pub async fn put_new(tx: &mut Tx, entries: Vec<NewEntry>) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let ids = tx.reserve("search_entries", entries.len()).await?;
    let (mut rows, mut words) = (Vec::with_capacity(entries.len() * 4), Vec::with_capacity(entries.len() * 2));
    for (id, entry) in ids.zip(entries) {
        words.extend(vals![id, in_index(&entry)]);
        rows.extend(vals![id, entry.kind, entry.id, entry.title]);
    }
    tx.insert_many("search_entries", "id, kind, ref, title", rows).await?;
    let cells = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "?, array_to_tsvector(string_to_array(?, ' '))",
    };
    tx.insert_many_as("search_words", "rowid, words", cells, words).await
}
/// An entry's words as they stand in the index, each once.
fn in_index(entry: &NewEntry) -> String {
    let mut text = String::with_capacity(entry.words.len() * 24);
    for (i, word) in entry.words.iter().enumerate() {
        if !entry.words[..i].contains(word) {
            text.extend([entry.kind, "_", word, " "]);
        }
    }
    text.truncate(text.trim_end().len());
    text
}
pub async fn remove(tx: &mut Tx, kind: &str, id: i64) -> Result<()> {
    tx.exec(
        "DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_entries WHERE kind = $1 AND ref = $2)",
        vals![kind, id],
    )
    .await?;
    tx.exec("DELETE FROM search_entries WHERE kind = $1 AND ref = $2", vals![kind, id]).await?;
    Ok(())
}

// CROSS JOIN: the words first. Else SQLite asks them once for each entry of the kind, which takes a second at 10,000.
const IN_SQLITE: &str = "SELECT * FROM (SELECT CAST(? AS BIGINT) AS place, e.ref, e.title FROM search_words w CROSS JOIN search_entries e \
    WHERE e.id = w.rowid AND search_words MATCH ? LIMIT ?)";
// Apart from the limit: else a word that nobody has makes PostgreSQL read all entries in the hope of an early hit.
const IN_POSTGRES: &str = "(WITH w AS MATERIALIZED (SELECT rowid FROM search_words WHERE words @@ CAST(? AS tsquery)) \
    SELECT CAST(? AS BIGINT) AS place, e.ref, e.title FROM w JOIN search_entries e ON e.id = w.rowid LIMIT ?)";

/// What was found: (id of the thing, title), at most `limit`.
pub async fn find(db: &Db, kind: &str, wanted: &Wanted, limit: i64) -> Result<Vec<(i64, String)>> {
    Ok(find_all(db, &[(kind, wanted.clone())], limit).await?.pop().unwrap_or_default())
}
/// What was found for each of some questions, at most `limit` each: one statement for all of them.
pub async fn find_all(db: &Db, questions: &[(&str, Wanted)], limit: i64) -> Result<Vec<Vec<(i64, String)>>> {
    let mut found = vec![Vec::new(); questions.len()];
    let mut query = Query::new("", vals![]);
    let mut asked = 0;
    for (place, (kind, wanted)) in questions.iter().enumerate().filter(|(_, (_, wanted))| !wanted.is_empty()) {
        if asked > 0 {
            query.add(" UNION ALL ", vals![]);
        }
        asked += 1;
        let (text, place) = (wanted.for_engine(db.engine(), kind), place as i64);
        match db.engine() {
            Engine::Sqlite => query.add(IN_SQLITE, vals![place, text, limit]),
            Engine::Postgres => query.add(IN_POSTGRES, vals![text, place, limit]),
        }
    }
    if asked == 0 {
        return Ok(found);
    }
    for (place, id, title) in db.list::<(i64, i64, String)>(query).await? {
        if let Some(hits) = usize::try_from(place).ok().and_then(|place| found.get_mut(place)) {
            hits.push((id, title));
        }
    }
    Ok(found)
}

/// Pieces of the index that a search may have to look into; with more of them they are merged.
const PIECES: i64 = 6;
/// Pages of the index that one step of merging writes: it holds up other acts for some hundredths of a second.
const STEP: i64 = 250;

/// Merges what many acts wrote into the index of words, in small steps (SQLite: <https://sqlite.org/fts5.html#the_merge_command>).
/// PostgreSQL looks after its own index.
pub async fn merge(app: &App) -> Result<()> {
    if app.db.engine() == Engine::Postgres {
        return Ok(());
    }
    if app.db.number("SELECT COUNT(DISTINCT segid) FROM search_words_idx", vals![]).await? <= PIECES {
        return Ok(());
    }
    // A negative number begins, a positive one goes on; a step that changed less than two rows found nothing left to do.
    let mut pages = -STEP;
    loop {
        let begun = Instant::now();
        let mut tx = app.db.begin().await?;
        let before = tx.number("SELECT total_changes()", vals![]).await?;
        tx.exec("INSERT INTO search_words (search_words, rank) VALUES ('merge', $1)", vals![pages]).await?;
        let after = tx.number("SELECT total_changes()", vals![]).await?;
        tx.commit().await?;
        if after - before < 2 {
            return Ok(());
        }
        pages = STEP;
        jobs::give_way(begun).await;
    }
}

/// A search that goes on with conditions of its own, so that a limit counts only what these let through: `before` selects `e.ref` and stands
/// before the caller's joins and WHERE, `condition` behind it. `ORDER BY w.rowid DESC` gives the newest entries first without sorting.
pub struct Hits {
    pub before: &'static str,
    pub before_values: Vec<Value>,
    pub condition: &'static str,
    pub values: Vec<Value>,
}
pub fn hits(engine: Engine, kind: &str, wanted: &Wanted) -> Hits {
    let text = wanted.for_engine(engine, kind);
    match engine {
        Engine::Sqlite => Hits {
            before: "SELECT e.ref FROM search_words w CROSS JOIN search_entries e ON e.id = w.rowid",
            before_values: vals![],
            condition: " AND search_words MATCH ?",
            values: vals![text],
        },
        Engine::Postgres => Hits {
            before: "WITH w AS MATERIALIZED (SELECT rowid FROM search_words WHERE words @@ CAST(? AS tsquery)) \
                SELECT e.ref FROM w JOIN search_entries e ON e.id = w.rowid",
            before_values: vals![text],
            condition: "",
            values: vals![],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_any_part_and_by_initials() {
        let words = words_of_name("阿依·古丽");
        assert!(words.contains(&"依古".to_owned()) && words.contains(&"p_aygl".to_owned()));
        assert_eq!(Wanted::typed("依·古"), Wanted(vec!["依古".into()]));
        assert_eq!(Wanted::typed("lx"), Wanted(vec!["p_lx".into()]));
        assert!(words_of_name("林小满").contains(&"p_lx".to_owned()));
        assert_eq!(initials("单小满"), "sxm");
        assert!(words_of_name("𠮷田").contains(&"𠮷田".to_owned()));
    }
}
