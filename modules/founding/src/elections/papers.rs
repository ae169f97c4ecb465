//! The papers of an election: candidates, ballots, record, report, reply.
use super::{
    ElectionId, acts, rules,
    store::{self, Candidate, Committee, Election, Purpose, State, office_name},
    within,
};
use crate::{
    papers::{Paper, day},
    permissions::FOUNDINGS_READ,
};
use axum::{extract::Path, response::Response};
use platform::{
    App,
    web::{Error, Result},
};
use ui::Desk;

/// Key and name of each.
pub const ALL: [(&str, &str); 7] = [
    ("candidates", "候选人名单"),
    ("ballot", "工会委员会选票"),
    ("audit-ballot", "经费审查委员会选票"),
    ("tally", "计票单"),
    ("record", "选举结果记录"),
    ("report", "选举结果报告"),
    ("reply", "选举结果批复"),
];
/// Whether a paper can be printed by now.
pub fn is_there(election: &Election, key: &str) -> bool {
    let by = election.purpose() == Purpose::ByElection;
    match key {
        "candidates" | "tally" => true,
        "ballot" => election.seats > 0,
        "audit-ballot" => election.audit_seats > 0 || !by,
        "record" => election.present.is_some(),
        "report" => election.reported_on.is_some(),
        "reply" => election.state() == State::Approved,
        _ => false,
    }
}

pub async fn show(desk: Desk, Path((election, sheet)): Path<(ElectionId, String)>) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_READ, election).await?;
    let back = election.link();
    print(&desk.app, election, &sheet, &back).await
}
/// Prints a paper that is there.
pub async fn print(app: &App, election: Election, key: &str, back: &str) -> Result<Response> {
    if !is_there(&election, key) {
        return Err(Error::NotFound);
    }
    let candidates = store::candidates(&app.db, election.id).await?;
    let of = |committee: Committee| candidates.iter().filter(move |c| c.committee() == committee);
    let paper = match key {
        "candidates" => list(&election, &candidates),
        "ballot" => ballot(&election, Committee::Union, of(Committee::Union).collect()),
        "audit-ballot" => ballot(&election, Committee::Audit, of(Committee::Audit).collect()),
        "tally" => tally(&election, &candidates),
        "record" => record(app, &election, &candidates).await?,
        "report" => report(&election, &candidates),
        _ => reply(&election, &candidates),
    };
    paper.show(back)
}

