//! One election in the console: plan, candidates, result, report, reply.
use super::{
    ElectionId,
    acts::{self, Sizes},
    candidates, papers, plan, reply, reporting,
    rules::{self, Ballots, Outcome},
    store::{self, Candidate, Committee, Election, State, office_name},
    within,
};
use crate::permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use platform::{
    audit, calendar, tasks,
    web::{Fields, Result},
};
use ui::{Button, Clock, Crumb, Desk, ErrorSummary, Field, Life, Stamp, Step, filters, text};

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
        reporting::needed(&self.election, &self.sizes, *committee)
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

async fn page(desk: &Desk, election: Election, mut form: Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let candidates = store::candidates(&app.db, election.id).await?;
    let ballots = store::ballots(&app.db, election.id).await?;
    let sizes = acts::sizes(app, &election.path, &election.region).await?;
    let group = acts::group_fault(app, &election).await?;
    fill(&mut form, &election, &candidates, &ballots);
    let at_upper = desk.post().org != election.union_id;
    let plan = plan::fields(&election, &sizes, &form);
    let nominate = candidates::fields(&election, &form);
    let meeting: Vec<Field> = [
        Field::number("present", "实到（人）"),
        Field::text("tellers", "监票人、计票人").hint("写姓名，用顿号分开").attr("maxlength", 60),
    ]
    .into_iter()
    .map(|f| f.of_form(&form))
    .collect();
    let offices = reporting::fields(&election, &candidates, &sizes, &form);
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
        lacks: reporting::lacks(&election, &sizes, &candidates, group),
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
async fn clock(desk: &Desk, election: &Election) -> Result<Option<Clock>> {
    let Some(due) = election.due().filter(|_| election.state() == State::Reported) else { return Ok(None) };
    let app = &desk.app;
    let left = i64::from(calendar::days_left(app.today(), due));
    let task = tasks::about(&app.db, super::OBJECT, election.id.0).await?;
    let at = task.map_or_else(|| election.upper_name.clone(), |t| t.level_name);
    let clock = Clock::new(left, format!("最迟{}批复选举结果", text::date(due)));
    Ok(Some(
        clock.note("选举结果要报上一级工会批准（《工会法》第十二条）；到期没批复自动报上一级").fact("在谁那里", at),
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
