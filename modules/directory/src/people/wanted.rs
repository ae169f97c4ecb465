//! What a text typed into a search for people may mean.
use super::document_key;
use platform::{search::Wanted, secrets::Keys, standards};

/// All that is looked for, the likeliest first. Sealed values are found by their keyed words (see `store::search_words`).
pub fn wanted(keys: &Keys, typed: &str) -> Vec<Wanted> {
    let tight = standards::tight(&standards::narrow(typed)).to_uppercase();
    let number: String = tight.chars().filter(|c| *c != '-').collect();
    let mut all = Vec::new();
    let digits = number.chars().all(|c| c.is_ascii_digit());
    match number.len() {
        4 if digits => all.extend(keyed("t", keys.words("phone.tail", &number))),
        11 if digits => all.extend(keyed("t", keys.words("phone", &number))),
        18 if is_identity(&number) => {
            all.extend(keyed("d", keys.words("document", &document_key("111", &number))));
        }
        _ => {}
    }
    // A card's beginning may have letters.
    if number.len() > 8 && number.is_ascii() && number.ends_with(|c: char| c.is_ascii_digit()) {
        all.extend(keyed("c", keys.words("card", &number)));
    }
    let text = Wanted::typed(typed);
    if !text.is_empty() {
        all.push(text);
    }
    all
}

fn keyed(kind: &str, words: Vec<String>) -> impl Iterator<Item = Wanted> {
    words.into_iter().map(move |word| Wanted::word(format!("{kind}_{word}")))
}

fn is_identity(number: &str) -> bool {
    number.bytes().enumerate().all(|(i, b)| b.is_ascii_digit() || (i == 17 && b == b'X'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_for_as_what_it_can_be() {
        let keys = Keys::new([1; 32]);
        let count = |typed: &str| wanted(&keys, typed).len();
        assert_eq!(count("林小满"), 1, "a name");
        assert_eq!(count("lxm"), 1, "initials");
        assert_eq!(count("5678"), 2, "a phone's tail, or part of a name");
        assert_eq!(count("138 1234 5678"), 3, "a phone, a card, or a text");
        assert_eq!(count("  "), 0);
        assert_eq!(wanted(&keys, "１３８-1234-5678")[0], wanted(&keys, "13812345678")[0]);
        assert_eq!(wanted(&keys, "32099919950417998x")[0], wanted(&keys, "32099919950417998X")[0]);
    }

    #[test]
    fn rare_characters_are_no_accident() {
        for odd in ["𠮷𠮷𠮷𠮷x", "滨河县总工会", "😀😀😀😀", "a'b\"c*d", &"长".repeat(5000)] {
            wanted(&Keys::new([1; 32]), odd);
        }
    }
}
