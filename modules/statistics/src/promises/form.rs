//! The form of a promise: new, or changed.
use super::{
    PATH, Promise, PromiseId, crumb, entry, options, own,
    rules::{self, Milestone},
    store::{self, NewPromise, PartId, Source},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::{
    audit, secrets,
    standards::has_unprintable,
    tree::{self, Org, OrgId},
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Desk, ErrorSummary, Field};

/// Sources and milestones of one promise.
const SOURCES: usize = 3;
const MILESTONES: usize = 4;
/// Why rates and spreads are not among the sources.
const NO_RATES: &str =
    "比例、平均数和“多少家工会”不能当来源：它们不能一件一件加起来。请选能加的数，比如按时办的诉求有多少件";
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "promises/form.html")]
struct FormPage {
    frame: ui::Console,
    about: Vec<Field>,
    sources: Vec<[Field; 3]>,
    way: Field,
    milestones: Vec<[Field; 3]>,
    more: Vec<Field>,
    action: String,
    back: String,
    form: String,
    version: i64,
    /// It is read by everybody: a change is too.
    published: bool,
}
impl FormPage {
    fn faults(&self) -> ErrorSummary {
        let sources = self.sources.iter().flatten().chain(self.milestones.iter().flatten());
        ErrorSummary::of(self.about.iter().chain(sources).chain([&self.way]).chain(&self.more))
    }
}

async fn page(desk: &Desk, org: &Org, before: Option<(&Promise, &[Source])>, form: &Fields) -> Result<FormPage> {
    let app = &desk.app;
    let kept = before.map_or(&[][..], |(_, sources)| sources);
    let (all, branches) = (options::all(app, org, kept).await?, options::branches(app, org.id).await?);
    let year = app.today().year();
    let years = before.map_or_else(|| vec![year, year + 1], |(promise, _)| vec![promise.year()]);
    let parts = crate::plans::store::parts_of(&app.db, org.id, &years).await?;
    let parts: Vec<Choice> = parts.into_iter().map(|(part, name)| Choice::new(part, name)).collect();
    let row = |n: usize| {
        let named = |name: &str| format!("{name}{n}");
        [
            Field::select(&named("source"), "从哪里数", all.clone())
                .hint(if n == 1 { NO_RATES } else { "" })
                .of_form(form),
            Field::select(&named("branch"), "数哪些工会", branches.clone()).of_form(form),
            Field::text(&named("weight"), "一个算几个").hint("平常是1").attr("inputmode", "decimal").of_form(form),
        ]
    };
    let milestone = |n: usize| {
        let named = |name: &str| format!("{name}{n}");
        [
            Field::date(&named("due"), "到哪天").optional().of_form(form),
            Field::number(&named("amount"), "要到多少").optional().of_form(form),
            Field::text(&named("step"), "或者做到哪一步").optional().attr("maxlength", 60).of_form(form),
        ]
    };
    let unions = tree::children(&app.db, org.id).await?.into_iter().map(|org| Choice::new(org.id, org.name));
    let mut more = vec![
        Field::checks("union", "由哪些工会办", unions).optional().hint("不选就是本级自己办").of_form(form),
        Field::select("part", "归在哪个计划", std::iter::once(Choice::new("", "不归计划")).chain(parts)).of_form(form),
        Field::number("place", "排第几").optional().of_form(form),
        Field::check("is_public", "公开：职工不登录也能看到").of_form(form),
    ];
    let published = before.is_some_and(|(promise, _)| promise.is_published());
    if published {
        let hint = "目标、内容、来源和节点的改动，职工看得到改了什么、为什么";
        more.push(
            Field::area("reason", "为什么改").hint(hint).attr("rows", 2).attr("maxlength", LONGEST).of_form(form),
        );
    }
    Ok(FormPage {
        frame: desk.frame(if before.is_some() { "修改实事" } else { "定一项实事" }, PATH, crumb()),
        about: vec![
            Field::text("short", "简称").hint("大屏上显示，比如：户外驿站").attr("maxlength", 12).of_form(form),
            Field::select("year", "哪一年", years.iter().map(|year| Choice::new(year, format!("{year}年"))))
                .of_form(form),
            Field::area("words", "答应职工什么")
                .hint("一句大白话，比如：新建户外劳动者驿站20家")
                .attr("rows", 2)
                .attr("maxlength", LONGEST)
                .of_form(form),
            Field::number("target", "目标").of_form(form),
            Field::text("unit", "单位").optional().hint("不填就用数据来源的单位").attr("maxlength", 6).of_form(form),
        ],
        sources: (1..=SOURCES).map(row).collect(),
        way: Field::radios(
            "at_end",
            "数的是现有数的话（会员、在档家庭）",
            [("0", "一年里多了多少"), ("1", "到年底一共有多少")],
        )
        .optional()
        .of_form(form),
        milestones: (1..=MILESTONES).map(milestone).collect(),
        more,
        action: before.map_or_else(|| PATH.to_owned(), |(promise, _)| promise.link()),
        back: before.map_or_else(|| PATH.to_owned(), |(promise, _)| promise.link()),
        form: form.opt("form").map_or_else(secrets::token, str::to_owned),
        version: form.number("version").or(before.map(|(promise, _)| promise.version)).unwrap_or(0),
        published,
    })
}

