//! Setting and changing one's password.
use askama::Template;
use axum::response::Response;
use platform::{
    App,
    identity::{self, Account, SignedIn},
    web::{self, Error, Fields, Result},
};
use ui::{ErrorSummary, Field, Guest, Member, Tab};

/// So soon after signing in nobody is asked for the old password: whoever forgot it signs in by code and sets another.
const FRESH_MINUTES: i64 = 15;
const LEAST: usize = 8;
const MOST: usize = 100;

/// What is wrong with a new password, as a sentence.
pub fn fault(password: &str, phone: &str) -> Option<&'static str> {
    let length = password.chars().count();
    let first = password.chars().next();
    let steps = |by: i32| password.chars().zip(password.chars().skip(1)).all(|(a, b)| b as i32 - a as i32 == by);
    match () {
        () if length < LEAST => Some("密码至少8位"),
        () if length > MOST => Some("密码最多100位"),
        () if password.contains(phone) || phone.contains(password) => Some("密码里不要有您的手机号，容易被猜到"),
        () if password.chars().all(|c| Some(c) == first) || steps(1) || steps(-1) => {
            Some("这个密码太容易猜到，请换一个")
        }
        () => None,
    }
}

/// The new password if it is right and typed twice alike; otherwise faults at the fields.
pub fn read_new(form: &mut Fields, phone: &str) -> Option<String> {
    let password = form.required("password", "请填新密码", MOST)?;
    if let Some(sentence) = fault(&password, phone) {
        form.fault("password", sentence);
    } else if form.get("again") != password {
        form.fault("again", "两次填的不一样，请再填一遍");
    }
    form.is_right().then_some(password)
}

#[derive(Template)]
#[template(path = "me/password.html")]
struct PasswordPage {
    frame: Member,
    errors: ErrorSummary,
    fields: Vec<Field>,
    has_one: bool,
    asks_old: bool,
    act: &'static str,
}

/// What the page needs to know of the account.
struct Own {
    account: Account,
    phone: String,
    fresh: bool,
}
impl Own {
    async fn of(app: &App, who: &SignedIn) -> Result<Own> {
        let account = identity::account(&app.db, who.account).await?.ok_or(Error::SignedOut)?;
        let sessions = identity::sessions(&app.db, who.account, app.now()).await?;
        let since = sessions.iter().find(|s| s.id == who.session).map_or(0, |s| s.created_at);
        let fresh = app.now() - since < FRESH_MINUTES * 60_000;
        Ok(Own { phone: account.phone(app)?, account, fresh })
    }
    fn asks_old(&self) -> bool {
        self.account.password.is_some() && !self.fresh
    }
    fn page(&self, guest: &Guest, form: &Fields) -> PasswordPage {
        let field = |name: &str, label: &str, kind: &str| {
            Field::password(name, label).attr("autocomplete", kind).error(form.error(name))
        };
        let mut fields = Vec::new();
        if self.asks_old() {
            fields.push(field("old", "现在的密码", "current-password"));
        }
        fields.push(field("password", "新密码", "new-password").hint("8位以上，字母、数字、汉字都可以"));
        fields.push(field("again", "再填一遍新密码", "new-password"));
        PasswordPage {
            frame: guest.frame("密码", Tab::Mine, Some("/me")),
            errors: ErrorSummary::of(&fields),
            fields,
            has_one: self.account.password.is_some(),
            asks_old: self.asks_old(),
            act: if self.account.password.is_some() { "改密码" } else { "设密码" },
        }
    }
}

pub async fn show(guest: Guest) -> Result<Response> {
    let own = Own::of(&guest.app, guest.who()?).await?;
    Ok(guest.show(&own.page(&guest, &Fields::default())))
}

/// Sets the password and signs out all other devices.
pub async fn update(guest: Guest, mut form: Fields) -> Result<Response> {
    let who = guest.who()?;
    let own = Own::of(&guest.app, who).await?;
    if own.asks_old()
        && let Err(sentence) = identity::check_password(&guest.app, &own.phone, form.get("old")).await?
    {
        let sentence =
            if sentence.contains("5次") { sentence } else { "现在的密码不对，请再看一遍".into() };
        form.fault("old", sentence);
    }
    let Some(password) = read_new(&mut form, &own.phone) else { return Ok(guest.refill(&own.page(&guest, &form))) };
    identity::set_password(&guest.app, who.account, Some(&password)).await?;
    identity::revoke_others(&guest.app, who.account, who.session).await?;
    Ok(web::see("/me", "密码设好了，其他设备已退出登录"))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_password_that_others_would_guess_is_refused() {
        for easy in ["1234567", "11111111", "12345678", "87654321", "abcdefgh", "13800000000", "x13800000000"] {
            assert!(fault(easy, "13800000000").is_some(), "{easy}");
        }
        for good in ["滨河县的桥有九孔", "driver-88-lane", "a1b2c3d4"] {
            assert_eq!(fault(good, "13800000000"), None, "{good}");
        }
    }
}
