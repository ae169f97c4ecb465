//! Writing a confirmed import: in slices, hidden behind a batch, seen all at once.
//!
//! Each slice writes its rows and moves `progress` in one act, so that a crash resumes where it stopped and writes nothing twice. A row
//! that somebody else changed since the check is left out and listed with the reason.
use super::{
    compare::{self, MembershipAct, Verdict},
    staged::{self, Staged, StagedFault},
    store::{self, Import, ImportId},
};
use crate::{
    employers::EmployerId,
    members::{self, Admission, JOINED, MEMBERS, MembershipId, admission::Source, admit_all},
    people::{self, PersonDetails},
};
use platform::{
    App, audit,
    db::Tx,
    facts::{self, Fact},
    identity::SignedIn,
    jobs, search,
    sheets::roster::{RosterRow, check_row},
    tree::{self, Org, PersonId},
    vals,
    web::Error,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// So many rows are written while the officer waits; more go to a job, with a progress bar.
const AT_ONCE: i64 = 2_000;
pub const JOB: &str = "rosters.write";
const FIELD: &str = "import_changes.before";

/// What a written row was before, for undoing.
#[derive(Serialize, Deserialize)]
pub struct Before {
    /// None: the person was not known.
    pub person: Option<PersonDetails>,
    /// None: there was no current membership.
    pub membership: Option<BeforeMembership>,
}
#[derive(Serialize, Deserialize)]
pub struct BeforeMembership {
    pub state: String,
    pub joined_on: String,
}
pub fn seal_before(app: &App, before: &Before) -> String {
    app.keys.seal(FIELD, &serde_json::to_string(before).expect("plain fields"))
}
pub fn open_before(app: &App, sealed: &str) -> Result<Before, Error> {
    serde_json::from_str(&app.keys.open(FIELD, sealed)?).map_err(Error::internal)
}

/// Confirms a checked import. False: it was already confirmed or dropped (a double click, a second officer).
pub async fn confirm(app: &App, who: Option<&SignedIn>, import: &Import) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    if !store::step(&mut tx, import.id, "checked", "writing").await? {
        return Ok(false);
    }
    let batch = tx.insert("batches", "made_at", vals![app.now()]).await?;
    tx.exec(
        "UPDATE imports SET batch = $2, confirmed_at = $3, confirmed_by = $4 WHERE id = $1",
        vals![import.id, batch, app.now(), who.map(|w| w.account)],
    )
    .await?;
    let detail = format!("{}：新增{}，有变化{}", import.file_name, import.fresh, import.changed);
    audit::record(
        &mut tx,
        app,
        who,
        &audit::Entry {
            act: "roster.import",
            object: "import",
            object_id: import.id.0,
            detail: &detail,
            org: Some(import.union_id),
            ..Default::default()
        },
    )
    .await?;
    jobs::queue(&mut tx, JOB, &import.id.to_string(), app.now() + if import.right() > AT_ONCE { 0 } else { 60_000 })
        .await?;
    tx.commit().await?;
    if import.right() <= AT_ONCE {
        write_all(app, import.id).await?;
    }
    Ok(true)
}

