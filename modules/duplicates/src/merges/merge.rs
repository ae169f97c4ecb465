//! Two become one, in one act.
use super::{Choices, Row, fields, image::Image, store};
use crate::{
    Kind,
    pairs::{self, Pair},
};
use directory::{
    employers::{
        self, EmployerId,
        ways::{self, Of},
    },
    members::{self, MEMBERS},
    people,
};
use platform::{
    App, audit,
    db::Tx,
    facts::{self, Fact},
    identity::SignedIn,
    merging::{self, Merged},
    notices, search,
    tree::{OrgId, PersonId, ids_of},
    vals,
    web::Error,
};

/// What an officer decided, on the two as they were seen.
pub struct Asked<'a> {
    pub pair: &'a Pair,
    /// Which of the two remains: 0 the lower, 1 the higher.
    pub kept: usize,
    pub choices: Choices,
    pub versions: [i64; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Merged,
    /// Somebody decided about the pair first.
    Overtaken,
    /// One of the two was changed since it was seen.
    Changed,
}

pub fn merged(kind: Kind) -> Merged {
    if kind == Kind::Person { Merged::Person } else { Merged::Employer }
}

pub async fn merge(app: &App, who: &SignedIn, asked: Asked<'_>) -> Result<Outcome, Error> {
    let (pair, kind) = (asked.pair, asked.pair.kind());
    let pointers = merging::pointers(app, merged(kind));
    let mut tx = app.db.begin().await?;
    if !pairs::store::step(&mut tx, app, pair.id, ("open", "merged"), Some(who.account), "").await? {
        return Ok(Outcome::Overtaken);
    }
    let Some(rows) = seen(&mut tx, &asked).await? else { return Ok(Outcome::Changed) };
    let (kept, gone) = (&rows[asked.kept], &rows[1 - asked.kept]);
    let ended = match kind {
        Kind::Person => end_one(&mut tx, app, who, &asked).await?,
        Kind::Employer => None,
    };
    blank(app, kind, kept, gone).write(&mut tx, kind).await?;
    let after = chosen(app, &asked, &rows);
    after.write(&mut tx, kind).await?;
    let moved = merging::move_all(&mut tx, &pointers, gone.id(), kept.id()).await?;
    let counted = merging::move_counts(&mut tx, app, merged(kind), (gone.id(), kept.id())).await?;
    let day = app.today().to_string();
    let closed = store::close_twins(&mut tx, kind, kept.id(), &day).await?;
    pairs::store::follow(&mut tx, kind, kept.id(), gone.id()).await?;
    let record = match kind {
        Kind::Person => Some(finish_person(&mut tx, app, &after, gone.id()).await?),
        Kind::Employer => finish_employer(&mut tx, who, app, &after, gone).await.map(|()| None)?,
    };
    let image = Image { before: kept.clone(), gone: gone.clone(), moved, counted, closed, ended, record, day, after };
    note(&mut tx, app, who, pair, (kind, &image), "duplicate.merge", "").await?;
    let (ids, sealed) = ((kept.id(), gone.id()), image.seal(app));
    store::add(&mut tx, app, (pair.id, kind), ids, who.account, sealed).await?;
    tx.commit().await?;
    Ok(Outcome::Merged)
}

/// The two rows as they are, if they are as they were seen.
async fn seen(tx: &mut Tx, asked: &Asked<'_>) -> Result<Option<[Row; 2]>, Error> {
    let kind = asked.pair.kind();
    let (low, high) = (asked.pair.low, asked.pair.high);
    let (Some(one), Some(other)) = (Row::read_in(tx, kind, low).await?, Row::read_in(tx, kind, high).await?) else {
        return Ok(None);
    };
    let same = one.version() == asked.versions[0] && other.version() == asked.versions[1];
    Ok(same.then_some([one, other]))
}

/// The one that is gone keeps what it was but for what would find it.
fn blank(app: &App, kind: Kind, kept: &Row, gone: &Row) -> Row {
    let mut blank = gone.clone();
    match kind {
        Kind::Person => {
            blank.set("document_index", format!("merged.{}", gone.id()));
            blank.set("phone_index", serde_json::Value::Null);
            blank.set("employer", serde_json::Value::Null);
        }
        Kind::Employer => {
            blank.set("name", format!("{}（已合并）", gone.text("name")));
            blank.set("uscc", serde_json::Value::Null);
            blank.set("union_id", serde_json::Value::Null);
            blank.set("path", "");
            blank.set("merged_into", kept.id());
        }
    }
    blank.set("version", gone.version() + 1);
    blank.set("updated_at", app.now());
    blank
}
/// The one that remains, each field from the one that was chosen. Its version is above both, so that nothing that remembers a version of
/// either (an import to be undone) takes it for its own.
fn chosen(app: &App, asked: &Asked<'_>, rows: &[Row; 2]) -> Row {
    let mut after = rows[asked.kept].clone();
    for field in fields(asked.pair.kind()) {
        after.take(field.columns, &rows[asked.choices.side(field)]);
    }
    after.set("version", rows[0].version().max(rows[1].version()) + 1);
    after.set("updated_at", app.now());
    after
}

