//! The sheet as a page.
use super::{
    count::{CodeLine, MEASURES, Sheet},
    featured,
    rules::{self, Part},
};
use crate::{
    boards,
    figure::Known,
    shown::{self, Value},
};
use axum::response::Response;
use directory::{
    employers::coverage::{self, CLASSES, FROM_HUNDRED, Share},
    members::{JOINED, MEMBERS, UNIONS},
};
use platform::{
    facts::Period,
    tree::{Org, OrgId},
    web::{Fields, Result, encode},
};
use ui::{Bars, Chart, Crumb, Desk, Figure, Figures, filters, text};

/// A heading of the table of unions: key, words, whether it is the order.
type Column = (&'static str, &'static str, bool);

#[derive(askama::Template)]
#[template(path = "sheet/sheet.html")]
struct SheetPage {
    frame: ui::Console,
    tools: boards::Tools,
    views: Option<ui::Pills>,
    /// Value, words, chosen.
    months: Vec<(String, String, bool)>,
    orgs: Vec<(OrgId, String, bool)>,
    /// The part of the address that names union and month.
    asked: String,
    strip: Figures,
    bars: Bars,
    sizes: Vec<Size>,
    chart: Chart,
    groups: Vec<(String, i64, Option<String>)>,
    codes: Vec<CodeLine>,
    /// Codes that are not listed.
    more_codes: usize,
    codes_href: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    /// Of other modules: name and figures.
    featured: Vec<(&'static str, Figures)>,
    period: Period,
}
/// A union's line of the table.
struct Line {
    /// Its own sheet.
    href: Option<String>,
    name: String,
    cells: Vec<Cell>,
}
struct Cell {
    words: String,
    /// Its records, where the post may see them.
    href: Option<String>,
    class: &'static str,
}
struct Size {
    name: &'static str,
    share: Share,
    href: String,
    without: String,
}
/// Codes on the page; all are in the export.
const CODES: usize = 10;

pub fn percent(share: impl std::borrow::Borrow<Share>) -> String {
    share.borrow().rate().map_or_else(|| "—".into(), |rate| format!("{:.1}", 100.0 * rate))
}

pub async fn show(desk: &Desk, form: &Fields, sheet: Sheet) -> Result<Response> {
    let boards::Page { tools, views, orgs, .. } = boards::Page::of(desk, form, &sheet.org, &[]).await?;
    let sort = form.get("sort");
    let today = desk.app.today();
    let as_of = sheet.period.to;
    let asked = format!("org={}&month={}", sheet.org.id, rules::month_key(as_of));
    let months = rules::months(today).into_iter().map(|first| {
        let chosen = first == as_of.first_of_month();
        (rules::month_key(first), format!("{}年{}月", first.year(), first.month()), chosen)
    });
    let mut parts = sheet.parts.clone();
    let sort = ["unions", "joined", "change", "rate"].into_iter().find(|key| *key == sort).unwrap_or("members");
    rules::sort(&mut parts, sort);
    let page = SheetPage {
        frame: desk.frame(&title(&sheet.org), "/console/sheet", vec![Crumb::word("统计")]),
        tools,
        views,
        months: months.collect(),
        orgs,
        strip: strip(desk, &sheet),
        bars: bars(&sheet),
        sizes: sizes(&sheet),
        chart: chart(desk, &sheet),
        groups: groups(desk, &sheet),
        more_codes: sheet.codes.len().saturating_sub(CODES),
        codes_href: format!("/console/codes?union={}", sheet.org.id),
        columns: columns(sort),
        lines: lines(desk, parts, sheet.period),
        featured: featured::strips(desk, &sheet.featured, (sheet.org.id, sheet.period)),
        period: sheet.period,
        codes: sheet.codes.into_iter().take(CODES).collect(),
        asked,
    };
    Ok(desk.show(&page))
}

/// 县域一张表 of a county, 一张表 of any other.
pub fn title(org: &Org) -> String {
    format!("{}一张表", org.name.strip_suffix("总工会").unwrap_or(&org.name))
}

fn columns(sort: &str) -> Vec<Column> {
    [
        ("members", "会员（人）"),
        ("change", "比上月末（人）"),
        ("unions", "基层工会（家）"),
        ("joined", "本月新入会（人）"),
        ("rate", "单位建会率（%）"),
    ]
    .into_iter()
    .map(|(key, words)| (key, words, key == sort))
    .collect()
}

fn strip(desk: &Desk, sheet: &Sheet) -> Figures {
    let as_of = sheet.period.to;
    let mut figures: Vec<Figure> = MEASURES
        .iter()
        .zip(&sheet.courses)
        .map(|(measure, course)| {
            let note = format!("比上月 {}", text::change(course.change()));
            ui::figure_of(desk, measure, course, sheet.org.id, as_of).note(note)
        })
        .collect();
    let (now, before) = sheet.hundred;
    let value = |share: Share| Value::Share(share.covered, share.employers);
    let at = (sheet.org.id, sheet.period);
    let figure = shown::figure(desk, Known::Rate(FROM_HUNDRED), value(now), Some(("上月末", value(before))), at);
    figures.insert(2, figure);
    Figures::strip(figures)
}

fn bars(sheet: &Sheet) -> Bars {
    sheet.sizes.iter().zip(sizes(sheet)).fold(Bars::new("各规模单位建会率"), |bars, ((_, share), size)| {
        let base = format!("{} / {}家", text::count(share.covered), text::count(share.employers));
        let value = share.rate().map_or_else(|| "没有".into(), |rate| format!("{:.1}%", 100.0 * rate));
        bars.bar(size.name, share.rate().unwrap_or(0.0), value, base).href(size.href)
    })
}

fn sizes(sheet: &Sheet) -> Vec<Size> {
    let of = |size: &'static coverage::SizeClass, share: Share| {
        let href = coverage::records(sheet.org.id, size.least, size.most);
        Size { name: size.name, share, without: format!("{href}&without_union=1"), href }
    };
    CLASSES.iter().zip(&sheet.sizes).map(|(size, (_, share))| of(size, *share)).collect()
}

