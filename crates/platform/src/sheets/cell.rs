//! One cell and what people mean by it.

use jiff::{Span, civil::Date, civil::date};

use crate::standards::tight;

/// A cell's content. A number that stands for a date by its format is a [`Cell::Date`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Date(Date),
    Bool(bool),
    /// `#N/A` and its like.
    Error(String),
}

impl Cell {
    /// The content as the person sees it; whole numbers without a point, dates as `2024-05-01`. A number of 16 digits
    /// or more has lost its end and comes as `4.40302E+17`, which the standards recognise and explain.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Error(text) => text.clone(),
            Cell::Number(number) if number.abs() >= 1e15 => {
                let exponent = number.abs().log10().floor();
                format!("{:.5}E+{exponent}", number / 10f64.powf(exponent))
            }
            Cell::Number(number) => number.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_string(),
        }
    }

    /// Whether nothing is to be seen in the cell.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// The date that the cell holds as a date or in one of the ways in which people write one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Cell::Date(date) => Some(*date),
            Cell::Empty | Cell::Bool(_) | Cell::Error(_) => None,
            cell => date_in(&cell.text()),
        }
    }

    pub(super) fn from_serial(serial: f64, is_1904: bool) -> Option<Date> {
        if !(1.0..2_958_466.0).contains(&serial) {
            return None;
        }
        let days = serial.floor() as i32;
        let start = match is_1904 {
            true => date(1904, 1, 1),
            // Excel counts a 29 February 1900 that never was.
            false if days < 60 => date(1899, 12, 31),
            false => date(1899, 12, 30),
        };
        start.checked_add(Span::new().days(days)).ok()
    }
}

/// `2024-05-01`, `2024/5/1`, `2024.5.1`, `2024年5月1日` or `20240501`, perhaps with a time of day behind.
pub fn date_in(text: &str) -> Option<Date> {
    // The time of day stands behind the first space, which must not be joined to the day.
    let text = crate::standards::narrow(text);
    let day = tight(text.trim().split(['T', ' ']).next().unwrap_or_default());
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && (1..=4).contains(&text.len());
    let (year, month, rest) = match day.len() {
        8 if day.bytes().all(|b| b.is_ascii_digit()) => (&day[..4], &day[4..6], &day[6..]),
        _ => {
            let mut parts = day.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
            let found = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            found
        }
    };
    if year.len() != 4 || ![year, month, rest].into_iter().all(digits) || month.len() > 2 || rest.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, rest.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_every_usual_form() {
        for text in [
            "2024-05-01",
            "2024/5/1",
            "2024.5.1",
            "20240501",
            "2024年5月1日",
            " 2024-5-1 ",
            "２０２４-０５-０１",
            "2024-05-01 00:00:00",
            "2024-05-01T08:00:00",
        ] {
            assert_eq!(date_in(text), Some(date(2024, 5, 1)), "{text}");
        }
        for text in ["2024-02-30", "2024-13-01", "24-5-1", "2024-05", "45413", "五月一日", "2024-5-1-1", ""] {
            assert_eq!(date_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_as_typed_or_as_ruined() {
        assert_eq!(Cell::Number(13888812969.0).text(), "13888812969");
        assert_eq!(Cell::Number(2.0).text(), "2");
        assert_eq!(Cell::Number(20240501.0).date(), Some(date(2024, 5, 1)));
        assert_eq!(Cell::Number(4.40302198402289e17).text(), "4.40302E+17");
    }

    #[test]
    fn serial_numbers_are_dates_of_both_epochs() {
        assert_eq!(Cell::from_serial(45413.0, false), Some(date(2024, 5, 1)));
        assert_eq!(Cell::from_serial(1.0, false), Some(date(1900, 1, 1)));
        assert_eq!(Cell::from_serial(43951.5, true), Some(date(2024, 5, 1)));
        assert_eq!(Cell::from_serial(0.5, false), None);
    }
}
