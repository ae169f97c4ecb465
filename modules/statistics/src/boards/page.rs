//! A board as a page.
use super::{
    asked::{Asked, By},
    count::{Board, Column, MONTHS, Pair, Split, compared},
    tools::{self, Options, Page, Tools},
};
use crate::{
    figure::Known,
    shown::{self, Value},
};
use axum::response::Response;
use platform::{
    facts::{MeasureKind, Period},
    tree::OrgId,
    web::{Fields, Result},
};
use ui::{Crumb, Desk, Figures, Graph, Pills, Shape, text};

/// Unions that are drawn; all stand in the table.
const DRAWN: usize = 16;

#[derive(askama::Template)]
#[template(path = "boards/board.html")]
struct BoardPage {
    frame: ui::Console,
    tools: Tools,
    views: Option<Pills>,
    periods: Vec<(&'static str, Options)>,
    orgs: Vec<(OrgId, String, bool)>,
    /// What the form of time and union carries along.
    kept: Vec<(String, String)>,
    /// The days, where they are chosen by hand.
    own: Option<Period>,
    said: String,
    notes: Vec<String>,
    strip: Figures,
    course: Option<(String, &'static str, Graph)>,
    below: Option<(String, &'static str, Graph)>,
    heads: Vec<Head>,
    lines: Vec<Line>,
    splits: Vec<SplitCard>,
    /// Where there is nothing below to compare.
    alone: bool,
}
/// A column's heading: words, the address in its order, whether it is the order.
struct Head {
    words: String,
    href: String,
    is_order: bool,
}
struct Line {
    name: String,
    href: Option<String>,
    closed: Option<String>,
    cells: Vec<Cell>,
}
struct Cell {
    words: String,
    change: Option<String>,
    href: Option<String>,
    class: &'static str,
}
struct SplitCard {
    title: String,
    unit: &'static str,
    records: Option<String>,
    graph: Graph,
    is_parts: bool,
}

pub async fn show(desk: &Desk, form: &Fields, board: Board, asked: &Asked) -> Result<Response> {
    let page = Page::of(desk, form, &board.org, &asked.measures).await?;
    let period = asked.span.period();
    let mut notes = asked.notes();
    notes.extend(board.silences.iter().cloned());
    notes.extend(board.org.closed_on.as_ref().map(|on| format!("{}已于{on}撤销", board.org.name)));
    let by_union = asked.by == By::Union;
    notes.extend(undivided(&board).filter(|_| !by_union));
    let page = BoardPage {
        frame: desk.frame(&crate::sheet::title(&board.org), super::PATH, vec![Crumb::word("统计")]),
        kept: page.address.carried(&["org", "period", "from", "to", "month"]),
        own: tools::is_own(form).then_some(period),
        said: asked.span.said(),
        notes,
        strip: strip(desk, &board, asked),
        course: course(desk, &board, asked),
        below: below(desk, &board, asked).filter(|_| by_union),
        heads: if by_union { heads(&board, asked, &page) } else { Vec::new() },
        lines: if by_union { lines(desk, &board, asked, &page) } else { Vec::new() },
        alone: by_union && board.lines.is_empty(),
        splits: board.splits.iter().enumerate().map(|(at, one)| split(desk, &board, asked, (at, one))).collect(),
        tools: page.tools,
        views: page.views,
        periods: page.periods,
        orgs: page.orgs,
    };
    Ok(desk.show(&page))
}

/// What has no dimension, where it is looked at by dimension.
fn undivided(board: &Board) -> Option<String> {
    let is_divided = |column: &&Column| board.splits.iter().any(|split| split.known.key() == column.known.key());
    let whole: Vec<&str> =
        board.columns.iter().filter(|column| !is_divided(column)).map(|column| column.known.name()).collect();
    (!whole.is_empty()).then(|| format!("{}没有分项，只有合计", whole.join("、")))
}

fn strip(desk: &Desk, board: &Board, asked: &Asked) -> Figures {
    let at = (board.org.id, asked.span.period());
    Figures::strip(board.columns.iter().map(|column| {
        let Pair { now, before } = column.total;
        let before = before.zip(compared(asked, column.known)).map(|(before, (name, _))| (name, before));
        shown::figure(desk, column.known, now, before, at)
    }))
}

/// A number as a person reads it.
fn written(known: Known, value: Option<f64>) -> String {
    match (known, value) {
        (_, None) => "—".into(),
        (Known::Measure(_), Some(value)) => text::count(value as i64),
        (_, Some(value)) => format!("{value:.1}"),
    }
}

/// The chief measure over twelve months, and over the twelve before where a year is compared.
fn course(desk: &Desk, board: &Board, asked: &Asked) -> Option<(String, &'static str, Graph)> {
    let known = asked.chief;
    let from = board.course.len().checked_sub(MONTHS)?;
    let (earlier, months) = board.course.split_at(from);
    let to = asked.span.period().to;
    let title = format!("{}，近{MONTHS}个月", known.name());
    let graph = Graph::new("course", Shape::Lines, &title, "月份", known.unit());
    let graph = months.iter().fold(graph, |graph, (first, _)| {
        let period = Period { from: *first, to: first.last_of_month().min(to) };
        graph.label(format!("{}月", first.month()), shown::records(desk, known, board.org.id, period))
    });
    let series = |points: &[(jiff::civil::Date, Option<f64>)]| -> Vec<_> {
        points.iter().map(|(_, value)| (*value, written(known, *value))).collect()
    };
    let now = if earlier.is_empty() { known.name() } else { "这一年" };
    let graph = graph.series(now, series(months));
    let graph = if earlier.is_empty() { graph } else { graph.series("前一年", series(earlier)) };
    Some((title, known.unit(), graph))
}

/// The chief measure at the unions below.
fn below(desk: &Desk, board: &Board, asked: &Asked) -> Option<(String, &'static str, Graph)> {
    let known = asked.chief;
    let column = board.columns.iter().find(|column| column.known.key() == known.key())?;
    let places = board.order(known).into_iter().filter(|at| board.lines[*at].org.is_some());
    let places: Vec<usize> = places.take(DRAWN).collect();
    let title = format!("{}，各下级工会", known.name());
    let graph = places.iter().fold(Graph::new("below", Shape::Bars, &title, "工会", known.unit()), |graph, at| {
        let line = &board.lines[*at];
        let records = line.org.and_then(|org| shown::records(desk, known, org, asked.span.period()));
        graph.label(short(&line.name), records)
    });
    let value = |at: &usize| {
        let now = column.lines[*at].now;
        (now.amount(known), now.words(known))
    };
    let graph = graph.series(known.name(), places.iter().map(value));
    (!graph.is_empty()).then_some((title, known.unit(), graph))
}
/// 城东街道 of 城东街道总工会.
pub fn short(name: &str) -> &str {
    name.strip_suffix("总工会").filter(|short| !short.is_empty()).unwrap_or(name)
}

fn heads(board: &Board, asked: &Asked, page: &Page) -> Vec<Head> {
    let head = |column: &Column| Head {
        words: format!("{}（{}）", column.known.name(), column.known.unit()),
        href: page.address.with("sort", column.known.key()).to_string(),
        is_order: column.known.key() == asked.chief.key(),
    };
    board.columns.iter().map(head).collect()
}
fn lines(desk: &Desk, board: &Board, asked: &Asked, page: &Page) -> Vec<Line> {
    let chief = board.columns.iter().find(|column| column.known.key() == asked.chief.key());
    let most = chief.map_or(0, |column| {
        let numbers = column.lines.iter().zip(&board.lines).filter(|(_, line)| line.org.is_some());
        numbers.map(|(pair, _)| number(pair.now)).max().unwrap_or(0)
    });
    let line = |at: usize| {
        let line = &board.lines[at];
        let cell = |column: &Column| {
            let Pair { now, before } = column.lines[at];
            let dark = line.org.is_some() && column.known.key() == asked.chief.key();
            Cell {
                words: now.words(column.known),
                change: before.and_then(|before| now.change(before, column.known)),
                // What hangs at the union itself has no list of its own: the union's list holds the branches too.
                href: line.org.and_then(|org| shown::records(desk, column.known, org, asked.span.period())),
                class: if dark {
                    ["", "lv1", "lv2", "lv3"][usize::from(crate::sheet::level(number(now), most))]
                } else {
                    ""
                },
            }
        };
        Line {
            name: line.name.clone(),
            href: line.org.map(|org| page.address.with("org", org.to_string()).to_string()),
            closed: line.closed_on.as_ref().map(|on| format!("{on}撤销")),
            cells: board.columns.iter().map(cell).collect(),
        }
    };
    board.order(asked.chief).into_iter().map(line).collect()
}
/// What shades a cell; shares are not shaded.
fn number(value: Value) -> i64 {
    match value {
        Value::Number(number) => number,
        Value::Share(..) | Value::Hidden => 0,
    }
}

fn split(desk: &Desk, board: &Board, asked: &Asked, (at, split): (usize, &Split)) -> SplitCard {
    let known = split.known;
    let title = format!("{}，按{}", known.name(), split.name);
    let graph = Graph::new(format!("split-{at}"), Shape::Bars, &title, split.name, known.unit());
    let graph = split.parts.iter().fold(graph, |graph, (words, ..)| graph.label(words, None));
    let number = |value: Value| (value.amount(known), value.words(known));
    let graph = graph.series(known.name(), split.parts.iter().map(|(_, now, _)| number(*now)));
    let graph = match compared(asked, known) {
        Some((name, _)) if split.parts.iter().any(|(.., before)| before.is_some()) => {
            graph.series(name, split.parts.iter().map(|(.., before)| number(before.unwrap_or(Value::Number(0)))))
        }
        _ => graph,
    };
    SplitCard {
        title,
        unit: known.unit(),
        records: shown::records(desk, known, board.org.id, asked.span.period()),
        graph,
        is_parts: matches!(known, Known::Measure(measure) if measure.kind == MeasureKind::Parts),
    }
}
