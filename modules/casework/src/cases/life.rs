//! The line of life: what happened, where it is, what comes.
use super::{
    Case,
    store::{self, Happened, WORDS},
};
use crate::definitions::{Actor, Step as Defined};
use jiff::civil::Date;
use platform::{App, clock, db::Result};
use ui::{Life, Step, text};

/// What the engine itself does: (act, to the worker, to the officer).
const OWN: &[(&str, &str, &str)] = &[
    ("submit", "您提交了诉求", "提交"),
    ("ask", "工会请您补充", "请本人补充，期限暂停"),
    ("resume", "您补充了，期限接着算", "本人补充了，期限接着算"),
    ("hand-over", "换了承办的工会", "转办"),
    ("climb", "到期没办，报上一级", "到期没办，自动报上一级"),
    ("assign", "换了人办", "交给同事办"),
    ("aside", "一位经办人回避了", "回避"),
    ("limit", "法定期限有变化", "记了影响时效的事"),
    ("letter", "工会写了一份文书", "写了一份文书"),
    ("second", "到期还没办，换了人督办", "到期还没办，交给督办人"),
    ("withdraw", "您撤回了", "本人撤回"),
    ("reopen", "您不满意，报上一级重新办", "本人不满意，报上一级重新办"),
    ("rate", "您评价了", "本人评价"),
    ("visit", "工会上门走访了", "上门走访"),
    ("unrated", "7天没有评价", "7天没有评价，不算满意"),
    ("open", "有危险，危机干预员打开了您的咨询", "有危险，打开了咨询"),
    ("orphan", "承办的工会撤销了，由上级接着办", "承办的工会撤销，转给上级"),
];

/// As a story for the worker, or as a log for the officer.
pub async fn life(app: &App, case: &Case, for_worker: bool) -> Result<Life> {
    let happened = store::steps(&app.db, case.id).await?;
    let today = app.today();
    let mut steps: Vec<Step> = happened.iter().map(|one| done(app, case, one, today, for_worker)).collect();
    if let Some(at) = case.at().filter(|_| !case.is_over()) {
        steps.push(now(case, at, today));
        if at.by == Actor::Union {
            steps.push(Step::next("办结，请本人评价").line("一星、二星会报上一级重新办"));
        }
    }
    Ok(if for_worker { Life::story(steps) } else { Life::log(steps) })
}

fn done(app: &App, case: &Case, one: &Happened, today: Date, for_worker: bool) -> Step {
    let own = OWN.iter().find(|(act, ..)| *act == one.act);
    let told = case.service().told(&one.act);
    let title = match own {
        Some((_, worker, officer)) => {
            if for_worker {
                worker
            } else {
                officer
            }
        }
        None => told.map_or(&*one.act, |(officer, worker)| if for_worker { worker } else { officer }),
    };
    let by = match (&one.org_name, &one.name) {
        (Some(org), Some(name)) => Some(format!("{org} {name}")),
        (None, Some(_)) if for_worker => None,
        // Whoever is told something in confidence knows the person by the name that was given.
        (None, Some(_)) if case.is_confidential() => Some("本人".to_owned()),
        (None, Some(_)) if one.account.is_some() && one.account == case.account && !case.name.is_empty() => {
            Some(case.name.clone())
        }
        (None, Some(name)) => Some(name.clone()),
        (_, None) => Some("系统".to_owned()),
    };
    let words = app.keys.open(WORDS, &one.words_sealed).ok();
    let step = if matches!(&*one.act, "climb" | "second" | "unrated" | "orphan") {
        Step::note(title)
    } else {
        Step::done(title)
    };
    step.at(text::moment_near(clock::local(one.at), today)).line(by).line(words)
}
fn now(case: &Case, at: &Defined, today: Date) -> Step {
    let step = Step::now(if case.is_paused() { "等本人补充" } else { &*at.name });
    let whose = match at.by {
        Actor::Worker => "本人".to_owned(),
        _ if case.is_paused() => "本人".to_owned(),
        _ if case.has_climbed() => format!("{}督办，{}承办", case.level_name, case.handler_name),
        _ => case.handler_name.clone(),
    };
    match case.due() {
        Some(due) => step.line(format!("{whose}，最迟{}", text::near(due, today))),
        None => step.line(format!("{whose}，补充以后期限接着算")),
    }
}
