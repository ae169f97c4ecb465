//! The network of a city's unions: federations of industries and parks, unions of large firms and of firms in new fields with their workshop
//! branches and team groups, and the migrant workers who joined them (practice P03).
use super::{Firm, Hand, MIGRANTS, listed, place_name};
use crate::{
    demo::{Made, Place, county, county::Planned, crowd::WORKERS, firms::Entry},
    members::JOINED_GROUP,
    unions::UnionKind::{Branch, Enterprise, Group, IndustryFederation, ParkFederation},
};
use jiff::ToSpan;
use platform::{
    App,
    facts::{self, Period},
    tree::{Org, Scope},
    web::Error,
};

pub struct Network {
    pub industry: usize,
    pub park: usize,
    /// Firms of a hundred people and more that founded a union.
    pub large: usize,
    /// Firms of 25 people and more in new fields (四新) that did.
    pub fresh: usize,
    /// Migrant workers who joined them.
    pub migrants: usize,
}
/// Large firms and firms in new fields that have no union yet, so that the rates are not full.
const WITHOUT: (usize, usize) = (23, 17);
/// What new fields are in GB/T 4754: software, data processing, research, testing and design.
pub const NEW_FIELDS: [&str; 4] = ["6513", "6550", "7320", "7452"];
const OLD_FIELDS: [&str; 4] = ["1711", "3670", "2614", "1392"];
/// So many members a firm in a new field has; the large ones share the others.
const FRESH: usize = 24;

/// One firm of the plan, of which union it is, and how many migrant workers join.
struct Planning {
    firm: Firm,
    planned: Planned,
    migrants: usize,
    has_union: bool,
    has_parts: bool,
}

pub async fn network(app: &App, place: &Place, wanted: &Network) -> Result<(), Error> {
    let mut hand = Hand::new(app, 2);
    let above = if place.counties.is_empty() { std::slice::from_ref(&place.org) } else { &place.counties[..] };
    let there = migrants(app, &place.org).await?;
    let wanted = Network { migrants: wanted.migrants.saturating_sub(there), ..*wanted };
    let firms = firms(&mut hand, place_name(&place.org), &wanted);
    let mut of_county: Vec<Vec<Planning>> = above.iter().map(|_| Vec::new()).collect();
    for (n, firm) in firms.into_iter().enumerate() {
        of_county[n % above.len()].push(firm);
    }
    for (n, (county, firms)) in above.iter().zip(of_county).enumerate() {
        let share = |all: usize| all / above.len() + usize::from(n < all % above.len());
        let mut plan = Vec::new();
        for (kind, all, word) in [(IndustryFederation, wanted.industry, "行业"), (ParkFederation, wanted.park, "园区")]
        {
            let name = |i: usize| format!("{}第{}{word}工会联合会", place_name(county), i + 1);
            plan.extend((0..share(all)).map(|i| county::of(kind, name(i), &county.name, None)));
        }
        Box::pin(county_of(&mut hand, county, plan, firms)).await?;
    }
    Ok(())
}

/// How many joined the place's unions before.
async fn migrants(app: &App, place: &Org) -> Result<usize, Error> {
    let all = Period::until(app.today());
    let joined = facts::by_dimension(&app.db, JOINED_GROUP, &Scope::below(&place.path), all).await?;
    let there = joined.into_iter().find(|(group, _)| group == MIGRANTS).map_or(0, |(_, people)| people);
    Ok(usize::try_from(there).unwrap_or_default())
}
fn firms(hand: &mut Hand<'_>, place: &str, wanted: &Network) -> Vec<Planning> {
    let of_large = wanted.migrants - FRESH * wanted.fresh;
    let names = county::trade_names(&mut hand.crowd.dice);
    let all = wanted.large + wanted.fresh + WITHOUT.0 + WITHOUT.1;
    let mut firms = Vec::with_capacity(all);
    for (n, name) in names.take(all).enumerate() {
        let is_fresh = (wanted.large..wanted.large + wanted.fresh).contains(&n) || n >= all - WITHOUT.1;
        let has_union = n < wanted.large + wanted.fresh;
        let migrants =
            if is_fresh { FRESH } else { of_large / wanted.large + usize::from(n < of_large % wanted.large) };
        let headcount = if is_fresh { hand.crowd.dice.between(28, 96) } else { hand.crowd.dice.between(118, 420) };
        let (trade, fields) = if is_fresh { ("数字科技", NEW_FIELDS) } else { ("制造", OLD_FIELDS) };
        let industry = fields[n % fields.len()];
        let planned =
            Planned { category: "170", industry, ..county::of(Enterprise, format!("{name}{trade}工会"), "", None) };
        let firm = Firm { name: format!("{place}{name}{trade}有限公司"), industry, headcount };
        firms.push(Planning { firm, planned, migrants, has_union, has_parts: n % 20 == 0 && !is_fresh && has_union });
    }
    firms
}

/// The federations and firms of one county, then their members.
async fn county_of(
    hand: &mut Hand<'_>,
    county: &Org,
    mut plan: Vec<Planned>,
    firms: Vec<Planning>,
) -> Result<(), Error> {
    for one in firms.iter().filter(|one| one.has_union) {
        let union = Planned { under: county.name.clone(), ..one.planned.clone() };
        let (branch, group) = (format!("{}一车间分工会", union.name), format!("{}维修班工会小组", union.name));
        if one.has_parts {
            let parts =
                [county::of(Branch, branch.clone(), &union.name, None), county::of(Group, group, &branch, None)];
            plan.push(union);
            plan.extend(parts);
        } else {
            plan.push(union);
        }
    }
    let all = hand.open(county, plan).await?;
    let union_of = |one: &Planning| all.iter().find(|made| one.has_union && made.planned.name == one.planned.name);
    let mut entries = Vec::with_capacity(firms.len());
    for one in &firms {
        let union = union_of(one).map(|made| &made.org);
        let new = hand.firm(&one.planned, &one.firm, union);
        entries.push(Entry { new, org: union.unwrap_or(county), covered_by: Vec::new(), room: 0 });
    }
    let workplaces = hand.enter(entries).await?;
    let mut joining = Vec::new();
    for one in &firms {
        let Some(made) = union_of(one) else { continue };
        let employer = workplaces.get(&made.org.id).and_then(|all| all.first());
        let parts = parts_of(&all, made);
        for n in 0..=one.migrants {
            let at = parts.get(n).copied().flatten().unwrap_or(made);
            let joined_on = hand.crowd.joined_on(at.founded.min(hand.crowd.today - 30.days()), 20);
            // The first is the chair, who is none.
            let mut admission = hand.joiner(&WORKERS, n > 0, &[], joined_on);
            if n == 0 {
                admission.details.phone.clone_from(&made.chair_phone);
                admission.details.name.clone_from(&made.chair);
            }
            if let Some(employer) = employer {
                admission.details.employer = Some(employer.id);
                admission.details.employer_name.clone_from(&employer.name);
            }
            joining.push(listed(at, admission));
        }
    }
    hand.admit(joining).await
}
/// Where the members number 0, 1, 2 … of a union are: in its workshop branch, in its team group, in none of them.
fn parts_of<'a>(all: &'a [Made], union: &Made) -> Vec<Option<&'a Made>> {
    let below = all.iter().filter(|one| one.org.id != union.org.id && one.org.path.starts_with(&union.org.path));
    let parts = below.zip([20, 8]).flat_map(|(part, members)| std::iter::repeat_n(Some(part), members));
    std::iter::once(None).chain(parts).collect()
}
