//! Mobile numbers of the mainland: eleven digits, the second from 3 to 9.

use std::fmt;

use super::{id_number::ruined_number, typing::tight};

/// A right mobile number (手机号).
/// Phones of made-up people begin so: no operator was ever given these numbers.
pub const MADE_UP: &str = "154";

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone([u8; 11]);

/// What is wrong with a mobile number. `to_string()` is the sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneFault {
    #[error("请填写手机号")]
    Empty,
    #[error("手机号被Excel改成了{shown}，请把这一列设为文本后重填")]
    Ruined { shown: String },
    #[error("手机号里只能有数字")]
    Character,
    #[error("{}", length_sentence(*.0))]
    Length(usize),
    #[error("手机号不会以{0}开头，请再看一遍")]
    Prefix(String),
}

impl PhoneFault {
    /// A short stable name, as in result files and logs.
    pub fn code(&self) -> &'static str {
        match self {
            PhoneFault::Empty => "no_phone",
            PhoneFault::Ruined { .. } => "ruined_phone",
            PhoneFault::Character => "phone_character",
            PhoneFault::Length(length) if *length < 11 => "short_phone",
            PhoneFault::Length(_) => "long_phone",
            PhoneFault::Prefix(_) => "phone_prefix",
        }
    }
}

fn length_sentence(length: usize) -> String {
    if length < 11 {
        format!("手机号只有{length}位，应为11位")
    } else {
        format!("手机号有{length}位，应为11位")
    }
}

impl Phone {
    /// Checks a typed number; +86, spaces, hyphens and full-width digits are taken as meant.
    pub fn parse(text: &str) -> Result<Phone, PhoneFault> {
        if let Some(shown) = ruined_number(text) {
            return Err(PhoneFault::Ruined { shown });
        }
        let digits: String = tight(text).chars().filter(|c| !matches!(c, '-' | '－' | '—' | '(' | ')')).collect();
        let digits = match digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")) {
            Some(rest) => rest,
            None if digits.len() == 13 && digits.starts_with("86") => &digits[2..],
            None => &digits,
        };
        if digits.is_empty() {
            return Err(PhoneFault::Empty);
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneFault::Character);
        }
        let Ok(number) = <[u8; 11]>::try_from(digits.as_bytes()) else {
            return Err(PhoneFault::Length(digits.len()));
        };
        if number[0] != b'1' || number[1] < b'3' {
            return Err(PhoneFault::Prefix(digits[..2].to_string()));
        }
        Ok(Phone(number))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are ASCII")
    }

    /// `138****5678`
    pub fn masked(&self) -> String {
        let text = self.as_str();
        format!("{}****{}", &text[..3], &text[7..])
    }

    /// The last four digits, by which people find each other.
    pub fn tail(&self) -> &str {
        &self.as_str()[7..]
    }
}

impl fmt::Debug for Phone {
    /// Masked, so that no log shows a number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_taken_as_people_write_it() {
        for text in [
            "13812345678",
            " 138 1234 5678",
            "+86 138-1234-5678",
            "１３８１２３４５６７８",
            "008613812345678",
            "8613812345678",
        ] {
            assert_eq!(Phone::parse(text).expect(text).as_str(), "13812345678");
        }
    }

    #[test]
    fn each_fault_is_told_apart() {
        assert_eq!(Phone::parse("1381234567").unwrap_err().to_string(), "手机号只有10位，应为11位");
        assert_eq!(Phone::parse("12293856399").unwrap_err().to_string(), "手机号不会以12开头，请再看一遍");
        assert_eq!(Phone::parse("05151234567").unwrap_err().code(), "phone_prefix");
        assert_eq!(Phone::parse("138123456789").unwrap_err(), PhoneFault::Length(12));
        assert_eq!(Phone::parse("").unwrap_err(), PhoneFault::Empty);
        assert_eq!(Phone::parse("1381234567a").unwrap_err(), PhoneFault::Character);
        assert_eq!(Phone::parse("1.38123E+10").unwrap_err().code(), "ruined_phone");
    }

    #[test]
    fn a_number_is_masked_in_logs() {
        let phone = Phone::parse("13812345678").unwrap();
        assert_eq!(phone.masked(), "138****5678");
        assert_eq!(format!("{phone:?}"), "Phone(138****5678)");
    }

    proptest! {
        #[test]
        fn every_prefix_from_13_to_19_is_right(second in 3u8..=9, rest in 0u32..1_000_000_000) {
            let text = format!("1{second}{rest:09}");
            let phone = Phone::parse(&text).unwrap();
            prop_assert_eq!(phone.as_str(), text.as_str());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,16}") {
            let _ = Phone::parse(&text);
        }
    }
}
