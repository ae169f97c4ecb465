//! The forms of all ways look alike on each face: what it is, what it changes, what must be said, one button.
use super::turns::Turn;
use askama::Template;
use ui::{Button, Console, ErrorSummary, Field, Flash, Member, StepLine, filters};

#[derive(Template)]
#[template(path = "ways/desk_form.html")]
pub struct DeskForm {
    pub frame: Console,
    pub steps: Option<StepLine>,
    pub notice: Option<Flash>,
    /// "get" leads to the same page with what it changes.
    pub method: &'static str,
    pub action: String,
    pub title: String,
    /// What holds for it, as sentences.
    pub says: Vec<String>,
    pub hidden: Vec<(&'static str, String)>,
    pub turns: Vec<Turn>,
    pub fields: Vec<Field>,
    pub submit: Button,
    pub back: String,
}

#[derive(Template)]
#[template(path = "ways/mine_form.html")]
pub struct MineForm {
    pub frame: Member,
    pub method: &'static str,
    pub action: String,
    pub title: String,
    pub says: Vec<String>,
    pub hidden: Vec<(&'static str, String)>,
    pub turns: Vec<Turn>,
    pub fields: Vec<Field>,
    pub submit: Button,
    pub back: &'static str,
    /// What happens then and until when.
    pub then: String,
}
