//! The form of a service: its fields, what was typed, what is kept of it.
use super::store::ANSWERS;
use crate::{
    cases::Case,
    definitions::{Field, FieldKind, Service},
};
use platform::{App, web::Fields};
use serde::{Deserialize, Serialize};
use ui::Choice;

const LONGEST_LINE: usize = 120;
const LONGEST_TEXT: usize = 2_000;
/// A billion: no wage is owed beyond, and its fen are far below what a number holds.
const MOST_YUAN: i64 = 1_000_000_000;

/// An answer as it is kept.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Answer {
    pub key: String,
    pub value: String,
}

/// The control of a field; its name is the key with `f_` before it.
pub fn control(field: &Field, form: &Fields, employers: &str) -> ui::Field {
    let name = name_of(field);
    let control = match field.kind {
        FieldKind::Text => ui::Field::text(&name, &field.label).attr("maxlength", longest(field)),
        FieldKind::Area => ui::Field::area(&name, &field.label).attr("rows", 5).attr("maxlength", longest(field)),
        FieldKind::Number => ui::Field::number(&name, &field.label).attr("maxlength", 6),
        FieldKind::Money => ui::Field::text(&name, &field.label).attr("inputmode", "decimal").attr("maxlength", 13),
        FieldKind::Date => ui::Field::date(&name, &field.label),
        FieldKind::Choice => {
            let choices = field.options.iter().map(|(key, words)| Choice::new(key, words));
            ui::Field::radios(&name, &field.label, choices)
        }
        FieldKind::Employer => ui::Field::suggest(&name, &field.label, employers, "employer_id", "")
            .attr("maxlength", LONGEST_LINE)
            .attr("autocomplete", "organization"),
    };
    let control = control.hint((!field.hint.is_empty()).then(|| field.hint.clone())).of_form(form);
    if field.required { control } else { control.optional() }
}
pub fn name_of(field: &Field) -> String {
    format!("f_{}", field.key)
}
fn longest(field: &Field) -> usize {
    field.longest.unwrap_or(if field.kind == FieldKind::Area { LONGEST_TEXT } else { LONGEST_LINE })
}

/// Reads what was typed; faults are put at the fields.
pub fn read(service: &Service, form: &mut Fields) -> Vec<Answer> {
    let mut answers = Vec::new();
    for field in &service.fields {
        let name = name_of(field);
        let typed = form.get(&name).to_owned();
        if typed.is_empty() {
            if field.required {
                form.fault(&name, if field.kind == FieldKind::Choice { "请选一项" } else { "这一项要填" });
            }
            continue;
        }
        match value(field, &typed) {
            Ok(value) => answers.push(Answer { key: field.key.clone(), value }),
            Err(sentence) => form.fault(&name, sentence),
        }
    }
    answers
}
/// A value as it is kept, or what is wrong with it.
fn value(field: &Field, typed: &str) -> Result<String, String> {
    match field.kind {
        FieldKind::Text | FieldKind::Area | FieldKind::Employer => {
            let (most, length) = (longest(field), typed.chars().count());
            if length > most { Err(format!("最多{most}个字，现在有{length}个")) } else { Ok(typed.to_owned()) }
        }
        FieldKind::Number => match typed.parse::<u32>() {
            Ok(n) if n <= 100_000 => Ok(n.to_string()),
            _ => Err("请填一个整数".to_owned()),
        },
        FieldKind::Money => fen(typed).map(|n| n.to_string()).ok_or_else(|| "请只填数字，比如9860或9860.50".to_owned()),
        FieldKind::Date => typed.parse::<jiff::civil::Date>().map(|d| d.to_string()).map_err(|_| "请选日期".to_owned()),
        FieldKind::Choice => {
            let known = field.options.iter().any(|(key, _)| key == typed);
            if known { Ok(typed.to_owned()) } else { Err("请选一项".to_owned()) }
        }
    }
}
/// Yuan as people type them, in fen.
pub fn fen(typed: &str) -> Option<i64> {
    let plain: String =
        typed.trim().trim_end_matches('元').chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '¥')).collect();
    let (yuan, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let yuan: i64 = yuan.parse().ok().filter(|n| *n <= MOST_YUAN)?;
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(yuan * 100 + rest)
}

/// What was answered, for a page: label and words.
pub fn shown(app: &App, case: &Case) -> Vec<(&'static str, String)> {
    let service = case.service();
    let line = |answer: &Answer| {
        let field = service.field(&answer.key)?;
        Some((field.label.as_str(), words(field, &answer.value)))
    };
    of(app, case).iter().filter_map(line).collect()
}
fn words(field: &Field, value: &str) -> String {
    match field.kind {
        FieldKind::Choice => field
            .options
            .iter()
            .find(|(key, _)| key == value)
            .map_or_else(|| value.to_owned(), |(_, words)| words.clone()),
        FieldKind::Money => value.parse().map_or_else(|_| value.to_owned(), ui::text::yuan),
        FieldKind::Date => value.parse().map_or_else(|_| value.to_owned(), ui::text::date),
        _ => value.to_owned(),
    }
}
/// What was answered, opened.
pub fn of(app: &App, case: &Case) -> Vec<Answer> {
    let text = app.keys.open(ANSWERS, &case.answers_sealed).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_type_it() {
        assert_eq!((fen("9860"), fen("9,860.5"), fen("¥19720.00元")), (Some(986_000), Some(986_050), Some(1_972_000)));
        assert_eq!((fen("一万"), fen("1.234"), fen(""), fen("-5"), fen("99999999999")), (None, None, None, None, None));
    }

    #[test]
    fn what_is_missing_or_unknown_is_said_at_its_field() {
        let pay = crate::definitions::newest("pay").expect("there");
        let mut form = Fields::parse("f_what=nothing&f_amount=x&f_employer=a&f_months=9&f_story=b");
        read(pay, &mut form);
        assert_eq!(form.faults().iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["f_amount", "f_what"]);
    }
}
