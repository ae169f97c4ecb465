//! Who is told what. No text of the case goes into a message.
use super::{own_link, rules::Signer, store, store::Mediation};
use crate::{cases::Case, course::telling};
use platform::{App, db::Tx, notices, web::Error};

pub use telling::worker;

/// Whoever speaks for the firm, in the program and by text message.
pub async fn firm(tx: &mut Tx, app: &App, case: &Case, title: &str, body: &str) -> Result<(), Error> {
    let parties = store::parties_in(tx, case.id).await?;
    let Some(firm) = parties.iter().find(|party| party.side() == Signer::Firm) else { return Ok(()) };
    if let Some(account) = firm.account {
        notices::tell(tx, app, account, title, &format!("{}，{body}", case.employer_name), &own_link(&case.number))
            .await?;
    }
    let phone = firm.phone(app);
    if !phone.is_empty() {
        let at =
            app.config.public_url.as_deref().map_or_else(String::new, |url| {
                format!("用本手机号收验证码登录查看：{url}{}。", own_link(&case.number))
            });
        notices::sms(tx, app, &phone, &format!("【职工之家】{title}。{body}。{at}")).await?;
    }
    Ok(())
}
pub async fn both(tx: &mut Tx, app: &App, case: &Case, title: &str, body: &str) -> Result<(), Error> {
    worker(tx, app, case, title, body).await?;
    firm(tx, app, case, title, body).await
}
pub async fn side(tx: &mut Tx, app: &App, case: &Case, side: Signer, title: &str, body: &str) -> Result<(), Error> {
    if side == Signer::Firm {
        firm(tx, app, case, title, body).await
    } else {
        Ok(worker(tx, app, case, title, body).await?)
    }
}
/// The mediator, if there is one.
pub async fn mediator(
    tx: &mut Tx,
    app: &App,
    (case, mediation): (&Case, &Mediation),
    title: &str,
    body: &str,
) -> Result<(), Error> {
    let Some(account) = mediation.mediator else { return Ok(()) };
    let title = format!("{}：{title}", case.title());
    Ok(notices::tell(tx, app, account, &title, body, &super::link(&case.number)).await?)
}
