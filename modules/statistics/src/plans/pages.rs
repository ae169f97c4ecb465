//! The pages of plans: which there are, one with the progress of its parts, the form.
use super::{
    PATH, rules,
    store::{self, Plan, PlanId},
};
use crate::promises::{PATH as PROMISES, Progress, READ, State, WRITE, lines};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    db::is_unique,
    tree::{self, OrgId},
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Crumb, Desk, Empty, ErrorSummary, Field};

#[derive(Template)]
#[template(path = "plans/index.html")]
struct IndexPage {
    frame: ui::Console,
    plans: Vec<(Plan, Tally)>,
    may_write: bool,
}
#[derive(Template)]
#[template(path = "plans/show.html")]
struct ShowPage {
    frame: ui::Console,
    plan: Plan,
    parts: Vec<(String, Tally, lines::Table)>,
    all: Tally,
    may_write: bool,
}
#[derive(Template)]
#[template(path = "plans/form.html")]
struct FormPage {
    frame: ui::Console,
    fields: Vec<Field>,
    action: String,
    back: String,
    version: i64,
}

/// How many promises there are, how many are done, and how many are slow.
#[derive(Clone, Copy, Default)]
struct Tally {
    all: usize,
    done: usize,
    behind: usize,
}
impl Tally {
    fn of<'a>(all: impl IntoIterator<Item = &'a Progress>) -> Tally {
        all.into_iter().fold(Tally::default(), |tally, one| Tally {
            all: tally.all + 1,
            done: tally.done + usize::from(one.state == State::Done),
            behind: tally.behind + usize::from(matches!(one.state, State::Behind | State::Missed)),
        })
    }
    fn words(&self) -> String {
        let behind = if self.behind > 0 { format!("，慢了{}项", self.behind) } else { String::new() };
        if self.all == 0 {
            "还没有实事".into()
        } else {
            format!("{}项，完成{}项{behind}", self.all, self.done)
        }
    }
}
fn crumb() -> Vec<Crumb> {
    vec![Crumb::to("实事项目", PROMISES), Crumb::to("计划", PATH)]
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let scope = desk.scope(READ)?;
    let org = asked.number("org").map_or(desk.post().org, OrgId);
    let org = tree::within(&desk.app.db, &scope, org).await?.ok_or(Error::NotFound)?;
    let mut plans = Vec::new();
    for plan in store::of(&desk.app.db, org.id).await? {
        let counted = lines::counted(&desk.app, plan.org, plan.year(), true).await?;
        let parts = store::parts(&desk.app.db, plan.id).await?;
        let of_plan = |one: &&lines::Counted| one.promise.part.is_some_and(|p| parts.iter().any(|(id, _)| *id == p));
        let tally = Tally::of(counted.iter().filter(of_plan).map(|one| &one.progress));
        plans.push((plan, tally));
    }
    let may_write = desk.may(WRITE) && org.id == desk.post().org;
    Ok(desk.show(&IndexPage {
        frame: desk.frame("计划", PATH, vec![Crumb::to("实事项目", PROMISES)]),
        plans,
        may_write,
    }))
}

async fn within(desk: &Desk, id: PlanId) -> Result<Plan> {
    store::within(&desk.app.db, &desk.scope(READ)?, id).await?.ok_or(Error::NotFound)
}
pub async fn show(desk: Desk, Path(plan): Path<PlanId>) -> Result<Response> {
    let plan = within(&desk, plan).await?;
    let own = plan.org == desk.post().org;
    let mut counted = lines::counted(&desk.app, plan.org, plan.year(), !own).await?;
    let mut parts = Vec::new();
    let mut all = Vec::new();
    for (id, name) in store::parts(&desk.app.db, plan.id).await? {
        let (here, rest): (Vec<_>, Vec<_>) = counted.into_iter().partition(|one| one.promise.part == Some(id));
        counted = rest;
        let progress: Vec<Progress> = here.iter().map(|one| one.progress.clone()).collect();
        let table = lines::table(&desk, &name, here);
        parts.push((name, Tally::of(&progress), table));
        all.extend(progress);
    }
    let title = format!("{}年{}", plan.year, plan.name);
    let page = ShowPage {
        frame: desk.frame(&title, PATH, crumb()),
        all: Tally::of(&all),
        may_write: own && desk.may(WRITE),
        plan,
        parts,
    };
    Ok(desk.show(&page))
}

