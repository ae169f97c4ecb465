//! Moving a branch (调整隶属关系): a union hangs under another one, with all below it; history is kept.
//!
//! Promise: from the moment of the move everybody sees the branch where it hangs and nowhere else. Of a large branch the search forgets the
//! words in the same act and learns them again behind the pages, some seconds later: others do not wait for that.
use super::{Union, rules, store};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::{Result, Tx},
    identity::SignedIn,
    jobs::{self, Job},
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
    run: |app, union| Box::pin(async move { words(&app, &union).await.map_err(|e| e.to_string()) }),
};
async fn words(app: &App, union: &str) -> Result<()> {
    let Ok(id) = union.parse() else { return Ok(()) };
    match tree::find(&app.db, id).await? {
        Some(org) => store::words_below(app, &Scope::below(&org.path)).await,
        None => Ok(()),
    }
}

/// Moves a branch in one transaction: the tree, everything that keeps a path, and the words under which it is found ([`WORDS`] later where
/// it is `large`). Where a union hung before stays in `organisation_moves`; whether the figures of the time before go along is
/// for the officer to say (`past`).
pub async fn move_branch(
    tx: &mut Tx,
    app: &App,
    who: Option<&SignedIn>,
    union: &Union,
    to: &Union,
    (on, past, large): (Date, Past, bool),
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
    if large {
        store::hide(tx, &scope).await?;
        jobs::queue(tx, WORDS.kind, &union.id.to_string(), app.now()).await?;
    } else {
        store::words_in(tx, app, &scope).await?;
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
