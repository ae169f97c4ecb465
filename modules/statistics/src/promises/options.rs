//! What a promise can be counted from, as the form offers it.
use super::{counting, store::Source};
use crate::{evidence, small};
use platform::{
    App,
    db::Result,
    facts::{self, Measure, MeasureKind, Period},
    tree::{self, Org, OrgId, Scope},
};
use ui::Choice;

/// Values of a dimension that are offered; of one with more, only the whole.
const MOST: usize = 20;
/// What stands between a measure and a value of its dimension.
const BETWEEN: char = '|';

/// As it stands in the form: `cases|pay`.
pub fn key(measure: &str, dimension: &str) -> String {
    if dimension.is_empty() { measure.to_owned() } else { format!("{measure}{BETWEEN}{dimension}") }
}
/// The measure and the value of its dimension.
pub fn split(key: &str) -> (&str, &str) {
    key.split_once(BETWEEN).unwrap_or((key, ""))
}

/// Everything that can be counted here: each measure whole, and by the values of its dimension that were counted this year and last.
pub async fn all(app: &App, org: &Org, kept: &[Source]) -> Result<Vec<Choice>> {
    let mut choices = vec![Choice::new("", "还没有数据来源")];
    let today = app.today();
    let period = Period { from: jiff::civil::date(today.year() - 1, 1, 1), to: today };
    let measures: Vec<&'static Measure> = app
        .modules
        .iter()
        .flat_map(|m| m.measures.iter().copied())
        .filter(|measure| !small::is_small(app, measure.key))
        .collect();
    for measure in measures {
        if measure.kind != MeasureKind::Parts {
            choices.push(Choice::new(measure.key, format!("{}（{}）", measure.name, measure.unit)));
        }
        for (value, word) in values(app, measure, org, period).await? {
            let unit = unit(app, measure, &value).await?;
            choices.push(Choice::new(key(measure.key, &value), format!("{}：{word}（{unit}）", measure.name)));
        }
    }
    for source in kept {
        let key = key(&source.measure, &source.dimension);
        if !choices.iter().any(|choice| choice.value() == key) {
            let name = name(app, &source.measure, &source.dimension).await?;
            choices.push(Choice::new(&key, name.unwrap_or_else(|| format!("{}（已经不在平台里）", source.measure))));
        }
    }
    Ok(choices)
}
/// The values of a measure's dimension with their words.
async fn values(app: &App, measure: &'static Measure, org: &Org, period: Period) -> Result<Vec<(String, String)>> {
    if measure.key == evidence::DONE.key || measure.key == evidence::PEOPLE.key {
        return Ok(evidence::kinds(app).await?.into_iter().map(|kind| (kind.name.clone(), kind.name)).collect());
    }
    let known = facts::dimension(app, measure.key);
    // Of what can be merged no single one is chosen: its number may be gone tomorrow.
    if known.map_or(measure.kind != MeasureKind::Parts, |dimension| dimension.of.is_some()) {
        return Ok(Vec::new());
    }
    let counted = facts::by_dimension(&app.db, measure, &Scope::below(&org.path), period).await?;
    let keys: Vec<String> = counted.into_iter().map(|(key, _)| key).filter(|key| !key.is_empty()).collect();
    if keys.len() > MOST {
        return Ok(Vec::new());
    }
    let words = match known {
        Some(dimension) => (dimension.words)(app.clone(), keys.clone()).await?,
        None => keys.clone(),
    };
    Ok(keys.into_iter().zip(words).collect())
}
/// In what it is counted.
pub async fn unit(app: &App, measure: &Measure, dimension: &str) -> Result<String> {
    if measure.key == evidence::DONE.key {
        let kinds = evidence::kinds(app).await?;
        return Ok(kinds
            .into_iter()
            .find(|kind| kind.name == dimension)
            .map_or_else(|| measure.unit.to_owned(), |kind| kind.unit));
    }
    Ok(measure.unit.to_owned())
}
/// 收到诉求：欠薪; none where there is no such measure.
pub async fn name(app: &App, measure: &str, dimension: &str) -> Result<Option<String>> {
    let Some(measure) = counting::measure(app, measure) else { return Ok(None) };
    if dimension.is_empty() {
        return Ok(Some(measure.name.to_owned()));
    }
    let word = match facts::dimension(app, measure.key) {
        Some(known) => (known.words)(app.clone(), vec![dimension.to_owned()]).await?.pop(),
        None => None,
    };
    Ok(Some(format!("{}：{}", measure.name, word.unwrap_or_else(|| dimension.to_owned()))))
}
/// The unions whose branch can be chosen: the own one with all below it, then those directly below.
pub async fn branches(app: &App, org: OrgId) -> Result<Vec<Choice>> {
    let below = tree::children(&app.db, org).await?;
    let first = Choice::new("", "本级和全部下级");
    Ok(std::iter::once(first).chain(below.into_iter().map(|org| Choice::new(org.id, org.name))).collect())
}
