//! A form with its cells: choose one, say what it shows.
use super::{new::brought, org_of, seen, within};
use crate::{
    figure::Known,
    reports::{
        PATH,
        acts::{self, By, Sent},
        binding::{self, Binding, Bindings, Word, needs_part},
        checks::{Checks, Sum},
        form_link,
        grid::{FORMULA, Shown, Values, shares, shown},
        index, link,
        span::Span,
        store::{self, Report, Template as Kept},
        typed,
    },
};
use askama::Template;
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    response::Response,
};
use platform::{
    facts::{self, Period},
    sheets::form::{Form, Page, address, place},
    tree::Scope,
    web::{Error, Fields, Result, encode, see, uploads},
};
use ui::{Choice, Crumb, Desk, ErrorSummary, Field, Pill, Pills};

#[derive(Template)]
#[template(path = "reports/form/edit.html")]
struct EditPage {
    frame: ui::Console,
    form: Kept,
    page: usize,
    pages: Option<Pills>,
    note: String,
    shares: Vec<u32>,
    rows: Vec<Vec<Shown>>,
    /// The cell that is bound now, and the fields for it.
    chosen: String,
    fields: Vec<Field>,
    bound: usize,
    /// Numbers that came with the page and are bound to nothing.
    typed: usize,
    checks: [Field; 2],
    file: Field,
    periods: Field,
    reports: Vec<Report>,
}
impl EditPage {
    fn at(&self, cell: &Shown) -> String {
        format!("{}?page={}&cell={}#bind", form_link(self.form.id), self.page, cell.at)
    }
}

pub async fn show(desk: Desk, Path(id): Path<i64>, asked: Fields) -> Result<Response> {
    let one = within(&desk, id).await?;
    Ok(desk.show(&page(&desk, one, &asked).await?))
}
fn page_of<'a>(form: &'a Form, asked: &Fields) -> (usize, Option<&'a Page>) {
    let first = form.pages.iter().position(|page| page.is_grid && !page.hidden).unwrap_or(0);
    let at = asked.number("page").filter(|at| *at < form.pages.len()).unwrap_or(first);
    (at, form.pages.get(at))
}

