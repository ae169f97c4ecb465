//! How many asked, in a quarter that is over: by what it was about, by month, by union; nothing below the number that was set.
use crate::{
    counselling::{
        LEAST, PATH,
        acts::region_of,
        rules::{Quarter, shown},
        store,
    },
    definitions::{self, FieldKind},
    permissions::COUNSELLING_FIGURES,
};
use askama::Template;
use axum::response::Response;
use platform::{
    settings,
    web::{Fields, Result},
};
use ui::{Crumb, Desk, Pill, Pills};

/// How many quarters can be looked at.
const QUARTERS: usize = 4;

/// A breakdown: what it is by, and its lines.
struct Table {
    name: &'static str,
    lines: Vec<(String, Option<i64>)>,
}

#[derive(Template)]
#[template(path = "counselling/desk/figures.html")]
struct FiguresPage {
    frame: ui::Console,
    quarters: Pills,
    least: i64,
    total: Option<i64>,
    tables: Vec<Table>,
}

type Count = (String, String, String, i64);
/// The sums by one word of the counts, in the order of `keys`, as far as they may be shown.
fn table(
    name: &'static str,
    counts: &[Count],
    keys: Vec<(String, String)>,
    of: fn(&Count) -> &String,
    least: i64,
) -> Table {
    let sum = |key: &str| counts.iter().filter(|count| of(count) == key).map(|count| count.3).sum();
    let sums: Vec<i64> = keys.iter().map(|(key, _)| sum(key)).collect();
    let lines = keys.into_iter().map(|(_, words)| words).zip(shown(&sums, least).counts).collect();
    Table { name, lines }
}
/// What it can be about: keys and words; what a former version of the definition knew comes last.
fn topics(counts: &[Count]) -> Vec<(String, String)> {
    let service = definitions::current().find(|service| service.confidential);
    let field = service.and_then(|service| service.fields.iter().find(|field| field.kind == FieldKind::Choice));
    let mut all = field.map(|field| field.options.clone()).unwrap_or_default();
    for (_, _, topic, _) in counts {
        if all.iter().all(|(key, _)| key != topic) {
            all.push((topic.clone(), "以前的分类".to_owned()));
        }
    }
    all
}

pub async fn show(desk: Desk, asked: Fields) -> Result<Response> {
    let (app, scope) = (&desk.app, desk.scope(COUNSELLING_FIGURES)?);
    let quarters = Quarter::over(app.today(), QUARTERS);
    let quarter = quarters.iter().copied().find(|one| one.key() == asked.get("quarter")).unwrap_or(quarters[0]);
    let region = region_of(app, desk.post().org).await?;
    let least = settings::number(&app.db, LEAST, &region, app.today()).await?;
    let months = quarter.months();
    let counts = store::counts(&app.db, &scope, &months).await?;
    let mut unions: Vec<(String, String)> = counts.iter().map(|count| (count.0.clone(), count.0.clone())).collect();
    unions.dedup();
    let by_month = months.iter().map(|month| (month.clone(), month_name(month))).collect();
    let mut tables = vec![
        table("大概是哪方面", &counts, topics(&counts), |count| &count.2, least),
        table("哪个月来的", &counts, by_month, |count| &count.1, least),
    ];
    if unions.len() > 1 {
        tables.push(table("哪个工会的咨询师", &counts, unions, |count| &count.0, least));
    }
    let total = shown(&[counts.iter().map(|count| count.3).sum()], least).total;
    let pill =
        |one: Quarter| Pill::new(one.name(), format!("{}?quarter={}", super::FIGURES, one.key())).here(one == quarter);
    let page = FiguresPage {
        frame: desk.frame("有多少人来咨询", PATH, vec![Crumb::word("信家"), Crumb::to("心理咨询", PATH)]),
        quarters: Pills::new("季度", quarters.into_iter().map(pill)),
        least,
        total,
        tables,
    };
    Ok(desk.show(&page))
}
/// 2026-07 as people say it: 7月.
fn month_name(month: &str) -> String {
    let n = month.rsplit('-').next().and_then(|n| n.parse::<u8>().ok()).unwrap_or_default();
    format!("{n}月")
}
