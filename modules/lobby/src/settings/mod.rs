//! Figures and words that a region sets for itself, each from a day on.
//!
//! Promise: what held on a day stays known; a change begins today or later.
mod rules;
#[cfg(test)]
mod tests;

use crate::permissions::{SETTINGS_READ, SETTINGS_WRITE};
use axum::{extract::Path, response::Response};
use directory::unions::{self, Union};
use jiff::civil::Date;
use platform::{
    App, audit,
    rights::Access::Needs,
    settings::{self, Setting, SettingKind, Version},
    standards::Region,
    tree::Scope,
    web::{Error, Fields, Result, Routes, see},
};
use rules::Place;
use ui::{Crumb, Desk, ErrorSummary, Field, filters, text};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/settings", Needs(SETTINGS_READ), index)
        .get("/console/settings/{setting}", Needs(SETTINGS_READ), show)
        .post("/console/settings/{setting}", Needs(SETTINGS_WRITE), change)
}

/// A setting with what holds today and what comes next.
struct Line {
    setting: &'static Setting,
    now: String,
    next: Option<(String, String)>,
}
struct Group {
    module: &'static str,
    lines: Vec<Line>,
}

#[derive(askama::Template)]
#[template(path = "settings/index.html")]
struct IndexPage {
    frame: ui::Console,
    groups: Vec<Group>,
    verb: &'static str,
}

#[derive(askama::Template)]
#[template(path = "settings/setting.html")]
struct SettingPage {
    frame: ui::Console,
    setting: &'static Setting,
    now: String,
    versions: Vec<Shown>,
    errors: ErrorSummary,
    fields: Vec<Field>,
    /// When the newest change was made: a later one means that somebody was quicker.
    seen: i64,
    may_write: bool,
}
struct Shown {
    version: Version,
    region: String,
    value: String,
    /// It holds from a later day on.
    future: bool,
}

fn setting(app: &App, key: &str) -> Result<&'static Setting> {
    app.modules.iter().flat_map(|m| m.settings.iter().copied()).find(|s| s.key == key).ok_or(Error::NotFound)
}
async fn own_union(desk: &Desk) -> Result<Option<Union>> {
    Ok(unions::store::find(&desk.app.db, desk.post().org).await?)
}

async fn index(desk: Desk) -> Result<Response> {
    let region = own_union(&desk).await?.map_or_else(String::new, |union| union.region);
    let mut groups = Vec::new();
    for module in desk.app.modules.iter().filter(|m| !m.settings.is_empty()) {
        let mut lines = Vec::new();
        for setting in module.settings {
            lines.push(line(&desk, setting, &region).await?);
        }
        groups.push(Group { module: module.name, lines });
    }
    let frame = desk.frame("设置", "/console/settings", vec![Crumb::word("全局")]);
    let verb = if desk.may(SETTINGS_WRITE) { "修改" } else { "查看" };
    Ok(desk.show(&IndexPage { frame, groups, verb }))
}

async fn line(desk: &Desk, setting: &'static Setting, region: &str) -> Result<Line> {
    let (db, today) = (&desk.app.db, desk.app.today());
    let now = settings::get(db, setting, region, today).await?;
    let later = settings::versions(db, setting).await?.into_iter().rev();
    let next = later
        .filter(|v| v.from_on > today.to_string() && region.starts_with(&v.region))
        .map(|v| (v.from_on, rules::spoken(setting.kind, &v.value)))
        .next();
    Ok(Line { setting, now: rules::spoken(setting.kind, &now), next })
}

async fn show(desk: Desk, Path(key): Path<String>) -> Result<Response> {
    let setting = setting(&desk.app, &key)?;
    let places = places(&desk).await?;
    let region = own_union(&desk).await?.map_or_else(String::new, |union| union.region);
    let mut form = Fields::default();
    form.set("value", settings::get(&desk.app.db, setting, &region, desk.app.today()).await?);
    form.set("from_on", desk.app.today().to_string());
    form.set("region", places.first().map_or("", |place| place.region.as_str()));
    Ok(desk.show(&page(&desk, setting, &places, &form).await?))
}

