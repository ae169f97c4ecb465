//! The two side by side, and what was decided.
use super::{PATH, Pair, PairId, Side, crumb, link, side, within};
use crate::{
    Kind,
    merges::{self, Field, fields, shown},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::web::Error;
use ui::{Crumb, Desk, filters, text};

/// A field of both, with the side that is proposed.
pub struct Line {
    pub field: &'static Field,
    pub values: [String; 2],
    pub proposed: usize,
}
impl Line {
    /// The two values of one line, with which side they are.
    fn options(&self) -> [(usize, &str, bool); 2] {
        [0, 1].map(|side| (side, self.values[side].as_str(), self.proposed == side))
    }
}

#[derive(Template)]
#[template(path = "pairs/show.html")]
struct ShowPage {
    frame: ui::Console,
    pair: Pair,
    sides: [Side; 2],
    differing: Vec<Line>,
    /// What both say alike: name and value.
    alike: Vec<(&'static str, String)>,
    /// Both have a current membership: which one is proposed to remain.
    memberships: Option<usize>,
    /// Until when it can be undone.
    until: Option<i64>,
    stayed: Vec<String>,
}
impl ShowPage {
    fn what(&self) -> &'static str {
        if self.pair.kind() == Kind::Person { "同一个人" } else { "同一家单位" }
    }
    fn decided(&self) -> String {
        let at = self
            .pair
            .decided_at
            .map_or(String::new(), |at| text::moment_near(platform::clock::local(at), self.frame.today));
        format!("{}{at}", self.pair.decided_by.clone().unwrap_or_else(|| "系统".into()))
    }
}

pub async fn show(desk: Desk, Path(pair): Path<PairId>) -> Result<Response, Error> {
    let (pair, sides) = within(&desk, pair).await?;
    let names = side::org_names(&desk.app, &sides).await?;
    let (mut differing, mut alike) = (Vec::new(), Vec::new());
    for field in fields(pair.kind()) {
        let rows = [&sides[0].row, &sides[1].row];
        let values = rows.map(|row| shown(&desk.app, &names, field, row));
        if pair.state != "merged" && field.is_same(&desk.app, rows[0], rows[1]) {
            let [value, _] = values;
            alike.push((field.name, value));
        } else {
            differing.push(Line { field, values, proposed: field.proposed(rows) });
        }
    }
    alike.retain(|(_, value)| !value.is_empty());
    let merge = merges::store::last(&desk.app.db, pair.id).await?;
    let mut crumbs = crumb();
    crumbs.push(Crumb::to("重复登记", format!("{PATH}?kind={}", pair.kind().key())));
    let page = ShowPage {
        frame: desk.frame(&title(&sides), PATH, crumbs),
        differing,
        alike,
        memberships: earlier(&sides),
        until: merge.as_ref().and_then(|m| merges::open_until(m, desk.app.now())),
        stayed: merge.as_ref().and_then(|m| serde_json::from_str(&m.stayed).ok()).unwrap_or_default(),
        pair,
        sides,
    };
    Ok(desk.show(&page))
}

pub fn title(sides: &[Side; 2]) -> String {
    let [one, other] = sides.each_ref().map(|side| side.name.trim_end_matches("（已合并）"));
    if one == other { format!("{one}，登记了两份") } else { format!("{one}和{other}") }
}
/// Which current membership is proposed to remain where both have one: the elder.
pub fn earlier(sides: &[Side; 2]) -> Option<usize> {
    match [&sides[0].membership, &sides[1].membership] {
        [Some(one), Some(other)] => {
            let day = |words: &str| {
                words.chars().rev().skip(2).take(10).collect::<Vec<_>>().into_iter().rev().collect::<String>()
            };
            Some(usize::from(day(other) < day(one)))
        }
        _ => None,
    }
}
