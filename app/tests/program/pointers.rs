//! Every column that points to a person or an employer is declared by its module: nothing is left behind when two are merged.
use platform::{
    merging::{Merged, pointers},
    testing::Site,
    vals,
};

/// Columns by their name or by what they refer to: (table, column, table referred to).
const COLUMNS: &str = "SELECT m.name, c.name, COALESCE((SELECT f.\"table\" FROM pragma_foreign_key_list(m.name) f WHERE f.\"from\" = c.name), '') \
    FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";

#[tokio::test]
async fn whatever_points_to_a_person_or_an_employer_is_declared() {
    let site = Site::on_sqlite(unionhall::modules).await;
    let columns: Vec<(String, String, String)> = site.app.db.all(COLUMNS, vals![]).await.unwrap();
    let mut undeclared = Vec::new();
    for (of, word, tables) in
        [(Merged::Person, "person", &["persons", "people"][..]), (Merged::Employer, "employer", &["employers"][..])]
    {
        let known = pointers(&site.app, of);
        let named = |column: &str| column.trim_end_matches("_id").split('_').next_back() == Some(word);
        let found: Vec<_> =
            columns.iter().filter(|(_, column, to)| named(column) || tables.contains(&to.as_str())).collect();
        assert!(found.len() > 3, "the schema is read");
        let missing = found.iter().filter(|(t, c, _)| !known.iter().any(|p| p.table == t && p.column == c));
        undeclared.extend(missing.map(|(table, column, _)| format!("{table}.{column} ({word})")));
        for pointer in known {
            let there = columns.iter().any(|(t, c, _)| pointer.table == t && pointer.column == c);
            assert!(there, "{}.{} is declared but not there", pointer.table, pointer.column);
        }
    }
    assert!(
        undeclared.is_empty(),
        "declare in the module's `people` or `employers` (platform::merging): {undeclared:?}"
    );
}
