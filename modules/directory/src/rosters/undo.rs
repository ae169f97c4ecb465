//! Undoing an import for seven days: rows that nobody touched since are as before, the others are listed and stay.
use super::{
    before::{Before, open_before},
    effect::{correct_day, count_beginning, fact, reindex, set_state},
    store::{self, Change, Import, ImportId},
};
use crate::{
    members::{self, MEMBERS, Membership, MembershipId},
    people, undoing,
};
use platform::{
    App, audit, db, db::Tx, facts, identity::SignedIn, jobs, search, tree, tree::PersonId, vals, web::Error,
};

const AT_ONCE: i64 = 2_000;
pub const JOB: &str = "rosters.undo";

/// Until when an import can be undone (epoch milliseconds); none: it can't.
pub fn open_until(import: &Import, now: i64) -> Option<i64> {
    undoing::open_until(import.confirmed_at, now).filter(|_| import.state == "done")
}

/// Begins to undo. False: too late, or somebody was quicker.
pub async fn undo(app: &App, who: Option<&SignedIn>, import: &Import) -> Result<bool, Error> {
    if open_until(import, app.now()).is_none() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    if !store::step(&mut tx, import.id, "done", "undoing").await? {
        return Ok(false);
    }
    audit::record(
        &mut tx,
        app,
        who,
        &audit::Entry {
            act: "roster.undo",
            object: "import",
            object_id: import.id.0,
            detail: &import.file_name,
            org: Some(import.union_id),
            ..Default::default()
        },
    )
    .await?;
    jobs::queue(&mut tx, JOB, &import.id.to_string(), app.now() + if import.right() > AT_ONCE { 0 } else { 60_000 })
        .await?;
    tx.commit().await?;
    if import.right() <= AT_ONCE {
        undo_all(app, import.id).await?;
    }
    Ok(true)
}

/// Undoes what is left. Safe to run again: what is undone has no row any more. What stays keeps its row.
pub async fn undo_all(app: &App, id: ImportId) -> Result<(), Error> {
    let Some(import) = store::find(&app.db, id).await?.filter(|i| i.state == "undoing") else { return Ok(()) };
    let Some(union) = tree::find(&app.db, import.union_id).await? else { return Ok(()) };
    undoing::in_slices(app, &Written { app, union: &union, import: &import }).await?;
    let mut tx = app.db.begin().await?;
    if store::step(&mut tx, id, "undoing", "undone").await? {
        tx.exec("UPDATE imports SET undone_at = $2 WHERE id = $1", vals![id, app.now()]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What an import wrote.
struct Written<'a> {
    app: &'a App,
    union: &'a tree::Org,
    import: &'a Import,
}
impl undoing::Undoing for Written<'_> {
    type Row = Change;
    async fn rows(&self, after: i64, limit: i64) -> db::Result<Vec<Change>> {
        store::changes(&self.app.db, self.import.id, after, limit).await
    }
    fn number(change: &Change) -> i64 {
        change.id
    }
    async fn revert(&self, tx: &mut Tx, change: &Change) -> Result<(), Error> {
        revert(tx, self.app, self.union, self.import, change).await
    }
}

async fn revert(tx: &mut Tx, app: &App, union: &tree::Org, import: &Import, change: &Change) -> Result<(), Error> {
    let (person, membership) = (PersonId(change.person), MembershipId(change.membership));
    let version = tx.number("SELECT version FROM people WHERE id = $1", vals![person]).await?;
    let found: Option<Membership> =
        tx.maybe(sqlx::AssertSqlSafe(format!("{} WHERE m.id = $1", members::store::SELECT)), vals![membership]).await?;
    let Some(m) = found.filter(|m| version == change.version && m.union_id == union.id) else { return Ok(()) };
    let is_new = change.before_sealed.is_empty();
    let before =
        if is_new { Before { person: None, membership: None } } else { open_before(app, &change.before_sealed)? };
    match &before.membership {
        Some(was) => {
            if m.state == "ended" {
                facts::count(
                    tx,
                    &fact(
                        MEMBERS,
                        union,
                        m.id,
                        m.ended_on.as_deref().unwrap_or("").parse().map_err(Error::internal)?,
                        1,
                    ),
                )
                .await?;
            }
            if m.joined_on != was.joined_on {
                correct_day(tx, &m, was.joined_on.parse().map_err(Error::internal)?).await?;
            }
            set_state(tx, m.id, &was.state, None).await?;
            tx.exec(
                // Not what it began with: that was before.
                "DELETE FROM membership_events WHERE membership = $1 AND note = '名册导入' AND at >= $2 AND id > (SELECT MIN(b.id) FROM membership_events b WHERE b.membership = $1)",
                vals![m.id, import.confirmed_at],
            )
            .await?;
        }
        None if m.version != 1 || is_used(tx, person).await? => return Ok(()),
        None => remove_membership(tx, &m).await?,
    }
    match &before.person {
        Some(details) => people::store::update(tx, app, person, details).await?,
        None => {
            tx.exec("DELETE FROM people WHERE id = $1", vals![person]).await?;
            tx.exec("DELETE FROM persons WHERE id = $1", vals![person]).await?;
        }
    }
    if before.membership.is_some() {
        reindex(tx, app, m.id, person, &m.number, &m.path).await?;
    }
    tx.exec("DELETE FROM import_changes WHERE id = $1", vals![change.id]).await?;
    Ok(())
}

/// Somebody signed in as the person, or something else points to him or her.
async fn is_used(tx: &mut Tx, person: PersonId) -> Result<bool, Error> {
    let uses = tx
        .number(
            "SELECT (SELECT COUNT(*) FROM accounts WHERE person = $1) + (SELECT COUNT(*) FROM affiliations WHERE person = $1) + (SELECT COUNT(*) FROM person_groups WHERE person = $1)",
            vals![person],
        )
        .await?;
    Ok(uses > 0)
}

async fn remove_membership(tx: &mut Tx, m: &Membership) -> Result<(), Error> {
    let day = m.joined_on.parse().map_err(Error::internal)?;
    count_beginning(tx, m, &[(day, -1)]).await?;
    search::remove(tx, "member", m.id.0).await?;
    tx.exec("DELETE FROM membership_events WHERE membership = $1", vals![m.id]).await?;
    tx.exec(
        "DELETE FROM records WHERE person = $1 AND module = 'directory' AND kind = 'membership' AND on_day = $2",
        vals![m.person, &m.joined_on],
    )
    .await?;
    tx.exec("DELETE FROM memberships WHERE id = $1", vals![m.id]).await?;
    Ok(())
}
