//! What the applicant is told, at every step: in the program and by SMS.
use platform::{
    App,
    db::{Result, Tx},
    identity::AccountId,
    notices,
};

/// To whom, and who says it. The site's name is read before the act begins.
pub struct Told<'a> {
    pub account: AccountId,
    pub phone: &'a str,
    pub site: &'a str,
}

pub async fn tell(tx: &mut Tx, app: &App, to: &Told<'_>, title: &str, body: &str, link: &str) -> Result<()> {
    notices::tell(tx, app, to.account, title, body, link).await?;
    notices::sms(tx, app, to.phone, &format!("【{}】{title}。{body}。", to.site)).await
}
/// The page of one's own joining.
pub const MINE: &str = "/me/joining";
