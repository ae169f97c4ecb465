//! What both faces show of a founding: where it stands, what is next, how it came there.
use super::{
    GROUP, OBJECT, group,
    rules::{self, Group, STEPS, Situation, Stage},
    store::{self, Founding, GroupMember, GroupMemberId},
};
use crate::{
    elections::{self, Election},
    settings::COMMITTEE_FROM,
};
use directory::codes::{self, JoiningCode};
use platform::{
    App, audit, calendar, settings, tasks,
    web::{Fields, Result},
};
use ui::{Stamp, Step, text};

/// A founding with what belongs to it.
pub struct View {
    pub founding: Founding,
    pub group: Vec<GroupMember>,
    pub state: Group,
    pub members: i64,
    pub women: i64,
    pub waiting: i64,
    pub code: Option<JoiningCode>,
    pub counts: codes::store::Counts,
    pub election: Option<Election>,
    pub committee_from: i64,
    /// The organisation on whose desk an open task lies now.
    pub at: Option<String>,
}

pub async fn view(app: &App, founding: Founding) -> Result<View> {
    let db = &app.db;
    let group = store::group(db, founding.id).await?;
    let state = group::state(app, &founding, &group).await?;
    let (mut members, mut women, mut waiting) = (0, 0, 0);
    if founding.union_id.is_some() {
        (members, women) = store::members(db, &founding.path).await?;
        waiting = store::waiting(db, &founding.path).await?;
    }
    let code = match founding.code {
        Some(code) => codes::store::find(db, code).await?,
        None => None,
    };
    let counts = match &code {
        Some(code) => {
            let scope = platform::tree::Scope::below(&code.path);
            codes::store::counts(db, &scope, app.today()).await?.remove(&code.id).unwrap_or_default()
        }
        None => codes::store::Counts::default(),
    };
    let subject = if founding.stage() == Stage::Asked { OBJECT } else { GROUP };
    Ok(View {
        at: tasks::about(db, subject, founding.id.0).await?.map(|t| t.level_name),
        election: elections::store::newest_of_founding(db, founding.id).await?,
        committee_from: settings::number(db, COMMITTEE_FROM, &founding.region, app.today()).await?,
        group,
        state,
        members,
        women,
        waiting,
        code,
        counts,
        founding,
    })
}

