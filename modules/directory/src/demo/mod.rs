//! 滨河县, a county that is not on the map, with everything that a county has: what `--demo` shows; and generated counties of any size.
//!
//! Promise: synthetic people only (see [`crowd`]); the same seed makes the same county; dates end today.
mod county;
mod crowd;
mod dice;
mod firms;
mod members;
mod names;
mod seats;
mod store;

pub use seats::{PASSWORD, SIGN_INS, SignIn};

use crate::unions::{self, NewUnion, UnionKind};
use county::{Planned, REGION, TOWNS};
use crowd::Crowd;
use jiff::{ToSpan, civil::Date};
use platform::{App, standards::Sex, tree::Org, web::Error};
use std::collections::HashMap;

/// How far a load has come: done, of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

const SEED: u64 = 20_261_119;
/// Identity numbers of the county's people begin with these: places of the prefecture, one of them long abolished.
const HOMES: &[&str] = &["320925", "320911", "320902", "320924", "320923", "341222", "411627", "371329"];
/// Phones of generated people begin behind those of the demo.
const FIRST_PHONE: u64 = 10_000;

/// A union that was entered.
struct Made {
    planned: Planned,
    org: Org,
    founded: Date,
    chair: String,
    chair_phone: String,
}

/// Fills an empty database with 滨河县.
pub async fn load(app: &App, progress: Progress<'_>) -> Result<(), Error> {
    refuse_unless_empty(app).await?;
    let mut crowd = Crowd::new(SEED, app.today(), HOMES.to_vec(), 50, "滨河县", FIRST_PHONE);
    let mut names = county::trade_names(NAMES, &mut crowd.dice).into_iter();
    let plan = county::plan(&mut names, &mut crowd.dice);
    let total: u64 = plan.iter().map(|p| p.members).sum();
    progress(0, total);
    let made = open_unions(app, &mut crowd, plan).await?;
    let workplaces = firms::enter(app, &mut crowd, &made, &mut names).await?;
    members::enter(app, &mut crowd, &made, workplaces, &|done| progress(done, total)).await?;
    seats::fill(app, &mut crowd, &made).await?;
    progress(total, total);
    Ok(())
}
/// Trade names needed, more or less.
const NAMES: usize = 950;

async fn refuse_unless_empty(app: &App) -> Result<(), Error> {
    if app.root().await?.is_some() || store::has_people(&app.db).await? {
        return Err(Error::refused("这里已经有数据，演示数据只能装进空的数据目录"));
    }
    Ok(())
}

async fn open_unions(app: &App, crowd: &mut Crowd, plan: Vec<Planned>) -> Result<Vec<Made>, Error> {
    let mut made: Vec<Made> = Vec::with_capacity(plan.len());
    let mut by_name: HashMap<String, Org> = HashMap::new();
    let mut tx = app.db.begin().await?;
    for planned in plan {
        let parent = by_name.get(&planned.under);
        let sex = if crowd.dice.percent(30) { Sex::Female } else { Sex::Male };
        let chair = planned.chair.map_or_else(|| crowd.name(sex), str::to_owned);
        let card = card(crowd, &planned, parent.and_then(|p| p.opened_on.parse().ok()), &chair);
        let founded = card.founded_on.expect("every planned union has its day");
        let org = unions::store::add(&mut tx, app, parent, &card).await?.org();
        by_name.insert(org.name.clone(), org.clone());
        made.push(Made { planned, org, founded, chair, chair_phone: crowd.phone() });
    }
    tx.commit().await?;
    Ok(made)
}

fn card(crowd: &mut Crowd, planned: &Planned, not_before: Option<Date>, chair: &str) -> NewUnion {
    let day = |year, month| jiff::civil::date(year, month, 1);
    let (first, last) = match planned.kind {
        UnionKind::County => (day(1952, 5), day(1952, 5)),
        UnionKind::Town => (day(1984, 1), day(2004, 12)),
        UnionKind::SystemUnion | UnionKind::IndustryUnion => (day(1986, 1), day(2002, 12)),
        UnionKind::Institution | UnionKind::Office => (day(1990, 1), day(2012, 12)),
        UnionKind::IndustryFederation | UnionKind::ParkFederation | UnionKind::WorkingCommittee => {
            (day(2018, 3), day(2022, 12))
        }
        UnionKind::Joint => (crowd.today - 2200.days(), crowd.today - 500.days()),
        _ => (day(2008, 1), crowd.today - 40.days()),
    };
    let first = not_before.map_or(first, |d| first.max(d + 20.days()));
    let founded = crowd.dice.day(first, last.max(first));
    let term_years = if crowd.dice.percent(60) { 5 } else { 3 };
    // The last election: a whole number of terms after the founding, more or less.
    let term_from = founded.max(crowd.today - crowd.dice.between(20, term_years * 365 + 30).days());
    let place = planned.town.map_or("城关镇", |t| TOWNS[t].0);
    NewUnion {
        category: planned.category.into(),
        address: format!(
            "滨河县{place}{}{}号",
            crowd.dice.pick(&["人民路", "河滨路", "振兴路", "工业路"]),
            crowd.dice.between(1, 180)
        ),
        chair: chair.into(),
        // No exchange gives numbers that begin with 1.
        phone: format!("0515-1{:07}", crowd.dice.below(10_000_000)),
        founded_on: Some(founded),
        term_from: Some(term_from),
        term_years: Some(term_years),
        channel: if founded.year() >= 2022 && crowd.dice.percent(50) { "2" } else { "1" }.into(),
        industry: planned.industry.into(),
        groups: planned.groups.iter().map(ToString::to_string).collect(),
        ..NewUnion::named(planned.kind, &planned.name, planned.town.map_or(REGION, |t| TOWNS[t].1))
    }
}

#[cfg(test)]
mod tests;
