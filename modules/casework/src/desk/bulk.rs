//! Handing over several cases at once: first shown which go and which don't, then done one by one, each an act of its own.
use crate::{
    cases::{
        Case, routing,
        store::{self, Filter},
    },
    course::{self, By},
    permissions::CASES_WORK,
};
use askama::Template;
use axum::response::Response;
use directory::{list::Page, unions};
use platform::{
    tree::Org,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field};

pub const PATH: &str = "/console/cases/handing";
const MOST: usize = 100;

/// A case that was chosen, and why it does not go; none: it goes.
struct Chosen {
    case: Case,
    stays: Option<String>,
}
#[derive(Template)]
#[template(path = "desk/bulk.html")]
struct BulkPage {
    frame: ui::Console,
    fields: Vec<Field>,
    chosen: Vec<Chosen>,
    to: Option<String>,
}
impl BulkPage {
    fn going(&self) -> usize {
        self.chosen.iter().filter(|one| one.stays.is_none()).count()
    }
}

async fn cases(desk: &Desk, form: &Fields) -> Result<Vec<Case>> {
    let numbers: Vec<String> = form.all("case").take(MOST).map(str::to_owned).collect();
    if numbers.is_empty() {
        return Err(Error::refused("请先在名单里选诉求。"));
    }
    let filter = Filter { view: "all".into(), numbers, ..Filter::default() };
    let scope = desk.scope(CASES_WORK)?;
    Ok(store::list(&desk.app.db, (&scope, desk.who.account), &filter, true, &Page::First, MOST as i64).await?)
}
async fn judged(desk: &Desk, cases: Vec<Case>, to: Option<&Org>) -> Result<Vec<Chosen>> {
    let mut chosen = Vec::with_capacity(cases.len());
    for case in cases {
        let stays = match to {
            _ if case.is_over() => Some("已经办结".to_owned()),
            _ if super::case::is_own(desk, &case) => Some("是您本人的".to_owned()),
            Some(to) if !routing::may_go_to(&desk.app, &case, to.id).await? => Some(format!("不能转给{}", to.name)),
            _ => None,
        };
        chosen.push(Chosen { case, stays });
    }
    Ok(chosen)
}
async fn page(desk: &Desk, chosen: Vec<Chosen>, to: Option<&Org>, form: &Fields) -> Result<BulkPage> {
    let union = Field::suggest("union", "转给哪家工会", "/console/unions/options", "union_id", form.get("union_id"));
    let reason = Field::area("reason", "为什么").hint("每位职工都看得到").attr("rows", 3).attr("maxlength", 500);
    Ok(BulkPage {
        frame: desk.frame(
            "一起转办",
            crate::cases::PATH,
            vec![Crumb::word("信家"), Crumb::to("诉求", crate::cases::PATH)],
        ),
        fields: vec![union.of_form(form), reason.of_form(form)],
        chosen,
        to: to.map(|org| org.name.clone()),
    })
}

/// Which ones, to whom: a preview as soon as a union is chosen.
pub async fn show(desk: Desk, form: Fields) -> Result<Response> {
    if !form.has("case") {
        return Ok(see(crate::cases::PATH, "请先在名单里选诉求"));
    }
    let to = unions::chosen(&desk, &form, "union", "union_id").await?.map(|union| union.org());
    let chosen = judged(&desk, cases(&desk, &form).await?, to.as_ref()).await?;
    Ok(desk.show(&page(&desk, chosen, to.as_ref(), &form).await?))
}
pub async fn hand_over(desk: Desk, mut form: Fields) -> Result<Response> {
    let to = unions::chosen(&desk, &form, "union", "union_id").await?.map(|union| union.org());
    if to.is_none() {
        form.fault("union", "请从列表里选一家工会");
    }
    let reason = form.required("reason", "这里要写", 500);
    let chosen = judged(&desk, cases(&desk, &form).await?, to.as_ref()).await?;
    let (Some(to), Some(reason)) = (to.as_ref(), reason) else {
        return Ok(desk.refill(&page(&desk, chosen, to.as_ref(), &form).await?));
    };
    if !form.has("sure") {
        return Ok(desk.show(&page(&desk, chosen, Some(to), &form).await?));
    }
    let (mut went, mut stayed) = (0, 0);
    for one in chosen {
        let done = match one.stays {
            Some(_) => false,
            None => course::hand_over(&desk.app, By::union(&desk.who), &one.case, to, &reason).await?.is_ok(),
        };
        if done { went += 1 } else { stayed += 1 }
    }
    let rest = if stayed > 0 { format!("，{stayed}件没有转") } else { String::new() };
    Ok(see(crate::cases::PATH, &format!("转给{}{went}件{rest}", to.name)))
}
