//! What people see: the frames of the two faces, the components they are made of, icons, words and numbers.
//!
//! Promises: everything a template prints is escaped; no inline script, no style attribute (strict CSP); a page works
//! without JavaScript; a component lives once, with examples that feed the gallery and the tests.
//!
//! # A page
//!
//! The page struct stands beside its handler and holds the frame; the template beside it fills the frame's blocks.
//! Components are values that print themselves, made in the template or in Rust:
//!
//! ```
//! use askama::Template;
//! use ui::filters;
//!
//! #[derive(Template)]
//! #[template(ext = "html", source = r##"
//! {% extends "member.html" %}
//! {% block main %}
//! {{ ui::Stepper::new(2, 4) }}
//! {{ ui::ErrorSummary::of([&name]) }}
//! <form class="card" method="post" action="/join" novalidate data-draft="joining-who">
//! {{ name }}
//! {{ ui::Field::tel("phone", "手机号").value(phone).hint("收验证码用") }}
//! {{ ui::Button::primary("下一步") }}
//! <p class="tiny" data-draft-status hidden></p>
//! </form>
//! <p class="note">最迟{{ due|near(frame.today) }}告诉您结果</p>
//! {% endblock %}
//! "##)]
//! struct WhoPage { frame: ui::Member, name: ui::Field, phone: String, due: jiff::civil::Date }
//!
//! let page = WhoPage {
//!     frame: ui::Member { title: "入会申请".into(), back: Some("/".into()), ..Default::default() },
//!     name: ui::Field::text("name", "姓名").error("没有填姓名"),
//!     phone: "13800000000".into(),
//!     due: jiff::civil::date(2026, 12, 4),
//! };
//! assert!(page.render().expect("rendering cannot fail").contains("第2步，共4步"));
//! ```
//!
//! A module's `askama.toml` names this crate's `templates` after its own `src`. With `whitespace = "suppress"` the
//! blanks around `{{ }}` and `{% %}` vanish, also inside an attribute: print a class list with one expression, and a
//! blank that is meant as `{{ " " }}`.
//! In the console the template extends `console.html`, fills `main` and, for the buttons beside the title, `acts`.

extern crate self as ui;

mod address;
pub mod assets;
mod attributes;
mod button;
mod chart;
mod empty;
mod example;
mod field;
mod figure;
pub mod filters;
mod flash;
mod form;
mod frame;
pub mod gallery;
mod graph;
mod home;
mod icon;
mod life;
mod list;
mod measure;
mod page;
pub mod paper;
mod row;
mod signature;
mod stamp;
mod table;
pub mod text;
mod until;
mod visit;
mod why;

pub use address::Address;
pub use assets::{asset, router};
pub use attributes::{Attributes, Words};
pub use button::Button;
pub use chart::Chart;
pub use empty::Empty;
pub use example::Example;
pub use field::{Choice, Field};
pub use figure::{Bars, Definition, Figure, Figures, Spark};
pub use flash::Flash;
pub use form::{ErrorSummary, StepLine, Stepper};
pub use frame::{Console, Crumb, Member, NavGroup, NavItem, PostLink, Tab};
pub use graph::{Graph, Shape};
pub use home::{House, Street};
pub use icon::{Icon, Mark, icon, mark};
pub use life::{Life, Step};
pub use list::{Bulk, Conditions, Filter, Pager, Pill, Pills};
pub use measure::figure_of;
pub use page::{Face, error_page, offline_page};
pub use paper::Paper;
pub use platform::Home;
pub use row::Row;
pub use signature::{RotatingCode, Signature};
pub use stamp::Stamp;
pub use table::{Cell, Head, Table};
pub use until::{Clock, Until};
pub use visit::{Desk, Guest, fragment};
pub use why::Why;

/// Marks components as finished HTML, so that a template prints them without escaping them again.
macro_rules! prints_html {
    ($($component:ty),+ $(,)?) => { $(impl askama::filters::HtmlSafe for $component {})+ };
}
pub(crate) use prints_html;
