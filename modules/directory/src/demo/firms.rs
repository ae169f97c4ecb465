//! The employers of the county: some 900 of all sizes, with and without a union.
use super::{
    Made,
    county::{self, FREIGHT_FEDERATION, FREIGHT_JOINT, Planned, REGION, SMALL_FIRMS, TRADES},
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

/// Who enters an employer where.
pub(super) struct Entry<'a> {
    pub new: NewEmployer,
    pub org: &'a Org,
    /// The unions that cover it, beside the tree.
    pub covered_by: Vec<OrgId>,
    /// How many members it has room for.
    pub room: u64,
}

/// Enters so many employers: those of the unions, those that several share, and small ones without a union in the towns.
pub async fn enter(
    app: &App,
    crowd: &mut Crowd,
    made: &[Made],
    names: &mut (impl Iterator<Item = String> + Send),
    total: usize,
) -> Result<Workplaces> {
    let mut roll = Roll { crowd, names, entries: Vec::with_capacity(total) };
    let mut parts: HashMap<&str, u64> = HashMap::new();
    for one in made {
        *parts.entry(one.planned.under.as_str()).or_default() += one.planned.members;
    }
    let federation = made.iter().find(|m| m.planned.name == FREIGHT_FEDERATION).map(|m| m.org.id);
    for one in made {
        let planned = &one.planned;
        if let Some(name) = &planned.employer {
            let members = planned.members + parts.get(planned.name.as_str()).unwrap_or(&0);
            let covered_by = federation.filter(|_| planned.under == FREIGHT_FEDERATION);
            roll.own(one, name, members, covered_by);
        } else if planned.name == FREIGHT_JOINT {
            roll.freight(one, federation);
        } else if matches!(planned.kind, UnionKind::Joint | UnionKind::Village) {
            roll.shared(one);
        }
    }
    let towns: Vec<&Made> = made.iter().filter(|m| m.planned.kind == UnionKind::Town).collect();
    if !towns.is_empty() {
        roll.without_union(&towns, total);
    }
    let entries = roll.entries;
    write(app, crowd, entries).await
}

