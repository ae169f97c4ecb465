//! The list of pairs, surest first.
use super::{PATH, Pair, crumb, link, side, store};
use crate::{Kind, MERGE};
use askama::Template;
use axum::response::Response;
use platform::web::{Error, Fields};
use ui::{Desk, Empty, Pager, Pill, Pills, Stamp, filters};

const PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "pairs/index.html")]
struct IndexPage {
    frame: ui::Console,
    kinds: Pills,
    states: Pills,
    lines: Vec<Line>,
    pager: Pager,
    empty: Empty,
}
struct Line {
    pair: Pair,
    names: [String; 2],
    places: [String; 2],
}
impl Line {
    fn act(&self) -> &'static str {
        if self.pair.is_open() { "核对" } else { "查看" }
    }
    fn stamp(&self) -> Stamp {
        match (self.pair.state.as_str(), self.pair.score) {
            ("merged", _) => Stamp::ok("已合并"),
            ("different", _) => Stamp::plain("不是同一个"),
            (_, 80..) => Stamp::warn("很像"),
            (_, 50..) => Stamp::info("较像"),
            _ => Stamp::plain("可疑"),
        }
    }
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response, Error> {
    let scope = desk.scope(MERGE)?;
    let kind = Kind::from_key(asked.get("kind")).unwrap_or(Kind::Person);
    let state = Some(asked.get("state")).filter(|s| ["different", "merged"].contains(s)).unwrap_or("open");
    let after =
        asked.get("after").split_once('.').and_then(|(score, id)| Some((score.parse().ok()?, id.parse().ok()?)));
    let mut pairs = store::list(&desk.app.db, &scope, (kind, state), after, PAGE + 1).await?;
    let more = pairs.len() > PAGE as usize;
    pairs.truncate(PAGE as usize);
    let address = |kind: Kind, state: &str| format!("{PATH}?kind={}&state={state}", kind.key());
    let next = pairs.last().filter(|_| more).map(|p| format!("{}&after={}", address(kind, state), p.key()));
    let counts = store::counts(&desk.app.db, &scope).await?;
    let open = |kind: Kind| counts.iter().find(|(key, _)| key == kind.key()).map_or(0, |(_, n)| *n);
    let page = IndexPage {
        frame: desk.frame("重复登记", PATH, crumb()),
        kinds: Pills::new(
            "人还是单位",
            Kind::ALL.map(|k| Pill::new(k.name(), address(k, state)).count(open(k)).here(k == kind)),
        ),
        states: Pills::new(
            "办没办",
            [("open", "待核对"), ("merged", "已合并"), ("different", "不是同一个")]
                .map(|(key, words)| Pill::new(words, address(kind, key)).here(key == state)),
        ),
        lines: lines(&desk, pairs).await?,
        pager: Pager::new("最像的在前面").previous(after.map(|_| address(kind, state))).next(next),
        empty: Empty::new(match state {
            "open" => "现在没有要核对的。新登记、新导入的每半分钟比对一次",
            "merged" => "还没有合并过",
            _ => "还没有说明过“不是同一个”的",
        }),
    };
    Ok(desk.show(&page))
}

/// The pairs with names and places of both; those of which one has moved out of the branch meanwhile are left out.
async fn lines(desk: &Desk, pairs: Vec<Pair>) -> Result<Vec<Line>, Error> {
    let scope = desk.scope(MERGE)?;
    let mut lines = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let Some(sides) = side::of(&desk.app, &pair).await? else { continue };
        if sides.iter().any(|s| !s.is_gone && !scope.holds(&s.path)) {
            continue;
        }
        let [low, high] = sides;
        lines.push(Line { pair, names: [low.name, high.name], places: [low.place, high.place] });
    }
    Ok(lines)
}
