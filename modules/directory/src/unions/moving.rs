//! Moving a branch (调整隶属关系): a union hangs under another one, with all below it; history is kept.
//!
//! Promise: from the moment of the move everybody sees the branch where it hangs and nowhere else. Of a large branch the search forgets the
//! words before and learns them again behind the pages, some seconds later: others do not wait for that.
use super::{Union, rules, store};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::{Result, Tx},
    identity::SignedIn,
    jobs::{self, Job},
    search,
    tree::{self, Move, MoveFault, Past, Scope},
};

/// Why a branch can't move, as the sentence for the officer.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal(pub String);
impl From<MoveFault> for Refusal {
    fn from(fault: MoveFault) -> Self {
        Self(fault.sentence().to_owned())
    }
}

/// Whether the union may hang there: what the tree says later, said before anything is written.
pub fn refusal(union: &Union, to: &Union) -> Option<Refusal> {
    if union.parent.is_none() {
        return Some(MoveFault::Root.into());
    }
    if to.path.starts_with(&union.path) {
        return Some(MoveFault::BelowItself.into());
    }
    if union.parent == Some(to.id) {
        return Some(MoveFault::Unchanged.into());
    }
    let (kind, above) = (union.kind()?, to.kind()?);
    rules::misfit(kind, above).map(Refusal)
}

/// Makes the words anew under which a branch is found that was moved.
pub const WORDS: Job = Job {
    kind: "unions.words",
    every: None,
    run: |app, union| Box::pin(async move { back(&app, &union).await.map_err(|e| e.to_string()) }),
};
async fn back(app: &App, union: &str) -> Result<()> {
    let Ok(id) = union.parse() else { return Ok(()) };
    match tree::find(&app.db, id).await? {
        Some(org) => store::words_below(app, &Scope::below(&org.path)).await,
        None => Ok(()),
    }
}

/// Where the words of a branch are when it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// In their place: they are few, and made anew within the act.
    There,
    /// Taken away up to an entry of the index; the job that brings them back waits.
    Away { last: i64, job: i64 },
}
impl Words {
    /// None is taken away before, no job waits: the act does it.
    pub const LATER: Words = Words::Away { last: 0, job: 0 };
}
/// They come back by themselves after so long (in milliseconds), should nothing move after all.
const BACK: i64 = 10 * 60_000;

/// Takes the words of a large branch away; to be done before the act in which it moves, so that others do not wait for it there.
pub async fn prepare(app: &App, union: &Union) -> Result<Words> {
    let scope = Scope::below(&union.path);
    if !store::is_large(&app.db, &scope).await? {
        return Ok(Words::There);
    }
    let last = search::last(&app.db).await?;
    let mut tx = app.db.begin().await?;
    let job = jobs::queue(&mut tx, WORDS.kind, &union.id.to_string(), app.now() + BACK).await?;
    tx.commit().await?;
    store::hide(app, &scope).await?;
    Ok(Words::Away { last, job })
}
/// Nothing moved: the words come back now.
pub async fn give_up(app: &App, words: Words) -> Result<()> {
    let Words::Away { job, .. } = words else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    jobs::hasten(&mut tx, job, app.now()).await?;
    tx.commit().await
}

/// Moves a branch in one transaction: the tree, everything that keeps a path, and the words under which it is found. Where a union hung before
/// stays in `organisation_moves`; whether the figures of the time before go along is for the officer to say (`past`).
pub async fn move_branch(
    tx: &mut Tx,
    app: &App,
    who: Option<&SignedIn>,
    union: &Union,
    to: &Union,
    (on, past, words): (Date, Past, Words),
    reason: &str,
) -> Result<Result<(), Refusal>> {
    if let Some(refusal) = refusal(union, to) {
        return Ok(Err(refusal));
    }
    let account = who.map(|w| w.account.0);
    let how = Move { on, past, account, reason };
    let (old, new) = match tree::move_branch(tx, app, (&union.org(), &to.org()), how).await? {
        Ok(paths) => paths,
        Err(fault) => return Ok(Err(fault.into())),
    };
    store::follow(tx, &old, &new).await?;
    let scope = Scope::below(&new);
    match words {
        Words::There => store::words_in(tx, app, &scope).await?,
        Words::Away { last, job } => {
            store::hide_later(tx, last, &scope).await?;
            if !jobs::hasten(tx, job, app.now()).await? {
                jobs::queue(tx, WORDS.kind, &union.id.to_string(), app.now()).await?;
            }
        }
    }
    let from = match union.parent {
        Some(parent) => tree::find_in(tx, parent).await?.map_or_else(String::new, |org| org.name),
        None => String::new(),
    };
    let figures = match past {
        Past::Stays => "过去的数字留在原来的上级",
        Past::Goes => "过去的数字一起划转",
    };
    let detail = format!("从{from}移到{}，{on}起，{figures}", to.name);
    let entry = audit::Entry {
        act: "union.move",
        object: "union",
        object_id: union.id.0,
        org: Some(union.id),
        reason,
        detail: &detail,
        ..Default::default()
    };
    audit::record(tx, app, who, &entry).await?;
    Ok(Ok(()))
}
