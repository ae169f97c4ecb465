//! Counties, cities and provinces of any size, for measuring and for trying things out.
use super::{
    county::{self, FREIGHT_FEDERATION, FREIGHT_JOINT, LARGE_FIRMS, PARK_JOINT, Planned, Spot, TRADES},
    crowd::{CLERKS, COURIERS, DRIVERS, TEACHERS, VILLAGERS, WORKERS},
    dice::Dice,
};
use crate::unions::UnionKind::{self, *};

/// Unions of one county at most, and counties of a city.
const IN_A_COUNTY: u64 = 5_000;
const IN_A_CITY: u64 = 40_000;
/// Unions of a town, its own included.
const IN_A_TOWN: u64 = 30;

/// What stands at the top when nothing is there yet.
pub fn top(unions: u64) -> (UnionKind, &'static str) {
    if unions <= IN_A_COUNTY {
        (County, county::COUNTY)
    } else if unions <= IN_A_CITY {
        (City, "滨江市总工会")
    } else {
        (Province, "江河省总工会")
    }
}

/// So many unions, the given top first, parents before what hangs under them; with so many members.
pub fn plan(
    top: (UnionKind, &str),
    unions: u64,
    members: u64,
    names: &mut impl Iterator<Item = String>,
    dice: &mut Dice,
) -> Vec<Planned> {
    let mut plan =
        Plan { made: vec![county::of(top.0, top.1.to_owned(), "", None)], wanted: unions.max(1) as usize, names, dice };
    match top.0 {
        County => plan.county(top.1, unions),
        City => plan.city(top.1, unions),
        _ => {
            for share in shares(unions - 1, IN_A_CITY / 3) {
                let name = format!("{}市总工会", plan.name());
                plan.add(county::of(City, name.clone(), top.1, None));
                plan.city(&name, share);
            }
        }
    }
    let mut made = plan.made;
    // The last county may have had no room for firms: then those above hold the members.
    let weighed = made.iter().any(|p| p.members > 0);
    for planned in made.iter_mut().filter(|p| !weighed && p.kind.holds_members()) {
        planned.members = 1;
    }
    county::fit(&mut made, members, |p| p.members > 0);
    made
}

