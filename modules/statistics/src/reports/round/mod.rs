//! 向下级收集: who has confirmed and who has not; nobody adds papers up.
use super::{
    PATH, READ, WRITE,
    acts::{self, By},
    binding::Binding,
    count::Counter,
    form, index, link, round_link,
    span::Span,
    store::{self, Report, Round, RoundId, State, Template as Kept},
};
use crate::figure::known;
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::{ToSpan, civil::Date};
use platform::{
    rights::Permission,
    sheets::{Book, Cell},
    tree::{self, Org},
    web::{Error, Fields, Result, XLSX, download, see},
};
use std::io;
use ui::{Choice, Crumb, Desk, ErrorSummary, Field, Stamp, filters};

#[derive(Template)]
#[template(path = "reports/round/new.html")]
struct NewPage {
    frame: ui::Console,
    form: Kept,
    fields: Vec<Field>,
}
async fn new_page(desk: &Desk, one: Kept, asked: &Fields) -> Result<NewPage> {
    let today = desk.app.today();
    let below = tree::children(&desk.app.db, one.org).await?;
    let spans = Span::recent(one.rhythm(), today, 5).into_iter().map(|s| Choice::new(s.key(), s.name()));
    let unions = below.iter().map(|org| Choice::new(org.id, &org.name));
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("报表", PATH));
    crumbs.push(Crumb::to(&one.name, super::form_link(one.id)));
    Ok(NewPage {
        frame: desk.frame("向下级收报表", PATH, crumbs),
        fields: vec![
            Field::select("period", "哪一期", spans).of_form(asked),
            Field::date("due", "最迟哪一天确认").attr("min", today).of_form(asked),
            Field::checks("union", "哪些工会", unions)
                .hint("数都从记录里数，不用下级报。下级看过、写好说明、签审就行")
                .of_form(asked),
        ],
        form: one,
    })
}
pub async fn new(desk: Desk, Path(id): Path<i64>, _: Fields) -> Result<Response> {
    let one = form::within(&desk, id).await?;
    let today = desk.app.today();
    let below = tree::children(&desk.app.db, one.org).await?;
    let mut pairs: Vec<(String, String)> = below.iter().map(|org| ("union".to_owned(), org.id.to_string())).collect();
    pairs.push(("period".into(), Span::last_over(one.rhythm(), today).key()));
    pairs.push(("due".into(), today.saturating_add(7.days()).to_string()));
    Ok(desk.show(&new_page(&desk, one, &Fields::from_pairs(pairs)).await?))
}
pub async fn create(desk: Desk, Path(id): Path<i64>, mut asked: Fields) -> Result<Response> {
    let one = form::within(&desk, id).await?;
    let upper = form::org_of(&desk, &one).await?;
    let today = desk.app.today();
    let span = Span::from_key(asked.get("period")).filter(|span| span.rhythm == one.rhythm());
    let due: Option<Date> = asked.number("due").filter(|due| *due >= today);
    let below = tree::children(&desk.app.db, one.org).await?;
    let unions: Vec<Org> =
        below.into_iter().filter(|org| asked.all("union").any(|id| id == org.id.to_string())).collect();
    if span.is_none() {
        asked.fault("period", "请选哪一期");
    }
    if due.is_none() {
        asked.fault("due", "请填今天以后的日期");
    }
    if unions.is_empty() {
        asked.fault("union", "请选至少一家工会");
    }
    let (Some(span), Some(due), true) = (span, due, asked.is_right()) else {
        return Ok(desk.refill(&new_page(&desk, one, &asked).await?));
    };
    let opened = acts::open_round(&desk.app, By::desk(&desk), (&one, &upper), &unions, (span, due)).await?;
    let (round, count, left_out) = opened;
    let more = if left_out.is_empty() { String::new() } else { format!("。没有收的：{}", left_out.join("；")) };
    Ok(see(&round_link(round), &format!("{count}家收到了任务{more}")))
}

