//! Which union is proposed to an applicant, and why. Pure.
//!
//! The workplace's own union comes first; where it has none, the union whose code was scanned (if it fits), the industry's joint union by
//! kind of work, the upper union of the workplace's area; at last the town's union. A federation (工会联合会) gathers unions, so it is
//! never proposed for the membership: it becomes an affiliation.
use crate::unions::UnionKind;
use platform::tree::OrgId;

/// A union as far as the proposal needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: OrgId,
    pub path: String,
    pub name: String,
    pub kind: UnionKind,
    /// Neither closed nor locked; one that is being prepared recruits.
    pub open: bool,
    /// Groups of workers that it serves.
    pub groups: Vec<String>,
}
impl Candidate {
    pub fn takes_members(&self) -> bool {
        self.open && self.kind.holds_members()
    }
    fn is_federation(&self) -> bool {
        self.open && matches!(self.kind, UnionKind::IndustryFederation | UnionKind::ParkFederation)
    }
    /// For the people of one employer only.
    fn is_of_one_employer(&self) -> bool {
        use UnionKind::{Branch, Enterprise, Group, Institution, Office};
        matches!(self.kind, Enterprise | Institution | Office | Branch | Group)
    }
    fn serves(&self, group: &str) -> bool {
        !group.is_empty() && self.groups.iter().any(|g| g == group)
    }
    /// One lies in the other's branch.
    fn is_near(&self, other: &Candidate) -> bool {
        self.path.starts_with(&other.path) || other.path.starts_with(&self.path)
    }
}

/// Where the applicant works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workplace {
    pub name: String,
    /// Its own union, or the joint union that its workers are members of.
    pub union: Option<Candidate>,
    /// Joint and industry unions and federations that cover it today.
    pub covering: Vec<Candidate>,
    /// The union in whose area it lies.
    pub area: Option<Candidate>,
}

/// The code that was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Where it hangs, as people call it.
    pub place: String,
    pub union: Candidate,
    /// The group of workers it is meant for; empty: all.
    pub group: String,
}

/// What is known of an applicant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub workplace: Option<Workplace>,
    /// Kind of work; empty: none of the groups.
    pub group: String,
    pub scan: Option<Scan>,
    /// Unions and federations that serve the group.
    pub serving: Vec<Candidate>,
    /// The union of the town that the applicant named.
    pub town: Option<Candidate>,
}

/// Why a union is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Workplace,
    CoversWorkplace,
    Scanned,
    ServesGroup,
    Area,
    Town,
}
impl Ground {
    /// The sentence for the applicant.
    pub fn sentence(self, facts: &Facts) -> String {
        let work = facts.workplace.as_ref().map_or("", |w| w.name.as_str());
        match self {
            Ground::Workplace => format!("您在{work}上班，单位的职工都入这家工会"),
            Ground::CoversWorkplace => format!("您在{work}上班，这家工会管着您的单位"),
            Ground::Scanned => {
                format!("您扫的“{}”入会码是它张贴的", facts.scan.as_ref().map_or("", |s| s.place.as_str()))
            }
            Ground::ServesGroup => format!("您是{}，正是它服务的行业", facts.group),
            Ground::Area => "它是您单位所在地的工会".to_owned(),
            Ground::Town => "它是您常在的镇街的工会".to_owned(),
        }
    }
}

/// What is put before the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// None: nothing fits, the county names one.
    pub union: Option<Candidate>,
    /// Why this union, as sentences.
    pub reasons: Vec<String>,
    /// Federations to which the applicant is only tied.
    pub affiliations: Vec<Candidate>,
    /// Other unions that would do, with their reasons.
    pub alternatives: Vec<(Candidate, Vec<String>)>,
}
impl Proposal {
    /// The proposed union or one of the alternatives, with its reasons.
    pub fn choice(&self, id: OrgId) -> Option<(&Candidate, &[String])> {
        let first = self.union.as_ref().map(|u| (u, self.reasons.as_slice()));
        let others = self.alternatives.iter().map(|(u, reasons)| (u, reasons.as_slice()));
        first.into_iter().chain(others).find(|(u, _)| u.id == id)
    }
}

const ALTERNATIVES: usize = 3;

/// The proposal that follows from the facts; the same facts always give the same one.
pub fn proposal(facts: &Facts) -> Proposal {
    let grounds = grounds(facts);
    let mut order: Vec<&Candidate> = Vec::new();
    for (union, _) in &grounds {
        if union.takes_members() && !order.iter().any(|u| u.id == union.id) {
            order.push(union);
        }
    }
    let reasons = |union: &Candidate| reasons(facts, &grounds, union);
    let mut order = order.into_iter();
    let union = order.next().cloned();
    Proposal {
        reasons: union.as_ref().map(&reasons).unwrap_or_default(),
        alternatives: order.take(ALTERNATIVES).map(|u| (u.clone(), reasons(u))).collect(),
        affiliations: federations(facts),
        union,
    }
}

