//! A board that comes by itself: on the first working day of a month a notice with its link, to who chose that.
pub mod store;

use super::{LIST, PATH, tools};
use axum::response::Response;
use directory::{list::views, permissions::FIGURES_READ};
use jiff::civil::Date;
use platform::{
    App,
    jobs::Job,
    notices,
    rights::Role,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

pub const JOB: Job = Job {
    kind: "sheet.send",
    every: Some(3_600),
    run: |app, _| Box::pin(async move { send(&app).await.map_err(|fault| fault.to_string()) }),
};
/// Boards that one person has sent in the name of one organisation.
const MOST: i64 = 20;

/// Sends the shown board every month, or no longer.
pub async fn choose(desk: Desk, form: Fields) -> Result<Response> {
    desk.scope(FIGURES_READ)?;
    let address = views::plain(&LIST, form.get("address")).ok_or(Error::NotFound)?;
    let (account, org) = (desk.who.account, desk.post().org);
    let off = form.has("off");
    if !off && store::kept(&desk.app.db, account, org).await? >= MOST {
        return Err(Error::refused(format!("最多{MOST}张表每月发给您，请先停掉不用的")));
    }
    let mut tx = desk.app.db.begin().await?;
    if off {
        store::stop(&mut tx, account, org, &address).await?;
    } else {
        let new = store::NewSending { account, org, address: &address, sent_month: &over(desk.app.today()) };
        store::begin(&mut tx, &new, desk.app.now()).await?;
    }
    tx.commit().await?;
    let back = if address == PATH { LIST.whole() } else { address };
    Ok(see(&back, if off { "不再发了" } else { "每月第一个工作日，把上月的这张表发到您的消息里" }))
}

/// "2026-10": the month that was over on a day.
pub fn over(today: Date) -> String {
    super::Span::sent(super::span::Kind::Month, today).key()
}
/// Whether the first working day of the month has come.
fn has_begun(app: &App, today: Date) -> bool {
    let mut day = today.first_of_month();
    while day < today && !app.calendar.is_workday(day) {
        day = day.tomorrow().unwrap_or(today);
    }
    app.calendar.is_workday(day)
}

/// Sends what is due. Each is marked in the act that tells: two nodes at once, or one twice, send one.
pub async fn send(app: &App) -> Result<()> {
    let today = app.today();
    if !has_begun(app, today) {
        return Ok(());
    }
    let month = over(today);
    for due in store::due(&app.db, &month, today).await? {
        let mut roles = due.roles.iter().flat_map(|roles| roles.split(',')).filter_map(Role::from_key);
        let may = roles.any(|role| FIGURES_READ.is_held_by(role));
        let (address, words) = tools::as_sent(&due.address, today);
        let mut tx = app.db.begin().await?;
        if !may {
            // The post has ended: what it saw is not sent any more.
            store::forget(&mut tx, due.id).await?;
        } else if store::mark(&mut tx, due.id, &month).await? {
            let title = format!("{}一张表，{words}", due.org_name);
            let name = due.name.as_deref().map_or(String::new(), |name| format!("视图“{name}”。"));
            let body = format!("{name}您选了每月发给您。不想再收，打开后点“不再每月发给我”。");
            notices::tell(&mut tx, app, due.account, &title, &body, &address).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
