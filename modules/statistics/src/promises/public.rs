//! What workers read: what was promised, how far it is as of when, how it is kept, and what they say of it.
use super::{
    PUBLIC, Promise, PromiseId, counting,
    counting::Counted,
    lines, options, rules,
    rules::State,
    store,
    stories::{self, Story, StoryId},
};
use crate::{plans, small};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::members;
use jiff::civil::Date;
use platform::{
    App,
    ratings::{self, LONGEST, Rating, Tally},
    settings,
    tree::{self, Org, OrgId, PersonId},
    vals,
    web::{Error, Fields, Result, see},
};
use ui::{Button, ErrorSummary, Field, Guest, Life, Pill, Pills, Row, Stamp, Step, Tab, filters, text};

/// What ratings are about.
pub fn about(promise: PromiseId) -> String {
    format!("promise:{promise}")
}
/// How it stands, as one says it.
pub fn said(state: State) -> &'static str {
    match state {
        State::Done => "已经办到",
        State::Ahead => "比计划快",
        State::OnCourse => "按计划在办",
        State::Behind => "比计划慢",
        State::Missed => "没有办到",
        State::Early => "刚开始",
        State::NotBegun => "还没开始",
        State::NoSource => counting::NO_SOURCE,
        State::SourceGone => "数据来源变了，正在重新接，先不显示进度",
    }
}
fn stamp(promise: &Promise, state: State) -> Stamp {
    match state {
        _ if promise.is_withdrawn() => Stamp::plain("不再做"),
        State::Done => Stamp::ok("已经办到"),
        State::Ahead | State::OnCourse => Stamp::info(said(state)),
        State::Behind | State::Missed => Stamp::warn(said(state)),
        _ => Stamp::plain(state.name()),
    }
}

/// A promise as it stands in the list.
struct Line {
    promise: Promise,
    value: Option<i64>,
    percent: f64,
    stamp: Stamp,
    state: State,
}
struct Group {
    org: String,
    sentence: String,
    closed: Option<Date>,
    /// By plan, with its name where there is one.
    plans: Vec<(String, Vec<Line>)>,
}
#[derive(Template)]
#[template(path = "promises/public.html")]
struct IndexPage {
    frame: ui::Member,
    years: Pills,
    groups: Vec<Group>,
    /// Other unions that publish theirs.
    others: Vec<Row>,
    year: i16,
}

