//! The pairs of a branch: who looks after which firm, and where nobody has been for long.
use super::{
    PATH, Pair, VISITS, reminders, rules,
    store::{self, Wanted},
};
use crate::permissions::{READ, WRITE};
use askama::Template;
use axum::response::Response;
use jiff::{ToSpan, civil::Date};
use platform::{
    facts::{self, Period},
    tree::Scope,
    web::{Fields, Result},
};
use ui::{Address, Button, Crumb, Definition, Desk, Figure, Figures, Filter, Pager, Pill, Pills, Stamp, filters, text};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "pairs/index.html")]
struct IndexPage {
    frame: ui::Console,
    figures: Figures,
    pills: Pills,
    find: Filter,
    carried: Vec<(String, String)>,
    pairs: Vec<Pair>,
    /// How many days a firm may be without a visit.
    days: i64,
    pager: Pager,
    may_write: bool,
}
impl IndexPage {
    fn due(&self, pair: &Pair) -> Date {
        rules::due(pair.from(), pair.last(), self.days)
    }
    fn is_quiet(&self, pair: &Pair) -> bool {
        pair.is_open() && self.due(pair) < self.frame.today
    }
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let (db, scope, today) = (&desk.app.db, desk.scope(READ)?, desk.app.today());
    let days = reminders::days(&desk.app, desk.post().org).await?;
    let view = asked.get("view");
    let wanted = Wanted {
        text: asked.get("q").chars().take(40).collect(),
        officer: (view == "mine").then_some(desk.who.account),
        ended: view == "ended",
        quiet_since: (view == "quiet").then(|| today.saturating_sub(days.days())),
        before: asked.get("before").parse().ok(),
    };
    let mut pairs = store::list(db, &scope, &wanted, PAGE + 1).await?;
    let more = pairs.len() > PAGE as usize;
    pairs.truncate(PAGE as usize);
    let address = Address::of(PATH, &asked, &["view", "q"]);
    let pill = |words: &str, key: &str| Pill::new(words, address.with("view", key)).here(view == key);
    Ok(desk.show(&IndexPage {
        frame: desk.frame("结对走访", PATH, vec![Crumb::word("有家")]),
        figures: figures(&desk, &scope).await?,
        pills: Pills::new(
            "视图",
            [
                pill("在结对", ""),
                pill("我的", "mine"),
                pill(&format!("{days}天没走访"), "quiet"),
                pill("已结束", "ended"),
            ],
        ),
        find: Filter::find("q", "找结对", "单位或委员姓名", &wanted.text),
        carried: address.carried(&["q"]),
        days,
        pager: Pager::new("按结对时间从新到旧")
            .previous(wanted.before.map(|_| address.to_string()))
            .next(pairs.last().filter(|_| more).map(|p| address.with("before", p.id.to_string()).to_string())),
        may_write: desk.may(WRITE),
        pairs,
    }))
}
async fn figures(desk: &Desk, scope: &Scope) -> Result<Figures> {
    let today = desk.app.today();
    let (month, year) = (Period::month_until(today), Period { from: today.first_of_year(), to: today });
    let value = async |period| facts::value(&desk.app.db, VISITS, scope, period).await;
    let figure = |key, name, n: i64, period: Period| {
        Figure::new(key, name, text::count(n), VISITS.unit)
            .href(format!("/console/visits?from={}&to={}", period.from, period.to))
            .definition(Definition::new().line("算的是", VISITS.definition))
    };
    Ok(Figures::strip([
        figure("visits-month", "本月走访", value(month).await?, month),
        figure("visits-year", "今年走访", value(year).await?, year),
    ]))
}