/// What the form says; none where something is to be mended.
async fn typed(desk: &Desk, org: &Org, year: Option<i16>, form: &mut Fields) -> Result<Option<NewPromise>> {
    let today = desk.app.today();
    let short = form.required("short", "请写几个字的简称", 12);
    let words = form.required("words", "请写答应职工什么", LONGEST);
    for name in ["short", "words", "unit", "reason", "step1", "step2", "step3", "step4"] {
        if has_unprintable(&form.get(name).replace(['\n', '\t'], "")) {
            form.fault(name, "里面有看不见的字符，请重新输入");
        }
    }
    let year = year.or_else(|| form.number("year").filter(|year| (today.year()..=today.year() + 1).contains(year)));
    if year.is_none() {
        form.fault("year", format!("只能定{}年和{}年的实事", today.year(), today.year() + 1));
    }
    let target = rules::target(form.get("target")).map_err(|fault| form.fault("target", fault)).ok();
    let sources = sources(desk, org, form).await?;
    let unit = unit(desk, &sources, form).await?;
    let milestones = milestones(form, year.unwrap_or(today.year()), target);
    let part = match form.number::<i64>("part").map(PartId) {
        Some(part) if crate::plans::store::holds(&desk.app.db, org.id, year.unwrap_or(0), part).await? => Some(part),
        Some(_) => {
            form.fault("part", "这个计划不是这一年的，请另选");
            None
        }
        None => None,
    };
    let children = tree::children(&desk.app.db, org.id).await?;
    let mut unions: Vec<OrgId> = form.all("union").filter_map(|id| id.parse().ok()).map(OrgId).collect();
    unions.retain(|id| children.iter().any(|child| child.id == *id));
    unions.dedup();
    let (Some(short), Some(words), Some(year), Some(target), true) = (short, words, year, target, form.is_right())
    else {
        return Ok(None);
    };
    let (at_end, is_public) = (form.get("at_end") == "1", form.has("is_public"));
    let place = form.number::<i64>("place").filter(|n| (0..=1000).contains(n)).unwrap_or(100);
    Ok(Some(NewPromise {
        year,
        short,
        words,
        target,
        unit,
        at_end,
        is_public,
        part,
        place,
        sources,
        unions,
        milestones,
    }))
}
type Sources = Vec<(String, String, Option<OrgId>, i64)>;
async fn sources(desk: &Desk, org: &Org, form: &mut Fields) -> Result<Sources> {
    let mut all = Vec::new();
    for n in 1..=SOURCES {
        let (source, branch, weight) = (format!("source{n}"), format!("branch{n}"), format!("weight{n}"));
        let chosen = form.get(&source).to_owned();
        let (key, dimension) = options::split(&chosen);
        if key.is_empty() {
            continue;
        }
        match super::counting::measure(&desk.app, key) {
            None if crate::known(&desk.app).iter().any(|known| known.key() == key) => form.fault(&source, NO_RATES),
            None => form.fault(&source, "这个来源已经不在平台里，请另选"),
            Some(m) if crate::small::is_small(&desk.app, m.key) => {
                form.fault(&source, "这个指标人数少，天天公开会让人猜出是谁，请另选");
            }
            Some(m) if dimension.is_empty() && m.kind == platform::facts::MeasureKind::Parts => {
                form.fault(&source, "这个来源要选到具体一类");
            }
            Some(_) => {}
        }
        let within = platform::tree::Scope::below(&org.path);
        let at = match form.number::<i64>(&branch).map(OrgId) {
            Some(id) => tree::within(&desk.app.db, &within, id).await?.map(|org| org.id).or_else(|| {
                form.fault(&branch, "请从列表里选工会");
                None
            }),
            None => None,
        };
        let typed = form.opt(&weight).unwrap_or("1").to_owned();
        let weight = rules::weight(&typed).unwrap_or_else(|| {
            form.fault(&weight, "请写0.01到100之间的数，比如1或0.5");
            100
        });
        all.push((key.to_owned(), dimension.to_owned(), at, weight));
    }
    Ok(all)
}
/// The unit of the one source; otherwise what was typed.
async fn unit(desk: &Desk, sources: &Sources, form: &mut Fields) -> Result<String> {
    let typed = form.get("unit").to_owned();
    if let [(key, dimension, _, 100)] = &sources[..]
        && let Some(measure) = super::counting::measure(&desk.app, key)
    {
        let unit = options::unit(&desk.app, measure, dimension).await?;
        if !typed.is_empty() && typed != unit {
            form.fault("unit", format!("数据来源是按“{unit}”数的，请改成一样的，或者不填"));
        }
        return Ok(unit);
    }
    form.required("unit", "请写单位，比如：场、家、人", 6);
    Ok(typed)
}
fn milestones(form: &mut Fields, year: i16, target: Option<i64>) -> Vec<Milestone> {
    let mut all: Vec<Milestone> = Vec::new();
    let (first, last) = rules::bounds(year);
    for n in 1..=MILESTONES {
        let (due, amount, step) = (format!("due{n}"), format!("amount{n}"), format!("step{n}"));
        if ![&due, &amount, &step].into_iter().any(|name| form.has(name)) {
            continue;
        }
        form.short_enough(&step, 60);
        let day = form.get(&due).parse::<Date>().ok().filter(|day| (first..=last).contains(day));
        if day.is_none() {
            form.fault(&due, format!("请填{year}年里的日期"));
        }
        let number = form.opt(&amount).map(rules::target).transpose().unwrap_or_else(|fault| {
            form.fault(&amount, fault);
            None
        });
        if number.zip(target).is_some_and(|(number, target)| number > target) {
            form.fault(&amount, "节点的数不能比目标大");
        }
        if number.is_none() && !form.has(&step) {
            form.fault(&step, "请写要到多少，或者做到哪一步");
        }
        let lower = |one: &Milestone| {
            one.amount.zip(number).is_some_and(|(before, now)| {
                (day > Some(one.due) && now < before) || (day < Some(one.due) && now > before)
            })
        };
        if all.iter().any(lower) {
            form.fault(&amount, "后面的节点不能比前面的少");
        }
        if let Some(due) = day {
            all.push(Milestone { due, amount: number, words: form.get(&step).to_owned() });
        }
    }
    all
}