async fn page(desk: &Desk, one: Kept, asked: &Fields) -> Result<EditPage> {
    let (form, bindings, checks) = (one.form(), one.bindings(), one.checks());
    let (at, page) = page_of(&form, asked);
    let empty = Page::default();
    let page = page.unwrap_or(&empty);
    let cell = asked.get("cell").to_ascii_uppercase();
    let name = format!("{}!{cell}", page.name);
    let binding = bindings.get(&name);
    let all = seen(desk);
    let about = |cell: &str| (words_of(bindings.get(cell), &all), None);
    let values = labelled(&bindings, &all);
    let mut rows = shown(&values, page, &name, &about);
    // A formula shows itself while one binds, not what it would give.
    for cell in rows.iter_mut().flatten().filter(|cell| cell.title.starts_with(FORMULA)) {
        cell.text = cell.title.trim_start_matches(FORMULA).to_owned();
    }
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("报表", PATH));
    let spans = Span::recent(one.rhythm(), desk.app.today(), 5).into_iter().map(|s| {
        let note = if s.is_over(desk.app.today()) { "" } else { "（还没结束，只能预览）" };
        Choice::new(s.key(), format!("{}{note}", s.name()))
    });
    let last = Span::last_over(one.rhythm(), desk.app.today()).key();
    Ok(EditPage {
        frame: desk.frame(&one.name, PATH, crumbs),
        pages: pills(&form, at, &form_link(one.id)),
        note: if page.is_grid { String::new() } else { "这一页不是表格，导出时原样保留".to_owned() },
        shares: shares(page),
        rows,
        fields: if place(&cell).is_some() { fields(desk, &one, binding, asked, &all).await? } else { Vec::new() },
        chosen: cell,
        bound: bindings.len(),
        typed: if page.is_grid { typed::on(&bindings, page) } else { 0 },
        checks: check_fields(&checks, &page.name, asked),
        file: Field::file("file", "新的Excel表", ".xlsx").error(asked.error("file").map(str::to_owned)),
        periods: Field::select("period", "哪一期", spans).value(last),
        reports: store::of_form(&desk.app.db, one.id, desk.post().org).await?,
        page: at,
        form: one,
    })
}
pub fn pills(form: &Form, here: usize, address: &str) -> Option<Pills> {
    let visible = form.pages.iter().enumerate().filter(|(_, page)| !page.hidden);
    let pills: Vec<Pill> =
        visible.map(|(at, page)| Pill::new(&page.name, format!("{address}?page={at}")).here(at == here)).collect();
    (pills.len() > 1).then(|| Pills::new("工作表", pills))
}
fn check_fields(checks: &Checks, page: &str, asked: &Fields) -> [Field; 2] {
    let sums: Vec<String> = checks.sums.iter().filter(|sum| sum.page == page).map(Sum::says).collect();
    let sums = if asked.has("sums") { asked.get("sums").to_owned() } else { sums.join("\n") };
    let change = checks.change.map_or_else(String::new, |n| n.to_string());
    let change = if asked.has("change") { asked.get("change").to_owned() } else { change };
    [
        Field::area("sums", "哪一格等于哪几格相加")
            .optional()
            .hint("一行一条，如B9=B5+B6或B9=SUM(B5:B8)")
            .value(sums)
            .error(asked.error("sums").map(str::to_owned)),
        Field::number("change", "比上年同期变化超过百分之几，要说明")
            .optional()
            .value(change)
            .error(asked.error("change").map(str::to_owned)),
    ]
}
/// Bound cells say what they show, so that one sees the form as it will be.
fn labelled(bindings: &Bindings, all: &[Known]) -> Values {
    let words = bindings.keys().map(|cell| (cell.clone(), short(bindings.get(cell), all)));
    let texts = bindings.keys().map(|cell| (cell.clone(), Binding::Text));
    Values { words: words.collect(), bindings: texts.collect(), ..Values::default() }
}
fn short(binding: Option<&Binding>, all: &[Known]) -> String {
    match binding {
        Some(Binding::Measure { key, part, word, .. }) => {
            let name = all.iter().find(|one| one.key() == key).map_or("已停用", |one| one.name());
            let part = if part.is_empty() { String::new() } else { format!("·{part}") };
            format!("{name}{part} {}", word.name())
        }
        Some(Binding::Union) => "工会名称".to_owned(),
        Some(Binding::Period) => "期间".to_owned(),
        Some(Binding::Text) => "文字说明".to_owned(),
        Some(Binding::Evidence) => "佐证记录".to_owned(),
        None => String::new(),
    }
}
fn words_of(binding: Option<&Binding>, all: &[Known]) -> String {
    match binding {
        Some(Binding::Measure { key, .. }) => {
            all.iter().find(|one| one.key() == key).map_or_else(String::new, |one| one.definition())
        }
        _ => short(binding, all),
    }
}