fn form_page(desk: &Desk, plan: Option<&Plan>, form: &Fields) -> FormPage {
    let year = desk.app.today().year();
    let years = match plan {
        Some(plan) => vec![plan.year()],
        None => vec![year, year + 1],
    };
    FormPage {
        frame: desk.frame(if plan.is_some() { "修改计划" } else { "新建计划" }, PATH, crumb()),
        fields: vec![
            Field::text("name", "计划叫什么")
                .hint("比如：年度实事、十大系列活动、五大工程")
                .attr("maxlength", 30)
                .of_form(form),
            Field::select("year", "哪一年", years.into_iter().map(|y| Choice::new(y, format!("{y}年")))).of_form(form),
            Field::area("lead", "一句话说明").optional().attr("rows", 2).attr("maxlength", 200).of_form(form),
            Field::area("parts", "有哪几部分").hint("一行一个，按顺序").attr("rows", 8).of_form(form),
        ],
        action: plan.map_or_else(|| PATH.to_owned(), Plan::link),
        back: plan.map_or_else(|| PATH.to_owned(), Plan::link),
        version: form.number("version").or(plan.map(|plan| plan.version)).unwrap_or(0),
    }
}
/// (name, year, lead, parts)
fn typed(form: &mut Fields, years: &[i16]) -> Option<(String, i16, String, Vec<String>)> {
    let name = form.required("name", "请写计划叫什么", 30);
    let year = form.number("year").filter(|year| years.contains(year));
    if year.is_none() {
        form.fault("year", "请选今年或明年");
    }
    form.short_enough("lead", 200);
    for name in ["name", "lead", "parts"] {
        if platform::standards::has_unprintable(&form.get(name).replace(['\n', '\t'], "")) {
            form.fault(name, "里面有看不见的字符，请重新输入");
        }
    }
    let parts = rules::parts(form.get("parts")).map_err(|fault| form.fault("parts", fault)).ok();
    let lead = form.get("lead").to_owned();
    form.is_right().then_some(())?;
    Some((name?, year?, lead, parts?))
}

pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    form.set("year", desk.app.today().year().to_string());
    Ok(desk.show(&form_page(&desk, None, &form)))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let year = desk.app.today().year();
    let Some((name, year, lead, parts)) = typed(&mut form, &[year, year + 1]) else {
        return Ok(desk.refill(&form_page(&desk, None, &form)));
    };
    let org = desk.post().org;
    let mut tx = desk.app.db.begin().await?;
    let Some(id) = store::add(&mut tx, org, year, &name, &lead, &parts).await? else {
        drop(tx);
        form.fault("name", format!("{year}年已经有一个叫这个名字的计划"));
        return Ok(desk.refill(&form_page(&desk, None, &form)));
    };
    record(&desk, &mut tx, "plan.add", id, &name).await?;
    tx.commit().await?;
    Ok(see(&format!("{PATH}/{id}"), "建好了，可以往里定实事"))
}
async fn record(desk: &Desk, tx: &mut platform::db::Tx, act: &str, id: PlanId, name: &str) -> Result<()> {
    let entry = audit::Entry { act, object: "plan", object_id: id.0, detail: name, ..Default::default() };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}
/// Only the union that made it changes it.
async fn own(desk: &Desk, id: PlanId) -> Result<Plan> {
    let plan = within(desk, id).await?;
    if plan.org == desk.post().org {
        Ok(plan)
    } else {
        Err(Error::refused(format!("这是{}的计划，由它来改", plan.org_name)))
    }
}
pub async fn edit(desk: Desk, Path(plan): Path<PlanId>) -> Result<Response> {
    let plan = own(&desk, plan).await?;
    let parts: Vec<String> = store::parts(&desk.app.db, plan.id).await?.into_iter().map(|(_, name)| name).collect();
    let mut form = Fields::default();
    for (name, value) in [
        ("name", plan.name.clone()),
        ("lead", plan.lead.clone()),
        ("parts", parts.join("\n")),
        ("year", plan.year.to_string()),
    ] {
        form.set(name, value);
    }
    Ok(desk.show(&form_page(&desk, Some(&plan), &form)))
}
pub async fn update(desk: Desk, Path(plan): Path<PlanId>, mut form: Fields) -> Result<Response> {
    let plan = own(&desk, plan).await?;
    let Some((name, _, lead, parts)) = typed(&mut form, &[plan.year()]) else {
        return Ok(desk.refill(&form_page(&desk, Some(&plan), &form)));
    };
    let seen = Plan { version: form.number("version").unwrap_or(plan.version), ..plan };
    let mut tx = desk.app.db.begin().await?;
    match store::change(&mut tx, &seen, &name, &lead, &parts).await {
        Ok(Ok(())) => {}
        Ok(Err(None)) => return Err(Error::refused("刚刚有人改过这个计划，请看过再改")),
        Ok(Err(Some(part))) => form.fault("parts", format!("“{part}”里还有实事，先把它们移走")),
        Err(fault) if is_unique(&fault) => form.fault("name", format!("{}年已经有一个叫这个名字的计划", seen.year)),
        Err(fault) => return Err(fault.into()),
    }
    if !form.is_right() {
        drop(tx);
        return Ok(desk.refill(&form_page(&desk, Some(&seen), &form)));
    }
    record(&desk, &mut tx, "plan.change", seen.id, &name).await?;
    tx.commit().await?;
    Ok(see(&seen.link(), "改好了"))
}