struct Plan<'a, N> {
    made: Vec<Planned>,
    wanted: usize,
    names: &'a mut N,
    dice: &'a mut Dice,
}
impl<N: Iterator<Item = String>> Plan<'_, N> {
    fn add(&mut self, planned: Planned) {
        if self.made.len() < self.wanted {
            self.made.push(planned);
        }
    }
    fn name(&mut self) -> String {
        self.names.next().expect("trade names do not end")
    }
    fn city(&mut self, city: &str, unions: u64) {
        for (i, share) in shares(unions - 1, IN_A_COUNTY / 3).enumerate() {
            let name = if i == 0 && self.made.len() == 1 {
                county::COUNTY.to_owned()
            } else {
                format!("{}县总工会", self.name())
            };
            self.add(county::of(County, name.clone(), city, None));
            self.county(&name, share);
        }
    }
    /// The county's unions without itself.
    fn county(&mut self, county: &str, unions: u64) {
        let end = (self.made.len() as u64 + unions).saturating_sub(1).min(self.wanted as u64) as usize;
        if county == county::COUNTY {
            self.landmarks();
        }
        let towns = unions.div_ceil(IN_A_TOWN).max(1);
        let mut each = end.saturating_sub(self.made.len()) / towns as usize;
        for i in 0..towns as usize {
            if i + 1 == towns as usize {
                each = end.saturating_sub(self.made.len());
            }
            if each > 0 {
                self.town(county, i, each);
            }
        }
    }
    /// The unions whose people one can sign in as.
    fn landmarks(&mut self) {
        let drivers = |kind, name: &str, under: &str, members| Planned {
            members,
            folk: DRIVERS,
            groups: if kind == Enterprise { &[] } else { &["货车司机"] },
            category: "170",
            industry: "5431",
            ..county::of(kind, name.to_owned(), under, Some(1))
        };
        let (firm, _, chair) = LARGE_FIRMS[0];
        let own = Planned {
            chair: Some(chair),
            employer: Some(format!("滨河县{firm}有限公司")),
            ..drivers(Enterprise, &format!("{firm}工会"), FREIGHT_FEDERATION, 300)
        };
        self.made[0].chair = self.made[0].chair.or(Some("严志远"));
        self.add(Planned {
            chair: Some("宋晓燕"),
            ..drivers(IndustryFederation, FREIGHT_FEDERATION, county::COUNTY, 0)
        });
        self.add(Planned { chair: Some("郭长河"), ..drivers(Joint, FREIGHT_JOINT, FREIGHT_FEDERATION, 600) });
        self.add(own);
        self.add(Planned { chair: Some("陆敏"), groups: &[], ..drivers(Joint, PARK_JOINT, county::COUNTY, 150) });
    }
    fn town(&mut self, county: &str, number: usize, unions: usize) {
        let kind = self.dice.weighed(&[("镇", 60), ("街道", 30), ("乡", 10)]);
        let spot =
            Spot { name: format!("{}{kind}", self.name()), region: county::TOWNS[number % county::TOWNS.len()].1 };
        let town = format!("{}总工会", spot.name);
        let at = |planned: Planned| Planned { town: Some(spot.clone()), ..planned };
        self.add(at(county::of(Town, town.clone(), county, None)));
        for _ in 1..unions {
            let planned = self.grassroots(&town);
            self.add(at(planned));
        }
    }
    fn grassroots(&mut self, town: &str) -> Planned {
        let name = self.name();
        let kind = self.dice.weighed(&[(Enterprise, 74), (Institution, 9), (Office, 4), (Joint, 5), (Village, 8)]);
        let members =
            self.dice.weighed(&[(8, 34), (20, 30), (45, 20), (120, 11), (300, 4), (900, 1)]) + self.dice.below(12);
        let (trade, category, industry) = *self.dice.pick(TRADES);
        let (title, folk, category, employer) = match kind {
            Institution => (format!("{name}学校"), TEACHERS, "400", true),
            Office => (format!("{name}管理局"), CLERKS, "500", true),
            Joint => (format!("{name}商圈联合"), COURIERS, "170", false),
            Village => (format!("{name}村"), VILLAGERS, "700", false),
            _ => (format!("{name}{trade}"), WORKERS, category, true),
        };
        Planned {
            members,
            folk,
            category,
            industry: if kind == Enterprise { industry } else { "" },
            employer: employer.then(|| format!("{title}{}", if kind == Enterprise { "有限公司" } else { "" })),
            ..county::of(kind, format!("{title}工会"), town, None)
        }
    }
}

/// A whole cut into even parts of at most `most`.
fn shares(whole: u64, most: u64) -> impl Iterator<Item = u64> {
    let parts = whole.div_ceil(most).max(1);
    (0..parts).map(move |i| whole / parts + u64::from(i < whole % parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn planned(unions: u64, members: u64, seed: u64) -> Vec<Planned> {
        let mut dice = Dice::new(seed);
        let mut names = county::trade_names(&mut dice);
        plan(top(unions), unions, members, &mut names, &mut dice)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn every_size_is_met_exactly(unions in 1_u64..9_000, members in 1_u64..400_000) {
            let plan = planned(unions, members, 5);
            prop_assert_eq!((plan.len() as u64, plan.iter().map(|p| p.members).sum::<u64>()), (unions, members));
            prop_assert!(plan.iter().all(|p| p.members == 0 || p.kind.holds_members()));
        }
    }
    #[test]
    fn parents_come_first_and_fit_in_a_whole_province() {
        let plan = planned(60_000, 100_000, 1);
        let mut kinds = std::collections::HashMap::new();
        for planned in &plan {
            if let Some(parent) = kinds.get(planned.under.as_str()) {
                assert!(planned.kind.fits_under(*parent), "{} under {}", planned.name, planned.under);
            } else {
                assert_eq!(planned.under, "", "{}", planned.name);
            }
            kinds.insert(planned.name.as_str(), planned.kind);
        }
    }
}
