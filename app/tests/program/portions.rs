//! Whatever is held about a person is given out and erased by somebody: every table that points to one belongs to a portion.
use platform::{testing::Site, vals};

/// Columns by their name or by what they refer to: (table, column, table referred to).
const COLUMNS: &str = "SELECT m.name, c.name, COALESCE((SELECT f.\"table\" FROM pragma_foreign_key_list(m.name) f WHERE f.\"from\" = c.name), '') \
    FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";

/// Tables that point to a person or an account and belong to no portion, each with its reason.
const BUT: &[(&str, &str)] = &[
    ("erasures", "the request itself: it says when what is kept falls due, and that the person asked"),
    (
        "posts",
        "who held which post is the union's own record; the page asks for the end of all posts first, and the account is emptied",
    ),
    ("list_views", "an address under a name that an officer gave it; it names no member, and the account is emptied"),
    ("list_first_views", "which view a list opens with"),
    ("list_exports", "what an officer took out is erased after seven days; who asked is an account that is emptied"),
    ("bulk_acts", "an officer's act on many; whom it changed stands in bulk_rows, and the account is emptied"),
    ("case_seconds", "whom the root named for what nobody did in time; the account is emptied"),
    (
        "case_recusals",
        "an officer who stood aside from a case; what was said goes with the case, and the account is emptied",
    ),
    ("slot_rosters", "who is on duty when; the account is emptied"),
    ("sheet_sendings", "a sheet of figures that an officer has sent every month; the account is emptied"),
    ("screens", "the link of a hall's screen that an officer made; the account is emptied"),
    ("coverage_contacts", "which officer talks with an employer; the account is emptied"),
];

#[tokio::test]
async fn whatever_points_to_a_person_is_given_out_and_erased_by_a_portion() {
    let site = Site::on_sqlite(unionhall::modules).await;
    let columns: Vec<(String, String, String)> = site.app.db.all(COLUMNS, vals![]).await.unwrap();
    let word = |column: &str| column.trim_end_matches("_id").split('_').next_back().unwrap_or_default().to_owned();
    let points = |column: &str, to: &str| {
        ["person", "membership"].contains(&word(column).as_str())
            || ["persons", "people", "memberships", "accounts"].contains(&to)
    };
    let held: Vec<&str> =
        site.app.modules.iter().flat_map(|m| m.portions.iter()).flat_map(|p| p.tables.iter().copied()).collect();
    let found: Vec<_> = columns.iter().filter(|(_, column, to)| points(column, to)).collect();
    assert!(found.len() > 20, "the schema is read");
    let excused = |table: &str| BUT.iter().any(|(name, _)| *name == table);
    let missing: Vec<_> = found
        .iter()
        .filter(|(table, ..)| !held.contains(&table.as_str()) && !excused(table))
        .map(|(table, column, _)| format!("{table}.{column}"))
        .collect();
    assert!(missing.is_empty(), "declare in the module's portions (platform::portions), or excuse here: {missing:?}");
    let there = |table: &str| columns.iter().any(|(name, ..)| name == table);
    for table in held.iter().copied().chain(BUT.iter().map(|(name, _)| *name)) {
        assert!(there(table), "{table} is declared but not there");
    }
    for (table, why) in BUT {
        assert!(!held.contains(table), "{table} belongs to a portion and is excused ({why})");
    }
}
