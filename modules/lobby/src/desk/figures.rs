//! The figures beside the work list: what the modules count, as far as the post may see it.
use super::rules;
use directory::{
    employers::coverage::{self, FROM_HUNDRED, Share},
    permissions::FIGURES_READ,
    unions::{self, UnionKind},
};
use jiff::civil::Date;
use platform::{
    App, Module,
    facts::{self, Course, Featured, Measure, MeasureKind},
    tree::Scope,
    web::Result,
};
use ui::{Definition, Desk, Figure, Figures, text};

/// Months of a figure's course.
const MONTHS: i64 = 6;

/// Title, period and figures; none where the post sees no figures.
pub async fn column(desk: &Desk) -> Result<Option<(&'static str, String, Figures)>> {
    let (post, today) = (desk.post(), desk.app.today());
    let scope = Scope::below(&post.path);
    let mut figures = Vec::new();
    for measure in seen(desk) {
        let course = course(&desk.app, measure, &scope, today).await?;
        figures.push(ui::figure_of(desk, measure, &course, post.org, today));
    }
    if desk.may(FIGURES_READ) {
        figures.extend(covered(desk, &scope, today).await?);
    }
    let kind = unions::store::find(&desk.app.db, post.org).await?.and_then(|union| union.kind());
    let title = match kind {
        Some(UnionKind::Province) => "本省数字",
        Some(UnionKind::City) => "本市数字",
        Some(UnionKind::County) => "本县数字",
        _ => "本会数字",
    };
    let period = format!("{}，比上月同期", rules::month_so_far(today));
    Ok((!figures.is_empty()).then(|| (title, period, Figures::list(figures))))
}

/// Totals only: what counts by dimension stands in the sheet. Of a module that says what stands on the sheet, the first few of that.
fn seen(desk: &Desk) -> impl Iterator<Item = &'static Measure> {
    let of = |module: &Module| -> Vec<&'static Measure> {
        let featured = module.featured.iter().filter_map(|one| match one {
            Featured::Measure(measure) => Some(*measure),
            _ => None,
        });
        if module.featured.is_empty() { module.measures.to_vec() } else { featured.take(FEATURED).collect() }
    };
    let measures = desk.app.modules.iter().flat_map(of);
    measures.filter(|m| m.kind != MeasureKind::Parts && desk.may(m.needs))
}
const FEATURED: usize = 3;

/// The course of a measure; one that was dear to count is shown for a minute as it was.
async fn course(app: &App, measure: &Measure, scope: &Scope, today: Date) -> Result<Course> {
    let key = format!("course.{}.{}.{today}", measure.key, scope.from);
    Ok(app.once(key, SECONDS, facts::course(&app.db, measure, scope, today, MONTHS)).await?)
}
const SECONDS: u64 = 60;

async fn covered(desk: &Desk, scope: &Scope, today: Date) -> Result<Option<Figure>> {
    let share = async |day: Date| -> Result<Share> {
        let count = coverage::count(&desk.app.db, scope, day);
        let rows = desk.app.once(format!("covered.{}.{day}", scope.from), SECONDS, count).await?;
        Ok(Share::of(&rows, |row| FROM_HUNDRED.takes(row)))
    };
    let now = share(today).await?;
    let before = share(today.first_of_month().yesterday().unwrap_or(today)).await?;
    let Some(rate) = now.rate() else { return Ok(None) };
    let change = before.rate().map_or(0.0, |before| 100.0 * (rate - before));
    let org = desk.post().org;
    let records = coverage::records(org, FROM_HUNDRED.least, None);
    let mut definition = Definition::new()
        .line("分子", format!("{}，{}家", coverage::NUMERATOR, text::count(now.covered)))
        .line("分母", format!("{}里{}的{}家", coverage::DENOMINATOR, FROM_HUNDRED.size, text::count(now.employers)))
        .line("归谁", coverage::PLACED)
        .line("截至", text::date(today));
    let mut figure = Figure::new(FROM_HUNDRED.key, FROM_HUNDRED.name, format!("{:.1}", 100.0 * rate), "%")
        .note(rules::points(change));
    if desk.opens(&records) {
        definition = definition.link(format!("看这{}家", text::count(now.employers)), &records);
        figure = figure.href(&records);
    }
    Ok(Some(figure.definition(definition)))
}
