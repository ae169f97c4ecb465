//! When two may be one, and why: pure comparisons with a reason in words and a score.
use platform::search;

/// What is compared of a person; the document is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    /// ISO date; empty: unknown.
    pub birth_on: String,
    /// The number of an identity card; empty for other documents.
    pub document: String,
    pub phone_index: Option<String>,
}

/// What is compared of an employer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employer {
    pub name: String,
    pub uscc: Option<String>,
    pub region: String,
    pub address: String,
}

/// Why two may be one, surest first, and how sure that is: 1 to 99.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    pub reasons: Vec<String>,
    pub score: i64,
}
impl Likeness {
    /// The surest reason counts whole, each further one ten more; none without a reason.
    fn of(mut found: Vec<(i64, String)>) -> Option<Self> {
        found.sort_by_key(|(score, _)| -score);
        let best = found.first()?.0;
        let score = (best + 10 * (found.len() as i64 - 1)).min(99);
        Some(Self { reasons: found.into_iter().map(|(_, reason)| reason).collect(), score })
    }
}

/// So many people of different names may share a phone before it says nothing (an office, a leader's phone in a roster).
pub const SHARING: usize = 3;
/// An employer's name must have so many signs for one of them to be missing by mistake.
pub const FEWEST_SIGNS: usize = 4;

/// Compares two people; `sharing` is how many have the phone that they share.
pub fn people(a: &Person, b: &Person, sharing: usize) -> Option<Likeness> {
    let (one, other) = (folded(&a.name), folded(&b.name));
    let (same, near) = (one == other, one == other || is_near(&one, &other));
    let mut found = Vec::new();
    if near && let Some(reason) = numbers(&a.document, &b.document) {
        let same_birth = a.birth_on == b.birth_on;
        found.push((
            if same {
                90
            } else if same_birth {
                80
            } else {
                55
            },
            reason,
        ));
    }
    if same && !a.birth_on.is_empty() && a.birth_on == b.birth_on {
        found.push((60, "姓名和出生日期都一样".to_owned()));
    }
    if a.phone_index.is_some() && a.phone_index == b.phone_index {
        match (same, near) {
            (true, _) => found.push((80, "姓名和手机号都一样".to_owned())),
            (_, true) => found.push((60, "手机号一样，姓名只差一个字".to_owned())),
            _ if sharing <= SHARING => found.push((30, "手机号一样".to_owned())),
            _ => {}
        }
    }
    Likeness::of(found)
}

/// The seventeen digits of an identity number, before its check digit.
pub fn body(document: &str) -> Option<&str> {
    let is_number = document.len() == 18 && document.as_bytes()[..17].iter().all(u8::is_ascii_digit);
    is_number.then(|| &document[..17])
}
/// How two identity numbers may be one that was written wrongly. The check digit follows from the others, so it is not counted.
fn numbers(a: &str, b: &str) -> Option<String> {
    let (a, b) = (body(a)?.as_bytes(), body(b)?.as_bytes());
    let differing: Vec<usize> = (0..17).filter(|&i| a[i] != b[i]).collect();
    match differing[..] {
        [] if a == b => Some("证件号码一样".to_owned()),
        [at] => Some(format!("证件号码只有第{}位不同", at + 1)),
        [at, next] if next == at + 1 && a[at] == b[next] && a[next] == b[at] => {
            Some(format!("证件号码第{}、{}位写反了", at + 1, next + 1))
        }
        _ => None,
    }
}
/// All sound alike, or of three signs and more one differs.
fn is_near(a: &str, b: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let differing = one.iter().zip(&other).filter(|(x, y)| x != y).count();
    one.len() == other.len()
        && one.len() > 1
        && ((differing == 1 && one.len() > 2) || search::sounds(a) == search::sounds(b))
}

/// Compares two employers.
pub fn employers(a: &Employer, b: &Employer) -> Option<Likeness> {
    let mut found = Vec::new();
    let code = |e: &Employer| e.uscc.as_deref().and_then(organisation_of).map(str::to_owned);
    let two_codes = match (code(a), code(b)) {
        (Some(one), Some(other)) if one == other => {
            found.push((95, "组织机构代码一样".to_owned()));
            false
        }
        (one, other) => one.is_some() && other.is_some(),
    };
    if a.region == b.region {
        let (one, other) = (core(&a.name), core(&b.name));
        if two_codes {
            // Both codes are right in themselves: only the very name makes one wonder.
            if a.name == b.name {
                found.push((45, "名称一样，在同一个镇街，信用代码不同".to_owned()));
            }
        } else if a.name == b.name {
            found.push((85, "名称一样，在同一个镇街".to_owned()));
        } else if one == other {
            found.push((80, "名称几乎一样，在同一个镇街".to_owned()));
        } else if search::sounds(&one) == search::sounds(&other) {
            found.push((70, "名称读音一样，在同一个镇街".to_owned()));
        } else if is_one_longer(&one, &other) || is_one_longer(&other, &one) {
            found.push((55, "名称只多一个字，在同一个镇街".to_owned()));
        }
        if !found.is_empty() && !a.address.is_empty() && folded(&a.address) == folded(&b.address) {
            found.push((50, "地址一样".to_owned()));
        }
    }
    Likeness::of(found)
}
fn is_one_longer(long: &str, short: &str) -> bool {
    let (long, short): (Vec<char>, Vec<char>) = (long.chars().collect(), short.chars().collect());
    if long.len() != short.len() + 1 || long.len() < FEWEST_SIGNS {
        return false;
    }
    let at = long.iter().zip(&short).take_while(|(x, y)| x == y).count();
    long[at + 1..] == short[at..]
}