/// Writes what is left of a confirmed import. Safe to run again.
pub async fn write_all(app: &App, id: ImportId) -> Result<(), Error> {
    let Some(import) = store::find(&app.db, id).await?.filter(|i| i.state == "writing") else { return Ok(()) };
    let Some(union) = tree::find(&app.db, import.union_id).await? else { return Ok(()) };
    let chunks = store::chunks(&app.db, id).await?;
    let written = chunks.iter().filter(|(verdict, ..)| verdict == "new" || verdict == "changed");
    let mut employers = HashMap::new();
    for (n, (verdict, seq, _)) in written.enumerate() {
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        if n < import.progress {
            continue;
        }
        let Some(sealed) = store::chunk(&app.db, id, verdict, *seq).await? else { continue };
        let rows = staged::open(app, &sealed)?;
        remember_employers(app, &rows, &mut employers).await?;
        let slice = Slice { app, import: &import, union: &union, employers: &employers };
        slice.write(n, verdict == "new", &rows).await?;
    }
    let mut tx = app.db.begin().await?;
    if store::step(&mut tx, id, "writing", "done").await? {
        tx.exec("UPDATE batches SET visible_at = $2 WHERE id = $1", vals![import.batch, app.now()]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The employers that the rows name, each looked up once.
async fn remember_employers(
    app: &App,
    rows: &[Staged],
    employers: &mut HashMap<String, Option<EmployerId>>,
) -> Result<(), Error> {
    let column = platform::sheets::roster::Column::Employer.index();
    for name in rows.iter().filter_map(|r| r.cells.get(column)).map(|n| n.trim()) {
        if !name.is_empty() && !employers.contains_key(name) {
            employers.insert(name.to_owned(), store::employer_named(&app.db, name).await?);
        }
    }
    Ok(())
}

struct Slice<'a> {
    app: &'a App,
    import: &'a Import,
    union: &'a Org,
    employers: &'a HashMap<String, Option<EmployerId>>,
}
impl Slice<'_> {
    async fn write(&self, n: i64, fresh: bool, rows: &[Staged]) -> Result<(), Error> {
        let mut tx = self.app.db.begin().await?;
        let mine = tx
            .exec(
                "UPDATE imports SET progress = progress + 1 WHERE id = $1 AND state = 'writing' AND progress = $2",
                vals![self.import.id, n],
            )
            .await?
            == 1;
        if !mine {
            return Ok(());
        }
        let skipped = if fresh { self.admit(&mut tx, rows).await? } else { self.change(&mut tx, rows).await? };
        if !skipped.is_empty() {
            let seq = store::next_seq(&mut tx, self.import.id, Verdict::Skipped.key()).await?;
            store::add_chunk(
                &mut tx,
                self.import.id,
                Verdict::Skipped.key(),
                seq,
                skipped.len(),
                staged::seal(self.app, &skipped),
            )
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    fn read(&self, staged: &Staged) -> (RosterRow, PersonDetails) {
        let (row, _) = check_row(&staged.as_cells(), self.app.today());
        let mut details = compare::details_of(&row);
        details.employer = self.employers.get(&details.employer_name).copied().flatten();
        (row, details)
    }

    async fn admit(&self, tx: &mut Tx, rows: &[Staged]) -> Result<Vec<Staged>, Error> {
        let read: Vec<(RosterRow, PersonDetails)> = rows.iter().map(|r| self.read(r)).collect();
        let indexes: Vec<String> =
            read.iter().map(|(_, d)| people::store::document_index(self.app, &d.document_kind, &d.document)).collect();
        let taken: HashMap<String, (i64, i64, i64)> =
            store::taken(tx, &indexes).await?.into_iter().map(|(i, p, v, n)| (i, (p, v, n))).collect();
        let (mut admissions, mut skipped, mut before, mut written) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for ((staged, (row, details)), index) in rows.iter().zip(read).zip(&indexes) {
            let person = match taken.get(index) {
                Some((_, _, current)) if *current > 0 => {
                    skipped.push(left_out(staged, "写入前，这个人已经由别人登记为会员"));
                    continue;
                }
                Some((person, ..)) => Some(PersonId(*person)),
                None => None,
            };
            let known = match person {
                Some(person) => Some(self.overwrite(tx, person, &details).await?),
                None => None,
            };
            before.push(if known.is_some() {
                seal_before(self.app, &Before { person: known, membership: None })
            } else {
                String::new()
            });
            written.push(staged.row);
            admissions.push(Admission {
                person,
                details,
                groups: Vec::new(),
                joined_on: compare::joined_on(&row, self.app.today()),
                change: row.change.unwrap_or("1").to_owned(),
                reason: row.change_reason.unwrap_or_default().to_owned(),
            });
        }
        let existing: Vec<bool> = admissions.iter().map(|a| a.person.is_some()).collect();
        let source = Source {
            key: "roster",
            note: "名册导入",
            account: self.import.account,
            batch: self.import.batch.unwrap_or(0),
        };
        let made = admit_all(tx, self.app, self.union, admissions, source).await?;
        let mut changes = Vec::new();
        for ((((person, membership), before), row), existing) in made.iter().zip(before).zip(written).zip(existing) {
            let version =
                if existing { tx.number("SELECT version FROM people WHERE id = $1", vals![*person]).await? } else { 1 };
            changes.extend(vals![self.import.id, i64::from(row), *person, *membership, version, before]);
        }
        tx.insert_many("import_changes", "import, row_number, person, membership, version, before_sealed", changes)
            .await?;
        Ok(skipped)
    }

    /// Writes a row's cells over a person's details; returns what they were.
    async fn overwrite(&self, tx: &mut Tx, person: PersonId, details: &PersonDetails) -> Result<PersonDetails, Error> {
        let known = people::store::find_in(tx, person)
            .await?
            .ok_or_else(|| Error::internal("a person of the roster is gone"))?
            .details(self.app)?;
        people::store::update(tx, self.app, person, &compare::merged(&known, details)).await?;
        Ok(known)
    }

    async fn change(&self, tx: &mut Tx, rows: &[Staged]) -> Result<Vec<Staged>, Error> {
        let mut skipped = Vec::new();
        for staged in rows {
            let person = PersonId(staged.person.unwrap_or(0));
            let version = tx.number("SELECT version FROM people WHERE id = $1", vals![person]).await?;
            let membership = members::store::current_in(tx, person).await?.filter(|m| m.union_id == self.union.id);
            let (Some(membership), true) = (membership, version == staged.version) else {
                skipped.push(left_out(staged, "检查以后，这个人的资料被别人改过，请重新上传这一行"));
                continue;
            };
            let (row, details) = self.read(staged);
            let known = self.overwrite(tx, person, &details).await?;
            let before = Before {
                person: Some(known),
                membership: Some(BeforeMembership {
                    state: membership.state.clone(),
                    joined_on: membership.joined_on.clone(),
                }),
            };
            self.change_membership(tx, &row, &membership).await?;
            reindex(tx, self.app, membership.id, person, &membership.number, &membership.path).await?;
            tx.insert(
                "import_changes",
                "import, row_number, person, membership, version, before_sealed",
                vals![
                    self.import.id,
                    i64::from(staged.row),
                    person,
                    membership.id,
                    version + 1,
                    seal_before(self.app, &before)
                ],
            )
            .await?;
        }
        Ok(skipped)
    }

    async fn change_membership(&self, tx: &mut Tx, row: &RosterRow, m: &members::Membership) -> Result<(), Error> {
        let known = compare::KnownMembership {
            id: m.id,
            union: m.union_id,
            union_name: None,
            state: m.state.clone(),
            joined_on: m.joined_on.clone(),
            change: String::new(),
            reason: String::new(),
            changed_on: m.joined_on.clone(),
        };
        let Some(act) = compare::membership_act(row, &known) else { return Ok(()) };
        let on = compare::joined_on(row, self.app.today());
        match act {
            MembershipAct::CorrectDay => correct_day(tx, self.union, m, on).await?,
            MembershipAct::Keep => set_state(tx, m.id, "kept", None).await?,
            MembershipAct::Resume => set_state(tx, m.id, "active", None).await?,
            MembershipAct::End => {
                set_state(tx, m.id, "ended", Some(on)).await?;
                facts::count(tx, &fact(MEMBERS, self.union, m.id, on, -1)).await?;
            }
        }
        tx.insert(
            "membership_events",
            "membership, person, union_id, change, reason, on_day, note, account, at",
            vals![
                m.id,
                m.person,
                m.union_id,
                row.change.unwrap_or("1"),
                row.change_reason.unwrap_or(""),
                on,
                "名册导入",
                self.import.account,
                self.app.now()
            ],
        )
        .await?;
        Ok(())
    }
}

fn left_out(staged: &Staged, reason: &str) -> Staged {
    let mut staged = staged.clone();
    staged.verdict = Verdict::Skipped;
    staged.faults.push(StagedFault { column: "整行".into(), code: "overtaken".into(), reason: reason.into() });
    staged
}
pub fn fact(
    measure: &'static facts::Measure,
    union: &Org,
    id: MembershipId,
    day: jiff::civil::Date,
    amount: i64,
) -> Fact<'static> {
    Fact { measure, org: union.id, day, dimension: "", amount, record: "membership", record_id: id.0 }
}
pub async fn set_state(
    tx: &mut Tx,
    id: MembershipId,
    state: &str,
    ended_on: Option<jiff::civil::Date>,
) -> Result<(), Error> {
    tx.exec(
        "UPDATE memberships SET state = $2, ended_on = $3, version = version + 1 WHERE id = $1",
        vals![id, state, ended_on],
    )
    .await?;
    Ok(())
}
/// Moves the day of joining, and with it what it counts as.
pub async fn correct_day(
    tx: &mut Tx,
    union: &Org,
    m: &members::Membership,
    on: jiff::civil::Date,
) -> Result<(), Error> {
    tx.exec("UPDATE memberships SET joined_on = $2, version = version + 1 WHERE id = $1", vals![m.id, on]).await?;
    let was = m.joined_on.parse().map_err(Error::internal)?;
    for measure in [MEMBERS, JOINED] {
        facts::count_all(tx, &[fact(measure, union, m.id, was, -1), fact(measure, union, m.id, on, 1)]).await?;
    }
    Ok(())
}
/// Puts a member into the search anew, after a change.
pub async fn reindex(
    tx: &mut Tx,
    app: &App,
    id: MembershipId,
    person: PersonId,
    number: &str,
    path: &str,
) -> Result<(), Error> {
    let Some(person) = people::store::find_in(tx, person).await? else { return Ok(()) };
    let words = people::store::search_words(app, &person.details(app)?, number, path);
    search::put(tx, vec![search::NewEntry { kind: "member", id: id.0, title: person.name.clone(), words }]).await?;
    Ok(())
}
