//! The list of members: filters in the address, pages by key, the same for the export.
use super::{
    GROUPS, MEMBERS, NEW_EMPLOYMENT, OTHER_GROUPS, link,
    rules::{self, FEW, Known, Way},
    store::{self, Filter, Line, State},
};
use crate::{
    employers,
    list::{self, Page},
    people,
    permissions::{MEMBERS_READ, MEMBERS_WRITE, ROSTERS_IMPORT},
    unions::{self, Union},
};
use askama::Template;
use axum::response::Response;
use platform::{
    App,
    facts::{self, Period},
    search,
    secrets::mask_phone,
    settings::{self, Setting},
    tree::Scope,
    web::{Error, Fields},
};
use std::time::Instant;
use ui::{Address, Button, Choice, Conditions, Crumb, Desk, Empty, Pager, Pill, Pills, Stamp};

pub const PATH: &str = "/console/members";
pub const EXPORT: &str = "/console/members.xlsx";
pub const KNOWN: [&str; 13] =
    ["q", "union", "group", "state", "sex", "phone", "from", "to", "batch", "employer", "rows", "after", "before"];
/// Hits of a search that a list takes.
const HITS: i64 = 200;
/// Seconds for which a number that was dear to count is good enough.
const GOOD_FOR: u64 = 60;
/// A sum takes less than so many seconds; if it fails, somebody else tries again after them.
const SUMMING: u64 = 30;
/// A count that took longer is dear.
const DEAR: u128 = 50;

pub fn crumb() -> Vec<Crumb> {
    vec![Crumb::word("有家"), Crumb::word("组织会员")]
}

/// What the address asks for.
pub struct Asked {
    pub top: Union,
    pub scope: Scope,
    pub filter: Filter,
    pub way: Way,
    employer_name: Option<String>,
}

