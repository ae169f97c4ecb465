//! Moving a branch (调整隶属关系): a union hangs under another one, with all below it; history is kept.
use super::{Union, rules, store};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::{Result, Tx},
    identity::SignedIn,
    tree::{self, MoveFault, Scope},
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

/// Moves a branch in one transaction: the tree, everything that keeps a path, and the words under which it is found. Where a union hung
/// before stays in `organisation_moves`; facts stay with their organisations.
pub async fn move_branch(
    tx: &mut Tx,
    app: &App,
    who: Option<&SignedIn>,
    union: &Union,
    to: &Union,
    on: Date,
    reason: &str,
) -> Result<Result<(), Refusal>> {
    if let Some(refusal) = refusal(union, to) {
        return Ok(Err(refusal));
    }
    let account = who.map(|w| w.account.0);
    let (old, new) = match tree::move_branch(tx, &union.org(), &to.org(), on, account, reason, app.now()).await? {
        Ok(paths) => paths,
        Err(fault) => return Ok(Err(fault.into())),
    };
    store::follow(tx, &old, &new).await?;
    store::words_below(tx, app, &Scope::below(&new)).await?;
    let from = match union.parent {
        Some(parent) => tree::find_in(tx, parent).await?.map_or_else(String::new, |org| org.name),
        None => String::new(),
    };
    let detail = format!("从{from}移到{}，{on}起", to.name);
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