/// The union's name as it is to be, without the mark of preparation.
fn name(election: &Election) -> &str {
    election.union_name.trim_end_matches("（筹备）")
}
fn meeting(election: &Election) -> String {
    format!("{}{}", name(election), election.form_name())
}
fn rows(candidates: &[&Candidate]) -> Vec<Vec<String>> {
    candidates.iter().map(|c| vec![c.name.clone(), c.sex_name().to_owned(), c.job.clone()]).collect()
}
fn by_committee(candidates: &[Candidate]) -> impl Iterator<Item = (Committee, Vec<&Candidate>)> {
    let of = |committee| candidates.iter().filter(|c| c.committee() == committee).collect::<Vec<_>>();
    Committee::ALL.into_iter().map(move |committee| (committee, of(committee))).filter(|(_, own)| !own.is_empty())
}
fn list(election: &Election, candidates: &[Candidate]) -> Paper {
    let law = "候选人都是本会会员，不是单位主要负责人及其近亲属（《工会法》第十条）。";
    let mut paper = Paper::new(format!("{}候选人名单", election.purpose().name())).number(meeting(election)).line(law);
    for (committee, own) in by_committee(candidates) {
        let seats = match committee {
            Committee::Women => "协商产生".to_owned(),
            balloted => format!("应选{}人", election.seats_of(balloted)),
        };
        paper = paper.line(format!("{}（{seats}，排名不分先后）", committee.name()));
        paper = paper.table(&["姓名", "性别", "部门和岗位"], rows(&own));
    }
    paper.from(name(election), day(election.held_on.as_deref()))
}
fn ballot(election: &Election, committee: Committee, own: Vec<&Candidate>) -> Paper {
    let seats = election.seats_of(committee);
    let empty = || String::new();
    let mut lines: Vec<Vec<String>> = own.iter().map(|c| vec![c.name.clone(), empty(), empty(), empty()]).collect();
    lines.extend((0..seats.min(3)).map(|_| vec!["另选：".to_owned(), empty(), empty(), empty()]));
    Paper::new(format!("{}选票", committee.name()))
        .number(meeting(election))
        .table(&["姓名", "赞成", "反对", "弃权"], lines)
        .line(format!("说明：应选{seats}人。同意的在“赞成”栏画○，不同意的在“反对”栏画×，都不画是弃权。所选人数等于或少于{seats}人有效，多于{seats}人无效。要另选他人的，写上姓名。"))
        .line("本票无记名。")
}
fn tally(election: &Election, candidates: &[Candidate]) -> Paper {
    let mut paper = Paper::new("计票单").number(meeting(election));
    for (committee, own) in by_committee(candidates).filter(|(c, _)| *c != Committee::Women) {
        let lines = own.iter().map(|c| vec![c.name.clone(), String::new(), String::new()]).collect();
        paper = paper
            .line(format!("{}：发出　　张，收回　　张，有效　　张。", committee.name()))
            .table(&["姓名", "画“正”字", "得票"], lines);
    }
    paper.sign(&["监票人（签名）", "计票人（签名）"])
}
async fn record(app: &App, election: &Election, candidates: &[Candidate]) -> Result<Paper> {
    let sizes = acts::sizes(app, &election.path, &election.region).await?;
    let present = election.present.unwrap_or_default();
    let mut paper = Paper::new("选举结果记录").number(meeting(election)).line(format!(
        "{}召开，会员{}人，应到{}人，实到{present}人，达到应到人数的三分之二（{}人），符合规定。得应到人数过半数（{}票）的当选。",
        day(election.held_on.as_deref()),
        sizes.members,
        election.entitled,
        rules::quorum(election.entitled),
        rules::majority(election.entitled),
    ));
    let ballots = store::ballots(&app.db, election.id).await?;
    for (committee, own) in by_committee(candidates) {
        if let Some((_, counted)) = ballots.iter().find(|(c, _)| *c == committee) {
            paper = paper.line(format!(
                "{}：应选{}人，发出{}张，收回{}张，有效{}张，选举有效。",
                committee.name(),
                election.seats_of(committee),
                counted.issued,
                counted.returned,
                counted.valid
            ));
        } else {
            paper = paper.line(format!("{}：协商产生。", committee.name()));
        }
        let lines = own
            .iter()
            .map(|c| {
                let result = match (c.is_elected(), committee) {
                    (true, Committee::Women) => "协商产生",
                    (true, _) => "当选",
                    (false, _) => "未当选",
                };
                let votes = c.votes.map_or_else(|| "—".to_owned(), |v| v.to_string());
                vec![c.name.clone(), votes, result.to_owned()]
            })
            .collect();
        paper = paper.table(&["姓名", "得票", "结果"], lines);
    }
    let tellers = election.tellers.clone();
    Ok(paper.line(format!("监票人、计票人：{tellers}。")).sign(&["监票人（签名）", "计票人（签名）"]))
}
fn elected(candidates: &[Candidate]) -> Vec<Vec<String>> {
    let line = |c: &Candidate| {
        let office = office_name(c.committee(), &c.office);
        vec![c.committee().name().to_owned(), c.name.clone(), c.sex_name().to_owned(), office.to_owned()]
    };
    candidates.iter().filter(|c| c.is_elected()).map(line).collect()
}
const SEATS: [&str; 4] = ["委员会", "姓名", "性别", "职务"];
fn report(election: &Election, candidates: &[Candidate]) -> Paper {
    Paper::new(format!("关于{}结果的报告", election.purpose().name()))
        .to(election.upper_name.clone())
        .line(format!(
            "{}于{}召开，应到{}人，实到{}人。大会以无记名投票方式选举，程序和结果符合规定，现将结果报告如下：",
            meeting(election),
            day(election.held_on.as_deref()),
            election.entitled,
            election.present.unwrap_or_default()
        ))
        .table(&SEATS, elected(candidates))
        .line(term_words(election))
        .line("当否，请批复。")
        .from(name(election), day(election.reported_on.as_deref()))
}
fn reply(election: &Election, candidates: &[Candidate]) -> Paper {
    Paper::new(format!("关于{}{}结果的批复", name(election), election.purpose().name()))
        .to(name(election))
        .line("你们关于选举结果的报告收悉。经审查，选举程序和结果符合规定，同意选举结果：")
        .table(&SEATS, elected(candidates))
        .line(term_words(election))
        .line("特此批复。")
        .from(election.upper_name.clone(), day(election.answered_on.as_deref()))
}
fn term_words(election: &Election) -> String {
    match election.purpose() {
        Purpose::ByElection => "补选的委员任期到本届届满为止。".to_owned(),
        _ => format!(
            "本届任期{}年（《工会法》第十六条），从{}起。",
            election.term_years,
            day(election.held_on.as_deref())
        ),
    }
}
