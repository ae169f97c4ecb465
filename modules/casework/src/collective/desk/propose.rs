//! Proposing: which employers have several, which cases of one, and what the workers are told.
use crate::{
    cases::{self, Case},
    collective::{acts, link, since, store},
    course::By,
    desk::conflict,
    permissions::CASES_WORK,
};
use askama::Template;
use axum::response::Response;
use platform::web::{Error, Fields, Result, see};
use ui::{Button, Choice, Crumb, Desk, Empty, ErrorSummary, Field};

const WORDS: usize = 500;
const PROPOSED: &str = "同一家单位有几位工友都提了欠薪。工会建议一起办：一张清单，一起和单位谈。";

#[derive(Template)]
#[template(path = "collective/desk/groups.html")]
struct GroupsPage {
    frame: ui::Console,
    groups: Vec<store::Group>,
    empty: Empty,
}
#[derive(Template)]
#[template(path = "collective/desk/propose.html")]
struct ProposePage {
    frame: ui::Console,
    case: Case,
    fields: Vec<Field>,
    empty: bool,
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::word("信家"), Crumb::to("集体争议", super::super::PATH)]
}
/// Others like it, one for each worker.
async fn alike(desk: &Desk, case: &Case) -> Result<Vec<Case>> {
    let scope = desk.scope(CASES_WORK)?;
    let since = since(&desk.app, desk).await?;
    let mut others = store::alike(&desk.app.db, (&scope, desk.who.account), case, since).await?;
    let mut known = vec![case.account];
    others.retain(|other| {
        let first = !known.contains(&other.account);
        known.push(other.account);
        first
    });
    Ok(others)
}
pub(super) fn choice(case: &Case) -> Choice {
    let note = format!("{}，{}，{}", case.number, case.state(), case.handler_name);
    Choice::new(&case.number, &case.name).note(note)
}
async fn page(desk: &Desk, case: Case, form: &Fields) -> Result<ProposePage> {
    let others = alike(desk, &case).await?;
    let chosen: Vec<String> = match form.pairs().iter().any(|(name, _)| name == "words") {
        true => form.all("case").map(str::to_owned).collect(),
        false => std::iter::once(&case).chain(&others).map(|case| case.number.clone()).collect(),
    };
    let choices: Vec<Choice> = std::iter::once(&case).chain(&others).map(choice).collect();
    let words = Field::area("words", "和工友说什么").hint("发给每一位，原样").value(PROPOSED);
    let words = words.attr("rows", 3).attr("maxlength", WORDS);
    let fault = form.error("case").map(str::to_owned);
    let which = Field::checks("case", "请哪几位", choices).values(chosen).error(fault);
    let words = if form.pairs().iter().any(|(name, _)| name == "words") { words.of_form(form) } else { words };
    Ok(ProposePage {
        frame: desk.frame("请工友一起办", super::super::PATH, crumbs()),
        empty: others.is_empty(),
        fields: vec![which, words],
        case,
    })
}
/// The case from which it starts, where nothing hinders who is at the desk.
async fn start(desk: &Desk, number: &str) -> Result<Case> {
    let case = cases::within(desk, number, CASES_WORK).await?;
    if let Some(conflict) = conflict(desk, &case).await? {
        return Err(Error::refused(format!("{}。", conflict.sentence())));
    }
    let fits = case.service().collective && !case.is_over() && case.alone.is_none() && case.account.is_some();
    if fits { Ok(case) } else { Err(Error::refused("这件诉求不能和别的一起办。")) }
}

pub async fn new(desk: Desk, form: Fields) -> Result<Response> {
    if let Some(number) = form.opt("case") {
        let case = start(&desk, number).await?;
        return Ok(desk.show(&page(&desk, case, &Fields::default()).await?));
    }
    crate::definitions::published::fresh(&desk.app).await?;
    let (scope, since) = (desk.scope(CASES_WORK)?, since(&desk.app, &desk).await?);
    let mut groups = Vec::new();
    for service in crate::definitions::current().filter(|service| service.collective) {
        groups.extend(store::groups(&desk.app.db, (&scope, desk.who.account), &service.key, since).await?);
    }
    let frame = desk.frame("可以一起办的", super::super::PATH, crumbs());
    let empty = Empty::new("没有哪家单位有几位职工的欠薪诉求同时在办");
    Ok(desk.show(&GroupsPage { frame, groups, empty }))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let first = form.all("case").next().map(str::to_owned).or(form.opt("of").map(str::to_owned));
    let Some(first) = first else { return Err(Error::refused("请先选诉求。")) };
    let case = start(&desk, form.opt("of").unwrap_or(&first)).await?;
    let words = form.required("words", "请写给工友的话", WORDS);
    let all = alike(&desk, &case).await?;
    let picked: Vec<Case> =
        std::iter::once(&case).chain(&all).filter(|one| form.all("case").any(|n| n == one.number)).cloned().collect();
    if picked.len() < 2 {
        form.fault("case", "至少选两位");
    }
    let Some(words) = words.filter(|_| form.is_right()) else {
        return Ok(desk.refill(&page(&desk, case, &form).await?));
    };
    match acts::propose(&desk.app, By::union(&desk.who), &picked, &words).await? {
        Ok(number) => Ok(see(&link(&number), "发给工友了，等他们自己回答")),
        Err(sentence) => {
            form.fault("case", sentence);
            Ok(desk.refill(&page(&desk, case, &form).await?))
        }
    }
}