/// Unions that could be proposed, the best ground first.
fn grounds(facts: &Facts) -> Vec<(&Candidate, Ground)> {
    let work = facts.workplace.as_ref();
    let area = work.and_then(|w| w.area.as_ref());
    let mut all: Vec<(&Candidate, Ground)> = Vec::new();
    all.extend(work.and_then(|w| w.union.as_ref()).map(|u| (u, Ground::Workplace)));
    all.extend(work.into_iter().flat_map(|w| &w.covering).map(|u| (u, Ground::CoversWorkplace)));
    let scan = facts.scan.as_ref();
    let fitting = scan.filter(|s| fits(facts, s));
    all.extend(fitting.map(|s| (&s.union, Ground::Scanned)));
    let near = area.or(facts.town.as_ref()).or(scan.map(|s| &s.union));
    let mut serving: Vec<&Candidate> = facts.serving.iter().filter(|u| u.serves(&facts.group)).collect();
    serving.sort_by_key(|u| (!near.is_some_and(|n| shares_a_parent(u, n)), u.id));
    all.extend(serving.into_iter().map(|u| (u, Ground::ServesGroup)));
    all.extend(area.map(|u| (u, Ground::Area)));
    all.extend(facts.town.as_ref().map(|u| (u, Ground::Town)));
    // A code that does not fit by work or place still says where somebody without an employer was found.
    all.extend(scan.filter(|_| work.is_none()).map(|s| (&s.union, Ground::Scanned)));
    all
}
/// The scanned code's union fits by kind of work or by place; a single employer's union only its own people.
fn fits(facts: &Facts, scan: &Scan) -> bool {
    if scan.union.is_of_one_employer() && facts.workplace.is_some() {
        return false;
    }
    let by_group = scan.union.serves(&facts.group) || (!scan.group.is_empty() && scan.group == facts.group);
    let by_place = match &facts.workplace {
        Some(work) => work.area.as_ref().is_none_or(|area| scan.union.is_near(area)),
        None => facts.group.is_empty(),
    };
    by_group || by_place
}
fn shares_a_parent(a: &Candidate, b: &Candidate) -> bool {
    let above = |path: &str| path.trim_end_matches('/').rsplit_once('/').map(|(up, _)| up.to_owned());
    a.is_near(b) || above(&a.path) == above(&b.path)
}

fn reasons(facts: &Facts, grounds: &[(&Candidate, Ground)], union: &Candidate) -> Vec<String> {
    let mut own: Vec<Ground> = Vec::new();
    for (_, ground) in grounds.iter().filter(|(u, _)| u.id == union.id) {
        if !own.contains(ground) {
            own.push(*ground);
        }
    }
    let by_work = own.iter().any(|g| matches!(g, Ground::Workplace | Ground::CoversWorkplace));
    // A workplace's own union lies where the workplace does: nothing to say.
    own.retain(|g| !by_work || *g != Ground::Area);
    let mut sentences: Vec<String> = own.iter().map(|g| g.sentence(facts)).collect();
    if !by_work {
        sentences.insert(1.min(sentences.len()), situation(facts));
    }
    sentences
}
/// What makes another union than a workplace's necessary.
fn situation(facts: &Facts) -> String {
    match &facts.workplace {
        Some(work) if work.union.as_ref().is_some_and(Candidate::takes_members) => {
            format!("{}有自己的工会，您也可以另选", work.name)
        }
        Some(work) => format!("{}还没有登记工会", work.name),
        None => "您没有受雇单位，由行业或所在地的工会接收".to_owned(),
    }
}

fn federations(facts: &Facts) -> Vec<Candidate> {
    let work = facts.workplace.as_ref();
    let all = work
        .and_then(|w| w.union.as_ref())
        .into_iter()
        .chain(work.into_iter().flat_map(|w| &w.covering))
        .chain(facts.scan.as_ref().map(|s| &s.union))
        .chain(facts.serving.iter().filter(|u| u.serves(&facts.group)));
    let mut chosen: Vec<Candidate> = Vec::new();
    for federation in all.filter(|u| u.is_federation()) {
        if !chosen.iter().any(|u| u.id == federation.id) {
            chosen.push(federation.clone());
        }
    }
    chosen
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
