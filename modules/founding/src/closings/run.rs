//! Carrying a closing on: members slice by slice, then all the rest in one act. Safe to run twice, or again after a crash.
use super::store::{self, Closing, ClosingId};
use crate::{elections, foundings, terms};
use directory::unions::{
    self, Union, moving,
    succession::{self, Counted, Succession, Way},
};
use platform::{
    App, audit,
    jobs::Job,
    tasks,
    tree::Past,
    web::{Error, Result},
};

/// Members handed over in one act: some ten milliseconds, so that others' acts go on.
const SLICE: i64 = 100;
/// Goes on with a closing that was too large for one request.
pub const CLOSING: Job = Job {
    kind: "founding.closing",
    every: None,
    run: |app, args| {
        Box::pin(async move {
            let id = args.parse().map_err(|_| format!("no closing: {args}"))?;
            carry_on(&app, ClosingId(id)).await.map_err(|e| e.to_string())
        })
    },
};

/// What stands in the members' history.
pub fn note(union: &Union, to: &Union, way: Way) -> String {
    let name = union.name.trim_end_matches("（筹备）");
    match way {
        Way::Joined => format!("{name}并入{}", to.name),
        Way::Kept if union.founded_on.is_none() => format!("{name}没有建成，会籍由{}保留", to.name),
        Way::Kept => format!("{name}撤销，会籍由{}保留", to.name),
    }
}

/// Hands over until nothing is left, then strikes the union off.
pub async fn carry_on(app: &App, id: ClosingId) -> Result<()> {
    let closing = store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    if closing.is_done() {
        return Ok(());
    }
    loop {
        let (union, to) = both(app, &closing).await?;
        let note = note(&union, &to, closing.way());
        let act = succession(&closing, &union, &to, &note);
        let mut tx = app.db.begin().await?;
        let handed = succession::members(&mut tx, app, &act, SLICE).await?;
        if handed == 0 {
            drop(tx);
            return finish(app, &closing).await;
        }
        store::moved(&mut tx, id, handed).await?;
        tx.commit().await?;
    }
}
async fn both(app: &App, closing: &Closing) -> Result<(Union, Union)> {
    let union = unions::store::find(&app.db, closing.union_id).await?.ok_or(Error::NotFound)?;
    let to = unions::store::find(&app.db, closing.successor).await?.ok_or(Error::NotFound)?;
    Ok((union, to))
}
fn succession<'a>(closing: &Closing, union: &'a Union, to: &'a Union, note: &'a str) -> Succession<'a> {
    Succession { from: union, to, way: closing.way(), on: closing.on(), reason: "", note, account: closing.account }
}

async fn finish(app: &App, closing: &Closing) -> Result<()> {
    let (union, to) = both(app, closing).await?;
    let children = platform::tree::children(&app.db, union.id).await?;
    let founding = match foundings::store::of_union(&app.db, union.id).await? {
        Some(founding) => Some((foundings::asker(app, &founding).await?, founding)),
        None => None,
    };
    let mut below = Vec::new();
    for child in children {
        let Some(child) = unions::store::find(&app.db, child.id).await? else { continue };
        below.push((moving::prepare(app, &child).await?, child));
    }
    let note = note(&union, &to, closing.way());
    let act = succession(closing, &union, &to, &note);
    let counted = if closing.was == "4" { Counted::NotYet } else { Counted::AsUnion };
    let mut tx = app.db.begin().await?;
    if !store::done(&mut tx, closing.id).await? {
        return Ok(());
    }
    for (words, child) in &below {
        let moved =
            moving::move_branch(&mut tx, app, None, child, &to, (closing.on(), Past::Stays, *words), &note).await?;
        moved.map_err(|refusal| Error::refused(refusal.0))?;
    }
    elections::store::drop_of(&mut tx, union.id).await?;
    store::empty_seats(&mut tx, union.id, closing.on(), &note).await?;
    tasks::close(&mut tx, app, terms::OBJECT, union.id.0, closing.account, "工会撤销").await?;
    if let Some((asker, founding)) = &founding {
        foundings::give_up(&mut tx, app, closing.account, founding, asker, &closing.reason).await?;
    }
    succession::rest(&mut tx, app, &act, counted).await?;
    let entry = audit::Entry {
        act: "union.close",
        object: "union",
        object_id: union.id.0,
        detail: &note,
        reason: &closing.reason,
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, None, &entry).await?;
    Ok(tx.commit().await?)
}
