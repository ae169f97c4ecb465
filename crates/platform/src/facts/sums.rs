//! Where the amounts of a figure lie, as text of statements: what was counted below an organisation, at itself, and what is not folded yet.
use super::{MeasureKind, Period};
use crate::{db::Value, tree::EVER, vals};
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
/// `measures` are conditions such as `= $9`; $1 to $8 are those of [`spans`].
pub fn branch(orgs: &str, measures: &str, kind: MeasureKind) -> String {
    let days = |table: &str, from: u8| {
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
           WHERE m.org {orgs} AND m.measure {measures} AND m.month >= $1 AND m.month <= $2 \
         UNION ALL {} UNION ALL {} UNION ALL {} \
         UNION ALL SELECT p.org, p.measure, p.day, p.dimension, p.amount FROM ({open}) p WHERE p.day >= $7 AND p.day <= $8",
        days("fact_branch_days", 3),
        days("fact_branch_days", 5),
        days("fact_days", 7),
    )
}

/// The values $1 to $8: whole months, days before and after them, and the period itself.
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