struct Roll<'a, 'c, N> {
    crowd: &'c mut Crowd,
    names: &'c mut N,
    entries: Vec<Entry<'a>>,
}
impl<'a, N: Iterator<Item = String>> Roll<'a, '_, N> {
    fn add(&mut self, new: NewEmployer, org: &'a Org, covered_by: Vec<OrgId>, room: u64) {
        let uscc = uscc(&new.nature, self.entries.len() + 1);
        self.entries.push(Entry { new: NewEmployer { uscc, ..new }, org, covered_by, room });
    }
    /// The employer that has a union of its own.
    fn own(&mut self, one: &'a Made, name: &str, members: u64, covered_by: Option<OrgId>) {
        let headcount = (members * 100).div_ceil(self.crowd.dice.between(74, 98).unsigned_abs()).max(3);
        let new = described(self.crowd, &one.planned, name.to_owned(), headcount);
        let union_id = Some(one.org.id);
        self.add(NewEmployer { union_id, ..new }, &one.org, covered_by.into_iter().collect(), headcount);
    }
    /// The small freight firms: their drivers are members of the joint union, the federation is tied to them.
    fn freight(&mut self, joint: &'a Made, federation: Option<OrgId>) {
        let lines = ["货运", "物流", "运输", "配送", "快运"];
        for i in 0..SMALL_FIRMS {
            let (name, headcount) = match i {
                0 => (SHUNDA.to_owned(), 64),
                _ => (
                    format!("滨河县{}{}有限公司", self.name(), lines[i % 5]),
                    self.crowd.dice.between(7, 29).unsigned_abs(),
                ),
            };
            let town = Some(county::spot([1, 1, 3, 0, 2, 1, 5][i % 7]));
            let new = described(self.crowd, &Planned { town, ..joint.planned.clone() }, name, headcount);
            let covered_by = federation.into_iter().chain([joint.org.id]).collect();
            self.add(NewEmployer { union_id: Some(joint.org.id), ..new }, &joint.org, covered_by, headcount * 4 / 5);
        }
    }
    /// Small firms that share a joint union or a village's.
    fn shared(&mut self, one: &'a Made) {
        for _ in 0..self.crowd.dice.between(6, 15) {
            let headcount =
                self.crowd.dice.weighed(&[(5, 50), (12, 30), (26, 15), (60, 5)]) + self.crowd.dice.below(10);
            let new = self.small(&one.planned, headcount);
            self.add(NewEmployer { union_id: Some(one.org.id), ..new }, &one.org, vec![one.org.id], headcount / 2);
        }
    }
    fn without_union(&mut self, towns: &[&'a Made], total: usize) {
        let large = (0..LARGE_WITHOUT).map(|i| 104 + i * i * 2);
        let mut sizes: Vec<u64> = large.collect();
        sizes.extend((0..MIDDLE_WITHOUT).map(|_| self.crowd.dice.between(25, 96).unsigned_abs()));
        let mut sizes = sizes.into_iter();
        while self.entries.len() < total {
            let town = *self.crowd.dice.pick(towns);
            let headcount = sizes.next().unwrap_or_else(|| self.crowd.dice.between(3, 24).unsigned_abs());
            let new = self.small(&town.planned, headcount);
            self.add(new, &town.org, Vec::new(), 0);
        }
    }
    fn small(&mut self, planned: &Planned, headcount: u64) -> NewEmployer {
        let (trade, nature, industry) = *self.crowd.dice.pick(TRADES);
        let form = self.crowd.dice.weighed(&[("有限公司", 70), ("经营部", 18), ("厂", 12)]);
        let name = format!("滨河县{}{trade}{form}", self.name());
        NewEmployer {
            industry: industry.into(),
            nature: nature.into(),
            ..described(self.crowd, planned, name, headcount)
        }
    }
    fn name(&mut self) -> String {
        self.names.next().expect("trade names do not end")
    }
}
/// Firms of 100 people and more, and of 25 and more, that have no union yet.
const LARGE_WITHOUT: u64 = 13;
const MIDDLE_WITHOUT: u64 = 90;

pub(super) async fn write(app: &App, crowd: &mut Crowd, entries: Vec<Entry<'_>>) -> Result<Workplaces> {
    let mut workplaces = Workplaces::new();
    let mut covered: HashMap<OrgId, Vec<EmployerId>> = HashMap::new();
    for some in entries.chunks(100) {
        let mut tx = app.db.begin().await?;
        for entry in some {
            let id = employers::store::add(&mut tx, app, entry.org, &entry.new).await?;
            if let Some(union) = entry.new.union_id {
                let place = Workplace { id, name: entry.new.name.clone(), room: entry.room };
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
        employers::ways::keep(&mut tx, app, employers::ways::Of::Union(union)).await?;
    }
    tx.commit().await?;
    Ok(workplaces)
}

pub(super) fn described(crowd: &mut Crowd, planned: &Planned, name: String, headcount: u64) -> NewEmployer {
    let share = |of: u64, percent: u64| i64::try_from(of * percent / 100).expect("a headcount");
    let town = planned.town.as_ref();
    NewEmployer {
        uscc: None,
        name,
        nature: planned.category.into(),
        industry: planned.industry.into(),
        headcount: share(headcount, 100),
        women: share(headcount, planned.folk.women),
        migrant_workers: share(headcount, planned.folk.migrants),
        region: town.map_or(REGION, |t| t.region).into(),
        address: format!(
            "滨河县{}{}{}号",
            town.map_or("", |t| t.name.as_str()),
            crowd.dice.pick(&["工业路", "振兴路", "人民路", "河滨路", "创业路"]),
            crowd.dice.between(1, 199)
        ),
        union_id: None,
    }
}
/// A code that is right in form; organisation codes that begin with three noughts were never given.
pub(super) fn uscc(category: &str, number: usize) -> Option<String> {
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
