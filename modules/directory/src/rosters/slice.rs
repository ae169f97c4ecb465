//! One slice of a confirmed import. A row that somebody else changed since the check is left out and listed with the reason.
use super::{
    before::{Before, BeforeMembership, seal_before},
    compare::{self, MembershipAct, Verdict},
    effect::{correct_day, fact, reindex, set_state},
    staged::{self, Staged, StagedFault},
    store::{self, Import},
    write::Part,
};
use crate::{
    employers::EmployerId,
    members::{self, Admission, MEMBERS, admission::Source, admit_ready},
    people::{self, PersonDetails, store::Ready},
};
use platform::{
    App,
    db::Tx,
    facts,
    sheets::roster::{RosterRow, check_row},
    tree::{Org, PersonId},
    vals,
    web::Error,
};
use std::collections::HashMap;

/// The rows of a slice, understood and sealed before its act begins.
pub struct Prepared {
    rows: Vec<Staged>,
    read: Vec<(RosterRow, PersonDetails)>,
    /// New people; none for rows that change somebody.
    fresh: Option<Vec<(String, Ready)>>,
}
impl Prepared {
    pub fn of(app: &App, fresh: bool, rows: Vec<Staged>, employers: &HashMap<String, Option<EmployerId>>) -> Self {
        let read: Vec<_> = rows.iter().map(|row| read(app, row, employers)).collect();
        let index = |d: &PersonDetails| people::store::document_index(app, &d.document_kind, &d.document);
        let sealed = |(_, d): &(_, PersonDetails)| (index(d), Ready::of(app, d));
        Self { fresh: fresh.then(|| read.iter().map(sealed).collect()), rows, read }
    }
}
fn read(app: &App, staged: &Staged, employers: &HashMap<String, Option<EmployerId>>) -> (RosterRow, PersonDetails) {
    let (row, _) = check_row(&staged.as_cells(), app.today());
    let mut details = compare::details_of(&row);
    details.employer = employers.get(&details.employer_name).copied().flatten();
    (row, details)
}

pub struct Slice<'a> {
    pub app: &'a App,
    pub import: &'a Import,
    pub union: &'a Org,
}
impl Slice<'_> {
    /// Writes the rows unless this slice was already written.
    pub async fn write(&self, part: &Part, prepared: Prepared) -> Result<(), Error> {
        let mut tx = self.app.db.begin_long().await?;
        let mine = tx
            .exec(
                "UPDATE imports SET progress = progress + $3 WHERE id = $1 AND state = 'writing' AND progress = $2",
                vals![self.import.id, part.at, part.count],
            )
            .await?
            == 1;
        if !mine {
            return Ok(());
        }
        let Prepared { rows, read, fresh } = prepared;
        let skipped = match fresh {
            Some(fresh) => self.admit(&mut tx, rows, read, fresh).await?,
            None => self.change(&mut tx, rows, read).await?,
        };
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

    async fn admit(
        &self,
        tx: &mut Tx,
        rows: Vec<Staged>,
        read: Vec<(RosterRow, PersonDetails)>,
        fresh: Vec<(String, Ready)>,
    ) -> Result<Vec<Staged>, Error> {
        let indexes: Vec<String> = fresh.iter().map(|(index, _)| index.clone()).collect();
        let documents: Vec<(&str, &str)> =
            read.iter().map(|(_, d)| (d.document_kind.as_str(), d.document.as_str())).collect();
        people::store::adopt_in(tx, self.app, &documents).await?;
        let taken: HashMap<String, (i64, i64, i64)> =
            store::taken(tx, &indexes).await?.into_iter().map(|(i, p, v, n)| (i, (p, v, n))).collect();
        let (mut admissions, mut ready, mut skipped, mut before, mut written) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for ((staged, (row, details)), (index, sealed)) in rows.iter().zip(read).zip(fresh) {
            let person = match taken.get(&index) {
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
            let admission = Admission {
                person,
                details,
                groups: Vec::new(),
                joined_on: compare::joined_on(&row, self.app.today()),
                change: row.change.unwrap_or("1").to_owned(),
                reason: row.change_reason.unwrap_or_default().to_owned(),
            };
            admissions.push((self.union, admission));
            ready.push(sealed);
        }
        let existing: Vec<bool> = admissions.iter().map(|(_, a)| a.person.is_some()).collect();
        let source = Source {
            key: "roster",
            note: "名册导入",
            account: self.import.account,
            batch: self.import.batch.unwrap_or(0),
        };
        let made = admit_ready(tx, self.app, &admissions, ready, source).await?;
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

    async fn change(
        &self,
        tx: &mut Tx,
        rows: Vec<Staged>,
        read: Vec<(RosterRow, PersonDetails)>,
    ) -> Result<Vec<Staged>, Error> {
        let mut skipped = Vec::new();
        for (staged, (row, details)) in rows.iter().zip(read) {
            let person = PersonId(staged.person.unwrap_or(0));
            let version = tx.number("SELECT version FROM people WHERE id = $1", vals![person]).await?;
            let membership = members::store::current_in(tx, person).await?.filter(|m| m.union_id == self.union.id);
            let (Some(membership), true) = (membership, version == staged.version) else {
                skipped.push(left_out(staged, "检查以后，这个人的资料被别人改过，请重新上传这一行"));
                continue;
            };
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
            MembershipAct::CorrectDay => correct_day(tx, m, on).await?,
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
