//! The sheet of recovery codes, shown once.
use askama::Template;
use ui::{Guest, Member, Tab, filters};

#[derive(Template)]
#[template(path = "accounts/recovery.html")]
pub struct RecoveryPage {
    frame: Member,
    codes: Vec<String>,
    next: String,
    at: i64,
}
impl RecoveryPage {
    pub fn new(guest: &Guest, codes: Vec<String>, next: &str) -> Self {
        Self {
            frame: guest.frame("动态口令设好了", Tab::Mine, None),
            codes,
            next: next.to_owned(),
            at: guest.app.now(),
        }
    }
}
