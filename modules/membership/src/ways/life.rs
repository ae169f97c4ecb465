//! A way's line of life, for both faces.
use super::{
    SUBJECT,
    rules::{Act, State},
    store::{self, Way},
};
use platform::{App, tasks, web::Error};
use ui::{Life, Stamp, Step, text};

pub fn stamp(state: State) -> Stamp {
    match state {
        State::Done => Stamp::ok(state.name()),
        State::Refused | State::Withdrawn => Stamp::plain(state.name()),
        State::Returned | State::Disputed => Stamp::warn(state.name()),
        _ => Stamp::info(state.name()),
    }
}

/// The steps, oldest first; `log`: for the desk.
pub async fn life(app: &App, way: &Way, log: bool) -> Result<Life, Error> {
    let today = app.today();
    let when = |at: i64| text::moment_near(platform::clock::local(at), today);
    let mut steps: Vec<(i64, Step)> = Vec::new();
    for step in store::steps(&app.db, way.id).await? {
        let by: Vec<String> = [step.org_name.clone(), step.name.clone()].into_iter().flatten().collect();
        let reason = Some(step.reason.clone()).filter(|r| !r.is_empty());
        let line = Step::done(title(way, step.act())).at(when(step.at));
        steps.push((step.at, line.line(Some(by.join(" ")).filter(|b| !b.is_empty())).line(reason)));
    }
    for (at, from, to, reason) in tasks::climbs(&app.db, SUBJECT, way.id.0).await? {
        let line = if log { Step::note(format!("报{to}")) } else { Step::done(format!("报{to}")) };
        steps.push((at, line.at(when(at)).line(format!("{from}：{reason}"))));
    }
    steps.sort_by_key(|(at, _)| *at);
    let mut steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
    let state = way.state();
    if !state.is_over() {
        let at = way.at_name.clone().unwrap_or_else(|| "本人".into());
        let due = way.due().map(|day| format!("，最迟{}", text::near(day, today))).unwrap_or_default();
        steps.push(Step::now(state.name()).line(format!("{at}{due}")));
        let ahead = way.kind().steps().iter().skip(state.step(way.kind()));
        steps.extend(ahead.map(Step::next).filter(|_| !log));
    }
    Ok(if log { Life::log(steps) } else { Life::story(steps) })
}
fn title(way: &Way, act: Act) -> String {
    match act {
        Act::Submit | Act::Propose => format!("{}：{}", act.name(), way.kind().name()),
        act => act.name().to_owned(),
    }
}
