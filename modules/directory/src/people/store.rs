//! All SQL about people.
use super::{document_key, sealed};
use crate::employers::EmployerId;
use platform::{
    App,
    db::{Db, Query, Result, Tx, Value},
    search,
    secrets::{Unreadable, mask_document, mask_phone, rotation},
    tree::PersonId,
    vals,
};
use std::collections::{BTreeSet, HashMap};

/// What is known of a person, open: as typed, as in a roster's row, as generated. Codes are those of the official tables; empty: unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PersonDetails {
    pub name: String,
    /// Code of `gender`.
    pub sex: String,
    /// ISO date; empty: unknown.
    pub birth_on: String,
    pub ethnic: String,
    /// Code of `id_type`.
    pub document_kind: String,
    pub document: String,
    pub phone: String,
    pub education: String,
    pub skill: String,
    pub work_status: String,
    pub political: String,
    /// The text of `household`.
    pub household: String,
    pub household_place: String,
    pub native_place: String,
    /// Code of `yes_no`: rural migrant worker.
    pub migrant: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
}

/// A person as stored; sealed fields open through the methods (somebody else's: record it).
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub sex: String,
    pub birth_on: Option<String>,
    pub ethnic: String,
    pub document_kind: String,
    pub document_sealed: String,
    pub document_index: String,
    pub phone_sealed: Option<String>,
    pub phone_index: Option<String>,
    pub phone_checked: i64,
    pub education: String,
    pub skill: String,
    pub work_status: String,
    pub political: String,
    pub household: String,
    pub household_place_sealed: Option<String>,
    pub native_place: String,
    pub migrant: String,
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub photo: Option<i64>,
    pub updated_at: i64,
    pub version: i64,
}
pub const SELECT: &str = "SELECT p.id, p.name, p.sex, p.birth_on, p.ethnic, p.document_kind, p.document_sealed, p.document_index, p.phone_sealed, p.phone_index, p.phone_checked, p.education, p.skill, p.work_status, p.political, \
    p.household, p.household_place_sealed, p.native_place, p.migrant, p.employer, p.employer_name, p.photo, p.updated_at, p.version FROM people p";
/// The columns of a [`Person`], for a statement that reads more than the person.
pub fn columns() -> &'static str {
    SELECT.trim_start_matches("SELECT ").trim_end_matches(" FROM people p")
}
const COLUMNS: &str = "id, name, sex, birth_on, ethnic, document_kind, document_sealed, document_index, phone_sealed, phone_index, education, skill, work_status, political, household, household_place_sealed, native_place, migrant, employer, employer_name, updated_at";

impl Person {
    pub fn document(&self, app: &App) -> Result<String, Unreadable> {
        app.keys.open(sealed::DOCUMENT, &self.document_sealed)
    }
    pub fn phone(&self, app: &App) -> Result<Option<String>, Unreadable> {
        app.keys.open_opt(sealed::PHONE, self.phone_sealed.as_deref())
    }
    pub fn household_place(&self, app: &App) -> Result<Option<String>, Unreadable> {
        app.keys.open_opt(sealed::HOUSEHOLD_PLACE, self.household_place_sealed.as_deref())
    }
    pub fn masked_document(&self, app: &App) -> String {
        self.document(app).map_or_else(|_| "****".into(), |d| mask_document(&d))
    }
    pub fn masked_phone(&self, app: &App) -> String {
        self.phone(app).ok().flatten().map_or_else(String::new, |p| mask_phone(&p))
    }
    /// Everything open: for the roster's export and the comparison with a new row.
    pub fn details(&self, app: &App) -> Result<PersonDetails, Unreadable> {
        Ok(PersonDetails {
            name: self.name.clone(),
            sex: self.sex.clone(),
            birth_on: self.birth_on.clone().unwrap_or_default(),
            ethnic: self.ethnic.clone(),
            document_kind: self.document_kind.clone(),
            document: self.document(app)?,
            phone: self.phone(app)?.unwrap_or_default(),
            education: self.education.clone(),
            skill: self.skill.clone(),
            work_status: self.work_status.clone(),
            political: self.political.clone(),
            household: self.household.clone(),
            household_place: self.household_place(app)?.unwrap_or_default(),
            native_place: self.native_place.clone(),
            migrant: self.migrant.clone(),
            employer: self.employer,
            employer_name: self.employer_name.clone(),
        })
    }
}

