//! The page.
use super::similar::{self, Group, LEAST, Line};
use crate::{
    boards,
    figure::Known,
    measures::{module_of, seen},
    shown::{self, Value},
    small,
};
use axum::response::Response;
use directory::{
    members::{MEMBERS, UNIONS},
    unions,
};
use jiff::ToSpan;
use platform::{
    facts::{self, Featured, Measure, MeasureKind, Period},
    tree::{Org, Scope},
    web::{Error, Fields, Result},
};
use ui::{Crumb, Desk, Figure, Figures, filters, text};

#[derive(askama::Template)]
#[template(path = "chair/chair.html")]
struct ChairPage {
    frame: ui::Console,
    /// What is true now: 128位会员，3件事等您办.
    sentence: String,
    members: Figures,
    /// What waits: words, how many, where.
    waiting: Vec<(String, i64, Option<String>)>,
    /// Module and what it counted this year.
    done: Vec<(&'static str, Figures)>,
    group: Option<Group>,
    board: String,
}

pub async fn show(desk: Desk, form: Fields) -> Result<Response> {
    let org = boards::org_of(&desk, &form).await?;
    let union = unions::store::find(&desk.app.db, org.id).await?.ok_or(Error::NotFound)?;
    let waiting = if org.id == desk.post().org { waiting(&desk) } else { Vec::new() };
    let scope = Scope::below(&org.path);
    let today = desk.app.today();
    let members = facts::course(&desk.app.db, MEMBERS, &scope, today, 12).await?;
    let unions = facts::course(&desk.app.db, UNIONS, &scope, today, 12).await?;
    let of = |measure, course| ui::figure_of(&desk, measure, course, org.id, today);
    let mut strip = vec![of(MEMBERS, &members).note(format!("比上月末 {}", text::change(members.change())))];
    if unions.value > 1 {
        strip.push(of(UNIONS, &unions).note(format!("比上月末 {}", text::change(unions.change()))));
    }
    let tasks: i64 = waiting.iter().map(|(_, n, _)| n).sum();
    let crumb = vec![Crumb::word("有家"), Crumb::word("组织会员")];
    let page = ChairPage {
        frame: desk.frame(&org.name, super::PATH, crumb),
        sentence: sentence(members.value, tasks, org.id == desk.post().org),
        members: Figures::list(strip),
        done: Box::pin(done(&desk, &org)).await?,
        group: Box::pin(similar::group(&desk.app, &union, &|needs| desk.may(needs))).await?,
        board: format!("{}?org={}&period=year&against=year", boards::PATH, org.id),
        waiting,
    };
    Ok(desk.show(&page))
}

fn sentence(members: i64, tasks: i64, is_own: bool) -> String {
    let members = format!("{}位会员", text::count(members));
    match (is_own, tasks) {
        (false, _) => members,
        (true, 0) => format!("{members}，没有等您办的事"),
        (true, tasks) => format!("{members}，{}件事等您办", text::count(tasks)),
    }
}

/// What waits, by kind, with the page on which it is done.
fn waiting(desk: &Desk) -> Vec<(String, i64, Option<String>)> {
    let kinds = || desk.app.modules.iter().flat_map(|module| module.tasks.iter());
    let entry = |kind: &str| desk.app.modules.iter().flat_map(|m| m.navigation.iter()).find(|e| e.counts == Some(kind));
    let line = |(kind, n): &(String, i64)| {
        let name = kinds().find(|one| one.key == kind).map_or("待办", |one| one.name);
        let href = entry(kind).map_or_else(|| format!("/console?kind={kind}"), |entry| entry.path.to_owned());
        (name.to_owned(), *n, Some(href))
    };
    desk.counts().iter().filter(|(_, n)| *n > 0).map(line).collect()
}

/// What was counted this year, beside the same days of the year before; what was nothing in both is left out.
async fn done(desk: &Desk, org: &Org) -> Result<Vec<(&'static str, Figures)>> {
    let (today, scope) = (desk.app.today(), Scope::below(&org.path));
    let year = Period { from: today.first_of_year(), to: today };
    let ago = |day: jiff::civil::Date| day.saturating_sub(1.year());
    let before = Period { from: ago(year.from), to: ago(year.to) };
    let mut all: Vec<(&'static str, Vec<Figure>)> = Vec::new();
    // Of a module that says what stands on a sheet, that; parts of shares would tell a chair little.
    let featured: Vec<&str> = desk.app.modules.iter().flat_map(|m| m.featured.iter()).filter_map(of_sheet).collect();
    let silent: Vec<&str> = desk
        .app
        .modules
        .iter()
        .filter(|m| m.featured.is_empty())
        .flat_map(|m| m.measures.iter().map(|m| m.key))
        .collect();
    let flows: Vec<&'static Measure> = seen(desk)
        .filter_map(|known| match known {
            Known::Measure(measure) if measure.kind == MeasureKind::Flow => Some(measure),
            _ => None,
        })
        .filter(|m| (featured.contains(&m.key) || silent.contains(&m.key)) && !small::is_small(&desk.app, m.key))
        .collect();
    let now = facts::many(&desk.app.db, &flows, &scope, year).await?;
    let then = facts::many(&desk.app.db, &flows, &scope, before).await?;
    for ((measure, now), then) in flows.into_iter().zip(now).zip(then) {
        if (now, then) == (0, 0) {
            continue;
        }
        let known = Known::Measure(measure);
        let before = Some(("去年同期", Value::Number(then)));
        let figure = shown::figure(desk, known, Value::Number(now), before, (org.id, year));
        let module = module_of(desk, known);
        match all.iter_mut().find(|(name, _)| *name == module) {
            Some((_, figures)) => figures.push(figure),
            None => all.push((module, vec![figure])),
        }
    }
    Ok(all.into_iter().map(|(module, figures)| (module, Figures::strip(figures))).collect())
}

fn of_sheet(one: &Featured) -> Option<&'static str> {
    match one {
        Featured::Measure(measure) => Some(measure.key),
        Featured::Ratio(_) | Featured::Spread(_) => None,
    }
}

impl Group {
    /// Who they are.
    fn words(&self) -> String {
        let Group { kind, size, below, .. } = self;
        match size {
            Some(size) => format!("和本会一样归{below}管、都是{}、会员也是{}的工会", kind.name(), size.name),
            None => format!("和本会一样归{below}管的{}（大小不限）", kind.name()),
        }
    }
}
impl Line {
    fn number(value: &f64) -> String {
        format!("{value:.1}")
    }
    /// In words, because neither is better by itself.
    fn beside(&self) -> String {
        match self.own.map(|own| own - self.others) {
            None => "本会今年还没有".into(),
            Some(by) if by.abs() < 0.05 => "一样".into(),
            Some(by) if by > 0.0 => format!("高{by:.1}"),
            Some(by) => format!("低{:.1}", -by),
        }
    }
}
