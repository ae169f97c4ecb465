//! The form of a service: its fields, what was typed, what is kept of it.
pub mod control;
pub mod family;

use super::store::ANSWERS;
use crate::{
    cases::Case,
    definitions::{Field, FieldKind, Service},
};
use platform::{App, secrets, standards, web::Fields};
use serde::{Deserialize, Serialize};

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

/// What a field is called in a form: its key with `f_` before it.
pub fn name_of(field: &Field) -> String {
    format!("f_{}", field.key)
}
pub(super) fn longest(field: &Field) -> usize {
    field.longest.unwrap_or(if field.kind == FieldKind::Area { LONGEST_TEXT } else { LONGEST_LINE })
}
/// Whether a field is asked, as far as the form says: a condition that is not met hides it, also where its own field is hidden.
pub fn is_asked(service: &Service, field: &Field, form: &Fields) -> bool {
    let Some((key, answers)) = field.when.split_first() else { return true };
    let Some(other) = service.field(key).filter(|other| other.key != field.key) else { return true };
    let given = form.get(&name_of(other));
    answers.iter().any(|answer| answer == given) && is_asked(service, other, form)
}

/// Reads what was typed; faults are put at the fields.
pub fn read(service: &Service, form: &mut Fields) -> Vec<Answer> {
    let mut answers = Vec::new();
    let asked: Vec<&Field> = service.fields.iter().filter(|field| is_asked(service, field, form)).collect();
    for field in asked {
        if field.kind == FieldKind::Family {
            answers.extend(family::read(field, form));
            continue;
        }
        let name = name_of(field);
        let typed = form.get(&name).to_owned();
        if typed.is_empty() {
            if field.required && field.kind != FieldKind::File {
                form.fault(&name, missing(field.kind));
            }
            continue;
        }
        match value(field.kind, (&field.options, longest(field)), &typed) {
            Ok(value) => answers.push(Answer { key: field.key.clone(), value }),
            Err(sentence) => form.fault(&name, sentence),
        }
    }
    answers
}
fn missing(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Choice => "请选一项",
        FieldKind::Check => "请勾选",
        _ => "这一项要填",
    }
}
type Options = [(String, String)];
/// A value as it is kept, or what is wrong with it.
pub(super) fn value(kind: FieldKind, (options, most): (&Options, usize), typed: &str) -> Result<String, String> {
    use FieldKind::{
        Area, Bank, Check, Date, Employer, Family, File, Identity, Money, Number, Person, Phone, Place, Text,
    };
    match kind {
        Text | Area | Employer | Person | Place | File | Family => {
            let length = typed.chars().count();
            if length > most { Err(format!("最多{most}个字，现在有{length}个")) } else { Ok(typed.to_owned()) }
        }
        Number => match typed.parse::<u32>() {
            Ok(n) if n <= 100_000 => Ok(n.to_string()),
            _ => Err("请填一个整数".to_owned()),
        },
        Money => fen(typed).map(|n| n.to_string()).ok_or_else(|| "请只填数字，比如9860或9860.50".to_owned()),
        Date => typed.parse::<jiff::civil::Date>().map(|d| d.to_string()).map_err(|_| "请选日期".to_owned()),
        FieldKind::Choice => {
            let known = options.iter().any(|(key, _)| key == typed);
            if known { Ok(typed.to_owned()) } else { Err("请选一项".to_owned()) }
        }
        Check => Ok("1".to_owned()),
        Phone => standards::Phone::parse(typed).map(|p| p.as_str().to_owned()).map_err(|fault| fault.to_string()),
        Identity => standards::IdNumber::parse(typed, jiff::Zoned::now().date())
            .map(|n| n.as_str().to_owned())
            .map_err(|fault| fault.to_string()),
        Bank => {
            let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
            let right = (8..=30).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
            if right { Ok(digits) } else { Err("请填银行账号，只有数字，8到30位".to_owned()) }
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
/// An answer in words; numbers of documents and accounts masked.
pub fn words(field: &Field, value: &str) -> String {
    match field.kind {
        FieldKind::Family => family::words(field, value),
        kind => said(kind, &field.options, value),
    }
}
pub(super) fn said(kind: FieldKind, options: &Options, value: &str) -> String {
    let same = || value.to_owned();
    match kind {
        FieldKind::Choice => options.iter().find(|(key, _)| key == value).map_or_else(same, |(_, words)| words.clone()),
        FieldKind::Money => value.parse().map_or_else(|_| same(), ui::text::yuan),
        FieldKind::Date => value.parse().map_or_else(|_| same(), ui::text::date),
        FieldKind::Check => "是".to_owned(),
        FieldKind::Phone => secrets::mask_phone(value),
        FieldKind::Identity => secrets::mask_document(value),
        FieldKind::Bank => {
            let digits: Vec<char> = value.chars().collect();
            format!("尾号{}", digits[digits.len().saturating_sub(4)..].iter().collect::<String>())
        }
        _ => same(),
    }
}
/// The answer of one field, opened.
pub fn one(app: &App, case: &Case, key: &str) -> Option<String> {
    of(app, case).into_iter().find(|answer| answer.key == key).map(|answer| answer.value)
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
