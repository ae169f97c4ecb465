//! Letters as A4 pages, in the layout of GB/T 9704.
use super::{Letter, OFFICE_WORD, is_to_worker, store};
use crate::{
    cases::{Case, link, own_link, within},
    course,
    definitions::{Addressee, Letter as Defined},
    mine,
    permissions::CASES_READ,
};
use axum::{extract::Path, response::Response};
use directory::unions;
use platform::{
    App, clock, settings,
    web::{Error, Result},
};
use ui::{Desk, Guest, Paper, paper};

/// The receipt: every case has one, it is not in the register.
const RECEIPT: &str = "receipt";

/// A letter of a case, for its page: what it is called, when, and where it is.
pub struct Line {
    pub title: String,
    pub at: i64,
    pub href: String,
}
/// The letters of a case; the worker sees the receipt and those that are to him or her.
pub async fn of_case(app: &App, case: &Case, for_worker: bool) -> Result<Vec<Line>> {
    let base = if for_worker { own_link(&case.number) } else { link(&case.number) };
    let line = |title: String, at, key: String| Line { title, at, href: format!("{base}/letters/{key}") };
    let mut all = vec![line("诉求回执".into(), case.created_at, RECEIPT.into())];
    for letter in store::of(&app.db, case.id).await? {
        if let Some(paper) = letter.paper(app) {
            all.push(line(paper.title, letter.at, letter.id.to_string()));
            continue;
        }
        let Some(defined) = case.service().letter(&letter.letter) else { continue };
        if !for_worker || is_to_worker(defined) {
            all.push(line(defined.title.clone(), letter.at, letter.id.to_string()));
        }
    }
    Ok(all)
}

fn receipt(case: &Case) -> Paper {
    let start = case.service().start();
    let clock = case.service().clock(&start.clock);
    let rule = clock.map_or_else(String::new, |clock| format!("{}（{}）。", clock.rule, clock.source));
    let lines = [
        format!(
            "您{}提交的{}收到了，由{}办理。",
            ui::text::date(case.created_day()),
            case.service().office,
            case.handler_name
        ),
        rule,
        format!("凭编号{}和提交时用的手机号，可以随时查看办到了哪一步，补充材料，或者撤回。办理不收费。", case.number),
        "办结以后请您评价。一星、二星的，报上一级工会重新办。".to_owned(),
    ];
    let day = paper::day_of(case.created_at);
    Paper::new("诉求回执")
        .number(format!("编号{}", case.number))
        .to(case.name.clone())
        .lines(lines)
        .from(case.handler_name.clone(), day)
}
/// 工诉〔2026〕3号
async fn number(app: &App, letter: &Letter) -> Result<String> {
    let region = unions::store::find(&app.db, letter.org).await?.map(|union| union.region).unwrap_or_default();
    let word = settings::get(&app.db, OFFICE_WORD, &region, clock::day_of(letter.at)).await?;
    Ok(format!("{word}〔{}〕{}号", letter.year, letter.number))
}
/// A paper that was put down, under its number; none: it is a letter of the definition.
pub async fn numbered(app: &App, letter: &Letter) -> Result<Option<Paper>> {
    let Some(paper) = letter.paper(app) else { return Ok(None) };
    Ok(Some(paper.number(number(app, letter).await?)))
}
async fn written(app: &App, case: &Case, letter: &Letter, defined: &Defined) -> Result<Paper> {
    let to = match defined.to {
        Addressee::Worker => case.name.clone(),
        Addressee::Employer => case.employer_name.clone(),
        Addressee::Other => defined.whom.clone(),
    };
    Ok(Paper::new(defined.title.clone())
        .number(number(app, letter).await?)
        .to(to)
        .lines(letter.lines(app))
        .from(letter.org_name.clone(), paper::day_of(letter.at)))
}
async fn paper_of(app: &App, case: &Case, key: &str, for_worker: bool) -> Result<Paper> {
    // Paper lies about: there is none of a counselling.
    if case.is_confidential() {
        return Err(Error::NotFound);
    }
    if key == RECEIPT {
        return Ok(receipt(case));
    }
    let all = store::of(&app.db, case.id).await?;
    let letter = all.iter().find(|letter| letter.id.to_string() == key).ok_or(Error::NotFound)?;
    if let Some(paper) = numbered(app, letter).await? {
        return Ok(paper);
    }
    let defined = case.service().letter(&letter.letter).ok_or(Error::NotFound)?;
    if for_worker && !is_to_worker(defined) {
        return Err(Error::NotFound);
    }
    written(app, case, letter, defined).await
}

pub async fn show(desk: Desk, Path((number, key)): Path<(String, String)>) -> Result<Response> {
    let case = within(&desk, &number, CASES_READ).await?;
    let paper = paper_of(&desk.app, &case, &key, false).await?;
    course::read(&desk.app, &desk.who, &case).await?;
    paper.show(&link(&number))
}
pub async fn mine(guest: Guest, Path((number, key)): Path<(String, String)>) -> Result<Response> {
    let case = mine::own(&guest, &number).await?;
    paper_of(&guest.app, &case, &key, true).await?.show(&own_link(&number))
}
