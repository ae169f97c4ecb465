//! What is counted, at the handling union.
mod loans;
mod openings;
mod passing;
mod ratios;

pub use loans::{LENT, lent};
pub use openings::{CASES as CASES_OPEN, MATTERS as MATTERS_OPEN};
pub use passing::PASSING;
pub use ratios::{ALL as RATIOS, DIMENSIONS, FEATURED, SPREADS};

use crate::{
    cases::{Case, NUMBERED, store},
    definitions::{Outcome, all},
    permissions::CASES_FIGURES,
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Fact, Measure, MeasureKind, Recount},
    tree::OrgId,
};

/// A measure that counts what happens at handling unions; `records`: the page that lists what it counts.
pub const fn flow(
    records: &'static str,
    key: &'static str,
    name: &'static str,
    unit: &'static str,
    definition: &'static str,
    recount: Recount,
) -> Measure {
    Measure { key, name, unit, definition, kind: MeasureKind::Flow, records, needs: CASES_FIGURES, recount }
}
/// The page on which what a measure counted stands record by record, for what no list holds exactly.
macro_rules! counted {
    ($key:literal) => {
        concat!("/console/counted?measure=", $key, "&org={org}&from={from}&to={to}")
    };
}
pub(crate) use counted;
const RECORDS: &str = "/console/cases?view=all&org={org}&from={from}&to={to}";
pub const ASKED: &Measure = &flow(
    RECORDS,
    "cases",
    "收到诉求",
    "件",
    "职工提交或窗口代录的诉求，按提交那天算在承办工会名下；转到别的工会承办，就改算在那里。交给专人单独办的不算。",
    Recount::Records("SELECT c.handler, c.id, c.service, 1 FROM cases c WHERE c.alone IS NULL"),
);
pub const ENDED: &Measure = &flow(
    counted!("cases.ended"),
    "cases.ended",
    "办结诉求",
    "件",
    "走到终点的诉求，包括没解决、没受理和本人撤回的；重新办的不再算办结。",
    Recount::Records(
        "SELECT c.handler, c.id, c.outcome, 1 FROM cases c WHERE c.alone IS NULL AND c.ended_at IS NOT NULL",
    ),
);
pub const SOLVED: &Measure = &flow(
    counted!("cases.solved"),
    "cases.solved",
    "解决的诉求",
    "件",
    "办结诉求里结果是解决的。评价不满意又重新办的不算。",
    Recount::Records(
        "SELECT c.handler, c.id, c.service, 1 FROM cases c WHERE c.alone IS NULL AND c.ended_at IS NOT NULL AND c.outcome = 'solved'",
    ),
);
pub const TIMED: &Measure = &flow(
    counted!("cases.timed"),
    "cases.timed",
    "有期限的环节",
    "个",
    "工会办完的、有期限的每一个环节，算在办完那天。按时率的分母。",
    Recount::Records(
        "SELECT s.counted_at, s.case_id, c.service, 1 FROM case_steps s JOIN cases c ON c.id = s.case_id WHERE s.met IS NOT NULL",
    ),
);
pub const IN_TIME: &Measure = &flow(
    counted!("cases.in_time"),
    "cases.in_time",
    "按时办的环节",
    "个",
    "有期限的环节里，没过最后一天就办完的。按时率的分子。",
    Recount::Records(
        "SELECT s.counted_at, s.case_id, c.service, 1 FROM case_steps s JOIN cases c ON c.id = s.case_id WHERE s.met = 1",
    ),
);
pub const REOPENED: &Measure = &flow(
    counted!("cases.reopened"),
    "cases.reopened",
    "不满意重新办",
    "件",
    "职工评一星、二星，报上一级重新办的次数。",
    Recount::Records(
        "SELECT s.counted_at, s.case_id, c.service, 1 FROM case_steps s JOIN cases c ON c.id = s.case_id WHERE s.act = 'reopen' AND s.counted_at IS NOT NULL",
    ),
);
pub const RATED: &Measure = &flow(
    counted!("cases.rated"),
    "cases.rated",
    "评价过的诉求",
    "件",
    "办结后职工评了星的。7天没评的不算，也不当作满意。",
    Recount::Records(
        "SELECT s.counted_at, s.case_id, CAST(s.stars AS TEXT), 1 FROM case_steps s WHERE s.stars IS NOT NULL",
    ),
);
pub const RECOVERED: &Measure = &flow(
    counted!("cases.recovered"),
    "cases.recovered",
    "要回的钱",
    "元",
    "单位补发、职工本人核对收到的金额，角分不计。没有核对的不算。",
    Recount::Made(recovered),
);

