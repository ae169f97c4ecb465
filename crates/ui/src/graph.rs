//! A chart that the browser draws from data in the page (`web/scripts/charts.js`); its table stands behind it and is there without a script.

use askama::Template;
use serde::Serialize;
use std::fmt::Display;

use crate::Example;

/// How a graph is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// One bar for each label.
    Bars,
    /// From label to label.
    Lines,
}

/// What is drawn under one name; no value where nothing divides it.
#[derive(Debug, Clone, Serialize)]
struct Series {
    name: String,
    values: Vec<Option<f64>>,
    /// As people read them: 1,284.
    #[serde(skip)]
    words: Vec<String>,
}

/// At most two series over the same labels: the second one is what the first is compared with and is drawn dashed.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/graph.html")]
pub struct Graph {
    id: String,
    title: String,
    first: String,
    unit: String,
    shape: Shape,
    labels: Vec<String>,
    links: Vec<Option<String>>,
    series: Vec<Series>,
}

/// A label with what is written for each series, and where it leads.
type Row<'a> = (&'a str, Vec<(&'a str, Option<&'a str>)>);

/// What the script reads.
#[derive(Serialize)]
struct Data<'a> {
    kind: Shape,
    unit: &'a str,
    labels: &'a [String],
    links: &'a [Option<String>],
    series: &'a [Series],
}

impl Graph {
    /// `id` is its own on the page; what it shows, for those who do not see it; what the labels are; in what is counted.
    pub fn new(id: impl Display, shape: Shape, title: impl Display, first: impl Display, unit: impl Display) -> Graph {
        Graph {
            id: id.to_string(),
            title: title.to_string(),
            first: first.to_string(),
            unit: unit.to_string(),
            shape,
            labels: Vec::new(),
            links: Vec::new(),
            series: Vec::new(),
        }
    }

    /// The next label and where its records are.
    pub fn label(mut self, label: impl Display, href: Option<String>) -> Graph {
        self.labels.push(label.to_string());
        self.links.push(href);
        self
    }

    /// A series: for each label its value and how it is written.
    pub fn series(mut self, name: impl Display, values: impl IntoIterator<Item = (Option<f64>, String)>) -> Graph {
        let (values, words) = values.into_iter().unzip();
        self.series.push(Series { name: name.to_string(), values, words });
        self
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Rows of a bar chart, for its height: few, some, many.
    fn height(&self) -> &'static str {
        match (self.shape, self.labels.len()) {
            (Shape::Bars, 0..=4) => "chart-frame chart-frame--low",
            (Shape::Bars, 13..) => "chart-frame chart-frame--high",
            _ => "chart-frame",
        }
    }

    /// The rows of the table: the label and, of each series, what is written and where it leads.
    fn rows(&self) -> Vec<Row<'_>> {
        let cells = |at: usize| {
            let link = |nth: usize| self.links[at].as_deref().filter(|_| nth == 0);
            self.series
                .iter()
                .enumerate()
                .map(|(nth, one)| (one.words.get(at).map_or("", String::as_str), link(nth)))
                .collect()
        };
        self.labels.iter().enumerate().map(|(at, label)| (label.as_str(), cells(at))).collect()
    }

    /// JSON that may stand in an element of a page.
    fn data(&self) -> String {
        let Graph { unit, labels, links, series, .. } = self;
        let data = Data { kind: self.shape, unit, labels, links, series };
        serde_json::to_string(&data).expect("plain data").replace('<', "\\u003c")
    }
}

crate::prints_html!(Graph);

pub(crate) fn examples() -> Vec<Example> {
    let graph = ["9月", "10月", "11月"]
        .into_iter()
        .fold(Graph::new("example", Shape::Lines, "近三个月新入会", "月份", "人"), |graph, month| {
            graph.label(month, Some("#".to_owned()))
        })
        .series("今年", [120, 148, 96].map(|n| (Some(f64::from(n)), n.to_string())))
        .series("去年", [100, 110, 90].map(|n| (Some(f64::from(n)), n.to_string())));
    vec![Example::console("Graph", "和去年比", graph)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_stands_in_the_table_and_no_name_ends_the_data() {
        let html = Graph::new("a", Shape::Bars, "各镇街会员", "工会", "人")
            .label("</script>镇", Some("/x?a=1&b=2".into()))
            .series("会员", [(Some(1248.0), "1,248".to_owned())])
            .to_string();
        assert!(html.contains("1,248") && html.contains("1248.0") && html.contains("a=1&#38;b=2"), "{html}");
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
    }
}
