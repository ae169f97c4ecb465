//! What keyboards and spreadsheets add to a number without anybody meaning it.

/// Full-width letters, digits and signs become ASCII; the ideographic space becomes a space.
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// As [`narrow`], without any space, without invisible characters and in capitals: for numbers and codes.
/// A leading apostrophe, with which people tell Excel "this is text", goes too.
pub fn tight(text: &str) -> String {
    let plain: String = narrow(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    match plain.strip_prefix(['\'', '‘', '’', '`']) {
        Some(rest) => rest.to_string(),
        None => plain,
    }
}

/// Whether the text holds control characters or signs that turn the reading direction: never right in a name.
pub fn has_unprintable(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || is_invisible(c))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_spaces_are_taken_as_meant() {
        assert_eq!(tight("　１１０１０５ 1949\u{a0}１２３１００２ｘ\u{200b}"), "11010519491231002X");
        assert_eq!(tight("'139 0000 0000"), "13900000000");
    }

    #[test]
    fn rare_characters_are_printable_and_controls_are_not() {
        assert!(!has_unprintable("阿卜杜·䶮㛃𠮷"));
        assert!(has_unprintable("张\u{7}三"));
        assert!(has_unprintable("张\u{202e}三"));
    }
}
