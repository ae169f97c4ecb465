//! Counting the screen.
use super::houses;
use crate::{
    boards::{Counter, Line, lines, short},
    figure::{Known, known},
    promises,
    shown::Value,
    small,
};
use directory::{
    employers::coverage::{self, FROM_HUNDRED, RATES, Share},
    members::{JOINED, JOINED_BY_CODE, JOINED_GROUP, MEMBERS, UNIONS},
    unions::UnionKind,
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::Result,
    facts::{self, Period, Ratio},
    passing::{self, Passing},
    rights::Permission,
    settings::{self, Setting, SettingKind},
    tree::{Org, OrgId, Scope},
    vals,
};
use ui::text;

/// Lines of what just happened, of groups of workers, of promises: always as many, so that nothing moves.
const LIVE: usize = 6;
const GROUPS: usize = 4;
const GOALS: usize = 7;
/// Days that a quiet day looks back.
const QUIET: i64 = 7;
/// Days over which punctuality is looked at.
const DAYS: i64 = 90;

type May<'a> = &'a (dyn Fn(&'static Permission) -> bool + Send + Sync);

pub struct Shown {
    pub at: i64,
    pub members: i64,
    pub joined: i64,
    pub by_code: i64,
    /// Of the year's new members: group, how many, share.
    pub groups: Vec<(String, i64, f64)>,
    pub unions: i64,
    pub hundred: Share,
    /// What was got back in the year, in words, how many cases were solved for how many people.
    pub money: Option<(String, i64, i64)>,
    /// Asked this month, share in time, steps that were late.
    pub requests: Option<(i64, Option<f64>, i64)>,
    pub measure: Known,
    pub houses: Vec<House>,
    /// Houses that have no place.
    pub more: usize,
    pub ground: (usize, usize),
    /// Level and words.
    pub legend: Vec<(usize, String)>,
    pub live: Vec<Option<Event>>,
    pub goals: Vec<Goal>,
}
/// A town.
pub struct House {
    pub x: usize,
    pub y: usize,
    pub level: usize,
    pub name: String,
    pub value: String,
    pub unit: &'static str,
    pub members: i64,
}
/// Something that just happened: when, what, where.
pub struct Event {
    pub at: i64,
    pub words: String,
    pub place: String,
}
/// A promise of the year and how far it is.
pub struct Goal {
    pub name: String,
    pub value: i64,
    pub target: i64,
    pub unit: String,
    /// 0 to 1.
    pub share: f64,
}

/// The measure that an address names, by which houses are lit; the coverage of employers where it names none that fits.
pub fn lit_by(app: &App, name: &str, may: May<'_>) -> Known {
    let mut all = known(app).into_iter().filter(|known| is_for_all(app, *known) && may(known.needs()));
    all.find(|known| known.key() == name).unwrap_or(Known::Rate(&RATES[0]))
}

/// Neither what can't be added up nor counts of few people belong on a wall.
pub fn is_for_all(app: &App, known: Known) -> bool {
    let few = |key: &str| small::is_small(app, key);
    match known {
        Known::Measure(measure) => !known.is_parts() && !few(measure.key),
        Known::Ratio(ratio) => !few(ratio.numerator.key) && !few(ratio.denominator.key),
        Known::Spread(spread) => !few(spread.measure.key),
        Known::Rate(_) => true,
    }
}

impl Shown {
    /// `may`: what the one who hung up the screen may see.
    pub async fn count(app: &App, org: &Org, measure: Known, may: May<'_>) -> Result<Shown> {
        let (db, today, scope) = (&app.db, app.today(), Scope::below(&org.path));
        let (month, year) = (Period::month_until(today), Period { from: today.first_of_year(), to: today });
        let covered = coverage::count(db, &scope, today).await?;
        let counted = facts::many(db, &[MEMBERS, JOINED, JOINED_BY_CODE, UNIONS], &scope, month).await?;
        let (houses, more, ground, legend) = village(app, org, measure, year).await?;
        Ok(Shown {
            at: app.now(),
            members: counted[0],
            joined: counted[1],
            by_code: counted[2],
            groups: groups(app, &scope, year).await?,
            unions: counted[3],
            hundred: Share::of(&covered, |row| FROM_HUNDRED.takes(row)),
            money: Box::pin(money(app, &scope, year, may)).await?,
            requests: Box::pin(requests(app, &scope, month, may)).await?,
            live: Box::pin(live(app, org, &scope, may)).await?,
            goals: goals(app, org, today).await?,
            measure,
            houses,
            more,
            ground,
            legend,
        })
    }
}

/// Houses, how many have no place, the ground, the legend.
type Village = (Vec<House>, usize, (usize, usize), Vec<(usize, String)>);
async fn village(app: &App, org: &Org, measure: Known, year: Period) -> Result<Village> {
    let lines = lines(app, org, Period { from: year.to, to: year.to }).await?;
    let mut counter = Counter::new(app, org, &lines);
    let members = Known::Measure(MEMBERS);
    counter.fetch([(measure, year), (members, year)]).await?;
    let (values, members) = (counter.values(measure, year).await?, counter.values(members, year).await?);
    let of = |at: usize| match members[at] {
        Value::Number(members) => members,
        Value::Share(..) | Value::Hidden => 0,
    };
    let mut towns = towns(app, org, &lines).await?;
    towns.sort_by_key(|at| std::cmp::Reverse(of(*at)));
    let more = towns.len().saturating_sub(houses::MOST);
    towns.truncate(houses::MOST);
    // In the order of the tree: a house stays where it stands.
    towns.sort_unstable();
    let amounts: Vec<f64> = towns.iter().filter_map(|at| values[*at].amount(measure)).collect();
    let steps = houses::steps(&amounts);
    let names: Vec<&str> = towns.iter().map(|at| short(&lines[*at].name)).collect();
    let map = map(app, org).await?;
    let ground = houses::on_map(&map, &names).unwrap_or_else(|| houses::places(towns.len()));
    let (places, width, height) = ground;
    let house = |(at, (x, y)): (&usize, &(usize, usize))| House {
        x: *x,
        y: *y,
        level: houses::level(values[*at].amount(measure), &steps),
        name: sign(&lines[*at].name, &org.name),
        value: values[*at].words(measure),
        unit: if measure.unit() == "%" && values[*at].amount(measure).is_some() { "%" } else { "" },
        members: of(*at),
    };
    let all = towns.iter().zip(&places).map(house).collect();
    Ok((all, more, (width, height), legend(measure, &steps)))
}
/// How the towns lie to each other, as the county says; empty where it says nothing.
pub const MAP: &Setting = &Setting {
    key: "screen.map",
    name: "大屏上镇街的方位",
    hint: "照地图写：一行是一排，从北到南；每排从西到东写镇街的名字（如城东街道），用空格隔开，没有镇街的地方写“空”。不写就自动排开",
    default: "",
    kind: SettingKind::Lines,
};
async fn map(app: &App, org: &Org) -> Result<Vec<String>> {
    let sql = "SELECT region FROM unions WHERE id = $1";
    let region: Option<(String,)> = app.db.maybe(sql, vals![org.id]).await?;
    settings::lines(&app.db, MAP, &region.map(|(region,)| region).unwrap_or_default(), app.today()).await
}
/// The lines that are towns; where the union has none, all of them.
async fn towns(app: &App, org: &Org, lines: &[Line]) -> Result<Vec<usize>> {
    let sql = "SELECT o.id FROM organisations o JOIN unions u ON u.id = o.id WHERE o.parent = $1 AND u.kind = $2";
    let towns: Vec<(OrgId,)> = app.db.all(sql, vals![org.id, UnionKind::Town.key()]).await?;
    let is_one = |line: &Line| line.org.is_some_and(|org| towns.is_empty() || towns.contains(&(org,)));
    Ok((0..lines.len()).filter(|at| is_one(&lines[*at])).collect())
}
/// What stands below a house: 城东街道; 货运行业… of 滨河县货运行业联合工会 in 滨河县.
fn sign(name: &str, upper: &str) -> String {
    let name = short(name);
    let name = name.strip_prefix(short(upper)).filter(|rest| !rest.is_empty()).unwrap_or(name);
    let name = name.strip_suffix("工会").filter(|rest| !rest.is_empty()).unwrap_or(name);
    match name.char_indices().nth(SIGN) {
        Some(_) => name.chars().take(SIGN - 1).chain(['…']).collect(),
        None => name.to_owned(),
    }
}
/// Characters that fit below a house.
const SIGN: usize = 6;
fn legend(measure: Known, steps: &[f64]) -> Vec<(usize, String)> {
    let said = |step: f64| format!("{}{}", text::count(step as i64), measure.unit());
    let first = houses::level(Some(f64::NEG_INFINITY), steps);
    let words = |at: usize| match (at.checked_sub(1).map(|below| steps[below]), steps.get(at)) {
        (None, None) => "各镇街都差不多".into(),
        (None, Some(step)) => format!("{}以下", said(*step)),
        (Some(step), None) => format!("{}以上", said(step)),
        (Some(low), Some(high)) => format!("{}—{}", said(low), said(*high)),
    };
    (0..=steps.len()).map(|at| (first + at, words(at))).collect()
}

async fn groups(app: &App, scope: &Scope, year: Period) -> Result<Vec<(String, i64, f64)>> {
    let mut all = facts::by_dimension(&app.db, JOINED_GROUP, scope, year).await?;
    all.retain(|(_, people)| *people > 0);
    all.truncate(GROUPS);
    let most = all.first().map_or(1, |(_, people)| *people).max(1);
    Ok(all.into_iter().map(|(group, people)| (group, people, people as f64 / most as f64)).collect())
}

/// A figure of another module, if it is there and may be seen.
fn find(app: &App, key: &str, may: May<'_>) -> Option<Known> {
    known(app).into_iter().find(|known| known.key() == key).filter(|known| may(known.needs()))
}
async fn flow(app: &App, key: &str, scope: &Scope, period: Period, may: May<'_>) -> Result<Option<i64>> {
    let Some(Known::Measure(measure)) = find(app, key, may) else { return Ok(None) };
    Ok(Some(facts::value(&app.db, measure, scope, period).await?))
}
async fn money(app: &App, scope: &Scope, year: Period, may: May<'_>) -> Result<Option<(String, i64, i64)>> {
    let Some(yuan) = flow(app, "cases.recovered", scope, year, may).await? else { return Ok(None) };
    let solved = flow(app, "cases.solved", scope, year, may).await?.unwrap_or(0);
    let helped = flow(app, "cases.helped", scope, year, may).await?.unwrap_or(0);
    Ok(Some((text::wan(100 * yuan), solved, helped)))
}
async fn requests(app: &App, scope: &Scope, month: Period, may: May<'_>) -> Result<Option<(i64, Option<f64>, i64)>> {
    let Some(asked) = flow(app, "cases", scope, month, may).await? else { return Ok(None) };
    let Some(Known::Ratio(ratio)) = find(app, "cases.in_time_rate", may) else { return Ok(None) };
    let lately = Period { from: month.to.saturating_sub((DAYS - 1).days()), to: month.to };
    let (met, all) = Ratio::parts(ratio, &app.db, scope, lately).await?;
    Ok(Some((asked, ratio.of((met, all)), (all - met).max(0))))
}

/// What happened today, newest first, and on a quiet day what happened in the days before; always as many lines.
async fn live(app: &App, org: &Org, scope: &Scope, may: May<'_>) -> Result<Vec<Option<Event>>> {
    let mut events = since(app, org, (scope, app.today()), may).await?;
    if events.len() < LIVE {
        events = since(app, org, (scope, app.today().saturating_sub(QUIET.days())), may).await?;
    }
    Ok(events.into_iter().map(Some).chain(std::iter::repeat_with(|| None)).take(LIVE).collect())
}
async fn since(app: &App, org: &Org, (scope, day): (&Scope, Date), may: May<'_>) -> Result<Vec<Event>> {
    let mut all = Vec::new();
    for one in app.declared::<Passing>().filter(|one| may(one.needs)) {
        all.extend((one.since)(app.clone(), scope.clone(), day, LIVE as i64 * 10).await?);
    }
    let towns = lines(app, org, Period { from: app.today(), to: app.today() }).await?;
    let place = |path: &str| {
        let town = towns.iter().find(|line| line.org.is_some() && path.starts_with(line.path()));
        town.map_or_else(|| short(&org.name).to_owned(), |line| short(&line.name).to_owned())
    };
    let placed = all.into_iter().map(|one| (place(&one.path), one));
    let together = passing::together(placed.map(|(place, one)| (one.at, place, one.what)).collect());
    Ok(together.into_iter().map(|(at, place, words)| Event { at, words, place }).collect())
}

/// The year's promises; none where the union has made none.
async fn goals(app: &App, org: &Org, today: Date) -> Result<Vec<Goal>> {
    let all = promises::of_year(app, org.id, today.year()).await?;
    let goal = |one: promises::Progress| {
        Some(Goal {
            name: one.short,
            value: one.value?,
            target: one.target,
            unit: one.unit,
            share: one.share.unwrap_or(0.0),
        })
    };
    Ok(all.into_iter().filter_map(goal).take(GOALS).collect())
}
