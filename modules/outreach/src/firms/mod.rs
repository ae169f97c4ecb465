//! The firms that a union covers, as a federation (行业工会联合会) looks after its small ones: members, union, pair, last visit.
mod store;

use crate::{pairs, permissions::READ};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{
    employers,
    unions::{self, Union},
};
use jiff::{ToSpan, civil::Date};
use platform::{
    audit,
    rights::Access::Needs,
    sheets::Book,
    tree::{OrgId, Scope},
    web::{Error, Fields, Result, Routes, XLSX, download},
};
use std::io;
use store::Firm;
use ui::{Button, Crumb, Definition, Desk, Figure, Figures, Pill, Pills, Stamp, filters, text};

pub fn routes() -> Routes {
    Routes::new().get("/console/unions/{union}/firms", Needs(READ), show).get(
        "/console/unions/{union}/firms.xlsx",
        Needs(READ),
        export,
    )
}

#[derive(Template)]
#[template(path = "firms/show.html")]
struct ShowPage {
    frame: ui::Console,
    union: Union,
    figures: Figures,
    pills: Pills,
    view: String,
    firms: Vec<Firm>,
    quiet_since: Date,
    scope: Scope,
    may_pair: bool,
}

/// Which of the firms a view shows.
fn is_in(view: &str, firm: &Firm, quiet_since: Date) -> bool {
    match view {
        "no-union" => firm.union_name.is_none(),
        "no-pair" => firm.pair.is_none(),
        "quiet" => firm.is_quiet(quiet_since),
        _ => true,
    }
}
async fn within(desk: &Desk, union: OrgId) -> Result<Union> {
    unions::store::within(&desk.app.db, &desk.scope(READ)?, union).await?.ok_or(Error::NotFound)
}
async fn firms(desk: &Desk, union: &Union) -> Result<(Vec<Firm>, Date)> {
    let today = desk.app.today();
    let days = pairs::visit_days(&desk.app, union.id).await?;
    Ok((store::covered(&desk.app.db, union.id, today).await?, today.saturating_sub(days.days())))
}

async fn show(desk: Desk, Path(union): Path<OrgId>, asked: Fields) -> Result<Response> {
    let union = within(&desk, union).await?;
    let (all, quiet_since) = firms(&desk, &union).await?;
    let view = asked.get("view").to_owned();
    let here = format!("{}/firms", unions::link(union.id));
    let pill = |words, key: &str| {
        let count = all.iter().filter(|f| is_in(key, f, quiet_since)).count() as i64;
        let address = if key.is_empty() { here.clone() } else { format!("{here}?view={key}") };
        Pill::new(words, address).count(count).here(view == key)
    };
    let pills =
        [pill("全部", ""), pill("还没建会", "no-union"), pill("没有结对", "no-pair"), pill("久没走访", "quiet")];
    let crumbs = vec![Crumb::word("有家"), Crumb::to(&union.name, unions::link(union.id))];
    Ok(desk.show(&ShowPage {
        frame: desk.frame("覆盖单位", "/console/unions", crumbs),
        figures: figures(&all),
        pills: Pills::new("视图", pills),
        firms: all.into_iter().filter(|f| is_in(&view, f, quiet_since)).collect(),
        view,
        quiet_since,
        scope: desk.scope(READ)?,
        may_pair: desk.may(crate::permissions::WRITE),
        union,
    }))
}
fn figures(all: &[Firm]) -> Figures {
    let sum = |of: fn(&Firm) -> i64| text::count(all.iter().map(of).sum());
    let defined = |words: &str| Definition::new().line("算的是", words);
    let firms = all.len() as i64;
    Figures::strip([
        Figure::new("firms", "覆盖单位", text::count(firms), "家").definition(defined("今天由它覆盖的单位")),
        Figure::new("headcount", "职工", sum(|f| f.headcount), "人").definition(defined("按单位资料里的人数加")),
        Figure::new("members", "会员", sum(|f| f.members), "人")
            .definition(defined("在这些单位工作、有会籍的人，会籍在哪家工会都算")),
        Figure::new("with-union", "有工会", sum(|f| i64::from(f.union_name.is_some())), "家")
            .definition(defined("职工归到一家工会的单位")),
        Figure::new("paired", "有委员结对", sum(|f| i64::from(f.pair.is_some())), "家")
            .definition(defined("今天由它的委员结对联系的单位")),
    ])
}

const COLUMNS: [(&str, u16); 9] = [
    ("单位", 32),
    ("统一社会信用代码", 22),
    ("职工（人）", 10),
    ("会员（人）", 10),
    ("归哪家工会", 28),
    ("覆盖从", 12),
    ("结对委员", 12),
    ("走访（次）", 10),
    ("最近走访", 12),
];
async fn export(desk: Desk, Path(union): Path<OrgId>, asked: Fields) -> Result<Response> {
    let union = within(&desk, union).await?;
    let (mut all, quiet_since) = firms(&desk, &union).await?;
    all.retain(|f| is_in(asked.get("view"), f, quiet_since));
    let entry = audit::Entry {
        act: "union.firms.export",
        object: "union",
        object_id: union.id.0,
        detail: asked.get("view"),
        org: Some(union.id),
        ..Default::default()
    };
    let mut tx = desk.app.db.begin().await?;
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let name = format!("{}覆盖单位{}.xlsx", union.name, desk.app.today());
    Ok(download(&name, XLSX, move |file| {
        let (heads, widths): (Vec<&str>, Vec<u16>) = COLUMNS.into_iter().unzip();
        let mut book = Book::new("覆盖单位", &widths).map_err(io::Error::other)?;
        book.head(&heads).and_then(|()| book.freeze(1)).map_err(io::Error::other)?;
        for firm in &all {
            book.row(&firm.cells()).map_err(io::Error::other)?;
        }
        book.write_to(file).map_err(io::Error::other)
    }))
}