fn opt(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
/// A person's columns sealed and the words to find him by: what takes longer than writing them, and needs no act.
#[derive(Clone, Debug)]
pub struct Ready {
    /// In the order of `COLUMNS`, without the id.
    columns: Vec<Value>,
    words: Vec<String>,
}
impl Ready {
    pub fn of(app: &App, d: &PersonDetails) -> Self {
        Self { columns: sealed_columns(app, d), words: words(app, d) }
    }
    /// The columns for [`enter`].
    pub fn take_columns(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.columns)
    }
    /// See [`search_words`].
    pub fn into_words(self, app: &App, number: &str, path: &str) -> Vec<String> {
        placed(app, self.words, number, path)
    }
}
fn row(app: &App, id: PersonId, d: &PersonDetails) -> Vec<Value> {
    let mut row = vals![id];
    row.extend(sealed_columns(app, d));
    row
}
fn sealed_columns(app: &App, d: &PersonDetails) -> Vec<Value> {
    let keys = &app.keys;
    vals![
        &d.name,
        &d.sex,
        opt(&d.birth_on),
        &d.ethnic,
        &d.document_kind,
        keys.seal(sealed::DOCUMENT, &d.document),
        document_index(app, &d.document_kind, &d.document),
        opt(&d.phone).map(|p| keys.seal(sealed::PHONE, &p)),
        opt(&d.phone).map(|p| platform::identity::phone_index(app, &p)),
        &d.education,
        &d.skill,
        &d.work_status,
        &d.political,
        &d.household,
        opt(&d.household_place).map(|p| keys.seal(sealed::HOUSEHOLD_PLACE, &p)),
        &d.native_place,
        &d.migrant,
        d.employer,
        &d.employer_name,
        app.now()
    ]
}
pub fn document_index(app: &App, kind: &str, number: &str) -> String {
    app.keys.blind("document", &document_key(kind, number))
}

