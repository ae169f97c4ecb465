//! Whom a way is about and which unions have a part in it, read before the act begins.
use super::{
    rules::{self, Kind, State},
    store::{NewWay, Way},
};
use crate::{
    permissions::WAYS_DECIDE,
    settings::{CONFIRM_DAYS, EXPULSION_DAYS, RECEIVE_DAYS, RELEASE_DAYS, WAY_DAYS},
};
use directory::unions::{self, Union};
use jiff::civil::Date;
use platform::{
    App,
    identity::{self, AccountId},
    rights::Role,
    settings::{self, Setting},
    tree::{self, Org, OrgId, PersonId, ids_of},
    web::Error,
};

pub struct Case {
    pub kind: Kind,
    pub person: PersonId,
    pub name: String,
    pub union: Union,
    pub to: Option<Union>,
    /// Of the person, where there is one.
    pub account: Option<AccountId>,
}
/// Who has to act, until when.
pub struct Waits {
    pub org: Org,
    pub days: i64,
    pub due: Date,
}

impl Case {
    pub async fn of(app: &App, way: &Way) -> Result<Case, Error> {
        Case::read(app, way.kind(), way.person, &way.name, way.union_id, way.to_union).await
    }
    pub async fn of_new(app: &App, new: &NewWay) -> Result<Case, Error> {
        Case::read(app, new.kind, new.person, &new.name, new.union_id, new.to_union).await
    }
    async fn read(
        app: &App,
        kind: Kind,
        person: PersonId,
        name: &str,
        union: OrgId,
        to: Option<OrgId>,
    ) -> Result<Case, Error> {
        let to = match to {
            Some(to) => Some(unions::store::find(&app.db, to).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let union = unions::store::find(&app.db, union).await?.ok_or(Error::NotFound)?;
        let account = identity::account_tied_to(&app.db, person).await?;
        Ok(Case { kind, person, name: name.to_owned(), union, to, account })
    }
    /// The union above the member's own, for reports and complaints.
    pub async fn upper(&self, app: &App) -> Result<Option<Union>, Error> {
        match self.union.parent {
            Some(parent) => Ok(unions::store::find(&app.db, parent).await?),
            None => Ok(None),
        }
    }

    /// Who has to act in a state, where somebody of a union has to.
    pub async fn waits(&self, app: &App, state: State) -> Result<Option<Waits>, Error> {
        let Some(setting) = term(state).filter(|_| state != State::Proposed) else { return Ok(None) };
        let org = match state {
            State::Receiving => self.to.as_ref().map(Union::org),
            State::Disputed => match self.to.as_ref().and_then(|to| rules::arbiter(&self.union.path, &to.path)) {
                Some(id) => tree::find(&app.db, id).await?,
                None => None,
            },
            State::Reporting => self.upper(app).await?.map(|upper| upper.org()),
            _ => Some(self.union.org()),
        };
        let Some(org) = org else { return Ok(None) };
        let days = settings::number(&app.db, setting, &self.union.region, app.today()).await?;
        let org = self.not_oneself(app, org).await?;
        Ok(Some(Waits { org, days, due: due(app, days) }))
    }
    /// The last day of a state that waits for the member.
    pub async fn due(&self, app: &App, state: State) -> Result<Option<Date>, Error> {
        if state != State::Proposed {
            return Ok(None);
        }
        let days = settings::number(&app.db, CONFIRM_DAYS, &self.union.region, app.today()).await?;
        Ok(Some(due(app, days)))
    }
    /// Nobody decides on his own membership: where only the member could, the union above does.
    async fn not_oneself(&self, app: &App, org: Org) -> Result<Org, Error> {
        let Some(own) = self.account else { return Ok(org) };
        let over = identity::holders_over(&app.db, &org.path, app.today()).await?;
        let may = |role: &str| Role::from_key(role).is_some_and(|role| WAYS_DECIDE.is_held_by(role));
        for id in ids_of(&org.path).into_iter().rev() {
            let here: Vec<AccountId> = over.iter().filter(|h| h.org == id && may(&h.role)).map(|h| h.account).collect();
            if here.is_empty() || here.iter().any(|account| *account != own) {
                return Ok(if id == org.id { org } else { tree::find(&app.db, id).await?.unwrap_or(org) });
            }
        }
        Ok(org)
    }
}

/// The setting that says how long a state may last.
pub fn term(state: State) -> Option<&'static Setting> {
    match state {
        State::Proposed => Some(CONFIRM_DAYS),
        State::Releasing => Some(RELEASE_DAYS),
        State::Receiving => Some(RECEIVE_DAYS),
        State::Deciding => Some(EXPULSION_DAYS),
        State::Disputed | State::Asked | State::Declared | State::Reporting => Some(WAY_DAYS),
        State::Returned | State::Done | State::Refused | State::Withdrawn => None,
    }
}
fn due(app: &App, days: i64) -> Date {
    app.calendar.add_workdays(app.today(), u16::try_from(days).unwrap_or(1).max(1)).date
}
