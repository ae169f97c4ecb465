//! Sealed fields: AES-256-GCM with a key id, keyed blind indexes to find them again, masks to show them.
//!
//! The key comes from a file or the environment and is never in the database. A blind index is an HMAC: equal values give equal indexes,
//! nothing else is given away. Opening somebody else's field is a reading and belongs into the audit (`audit::reading`).
//! While a key is changed (`rotation`), two keys are held: the first seals, both open, and who looks for a value by its blind index brings
//! the index up to date first (`rotation::adopt`).
mod ring;
pub mod rotation;

pub use ring::{KeyFault, Keys, TAG, Unreadable, new_key};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use sha2::{Digest, Sha256};

/// A random word for links and cookies: 32 bytes, URL-safe.
pub fn token() -> String {
    B64.encode(rand::random::<[u8; 32]>())
}
/// What is stored of a token: nobody who reads the database can use it.
pub fn token_hash(token: &str) -> String {
    B64.encode(Sha256::digest(token.as_bytes()))
}
/// Hexadecimal SHA-256, for files and the audit chain.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// `138****5678`; anything shorter is hidden whole.
pub fn mask_phone(phone: &str) -> String {
    if phone.len() == 11 && phone.is_ascii() { format!("{}****{}", &phone[..3], &phone[7..]) } else { "****".into() }
}
/// `3209**********9988`; of other documents the last two.
pub fn mask_document(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let (head, tail) = if chars.len() == 18 { (4, 4) } else { (0, 2.min(chars.len() / 2)) };
    let hidden = "*".repeat(chars.len() - head - tail);
    format!(
        "{}{hidden}{}",
        chars[..head].iter().collect::<String>(),
        chars[chars.len() - tail..].iter().collect::<String>()
    )
}
/// 林*满, 程**: the first character and, from three on, the last one.
pub fn mask_name(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    match chars.len() {
        0 => String::new(),
        1 => "*".into(),
        2 => format!("{}*", chars[0]),
        n => format!("{}{}{}", chars[0], "*".repeat(n - 2), chars[n - 1]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_only_in_its_own_field_and_with_its_own_key() {
        let keys = Keys::new([7; 32]);
        let sealed = keys.seal("people.phone", "13812345678");
        assert_eq!(keys.open("people.phone", &sealed).unwrap(), "13812345678");
        assert!(keys.open("people.id", &sealed).is_err());
        assert!(Keys::new([8; 32]).open("people.phone", &sealed).is_err());
        assert_ne!(sealed, keys.seal("people.phone", "13812345678"), "a fresh nonce each time");
    }

    #[test]
    fn masks_show_what_the_design_allows() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_document("320911198001019988"), "3209**********9988");
        assert_eq!(mask_document("E12345678"), "*******78");
        assert_eq!(mask_name("林小满"), "林*满");
        assert_eq!(mask_name("𠮷田"), "𠮷*");
    }

    #[test]
    fn the_key_file_is_made_once_and_only_for_its_owner() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let sealed = Keys::from_file(&path).unwrap().seal("a", "b");
        assert_eq!(Keys::from_file(&path).unwrap().open("a", &sealed).unwrap(), "b");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions()) & 0o777,
            0o600
        );
    }

    #[test]
    fn a_brief_word_opens_for_its_purpose_only_and_not_when_a_letter_was_changed() {
        let keys = Keys::new([7; 32]);
        let word = keys.seal_brief("card", b"member 17");
        assert_eq!(word.len(), 28);
        assert_eq!(keys.open_brief("card", &word).expect("our own word"), b"member 17");
        assert!(keys.open_brief("other", &word).is_err());
        assert!(Keys::new([8; 32]).open_brief("card", &word).is_err());
        for i in 0..word.len() {
            let mut forged = word.clone().into_bytes();
            forged[i] = if forged[i] == b'A' { b'B' } else { b'A' };
            assert!(keys.open_brief("card", &String::from_utf8_lossy(&forged)).is_err(), "letter {i}");
        }
        for odd in ["", "x", "AAAA", "………"] {
            assert!(keys.open_brief("card", odd).is_err());
        }
    }
}