const WHATS: [(&str, &str); 6] = [
    ("measure", "指标的数"),
    ("text", "文字说明，每期写"),
    ("evidence", "平台外的工作，每期选一条佐证记录"),
    ("union", "填报工会的名称"),
    ("period", "期间"),
    ("none", "不绑，原样保留"),
];
fn what(binding: Option<&Binding>) -> &'static str {
    match binding {
        Some(Binding::Text) => "text",
        Some(Binding::Evidence) => "evidence",
        Some(Binding::Union) => "union",
        Some(Binding::Period) => "period",
        Some(Binding::Measure { .. }) | None => "measure",
    }
}
async fn fields(
    desk: &Desk,
    one: &Kept,
    binding: Option<&Binding>,
    asked: &Fields,
    all: &[Known],
) -> Result<Vec<Field>> {
    let mut form = asked.clone();
    let mut parts = vec![Choice::new("", "合计")];
    if let Some(Binding::Measure { key, dimension, word, .. }) = binding {
        let known = all.iter().find(|one| one.key() == key);
        if !asked.has("what") {
            form.set("measure", known.map_or("", |one| one.name()));
            form.set("measure_key", key.clone());
            form.set("word", word.key());
            form.set("dimension", dimension.clone().unwrap_or_default());
        }
        if let Some(known) = known {
            parts.extend(parts_of(desk, one, *known).await?);
        }
    }
    if !form.has("what") {
        form.set("what", what(binding));
    }
    if !form.has("word") {
        form.set("word", Word::This.key());
    }
    let mut fields = vec![
        Field::radios("what", "这一格是什么", WHATS).of_form(&form),
        Field::suggest("measure", "指标", "/console/reports/measures", "measure_key", "")
            .hint("打几个字，从指标目录里选")
            .of_form(&form),
        Field::select("word", "哪一段时间", Word::ALL.map(|word| Choice::new(word.key(), word.name()))).of_form(&form),
    ];
    if parts.len() > 1 {
        fields.push(Field::select("dimension", "只算哪一项", parts).of_form(&form));
    }
    Ok(fields)
}
/// The keys of a measure's dimension in words, as they were counted in the last two years.
async fn parts_of(desk: &Desk, one: &Kept, known: Known) -> Result<Vec<Choice>> {
    let Known::Measure(measure) = known else { return Ok(Vec::new()) };
    if facts::dimension(&desk.app, measure.key).is_some_and(|dimension| dimension.of.is_some()) {
        // Of what can be merged no single one is chosen: its number may be gone tomorrow.
        return Ok(Vec::new());
    }
    let today = desk.app.today();
    let period = Period { from: today.with().year(today.year() - 2).day(1).build().unwrap_or(today), to: today };
    let scope = Scope::below(&one.path);
    let mut keys: Vec<String> =
        facts::by_dimension(&desk.app.db, measure, &scope, period).await?.into_iter().map(|(key, _)| key).collect();
    keys.retain(|key| !key.is_empty());
    keys.truncate(60);
    let words = words(desk, measure.key, keys.clone()).await?;
    Ok(keys.into_iter().zip(words).map(|(key, word)| Choice::new(key, word)).collect())
}
async fn words(desk: &Desk, measure: &str, keys: Vec<String>) -> Result<Vec<String>> {
    match facts::dimension(&desk.app, measure) {
        Some(dimension) => Ok((dimension.words)(desk.app.clone(), keys).await?),
        None => Ok(keys),
    }
}

pub async fn bind(desk: Desk, Path(id): Path<i64>, mut asked: Fields) -> Result<Response> {
    let one = within(&desk, id).await?;
    let (form, mut bindings) = (one.form(), one.bindings());
    let (at, page) = page_of(&form, &asked);
    let cell = asked.get("cell").to_ascii_uppercase();
    let found = page.and_then(|page| binding::find(&form, &format!("{}!{cell}", page.name)));
    let Some((_, page, row, column)) = found else {
        return Err(Error::refused(format!("表里没有{cell}这一格，请在表上点一格")));
    };
    let name = binding::name(page, row, column);
    match wanted(&desk, &mut asked).await? {
        None if asked.is_right() => {
            bindings.remove(&name);
        }
        Some(binding) => match binding::fault(page, (row, column), &binding) {
            Some(fault) => asked.fault("what", fault),
            None => {
                bindings.insert(name, binding);
            }
        },
        None => {}
    }
    if !asked.is_right() {
        return Ok(desk.refill(&self::page(&desk, one, &asked).await?));
    }
    acts::bind(&desk.app, By::desk(&desk), &one, &org_of(&desk, &one).await?, &bindings, &one.checks()).await?;
    let here = format!("{}?page={at}&cell={}#bind", form_link(one.id), encode(&address(row, column)));
    Ok(see(&here, &format!("{cell}记下了")))
}
/// What the form says that the cell is; none: nothing (or a fault was set).
async fn wanted(desk: &Desk, asked: &mut Fields) -> Result<Option<Binding>> {
    match asked.get("what") {
        "text" => return Ok(Some(Binding::Text)),
        "evidence" => return Ok(Some(Binding::Evidence)),
        "union" => return Ok(Some(Binding::Union)),
        "period" => return Ok(Some(Binding::Period)),
        "none" => return Ok(None),
        "measure" => {}
        _ => asked.fault("what", "请选这一格是什么"),
    }
    let (typed, key) = (asked.get("measure").to_owned(), asked.get("measure_key").to_owned());
    let all = seen(desk);
    let named = |one: &&Known| one.name() == typed;
    let chosen = all.iter().find(|one| one.key() == key).filter(named).or_else(|| all.iter().find(named));
    let word = Word::from_key(asked.get("word"));
    let (Some(known), Some(word)) = (chosen, word) else {
        asked.fault("measure", "没有这个指标，请打几个字从列表里选");
        return Ok(None);
    };
    let dimension = asked.opt("dimension").map(str::to_owned);
    if let Some(fault) = word.fault(*known) {
        asked.fault("word", fault);
    }
    if dimension.is_none() && needs_part(*known) {
        asked.fault("measure", format!("“{}”只能分项看，不能合计。请先选别的，或选其中一项", known.name()));
    }
    let part = match &dimension {
        Some(key) => words(desk, known.key(), vec![key.clone()]).await?.pop().unwrap_or_default(),
        None => String::new(),
    };
    Ok(asked.is_right().then(|| Binding::Measure { key: known.key().to_owned(), dimension, part, word }))
}