pub async fn index(guest: Guest, asked: Fields) -> Result<Response> {
    let (app, today) = (&guest.app, guest.app.today());
    let year = asked.number("year").filter(|year| (2000..=today.year() + 1).contains(year)).unwrap_or(today.year());
    let orgs = match asked.number("org") {
        Some(id) => tree::find(&app.db, OrgId(id)).await?.map(|org| vec![org]).ok_or(Error::NotFound)?,
        None => whose(&guest).await?,
    };
    let mut groups = Vec::new();
    for org in &orgs {
        groups.extend(group(app, org, year).await?);
    }
    let known = publishing(app, year).await?;
    let others = known.iter().filter(|(id, _)| orgs.iter().all(|org| org.id != *id));
    let others = others.map(|(id, name)| Row::new(name).href(format!("{PUBLIC}?org={id}&year={year}"))).collect();
    let named = asked.number::<i64>("org").map(|id| format!("&org={id}")).unwrap_or_default();
    let pill = |y: i16| Pill::new(format!("{y}年"), format!("{PUBLIC}?year={y}{named}")).here(y == year);
    let this = today.year();
    let mut years = vec![this, this - 1];
    if !years.contains(&year) {
        years.push(year);
    }
    let frame = guest.frame("答应职工的实事", Tab::Home, Some("/"));
    Ok(guest
        .show(&IndexPage { frame, years: Pills::new("哪一年", years.into_iter().map(pill)), groups, others, year }))
}
/// The unions whose promises are shown: a member's own with all above it; otherwise the top one's.
async fn whose(guest: &Guest) -> Result<Vec<Org>> {
    let app = &guest.app;
    let membership = match guest.person() {
        Some(person) => members::store::current(&app.db, person).await?,
        None => None,
    };
    match membership {
        Some(membership) => {
            let own = tree::find(&app.db, membership.union_id).await?.ok_or(Error::NotFound)?;
            Ok(tree::line(&app.db, &own).await?)
        }
        None => Ok(tree::root(&app.db).await?.into_iter().collect()),
    }
}
async fn publishing(app: &App, year: i16) -> platform::db::Result<Vec<(OrgId, String)>> {
    let sql = "SELECT DISTINCT o.id, o.name FROM promises p JOIN organisations o ON o.id = p.org WHERE p.year = $1 AND p.stage = 'published' AND p.is_public = 1 ORDER BY o.id LIMIT 100";
    app.db.all(sql, vals![i64::from(year)]).await
}
async fn group(app: &App, org: &Org, year: i16) -> Result<Option<Group>> {
    let mut all = store::of_year(&app.db, org.id, year).await?;
    all.retain(Promise::is_public);
    if all.is_empty() {
        return Ok(None);
    }
    let counted = counting::counted(app, all).await?;
    let lines: Vec<Line> = counted.into_iter().map(line).collect();
    let kept = lines.iter().filter(|line| !line.promise.is_withdrawn());
    let (number, done) = (kept.clone().count(), kept.filter(|line| line.state == State::Done).count());
    let until = app.today().min(rules::bounds(year).1);
    let sentence = format!("{number}件实事，{done}件已经办到。截至{}", text::near(until, app.today()));
    let parts = plans::store::names(&app.db, org.id, year).await?;
    let plan_of =
        |line: &Line| parts.iter().find(|(part, ..)| Some(*part) == line.promise.part).map_or("", |one| one.2.as_str());
    let mut plans: Vec<(String, Vec<Line>)> = Vec::new();
    for line in lines {
        let plan = plan_of(&line).to_owned();
        match plans.last_mut().filter(|(name, _)| *name == plan) {
            Some((_, lines)) => lines.push(line),
            None => plans.push((plan, vec![line])),
        }
    }
    let closed = store::closed(org.closed_on.as_deref(), app.today());
    Ok(Some(Group { org: org.name.clone(), sentence, closed, plans }))
}
fn line(counted: Counted) -> Line {
    let Counted { promise, progress, .. } = counted;
    let percent = progress.share.map_or(0.0, |share| 100.0 * share);
    Line { value: progress.value, percent, stamp: stamp(&promise, progress.state), state: progress.state, promise }
}