async fn page(desk: &Desk, setting: &'static Setting, places: &[Place], form: &Fields) -> Result<SettingPage> {
    let (db, today) = (&desk.app.db, desk.app.today());
    let versions = settings::versions(db, setting).await?;
    let region = own_union(desk).await?.map_or_else(String::new, |union| union.region);
    let now = settings::get(db, setting, &region, today).await?;
    let fields = fields(setting, places, form);
    let crumb = vec![Crumb::to("设置", "/console/settings")];
    Ok(SettingPage {
        frame: desk.frame(setting.name, "/console/settings", crumb),
        now: rules::spoken(setting.kind, &now),
        seen: versions.iter().map(|v| v.set_at).max().unwrap_or(0),
        versions: versions.into_iter().map(|version| shown(setting, places, version, today)).collect(),
        errors: ErrorSummary::of(&fields),
        may_write: desk.may(SETTINGS_WRITE) && !places.is_empty(),
        fields,
        setting,
    })
}

fn shown(setting: &Setting, places: &[Place], version: Version, today: Date) -> Shown {
    let known = places.iter().find(|place| place.region == version.region).map(|place| place.name.clone());
    let named = || Region::find(&version.region).map(Region::full_name);
    Shown {
        region: known.or_else(named).unwrap_or_else(|| rules::region_words(&version.region)),
        value: rules::spoken(setting.kind, &version.value),
        future: version.from_on > today.to_string(),
        version,
    }
}

fn fields(setting: &Setting, places: &[Place], form: &Fields) -> Vec<Field> {
    let value = match setting.kind {
        SettingKind::Number { least, most, unit } => {
            Field::number("value", format!("新的值（{unit}）")).hint(format!("{least}到{most}之间的整数"))
        }
        SettingKind::Text => Field::text("value", "新的值"),
        SettingKind::Choice(all) => Field::radios("value", "新的值", all.iter().copied()),
        SettingKind::Lines => {
            Field::area("value", "新的列表").hint("一行一项；删掉一行就是去掉这一项").attr("rows", 12)
        }
    };
    let regions: Vec<(&str, &str)> = places.iter().map(|p| (p.region.as_str(), p.name.as_str())).collect();
    vec![
        value.of_form(form),
        Field::select("region", "在哪里有效", regions).of_form(form),
        Field::date("from_on", "从哪天起").hint("今天或以后；同一地区同一天再改一次就会替换").of_form(form),
    ]
}

/// Where the post may set something: see [`rules::places`].
async fn places(desk: &Desk) -> Result<Vec<Place>> {
    let Some(own) = own_union(desk).await? else { return Ok(Vec::new()) };
    let below = match rules::is_territorial(&own) {
        true => unions::store::below(&desk.app.db, &Scope::below(&own.path)).await?,
        false => Vec::new(),
    };
    Ok(rules::places(&own, &below))
}

async fn change(desk: Desk, Path(key): Path<String>, mut form: Fields) -> Result<Response> {
    let setting = setting(&desk.app, &key)?;
    let places = places(&desk).await?;
    if let Some(sentence) = overtaken(&desk, setting, form.number("seen").unwrap_or(i64::MAX)).await? {
        form.fault("value", sentence);
    }
    let Some((value, place, from_on)) = rules::read(setting, &places, &mut form, desk.app.today()) else {
        return Ok(desk.refill(&page(&desk, setting, &places, &form).await?));
    };
    set(&desk, setting, &value, place, from_on).await?;
    let when = text::near(from_on, desk.app.today());
    Ok(see(&format!("/console/settings/{key}"), &format!("{}从{when}起改好了，{}", setting.name, place.name)))
}

/// The sentence of who was first, where the setting was changed since the form was shown.
async fn overtaken(desk: &Desk, setting: &Setting, seen: i64) -> Result<Option<String>> {
    let newest = settings::versions(&desk.app.db, setting).await?.into_iter().max_by_key(|v| v.set_at);
    let later = newest.filter(|v| v.set_at > seen);
    Ok(later.map(|v| {
        let when = text::Moment::moment(&v.set_at).map_or(String::new(), text::moment);
        format!("{}已在{when}改过，请看过下面的变动再提交", v.set_by.as_deref().unwrap_or("别人"))
    }))
}

async fn set(desk: &Desk, setting: &'static Setting, value: &str, place: &Place, from_on: Date) -> Result<()> {
    let app = &desk.app;
    let before = settings::get(&app.db, setting, &place.region, from_on).await?;
    let mut tx = app.db.begin().await?;
    settings::set(&mut tx, setting, &place.region, from_on, value, Some(desk.who.account), app.now()).await?;
    let spoken = |value: &str| rules::spoken(setting.kind, value);
    let detail = format!("{}：{}改为{}，从{from_on}起，{}", setting.name, spoken(&before), spoken(value), place.name);
    let entry = audit::Entry { act: "setting.change", object: setting.key, detail: &detail, ..audit::Entry::default() };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(())
}