async fn within(desk: &Desk, id: i64, permission: &'static Permission) -> Result<Round> {
    store::round(&desk.app.db, &desk.scope(permission)?, RoundId(id)).await?.ok_or(Error::NotFound)
}
#[derive(Template)]
#[template(path = "reports/round/show.html")]
struct ShowPage {
    frame: ui::Console,
    round: Round,
    period: String,
    reports: Vec<Report>,
    own: Option<Report>,
    may_write: bool,
}
impl ShowPage {
    fn stamp(&self, report: &Report) -> Stamp {
        match report.state() {
            State::Open if report.closed_on.is_some() => Stamp::plain("已撤销"),
            State::Open if self.round.due_on < self.frame.today.to_string() => Stamp::danger("超期"),
            State::Open => Stamp::warn("还没确认"),
            State::Signed => Stamp::ok("已确认"),
            State::Frozen => Stamp::ok("已冻结"),
        }
    }
    fn waits(&self) -> bool {
        self.reports.iter().any(|one| one.state() == State::Open && one.closed_on.is_none())
    }
}
pub async fn show(desk: Desk, Path(id): Path<i64>, _: Fields) -> Result<Response> {
    let round = within(&desk, id, READ).await?;
    let own = store::of_form(&desk.app.db, round.form, round.org).await?;
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("报表", PATH));
    let period = Span::from_key(&round.period).map_or_else(String::new, Span::name);
    let page = ShowPage {
        frame: desk.frame(&format!("收《{}》，{period}", round.name), PATH, crumbs),
        reports: store::of_round(&desk.app.db, round.id).await?,
        own: own.into_iter().find(|one| one.period == round.period),
        may_write: desk.may(WRITE),
        period,
        round,
    };
    Ok(desk.show(&page))
}
pub async fn remind(desk: Desk, Path(id): Path<i64>, _: Fields) -> Result<Response> {
    let round = within(&desk, id, WRITE).await?;
    let upper = tree::find(&desk.app.db, round.org).await?.ok_or(Error::NotFound)?;
    let reminded = acts::remind(&desk.app, By::desk(&desk), &round, &upper).await?;
    let said = match reminded {
        0 => "今天都提醒过了".to_owned(),
        n => format!("提醒了{n}家"),
    };
    Ok(see(&round_link(round.id), &said))
}

/// All unions beside one another: every figure of the form, counted at once.
pub async fn figures(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let round = within(&desk, id, READ).await?;
    let reports = store::of_round(&desk.app.db, round.id).await?;
    let form = store::template_of(&desk.app.db, round.form).await?.ok_or(Error::NotFound)?;
    let rows = Box::pin(counted(&desk, &form, &reports)).await?;
    let mut book = Book::new("各工会", &[28]).map_err(Error::internal)?;
    for row in rows {
        book.cells(&row).map_err(Error::internal)?;
    }
    let name = format!("{}{}各工会.xlsx", round.name, round.period);
    Ok(download(&name, XLSX, move |to| book.write_to(to).map_err(io::Error::other)))
}
async fn counted(desk: &Desk, form: &Kept, reports: &[Report]) -> Result<Vec<Vec<Cell>>> {
    let all = known(&desk.app);
    let mut bindings = form.bindings();
    let name = |key: &str| all.iter().find(|one| one.key() == key);
    bindings.retain(|_, binding| match binding {
        Binding::Measure { key, .. } => name(key).is_some_and(|one| desk.may(one.needs())),
        _ => false,
    });
    let mut head = vec![Cell::Text("工会".into()), Cell::Text("状态".into())];
    head.extend(bindings.iter().map(|(cell, binding)| match binding {
        Binding::Measure { key, part, word, .. } => {
            Cell::Text(format!("{cell} {}{part} {}", name(key).map_or("", |one| one.name()), word.name()))
        }
        _ => Cell::Empty,
    }));
    let mut rows = vec![head];
    let mut counter = Counter::new(&desk.app);
    if let Some(span) = reports.first().and_then(Report::span) {
        let orgs: Vec<_> = reports.iter().map(|report| report.org).collect();
        counter.prepare(&orgs, span, &bindings, false).await?;
    }
    for report in reports {
        let Some(span) = report.span() else { continue };
        let figures = match report.state() {
            State::Open => counter.count(&report.org(), span, &bindings, false).await?,
            _ => store::kept_values(&desk.app.db, report.id).await?,
        };
        let mut row = vec![Cell::Text(report.org_name.clone()), Cell::Text(report.state().name().into())];
        row.extend(bindings.keys().map(|cell| match figures.get(cell) {
            Some(figure) => figure.number().map_or_else(|| Cell::Text(figure.shown()), Cell::Number),
            None => Cell::Empty,
        }));
        rows.push(row);
    }
    Ok(rows)
}