/// Enters people who are not known yet (the caller has looked for their documents) under reserved ids: name and columns of each.
pub async fn enter(tx: &mut Tx, ids: &[PersonId], people: Vec<(&str, Vec<Value>)>) -> Result<()> {
    let persons = ids.iter().zip(&people).flat_map(|(id, (name, _))| vals![*id, *name]).collect();
    tx.insert_many("persons", "id, name", persons).await?;
    let mut rows = Vec::new();
    for (id, (_, columns)) in ids.iter().zip(people) {
        rows.push(Value::from(*id));
        rows.extend(columns);
    }
    tx.insert_many("people", COLUMNS, rows).await
}
/// Writes a person's details anew; the version grows by one.
pub async fn update(tx: &mut Tx, app: &App, id: PersonId, d: &PersonDetails) -> Result<()> {
    if !d.phone.is_empty() {
        // A phone that stays the same stays checked, whichever key its index was made with.
        rotation::adopt_in(tx, &app.keys, "people", "phone_index", "phone", &d.phone).await?;
    }
    let mut values = row(app, id, d);
    // COLUMNS begins with the id, which is $1 here too.
    let sql = "UPDATE people SET name = $2, sex = $3, birth_on = $4, ethnic = $5, document_kind = $6, document_sealed = $7, document_index = $8, \
        phone_checked = CASE WHEN phone_index = $10 THEN phone_checked ELSE 0 END, phone_sealed = $9, phone_index = $10, \
        education = $11, skill = $12, work_status = $13, political = $14, household = $15, household_place_sealed = $16, native_place = $17, migrant = $18, employer = $19, employer_name = $20, \
        updated_at = $21, version = version + 1 WHERE id = $1";
    tx.exec(sql, std::mem::take(&mut values)).await?;
    platform::tree::rename_person(tx, id, &d.name).await?;
    beside_memberships(tx, id).await
}
/// What lists show and filter by stands beside the memberships of a person: after each change of name, sex, phone, employer or groups.
pub async fn beside_memberships(tx: &mut Tx, id: PersonId) -> Result<()> {
    let groups: Vec<(String,)> = tx
        .all("SELECT group_name FROM person_groups WHERE person = $1 AND to_on IS NULL ORDER BY id", vals![id])
        .await?;
    let names: Vec<String> = groups.into_iter().map(|r| r.0).collect();
    let set = group_sets(tx, [names.as_slice()]).await?.of(&names);
    tx.exec(
        "UPDATE memberships SET group_set = $2, name = (SELECT p.name FROM people p WHERE p.id = $1), sex = (SELECT p.sex FROM people p WHERE p.id = $1), \
         employer = (SELECT p.employer FROM people p WHERE p.id = $1), \
         unchecked = (SELECT CASE WHEN p.phone_sealed IS NOT NULL AND p.phone_checked = 0 THEN 1 ELSE 0 END FROM people p WHERE p.id = $1) WHERE person = $1",
        vals![id, set],
    )
    .await
    .map(|_| ())
}
/// The numbers under which sets of groups stand beside memberships.
#[derive(Debug, Default)]
pub struct GroupSets(HashMap<String, i64>);
impl GroupSets {
    /// 0 without groups.
    pub fn of(&self, groups: &[String]) -> i64 {
        self.0.get(&group_names(groups)).copied().unwrap_or(0)
    }
}
/// The numbers of some sets of groups; a set that nobody was in gets one.
pub async fn group_sets<'a>(tx: &mut Tx, sets: impl IntoIterator<Item = &'a [String]>) -> Result<GroupSets> {
    let wanted: BTreeSet<String> = sets.into_iter().filter(|groups| !groups.is_empty()).map(group_names).collect();
    let mut known = HashMap::new();
    for names in wanted {
        let find = "SELECT id FROM group_sets WHERE names = $1";
        let mut id = tx.maybe::<(i64,)>(find, vals![&names]).await?;
        if id.is_none() {
            // Somebody else may be about to do the same.
            tx.exec("INSERT INTO group_sets (names) VALUES ($1) ON CONFLICT (names) DO NOTHING", vals![&names]).await?;
            id = tx.maybe(find, vals![&names]).await?;
        }
        known.insert(names, id.map_or(0, |row| row.0));
    }
    Ok(GroupSets(known))
}
/// |货车司机|快递员|, so that one name is found as a whole; the same for the same groups, in whatever order somebody came into them; empty
/// without groups.
pub fn group_names(groups: &[String]) -> String {
    let groups: BTreeSet<&str> = groups.iter().map(String::as_str).collect();
    if groups.is_empty() {
        return String::new();
    }
    format!("|{}|", groups.into_iter().collect::<Vec<_>>().join("|"))
}
/// Takes the person for a change if it still has the version that was seen; nobody else changes it until the act ends. False: somebody
/// was first.
pub async fn take(tx: &mut Tx, id: PersonId, version: i64) -> Result<bool> {
    let sql = "UPDATE people SET version = version WHERE id = $1 AND version = $2";
    Ok(tx.exec(sql, vals![id, version]).await? == 1)
}
/// Ends a person's belonging to a group on a day; false where it has ended already.
pub async fn end_group(tx: &mut Tx, person: PersonId, group: &str, on: jiff::civil::Date) -> Result<bool> {
    let sql = "UPDATE person_groups SET to_on = $3 WHERE person = $1 AND group_name = $2 AND to_on IS NULL";
    let ended = tx.exec(sql, vals![person, group, on]).await? > 0;
    beside_memberships(tx, person).await?;
    Ok(ended)
}
/// Where somebody works now, and how (code of `work_status`); the name is empty for somebody without a workplace.
pub async fn set_workplace(
    tx: &mut Tx,
    app: &App,
    id: PersonId,
    employer: Option<EmployerId>,
    employer_name: &str,
    work_status: &str,
) -> Result<()> {
    tx.exec(
        "UPDATE people SET employer = $2, employer_name = $3, work_status = $4, updated_at = $5, version = version + 1 WHERE id = $1",
        vals![id, employer, employer_name, work_status, app.now()],
    )
    .await?;
    beside_memberships(tx, id).await
}
pub async fn find(db: &Db, id: PersonId) -> Result<Option<Person>> {
    db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.id = $1")), vals![id]).await
}
pub async fn find_in(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    tx.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.id = $1")), vals![id]).await
}
pub async fn by_document(db: &Db, app: &App, kind: &str, number: &str) -> Result<Option<Person>> {
    adopt(db, app, &[(kind, number)]).await?;
    db.maybe(
        sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.document_index = $1")),
        vals![document_index(app, kind, number)],
    )
    .await
}
pub async fn by_document_in(tx: &mut Tx, app: &App, kind: &str, number: &str) -> Result<Option<Person>> {
    rotation::adopt_in(tx, &app.keys, "people", "document_index", "document", &document_key(kind, number)).await?;
    tx.maybe(
        sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.document_index = $1")),
        vals![document_index(app, kind, number)],
    )
    .await
}
/// Brings the indexes of some documents up to date, of people and of applications: before anybody is looked for by
/// [`document_index`]. Does nothing but while the master key is changed.
pub async fn adopt(db: &Db, app: &App, documents: &[(&str, &str)]) -> Result<()> {
    for (kind, number) in documents {
        let key = document_key(kind, number);
        rotation::adopt(db, &app.keys, "people", "document_index", "document", &key).await?;
        rotation::adopt(db, &app.keys, "joinings", "document_index", "document", &key).await?;
    }
    Ok(())
}
/// The same inside an act.
pub async fn adopt_in(tx: &mut Tx, app: &App, documents: &[(&str, &str)]) -> Result<()> {
    for (kind, number) in documents {
        rotation::adopt_in(tx, &app.keys, "people", "document_index", "document", &document_key(kind, number)).await?;
    }
    Ok(())
}
/// The people behind some document indexes (at most a few hundred at once).
pub async fn by_indexes(db: &Db, indexes: &[String]) -> Result<Vec<Person>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE p.document_index IN (''", vals![]);
    for index in indexes {
        query.add(", ?", vals![index]);
    }
    query.add(")", vals![]);
    db.list(query).await
}
/// The person has signed in with the phone on file.
pub async fn set_phone_checked(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.exec("UPDATE people SET phone_checked = 1 WHERE id = $1", vals![person]).await?;
    beside_memberships(tx, person).await
}
/// The words under which a member is found: name, initials, keyed phone, its tail, document and card number, and the place in the tree.
pub fn search_words(app: &App, d: &PersonDetails, number: &str, path: &str) -> Vec<String> {
    placed(app, words(app, d), number, path)
}
fn words(app: &App, d: &PersonDetails) -> Vec<String> {
    let mut words = search::words_of_name(&d.name);
    words.push(format!("d_{}", app.keys.word("document", &document_key(&d.document_kind, &d.document))));
    if d.phone.len() == 11 {
        words.push(format!("t_{}", app.keys.word("phone", &d.phone)));
        words.push(format!("t_{}", app.keys.word("phone.tail", &d.phone[7..])));
    }
    words
}
fn placed(app: &App, mut words: Vec<String>, number: &str, path: &str) -> Vec<String> {
    words.extend(search::words_of_path(path));
    if !number.is_empty() {
        words.push(format!("c_{}", app.keys.word("card", number)));
    }
    words
}
/// Adds a person to groups of workers that he or she is not in yet.
pub async fn add_groups(tx: &mut Tx, person: PersonId, groups: &[String], on: jiff::civil::Date) -> Result<()> {
    for group in groups {
        tx.exec(
            "INSERT INTO person_groups (person, group_name, from_on) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM person_groups WHERE person = $1 AND group_name = $2 AND to_on IS NULL)",
            vals![person, group, on],
        )
        .await?;
    }
    beside_memberships(tx, person).await
}
pub async fn groups(db: &Db, person: PersonId) -> Result<Vec<String>> {
    Ok(db
        .all::<(String,)>(
            "SELECT group_name FROM person_groups WHERE person = $1 AND to_on IS NULL ORDER BY id",
            vals![person],
        )
        .await?
        .into_iter()
        .map(|r| r.0)
        .collect())
}