pub async fn check(desk: Desk, Path(id): Path<i64>, mut asked: Fields) -> Result<Response> {
    let one = within(&desk, id).await?;
    let (form, mut checks) = (one.form(), one.checks());
    let (at, page) = page_of(&form, &asked);
    let page = page.map_or_else(String::new, |page| page.name.clone());
    checks.sums.retain(|sum| sum.page != page);
    let lines: Vec<String> =
        asked.get("sums").lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    for line in lines {
        match Sum::parse(&form, &page, &line) {
            Ok(sum) => checks.sums.push(sum),
            Err(fault) => asked.fault("sums", fault),
        }
    }
    checks.change = asked.number("change").filter(|n| (1..=1000).contains(n));
    if asked.has("change") && checks.change.is_none() {
        asked.fault("change", "请填1到1000之间的整数");
    }
    if !asked.is_right() {
        return Ok(desk.refill(&self::page(&desk, one, &asked).await?));
    }
    acts::bind(&desk.app, By::desk(&desk), &one, &org_of(&desk, &one).await?, &one.bindings(), &checks).await?;
    Ok(see(&format!("{}?page={at}", form_link(one.id)), "核对记下了"))
}

pub async fn replace(
    desk: Desk,
    Path(id): Path<i64>,
    body: std::result::Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let one = within(&desk, id).await?;
    let (upload, mut asked) = match body {
        Ok(body) => uploads(body, "file").await?,
        Err(_) => (None, Fields::default()),
    };
    let brought = upload.as_ref().ok_or_else(|| "请先选一个文件".to_owned()).and_then(brought);
    let (name, bytes, form, _) = match brought {
        Ok(brought) => brought,
        Err(fault) => {
            asked.fault("file", fault);
            return Ok(desk.refill(&page(&desk, one, &asked).await?));
        }
    };
    let sent = Sent { file_name: &name, bytes: &bytes, form };
    let lost = acts::replace(&desk.app, By::desk(&desk), &one, &org_of(&desk, &one).await?, &sent).await?;
    let said = match lost.len() {
        0 => "换好了，绑定都带过来了".to_owned(),
        n => format!("换好了。新表里没有这{n}格，请重新绑：{}", lost.join("、")),
    };
    Ok(see(&form_link(one.id), &said))
}

pub async fn start(desk: Desk, Path(id): Path<i64>, asked: Fields) -> Result<Response> {
    let one = within(&desk, id).await?;
    let span = Span::from_key(asked.get("period")).filter(|span| span.rhythm == one.rhythm());
    let span = span.ok_or_else(|| Error::refused("请选哪一期"))?;
    let org = platform::tree::find(&desk.app.db, desk.post().org).await?.ok_or(Error::NotFound)?;
    let id = acts::start(&desk.app, By::desk(&desk), &one, &org, span).await?;
    Ok(see(&link(id), "数已经数好了，请看"))
}