pub const BY_CHANNEL: &Measure = &flow(
    RECORDS,
    "cases.channel",
    "各渠道收到的诉求",
    "件",
    "收到的诉求按怎么来的分：网上、窗口、电话。和收到诉求一起算。",
    Recount::Records("SELECT c.handler, c.id, c.channel, 1 FROM cases c WHERE c.alone IS NULL"),
);
pub const BY_EMPLOYER: &Measure = &flow(
    counted!("cases.employer"),
    "cases.employer",
    "各单位的诉求",
    "件",
    "涉及用人单位的诉求按单位分；没写单位或平台里没有这家的不算。",
    Recount::Records(OF_EMPLOYERS),
);
pub const ANSWERED: &Measure = &flow(
    counted!("cases.answered"),
    "cases.answered",
    "有了第一次答复的诉求",
    "件",
    "工会第一次回话、请补充或者办了一步，算在那天。平均用时的分母。",
    Recount::Records("SELECT c.first_org, c.id, c.service, 1 FROM cases c WHERE c.first_org IS NOT NULL"),
);
pub const FIRST_HOURS: &Measure = &flow(
    counted!("cases.first_hours"),
    "cases.first_hours",
    "第一次答复用的小时",
    "小时",
    "从提交到第一次答复，满一小时算一小时。除以有了第一次答复的诉求，就是平均用时。",
    Recount::Records(
        "SELECT c.first_org, c.id, c.service, (c.first_at - c.created_at) / 3600000 FROM cases c WHERE c.first_org IS NOT NULL AND c.first_at > c.created_at",
    ),
);

pub const ANSWERED_IN_TIME: &Measure = &flow(
    counted!("cases.answered_in_time"),
    "cases.answered_in_time",
    "按时有了第一次答复的诉求",
    "件",
    "有了第一次答复的诉求里，没过当时环节的最后一天就答复的，算在答复那天。答复按时率的分子。",
    Recount::Records(
        "SELECT c.first_org, c.id, c.service, 1 FROM cases c WHERE c.first_org IS NOT NULL AND c.first_met = 1",
    ),
);
pub const ASKED_TO_RATE: &Measure = &flow(
    counted!("cases.asked_to_rate"),
    "cases.asked_to_rate",
    "请职工评价",
    "次",
    "诉求办结、请职工评价一次算一次，算在办结那天；重新办又办结的再算一次，本人撤回的不算。评价率的分母。",
    Recount::Records(OVER),
);
pub const SATISFIED: &Measure = &flow(
    counted!("cases.satisfied"),
    "cases.satisfied",
    "评价满意",
    "次",
    "职工评四星、五星的次数，算在评价那天；三星是一般，不算满意。满意率的分子。",
    Recount::Records("SELECT s.counted_at, s.case_id, '', 1 FROM case_steps s WHERE s.stars >= 4"),
);
pub const HELPED: &Measure = &flow(
    counted!("cases.helped"),
    "cases.helped",
    "得到帮助的人",
    "人",
    "诉求解决了的职工，同一家工会承办的一人一年只算一次，算在当年第一件解决那天；评价不满意又重新办的不算。不同工会办的各算各的。",
    Recount::Records("SELECT c.handler, c.id, c.service, 1 FROM cases c WHERE c.helped = 1"),
);

