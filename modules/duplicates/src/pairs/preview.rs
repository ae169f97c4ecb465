//! What merging would do, before it is done.
use super::{PATH, Pair, PairId, Side, crumb, link, show, side, within};
use crate::merges::{Choices, fields, merged, shown};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    merging,
    web::{Error, Fields},
};
use ui::{Crumb, Desk, filters};

#[derive(Template)]
#[template(path = "pairs/preview.html")]
struct PreviewPage {
    frame: ui::Console,
    pair: Pair,
    /// What the one that remains will say: name, value, and what is left out.
    result: Vec<(&'static str, String, String)>,
    /// What moves over to it, and what points to it already: name, how many here, how many there.
    moves: Vec<(&'static str, i64, i64)>,
    /// The membership that ends, and the one that remains.
    ends: Option<(String, String)>,
    carried: Vec<(String, String)>,
}

pub async fn preview(desk: Desk, Path(pair): Path<PairId>, asked: Fields) -> Result<Response, Error> {
    let (pair, sides) = within(&desk, pair).await?;
    if !pair.is_open() {
        return Err(Error::refused("这两份已经核对过了，请回到列表看结果"));
    }
    let names = side::org_names(&desk.app, &sides).await?;
    let rows = [&sides[0].row, &sides[1].row];
    let elder = show::earlier(&sides);
    let choices = Choices::of(&asked, pair.kind(), rows, elder.unwrap_or(0));
    let kept = remains(&sides);
    let result = fields(pair.kind()).iter().map(|field| {
        let values = rows.map(|row| shown(&desk.app, &names, field, row));
        let chosen = choices.side(field);
        let other = if field.is_same(&desk.app, rows[0], rows[1]) { String::new() } else { values[1 - chosen].clone() };
        (field.name, values[chosen].clone(), other)
    });
    let result: Vec<_> = result.filter(|(_, value, other)| !(value.is_empty() && other.is_empty())).collect();
    let ends = elder.map(|_| {
        let words = |side: usize| sides[side].membership.clone().unwrap_or_default();
        (words(1 - choices.membership), words(choices.membership))
    });
    let mut crumbs = crumb();
    crumbs.push(Crumb::to("重复登记", format!("{PATH}?kind={}", pair.kind().key())));
    crumbs.push(Crumb::to(show::title(&sides), link(pair.id)));
    let page = PreviewPage {
        frame: desk.frame("合并后是这样", PATH, crumbs),
        result,
        moves: moves(&desk, &pair, sides[kept].id(), sides[1 - kept].id()).await?,
        ends,
        carried: carried(&choices, &sides),
        pair,
    };
    Ok(desk.show(&page))
}

/// Which of the two remains: the one with a current membership, else the one that was first.
pub fn remains(sides: &[Side; 2]) -> usize {
    usize::from(sides[0].membership.is_none() && sides[1].membership.is_some())
}
/// The choices as the next form sends them, with the versions that were seen.
fn carried(choices: &Choices, sides: &[Side; 2]) -> Vec<(String, String)> {
    let fields = choices.fields.iter().map(|(key, side)| (format!("f_{key}"), side.to_string()));
    let rest = [
        ("membership".to_owned(), choices.membership.to_string()),
        ("version_0".to_owned(), sides[0].row.version().to_string()),
        ("version_1".to_owned(), sides[1].row.version().to_string()),
    ];
    fields.chain(rest).collect()
}
async fn moves(desk: &Desk, pair: &Pair, kept: i64, gone: i64) -> Result<Vec<(&'static str, i64, i64)>, Error> {
    let pointers = merging::pointers(&desk.app, merged(pair.kind()));
    let here = merging::count(&desk.app.db, &pointers, kept).await?;
    let there = merging::count(&desk.app.db, &pointers, gone).await?;
    let mut all: Vec<(&'static str, i64, i64)> = here.into_iter().map(|(name, n)| (name, n, 0)).collect();
    for (name, n) in there {
        match all.iter_mut().find(|line| line.0 == name) {
            Some(line) => line.2 = n,
            None => all.push((name, 0, n)),
        }
    }
    Ok(all)
}
