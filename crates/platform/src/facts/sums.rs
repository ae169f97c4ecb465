//! Where the amounts of a figure lie, as text of statements: what was counted below an organisation, at itself, and what is not folded yet.
use super::{Measure, MeasureKind, Period};
use crate::{
    db::Value,
    tree::{EVER, OrgId},
    vals,
};
use jiff::{ToSpan, civil::Date};

/// Rows of a source at each organisation under which they count (`org`), on the day on which they count there.
///
/// A flow counts under whoever stood above on its day. A stock passes over when its organisation moves: it is taken from those who lose the
/// organisation on the day of the move, and given to those who get it. `source` joins a table `s` to `organisation_lines l`; `stock` tells
/// the stocks; `times` turns what is written into what is added.
pub fn placed(source: &str, wanted: &str, stock: &str, times: &str) -> String {
    format!(
        "SELECT l.ancestor AS org, s.org AS acting, s.measure, CASE WHEN s.day < l.since THEN l.since ELSE s.day END AS day, s.dimension, s.amount * {times} AS amount \
           FROM {source} WHERE s.org = l.org AND {wanted} AND s.day < l.until AND (s.day >= l.since OR {stock}) \
         UNION ALL SELECT l.ancestor AS org, s.org AS acting, s.measure, l.until AS day, s.dimension, -(s.amount * {times}) AS amount \
           FROM {source} WHERE s.org = l.org AND {wanted} AND s.day < l.until AND l.until < '{EVER}' AND {stock}"
    )
}
/// For a statement about one kind of measure.
pub fn stock(kind: MeasureKind) -> &'static str {
    if kind == MeasureKind::Stock { "1 = 1" } else { "1 = 0" }
}

/// All amounts of some measures of one kind at some organisations and below them: org, measure, day (or month), dimension, amount. `orgs` and
/// `measures` are conditions such as `= $9`; the values of [`spans`] begin at `$first`.
pub fn branch(orgs: &str, measures: &str, kind: MeasureKind, first: usize) -> String {
    let days = |table: &str, from: usize| {
        format!(
            "SELECT b.org, b.measure, b.day, b.dimension, b.amount FROM {table} b \
             WHERE b.org {orgs} AND b.measure {measures} AND b.day >= ${from} AND b.day <= ${}",
            from + 1
        )
    };
    let open = placed(
        "facts s CROSS JOIN organisation_lines l",
        &format!("s.rolled = 0 AND s.measure {measures} AND l.ancestor {orgs}"),
        stock(kind),
        "1",
    );
    format!(
        "SELECT m.org, m.measure, m.month AS day, m.dimension, m.amount FROM fact_branch_months m \
           WHERE m.org {orgs} AND m.measure {measures} AND m.month >= ${first} AND m.month <= ${} \
         UNION ALL {} UNION ALL {} UNION ALL {} \
         UNION ALL SELECT p.org, p.measure, p.day, p.dimension, p.amount FROM ({open}) p WHERE p.day >= ${} AND p.day <= ${}",
        first + 1,
        days("fact_branch_days", first + 2),
        days("fact_branch_days", first + 4),
        days("fact_days", first + 6),
        first + 6,
        first + 7,
    )
}

/// Eight values: whole months, days before and after them, and the period itself.
pub fn spans(period: Period) -> Vec<Value> {
    let Period { from, to } = period;
    let month = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
    let none = || ("9".to_owned(), "0".to_owned());
    let days = |from: Date, to: Date| (from.to_string(), to.to_string());
    let (begins, ends) = (from == from.first_of_month(), to == to.last_of_month());
    let (months, head, tail) = if from > to {
        (none(), none(), none())
    } else if month(from) == month(to) && !(begins && ends) {
        (none(), days(from, to), none())
    } else {
        let first = if begins { from } else { from.first_of_month().saturating_add(1.month()) };
        let last = if ends { month(to) } else { to.first_of_month().yesterday().map_or("0".into(), month) };
        let head = if begins { none() } else { days(from, from.last_of_month()) };
        let tail = if ends { none() } else { days(to.first_of_month(), to) };
        ((month(first), last), head, tail)
    };
    vals![months.0, months.1, head.0, head.1, tail.0, tail.1, from, to]
}

/// Organisations, each with all below it.
pub enum Orgs<'a> {
    These(&'a [OrgId]),
    /// One, and each directly below it (closed ones too).
    Around(OrgId),
}

/// Several readings of the same organisations, asked for in one statement.
pub struct Readings {
    orgs: String,
    parts: Vec<String>,
    values: Vec<Value>,
}
impl Readings {
    pub fn of(orgs: &Orgs<'_>) -> Readings {
        let (orgs, values) = match orgs {
            Orgs::These([one]) => ("= $1".into(), vals![*one]),
            Orgs::These(these) => (one_of(1, these.len()), these.iter().flat_map(|org| vals![*org]).collect()),
            Orgs::Around(org) => {
                let around =
                    "IN (SELECT CAST($1 AS BIGINT) UNION ALL SELECT c.id FROM organisations c WHERE c.parent = $1)";
                (around.into(), vals![*org])
            }
        };
        Readings { orgs, parts: Vec::new(), values }
    }
    /// Reads some measures of one kind over a period: of a stock, how much it changed. Rows carry the number of the reading (`part`).
    pub fn add(&mut self, measures: &[&Measure], kind: MeasureKind, period: Period) {
        let first = self.values.len() + 1;
        self.values.extend(spans(period));
        let keys = one_of(self.values.len() + 1, measures.len());
        self.values.extend(measures.iter().flat_map(|measure| vals![measure.key]));
        let rows = branch(&self.orgs, &keys, kind, first);
        self.parts.push(format!("SELECT CAST({} AS BIGINT) AS part, r.* FROM ({rows}) r", self.parts.len()));
    }
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
    /// One more value of the statement: its place.
    pub fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
    /// The rows (part, org, measure, day, dimension, amount) as the text of a table, and the values.
    pub fn rows(self) -> (String, Vec<Value>) {
        (self.parts.join(" UNION ALL "), self.values)
    }
}

/// `IN ($9, $10)` for so many values.
pub fn one_of(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("IN ({})", places.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Which of the three runs a day lies in.
    fn holds(values: &[Value], day: Date) -> [bool; 3] {
        let text: Vec<String> = values
            .iter()
            .map(|value| match value {
                Value::Text(Some(text)) => text.clone(),
                _ => unreachable!("texts only"),
            })
            .collect();
        let (day, month) = (day.to_string(), day.to_string()[..7].to_owned());
        [text[0] <= month && month <= text[1], text[2] <= day && day <= text[3], text[4] <= day && day <= text[5]]
    }

    #[test]
    fn months_and_days_around_them_hold_each_day_of_a_period_once_and_no_other() {
        let first = date(2026, 1, 1);
        let day = |n: i64| first.saturating_add(n.days());
        for from in (0..100).step_by(3).chain([0, 31, 59, 90]) {
            for to in (0..100).step_by(7).chain([30, 58, 89, 30 + 28]) {
                let values = spans(Period { from: day(from), to: day(to) });
                for n in -2..103 {
                    let times = holds(&values, day(n)).into_iter().filter(|held| *held).count();
                    assert_eq!(times, usize::from(from <= n && n <= to), "{from} to {to}: {n}");
                }
            }
        }
    }
}