/// Of two current memberships one remains; the other ends, and is counted no longer from today on.
async fn end_one(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    asked: &Asked<'_>,
) -> Result<Option<super::image::Ended>, Error> {
    let ids = [asked.pair.low, asked.pair.high];
    let stays = members::store::current_in(tx, PersonId(ids[asked.choices.membership])).await?;
    let ends = members::store::current_in(tx, PersonId(ids[1 - asked.choices.membership])).await?;
    let (Some(stays), Some(ends)) = (stays, ends) else { return Ok(None) };
    let change = if stays.union_id == ends.union_id { "6" } else { "4" };
    let note = format!("重复登记，并到{}的会籍", stays.union_name);
    let ended = store::end_membership(tx, app, &ends, (change, &note), who.account).await?;
    facts::count(tx, &counted(ends.union_id, ends.id.0, app.today(), -1)).await?;
    Ok(Some(ended))
}
pub fn counted(org: OrgId, membership: i64, day: jiff::civil::Date, amount: i64) -> Fact<'static> {
    Fact { measure: MEMBERS, org, day, dimension: "", amount, record: "membership", record_id: membership }
}

async fn finish_person(tx: &mut Tx, app: &App, after: &Row, gone: i64) -> Result<i64, Error> {
    let person = PersonId(after.id());
    store::set_merged(tx, gone, Some(person.0)).await?;
    store::rename(tx, person.0, after.text("name")).await?;
    reindex(tx, app, person).await?;
    let body = "您在工会登记过两次，现在合成了一份；会籍、记录和登录方式都还在。";
    for account in store::accounts(tx, person.0).await? {
        notices::tell(tx, app, account, "您的两份登记合成了一份", body, "/me").await?;
    }
    let columns = "person, on_day, module, kind, title, detail, link, at";
    let values = vals![person, app.today(), "duplicates", "merge", "两份登记合成了一份", "", "/me", app.now()];
    Ok(tx.insert("records", columns, values).await?)
}
/// Puts the person's current membership into the search anew, and beside it what lists filter by.
pub async fn reindex(tx: &mut Tx, app: &App, person: PersonId) -> Result<(), Error> {
    people::store::beside_memberships(tx, person).await?;
    let current = members::store::current_in(tx, person).await?;
    let (Some(m), Some(known)) = (current, people::store::find_in(tx, person).await?) else { return Ok(()) };
    let words = people::store::search_words(app, &known.details(app)?, &m.number, &m.path);
    search::put(tx, vec![search::NewEntry { kind: "member", id: m.id.0, title: known.name, words }]).await?;
    Ok(())
}
async fn finish_employer(tx: &mut Tx, who: &SignedIn, app: &App, after: &Row, gone: &Row) -> Result<(), Error> {
    search::remove(tx, "employer", gone.id()).await?;
    for id in [after.id(), gone.id()] {
        ways::keep(tx, app, Of::Employer(EmployerId(id))).await?;
    }
    employers::store::index(tx, EmployerId(after.id()), after.text("name"), after.text("path")).await?;
    let detail = format!("并入了{}（编号{}）", gone.text("name"), gone.id());
    let entry = audit::Entry {
        act: "employer.merge",
        object: "employer",
        object_id: after.id(),
        detail: &detail,
        org: after.number("org").map(OrgId),
        ..Default::default()
    };
    Ok(audit::record(tx, app, Some(who), &entry).await?)
}

/// The entry of the audit; for a person it stands among what was done with his or her data.
pub async fn note(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    pair: &Pair,
    (kind, image): (Kind, &Image),
    act: &str,
    reason: &str,
) -> Result<(), Error> {
    let moved: usize = image.moved.iter().map(|rows| rows.ids.len()).sum();
    let detail =
        format!("{}（编号{}）并入编号{}，{moved}条记录", image.gone.text("name"), image.gone.id(), image.before.id());
    let entry = audit::Entry {
        act,
        object: "duplicate",
        object_id: pair.id.0,
        person: (kind == Kind::Person).then(|| PersonId(image.before.id())),
        org: ids_of(&pair.path).last().copied(),
        reason,
        detail: &detail,
    };
    Ok(audit::record(tx, app, Some(who), &entry).await?)
}