/// Reads the address; unions and employers outside one's branch don't exist.
pub async fn asked(desk: &Desk, fields: &Fields) -> Result<Asked, Error> {
    let (app, own) = (&desk.app, desk.scope(MEMBERS_READ)?);
    let id = fields.number("union").unwrap_or(desk.post().org);
    let top = unions::store::within(&app.db, &own, id).await?.ok_or(Error::NotFound)?;
    let employer = match fields.number("employer") {
        Some(id) => Some(employers::store::within(&app.db, &own, id).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let scope = Scope::below(&top.path);
    let filter = Filter {
        state: match fields.get("state") {
            "active" => State::Active,
            "kept" => State::Kept,
            "ended" => State::Ended,
            _ => State::Current,
        },
        group: fields.get("group").into(),
        joined_from: fields.number("from"),
        joined_to: fields.number("to"),
        sex: fields.get("sex").into(),
        phone_unchecked: fields.get("phone") == "unchecked",
        batch: fields.number("batch"),
        employer: employer.as_ref().map(|e| e.id),
        found: found(app, fields.get("q"), &top).await?,
    };
    let way = way(app, &scope, &filter).await?;
    Ok(Asked { top, scope, filter, way, employer_name: employer.map(|e| e.name) })
}

/// The memberships that a search finds below a union; the likeliest meaning of the text that finds any.
async fn found(app: &App, typed: &str, top: &Union) -> Result<Option<Vec<i64>>, Error> {
    if typed.is_empty() {
        return Ok(None);
    }
    for wanted in people::wanted(&app.keys, typed) {
        let hits = search::find(&app.db, "member", &wanted.below(top.id), HITS).await?;
        if !hits.is_empty() {
            return Ok(Some(hits.into_iter().map(|hit| hit.0).collect()));
        }
    }
    Ok(Some(Vec::new()))
}

/// The way to the rows, from sizes that are counted up to a limit and, where they reach it, remembered.
async fn way(app: &App, scope: &Scope, filter: &Filter) -> Result<Way, Error> {
    let mut known = Known {
        found: filter.found.is_some(),
        batch: filter.batch.is_some(),
        employer: filter.employer.is_some(),
        ..Known::default()
    };
    if known.found || known.batch || known.employer {
        return Ok(rules::way(known));
    }
    let key = format!("members.branch.{}", scope.from);
    known.branch = match app.remembered(&key) {
        Some(size) => size,
        None => kept(app, key, store::branch_size(&app.db, scope, FEW + 1).await?),
    };
    if known.branch > FEW && !filter.group.is_empty() {
        let key = format!("members.group.{}", filter.group);
        known.group = Some(match app.remembered(&key) {
            Some(size) => size,
            None => kept(app, key, store::group_size(&app.db, &filter.group, FEW + 1).await?),
        });
    }
    Ok(rules::way(known))
}
fn kept(app: &App, key: String, size: i64) -> i64 {
    if size > FEW {
        app.remember(key, size, GOOD_FOR);
    }
    size
}

/// How many there are, and whether that is exact; nothing where each would have to be looked at in a large branch.
async fn counted(app: &App, asked: &Asked) -> Result<Option<(i64, bool)>, Error> {
    let plain = asked.way == Way::Walk && asked.filter.is_plain();
    if asked.way == Way::Walk && !plain && !asked.filter.is_indexed() {
        return Ok(None);
    }
    let key = format!("members.count.{}.{:?}", asked.scope.from, asked.filter);
    if let Some(number) = app.remembered(&key) {
        return Ok(Some((number, false)));
    }
    let began = Instant::now();
    let number = if plain {
        // Whoever asks while the sum is made is told "more than": one sum at a time is enough.
        app.remember(key.clone(), FEW + 1, SUMMING);
        facts::value(&app.db, MEMBERS, &asked.scope, Period::until(app.today())).await?
    } else {
        store::count(&app.db, &asked.scope, &asked.filter, asked.way, FEW + 1).await?
    };
    if plain || number > FEW || began.elapsed().as_millis() > DEAR {
        app.remember(key, number, GOOD_FOR);
    }
    Ok(Some((number, !plain)))
}
/// The words for it: 共12人, 约86,214人, 超过5,000人; of what was not counted, what the page itself tells.
fn about(counted: Option<(i64, bool)>, cut: &list::Cut<Line>) -> String {
    match (counted, cut.previous, cut.next) {
        (Some((number, _)), ..) if number == FEW + 1 => list::about(number, "人"),
        (Some((number, true)), ..) => list::about(number, "人"),
        (Some((number, false)), ..) => format!("约{}人", ui::text::count(number)),
        (None, false, false) => list::about(cut.rows.len() as i64, "人"),
        (None, _, true) => "后面还有".into(),
        (None, true, false) => "到底了".into(),
    }
}

/// A row as shown.
pub struct Row {
    pub line: Line,
    pub phone: String,
}
impl Row {
    pub fn new(app: &App, line: Line) -> Row {
        let phone = app.keys.open_opt(people::sealed::PHONE, line.phone_sealed.as_deref()).ok().flatten();
        Row { phone: phone.map_or_else(String::new, |p| mask_phone(&p)), line }
    }
    pub fn sex(&self) -> &'static str {
        match self.line.sex.as_str() {
            "1" => "男",
            "2" => "女",
            _ => "",
        }
    }
    fn stamp(&self) -> Stamp {
        state_stamp(&self.line.state, self.line.phone_sealed.is_some() && self.line.phone_checked == 0)
    }
}
pub fn state_stamp(state: &str, unchecked: bool) -> Stamp {
    match state {
        "kept" => Stamp::info("保留会籍"),
        "ended" => Stamp::plain("已离会"),
        _ if unchecked => Stamp::warn("手机待核实"),
        _ => Stamp::ok("在册"),
    }
}

#[derive(Template)]
#[template(path = "members/list.html")]
struct ListPage {
    frame: ui::Console,
    views: Pills,
    filters: Vec<ui::Filter>,
    /// Those that are asked for less often.
    more: Vec<ui::Filter>,
    more_open: bool,
    carried: Vec<(String, String)>,
    q: String,
    top_id: Option<String>,
    conditions: Conditions,
    rows: Vec<Row>,
    pager: Pager,
    empty: Empty,
    export: Button,
    may_write: bool,
    may_import: bool,
}

pub async fn index(desk: Desk, fields: Fields) -> Result<Response, Error> {
    let asked = asked(&desk, &fields).await?;
    let rows = fields.number("rows").filter(|n| [20, 50, 100].contains(n)).unwrap_or(list::ROWS);
    let at = Page::of(&fields);
    let limit = rows as i64 + 1;
    let cut = at.cut(store::list(&desk.app.db, &asked.scope, &asked.filter, asked.way, &at, limit).await?, rows);
    let counted = counted(&desk.app, &asked).await?;
    let groups = groups(&desk.app, &asked.top.region).await?;
    let address = Address::of(PATH, &fields, &KNOWN);
    let total = about(counted, &cut);
    let page = ListPage {
        frame: desk.frame("会员名册", PATH, crumb()),
        views: views(&desk, &address),
        filters: controls(&fields, &groups),
        more: more(&fields),
        more_open: ["sex", "phone", "to", "rows"].iter().any(|name| fields.has(name)),
        carried: address.carried(&["q", "union", "group", "state", "sex", "phone", "from", "to", "rows"]),
        q: fields.get("q").to_owned(),
        top_id: fields.opt("union").map(str::to_owned),
        conditions: conditions(&address, &asked, &fields, asked.top.id == desk.post().org),
        pager: cut.pager(format!("{total}，按入会日期从新到旧"), &address, Line::key),
        rows: cut.rows.into_iter().map(|line| Row::new(&desk.app, line)).collect(),
        empty: empty(&desk, &address),
        export: Button::outline(export_label(counted)).icon("download").href(address.at(EXPORT)),
        may_write: desk.may(MEMBERS_WRITE),
        may_import: desk.may(ROSTERS_IMPORT),
    };
    Ok(desk.show(&page))
}
fn export_label(counted: Option<(i64, bool)>) -> String {
    match counted {
        Some((number, true)) if number <= FEW => format!("导出这{}人", ui::text::count(number)),
        _ => "导出这份名单".into(),
    }
}
fn empty(desk: &Desk, address: &Address) -> Empty {
    match (address.is_bare(), desk.may(ROSTERS_IMPORT)) {
        (true, true) => {
            Empty::new("还没有会员，可以先导入名册").act(Button::outline("导入名册").href("/console/rosters"))
        }
        (true, false) => Empty::new("还没有会员"),
        (false, _) => {
            Empty::new("没有符合条件的会员，可以去掉几个条件再看").act(Button::outline("看全部会员").href(PATH))
        }
    }
}

/// The names of all groups of workers in force, each once.
pub async fn groups(app: &App, region: &str) -> Result<Vec<String>, Error> {
    groups_of(app, &[GROUPS, NEW_EMPLOYMENT, OTHER_GROUPS], region).await
}
pub async fn groups_of(app: &App, settings: &[&Setting], region: &str) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for setting in settings {
        for group in settings::lines(&app.db, setting, region, app.today()).await? {
            if !all.contains(&group) {
                all.push(group);
            }
        }
    }
    Ok(all)
}

