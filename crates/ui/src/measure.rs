//! A measure as people see it: the figure with its change, its course and its definition.
use crate::{Definition, Desk, Figure, text};
use jiff::civil::Date;
use platform::{
    facts::{Course, Measure, MeasureKind, Period},
    tree::OrgId,
};

/// The figure of a measure at an organisation as of a day. It opens its records where the post may see them.
pub fn figure_of(desk: &Desk, measure: &'static Measure, course: &Course, org: OrgId, as_of: Date) -> Figure {
    let records = measure.records_of(org, Period::month_until(as_of));
    let since = if measure.kind == MeasureKind::Stock { "上月末" } else { "上月同期" };
    let mut definition = Definition::new()
        .line("算的是", measure.definition)
        .line("截至", text::date(as_of))
        .line(since, format!("{}{}", text::count(course.before), measure.unit));
    let mut figure = Figure::new(measure.key, measure.name, text::count(course.value), measure.unit)
        .note(text::change(course.change()))
        .spark(course.months.iter().map(|(_, value)| *value as f64));
    if desk.opens(&records) {
        definition = definition.link("看记录", &records);
        figure = figure.href(&records);
    }
    figure.definition(definition.link("看逐月变化", format!("/console/measures/{}?org={org}", measure.key)))
}
