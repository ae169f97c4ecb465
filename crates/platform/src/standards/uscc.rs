//! Unified social credit codes of organisations (统一社会信用代码, GB 32100-2015).

use std::fmt;

use super::typing::tight;

/// Letters and digits of the code, in the order of their values; I, O, S, V and Z are left out.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11714, for the organisation code inside (characters 9 to 17).
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A right code of 18 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uscc([u8; 18]);

/// What is wrong with a code. `to_string()` is the sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsccFault {
    #[error("请填写统一社会信用代码")]
    Empty,
    #[error("统一社会信用代码是18位，这里有{0}位，请对照营业执照再看一遍")]
    Length(usize),
    #[error("第{0}位的“{1}”不会出现在代码里：代码只有数字和大写字母，没有I、O、S、V、Z")]
    Character(usize, char),
    #[error("最后一位和前17位对不上，请对照营业执照再看一遍")]
    CheckDigit,
}

impl UsccFault {
    /// A short stable name, as in result files and logs.
    pub fn code(&self) -> &'static str {
        match self {
            UsccFault::Empty => "no_uscc",
            UsccFault::Length(_) => "uscc_length",
            UsccFault::Character(..) => "uscc_character",
            UsccFault::CheckDigit => "check_digit",
        }
    }
}

impl Uscc {
    /// Checks a typed code; spaces, full-width and small letters are taken as meant.
    pub fn parse(text: &str) -> Result<Uscc, UsccFault> {
        let code = tight(text);
        let length = code.chars().count();
        if length == 0 {
            return Err(UsccFault::Empty);
        }
        if length != 18 {
            return Err(UsccFault::Length(length));
        }
        if let Some((i, c)) = code.chars().enumerate().find(|(_, c)| !ALPHABET.contains(*c)) {
            return Err(UsccFault::Character(i + 1, c));
        }
        let code: [u8; 18] = code.as_bytes().try_into().expect("18 ASCII characters are 18 bytes");
        let sum: usize = code.iter().zip(WEIGHTS).map(|(c, weight)| value(*c) * weight).sum();
        if value(code[17]) != (31 - sum % 31) % 31 {
            return Err(UsccFault::CheckDigit);
        }
        Ok(Uscc(code))
    }

    /// Whether the organisation code inside has its own check digit right. Some codes in use don't, so it is a
    /// hint for the officer and no refusal.
    pub fn organisation_code_fits(&self) -> bool {
        let value = |c: u8| if c.is_ascii_digit() { u32::from(c - b'0') } else { u32::from(c - b'A') + 10 };
        let sum: u32 = self.0[8..16].iter().zip(INNER_WEIGHTS).map(|(c, weight)| value(*c) * weight).sum();
        let check = match 11 - sum % 11 {
            10 => b'X',
            11 => b'0',
            n => b'0' + n as u8,
        };
        self.0[16] == check
    }

    /// The code for the 17 characters before its check digit; for made-up employers. None if a character is wrong.
    pub fn with_check(body: &str) -> Option<Uscc> {
        let sum: Option<usize> = body.chars().zip(WEIGHTS).map(|(c, w)| ALPHABET.find(c).map(|v| v * w)).sum();
        let check = ALPHABET.as_bytes()[(31 - sum? % 31) % 31] as char;
        Uscc::parse(&format!("{body}{check}")).ok()
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

fn value(c: u8) -> usize {
    ALPHABET.bytes().position(|a| a == c).expect("every character has been checked")
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_vectors_agree() {
        for line in include_str!("../../fixtures/uscc_vectors.csv").lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            match columns[1] {
                "invalid" => assert!(Uscc::parse(columns[0]).is_err(), "{line}"),
                _ => assert!(Uscc::parse(columns[0]).expect(line).organisation_code_fits(), "{line}"),
            }
        }
    }

    #[test]
    fn each_fault_is_told_apart() {
        assert_eq!(Uscc::parse("91320982MAIPJ8L01T"), Err(UsccFault::Character(11, 'I')));
        assert_eq!(Uscc::parse("91320982MA7PJ8L01"), Err(UsccFault::Length(17)));
        assert_eq!(Uscc::parse("91320982MA7PJ8L01U"), Err(UsccFault::CheckDigit));
        assert_eq!(Uscc::parse(" "), Err(UsccFault::Empty));
    }

    #[test]
    fn a_made_up_code_gets_its_check_digit() {
        assert_eq!(Uscc::with_check("91320982MA7PJ8L01").unwrap().as_str(), "91320982MA7PJ8L01T");
        assert!(Uscc::with_check("9132098").is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = Uscc::parse(&text);
        }
    }
}