/// The nine signs of a credit code that name the organisation (GB 11714).
pub fn organisation_of(uscc: &str) -> Option<&str> {
    (uscc.len() == 18).then(|| uscc.get(8..17)).flatten()
}
/// A name without width, spaces, dots and brackets.
pub fn folded(name: &str) -> String {
    let narrow = platform::standards::narrow(name);
    narrow.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
const FORMS: [&str; 6] = ["股份有限公司", "有限责任公司", "有限公司", "分公司", "公司", "集团"];
/// An employer's name without what says its form only.
pub fn core(name: &str) -> String {
    let mut core = folded(name);
    while let Some(form) = FORMS.iter().find(|form| core.ends_with(**form) && core.len() > form.len()) {
        core.truncate(core.len() - form.len());
    }
    core
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn person(name: &str, birth_on: &str, document: &str, phone: Option<&str>) -> Person {
        let (birth_on, document) = (birth_on.to_owned(), document.to_owned());
        Person { name: name.to_owned(), birth_on, document, phone_index: phone.map(str::to_owned) }
    }
    fn employer(name: &str, uscc: Option<&str>) -> Employer {
        let uscc = uscc.map(str::to_owned);
        Employer { name: name.to_owned(), uscc, region: "320925101".into(), address: String::new() }
    }

    #[test]
    fn the_reasons_are_said_in_words_and_the_surest_comes_first() {
        let lin = person("林小满", "1995-04-17", "320999199504179988", Some("x"));
        let digit = person("林小满", "1995-04-17", "320999199504177981", Some("x"));
        let found = people(&lin, &digit, 2).unwrap();
        assert_eq!(found.reasons, ["证件号码只有第15位不同", "姓名和手机号都一样", "姓名和出生日期都一样"]);
        assert_eq!(found.score, 99);
        let swapped = person("林晓满", "1995-04-71", "320999199504719981", None);
        assert_eq!(people(&lin, &swapped, 0).unwrap().reasons, ["证件号码第13、14位写反了"]);
        let passport = person("林小满", "1995-04-17", "", None);
        assert_eq!(people(&lin, &passport, 0).unwrap().reasons, ["姓名和出生日期都一样"]);
        let other = person("周大禾", "1990-01-01", "320999199001019982", Some("x"));
        assert_eq!(people(&lin, &other, 2).unwrap(), Likeness { reasons: vec!["手机号一样".into()], score: 30 });
        assert_eq!(people(&lin, &other, 40), None, "an office's phone says nothing");
        assert_eq!(people(&lin, &person("林小满", "1990-01-01", "", None), 0), None, "a name alone says nothing");
    }

    #[test]
    fn names_of_employers_are_compared_without_their_form() {
        let one = employer("滨河县顺达货运有限公司", None);
        let same = |name: &str| employers(&one, &employer(name, None)).map(|l| l.reasons.join(""));
        assert_eq!(same("滨河县顺达货运有限责任公司").as_deref(), Some("名称几乎一样，在同一个镇街"));
        assert_eq!(same("滨河县顺大货运有限公司").as_deref(), Some("名称读音一样，在同一个镇街"));
        assert_eq!(same("滨河县顺达货运部有限公司").as_deref(), Some("名称只多一个字，在同一个镇街"));
        assert_eq!(same("滨河县远达货运有限公司"), None, "another firm of the trade");
        let (a, b) = (employer("甲厂", Some("91320925MA1234567X")), employer("乙厂", Some("12320925MA12345670")));
        assert_eq!(employers(&a, &b).unwrap().reasons, ["组织机构代码一样"]);
        let two = employer("甲厂", Some("91320925MA7654321X"));
        assert_eq!(employers(&a, &two).unwrap().score, 45, "two codes are two organisations, most likely");
        assert_eq!(employers(&employer("甲丁厂", two.uscc.as_deref()), &a), None);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_seen_wherever_it_is(at in 0usize..17, by in 1u8..10) {
            let right = "320999199504179988";
            let mut wrong = right.as_bytes().to_vec();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(numbers(right, &wrong), Some(format!("证件号码只有第{}位不同", at + 1)));
        }

        #[test]
        fn no_text_makes_it_panic(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            let _ = (people(&person(&a, "", &b, None), &person(&b, "", &a, None), 0), employers(&employer(&a, Some(&b)), &employer(&b, None)), core(&a), is_one_longer(&a, &b));
        }
    }
}