impl View {
    pub fn situation(&self) -> Situation {
        Situation {
            stage: self.founding.stage(),
            group: self.state,
            members: self.members,
            election: self.election.as_ref().map(Election::state),
        }
    }
    pub fn step(&self) -> Option<usize> {
        rules::step(&self.situation())
    }
    fn had_left(&self) -> bool {
        self.group.iter().any(|m| m.to_on.is_some())
    }
    /// What is wrong with the group; none while there is no group to form.
    pub fn group_fault(&self) -> Option<String> {
        if self.founding.stage() == Stage::Preparing { self.state.sentence(self.had_left()) } else { None }
    }
    /// Why the election can't be prepared yet.
    pub fn hindrance(&self) -> Option<String> {
        rules::hindrance(&self.situation(), self.had_left())
    }
    pub fn members_now(&self) -> impl Iterator<Item = &GroupMember> {
        self.group.iter().filter(|m| m.to_on.is_none())
    }
    pub fn members_gone(&self) -> impl Iterator<Item = &GroupMember> {
        self.group.iter().filter(|m| m.to_on.is_some())
    }
    /// Who is about to leave, as the page was asked for (`?leave=7`).
    pub fn leaving(&self, asked: &Fields) -> Option<GroupMember> {
        let id = asked.number::<GroupMemberId>("leave")?;
        self.members_now().find(|m| m.id == id).cloned()
    }
    pub fn size_words(&self) -> String {
        rules::size_words(self.members, self.committee_from)
    }
    pub fn stamp(&self) -> Stamp {
        stamp(&self.founding)
    }
    /// The sentence with which the page opens.
    pub fn headline(&self) -> String {
        let election = self.election.as_ref().map(Election::state);
        match (self.founding.stage(), election) {
            (Stage::Asked, _) => format!("等{}答复", self.founding.upper_name),
            (Stage::Refused, _) => "这次没有批准".into(),
            (Stage::Withdrawn, _) => "申请撤回了".into(),
            (Stage::Ended, _) => "这次建会终止了".into(),
            (Stage::Founded, _) => format!("{}成立了", self.founding.union_name),
            (Stage::Preparing, Some(elections::State::Reported)) => {
                format!("选举结果已上报，等{}批复", self.founding.upper_name)
            }
            (Stage::Preparing, election) => match (self.group_fault(), election) {
                (Some(sentence), _) => sentence,
                (None, Some(elections::State::Returned)) => "选举结果退回来了，改好再报".into(),
                (None, Some(elections::State::Open)) => "正在准备选举".into(),
                (None, _) if self.members == 0 => "筹备组齐了，请职工扫码入会".into(),
                (None, _) => format!("已有{}名会员，可以准备选举", self.members),
            },
        }
    }
    /// Until when somebody answers: days left, date, sentence, rule.
    pub fn due(&self, app: &App) -> Option<(i64, String, String)> {
        let (due, what, rule) = match (self.founding.stage(), &self.election) {
            (Stage::Asked, _) => (
                self.founding.due(),
                "答复建会申请",
                "《工会法》第十二条：建立工会要报上一级工会批准；到期没答复自动报上一级".to_owned(),
            ),
            (Stage::Preparing, Some(election)) if election.state() == elections::State::Reported => (
                election.due()?,
                "批复选举结果",
                "《工会法》第十二条：选举结果要报上一级工会批准；到期没批复自动报上一级".to_owned(),
            ),
            _ => return None,
        };
        let left = i64::from(calendar::days_left(app.today(), due));
        Some((left, format!("最迟{}{what}", text::near(due, app.today())), rule))
    }
    /// What happened and what comes, oldest first.
    pub async fn steps(&self, app: &App) -> Result<Vec<Step>> {
        let mut all: Vec<(i64, Step)> = Vec::new();
        for line in audit::of_object(&app.db, OBJECT, self.founding.id.0, 60).await? {
            all.push((line.at, lived(&line, app)));
        }
        if let Some(election) = &self.election {
            for line in audit::of_object(&app.db, elections::OBJECT, election.id.0, 60).await? {
                if elections::act_name(&line.act).is_some() {
                    all.push((line.at, lived(&line, app)));
                }
            }
        }
        for (subject, id) in [(OBJECT, self.founding.id.0), (GROUP, self.founding.id.0)] {
            for (at, from, to, reason) in tasks::climbs(&app.db, subject, id).await? {
                let when = text::moment_near(platform::clock::local(at), app.today());
                all.push((at, Step::done(format!("超期，报{to}")).at(when).line(format!("{from}：{reason}"))));
            }
        }
        all.sort_by_key(|(at, _)| *at);
        let mut steps: Vec<Step> = all.into_iter().map(|(_, step)| step).collect();
        if let Some(step) = self.step().filter(|s| *s <= STEPS.len()) {
            let until = self.due(app).map(|(_, sentence, _)| sentence);
            let at = self.at.clone().or_else(|| until.is_some().then(|| self.founding.upper_name.clone()));
            steps.push(Step::now(self.headline()).line(at).line(until));
            steps.extend(STEPS[step.min(STEPS.len())..].iter().map(Step::next));
        }
        Ok(steps)
    }
}
fn lived(line: &audit::Line, app: &App) -> Step {
    let at = text::moment_near(platform::clock::local(line.at), app.today());
    let title = elections::act_name(&line.act).unwrap_or_else(|| act_name(&line.act));
    let by = line.name.clone().unwrap_or_else(|| "系统".into());
    let detail = Some(line.detail.clone()).filter(|d| !d.is_empty());
    let reason = Some(line.reason.clone()).filter(|d| !d.is_empty());
    Step::done(title).at(at).line(by).line(detail).line(reason)
}

pub fn stamp(founding: &Founding) -> Stamp {
    let name = founding.stage().name();
    match founding.stage() {
        Stage::Asked => Stamp::warn(name),
        Stage::Preparing => Stamp::info(name),
        Stage::Founded => Stamp::ok(name),
        _ => Stamp::plain(name),
    }
}
pub fn act_name(act: &str) -> &'static str {
    match act {
        "founding.ask" => "提交建会申请",
        "founding.approve" => "批准筹建",
        "founding.refuse" => "不批准",
        "founding.withdraw" => "撤回申请",
        "founding.group_add" => "推选筹备组成员",
        "founding.group_leave" => "筹备组成员离开",
        "founding.group_lead" => "定筹备组组长",
        "founding.end" => "终止建会",
        "founding.found" => "工会成立",
        _ => "有变动",
    }
}
