//! The employers of the county: some 900 of all sizes, with and without a union.
use super::{
    Made,
    county::{self, FREIGHT_FEDERATION, FREIGHT_JOINT, Planned, REGION, SMALL_FIRMS, TOWNS, TRADES},
    crowd::Crowd,
    store,
};
use crate::{
    employers::{self, EmployerId, NewEmployer},
    unions::UnionKind,
};
use jiff::ToSpan;
use platform::{
    App,
    db::Result,
    standards::Uscc,
    tree::{Org, OrgId},
};
use std::collections::HashMap;

/// Where members of a union work, with the room for members that is left there.
pub struct Workplace {
    pub id: EmployerId,
    pub name: String,
    pub room: u64,
}
pub type Workplaces = HashMap<OrgId, Vec<Workplace>>;

/// The firm of the freight trade that the pages of the design tell of.
pub const SHUNDA: &str = "滨河县顺达货运有限公司";
const EMPLOYERS: usize = 900;

/// Who enters an employer where.
struct Entry<'a> {
    new: NewEmployer,
    org: &'a Org,
    /// The joint union, industry union or village that covers it.
    covered_by: Vec<OrgId>,
    members: u64,
}

pub async fn enter(
    app: &App,
    crowd: &mut Crowd,
    made: &[Made],
    names: &mut impl Iterator<Item = String>,
) -> Result<Workplaces> {
    let mut entries = Vec::with_capacity(EMPLOYERS);
    let mut numbers = 1..;
    let mut number = |kind: &str| uscc(kind, numbers.next().expect("numbers do not end"));
    let federation = made.iter().find(|m| m.planned.name == FREIGHT_FEDERATION).map(|m| m.org.id);
    for one in made {
        let planned = &one.planned;
        if let Some(name) = &planned.employer {
            let parts: u64 = made.iter().filter(|m| m.planned.under == planned.name).map(|m| m.planned.members).sum();
            let members = planned.members + parts;
            let headcount = (members * 100).div_ceil(crowd.dice.between(74, 98).unsigned_abs());
            let covered_by = federation.into_iter().filter(|_| planned.under == FREIGHT_FEDERATION).collect();
            let new = NewEmployer {
                union_id: Some(one.org.id),
                uscc: number(planned.category),
                ..described(crowd, planned, name.clone(), headcount)
            };
            entries.push(Entry { new, org: &one.org, covered_by, members: headcount });
        } else if planned.name == FREIGHT_JOINT {
            let line = ["货运", "物流", "运输", "配送", "快运"];
            for i in 0..SMALL_FIRMS {
                let (name, headcount) = match i {
                    0 => (SHUNDA.to_owned(), 64),
                    _ => (
                        format!("滨河县{}{}有限公司", names.next().expect("enough names"), line[i % 5]),
                        crowd.dice.between(7, 29).unsigned_abs(),
                    ),
                };
                let covered_by = federation.into_iter().chain([one.org.id]).collect();
                let planned = Planned { town: Some([1, 1, 3, 0, 2, 1, 5][i % 7]), ..copy(planned) };
                let new = NewEmployer {
                    union_id: Some(one.org.id),
                    uscc: number("170"),
                    ..described(crowd, &planned, name, headcount)
                };
                entries.push(Entry { new, org: &one.org, covered_by, members: headcount * 4 / 5 });
            }
        } else if matches!(planned.kind, UnionKind::Joint | UnionKind::Village) {
            for _ in 0..crowd.dice.between(6, 15) {
                let headcount = crowd.dice.weighed(&[(5, 50), (12, 30), (26, 15), (60, 5)]) + crowd.dice.below(10);
                let (name, trade) = small_firm(crowd, names);
                let new = NewEmployer {
                    union_id: Some(one.org.id),
                    uscc: number("170"),
                    industry: trade.2.into(),
                    ..described(crowd, planned, name, headcount)
                };
                entries.push(Entry { new, org: &one.org, covered_by: vec![one.org.id], members: headcount / 2 });
            }
        }
    }
    let towns: Vec<&Made> = made.iter().filter(|m| m.planned.kind == UnionKind::Town).collect();
    let mut large = (0..LARGE_WITHOUT).map(|i| 104 + i * i * 2);
    let mut middle = 0..MIDDLE_WITHOUT;
    while entries.len() < EMPLOYERS {
        let town = *crowd.dice.pick(&towns);
        let headcount = match (large.next(), middle.next()) {
            (Some(headcount), _) => headcount,
            (_, Some(_)) => crowd.dice.between(25, 96).unsigned_abs(),
            _ => crowd.dice.between(3, 24).unsigned_abs(),
        };
        let (name, trade) = small_firm(crowd, names);
        let new = NewEmployer {
            uscc: number(trade.1),
            industry: trade.2.into(),
            nature: trade.1.into(),
            ..described(crowd, &town.planned, name, headcount)
        };
        entries.push(Entry { new, org: &town.org, covered_by: Vec::new(), members: 0 });
    }
    write(app, crowd, entries).await
}
/// Firms of 100 people and more, and of 25 and more, that have no union yet.
const LARGE_WITHOUT: u64 = 13;
const MIDDLE_WITHOUT: u64 = 90;

