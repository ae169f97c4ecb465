//! A line from month to month, drawn on the server; its table stands behind it.

use askama::Template;
use std::fmt::Display;

use crate::{Example, filters, text};

const LEFT: f64 = 56.0;
const STEP: f64 = 38.0;
const FLOOR: f64 = 150.0;
const HEIGHT: f64 = 120.0;

#[derive(Debug, Clone)]
struct Point {
    label: String,
    value: i64,
    href: Option<String>,
}

/// Values over up to twelve months, with the last one named at the line's end and the table to open below.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/chart.html")]
pub struct Chart {
    title: String,
    name: String,
    unit: String,
    points: Vec<Point>,
}

impl Chart {
    /// What the chart shows (for screen readers), what is counted and in what.
    pub fn new(title: impl Display, name: impl Display, unit: impl Display) -> Chart {
        Chart { title: title.to_string(), name: name.to_string(), unit: unit.to_string(), points: Vec::new() }
    }

    /// The next month: 11月, its value, and where its records are.
    pub fn point(mut self, label: impl Display, value: i64, href: Option<String>) -> Chart {
        self.points.push(Point { label: label.to_string(), value, href });
        self
    }

    /// The round number at the upper end: 1, 2 or 5 times a power of ten, even where it is halved.
    fn top(&self) -> i64 {
        let most = self.points.iter().map(|point| point.value).max().unwrap_or(0).max(1);
        let mut unit = 1;
        loop {
            for step in [2, 4, 10] {
                if most <= step * unit {
                    return step * unit;
                }
            }
            unit *= 10;
        }
    }

    fn x(index: usize) -> f64 {
        LEFT + STEP * index as f64
    }

    fn y(&self, value: i64) -> f64 {
        FLOOR - HEIGHT * value.max(0) as f64 / self.top() as f64
    }

    fn line(&self) -> String {
        let at = |(index, point): (usize, &Point)| format!("{},{:.1}", Self::x(index), self.y(point.value));
        self.points.iter().enumerate().map(at).collect::<Vec<_>>().join(" ")
    }

    /// The ticks of the vertical axis: where and what.
    fn ticks(&self) -> [(f64, String); 3] {
        let top = self.top();
        [0, top / 2, top].map(|value| (self.y(value), text::count(value)))
    }

    fn last(&self) -> Option<(f64, f64, String)> {
        let point = self.points.last()?;
        Some((Self::x(self.points.len() - 1), self.y(point.value), text::count(point.value)))
    }
}

crate::prints_html!(Chart);

pub(crate) fn examples() -> Vec<Example> {
    let months = [("9月", 120), ("10月", 148), ("11月", 96)];
    let chart = months.iter().fold(Chart::new("近三个月新入会", "新入会", "人"), |chart, (month, value)| {
        chart.point(month, *value, Some("#".to_owned()))
    });
    vec![Example::console("Chart", "逐月变化", chart)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_end_is_round_and_holds_everything() {
        let top = |value| Chart::new("", "", "").point("1月", value, None).top();
        assert_eq!(
            [top(0), top(2), top(3), top(7), top(11), top(148), top(399), top(401)],
            [2, 2, 4, 10, 20, 200, 400, 1000]
        );
    }

    #[test]
    fn the_table_holds_what_the_line_shows() {
        let html = Chart::new("近两个月", "新入会", "人")
            .point("10月", 1248, Some("/x?a=1&b=2".into()))
            .point("11月", 96, None)
            .to_string();
        assert!(html.contains("1,248") && html.contains("96") && html.contains("a=1&#38;b=2"), "{html}");
    }
}