fn views(desk: &Desk, address: &Address) -> Pills {
    let month = desk.app.today().first_of_month();
    let here = address.without(&["rows"]).to_string();
    let pill = |label: &str, href: String| Pill::new(label, &href).here(here == href);
    Pills::new(
        "视图",
        [
            pill("全部会员", PATH.to_owned()),
            pill("本月新入会", format!("{PATH}?from={month}")),
            pill("手机待核实", format!("{PATH}?phone=unchecked")),
            pill("保留会籍", format!("{PATH}?state=kept")),
            pill("已离会", format!("{PATH}?state=ended")),
        ],
    )
}
fn controls(fields: &Fields, groups: &[String]) -> Vec<ui::Filter> {
    let groups = groups.iter().map(|g| Choice::new(g, g));
    let groups = std::iter::once(Choice::new("", "所有职工")).chain(groups);
    let states = [("", "在册和保留"), ("active", "在册"), ("kept", "保留会籍"), ("ended", "已离会")];
    vec![
        ui::Filter::choose("group", "职工类别", groups, fields.get("group")),
        ui::Filter::choose("state", "会籍", states, fields.get("state")),
        ui::Filter::day("from", "入会从", fields.get("from")),
    ]
}
fn more(fields: &Fields) -> Vec<ui::Filter> {
    let sexes = [("", "男女都看"), ("1", "男"), ("2", "女")];
    let phones = [("", "手机不限"), ("unchecked", "手机待核实")];
    let rows = [("", "每页20人"), ("50", "每页50人"), ("100", "每页100人")];
    vec![
        ui::Filter::day("to", "入会到", fields.get("to")),
        ui::Filter::choose("sex", "性别", sexes, fields.get("sex")),
        ui::Filter::choose("phone", "手机", phones, fields.get("phone")),
        ui::Filter::choose("rows", "每页人数", rows, fields.get("rows")),
    ]
}
fn conditions(address: &Address, asked: &Asked, fields: &Fields, whole: bool) -> Conditions {
    let state = match asked.filter.state {
        State::Current => None,
        State::Active => Some("在册"),
        State::Kept => Some("保留会籍"),
        State::Ended => Some("已离会"),
    };
    let joined = match (asked.filter.joined_from, asked.filter.joined_to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("入会日期：{from}以来")),
        (None, Some(to)) => Some(format!("入会日期：{to}以前")),
        (Some(from), Some(to)) => Some(format!("入会日期：{from}到{to}")),
    };
    let sex = match asked.filter.sex.as_str() {
        "1" => Some("性别：男"),
        "2" => Some("性别：女"),
        _ => None,
    };
    let chips: [(&[&str], Option<String>); 9] = [
        (&["q"], fields.opt("q").map(|q| format!("找：{q}"))),
        (&["union"], (!whole).then(|| format!("{}及以下", asked.top.name))),
        (&["group"], fields.opt("group").map(|g| format!("职工类别：{g}"))),
        (&["state"], state.map(|s| format!("会籍：{s}"))),
        (&["sex"], sex.map(str::to_owned)),
        (&["phone"], asked.filter.phone_unchecked.then(|| "手机待核实".to_owned())),
        (&["from", "to"], joined),
        (&["batch"], asked.filter.batch.map(|b| format!("第{b}批导入"))),
        (&["employer"], asked.employer_name.as_ref().map(|e| format!("工作单位：{e}"))),
    ];
    let said = chips.into_iter().filter_map(|(names, words)| Some((names, words?)));
    said.fold(Conditions::new(PATH), |all, (names, words)| all.chip(words, address.without(names)))
}

#[cfg(test)]
mod counting {
    use super::*;

    #[test]
    fn what_was_not_counted_is_not_said() {
        let cut = |previous, next| list::Cut { rows: Vec::new(), previous, next };
        assert_eq!(about(Some((12, true)), &cut(false, true)), "共12人");
        assert_eq!(about(Some((86_214, false)), &cut(false, true)), "约86,214人");
        assert_eq!(about(Some((FEW + 1, true)), &cut(false, true)), "超过5,000人");
        assert_eq!(about(None, &cut(false, true)), "后面还有");
        assert_eq!(about(None, &cut(true, false)), "到底了");
        assert_eq!(about(None, &cut(false, false)), "共0人");
    }
}