#[derive(Template)]
#[template(path = "promises/public-one.html")]
struct ShowPage {
    frame: ui::Member,
    line: Line,
    until: Date,
    /// Of the year that is over, in per cent.
    gone: i64,
    unions: Vec<String>,
    sources: Vec<(String, &'static str)>,
    milestones: Option<Life>,
    changes: Vec<store::Change>,
    stories: Vec<Story>,
    tally: Tally,
    average: Option<String>,
    least: i64,
    words: Vec<Rating>,
    rating: Vec<Field>,
    rated: bool,
    signed_in: bool,
    closed: Option<Date>,
}
impl ShowPage {
    fn day(&self, at: &i64) -> String {
        text::near(platform::clock::day_of(*at), self.frame.today)
    }
    fn stars(&self, rating: &Rating) -> String {
        format!("{}星", rating.stars)
    }
}

/// A promise that everybody may read.
async fn public(guest: &Guest, id: PromiseId) -> Result<Promise> {
    store::find(&guest.app.db, id).await?.filter(Promise::is_public).ok_or(Error::NotFound)
}
pub async fn show(guest: Guest, Path(promise): Path<PromiseId>) -> Result<Response> {
    let promise = public(&guest, promise).await?;
    Ok(guest.show(&page(&guest, promise, None).await?))
}
/// Whether and as whom somebody may rate: a member of the promising union's branch.
async fn rater(guest: &Guest, promise: &Promise) -> Result<Option<PersonId>> {
    let Some(person) = guest.person() else { return Ok(None) };
    let membership = members::store::current(&guest.app.db, person).await?;
    Ok(membership.filter(|one| one.path.starts_with(&promise.path)).map(|_| person))
}
async fn page(guest: &Guest, promise: Promise, form: Option<&Fields>) -> Result<ShowPage> {
    let (app, today, id) = (&guest.app, guest.app.today(), promise.id);
    let rater = rater(guest, &promise).await?;
    let mine = match rater {
        Some(person) => ratings::of_person(&app.db, &about(id), person).await?,
        None => None,
    };
    let mut filled = Fields::default();
    if let Some(mine) = &mine {
        filled.set("stars", mine.stars.to_string());
        filled.set("words", &mine.words);
    }
    let form = form.unwrap_or(&filled);
    let counted = counting::one(app, promise).await?;
    let mut sources = Vec::new();
    for reading in &counted.readings {
        let name = options::name(app, reading.measure.key, &reading.dimension).await?.unwrap_or_default();
        sources.push((name, reading.measure.definition));
    }
    let unit = counted.promise.unit.clone();
    let steps = counted.milestones.iter().map(|one| {
        let amount = one.amount.map(|amount| format!("到{}{unit}", text::count(amount)));
        let title = amount.clone().unwrap_or_else(|| one.words.clone());
        let step = if one.due < today { Step::done(title) } else { Step::next(title) };
        step.at(text::near(one.due, today))
            .line(Some(one.words.clone()).filter(|words| amount.is_some() && !words.is_empty()))
    });
    let milestones = (!counted.milestones.is_empty()).then(|| Life::story(steps));
    let (gone, days) = rules::gone(counted.promise.year(), today);
    let (least, tally) =
        (settings::number(&app.db, small::LEAST, "", today).await?, ratings::tally(&app.db, &about(id)).await?);
    let mut stories = stories::of(&app.db, id).await?;
    stories.retain(Story::is_published);
    Ok(ShowPage {
        frame: guest.frame("答应职工的实事", Tab::Home, Some(PUBLIC)),
        until: counting::last_day(&counted.promise, today),
        gone: 100 * gone / days,
        unions: store::unions(&app.db, id).await?.into_iter().map(|(_, name, ..)| name).collect(),
        sources,
        milestones,
        changes: store::changes(&app.db, id).await?,
        stories,
        average: tally.average(least).map(|average| format!("{average:.1}")),
        tally,
        least,
        words: ratings::words(&app.db, &about(id), true, 20).await?,
        rating: if rater.is_some() { fields(form) } else { Vec::new() },
        rated: mine.is_some(),
        signed_in: guest.maybe().is_some(),
        closed: store::closed(counted.promise.closed_on.as_deref(), today),
        line: line(counted),
    })
}
fn fields(form: &Fields) -> Vec<Field> {
    let stars =
        [("5", "五星，办得很好"), ("4", "四星，好"), ("3", "三星，一般"), ("2", "二星，不好"), ("1", "一星，很不好")];
    vec![
        Field::radios("stars", "您觉得办得怎么样", stars).of_form(form),
        Field::area("words", "想说的话")
            .optional()
            .hint("工会看过会放到这一页，不写您的名字")
            .attr("rows", 3)
            .attr("maxlength", LONGEST)
            .of_form(form),
    ]
}
pub async fn rate(guest: Guest, Path(promise): Path<PromiseId>, mut form: Fields) -> Result<Response> {
    let promise = public(&guest, promise).await?;
    guest.who()?;
    let Some(person) = rater(&guest, &promise).await? else {
        return Err(Error::NotFound);
    };
    let stars = form.number::<i64>("stars").filter(|stars| (1..=5).contains(stars));
    if stars.is_none() {
        form.fault("stars", "请选几星");
    }
    form.short_enough("words", LONGEST);
    if platform::standards::has_unprintable(&form.get("words").replace(['\n', '\t'], "")) {
        form.fault("words", "里面有看不见的字符，请重新输入");
    }
    let Some(stars) = stars.filter(|_| form.is_right()) else {
        return Ok(guest.refill(&page(&guest, promise, Some(&form)).await?));
    };
    let mut tx = guest.app.db.begin().await?;
    ratings::rate(&mut tx, &guest.app, &about(promise.id), person, stars, form.get("words")).await?;
    tx.commit().await?;
    Ok(see(&promise.public_link(), "谢谢您的评价，想改随时可以改"))
}
pub async fn photo(guest: Guest, Path((promise, story)): Path<(PromiseId, StoryId)>) -> Result<Response> {
    let promise = public(&guest, promise).await?;
    let story =
        stories::find(&guest.app.db, promise.id, story).await?.filter(Story::is_published).ok_or(Error::NotFound)?;
    stories::photo(&guest.app, &story).await
}
