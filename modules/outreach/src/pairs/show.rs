//! A pair's page: the firm, who looks after it, when the next visit is due, and all visits.
use super::{
    PATH, Pair, PairId, crumb, reminders, rules,
    store::{self, Visit},
    within,
};
use crate::permissions::{READ, VISITS_WRITE, WRITE};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{employers, unions};
use platform::{
    calendar,
    tree::Scope,
    web::{Fields, Result},
};
use ui::{Button, Clock, Desk, ErrorSummary, Field, filters, text};

#[derive(Template)]
#[template(path = "pairs/show.html")]
struct ShowPage {
    frame: ui::Console,
    pair: Pair,
    clock: Option<Clock>,
    summary: ErrorSummary,
    fields: Vec<Field>,
    visits: Vec<Visit>,
    scope: Scope,
    may_visit: bool,
    may_write: bool,
}

fn fields(desk: &Desk, form: &mut Fields) -> Vec<Field> {
    if form.is_right() {
        form.set("visited_on", desk.app.today().to_string());
        form.set("who", desk.who.name.clone());
    }
    let area = |name, label: &str| Field::area(name, label).attr("rows", 2).attr("maxlength", 500);
    let all = [
        Field::date("visited_on", "哪天去的"),
        Field::text("who", "谁去的").hint("几个人去就都写上").attr("maxlength", 60),
        area("asked", "看了什么、问了什么"),
        area("result", "结果怎样").optional(),
        area("next_step", "下一步").optional().hint("谁办、什么时候办"),
        Field::file("file", "现场照片", "image/jpeg,image/png,image/webp").optional(),
    ];
    all.into_iter().map(|f| f.of_form(form)).collect()
}
async fn page(desk: &Desk, pair: Pair, form: &mut Fields) -> Result<ShowPage> {
    let today = desk.app.today();
    let days = reminders::days(&desk.app, pair.union_id).await?;
    let due = rules::due(pair.from(), pair.last(), days);
    let left = i64::from(calendar::days_left(today, due));
    let clock = Clock::new(left, format!("最迟{}去一次", text::date(due)))
        .note(format!("本地规定：{days}天内至少走访一次，到期没去会提醒"))
        .fact("委员", &pair.officer_name);
    let fields = fields(desk, form);
    Ok(ShowPage {
        frame: desk.frame(&pair.employer_name, PATH, crumb()),
        clock: pair.is_open().then_some(clock),
        summary: ErrorSummary::of(&fields),
        fields,
        visits: store::visits_of(&desk.app.db, pair.id, 100).await?,
        scope: desk.scope(READ)?,
        may_visit: desk.may(VISITS_WRITE) && pair.is_open(),
        may_write: desk.may(WRITE) && pair.is_open(),
        pair,
    })
}
pub async fn show(desk: Desk, Path(pair): Path<PairId>) -> Result<Response> {
    let pair = within(&desk, READ, pair).await?;
    Ok(desk.show(&page(&desk, pair, &mut Fields::default()).await?))
}
/// The page with a visit that is to be mended.
pub async fn again(desk: &Desk, pair: Pair, form: &mut Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, pair, form).await?))
}
