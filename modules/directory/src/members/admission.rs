//! Admitting: from a decision or a roster's row to a member, with everything that follows from it, in one transaction.
use super::{JOINED, JOINED_GROUP, MEMBERS, MembershipId, NUMBER_PREFIX};
use crate::people::{
    self, PersonDetails,
    store::{GroupSets, Ready},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx, Value},
    facts::{self, Fact},
    identity::AccountId,
    search, settings,
    tree::{Org, PersonId},
    vals,
};

/// Somebody to be admitted.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Known already (has a person but no current membership).
    pub person: Option<PersonId>,
    pub details: PersonDetails,
    pub groups: Vec<String>,
    pub joined_on: Date,
    /// Code of `membership_change`: 1 入会, 2 转入, 3 保留.
    pub change: String,
    /// Code of `membership_change_reason`; empty: none given.
    pub reason: String,
}

impl Admission {
    /// Somebody of whom nothing is known yet joins, in no group.
    pub fn first(details: PersonDetails, joined_on: Date) -> Self {
        Self { person: None, details, groups: Vec::new(), joined_on, change: "1".into(), reason: String::new() }
    }
}

/// Where the memberships of one call come from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// "joining", "roster", "desk".
    pub key: &'static str,
    /// What stands in the person's file: "扫码入会", "名册导入".
    pub note: &'a str,
    pub account: Option<AccountId>,
    /// Hidden until the batch becomes visible; 0: visible at once.
    pub batch: i64,
}

/// Admits one person.
pub async fn admit(
    tx: &mut Tx,
    app: &App,
    union: &Org,
    admission: Admission,
    source: Source<'_>,
) -> Result<(PersonId, MembershipId)> {
    let made = admit_all(tx, app, &[(union, admission)], source).await?;
    Ok(made[0])
}

/// Admits people, each into a union. The caller has checked that none of them has a current membership; the database refuses a second one.
pub async fn admit_all(
    tx: &mut Tx,
    app: &App,
    admissions: &[(&Org, Admission)],
    source: Source<'_>,
) -> Result<Vec<(PersonId, MembershipId)>> {
    let ready = admissions.iter().map(|(_, a)| Ready::of(app, &a.details)).collect();
    admit_ready(tx, app, admissions, ready, source).await
}

/// The same with what was sealed before the act began: one for each admission.
pub async fn admit_ready(
    tx: &mut Tx,
    app: &App,
    admissions: &[(&Org, Admission)],
    mut ready: Vec<Ready>,
    source: Source<'_>,
) -> Result<Vec<(PersonId, MembershipId)>> {
    let fresh = admissions.iter().zip(&mut ready).filter(|((_, a), _)| a.person.is_none());
    let fresh: Vec<_> = fresh.map(|((_, a), ready)| (a.details.name.as_str(), ready.take_columns())).collect();
    let fresh_ids: Vec<PersonId> = tx.reserve("persons", fresh.len()).await?.map(PersonId).collect();
    let mut next = fresh_ids.iter().copied();
    let persons = admissions.iter().map(|(_, a)| a.person.or_else(|| next.next()).expect("an id for each new person"));
    let ids = tx.reserve("memberships", admissions.len()).await?.map(MembershipId);
    let made: Vec<(PersonId, MembershipId)> = persons.zip(ids).collect();
    let prefix = settings::get(app_db(app), NUMBER_PREFIX, "", app.today()).await?;
    let sets = people::store::group_sets(tx, admissions.iter().map(|(_, a)| a.groups.as_slice())).await?;
    // The other rows are made while the first are written.
    let (entered, rows) = tokio::join!(people::store::enter(tx, &fresh_ids, fresh), async {
        Rows::of(app, admissions, &made, ready, (&prefix, &sets), source)
    });
    entered?;
    rows.write(tx, source.batch).await?;
    for (a, (person, _)) in admissions.iter().map(|(_, a)| a).zip(&made).filter(|(a, _)| a.person.is_some()) {
        // Somebody known already may be in the group: `add_groups` looks.
        people::store::add_groups(tx, *person, &a.groups, a.joined_on).await?;
    }
    Ok(made)
}

