//! What a way does to the membership, inside its act.
use super::{
    case::Case,
    rules::{Effect, Kind},
    store::NewWay,
};
use crate::keeping::Cause;
use directory::{
    employers::EmployerId,
    members::{
        self,
        change::{self, Change},
    },
    people,
};
use platform::{
    App,
    db::{Result, Tx},
    identity::AccountId,
};

/// What of a way the membership takes over.
pub struct Taken<'a> {
    pub cause: &'a str,
    pub employer: Option<EmployerId>,
    pub employer_name: &'a str,
    /// The group of workers that the member named with a transfer.
    pub group: &'a str,
}
impl<'a> Taken<'a> {
    pub fn of_new(new: &'a NewWay) -> Taken<'a> {
        let group = if new.kind == Kind::Transfer { new.details.as_str() } else { "" };
        Taken { cause: &new.cause, employer: new.employer, employer_name: &new.employer_name, group }
    }
}

/// The person at work.
const AT_WORK: &str = "1";

/// False: the membership is not what it was, so nothing was written.
pub async fn apply(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    effect: Effect,
    taken: &Taken<'_>,
    account: Option<AccountId>,
) -> Result<bool> {
    let Some(current) = members::store::current_in(tx, case.person).await? else { return Ok(false) };
    let cause = Cause::from_key(taken.cause);
    let note = match (case.kind, cause) {
        (Kind::Keep, Some(cause)) => format!("保留会籍：{}", cause.name()),
        (kind, _) => kind.name().to_owned(),
    };
    let (change, reason) = codes(case.kind, cause);
    let change = Change { change, reason, on: app.today(), note: &note, account };
    let done = match (effect, &case.to) {
        (Effect::Carry, Some(to)) if to.id != current.union_id => {
            change::carry(tx, app, &current, &to.org(), &change).await?.is_some()
        }
        (Effect::Carry, _) => false,
        (Effect::Keep, _) => change::keep(tx, app, &current, &change).await?,
        (Effect::Resume, _) => change::resume(tx, app, &current, &change).await?,
        (Effect::End, _) => change::end(tx, app, &current, &change).await?,
    };
    if done {
        work(tx, app, case, effect, taken, cause).await?;
    }
    Ok(done)
}

/// Codes of `membership_change` and `membership_change_reason`. The tables have none for taking a kept membership up again (decision 051), nor
/// for retiring.
fn codes(kind: Kind, cause: Option<Cause>) -> (&'static str, &'static str) {
    match kind {
        Kind::Transfer | Kind::Return => ("2", "1"),
        Kind::Keep => ("3", cause.map_or("", Cause::reason)),
        Kind::Leave => ("6", "5"),
        Kind::Expel => ("5", "6"),
    }
}

/// Workplace and work status follow what the member said.
async fn work(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    effect: Effect,
    taken: &Taken<'_>,
    cause: Option<Cause>,
) -> Result<()> {
    let Some(person) = people::store::find_in(tx, case.person).await? else { return Ok(()) };
    let same = (person.employer, person.employer_name.as_str());
    let ((employer, name), status) = match (effect, cause) {
        (Effect::Carry, _) if taken.cause.is_empty() => (same, AT_WORK),
        (Effect::Carry, _) => ((taken.employer, taken.employer_name), AT_WORK),
        (Effect::Keep, Some(cause)) if cause.leaves_workplace() => ((None, ""), cause.work_status()),
        (Effect::Keep, Some(cause)) => (same, cause.work_status()),
        (Effect::Resume, _) => (same, AT_WORK),
        (Effect::Keep, None) | (Effect::End, _) => return Ok(()),
    };
    if !taken.group.is_empty() {
        people::store::add_groups(tx, case.person, &[taken.group.to_owned()], app.today()).await?;
    }
    people::store::set_workplace(tx, app, case.person, employer, name, status).await
}
