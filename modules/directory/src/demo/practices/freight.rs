//! Freight firms: a few large ones that found their own unions, a federation of the industry that takes in the small ones (practice P05).
use super::{Firm, Hand, listed, place_name};
use crate::{
    demo::{Place, county, crowd::DRIVERS, firms::Entry, seats},
    employers::EmployerId,
    unions::UnionKind::{self, IndustryFederation, Joint},
};
use jiff::ToSpan;
use platform::{App, tree::Org, vals, web::Error};

pub struct Freight {
    /// Firms that are to found their own unions.
    pub large: usize,
    /// Firms that the federation takes in.
    pub small: usize,
    /// Members of the small firms.
    pub members: usize,
}
/// What was entered.
pub struct Freights {
    pub federation: Org,
    /// Without a union yet.
    pub large: Vec<EmployerId>,
    pub small: Vec<EmployerId>,
}

pub async fn freight(app: &App, place: &Place, wanted: &Freight) -> Result<Freights, Error> {
    let mut hand = Hand::new(app, 1);
    let name = place_name(&place.org).to_owned();
    let (top, federation) = (place.org.name.clone(), format!("{name}货运行业工会联合会"));
    let planned = |kind: UnionKind, own: &str, under: &str| county::Planned {
        groups: &["货车司机"],
        category: "170",
        industry: "5431",
        ..county::of(kind, own.to_owned(), under, Some(1))
    };
    let joint = format!("{name}货运行业联合工会");
    let plan = vec![planned(IndustryFederation, &federation, &top), planned(Joint, &joint, &federation)];
    let made = hand.open(&place.org, plan.clone()).await?;
    let [federation, joint] = &made[..] else { return Err(Error::NotFound) };
    seats::officer(app, &mut hand.crowd, federation.org.id).await?;

    let mut entries = Vec::new();
    for n in 0..wanted.large + wanted.small {
        let is_large = n < wanted.large;
        let headcount = if is_large { 160 + 40 * n as i64 } else { hand.crowd.dice.between(36, 60) };
        let firm = Firm { name: format!("{name}{:02}号货运有限公司", n + 1), industry: "5431", headcount };
        let union = (!is_large).then_some(&joint.org);
        let new = hand.firm(&plan[1], &firm, union);
        let org = if is_large { &federation.org } else { &joint.org };
        let covered_by = if is_large { Vec::new() } else { vec![federation.org.id, joint.org.id] };
        entries.push(Entry { new, org, covered_by, room: 0 });
    }
    hand.enter(entries).await?;
    let sql = "SELECT id FROM employers WHERE org = $1 ORDER BY id";
    let mut of = Vec::new();
    for org in [federation.org.id, joint.org.id] {
        let all: Vec<(EmployerId,)> = app.db.all(sql, vals![org]).await?;
        of.push(all.into_iter().map(|(id,)| id).collect::<Vec<_>>());
    }
    let (small, large) = (of.pop().unwrap_or_default(), of.pop().unwrap_or_default());

    let mut drivers = Vec::with_capacity(wanted.members);
    for n in 0..wanted.members {
        let joined_on = hand.crowd.joined_on(joint.founded.max(hand.crowd.today - 900.days()), 46);
        let mut admission = hand.joiner(&DRIVERS, n % 2 == 0, &["货车司机"], joined_on);
        admission.details.employer = small.get(n % small.len().max(1)).copied();
        drivers.push(listed(joint, admission));
    }
    hand.admit(drivers).await?;
    Ok(Freights { federation: federation.org.clone(), large, small })
}