/// Of an erased case the figure is all that is left.
const OF_EMPLOYERS: &str = "SELECT c.handler, c.id, CAST(c.employer AS TEXT), 1 FROM cases c WHERE c.alone IS NULL AND c.employer IS NOT NULL \
    UNION ALL SELECT f.org, f.record_id, f.dimension, f.amount FROM facts f JOIN cases e ON e.id = f.record_id WHERE f.measure = 'cases.employer' AND e.name = '已删除'";
/// The ends of those that ended, and those that were reopened.
const OVER: &str = "SELECT c.handler, c.id, c.service, 1 FROM cases c WHERE c.alone IS NULL AND c.ended_at IS NOT NULL AND c.outcome <> 'withdrawn' \
    UNION ALL SELECT s.counted_at, s.case_id, c.service, 1 FROM case_steps s JOIN cases c ON c.id = s.case_id WHERE s.act = 'reopen' AND s.counted_at IS NOT NULL";
fn recovered() -> String {
    let services = all().into_iter().filter(|service| service.recovers());
    let of: Vec<String> = services
        .map(|service| format!("(c.service = '{}' AND c.service_version = {})", service.key, service.version))
        .collect();
    format!(
        "SELECT c.handler, c.id, c.service, c.amount / 100 FROM cases c WHERE c.alone IS NULL AND c.ended_at IS NOT NULL AND c.outcome = 'solved' AND c.amount >= 100 AND ({})",
        if of.is_empty() { "1 = 0".to_owned() } else { of.join(" OR ") }
    )
}

