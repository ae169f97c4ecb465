//! What somebody typed leads to a service; the others are one tap away.
use super::PATH;
use crate::{
    cases::{MINE, store},
    definitions::{Service, current, found, published},
};
use askama::Template;
use axum::response::Response;
use platform::{
    slots,
    web::{Fields, Result, encode},
};
use ui::{Guest, Row, Tab, filters};

#[derive(Template)]
#[template(path = "services/index.html")]
struct IndexPage {
    frame: ui::Member,
    q: String,
    best: Option<&'static Service>,
    others: Vec<Row>,
    mine: Vec<Row>,
}
impl IndexPage {
    fn start(&self, service: &Service) -> String {
        format!("{PATH}/{}?q={}", service.key, encode(&self.q))
    }
}

fn row(service: &'static Service) -> Row {
    let row = Row::new(&service.name).icon_of(ui::Home::Xin, &service.icon);
    row.meta(&service.result).href(format!("{PATH}/{}", service.key))
}

/// The way to one's bookings, where there is one that is still to come.
async fn bookings(guest: &Guest) -> Result<Option<Row>> {
    let Some(who) = guest.maybe() else { return Ok(None) };
    let all = slots::store::own(&guest.app.db, who.account).await?;
    let open = all.iter().filter(|one| one.state == "booked").count();
    let row = || Row::new("我的预约").icon("calendar-event").meta(format!("{open}个约好的时间")).href(slots::MINE);
    Ok((open > 0).then(row))
}

pub async fn index(guest: Guest, asked: Fields) -> Result<Response> {
    published::fresh(&guest.app).await?;
    let q: String = asked.get("q").chars().take(60).collect();
    let fits = found(&q);
    let best = fits.first().map(|found| found.service);
    let rest = current().filter(|service| best.is_none_or(|best| best.key != service.key));
    let mine = match guest.maybe() {
        Some(who) => store::own(&guest.app.db, who.account, who.person).await?,
        None => Vec::new(),
    };
    let open = mine.iter().filter(|case| !case.is_over()).count();
    let mine = (!mine.is_empty()).then(|| {
        let meta = if open > 0 { format!("{open}件正在办") } else { format!("{}件，都办结了", mine.len()) };
        Row::new("我提过的诉求").icon("clipboard-text").meta(meta).href(MINE)
    });
    let mine = mine.into_iter().chain(bookings(&guest).await?).collect();
    let frame = guest.frame("办事", Tab::Services, None);
    Ok(guest.show(&IndexPage { frame, best, others: rest.map(row).collect(), mine, q }))
}
