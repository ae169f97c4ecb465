//! What a joining code looks like, whether it holds, and what its poster says when nobody wrote anything.
use super::JoiningCode;
use jiff::civil::Date;

/// No 0 and O, no 1, I and L: what is read out or copied from a torn poster is read right.
pub const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Letters of the place in front of a code.
const PREFIX: usize = 2;
/// What follows them: 31⁵, some 28 million codes for each prefix.
const RANDOM: usize = 5;
/// How long a line of the headline may be, so that it fits the poster.
pub const HEADLINE_LINE: usize = 9;

/// A new code: the initials of the federation's place, then random letters and digits. `draw` gives numbers below its argument.
pub fn made(initials: &str, mut draw: impl FnMut(usize) -> usize) -> String {
    let letters = initials.bytes().map(|b| b.to_ascii_uppercase()).filter(|b| b.is_ascii_uppercase());
    let prefix = letters.filter(|b| ALPHABET.contains(b)).chain(*b"GH").take(PREFIX);
    let random = std::iter::repeat_with(|| ALPHABET[draw(ALPHABET.len())]).take(RANDOM);
    prefix.map(char::from).collect::<String>() + &random.map(char::from).collect::<String>()
}
/// What somebody typed, as codes are stored: without hyphens and blanks, in capitals.
pub fn normal(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
/// BH-K7M3Q
pub fn shown(code: &str) -> String {
    match code.split_at_checked(PREFIX) {
        Some((prefix, rest)) if !rest.is_empty() => format!("{prefix}-{rest}"),
        _ => code.to_owned(),
    }
}

/// Whether a code may be used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeState {
    Running,
    Planned,
    Ended,
    Revoked,
}
impl CodeState {
    pub const ALL: [CodeState; 4] = [CodeState::Running, CodeState::Planned, CodeState::Ended, CodeState::Revoked];
    pub fn key(self) -> &'static str {
        ["running", "planned", "ended", "revoked"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["在用", "还没开始", "已到期", "已停用"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// Dates are ISO texts and compare as such; both ends are included.
pub fn state(code: &JoiningCode, today: Date) -> CodeState {
    let today = today.to_string();
    if code.revoked_at.is_some() {
        CodeState::Revoked
    } else if today < code.valid_from {
        CodeState::Planned
    } else if code.valid_to.as_ref().is_some_and(|to| today > *to) {
        CodeState::Ended
    } else {
        CodeState::Running
    }
}

/// The headline for a group of workers: it names who is meant.
pub fn headline_for(group: &str) -> &'static str {
    match group {
        "货车司机" | "网约车司机" => "跑车的人\n也有家",
        "快递员" => "送快递的人\n也有家",
        "网约送餐员" | "外卖配送员" => "送餐的人\n也有家",
        "护工护理员" => "照顾人的人\n也有家",
        "家政服务员" => "做家政的人\n也有家",
        "商场信息员" => "站柜台的人\n也有家",
        "房产中介员" => "带看房的人\n也有家",
        "保安员" => "看门守夜的人\n也有家",
        "农民工" => "进城干活的人\n也有家",
        _ => "上班的人\n都有家",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_begins_with_its_place_and_has_no_letters_that_are_mixed_up() {
        let code = made("bhx", |n| n - 1);
        assert_eq!((code.as_str(), shown(&code).as_str()), ("BHZZZZZ", "BH-ZZZZZ"));
        assert_eq!(made("", |_| 0), "GH22222");
        assert_eq!(&made("ohilb", |_| 0)[..2], "HB", "O, I and L are left out");
    }

    #[test]
    fn a_code_typed_in_small_letters_with_blanks_is_the_same_code() {
        assert_eq!(normal(" bh - k7m3q "), "BHK7M3Q");
        assert_eq!(normal("入会码"), "");
    }

    #[test]
    fn every_group_has_a_headline_of_two_short_lines() {
        for group in ["货车司机", "快递员", "保安员", "护工护理员", "农民工", "没有听过的群体"]
        {
            let lines: Vec<&str> = headline_for(group).lines().collect();
            assert!(lines.len() == 2 && lines.iter().all(|l| l.chars().count() <= HEADLINE_LINE), "{group}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_drawn_the_code_survives_showing_and_typing(initials in "[a-z]{0,6}", seed in 0usize..1_000_000) {
            let mut at = seed;
            let code = made(&initials, |n| { at = at.wrapping_mul(31).wrapping_add(7); at % n });
            prop_assert_eq!(code.len(), PREFIX + RANDOM);
            prop_assert!(code.bytes().all(|b| ALPHABET.contains(&b)));
            prop_assert_eq!(normal(&shown(&code)), code);
        }
    }
}