async fn org(desk: &Desk) -> Result<Org> {
    tree::find(&desk.app.db, desk.post().org).await?.ok_or(Error::NotFound)
}
pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    let org = org(&desk).await?;
    form.set("year", desk.app.today().year().to_string());
    form.set("is_public", "1");
    form.set("at_end", "0");
    // The catalogue leads here with a measure.
    let source = form.get("source").to_owned();
    form.set("source1", source);
    Ok(desk.show(&page(&desk, &org, None, &form).await?))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let org = org(&desk).await?;
    let Some(new) = typed(&desk, &org, None, &mut form).await? else {
        return Ok(desk.refill(&page(&desk, &org, None, &form).await?));
    };
    let token = form.opt("form").map_or_else(secrets::token, str::to_owned);
    let mut tx = desk.app.db.begin().await?;
    let (id, made) = store::add(&mut tx, &desk.app, org.id, &token, &new, desk.who.account).await?;
    if made {
        audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("promise.draft", id, org.id, &new.short)).await?;
    }
    tx.commit().await?;
    Ok(see(&format!("{PATH}/{id}"), if made { "存好了，看过再发布" } else { "这张表已经交过了" }))
}

pub async fn edit(desk: Desk, Path(promise): Path<PromiseId>) -> Result<Response> {
    let promise = own(&desk, promise).await?;
    let (sources, form) = filled(&desk, &promise).await?;
    let org = org(&desk).await?;
    Ok(desk.show(&page(&desk, &org, Some((&promise, &sources)), &form).await?))
}
async fn filled(desk: &Desk, promise: &Promise) -> Result<(Vec<Source>, Fields)> {
    let (db, id) = (&desk.app.db, [promise.id]);
    let (sources, mut pairs) = (store::sources(db, &id).await?, Vec::new());
    let mut put = |name: String, value: String| pairs.push((name, value));
    put("short".into(), promise.short.clone());
    put("words".into(), promise.words.clone());
    put("year".into(), promise.year.to_string());
    put("target".into(), promise.target.to_string());
    put("unit".into(), promise.unit.clone());
    put("at_end".into(), i64::from(promise.at_end()).to_string());
    put("part".into(), promise.part.map(|part| part.to_string()).unwrap_or_default());
    put("place".into(), promise.place.to_string());
    put("is_public".into(), if promise.wants_public() { "1" } else { "" }.into());
    for (n, source) in sources.iter().enumerate() {
        put(format!("source{}", n + 1), options::key(&source.measure, &source.dimension));
        put(format!("branch{}", n + 1), source.branch.map(|id| id.to_string()).unwrap_or_default());
        put(format!("weight{}", n + 1), rules::weight_words(source.weight));
    }
    for (n, (_, one)) in store::milestones(db, &id).await?.into_iter().enumerate() {
        put(format!("due{}", n + 1), one.due.to_string());
        put(format!("amount{}", n + 1), one.amount.map(|n| n.to_string()).unwrap_or_default());
        put(format!("step{}", n + 1), one.words);
    }
    for (org, ..) in store::unions(db, promise.id).await? {
        put("union".into(), org.to_string());
    }
    Ok((sources, Fields::from_pairs(pairs)))
}
pub async fn update(desk: Desk, Path(promise): Path<PromiseId>, mut form: Fields) -> Result<Response> {
    let promise = own(&desk, promise).await?;
    super::stages::refuse_old(&promise, desk.app.today())?;
    let (org, sources) = (org(&desk).await?, store::sources(&desk.app.db, &[promise.id]).await?);
    let new = typed(&desk, &org, Some(promise.year()), &mut form).await?;
    let milestones = store::milestones(&desk.app.db, &[promise.id]).await?;
    let what =
        new.as_ref().map(|new| super::stages::differences(&promise, &sources, &milestones, new)).unwrap_or_default();
    let reason = match promise.is_published() && !what.is_empty() {
        true => form.required("reason", "请写为什么改，职工看得到", LONGEST),
        false => None,
    };
    let Some(new) = new.filter(|_| form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &org, Some((&promise, &sources)), &form).await?));
    };
    let seen = promise.seen(form.number("version"));
    super::stages::change(&desk, &seen, &new, (&what, reason.as_deref())).await?;
    Ok(see(&seen.link(), "改好了"))
}
