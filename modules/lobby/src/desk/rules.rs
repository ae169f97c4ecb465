//! How the work list is put: in three groups by deadline, and in one sentence.
use jiff::civil::Date;
use platform::{
    App,
    calendar::days_left,
    tasks::{Task, TaskKind},
};
use ui::text;

/// How many tasks wait, and how many of them are overdue or due today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub all: i64,
    pub overdue: i64,
    pub today: i64,
}

/// What is true now.
pub fn sentence(waiting: Waiting) -> String {
    match waiting {
        Waiting { all: 0, .. } => "没有等您办的事".into(),
        Waiting { all, overdue: 0, .. } => format!("{all}件等您办"),
        Waiting { all, overdue, .. } => format!("{all}件等您办，{overdue}件已超期"),
    }
}

/// A part of the list with its heading.
#[derive(Debug)]
pub struct Group {
    pub title: &'static str,
    pub note: String,
    pub lines: Vec<Line>,
}

#[derive(Debug)]
pub struct Line {
    pub task: Task,
    pub due_on: Option<Date>,
    /// Days over; 0 where it is not overdue.
    pub over: i32,
    pub kind: &'static str,
    pub verb: &'static str,
    /// Why the date may still move.
    pub provisional: Option<String>,
    /// How it came to this level, where it was meant for another.
    pub climbed: Option<String>,
}

impl Line {
    pub fn is_due_on(&self, day: &Date) -> bool {
        self.due_on == Some(*day)
    }
}

/// Overdue, due today, later; empty ones are left out.
pub fn groups(app: &App, tasks: Vec<Task>, waiting: Waiting, today: Date) -> Vec<Group> {
    let kinds: Vec<&TaskKind> = app.modules.iter().flat_map(|m| m.tasks.iter().copied()).collect();
    let mut lines: [Vec<Line>; 3] = Default::default();
    for line in tasks.into_iter().filter_map(|task| line(&kinds, task, today)) {
        let group = match line.due_on {
            _ if line.over > 0 => 0,
            Some(day) if day == today => 1,
            _ => 2,
        };
        lines[group].push(line);
    }
    let [overdue, due_today, later] = lines;
    let climbing =
        if overdue.iter().any(|l| !l.task.has_climbed()) { "，不办会自动报上一级工会" } else { "" };
    let rest = waiting.all - waiting.overdue - waiting.today;
    [
        ("已超期", format!("{}件{climbing}", waiting.overdue), overdue),
        ("今天到期", format!("{}件", waiting.today), due_today),
        ("以后", format!("{rest}件"), later),
    ]
    .into_iter()
    .filter(|(.., lines)| !lines.is_empty())
    .map(|(title, note, lines)| Group { title, note, lines })
    .collect()
}

fn line(kinds: &[&'static TaskKind], task: Task, today: Date) -> Option<Line> {
    let kind = kinds.iter().find(|k| k.key == task.kind)?;
    let due_on: Option<Date> = task.due_on.parse().ok();
    let over = due_on.map_or(0, |day| -days_left(today, day)).max(0);
    let provisional =
        due_on.filter(|_| task.provisional == 1).map(|day| format!("暂定，{}年放假安排公布后会重新计算", day.year()));
    let climbed = task.has_climbed().then(|| match over {
        0 => format!("{}没有人能办，转到这里", task.org_name),
        _ => format!("{}超期未办，自动报上来", task.org_name),
    });
    Some(Line { due_on, over, kind: kind.name, verb: kind.verb, provisional, climbed, task })
}

/// The days that the figures beside the list cover: 11月1—19日.
pub fn month_so_far(today: Date) -> String {
    match today.day() {
        1 => text::near(today, today),
        day => format!("{}月1—{day}日", today.month()),
    }
}

/// A change of a rate in percentage points: `+0.6个点`.
pub fn points(change: f64) -> String {
    match (change * 10.0).round() / 10.0 {
        0.0 => "没变".into(),
        change if change < 0.0 => format!("−{:.1}个点", -change),
        change => format!("+{change:.1}个点"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_sentence_says_what_waits_and_what_is_late() {
        let say = |all, overdue| sentence(Waiting { all, overdue, today: 0 });
        assert_eq!([say(23, 3), say(23, 0), say(0, 0)], ["23件等您办，3件已超期", "23件等您办", "没有等您办的事"]);
    }

    #[test]
    fn the_period_is_said_shortly() {
        assert_eq!(month_so_far(date(2026, 11, 19)), "11月1—19日");
        assert_eq!(month_so_far(date(2026, 11, 1)), "11月1日");
    }

    #[test]
    fn a_change_of_a_rate_is_in_points() {
        assert_eq!([points(0.62), points(-1.1), points(0.01)], ["+0.6个点", "−1.1个点", "没变"]);
    }
}
