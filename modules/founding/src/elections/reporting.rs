//! Reporting a result: what is lacking, who takes which office, and on to the upper union.
use super::{
    Committee, Election, ElectionId,
    acts::{self, Sizes},
    rules::{self, Outcome},
    show::{again, refused},
    store::{self, Candidate, CandidateId, Purpose},
    within,
};
use crate::permissions::FOUNDINGS_WRITE;
use axum::{extract::Path, response::Response};
use platform::{
    standards::Phone,
    web::{Fields, Result, see},
};
use ui::{Choice, Desk, Field, text};

/// How many candidates there must be.
pub fn needed(election: &Election, sizes: &Sizes, committee: Committee) -> i64 {
    match committee {
        Committee::Union => rules::candidates_needed(election.seats, sizes.surplus),
        // The audit committee may have as many candidates as seats.
        Committee::Audit => election.audit_seats,
        Committee::Women => 0,
    }
}

/// Why an election can't be reported: each a sentence.
pub fn lacks(election: &Election, sizes: &Sizes, candidates: &[Candidate], group: Option<String>) -> Vec<String> {
    let mut all: Vec<String> = group.into_iter().collect();
    if election.held_on.is_none() {
        all.push("还没有定开会的日子".into());
    }
    for committee in Committee::BALLOTED {
        let own: Vec<&Candidate> = candidates.iter().filter(|c| c.committee() == committee).collect();
        let (seats, needed) = (election.seats_of(committee), needed(election, sizes, committee));
        if seats == 0 {
            continue;
        }
        let named = i64::try_from(own.len()).unwrap_or(i64::MAX);
        if named < needed {
            all.push(format!("{}应选{seats}人，候选人至少{needed}人，现在{named}人", committee.name()));
        } else if own.iter().any(|c| c.votes.is_none()) {
            all.push(format!("{}的票还没有登记", committee.name()));
        } else if own.iter().any(|c| c.outcome() == Some(Outcome::Tied)) {
            all.push(format!("{}有人票数相同，要对他们再投一次票，把新的票数登记进来", committee.name()));
        } else {
            let elected = own.iter().filter(|c| c.is_elected()).count();
            let least = match (election.purpose(), committee) {
                (Purpose::ByElection, _) => 1,
                (_, Committee::Union) => sizes.committee.least.min(seats),
                _ => sizes.audit.least.min(seats),
            };
            if i64::try_from(elected).unwrap_or(0) < least {
                all.push(format!("{}只选出{elected}人，不够{least}人，不足的名额要另行选举", committee.name()));
            }
        }
    }
    let women = candidates.iter().any(|c| c.committee() == Committee::Women);
    if election.purpose() != Purpose::ByElection && sizes.women >= sizes.women_from && !women {
        all.push(format!(
            "女会员{}人，满{}人要建立女职工委员会，请把协商产生的人选登记进来（《工会女职工委员会工作条例》第十一条）",
            sizes.women, sizes.women_from
        ));
    }
    all
}

pub fn fields(election: &Election, candidates: &[Candidate], sizes: &Sizes, form: &Fields) -> Vec<Field> {
    let elected = |committee: Committee| {
        candidates
            .iter()
            .filter(move |c| c.committee() == committee && c.is_elected())
            .map(|c| Choice::new(c.id, &c.name))
    };
    let none = |words: &'static str| std::iter::once(Choice::new("", words));
    let mut all = Vec::new();
    let by = election.purpose() == Purpose::ByElection;
    if elected(Committee::Union).next().is_some() {
        let chair = Field::select("chair", "谁当主席", none("请选").chain(elected(Committee::Union)));
        let barred = "行政副职、人力资源部门负责人不能当主席";
        all.push(if by { chair.optional().hint("补选主席时才选") } else { chair.hint(barred) });
        all.push(Field::select("vice", "谁当副主席", none("不设").chain(elected(Committee::Union))).optional());
        if sizes.women > 0 && !by {
            let women = candidates
                .iter()
                .filter(|c| c.committee() == Committee::Union && c.is_elected() && c.is_woman())
                .map(|c| Choice::new(c.id, &c.name));
            all.push(Field::select("women", "谁当女职工委员", none("不设").chain(women)).optional());
        }
        let phone = Field::tel("chair_phone", "主席手机号").hint("批复后请主席到工作台任职");
        all.push(if by { phone.optional() } else { phone });
    }
    if elected(Committee::Audit).next().is_some() {
        let head = Field::select("audit_head", "谁当经审委主任", none("请选").chain(elected(Committee::Audit)));
        all.push(if by { head.optional() } else { head });
    }
    if elected(Committee::Women).next().is_some() {
        all.push(Field::select("women_head", "谁当女职委主任", none("请选").chain(elected(Committee::Women))));
    }
    all.into_iter().map(|f| f.of_form(form)).collect()
}