async fn one(
    tx: &mut Tx,
    measure: &'static Measure,
    case: &Case,
    day: Date,
    dimension: &str,
    amount: i64,
) -> Result<()> {
    if case.alone.is_some() {
        return Ok(());
    }
    let fact = Fact { measure, org: case.handler, day, dimension, amount, record: NUMBERED, record_id: case.id.0 };
    facts::count(tx, &fact).await
}
/// What a case counts on the day of asking, at a union: in all, by its channel, by its employer.
fn of_asking(case: &Case, org: OrgId, amount: i64) -> Vec<(&'static Measure, OrgId, String, i64)> {
    let mut all = vec![(ASKED, org, case.service.clone(), amount), (BY_CHANNEL, org, case.channel.clone(), amount)];
    all.extend(case.employer.map(|employer| (BY_EMPLOYER, org, employer.to_string(), amount)));
    all
}
async fn count_asking(tx: &mut Tx, case: &Case, all: &[(&'static Measure, OrgId, String, i64)]) -> Result<()> {
    let facts: Vec<Fact<'_>> = all
        .iter()
        .map(|(measure, org, dimension, amount)| Fact {
            measure,
            org: *org,
            day: case.created_day(),
            dimension,
            amount: *amount,
            record: NUMBERED,
            record_id: case.id.0,
        })
        .collect();
    facts::count_all(tx, &facts).await
}
pub async fn asked(tx: &mut Tx, case: &Case) -> Result<()> {
    if case.alone.is_some() {
        return Ok(());
    }
    count_asking(tx, case, &of_asking(case, case.handler, 1)).await
}
/// The case goes to another union: it counts there, and no longer here. What lies with one person alone (`to` is none) is not counted: the
/// one it is about would learn of it from the figure of the whole.
pub async fn handed_over(tx: &mut Tx, case: &Case, to: Option<OrgId>) -> Result<()> {
    let mut all = if case.alone.is_none() { of_asking(case, case.handler, -1) } else { Vec::new() };
    all.extend(to.map(|to| of_asking(case, to, 1)).unwrap_or_default());
    count_asking(tx, case, &all).await
}
/// The union's first word.
pub async fn answered(tx: &mut Tx, app: &App, case: &Case) -> Result<()> {
    let hours = (app.now() - case.created_at).max(0) / 3_600_000;
    let met = case.is_paused() || case.due().is_none_or(|due| app.today() <= due);
    if case.alone.is_none() {
        store::set_first_counted(tx, case, met).await?;
    }
    one(tx, ANSWERED, case, app.today(), &case.service, 1).await?;
    if met {
        one(tx, ANSWERED_IN_TIME, case, app.today(), &case.service, 1).await?;
    }
    if hours > 0 { one(tx, FIRST_HOURS, case, app.today(), &case.service, hours).await } else { Ok(()) }
}
/// To be said after the step that ends it stands.
pub async fn clock_ended(tx: &mut Tx, app: &App, case: &Case, met: bool) -> Result<()> {
    store::count_step(tx, case, (Some(met), None)).await?;
    one(tx, TIMED, case, app.today(), &case.service, 1).await?;
    if met { one(tx, IN_TIME, case, app.today(), &case.service, 1).await } else { Ok(()) }
}
pub async fn ended(tx: &mut Tx, app: &App, case: &Case, outcome: Outcome, amount: i64) -> Result<()> {
    one(tx, ENDED, case, app.today(), outcome.key(), 1).await?;
    if outcome != Outcome::Withdrawn {
        one(tx, ASKED_TO_RATE, case, app.today(), &case.service, 1).await?;
    }
    if outcome == Outcome::Solved {
        one(tx, SOLVED, case, app.today(), &case.service, 1).await?;
        if case.alone.is_none() && !store::is_helped(tx, case, app.today().year()).await? {
            store::set_helped(tx, case.id, true).await?;
            one(tx, HELPED, case, app.today(), &case.service, 1).await?;
        }
        if amount >= 100 && case.service().recovers() {
            one(tx, RECOVERED, case, app.today(), &case.service, amount / 100).await?;
        }
    }
    Ok(())
}
/// A case that ended goes on: what its end counted is taken back on that day. To be said after the step of reopening stands.
pub async fn reopened(tx: &mut Tx, app: &App, case: &Case) -> Result<()> {
    let day = case.ended_at.map_or_else(|| app.today(), platform::clock::day_of);
    one(tx, ENDED, case, day, &case.outcome, -1).await?;
    if case.outcome() == Some(Outcome::Solved) {
        one(tx, SOLVED, case, day, &case.service, -1).await?;
        no_longer_helped(tx, case, day).await?;
        if case.amount >= 100 && case.service().recovers() {
            one(tx, RECOVERED, case, day, &case.service, -(case.amount / 100)).await?;
        }
    }
    store::count_step(tx, case, (None, None)).await?;
    one(tx, REOPENED, case, app.today(), &case.service, 1).await
}
/// Somebody counted as helped by a case that goes on: by another one that was solved in that year, or no more.
async fn no_longer_helped(tx: &mut Tx, case: &Case, day: Date) -> Result<()> {
    if !case.helped() {
        return Ok(());
    }
    store::set_helped(tx, case.id, false).await?;
    one(tx, HELPED, case, day, &case.service, -1).await?;
    if let Some(other) = store::solved_too(tx, case, day.year()).await? {
        let day = other.ended_at.map_or(day, platform::clock::day_of);
        store::set_helped(tx, other.id, true).await?;
        one(tx, HELPED, &other, day, &other.service, 1).await?;
    }
    Ok(())
}
/// To be said after the step of rating stands.
pub async fn rated(tx: &mut Tx, app: &App, case: &Case, stars: i64) -> Result<()> {
    store::count_step(tx, case, (None, Some(stars))).await?;
    one(tx, RATED, case, app.today(), &stars.to_string(), 1).await?;
    if stars >= GOOD { one(tx, SATISFIED, case, app.today(), "", 1).await } else { Ok(()) }
}
/// From so many stars on somebody is satisfied.
const GOOD: i64 = 4;
