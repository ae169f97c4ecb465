//! One election in the console: plan, candidates, result, report, reply.
use super::{
    ElectionId,
    acts::{self, Sizes},
    candidates, papers, reply,
    rules::{self, Ballots, Outcome},
    store::{self, Candidate, CandidateId, Committee, Count, Election, Plan, Purpose, State, office_name},
    within,
};
use crate::permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::{
    form,
    unions::{self, UnionKind},
};
use platform::{
    audit, calendar,
    standards::Phone,
    tasks,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Clock, Crumb, Desk, ErrorSummary, Field, Life, Stamp, Step, filters, text};

#[derive(Template)]
#[template(path = "elections/show.html")]
struct ShowPage {
    frame: ui::Console,
    election: Election,
    sizes: Sizes,
    candidates: Vec<Candidate>,
    ballots: Vec<(Committee, Ballots)>,
    plan: Vec<Field>,
    nominate: Vec<Field>,
    meeting: Vec<Field>,
    offices: Vec<Field>,
    reply: Vec<Field>,
    clock: Option<Clock>,
    life: Life,
    papers: Vec<(&'static str, String)>,
    may_write: bool,
    may_reply: bool,
    /// Why the result can't be reported yet.
    lacks: Vec<String>,
    summary: ErrorSummary,
    form: Fields,
}
impl ShowPage {
    fn open(&self) -> bool {
        self.may_write && self.election.state().is_open()
    }
    fn stamp(&self) -> Stamp {
        let name = self.election.state().name();
        match self.election.state() {
            State::Open => Stamp::info(name),
            State::Returned => Stamp::warn(name),
            State::Reported => Stamp::warn(name),
            State::Approved => Stamp::ok(name),
            State::Dropped => Stamp::plain(name),
        }
    }
    fn of(&self, committee: &Committee) -> Vec<&Candidate> {
        self.candidates.iter().filter(|c| c.committee() == *committee).collect()
    }
    fn seats(&self, committee: &Committee) -> i64 {
        self.election.seats_of(*committee)
    }
    /// How many candidates there must be.
    fn needed(&self, committee: &Committee) -> i64 {
        needed(&self.election, &self.sizes, *committee)
    }
    fn ballots_of(&self, committee: &Committee) -> Option<&Ballots> {
        self.ballots.iter().find(|(c, _)| c == committee).map(|(_, b)| b)
    }
    /// The three counts of a committee's ballots, as fields.
    fn counts(&self, committee: &Committee) -> Vec<Field> {
        [("issued", "发出（张）"), ("returned", "收回（张）"), ("valid", "有效（张）")]
            .into_iter()
            .map(|(name, label)| Field::number(&format!("{name}-{}", committee.key()), label).of_form(&self.form))
            .collect()
    }
    fn votes(&self, committee: &Committee) -> Vec<Field> {
        let field = |c: &Candidate| Field::number(&format!("votes-{}", c.id), format!("{}得票", c.name));
        self.of(committee).into_iter().map(|c| field(c).of_form(&self.form)).collect()
    }
    fn outcome(&self, candidate: &Candidate) -> Option<Stamp> {
        candidate.outcome().map(|o| match o {
            Outcome::Elected if candidate.votes.is_none() => Stamp::ok("协商产生"),
            Outcome::Elected => Stamp::ok("当选"),
            Outcome::NotElected => Stamp::plain("未当选"),
            Outcome::Tied => Stamp::warn("票数相同"),
        })
    }
    fn office(&self, candidate: &Candidate) -> &'static str {
        if candidate.office.is_empty() { "" } else { office_name(candidate.committee(), &candidate.office) }
    }
    fn quorum(&self) -> i64 {
        rules::quorum(self.election.entitled)
    }
    fn majority(&self) -> i64 {
        rules::majority(self.election.entitled)
    }
    fn wants_women(&self) -> bool {
        self.sizes.women >= self.sizes.women_from
    }
}

fn needed(election: &Election, sizes: &Sizes, committee: Committee) -> i64 {
    match committee {
        Committee::Union => rules::candidates_needed(election.seats, sizes.surplus),
        // The audit committee may have as many candidates as seats.
        Committee::Audit => election.audit_seats,
        Committee::Women => 0,
    }
}

