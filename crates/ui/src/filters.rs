//! [`crate::text`] for templates: `use ui::filters;` in the module of the page struct, then `{{ due|near(frame.today) }}`.
//! Dates come in a span that no line break splits.

use askama::filters::HtmlSafeOutput;
use askama::{Result, Values, filter_fn};
use jiff::civil::Date;
use std::fmt::Display;

use crate::text::{self, Day, Moment, Number};

type Html = HtmlSafeOutput<String>;

fn unbroken(words: Option<String>) -> Html {
    HtmlSafeOutput(words.map(|words| format!(r#"<span class="nowrap">{words}</span>"#)).unwrap_or_default())
}

/// `2026年3月5日`
#[filter_fn]
pub fn date(day: impl Day, _: &dyn Values) -> Result<Html> {
    Ok(unbroken(day.day().map(text::date)))
}

/// `3月5日`, with its year when that is not the year of `today`.
#[filter_fn]
pub fn near(day: impl Day, _: &dyn Values, today: &Date) -> Result<Html> {
    Ok(unbroken(day.day().map(|day| text::near(day, *today))))
}

/// `2026年3月5日 14:30` of an instant.
#[filter_fn]
pub fn moment(at: impl Moment, _: &dyn Values) -> Result<Html> {
    Ok(unbroken(at.moment().map(text::moment)))
}

/// `今天14:30`, `3月5日 14:30`, of an instant.
#[filter_fn]
pub fn moment_near(at: impl Moment, _: &dyn Values, today: &Date) -> Result<Html> {
    Ok(unbroken(at.moment().map(|at| text::moment_near(at, *today))))
}

/// `2026年3月5日` of an instant.
#[filter_fn]
pub fn date_of(at: impl Moment, _: &dyn Values) -> Result<Html> {
    Ok(unbroken(at.moment().map(|at| text::date(at.date()))))
}

/// `2026-03-05` of an instant, for tables.
#[filter_fn]
pub fn iso_of(at: impl Moment, _: &dyn Values) -> Result<Html> {
    Ok(unbroken(at.moment().map(|at| at.date().to_string())))
}

/// `星期五`
#[filter_fn]
pub fn weekday(day: impl Day, _: &dyn Values) -> Result<&'static str> {
    Ok(day.day().map_or("", text::weekday))
}

/// `1,284`
#[filter_fn]
pub fn count(number: impl Number, _: &dyn Values) -> Result<String> {
    Ok(text::count(number.number()))
}

/// `+312`, `−21`
#[filter_fn]
pub fn change(number: impl Number, _: &dyn Values) -> Result<String> {
    Ok(text::change(number.number()))
}

/// Fen as `¥1,234.50`.
#[filter_fn]
pub fn yuan(fen: impl Number, _: &dyn Values) -> Result<Html> {
    Ok(unbroken(Some(text::yuan(fen.number()))))
}

/// Fen as `¥186.24万`.
#[filter_fn]
pub fn wan(fen: impl Number, _: &dyn Values) -> Result<Html> {
    Ok(unbroken(Some(text::wan(fen.number()))))
}

/// `138****5678`
#[filter_fn]
pub fn mask_phone(phone: impl Display, _: &dyn Values) -> Result<String> {
    Ok(text::mask_phone(&phone.to_string()))
}

/// `3209**********9988`
#[filter_fn]
pub fn mask_identity(number: impl Display, _: &dyn Values) -> Result<String> {
    Ok(text::mask_identity(&number.to_string()))
}

/// `林*满`
#[filter_fn]
pub fn mask_name(name: impl Display, _: &dyn Values) -> Result<String> {
    Ok(text::mask_name(&name.to_string()))
}

/// `3209 **** **** 0417`
#[filter_fn]
pub fn mask_card(number: impl Display, _: &dyn Values) -> Result<String> {
    Ok(text::mask_card(&number.to_string()))
}

/// A heading whose lines break at its commas first.
#[filter_fn]
pub fn heading(words: impl Display, _: &dyn Values) -> Result<Html> {
    let words = words.to_string();
    let phrases = text::phrases(&words);
    if phrases.len() < 2 {
        return Ok(HtmlSafeOutput(text::escape(&words)));
    }
    Ok(HtmlSafeOutput(
        phrases.into_iter().map(|phrase| format!(r#"<span class="ph">{}</span>"#, text::escape(phrase))).collect(),
    ))
}
