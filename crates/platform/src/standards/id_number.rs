//! Identity numbers of residents (公民身份号码, GB 11643-1999).
//!
//! An [`IdNumber`] has been checked; what is wrong with a text is told apart so that a person knows where to look.
//! A fault never repeats the number: it is a sealed field and reasons are stored in plain text.

use std::fmt;

use jiff::civil::Date;

use super::{region, typing::tight};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";

/// Sex as the identity number tells it (GB/T 2261.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// The code of the table `gender`.
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "1",
            Sex::Female => "2",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }
}

/// A right identity number of 18 characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdNumber([u8; 18]);

/// What is wrong with an identity number. `to_string()` is the sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    #[error("请填写身份证号")]
    Empty,
    #[error("18位证件号被Excel改成了{shown}，后几位已经丢失，请把这一列设为文本后重填")]
    Ruined { shown: String },
    #[error("{}", length_sentence(*.0))]
    Length(usize),
    #[error("第{0}位不对：身份证号只有数字，最后一位可以是X")]
    Character(usize),
    #[error("前6位不是任何地方的行政区划代码，请对照身份证再看一遍")]
    Region,
    #[error("第7到14位不是真实的日期，请对照身份证再看一遍")]
    Birth,
    #[error("号码里的出生日期还没有到，请对照身份证再看一遍")]
    Future,
    #[error("第15到17位不会是000，请对照身份证再看一遍")]
    Sequence,
    #[error("最后一位和前17位对不上，请对照身份证再看一遍")]
    CheckDigit,
}

impl IdFault {
    /// A short stable name, as in result files and logs.
    pub fn code(&self) -> &'static str {
        match self {
            IdFault::Empty => "no_id",
            IdFault::Ruined { .. } => "ruined_id",
            IdFault::Length(_) => "id_length",
            IdFault::Character(_) => "id_character",
            IdFault::Region => "bad_region",
            IdFault::Birth => "bad_date",
            IdFault::Future => "future_birth",
            IdFault::Sequence => "id_sequence",
            IdFault::CheckDigit => "check_digit",
        }
    }
}

fn length_sentence(length: usize) -> String {
    if length == 15 {
        "这是15位的旧身份证号，请填写新证上的18位号码".to_string()
    } else {
        format!("身份证号是18位，这里有{length}位，请对照身份证再看一遍")
    }
}

/// If a spreadsheet has turned a long number into floating form (`4.40302E+17`), the form shortened for showing.
pub fn ruined_number(text: &str) -> Option<String> {
    let text = tight(text);
    let (digits, exponent) = text.split_once("E+")?;
    let value: f64 = digits.parse().ok()?;
    let exponent: u32 = exponent.parse().ok()?;
    (1.0..10.0).contains(&value).then(|| format!("{value:.2}E+{exponent}"))
}

impl IdNumber {
    /// Checks a typed number: spaces, full-width digits and a small x are taken as meant.
    ///
    /// `today` bounds the date of birth. Codes of abolished places are right: the number keeps them for life.
    pub fn parse(text: &str, today: Date) -> Result<IdNumber, IdFault> {
        if let Some(shown) = ruined_number(text) {
            return Err(IdFault::Ruined { shown });
        }
        let number = tight(text);
        let length = number.chars().count();
        if length == 0 {
            return Err(IdFault::Empty);
        }
        if length != 18 {
            return Err(IdFault::Length(length));
        }
        let wrong = |(i, c): &(usize, char)| !(c.is_ascii_digit() || *i == 17 && *c == 'X');
        if let Some((i, _)) = number.chars().enumerate().find(wrong) {
            return Err(IdFault::Character(i + 1));
        }
        let bytes: [u8; 18] = number.as_bytes().try_into().expect("18 ASCII characters are 18 bytes");
        let number = IdNumber(bytes);
        if !region::is_known_for_id(number.region()) {
            return Err(IdFault::Region);
        }
        let birth = number.date().ok_or(IdFault::Birth)?;
        if birth > today {
            return Err(IdFault::Future);
        }
        if &bytes[14..17] == b"000" {
            return Err(IdFault::Sequence);
        }
        if check_character(&bytes) != bytes[17] {
            return Err(IdFault::CheckDigit);
        }
        Ok(number)
    }

    /// Brings a number of 15 digits (issued until 1999) to 18: the year gets its 19, the check digit is added.
    pub fn from_legacy(text: &str, today: Date) -> Result<IdNumber, IdFault> {
        let old = tight(text);
        if old.chars().count() != 15 {
            return Err(IdFault::Length(old.chars().count()));
        }
        if let Some((i, _)) = old.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(IdFault::Character(i + 1));
        }
        let body = format!("{}19{}", &old[..6], &old[6..]);
        let check = check_character(body.as_bytes()) as char;
        IdNumber::parse(&format!("{body}{check}"), today)
    }

    /// A number that is right in form and belongs to nobody: the sequence codes 996 to 999 are kept for centenarians
    /// (997 and 999 male, 996 and 998 female). None for an unknown region or another sequence.
    pub fn synthetic(region: &str, birth: Date, sequence: u16) -> Option<IdNumber> {
        if !region::is_known_for_id(region) || !(996..=999).contains(&sequence) {
            return None;
        }
        let body = format!("{region}{:04}{:02}{:02}{sequence}", birth.year(), birth.month(), birth.day());
        let check = check_character(body.as_bytes()) as char;
        Some(IdNumber(format!("{body}{check}").as_bytes().try_into().ok()?))
    }

    /// A number that was checked before, read back from storage; only its form is looked at.
    pub fn trusted(stored: &str) -> Option<IdNumber> {
        let number = IdNumber(stored.as_bytes().try_into().ok()?);
        let digits = number.0[..17].iter().all(u8::is_ascii_digit);
        (digits && check_character(&number.0) == number.0[17] && number.date().is_some()).then_some(number)
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits and X are ASCII")
    }

    pub fn birth(&self) -> Date {
        self.date().expect("checked when the number was made")
    }

    pub fn sex(&self) -> Sex {
        if (self.0[16] - b'0') % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The six digits of the place where the number was given; perhaps abolished since.
    pub fn region(&self) -> &str {
        &self.as_str()[..6]
    }

    /// `3209**********9988`, the form in which everybody else sees it.
    pub fn masked(&self) -> String {
        let text = self.as_str();
        format!("{}**********{}", &text[..4], &text[14..])
    }

    fn date(&self) -> Option<Date> {
        let digits =
            |range: std::ops::Range<usize>| self.0[range].iter().fold(0i16, |n, b| n * 10 + i16::from(b - b'0'));
        Date::new(digits(6..10), digits(10..12) as i8, digits(12..14) as i8).ok()
    }
}

/// The 18th character for the first 17 digits (ISO 7064, MOD 11-2).
fn check_character(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK[(sum % 11) as usize]
}

impl fmt::Debug for IdNumber {
    /// Masked, so that no log shows a number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

#[cfg(test)]
#[path = "id_number_tests.rs"]
mod tests;
