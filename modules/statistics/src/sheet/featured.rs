//! What other modules put on the sheet: their measures, and figures of one over another with both of them beside.
use crate::{
    figure::Known,
    shown::{self, Value},
    small,
};
use platform::{
    App,
    db::Result,
    facts::{self, Course, Featured, Measure, Period, Ratio, Reading},
    tree::{OrgId, Scope},
};
use std::collections::HashMap;
use ui::{Desk, Figure, Figures, text};

/// A figure, counted.
#[derive(Clone)]
pub struct Counted {
    pub what: Featured,
    /// Of a measure.
    pub course: Option<Course>,
    /// Of a ratio: numerator and denominator, in the period and in that before; of a spread: how many.
    pub parts: ((i64, i64), (i64, i64)),
}
/// The figures of a module.
#[derive(Clone)]
pub struct Section {
    pub name: &'static str,
    pub figures: Vec<Counted>,
}

/// What is counted for all figures together, in a few statements.
struct All {
    courses: HashMap<&'static str, Course>,
    /// Of the ratios: in the period, and in that before.
    parts: HashMap<&'static str, [i64; 2]>,
}
impl All {
    async fn of(app: &App, wanted: impl Iterator<Item = &Featured>, scope: &Scope, period: Period) -> Result<All> {
        let (mut courses, mut parts): (Vec<&'static Measure>, Vec<&'static Measure>) = Default::default();
        for what in wanted {
            match what {
                Featured::Measure(measure) => courses.push(measure),
                Featured::Ratio(ratio) => parts.extend([ratio.numerator, ratio.denominator]),
                Featured::Spread(_) => {}
            }
        }
        parts.sort_by_key(|measure| measure.key);
        parts.dedup_by_key(|measure| measure.key);
        let [now, before] =
            [period, period.month_before()].map(|period| Reading { measures: &parts, period, changes: false });
        let counted = facts::at(&app.db, scope, &[now, before]).await?;
        let (now, before) = counted.split_at(parts.len());
        let values = now.iter().zip(before).map(|(now, before)| [*now, *before]);
        let drawn = facts::courses(&app.db, &courses, scope, period.to, 12).await?;
        Ok(All {
            parts: parts.iter().map(|measure| measure.key).zip(values).collect(),
            courses: courses.iter().map(|measure| measure.key).zip(drawn).collect(),
        })
    }
    /// Numerator and denominator.
    fn parts(&self, ratio: &Ratio, at: usize) -> (i64, i64) {
        (self.parts[ratio.numerator.key][at], self.parts[ratio.denominator.key][at])
    }
}

/// All of them over the month of a period.
pub async fn count(app: &App, scope: &Scope, period: Period) -> Result<Vec<Section>> {
    let mut all = Vec::new();
    // Counts of few people are given out by quarters only: a sheet of a month has none.
    let is_small = |key: &str| small::is_small(app, key);
    let fits = |what: &Featured| match what {
        Featured::Measure(measure) => !is_small(measure.key),
        Featured::Spread(spread) => !is_small(spread.measure.key),
        Featured::Ratio(ratio) => !is_small(ratio.numerator.key) && !is_small(ratio.denominator.key),
    };
    let wanted: Vec<(&'static str, Vec<Featured>)> = app
        .modules
        .iter()
        .filter(|module| !module.featured.is_empty())
        .map(|module| (module.name, module.featured.iter().copied().filter(fits).collect()))
        .collect();
    let mut counted = All::of(app, wanted.iter().flat_map(|(_, some)| some), scope, period).await?;
    for (name, wanted) in wanted {
        let mut figures = Vec::with_capacity(wanted.len());
        for what in wanted {
            let (mut course, mut parts) = Default::default();
            match what {
                Featured::Measure(measure) => course = counted.courses.remove(measure.key),
                Featured::Ratio(ratio) => parts = (counted.parts(ratio, 0), counted.parts(ratio, 1)),
                Featured::Spread(spread) => {
                    let now = spread.count(&app.db, scope, period).await?;
                    parts = ((now, 0), (spread.count(&app.db, scope, period.month_before()).await?, 0));
                }
            }
            figures.push(Counted { what, course, parts });
        }
        all.push(Section { name, figures });
    }
    Ok(all)
}

/// A ratio as it is shown, to one place.
pub fn shown(ratio: &Ratio, parts: (i64, i64)) -> String {
    ratio.of(parts).map_or_else(|| "—".to_owned(), |value| format!("{value:.1}"))
}
/// The sections that a post may see.
pub fn strips(desk: &Desk, sections: &[Section], (org, period): (OrgId, Period)) -> Vec<(&'static str, Figures)> {
    let strip = |section: &Section| {
        let figures = section.figures.iter().filter_map(|one| match (one.what, &one.course) {
            (Featured::Measure(measure), Some(course)) if desk.may(measure.needs) => {
                let note = format!("比上月 {}", text::change(course.change()));
                Some(ui::figure_of(desk, measure, course, org, period.to).note(note))
            }
            (Featured::Ratio(ratio), _) if desk.may(ratio.needs()) => {
                let (now, before) = one.parts;
                let value = |(top, bottom)| Value::Share(top, bottom);
                let before = Some(("上月同期", value(before)));
                Some(shown::figure(desk, Known::Ratio(ratio), value(now), before, (org, period)))
            }
            (Featured::Spread(spread), _) if desk.may(spread.measure.needs) => {
                let ((now, _), (before, _)) = one.parts;
                let before = Some(("上月同期", Value::Number(before)));
                Some(shown::figure(desk, Known::Spread(spread), Value::Number(now), before, (org, period)))
            }
            _ => None,
        });
        let figures: Vec<Figure> = figures.collect();
        (!figures.is_empty()).then(|| (section.name, Figures::strip(figures)))
    };
    sections.iter().filter_map(strip).collect()
}
