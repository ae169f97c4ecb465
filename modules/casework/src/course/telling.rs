//! Who is told what. No text of the case goes into a message: it may be read over somebody's shoulder.
use super::{By, Side, entering::workers_of};
use crate::cases::{Case, own_link, store::PHONE};
use platform::{
    App,
    db::{self, Tx},
    notices,
    web::Error,
};

/// The worker, in the program and by text message.
pub async fn worker(tx: &mut Tx, app: &App, case: &Case, title: &str, body: &str) -> db::Result<()> {
    worker_at(tx, app, case, (title, body), &own_link(&case.number)).await
}
/// The same, with another page behind it.
pub async fn worker_at(tx: &mut Tx, app: &App, case: &Case, (title, body): (&str, &str), at: &str) -> db::Result<()> {
    let Some(account) = case.account else { return Ok(()) };
    let line = format!("{}，{body}", case.service().short);
    notices::tell(tx, app, account, title, &line, at).await?;
    if let Ok(phone) = app.keys.open(PHONE, &case.phone_sealed)
        && !phone.is_empty()
    {
        notices::sms(tx, app, &phone, &text(case, title, body)).await?;
    }
    Ok(())
}
/// What a text message says: which matter it is stands in its number only.
fn text(case: &Case, title: &str, body: &str) -> String {
    let number = if body.contains(&*case.number) { String::new() } else { format!("编号{}。", case.number) };
    format!("【职工之家】{title}。{body}。{number}")
}
/// Many workers the same, each with words of its own.
pub async fn workers<'a>(
    tx: &mut Tx,
    app: &App,
    title: &str,
    all: impl Iterator<Item = (&'a Case, String)>,
) -> db::Result<()> {
    let (mut messages, mut texts) = (Vec::new(), Vec::new());
    for (case, body) in all {
        let Some(account) = case.account else { continue };
        let line = format!("{}，{body}", case.service().short);
        messages.push((account, title.to_owned(), line, own_link(&case.number)));
        if let Ok(phone) = app.keys.open(PHONE, &case.phone_sealed)
            && !phone.is_empty()
        {
            let words = text(case, title, &body);
            texts.push((phone, words));
        }
    }
    notices::tell_all(tx, app, messages).await?;
    notices::sms_all(tx, app, texts).await
}
/// Those who work on it.
pub async fn union(tx: &mut Tx, app: &App, case: &Case, title: &str) -> Result<(), Error> {
    for account in workers_of(tx, app, case).await? {
        let title = format!("{}：{title}", case.title());
        notices::tell(tx, app, account, &title, &case.name, &case.desk_link()).await?;
    }
    Ok(())
}
/// The other side of an act; a task that is opened with it tells the union by itself.
pub async fn of_act(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, told: &str) -> Result<(), Error> {
    let until = case.due().map(|due| format!("最迟{}", ui::text::near(due, app.today())));
    let rating = case.rate_until().map(|day| format!("请在{}前评价", ui::text::near(day, app.today())));
    let body = until.or(rating).unwrap_or_else(|| format!("编号{}", case.number));
    if by.side != Side::Worker {
        worker(tx, app, case, told, &body).await?;
    } else if case.is_over() {
        union(tx, app, case, told).await?;
    }
    Ok(())
}
