//! A figure as people see it: its value in words, and what it means. The words are the catalogue's wherever a figure stands.
use crate::{figure::Known, small};
use directory::employers::coverage::{DENOMINATOR, NUMERATOR, PLACED};
use platform::{facts::Period, tree::OrgId};
use ui::{Definition, Desk, Figure, text};

/// Seconds for which a counted page is good, where no act came meanwhile.
pub const GOOD_FOR: u64 = 10;

/// What was counted: a number, or one of something over another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Number(i64),
    Share(i64, i64),
    /// Few people: it is not shown, nor what would tell it.
    Hidden,
}
impl Value {
    /// Nothing counted yet.
    pub fn none(known: Known) -> Value {
        match known {
            Known::Measure(_) | Known::Spread(_) => Value::Number(0),
            Known::Rate(_) | Known::Ratio(_) => Value::Share(0, 0),
        }
    }
    #[must_use]
    pub fn plus(self, other: Value) -> Value {
        match (self, other) {
            (Value::Share(top, bottom), Value::Share(more, under)) => Value::Share(top + more, bottom + under),
            (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
            (Value::Hidden, _) | (_, Value::Hidden) => Value::Hidden,
            (kept, _) => kept,
        }
    }
    /// As a number; none where nothing divides it.
    pub fn amount(self, known: Known) -> Option<f64> {
        match (self, known) {
            (Value::Hidden, _) => None,
            (Value::Number(number), _) => Some(number as f64),
            (Value::Share(top, bottom), Known::Ratio(ratio)) => ratio.of((top, bottom)),
            (Value::Share(top, bottom), _) => (bottom != 0).then(|| 100.0 * top as f64 / bottom as f64),
        }
    }
    pub fn is_nothing(self) -> bool {
        matches!(self, Value::Number(0) | Value::Share(0, 0))
    }
    /// 1,284; 96.4; — where nothing divides it.
    pub fn words(self, known: Known) -> String {
        match (self, self.amount(known)) {
            (Value::Number(number), _) => text::count(number),
            (Value::Hidden, _) => small::HIDDEN.into(),
            (Value::Share(..), Some(amount)) => format!("{amount:.1}"),
            (Value::Share(..), None) => "—".into(),
        }
    }
    /// 1,284人; 不显示.
    pub fn with_unit(self, known: Known) -> String {
        let unit = if self == Value::Hidden { "" } else { known.unit() };
        format!("{}{unit}", self.words(known))
    }
    /// How it changed: +312, +1.2个百分点; none where one of the two can't be said.
    pub fn change(self, before: Value, known: Known) -> Option<String> {
        if let (Value::Number(now), Value::Number(before)) = (self, before) {
            return Some(text::change(now - before));
        }
        let by = self.amount(known)? - before.amount(known)?;
        let unit = if known.unit() == "%" { "个百分点" } else { known.unit() };
        Some(match format!("{:.1}", by.abs()).as_str() {
            "0.0" => "没变".into(),
            size => format!("{}{size}{unit}", if by < 0.0 { '−' } else { '+' }),
        })
    }
}

/// What a figure means, with what it was counted from.
pub fn explained(known: Known, value: Value) -> Definition {
    let definition = Definition::new();
    let said = |n: i64, unit: &str| format!("{}{unit}", text::count(n));
    match (known, value) {
        (Known::Ratio(ratio), Value::Share(top, bottom)) => {
            let line = |measure: &platform::facts::Measure, n| {
                format!("{}，{}。{}", measure.name, said(n, measure.unit), measure.definition)
            };
            definition.line("分子", line(ratio.numerator, top)).line("分母", line(ratio.denominator, bottom))
        }
        (Known::Rate(rate), Value::Share(top, bottom)) => definition
            .line("分子", format!("{NUMERATOR}，{}", said(top, "家")))
            .line("分母", format!("{DENOMINATOR}里{}的{}", rate.size, said(bottom, "家")))
            .line("归谁", PLACED),
        _ => definition.line("算的是", known.definition()),
    }
}
/// Numerator over denominator, of what has both: 397 / 412件.
pub fn base(known: Known, value: Value) -> Option<String> {
    let Value::Share(top, bottom) = value else { return None };
    let (over, under) = match known {
        Known::Ratio(ratio) if ratio.numerator.unit != ratio.denominator.unit => {
            (ratio.numerator.unit, ratio.denominator.unit)
        }
        Known::Ratio(ratio) => ("", ratio.denominator.unit),
        _ => ("", "家"),
    };
    Some(format!("{}{over} / {}{under}", text::count(top), text::count(bottom)))
}

/// Where the records of a figure are, if there is a list of them that the post may open: what there was on a day that is over has none.
pub fn records(desk: &Desk, known: Known, org: OrgId, period: Period) -> Option<String> {
    if known.is_stock() && period.to < desk.app.today() {
        return None;
    }
    Some(known.records(org, period)).filter(|records| desk.opens(records))
}

/// The figure with its definition and the way to its records. `before`: what it is compared with, and how that is called.
pub fn figure(
    desk: &Desk,
    known: Known,
    value: Value,
    before: Option<(&str, Value)>,
    (org, period): (OrgId, Period),
) -> Figure {
    let mut definition = explained(known, value);
    definition = if known.is_stock() {
        definition.line("截至", text::date(period.to))
    } else {
        definition.line("期间", format!("{}至{}", text::date(period.from), text::date(period.to)))
    };
    let mut notes: Vec<String> = base(known, value).into_iter().collect();
    if let Some((name, before)) = before {
        definition = definition.line(name, before.with_unit(known));
        notes.extend(value.change(before, known).map(|change| format!("比{name} {change}")));
    }
    let unit = if value == Value::Hidden { "" } else { known.unit() };
    let mut figure = Figure::new(known.key(), known.name(), value.words(known), unit).note(notes.join("，"));
    if let Some(records) = records(desk, known, org, period) {
        let words = if matches!(known, Known::Ratio(_)) { "看分母的记录" } else { "看记录" };
        definition = definition.link(words, &records);
        figure = figure.href(&records);
    }
    figure.definition(definition.link("看逐月变化", format!("/console/measures/{}?org={org}", known.key())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Known;
    use directory::{employers::coverage::FROM_HUNDRED, members::MEMBERS};

    #[test]
    fn a_change_is_said_in_the_unit_of_the_figure() {
        let (members, rate) = (Known::Measure(MEMBERS), Known::Rate(FROM_HUNDRED));
        assert_eq!(Value::Number(5).change(Value::Number(8), members).as_deref(), Some("−3"));
        assert_eq!(Value::Share(3, 4).change(Value::Share(1, 2), rate).as_deref(), Some("+25.0个百分点"));
        assert_eq!(Value::Share(1, 2).change(Value::Share(2, 4), rate).as_deref(), Some("没变"));
        assert_eq!(Value::Share(0, 0).change(Value::Share(2, 4), rate), None);
        assert_eq!((Value::Share(0, 0).words(rate), Value::Share(2, 3).words(rate)), ("—".into(), "66.7".into()));
        assert_eq!(Value::Hidden.plus(Value::Number(3)), Value::Hidden, "a sum would tell it");
        assert_eq!(
            (Value::Hidden.with_unit(members), Value::Hidden.change(Value::Number(1), members)),
            ("不显示".into(), None)
        );
        assert_eq!(base(rate, Value::Share(1200, 3000)).as_deref(), Some("1,200 / 3,000家"));
    }
}