/// Reports the result to the upper union, which replies within the legal period.
pub async fn create(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let app = &desk.app;
    let candidates = store::candidates(&app.db, election.id).await?;
    let sizes = acts::sizes(app, &election.path, &election.region).await?;
    let group = acts::group_fault(app, &election).await?;
    if let Some(sentence) = lacks(&election, &sizes, &candidates, group).into_iter().next() {
        return refused(&desk, election.id, &format!("还不能上报：{sentence}")).await;
    }
    let Some((offices, phone)) = read_offices(&election, &candidates, &mut form) else {
        return again(&desk, election, &form).await;
    };
    let version = form.number("version").unwrap_or(election.version);
    match acts::report(app, &desk.who, &election, version, &offices, phone.as_deref()).await? {
        Ok(due) => {
            let sentence = format!("报给{}了，最迟{}批复", election.upper_name, text::near(due, app.today()));
            Ok(see(&election.link(), &sentence))
        }
        Err(sentence) => refused(&desk, election.id, &sentence).await,
    }
}
type Offices = (Vec<(CandidateId, &'static str)>, Option<String>);
fn read_offices(election: &Election, candidates: &[Candidate], form: &mut Fields) -> Option<Offices> {
    let by = election.purpose() == Purpose::ByElection;
    let mut offices: Vec<(CandidateId, &'static str)> = Vec::new();
    let mut pick = |form: &mut Fields, field: &str, committee: Committee, office: &'static str, empty: Option<&str>| {
        let elected =
            |id: CandidateId| candidates.iter().any(|c| c.id == id && c.committee() == committee && c.is_elected());
        match form.number::<CandidateId>(field).filter(|id| elected(*id)) {
            Some(id) if offices.iter().any(|(other, _)| *other == id) => {
                form.fault(field, "一个人只担任一个职务，请另选");
                None
            }
            Some(id) => {
                offices.push((id, office));
                Some(id)
            }
            None => {
                if let Some(empty) = empty {
                    form.fault(field, empty);
                }
                None
            }
        }
    };
    let some = |committee: Committee| candidates.iter().any(|c| c.committee() == committee && c.is_elected());
    let chair = pick(form, "chair", Committee::Union, "chair", (!by).then_some("请选主席"));
    let vice = pick(form, "vice", Committee::Union, "vice", None);
    let women = pick(form, "women", Committee::Union, "women", None);
    if some(Committee::Audit) {
        pick(form, "audit_head", Committee::Audit, "chair", (!by).then_some("请选经审委主任"));
    }
    if some(Committee::Women) {
        pick(form, "women_head", Committee::Women, "chair", Some("请选女职委主任"));
    }
    let of = |id: Option<CandidateId>| candidates.iter().find(|c| Some(c.id) == id);
    // Who answers for the money does not audit it.
    for (field, id) in [("chair", chair), ("vice", vice)] {
        let audits =
            |m| candidates.iter().any(|c| c.committee() == Committee::Audit && c.is_elected() && c.membership == m);
        if of(id).is_some_and(|c| audits(c.membership)) {
            form.fault(field, "主席、副主席不能同时当经审委员，请另选");
        }
    }
    if of(women).is_some_and(|c| !c.is_woman()) {
        form.fault("women", "女职工委员要选女会员");
    }
    let phone = match (chair, Phone::parse(form.get("chair_phone"))) {
        (None, _) => None,
        (Some(_), Ok(phone)) => Some(phone.as_str().to_owned()),
        (Some(_), Err(fault)) => {
            form.fault("chair_phone", fault.to_string());
            None
        }
    };
    form.is_right().then_some((offices, phone))
}
