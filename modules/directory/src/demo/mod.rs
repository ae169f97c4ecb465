//! 滨河县, a county that is not on the map, with everything that a county has: what `--demo` shows; and generated counties of any size.
//!
//! Promise: synthetic people only (see [`crowd`]); the same seed makes the same county; dates end today.
mod approvals;
mod codes;
mod county;
mod crowd;
mod dice;
mod firms;
mod generated;
mod members;
mod names;
mod others;
mod past;
mod pending;
mod places;
pub mod practices;
mod seats;
mod store;
mod tools;

pub use county::{FREIGHT_FEDERATION, FREIGHT_JOINT};
pub use others::{ago, holder, signed_in, union_named};
pub use places::{Place, Shape, places};
pub use seats::{MEMBER, PASSWORD, SIGN_INS, SignIn};

use crate::{
    people::PersonDetails,
    unions::{self, NewUnion, UnionKind},
};
use codes::Gates;
use county::{Planned, REGION};
use crowd::Crowd;
use firms::Workplaces;
use jiff::{ToSpan, civil::Date};
use platform::{
    App, facts,
    identity::AccountId,
    standards::{
        Region, Sex,
        region::{self, Level},
    },
    tree::{Org, OrgId},
    web::Error,
};
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

/// What stands before the members come.
struct Setting {
    made: Vec<Made>,
    workplaces: Workplaces,
    gates: Gates,
    /// Who decides in each union.
    chairs: HashMap<OrgId, AccountId>,
}

/// Fills an empty database with 滨河县.
pub async fn load(app: &App, progress: Progress<'_>) -> Result<(), Error> {
    if app.root().await?.is_some() {
        return Err(Error::refused("这里已经有数据，演示数据只能装进空的数据目录"));
    }
    let mut crowd = Crowd::new(SEED, app.today(), HOMES.to_vec(), 50, "滨河县", FIRST_PHONE);
    let mut names = county::trade_names(&mut crowd.dice);
    let plan = county::plan(&mut names, &mut crowd.dice);
    let setting = enter(app, &mut crowd, (plan, None), (&mut names, EMPLOYERS), progress).await?;
    pending::play(app, &mut crowd, &setting).await?;
    tools::play(app, &setting).await?;
    seats::set_passwords(app).await?;
    Ok(())
}

/// Fills a database that has nobody yet with made-up unions and members, so many of each. The same seed makes the same data: ids,
/// names, numbers, dates relative to today; sealed texts differ by their nonces.
pub async fn generate(app: &App, members: u64, unions: u64, seed: u64, progress: Progress<'_>) -> Result<(), Error> {
    let root = match app.root().await? {
        Some(root) => unions::store::find(&app.db, root.id).await?,
        None => None,
    };
    if store::has_people(&app.db).await? {
        return Err(Error::refused("这里已经有会员，生成的数据只能装进还没有会员的数据目录"));
    }
    let kind = root.as_ref().and_then(unions::Union::kind);
    let top = root.as_ref().map_or(generated::top(unions), |r| (kind.unwrap_or(UnionKind::County), r.name.as_str()));
    if !matches!(top.0, UnionKind::County | UnionKind::City | UnionKind::Province) {
        return Err(Error::refused("生成的数据要挂在县、市或省总工会下面"));
    }
    let mut crowd = Crowd::new(seed, app.today(), homes(members), 0, "", FIRST_PHONE);
    let mut names = county::trade_names(&mut crowd.dice);
    let plan = generated::plan(top, unions, members, &mut names, &mut crowd.dice);
    let employers = plan.len() * 3 / 2;
    enter(app, &mut crowd, (plan, root.map(|r| r.org())), (&mut names, employers), progress).await?;
    seats::set_passwords(app).await?;
    Ok(())
}
/// People whom neither the demo nor a generated county knows, for rosters to be imported.
pub fn strangers(today: Date, count: u64, seed: u64) -> impl Iterator<Item = PersonDetails> {
    let homes: Vec<&'static str> = counties().collect();
    let enough = homes.len().min(8 + (count / 8_000) as usize);
    let mut crowd = Crowd::new(seed, today, homes[homes.len() - enough..].to_vec(), 0, "", STRANGERS_PHONE);
    (0..count).map(move |_| crowd.person(&crowd::WORKERS))
}
const STRANGERS_PHONE: u64 = 90_000_000;

/// Counties enough that no identity number is looked for in vain.
fn homes(members: u64) -> Vec<&'static str> {
    counties().take(8 + (members / 8_000) as usize).collect()
}
/// Codes of counties with which identity numbers begin.
fn counties() -> impl Iterator<Item = &'static str> {
    let below = |r: Region| if r.level() == Level::County { vec![r] } else { r.children().collect() };
    let all = Region::provinces().flat_map(Region::children).flat_map(below).map(Region::code);
    all.filter(|code| code.len() == 6 && region::is_known_for_id(code))
}

async fn enter(
    app: &App,
    crowd: &mut Crowd,
    (plan, root): (Vec<Planned>, Option<Org>),
    (names, employers): (&mut (impl Iterator<Item = String> + Send), usize),
    progress: Progress<'_>,
) -> Result<Setting, Error> {
    let total: u64 = plan.iter().map(|p| p.members).sum();
    progress(0, total);
    let made = open_unions(app, crowd, plan, root).await?;
    let workplaces = firms::enter(app, crowd, &made, names, employers).await?;
    let (officer, chairs) = seats::fill(app, crowd, &made).await?;
    let gates = codes::hang(app, crowd, &made, officer).await?;
    let mut setting = Setting { made, workplaces, gates, chairs };
    members::enter(app, crowd, &mut setting, &|done| progress(done, total)).await?;
    // Otherwise the job would fold for an hour, and every figure would add up all these facts meanwhile.
    while facts::fold(app, FACTS).await? > 0 {}
    Ok(setting)
}
const EMPLOYERS: usize = 900;
/// Facts folded in one transaction.
const FACTS: i64 = 20_000;

/// Unions in one transaction.
const CHUNK: usize = 50;

/// Opens the planned unions; where there is a root already, it stands for the first of them.
async fn open_unions(app: &App, crowd: &mut Crowd, plan: Vec<Planned>, root: Option<Org>) -> Result<Vec<Made>, Error> {
    let mut made: Vec<Made> = Vec::with_capacity(plan.len());
    let mut by_name: HashMap<String, Org> = HashMap::new();
    let mut left = plan.into_iter().peekable();
    while left.peek().is_some() {
        let mut tx = app.db.begin().await?;
        for planned in left.by_ref().take(CHUNK) {
            let sex = if crowd.dice.percent(30) { Sex::Female } else { Sex::Male };
            let chair = planned.chair.map_or_else(|| crowd.name(sex), str::to_owned);
            let parent = by_name.get(&planned.under);
            let card = card(crowd, &planned, parent.and_then(|p| p.opened_on.parse().ok()), &chair);
            let founded = card.founded_on.expect("every planned union has its day");
            let org = match &root {
                Some(root) if made.is_empty() => root.clone(),
                _ => unions::store::add(&mut tx, app, parent, &card).await?.org(),
            };
            by_name.insert(planned.name.clone(), org.clone());
            made.push(Made { planned, org, founded, chair, chair_phone: crowd.phone() });
        }
        tx.commit().await?;
    }
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
    let place = planned.town.as_ref().map_or("城关镇", |t| t.name.as_str());
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
        ..NewUnion::named(planned.kind, &planned.name, planned.town.as_ref().map_or(REGION, |t| t.region))
    }
}

#[cfg(test)]
mod tests;