async fn write(app: &App, crowd: &mut Crowd, entries: Vec<Entry<'_>>) -> Result<Workplaces> {
    let mut workplaces = Workplaces::new();
    let mut covered: HashMap<OrgId, Vec<EmployerId>> = HashMap::new();
    for some in entries.chunks(100) {
        let mut tx = app.db.begin().await?;
        for entry in some {
            let id = employers::store::add(&mut tx, app, entry.org, &entry.new).await?;
            if let Some(union) = entry.new.union_id {
                let place = Workplace { id, name: entry.new.name.clone(), room: entry.members };
                workplaces.entry(union).or_default().push(place);
            }
            for union in &entry.covered_by {
                covered.entry(*union).or_default().push(id);
            }
        }
        tx.commit().await?;
    }
    let mut tx = app.db.begin().await?;
    let mut covered: Vec<_> = covered.into_iter().collect();
    covered.sort_unstable_by_key(|(union, _)| *union);
    for (union, employers) in covered {
        let from = crowd.today - crowd.dice.between(60, 900).days();
        store::cover(&mut tx, union, &employers, from).await?;
    }
    tx.commit().await?;
    Ok(workplaces)
}

fn small_firm(
    crowd: &mut Crowd,
    names: &mut impl Iterator<Item = String>,
) -> (String, &'static (&'static str, &'static str, &'static str)) {
    let trade = crowd.dice.pick(TRADES);
    let form = crowd.dice.weighed(&[("有限公司", 70), ("经营部", 18), ("厂", 12)]);
    (format!("滨河县{}{}{form}", names.next().expect("enough names"), trade.0), trade)
}
fn described(crowd: &mut Crowd, planned: &Planned, name: String, headcount: u64) -> NewEmployer {
    let share = |of: u64, percent: u64| i64::try_from(of * percent / 100).expect("a headcount");
    let town = planned.town.map(|t| TOWNS[t]);
    NewEmployer {
        uscc: None,
        name,
        nature: planned.category.into(),
        industry: planned.industry.into(),
        headcount: share(headcount, 100),
        women: share(headcount, planned.folk.women),
        migrant_workers: share(headcount, planned.folk.migrants),
        region: town.map_or(REGION, |t| t.1).into(),
        address: format!(
            "滨河县{}{}{}号",
            town.map_or("", |t| t.0),
            crowd.dice.pick(&["工业路", "振兴路", "人民路", "河滨路", "创业路"]),
            crowd.dice.between(1, 199)
        ),
        union_id: None,
    }
}
fn copy(planned: &Planned) -> Planned {
    Planned { name: planned.name.clone(), under: planned.under.clone(), employer: None, ..*planned }
}
/// A code that is right in form; organisation codes that begin with three noughts were never given.
fn uscc(category: &str, number: u32) -> Option<String> {
    let kind = match category {
        "400" => "12",
        "500" => "11",
        _ => "91",
    };
    let body = format!("{kind}{}{number:08}", county::REGION);
    "0123456789X"
        .chars()
        .filter_map(|check| Uscc::with_check(&format!("{body}{check}")))
        .find(Uscc::organisation_code_fits)
        .map(|code| code.as_str().to_owned())
}
