//! Under which keyed numbers two that may be one meet. What they give away: decision 060.
use crate::rules;
use platform::{search, secrets::Keys};

/// 48 bits of an HMAC, as a number: half the size of a text in the index.
fn number(keys: &Keys, purpose: &str, value: &str) -> i64 {
    i64::from_str_radix(&keys.word(purpose, value), 16).expect("twelve hexadecimal digits")
}

/// A person's keys: day of birth and initials; the document's place and sequence with the initials, which a wrong digit in the day of
/// birth leaves alone; the phone.
pub fn of_person(keys: &Keys, name: &str, birth_on: &str, document: &str, phone_index: Option<&str>) -> Vec<i64> {
    let initials = search::initials(&rules::folded(name));
    let mut all = Vec::with_capacity(3);
    if !birth_on.is_empty() {
        all.push(number(keys, "duplicate.birth", &format!("{birth_on} {initials}")));
    }
    if let Some(body) = rules::body(document) {
        all.push(number(keys, "duplicate.place", &format!("{}{} {initials}", &body[..6], &body[14..])));
    }
    if let Some(phone) = phone_index {
        all.push(number(keys, "duplicate.phone", phone));
    }
    all
}

/// An employer's keys: the organisation's part of its code; in its town its name, its sound, and its name with each sign left out.
pub fn of_employer(keys: &Keys, name: &str, uscc: Option<&str>, region: &str) -> Vec<i64> {
    let core = rules::core(name);
    let named = |text: &str| number(keys, "duplicate.name", &format!("{region} {text}"));
    let mut all = vec![named(&core), number(keys, "duplicate.sound", &format!("{region} {}", search::sounds(&core)))];
    let signs: Vec<char> = core.chars().collect();
    if signs.len() >= rules::FEWEST_SIGNS {
        all.extend((0..signs.len()).map(|left_out| {
            let rest: String = signs.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, c)| c).collect();
            named(&rest)
        }));
    }
    all.extend(uscc.and_then(rules::organisation_of).map(|code| number(keys, "duplicate.code", code)));
    all.sort_unstable();
    all.dedup();
    all
}
