//! The list: a counsellor's own; for those above what is past its day, as number and clock; for a guardian the opening.
use super::FIGURES;
use crate::{
    cases::{Case, answers},
    counselling::{
        PATH, link,
        store::{self, Late},
    },
    permissions::{COUNSEL, COUNSELLING_FIGURES, COUNSELLING_OPEN, COUNSELLING_WATCH},
};
use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use platform::{
    calendar,
    web::{Fields, Result},
};
use ui::{Button, Crumb, Desk, Empty, ErrorSummary, Field, Pill, Pills, Stamp, filters};

/// A counsellor's line: the case and how the person wants to be called.
type Own = (Case, String);

#[derive(Template)]
#[template(path = "counselling/desk/index.html")]
pub struct IndexPage {
    frame: ui::Console,
    counsels: bool,
    views: Pills,
    own: Vec<Own>,
    late: Vec<Late>,
    opening: Vec<Field>,
    figures: bool,
    empty: Empty,
}
impl IndexPage {
    fn left(&self, due: Option<Date>) -> Stamp {
        stamp_of(due, self.frame.today)
    }
}
fn stamp_of(due: Option<Date>, today: Date) -> Stamp {
    match due.map(|due| i64::from(calendar::days_left(today, due))) {
        None => Stamp::plain("没有期限"),
        Some(left @ ..0) => Stamp::danger(format!("超{}天", -left)),
        Some(left @ 0..=1) => Stamp::warn(if left == 0 { "今天到期" } else { "明天到期" }),
        Some(left) => Stamp::plain(format!("还有{left}天")),
    }
}

pub async fn page(desk: &Desk, over: bool, form: &Fields) -> Result<IndexPage> {
    let (app, me) = (&desk.app, desk.who.account);
    let scope = desk.scope(COUNSELLING_WATCH)?;
    let counsels = desk.may(COUNSEL);
    let own = if counsels { store::own(&app.db, me, over).await? } else { Vec::new() };
    let own = own.into_iter().map(|case| (answers::one(app, &case, "call").unwrap_or_default(), case));
    let opening = vec![
        Field::text("who", "编号或手机号")
            .hint("手机号：本人登录用的，找到正在进行的那一份")
            .attr("maxlength", 20)
            .of_form(form),
        Field::area("reason", "有什么危险，为什么要打开")
            .hint("本人和咨询师马上会看到这段话")
            .attr("rows", 3)
            .attr("maxlength", 500)
            .of_form(form),
    ];
    let view = |name: &'static str, key: bool| {
        Pill::new(name, if key { format!("{PATH}?view=over") } else { PATH.to_owned() }).here(over == key)
    };
    Ok(IndexPage {
        frame: desk.frame("心理咨询", PATH, vec![Crumb::word("信家")]),
        counsels,
        views: Pills::new("视图", [view("正在谈", false), view("结束的", true)]),
        own: own.map(|(call, case)| (case, call)).collect(),
        late: store::late(&app.db, &scope, me, app.today()).await?,
        opening: if desk.may(COUNSELLING_OPEN) { opening } else { Vec::new() },
        figures: desk.may(COUNSELLING_FIGURES),
        empty: Empty::new(if over { "还没有结束的咨询" } else { "现在没有人等您回复" }),
    })
}
pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    crate::definitions::published::fresh(&desk.app).await?;
    Ok(desk.show(&page(&desk, asked.get("view") == "over", &Fields::default()).await?))
}
