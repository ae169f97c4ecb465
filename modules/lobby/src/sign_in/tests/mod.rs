//! Sentences about signing in, through the door.
mod address;
mod code;
mod invitation;
mod kept;
mod password;

use crate::county::modules;
use platform::{
    App, Config, Module,
    identity::{self, NewPost},
    rights::Role,
    testing::{Answer, Client, Site},
    web,
};

pub const PHONE: &str = "13900000001";

/// The newest code that went to a phone.
pub async fn code(site: &Site, phone: &str) -> String {
    site.sms(phone).await.chars().filter(char::is_ascii_digit).take(6).collect()
}
pub async fn ask_for_code(client: &mut Client, phone: &str, next: &str) -> Answer {
    client.post("/sign-in/code", &[("phone", phone), ("next", next)]).await.expect(303)
}
/// Six digits that are not the code.
pub fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}
pub async fn with_password(site: &Site, phone: &str, password: &str) {
    let account = site.account("林小满", phone).await;
    identity::set_password(&site.app, account, Some(password)).await.unwrap();
}
/// A site of the same database as it runs without `--demo` and without a gateway.
pub fn in_earnest(site: &Site) -> App {
    site.app.but(|inner| {
        inner.config = Config { demo: false, public_url: None, secure_cookies: true, trusted_proxies: Vec::new() };
        inner.error_page = |page| page.sentence.clone();
    })
}
pub async fn sites() -> Vec<Site> {
    Site::on_both(modules as fn() -> Vec<Module>).await
}