/// What follows from admissions, as rows.
#[derive(Default)]
struct Rows<'a> {
    memberships: Vec<Value>,
    events: Vec<Value>,
    records: Vec<Value>,
    groups: Vec<Value>,
    entries: Vec<search::NewEntry>,
    counted: Vec<Fact<'a>>,
}
impl<'a> Rows<'a> {
    fn of(
        app: &App,
        admissions: &'a [(&Org, Admission)],
        made: &[(PersonId, MembershipId)],
        ready: Vec<Ready>,
        (prefix, sets): (&str, &GroupSets),
        source: Source<'_>,
    ) -> Self {
        let mut rows = Self::default();
        for (((union, a), (person, id)), ready) in admissions.iter().zip(made).zip(ready) {
            let number = card_number(prefix, a.joined_on, *id);
            rows.member(app, union, a, (*person, *id, &number, sets.of(&a.groups)), source);
            rows.entries.push(search::NewEntry {
                kind: "member",
                id: id.0,
                title: a.details.name.clone(),
                words: ready.into_words(app, &number, &union.path),
            });
            rows.counted.extend(facts_of(union, *id, a));
        }
        rows
    }
    fn member(
        &mut self,
        app: &App,
        union: &Org,
        a: &Admission,
        (person, id, number, group_set): (PersonId, MembershipId, &str, i64),
        source: Source<'_>,
    ) {
        let state = if a.change == "3" { "kept" } else { "active" };
        self.memberships.extend(vals![
            id,
            person,
            union.id,
            &union.path,
            state,
            number,
            a.joined_on,
            source.key,
            source.batch,
            &a.details.name,
            &a.details.sex,
            !a.details.phone.is_empty(),
            group_set,
            a.details.employer
        ]);
        let at = app.now();
        self.events.extend(vals![
            id,
            person,
            union.id,
            &a.change,
            &a.reason,
            a.joined_on,
            source.note,
            source.account,
            at,
            people::store::group_names(&a.groups)
        ]);
        let title = format!("加入{}", union.name);
        self.records.extend(vals![person, a.joined_on, "directory", "membership", title, source.note, "/me/card", at]);
        if a.person.is_none() {
            for group in &a.groups {
                self.groups.extend(vals![person, group, a.joined_on]);
            }
        }
    }
    async fn write(self, tx: &mut Tx, batch: i64) -> Result<()> {
        tx.insert_many(
            "memberships",
            "id, person, union_id, path, state, number, joined_on, source, batch, name, sex, unchecked, group_set, employer",
            self.memberships,
        )
        .await?;
        tx.insert_many(
            "membership_events",
            "membership, person, union_id, change, reason, on_day, note, account, at, group_names",
            self.events,
        )
        .await?;
        tx.insert_many("records", "person, on_day, module, kind, title, detail, link, at", self.records).await?;
        tx.insert_many("person_groups", "person, group_name, from_on", self.groups).await?;
        search::put_new(tx, self.entries).await?;
        facts::count_in_batch(tx, &self.counted, batch).await
    }
}

/// The settings are read outside the act: they change a few times a year.
fn app_db(app: &App) -> &platform::db::Db {
    &app.db
}

/// What a new membership counts as.
pub fn facts_of<'a>(union: &Org, id: MembershipId, a: &'a Admission) -> Vec<Fact<'a>> {
    let fact = |measure, dimension| Fact {
        measure,
        org: union.id,
        day: a.joined_on,
        dimension,
        amount: 1,
        record: "membership",
        record_id: id.0,
    };
    let mut all = vec![fact(MEMBERS, "")];
    if a.change != "3" {
        all.push(fact(JOINED, ""));
        all.extend(a.groups.iter().map(|g| fact(JOINED_GROUP, g.as_str())));
    }
    all
}

/// The number on the card: the federation's prefix, the year of joining, eight digits.
pub fn card_number(prefix: &str, joined_on: Date, id: MembershipId) -> String {
    format!("{prefix}{}{:08}", joined_on.year(), id.0)
}