/// Why an election can't be reported: each a sentence.
fn lacks(election: &Election, sizes: &Sizes, candidates: &[Candidate], group: Option<String>) -> Vec<String> {
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
                (_, Committee::Union) => sizes.committee.least,
                _ => sizes.audit.least,
            };
            if i64::try_from(elected).unwrap_or(0) < least {
                all.push(format!("{}只选出{elected}人，不够{least}人，不足的名额要另行选举", committee.name()));
            }
        }
    }
    let women = candidates.iter().any(|c| c.committee() == Committee::Women);
    if election.purpose() != Purpose::ByElection && sizes.women >= sizes.women_from && !women {
        all.push(format!(
            "女会员{}人，满{}人要建立女职工委员会，请把协商产生的人选登记进来（《工会法》第十一条）",
            sizes.women, sizes.women_from
        ));
    }
    all
}

async fn page(desk: &Desk, election: Election, mut form: Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let candidates = store::candidates(&app.db, election.id).await?;
    let ballots = store::ballots(&app.db, election.id).await?;
    let sizes = acts::sizes(app, &election.path, &election.region).await?;
    let group = acts::group_fault(app, &election).await?;
    fill(&mut form, &election, &candidates, &ballots);
    let at_upper = desk.post().org != election.union_id;
    let plan = plan_fields(&election, &sizes, &form);
    let nominate = candidates::fields(&election, &form);
    let meeting: Vec<Field> = [
        Field::number("present", "实到（人）"),
        Field::text("tellers", "监票人、计票人").hint("写姓名，用顿号分开").attr("maxlength", 60),
    ]
    .into_iter()
    .map(|f| f.of_form(&form))
    .collect();
    let offices = office_fields(&election, &candidates, &sizes, &form);
    let reply = reply::fields(&election, &form);
    let mut summary = ErrorSummary::of(plan.iter().chain(&nominate).chain(&meeting).chain(&offices).chain(&reply));
    for (name, sentence) in form.faults() {
        if ["issued-", "returned-", "valid-", "votes-"].iter().any(|start| name.starts_with(start)) {
            summary = summary.add(name, "票数", sentence);
        }
    }
    let mut crumb = vec![Crumb::word("有家"), Crumb::to("换届", crate::terms::HERE)];
    crumb.push(Crumb::to(election.union_name.clone(), format!("/console/unions/{}/committee", election.union_id)));
    Ok(ShowPage {
        frame: desk.frame(election.purpose().name(), crate::terms::HERE, crumb),
        clock: clock(desk, &election).await?,
        life: life(desk, &election).await?,
        papers: papers::ALL
            .iter()
            .filter(|(key, _)| papers::is_there(&election, key))
            .map(|(key, label)| (*label, format!("{}/papers/{key}", election.link())))
            .collect(),
        lacks: lacks(&election, &sizes, &candidates, group),
        may_write: desk.may(FOUNDINGS_WRITE),
        may_reply: desk.may(FOUNDINGS_DECIDE) && at_upper && election.state() == State::Reported,
        plan,
        nominate,
        meeting,
        offices,
        reply,
        summary,
        candidates,
        ballots,
        sizes,
        election,
        form,
    })
}
/// What stands in the database goes into the fields that were not typed.
fn fill(form: &mut Fields, election: &Election, candidates: &[Candidate], ballots: &[(Committee, Ballots)]) {
    let mut set = |name: &str, value: String| {
        if !form.pairs().iter().any(|(n, _)| n == name) {
            form.set(name, value);
        }
    };
    set("form", election.form.clone());
    set("held_on", election.held_on.clone().unwrap_or_default());
    set("place", election.place.clone());
    set("entitled", election.entitled.to_string());
    set("seats", election.seats.to_string());
    set("audit_seats", election.audit_seats.to_string());
    set("term_years", election.term_years.to_string());
    set("present", election.present.map(|p| p.to_string()).unwrap_or_default());
    set("tellers", election.tellers.clone());
    for (committee, counted) in ballots {
        set(&format!("issued-{}", committee.key()), counted.issued.to_string());
        set(&format!("returned-{}", committee.key()), counted.returned.to_string());
        set(&format!("valid-{}", committee.key()), counted.valid.to_string());
    }
    for candidate in candidates {
        set(&format!("votes-{}", candidate.id), candidate.votes.map(|v| v.to_string()).unwrap_or_default());
    }
}
fn plan_fields(election: &Election, sizes: &Sizes, form: &Fields) -> Vec<Field> {
    let forms = [("assembly", "会员大会"), ("delegates", "会员代表大会")];
    let mut all = vec![
        Field::radios("form", "用什么会选", forms).hint(format!("会员不足{}人的要开会员大会", sizes.delegates_from)),
        Field::date("held_on", "哪天开会"),
        Field::text("place", "在哪里开").optional().attr("maxlength", 60),
        Field::number("entitled", "应到（人）").hint(format!("现有会员{}人；代表大会填代表人数", sizes.members)),
    ];
    if election.purpose() == Purpose::ByElection {
        all.push(Field::number("seats", "补选委员（人）").hint("委员会现在的空缺"));
        all.push(Field::number("audit_seats", "补选经审委员（人）"));
    } else {
        all.push(Field::number("seats", "委员会选几人").hint(format!(
            "会员{}人，按规定{}",
            sizes.members,
            sizes.committee.words()
        )));
        all.push(Field::number("audit_seats", "经审委选几人").hint(format!("按规定{}", sizes.audit.words())));
        all.push(Field::radios("term_years", "每届几年", [Choice::new(3, "3年"), Choice::new(5, "5年")]));
    }
    all.into_iter().map(|f| f.of_form(form)).collect()
}
fn office_fields(election: &Election, candidates: &[Candidate], sizes: &Sizes, form: &Fields) -> Vec<Field> {
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
        all.push(if by { chair.optional().hint("补选主席时才选") } else { chair });
        all.push(Field::select("vice", "谁当副主席", none("不设").chain(elected(Committee::Union))).optional());
        if sizes.women > 0 && !by {
            let women = candidates
                .iter()
                .filter(|c| c.committee() == Committee::Union && c.is_elected())
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
async fn clock(desk: &Desk, election: &Election) -> Result<Option<Clock>> {
    let Some(due) = election.due().filter(|_| election.state() == State::Reported) else { return Ok(None) };
    let app = &desk.app;
    let left = i64::from(calendar::days_left(app.today(), due));
    let task = tasks::about(&app.db, super::OBJECT, election.id.0).await?;
    let at = task.map_or_else(|| election.upper_name.clone(), |t| t.level_name);
    let clock = Clock::new(left, format!("最迟{}批复选举结果", text::date(due)));
    Ok(Some(
        clock
            .note("收到报告后15日内批复（《工会法》第十二条；天数可在设置里改），到期没批复自动报上一级")
            .fact("在谁那里", at),
    ))
}
async fn life(desk: &Desk, election: &Election) -> Result<Life> {
    let app = &desk.app;
    let lines = audit::of_object(&app.db, super::OBJECT, election.id.0, 40).await?;
    let step = |line: &audit::Line| {
        let title = super::act_name(&line.act).unwrap_or(match line.act.as_str() {
            "election.candidate" => "提名候选人",
            _ => "拿掉候选人",
        });
        let at = text::moment_near(platform::clock::local(line.at), app.today());
        let detail = Some(line.detail.clone()).filter(|d| !d.is_empty());
        Step::done(title).at(at).line(line.name.clone()).line(detail)
    };
    Ok(Life::log(lines.iter().rev().map(step)))
}

pub async fn show(desk: Desk, Path(election): Path<ElectionId>) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_READ, election).await?;
    Ok(desk.show(&page(&desk, election, Fields::default()).await?))
}
/// The page with a form that was not right.
pub async fn again(desk: &Desk, election: Election, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, election, form.clone()).await?))
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, id: ElectionId, sentence: &str) -> Result<Response> {
    let election = within(desk, FOUNDINGS_READ, id).await?;
    let mut page = page(desk, election, Fields::default()).await?;
    page.frame.flash = Some(ui::Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
fn whole(form: &mut Fields, name: &str, least: i64) -> Option<i64> {
    let number = form.number::<i64>(name).filter(|n| (least..=1_000_000).contains(n));
    if number.is_none() {
        form.fault(name, "请填一个整数");
    }
    number
}

/// Sets how the election is held.
pub async fn plan(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let sizes = acts::sizes(&desk.app, &election.path, &election.region).await?;
    let Some(plan) = read_plan(&desk, &election, &sizes, &mut form).await? else {
        return again(&desk, election, &form).await;
    };
    let version = form.number("version").unwrap_or(election.version);
    let mut tx = desk.app.db.begin().await?;
    if !store::set_plan(&mut tx, election.id, version, &plan).await? {
        drop(tx);
        return refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    let detail = format!("委员会{}人，经审委{}人", plan.seats, plan.audit_seats);
    acts::record(&mut tx, &desk.app, &desk.who, "election.plan", &election, &detail).await?;
    tx.commit().await?;
    Ok(see(&election.link(), "选举方案定好了"))
}
async fn read_plan(desk: &Desk, election: &Election, sizes: &Sizes, form: &mut Fields) -> Result<Option<Plan>> {
    let by = election.purpose() == Purpose::ByElection;
    let delegates = form.get("form") == "delegates";
    if delegates && sizes.members < sizes.delegates_from {
        form.fault("form", format!("会员{}人，不足{}人，要开会员大会", sizes.members, sizes.delegates_from));
    }
    let held_on = form::day(form, "held_on", None);
    if held_on.is_none() {
        form.fault("held_on", "请填开会的日子");
    }
    form.short_enough("place", 60);
    let entitled = whole(form, "entitled", 1);
    if !delegates && entitled.is_some_and(|n| n > sizes.members) {
        form.fault("entitled", format!("比会员人数还多，现有会员{}人", sizes.members));
    }
    let seats = whole(form, "seats", i64::from(!by));
    let audit = whole(form, "audit_seats", i64::from(!by));
    if by {
        let (empty, empty_audit) = crate::committees::empty_seats(&desk.app, election.union_id).await?;
        if seats.is_some_and(|s| s > empty) {
            form.fault("seats", format!("委员会只空缺{empty}人"));
        }
        if audit.is_some_and(|s| s > empty_audit) {
            form.fault("audit_seats", format!("经审委只空缺{empty_audit}人"));
        }
    } else {
        if seats.is_some_and(|s| !sizes.committee.holds(s)) {
            form.fault(
                "seats",
                format!("会员{}人，委员会应选{}（人数表在设置里）", sizes.members, sizes.committee.words()),
            );
        }
        if audit.is_some_and(|s| !sizes.audit.holds(s)) {
            form.fault("audit_seats", format!("经审委应选{}", sizes.audit.words()));
        }
    }
    let term_years = if by { election.term_years } else { term(desk, election, form).await? };
    let (Some(entitled), Some(seats), Some(audit_seats), true) = (entitled, seats, audit, form.is_right()) else {
        return Ok(None);
    };
    let form_key = if delegates { "delegates" } else { "assembly" };
    let place = form.get("place").to_owned();
    Ok(Some(Plan { form: form_key, held_on, place, entitled, seats, audit_seats, term_years }))
}
/// Three or five years, as the union's kind allows.
async fn term(desk: &Desk, election: &Election, form: &mut Fields) -> Result<i64> {
    let union = unions::store::find(&desk.app.db, election.union_id).await?.ok_or(Error::NotFound)?;
    let allowed = union.kind().map_or(&[3, 5][..], |kind: UnionKind| unions::rules::term_years(kind));
    let years = form.number::<i64>("term_years").unwrap_or(0);
    if !allowed.contains(&years) {
        let words: Vec<String> = allowed.iter().map(|y| format!("{y}年")).collect();
        form.fault("term_years", format!("每届任期是{}（《工会法》第十六条）", words.join("或")));
    }
    Ok(years)
}

/// Takes what the tellers counted, if it can be so and the election holds.
pub async fn result(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let candidates = store::candidates(&desk.app.db, election.id).await?;
    if election.held().is_none_or(|day| day > desk.app.today()) {
        return refused(&desk, election.id, "开完会、投完票以后再登记结果；开会的日子可以在方案里改").await;
    }
    let Some(count) = read_count(&election, &candidates, &mut form) else {
        return again(&desk, election, &form).await;
    };
    let version = form.number("version").unwrap_or(election.version);
    let elected = count.votes.iter().filter(|v| v.2 == Outcome::Elected.key()).count();
    let mut tx = desk.app.db.begin().await?;
    if !store::set_result(&mut tx, election.id, version, &count).await? {
        drop(tx);
        return refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    let detail = format!("应到{}人，实到{}人，选出{elected}人", election.entitled, count.present);
    acts::record(&mut tx, &desk.app, &desk.who, "election.result", &election, &detail).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#result", election.link()), &format!("结果登记好了，选出{elected}人")))
}
fn read_count(election: &Election, candidates: &[Candidate], form: &mut Fields) -> Option<Count> {
    let present = whole(form, "present", 0);
    let tellers = form.required("tellers", "请填监票人和计票人", 60);
    if let Some(Err(fault)) = present.map(|p| rules::attendance(election.entitled, p)) {
        form.fault("present", fault.sentence());
    }
    let (mut all_ballots, mut all_votes) = (Vec::new(), Vec::new());
    for committee in Committee::BALLOTED.into_iter().filter(|c| election.seats_of(*c) > 0) {
        let own: Vec<&Candidate> = candidates.iter().filter(|c| c.committee() == committee).collect();
        if own.is_empty() {
            form.fault("present", format!("{}还没有候选人", committee.name()));
            continue;
        }
        let key = committee.key();
        let counted = (
            whole(form, &format!("issued-{key}"), 0),
            whole(form, &format!("returned-{key}"), 0),
            whole(form, &format!("valid-{key}"), 0),
        );
        let votes: Vec<Option<i64>> = own.iter().map(|c| whole(form, &format!("votes-{}", c.id), 0)).collect();
        let votes: Option<Vec<i64>> = votes.into_iter().collect();
        let ((Some(issued), Some(returned), Some(valid)), Some(votes), Some(present)) = (counted, votes, present)
        else {
            continue;
        };
        let seats = election.seats_of(committee);
        if let Err(fault) = rules::ballots(present, seats, Ballots { issued, returned, valid }, &votes) {
            form.fault(&format!("returned-{key}"), format!("{}：{}", committee.name(), fault.sentence()));
        }
        all_ballots.push((key, issued, returned, valid));
        let outcomes = rules::outcomes(seats, election.entitled, &votes);
        all_votes.extend(own.iter().zip(votes).zip(outcomes).map(|((c, v), o)| (c.id, v, o.key())));
    }
    let (Some(present), Some(tellers), true) = (present, tellers, form.is_right()) else { return None };
    Some(Count { present, tellers, ballots: all_ballots, votes: all_votes })
}

/// Reports the result to the upper union, which replies within the legal period.
pub async fn report(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
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
    pick(form, "vice", Committee::Union, "vice", None);
    pick(form, "women", Committee::Union, "women", None);
    if some(Committee::Audit) {
        pick(form, "audit_head", Committee::Audit, "chair", (!by).then_some("请选经审委主任"));
    }
    if some(Committee::Women) {
        pick(form, "women_head", Committee::Women, "chair", Some("请选女职委主任"));
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

/// Drops an election that was only begun.
pub async fn cancel(desk: Desk, Path(election): Path<ElectionId>, form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let version = form.number("version").unwrap_or(election.version);
    let mut tx = desk.app.db.begin().await?;
    if !store::move_on(&mut tx, election.id, version, State::Dropped, "", desk.app.today()).await? {
        drop(tx);
        return refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    acts::record(&mut tx, &desk.app, &desk.who, "election.drop", &election, "").await?;
    tx.commit().await?;
    Ok(see(&format!("/console/unions/{}/committee", election.union_id), "这次选举取消了"))
}
