//! The page.
use super::{
    PATH,
    store::{Entry, Wanted},
};
use crate::{
    figure::Known,
    measures::{definition, seen},
    small,
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    facts::{self, Measure, Period},
    opening::{self, Opening},
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result},
};
use std::collections::HashMap;
use ui::{Address, Crumb, Desk, Empty, Pager, filters, text};

const PAGE: i64 = 50;
const KNOWN: &[&str] = &["measure", "org", "from", "to", "part"];

struct Line {
    day: Date,
    org: String,
    part: String,
    amount: i64,
    /// What the record is called and its address.
    record: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "counted/page.html")]
struct CountedPage {
    frame: ui::Console,
    said: String,
    definition: Vec<(&'static str, String)>,
    unit: &'static str,
    /// What the figure says.
    total: i64,
    count: i64,
    /// Why these do not add up to it.
    apart: Option<String>,
    /// What its dimension is called.
    dimension: Option<&'static str>,
    lines: Vec<Line>,
    empty: Empty,
    pager: Pager,
}

/// What is asked for; the post may see it.
struct Asked {
    measure: &'static Measure,
    org: Org,
    period: Period,
    part: Option<String>,
}
impl Asked {
    async fn of(desk: &Desk, fields: &Fields) -> Result<Asked> {
        let wanted = fields.get("measure");
        let measure = seen(desk).find_map(|known| match known {
            Known::Measure(measure) if measure.key == wanted => Some(measure),
            _ => None,
        });
        let measure = measure.filter(|one| !small::is_small(&desk.app, one.key)).ok_or(Error::NotFound)?;
        let id = fields.number("org").map_or(desk.post().org, OrgId);
        let org = tree::within(&desk.app.db, &desk.scope(measure.needs)?, id).await?.ok_or(Error::NotFound)?;
        let today = desk.app.today();
        let day = |name: &str, otherwise: Date| fields.get(name).parse().unwrap_or(otherwise);
        let to = day("to", today).min(today);
        let period = Period { from: day("from", to.saturating_sub(1.year())).min(to), to };
        Ok(Asked { measure, org, period, part: fields.opt("part").map(str::to_owned) })
    }
    /// What the figure says.
    async fn figure(&self, app: &App, scope: &Scope) -> Result<i64> {
        let period = match self.measure.kind {
            facts::MeasureKind::Stock => Period::until(self.period.to),
            _ => self.period,
        };
        if self.part.is_none() && self.measure.kind != facts::MeasureKind::Parts {
            return Ok(facts::value(&app.db, self.measure, scope, period).await?);
        }
        let parts = facts::by_dimension(&app.db, self.measure, scope, period).await?;
        let asked = parts.into_iter().filter(|(key, _)| self.part.as_ref().is_none_or(|part| part == key));
        Ok(asked.map(|(_, amount)| amount).sum())
    }
}

pub async fn show(desk: Desk, fields: Fields) -> Result<Response> {
    if !fields.has("measure") {
        return Ok(Redirect::to("/console/measures").into_response());
    }
    let asked = Asked::of(&desk, &fields).await?;
    let (app, scope) = (&desk.app, Scope::below(&asked.org.path));
    let wanted = Wanted { measure: asked.measure, scope: &scope, period: asked.period, part: asked.part.as_deref() };
    let after = fields.get("after").split_once('.').and_then(|(day, id)| Some((day, id.parse().ok()?)));
    let mut entries = wanted.page(&app.db, after, PAGE + 1).await?;
    let more = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    let address = Address::of(PATH, &fields, KNOWN);
    let next = entries.last().filter(|_| more).map(|last| address.with("after", format!("{}.{}", last.day, last.id)));
    let (count, sum) = wanted.sum(&app.db).await?;
    let total = asked.figure(app, &scope).await?;
    let known = Known::Measure(asked.measure);
    let parts = part_words(app, asked.measure, asked.part.iter().cloned().collect()).await?;
    let part = asked.part.as_ref().and_then(|key| parts.get(key)).map_or_else(String::new, |word| format!("：{word}"));
    let crumb = vec![Crumb::to(asked.org.name.clone(), format!("/console/sheet?org={}", asked.org.id))];
    let page = CountedPage {
        frame: desk.frame(&format!("{}{part}，逐条记录", known.name()), "/console/measures", crumb),
        said: said(&asked, app.today()),
        definition: definition(known),
        unit: known.unit(),
        apart: (total != sum).then(|| apart(total, sum, known.unit())),
        total,
        count,
        dimension: facts::dimension(app, asked.measure.key)
            .map(|one| one.name)
            .or((asked.measure.kind == facts::MeasureKind::Parts).then_some("分项")),
        lines: lines(&desk, asked.measure, entries).await?,
        empty: Empty::new("这段时间没有记录"),
        pager: Pager::new("日期近的在前")
            .previous(after.map(|_| address.to_string()))
            .next(next.map(|next| next.to_string())),
    };
    Ok(desk.show(&page))
}
fn said(asked: &Asked, today: Date) -> String {
    let Asked { measure, org, period, .. } = asked;
    match measure.kind {
        facts::MeasureKind::Stock => format!("{}和下级，截至{}", org.name, text::near(period.to, today)),
        _ => format!("{}和下级，{}至{}", org.name, text::near(period.from, today), text::near(period.to, today)),
    }
}
fn apart(total: i64, sum: i64, unit: &str) -> String {
    format!(
        "数字是{}{unit}，这里一共{}{unit}：有工会改过隶属，当时的数留在原来的上级；或者有一批刚刚导入，还没有放出来",
        text::count(total),
        text::count(sum)
    )
}
/// The keys of a dimension in words.
async fn part_words(app: &App, measure: &Measure, mut keys: Vec<String>) -> Result<HashMap<String, String>> {
    keys.sort_unstable();
    keys.dedup();
    let words = match facts::dimension(app, measure.key) {
        Some(known) => (known.words)(app.clone(), keys.clone()).await?,
        None => keys.clone(),
    };
    Ok(keys.into_iter().zip(words).collect())
}
async fn lines(desk: &Desk, measure: &Measure, entries: Vec<Entry>) -> Result<Vec<Line>> {
    let app = &desk.app;
    let words = part_words(app, measure, entries.iter().map(|one| one.dimension.clone()).collect()).await?;
    let mut opened: HashMap<&'static str, HashMap<i64, (String, String)>> = HashMap::new();
    for opening in app.declared::<Opening>().filter(|one| desk.may(one.needs)) {
        let of_kind = entries.iter().filter(|one| one.record == opening.record);
        let numbers: Vec<i64> = of_kind.map(|one| one.record_id).collect();
        if !numbers.is_empty() {
            let pages = (opening.pages)(app.clone(), desk.scope(opening.needs)?, numbers).await?;
            opened.insert(opening.record, opening::by_number(pages));
        }
    }
    let line = |one: Entry| Line {
        day: one.day.parse().unwrap_or_default(),
        org: one.org_name,
        part: words.get(&one.dimension).cloned().unwrap_or_default(),
        amount: one.amount,
        record: opened.get(one.record.as_str()).and_then(|pages| pages.get(&one.record_id)).cloned(),
    };
    Ok(entries.into_iter().map(line).collect())
}
