//! The records behind figures that federations published about unions, firms and members: entered below a place as the demo county enters
//! them, so that the sheet counts them again.
mod drivers;
mod freight;
mod network;

pub use drivers::drivers;
pub use freight::{Freight, Freights, freight};
pub use network::{Network, network};

use super::{
    Made,
    county::{self, Planned},
    crowd::{Crowd, Folk},
    firms::{self, Entry, Workplaces},
    members::{self, CHUNK, Listed},
    open_unions, seats,
};
use crate::{employers::NewEmployer, members::Admission, unions::UnionKind};
use jiff::civil::Date;
use platform::{App, facts, identity::AccountId, tree::Org, web::Error};

/// The group of rural migrant workers.
const MIGRANTS: &str = "农民工";

/// What enters the records of one practice at one place.
struct Hand<'a> {
    app: &'a App,
    crowd: Crowd,
    /// Firms that were entered: their codes count up.
    firms: usize,
}
/// A firm to be entered: how it is called, what it does, how many work there.
struct Firm {
    name: String,
    /// GB/T 4754.
    industry: &'static str,
    headcount: i64,
}

impl<'a> Hand<'a> {
    /// `number`: another one for each practice. No two of them give the same phones, documents and codes.
    fn new(app: &'a App, number: usize) -> Self {
        const HOMES: usize = 24;
        let homes: Vec<&'static str> = super::counties().skip(400 + number * HOMES).take(HOMES).collect();
        let phones = 20_000_000 + number as u64 * 1_000_000;
        let crowd = Crowd::new(700 + number as u64, app.today(), homes, 0, "", phones);
        Self { app, crowd, firms: 10_000 * (1 + number) }
    }
    /// Opens unions below one that stands, with their posts; parents come first.
    async fn open(&mut self, above: &Org, plan: Vec<Planned>) -> Result<Vec<Made>, Error> {
        // What stands already is the first of a plan.
        let first = county::of(UnionKind::Town, above.name.clone(), "", None);
        let plan = std::iter::once(first).chain(plan).collect();
        let made = open_unions(self.app, &mut self.crowd, plan, Some(above.clone())).await?.split_off(1);
        seats::fill(self.app, &mut self.crowd, &made).await?;
        Ok(made)
    }
    fn firm(&mut self, at: &Planned, firm: &Firm, union: Option<&Org>) -> NewEmployer {
        self.firms += 1;
        let new = firms::described(&mut self.crowd, at, firm.name.clone(), firm.headcount.unsigned_abs());
        NewEmployer {
            uscc: firms::uscc(&new.nature, self.firms),
            industry: firm.industry.into(),
            union_id: union.map(|org| org.id),
            ..new
        }
    }
    async fn enter(&mut self, entries: Vec<Entry<'_>>) -> Result<Workplaces, Error> {
        Ok(firms::write(self.app, &mut self.crowd, entries).await?)
    }
    /// Somebody who joins a union: in its groups, and a migrant worker or not, as told.
    fn joiner(&mut self, folk: &Folk, migrant: bool, groups: &[&str], joined_on: Date) -> Admission {
        let mut details = self.crowd.person(folk);
        details.migrant = if migrant { "1" } else { "0" }.into();
        let groups = groups.iter().copied().chain(migrant.then_some(MIGRANTS)).map(str::to_owned).collect();
        Admission { groups, ..Admission::first(details, joined_on) }
    }
    /// Enters them; some are sealed on the other core while those before are written.
    async fn admit(&self, all: Vec<Listed>) -> Result<(), Error> {
        let mut left = all.into_iter().peekable();
        let mut sealing = None;
        while left.peek().is_some() {
            let some = left.by_ref().take(CHUNK).collect();
            if let Some(before) = sealing.replace(members::seal(self.app, some)) {
                members::by_roster(self.app, before).await?;
            }
        }
        if let Some(last) = sealing {
            members::by_roster(self.app, last).await?;
        }
        while facts::fold(self.app, super::FACTS).await? > 0 {}
        Ok(())
    }
}
fn listed(one: &Made, admission: Admission) -> Listed {
    Listed { org: one.org.clone(), chair_phone: one.chair_phone.clone(), federation: None, admission }
}
/// What a union's name begins with: 云汇区.
fn place_name(org: &Org) -> &str {
    org.name.trim_end_matches("总工会")
}
async fn chair(app: &App, made: &Made) -> Result<Option<AccountId>, Error> {
    let sql = "SELECT account FROM posts WHERE org = $1 ORDER BY id LIMIT 1";
    Ok(app.db.maybe::<(AccountId,)>(sql, platform::vals![made.org.id]).await?.map(|(account,)| account))
}
