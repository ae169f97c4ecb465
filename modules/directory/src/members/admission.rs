//! Admitting: from a decision or a roster's row to a member, with everything that follows from it, in one transaction.
use super::{JOINED, JOINED_GROUP, MEMBERS, MembershipId, NUMBER_PREFIX};
use crate::people::{self, PersonDetails, store::Ready};
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
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
    let fresh = fresh.map(|((_, a), ready)| (a.details.name.as_str(), ready.take_columns())).collect();
    let mut fresh_ids = people::store::add_all(tx, fresh).await?.into_iter();
    let persons: Vec<PersonId> = admissions
        .iter()
        .map(|(_, a)| a.person.or_else(|| fresh_ids.next()).expect("an id for each new person"))
        .collect();
    let ids: Vec<MembershipId> = tx.reserve("memberships", admissions.len()).await?.map(MembershipId).collect();
    let prefix = settings::get(app_db(app), NUMBER_PREFIX, "", app.today()).await?;

    let numbers: Vec<String> =
        admissions.iter().zip(&ids).map(|((_, a), id)| card_number(&prefix, a.joined_on, *id)).collect();
    let (mut memberships, mut events, mut records, mut groups, mut entries, mut counted) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (((((union, a), person), id), number), ready) in
        admissions.iter().zip(&persons).zip(&ids).zip(&numbers).zip(ready)
    {
        let state = if a.change == "3" { "kept" } else { "active" };
        memberships.extend(vals![
            *id,
            *person,
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
            people::store::group_names(&a.groups)
        ]);
        events.extend(vals![
            *id,
            *person,
            union.id,
            &a.change,
            &a.reason,
            a.joined_on,
            source.note,
            source.account,
            app.now()
        ]);
        records.extend(vals![
            *person,
            a.joined_on,
            "directory",
            "membership",
            format!("加入{}", union.name),
            source.note,
            "/me/card",
            app.now()
        ]);
        // Somebody known already may be in the group: `add_groups` looks.
        if a.person.is_some() {
            people::store::add_groups(tx, *person, &a.groups, a.joined_on).await?;
        } else {
            for group in &a.groups {
                groups.extend(vals![*person, group, a.joined_on]);
            }
        }
        entries.push(search::NewEntry {
            kind: "member",
            id: id.0,
            title: a.details.name.clone(),
            words: ready.into_words(app, number, &union.path),
        });
        counted.extend(facts_of(union, *id, a));
    }
    tx.insert_many(
        "memberships",
        "id, person, union_id, path, state, number, joined_on, source, batch, name, sex, unchecked, group_names",
        memberships,
    )
    .await?;
    tx.insert_many(
        "membership_events",
        "membership, person, union_id, change, reason, on_day, note, account, at",
        events,
    )
    .await?;
    for person in admissions.iter().filter_map(|(_, a)| a.person) {
        people::store::beside_memberships(tx, person).await?;
    }
    tx.insert_many("records", "person, on_day, module, kind, title, detail, link, at", records).await?;
    tx.insert_many("person_groups", "person, group_name, from_on", groups).await?;
    search::put_new(tx, entries).await?;
    facts::count_in_batch(tx, &counted, source.batch).await?;
    Ok(persons.into_iter().zip(ids).collect())
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
