//! Sealed fields: AES-256-GCM with a key version, keyed blind indexes to find them again, masks to show them.
//!
//! The key comes from a file or the environment and is never in the database. A blind index is an HMAC: equal values give equal indexes,
//! nothing else is given away. Opening somebody else's field is a reading and belongs into the audit (`audit::reading`).
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::{io::Write, path::Path, sync::Arc};

/// Bytes of the check in a brief seal: nobody hits 96 bits by trying.
const BRIEF_CHECK: usize = 12;
const BRIEF_STREAM: &str = "brief.stream";

#[derive(Clone)]
pub struct Keys(Arc<Inner>);
struct Inner {
    seal: Aes256Gcm,
    /// Ready for a value: taking a key in costs as much as a short value.
    index: Hmac<Sha256>,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    #[error("the key must be 64 hexadecimal digits (256 bits)")]
    Form,
    #[error("the key file {0} can't be read or made: {1}")]
    File(String, std::io::Error),
}

/// A sealed value that this key does not open.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value can't be opened with this key")]
pub struct Unreadable;

fn derive(master: &[u8], purpose: &str) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(master).expect("HMAC takes keys of any length");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

impl Keys {
    pub fn new(master: [u8; 32]) -> Self {
        let seal = Aes256Gcm::new_from_slice(&derive(&master, "seal")).expect("32 bytes");
        let index = <Hmac<Sha256> as KeyInit>::new_from_slice(&derive(&master, "index"))
            .expect("HMAC takes keys of any length");
        Self(Arc::new(Inner { seal, index }))
    }
    /// From 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, KeyFault> {
        let text = text.trim();
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(KeyFault::Form);
        }
        let mut master = [0; 32];
        for (i, byte) in master.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| KeyFault::Form)?;
        }
        Ok(Self::new(master))
    }
    /// Reads the key file; makes it with mode 0600 where there is none.
    pub fn from_file(path: &Path) -> Result<Self, KeyFault> {
        let fault = |e| KeyFault::File(path.display().to_string(), e);
        if !path.exists() {
            let text: String = rand::random::<[u8; 32]>().iter().map(|b| format!("{b:02x}")).collect();
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(fault)?;
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
        }
        Self::from_hex(&std::fs::read_to_string(path).map_err(fault)?)
    }

    /// Seals a text. `field` ("people.phone") is bound in: a value moved to another column does not open.
    pub fn seal(&self, field: &str, text: &str) -> String {
        let nonce: [u8; 12] = rand::random();
        let sealed = self
            .0
            .seal
            .encrypt(&nonce.into(), Payload { msg: text.as_bytes(), aad: field.as_bytes() })
            .expect("texts are far below the limit of GCM");
        let mut bytes = Vec::with_capacity(12 + sealed.len());
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        format!("1.{}", B64.encode(bytes))
    }
    pub fn open(&self, field: &str, sealed: &str) -> Result<String, Unreadable> {
        let bytes =
            sealed.strip_prefix("1.").and_then(|s| B64.decode(s).ok()).filter(|b| b.len() > 12).ok_or(Unreadable)?;
        let nonce: [u8; 12] = bytes[..12].try_into().map_err(|_| Unreadable)?;
        let text = self
            .0
            .seal
            .decrypt(&nonce.into(), Payload { msg: &bytes[12..], aad: field.as_bytes() })
            .map_err(|_| Unreadable)?;
        String::from_utf8(text).map_err(|_| Unreadable)
    }
    /// Opens a field that may be empty.
    pub fn open_opt(&self, field: &str, sealed: Option<&str>) -> Result<Option<String>, Unreadable> {
        sealed.map(|s| self.open(field, s)).transpose()
    }
    /// The blind index of a value: 22 characters, the same for the same field and value.
    pub fn blind(&self, field: &str, value: &str) -> String {
        B64.encode(&self.mac(field, value)[..16])
    }
    /// A short keyed word for the search index (for example of a phone's last four digits).
    pub fn word(&self, field: &str, value: &str) -> String {
        self.mac(field, value)[..6].iter().map(|b| format!("{b:02x}")).collect()
    }
    /// Seals a few bytes (32 at most) into a short word for QR codes. The check is also what the key stream is made from (a synthetic
    /// IV), so equal bytes give equal words: put a time into them where that would tell something.
    pub fn seal_brief(&self, purpose: &str, bytes: &[u8]) -> String {
        debug_assert!(bytes.len() <= 32, "one block of key stream");
        let check = self.mac(purpose, bytes)[..BRIEF_CHECK].to_vec();
        let hidden = bytes.iter().zip(self.mac(BRIEF_STREAM, &check)).map(|(b, k)| b ^ k);
        B64.encode(check.iter().copied().chain(hidden).collect::<Vec<u8>>())
    }
    /// What [`Keys::seal_brief`] sealed for the same purpose; a word of anybody else does not open.
    pub fn open_brief(&self, purpose: &str, word: &str) -> Result<Vec<u8>, Unreadable> {
        let word = B64.decode(word).map_err(|_| Unreadable)?;
        let (check, hidden) = word.split_at_checked(BRIEF_CHECK).ok_or(Unreadable)?;
        let bytes: Vec<u8> = hidden.iter().zip(self.mac(BRIEF_STREAM, check)).map(|(b, k)| b ^ k).collect();
        let wanted = &self.mac(purpose, &bytes)[..BRIEF_CHECK];
        // No early end, so that the time taken tells nothing about the right check.
        let differs = wanted.iter().zip(check).fold(0, |sum, (a, b)| sum | (a ^ b));
        if differs == 0 && hidden.len() <= 32 { Ok(bytes) } else { Err(Unreadable) }
    }
    /// A keyed check of a text that comes back to us (codes on a card, links).
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        B64.encode(&self.mac(purpose, text)[..18])
    }
    fn mac(&self, field: &str, value: impl AsRef<[u8]>) -> [u8; 32] {
        let mut mac = self.0.index.clone();
        mac.update(field.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_ref());
        mac.finalize().into_bytes().into()
    }
}

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