fn chart(desk: &Desk, sheet: &Sheet) -> Chart {
    let months = &sheet.course(JOINED).months;
    let title = format!("近{}个月新入会", months.len());
    months.iter().fold(Chart::new(title, JOINED.name, JOINED.unit), |chart, (first, joined)| {
        let period = Period { from: *first, to: first.last_of_month().min(sheet.period.to) };
        let records = JOINED.records_of(sheet.org.id, period);
        chart.point(format!("{}月", first.month()), *joined, opened(desk, records))
    })
}

fn groups(desk: &Desk, sheet: &Sheet) -> Vec<(String, i64, Option<String>)> {
    let records = JOINED.records_of(sheet.org.id, sheet.period);
    let href = |group: &str| opened(desk, format!("{records}&group={}", encode(group)));
    sheet.groups.iter().map(|(group, n)| (group.clone(), *n, href(group))).collect()
}

/// The address, where the post may open it.
fn opened(desk: &Desk, href: String) -> Option<String> {
    desk.opens(&href).then_some(href)
}

fn lines(desk: &Desk, parts: Vec<Part>, period: Period) -> Vec<Line> {
    let most = parts.iter().filter(|p| p.org.is_some()).map(|p| p.joined).max().unwrap_or(0);
    parts.into_iter().map(|part| line(desk, part, period, most)).collect()
}
fn line(desk: &Desk, part: Part, period: Period, most_joined: i64) -> Line {
    let dark = if part.org.is_some() { rules::level(part.joined, most_joined) } else { 0 };
    // What hangs at the union itself has no list of its own: the union's list holds the branches too.
    let records = |href: &dyn Fn(OrgId) -> String| part.org.and_then(|org| opened(desk, href(org)));
    let cell = |words: String, href: Option<String>| Cell { words, href, class: "" };
    let cells = vec![
        cell(text::count(part.members), records(&|org| MEMBERS.records_of(org, period))),
        cell(text::change(part.change()), None),
        cell(text::count(part.unions), records(&|org| UNIONS.records_of(org, period))),
        Cell {
            class: ["", "lv1", "lv2", "lv3"][usize::from(dark)],
            ..cell(text::count(part.joined), records(&|org| JOINED.records_of(org, period)))
        },
        cell(percent(part.share), records(&|org| coverage::records(org, 0, None))),
    ];
    let href = part.org.map(|org| format!("/console/sheet?org={org}&month={}", rules::month_key(period.to)));
    Line { href, name: part.name, cells }
}
