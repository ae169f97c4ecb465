//! The pages of signing in.
use super::{
    demo,
    next::{carrying, local},
};
use askama::Template;
use directory::demo::{PASSWORD, SignIn};
use platform::{App, identity, secrets::mask_phone, web::Fields};
use ui::{Button, ErrorSummary, Field, Guest, Member, Tab};

/// By a code to the phone, or by password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Code,
    Password,
}
impl Way {
    /// The way asked for; codes first where they can reach a phone.
    pub fn chosen(app: &App, key: &str) -> Way {
        if key == "password" || !identity::codes_are_on(app) { Way::Password } else { Way::Code }
    }
}

#[derive(Template)]
#[template(path = "sign_in/sign-in.html")]
pub struct SignInPage {
    frame: Member,
    errors: ErrorSummary,
    fields: Vec<Field>,
    action: &'static str,
    act: Button,
    next: String,
    /// The other way, where it is open.
    other: Option<Button>,
    /// Why there is no sign-in by code.
    off: Option<String>,
    by_code: bool,
    /// The organisation's own provider, for officers.
    provider: Option<Button>,
    people: &'static [SignIn],
}
impl SignInPage {
    pub fn new(guest: &Guest, way: Way, form: &Fields) -> Self {
        let next = local(form.get("next"));
        let on = identity::codes_are_on(&guest.app);
        let phone = Field::tel("phone", "手机号").of_form(form);
        let (fields, action, act, other) = match way {
            Way::Code => (
                vec![phone],
                "/sign-in/code",
                Button::primary("获取验证码").busy("正在发送…"),
                Button::quiet("用密码登录").icon("lock").href(with_way("password", next)),
            ),
            Way::Password => (
                vec![
                    phone,
                    Field::password("password", "密码")
                        .attr("autocomplete", "current-password")
                        .error(form.error("password")),
                ],
                "/sign-in/password",
                Button::primary("登录").busy("正在登录…"),
                Button::quiet("用验证码登录").icon("message").href(with_way("code", next)),
            ),
        };
        Self {
            frame: guest.frame("登录", Tab::Mine, Some("/")),
            errors: ErrorSummary::of(&fields),
            fields,
            action,
            act,
            next: next.to_owned(),
            other: (on || way == Way::Code).then_some(other),
            off: (!on && way == Way::Password).then(|| identity::CodeFault::Off.sentence()),
            by_code: way == Way::Code,
            provider: guest.app.oidc.as_ref().map(|provider| {
                let address = carrying("/sign-in/oidc", next);
                Button::outline(format!("用{}登录", provider.name())).icon("building").href(address)
            }),
            people: demo::people(&guest.app),
        }
    }
}
fn with_way(way: &str, next: &str) -> String {
    let page = carrying("/sign-in", next);
    format!("{page}{}way={way}", if page.contains('?') { '&' } else { '?' })
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
pub struct CodePage {
    frame: Member,
    errors: ErrorSummary,
    code: Field,
    next: String,
    other_phone: String,
    demo: bool,
}
impl CodePage {
    pub fn new(guest: &Guest, phone: &str, form: &Fields) -> Self {
        let next = local(form.get("next"));
        let back = carrying("/sign-in", next);
        let code = code_field(phone, form);
        Self {
            frame: guest.frame("填验证码", Tab::Mine, Some(&back)),
            errors: ErrorSummary::of([&code]),
            code,
            next: next.to_owned(),
            other_phone: back,
            demo: guest.app.config.demo,
        }
    }
}

/// The field for a code that was sent to a phone. A wrong code does not come back: one types it anew.
pub fn code_field(phone: &str, form: &Fields) -> Field {
    Field::code("code", "验证码")
        .hint(format!("已发到{}，{}分钟内有效", mask_phone(phone), identity::CODE_MINUTES))
        .error(form.error("code"))
}
