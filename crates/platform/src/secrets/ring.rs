//! The master keys that are held: one that seals, and while it is changed another that still opens.
use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{
    io::Write,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

/// Bytes that a seal adds to its content.
pub const TAG: usize = 16;
/// Bytes of the check in a brief seal: nobody hits 96 bits by trying.
const BRIEF_CHECK: usize = 12;
const BRIEF_STREAM: &str = "brief.stream";

/// Shared by all who hold a clone: [`Keys::become`] changes them for all at once.
#[derive(Clone)]
pub struct Keys(Arc<RwLock<Arc<Vec<Key>>>>);

/// What is derived from one master key.
struct Key {
    /// Stands before each value that this key sealed: eight hexadecimal digits that tell nothing of the key.
    id: String,
    seal: Aes256Gcm,
    /// Ready for a value: taking a key in costs as much as a short value.
    index: Hmac<Sha256>,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    #[error("the key must be 64 hexadecimal digits (256 bits); while it is changed, two lines of them")]
    Form,
    #[error("the key file {0} can't be read or made: {1}")]
    File(String, std::io::Error),
}

/// A sealed value that no key here opens.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value can't be opened with this key")]
pub struct Unreadable;

fn derive(master: &[u8], purpose: &str) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(master).expect("HMAC takes keys of any length");
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

impl Key {
    fn new(master: [u8; 32]) -> Key {
        let seal = Aes256Gcm::new_from_slice(&derive(&master, "seal")).expect("32 bytes");
        let index = <Hmac<Sha256> as KeyInit>::new_from_slice(&derive(&master, "index"))
            .expect("HMAC takes keys of any length");
        Key { id: hex(&derive(&master, "id")[..4]), seal, index }
    }
    fn open(&self, field: &str, sealed: &str) -> Option<String> {
        let mut content = B64.decode(sealed).ok().filter(|b| b.len() > 12)?;
        let nonce: [u8; 12] = content[..12].try_into().ok()?;
        content.drain(..12);
        // In place: a content may be large.
        self.seal.decrypt_in_place(&nonce.into(), field.as_bytes(), &mut content).ok()?;
        String::from_utf8(content).ok()
    }
    fn mac(&self, field: &str, value: &[u8]) -> [u8; 32] {
        let mut mac = self.index.clone();
        mac.update(field.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().into()
    }
    fn blind(&self, field: &str, value: &str) -> String {
        B64.encode(&self.mac(field, value.as_bytes())[..16])
    }
    fn word(&self, field: &str, value: &str) -> String {
        hex(&self.mac(field, value.as_bytes())[..6])
    }
    fn open_brief(&self, purpose: &str, word: &[u8]) -> Option<Vec<u8>> {
        let (check, hidden) = word.split_at_checked(BRIEF_CHECK)?;
        let bytes: Vec<u8> = hidden.iter().zip(self.mac(BRIEF_STREAM, check)).map(|(b, k)| b ^ k).collect();
        let wanted = &self.mac(purpose, &bytes)[..BRIEF_CHECK];
        // No early end, so that the time taken tells nothing about the right check.
        let differs = wanted.iter().zip(check).fold(0, |sum, (a, b)| sum | (a ^ b));
        (differs == 0 && hidden.len() <= 32).then_some(bytes)
    }
}

/// A new master key, as it stands in a key file.
pub fn new_key() -> String {
    hex(&rand::random::<[u8; 32]>())
}

impl Keys {
    pub fn new(master: [u8; 32]) -> Self {
        Self::of(vec![Key::new(master)])
    }
    fn of(keys: Vec<Key>) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(keys))))
    }
    /// From lines of 64 hexadecimal digits: the first seals, all open.
    pub fn from_hex(text: &str) -> Result<Self, KeyFault> {
        let masters: Vec<[u8; 32]> = text.split_whitespace().map(master).collect::<Result<_, _>>()?;
        if masters.is_empty() || masters.len() > 2 {
            return Err(KeyFault::Form);
        }
        Ok(Self::of(masters.into_iter().map(Key::new).collect()))
    }
    /// Reads the key file; makes it with mode 0600 where there is none.
    pub fn from_file(path: &Path) -> Result<Self, KeyFault> {
        let fault = |e| KeyFault::File(path.display().to_string(), e);
        if !path.exists() {
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(fault)?;
            file.write_all(new_key().as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
        }
        Self::from_hex(&std::fs::read_to_string(path).map_err(fault)?)
    }
    fn held(&self) -> Arc<Vec<Key>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Holds what the other holds from now on, for everybody who shares these keys.
    pub fn r#become(&self, other: &Keys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = other.held();
    }
    /// The ids of the keys held; the first seals.
    pub fn ids(&self) -> Vec<String> {
        self.held().iter().map(|key| key.id.clone()).collect()
    }
    /// The id that stands before what is sealed now, with its dot.
    pub fn mark(&self) -> String {
        format!("{}.", self.held()[0].id)
    }

    /// Seals a text. `field` ("people.phone") is bound in: a value moved to another column does not open.
    pub fn seal(&self, field: &str, text: &str) -> String {
        let mut content = Vec::with_capacity(text.len() + TAG);
        content.extend_from_slice(text.as_bytes());
        self.seal_in_place(field, content)
    }
    /// The same for a content that is given away, without a second copy of it where there is room for the tag's 16 bytes.
    pub fn seal_in_place(&self, field: &str, mut content: Vec<u8>) -> String {
        let key = &self.held()[0];
        let nonce: [u8; 12] = rand::random();
        key.seal
            .encrypt_in_place(&nonce.into(), field.as_bytes(), &mut content)
            .expect("texts are far below the limit of GCM");
        let mut sealed = String::with_capacity(key.id.len() + 1 + (12 + content.len()).div_ceil(3) * 4);
        sealed.push_str(&key.id);
        sealed.push('.');
        // Twelve bytes are sixteen signs: what follows is encoded as if it stood behind them.
        B64.encode_string(nonce, &mut sealed);
        B64.encode_string(content, &mut sealed);
        sealed
    }
    pub fn open(&self, field: &str, sealed: &str) -> Result<String, Unreadable> {
        let (id, text) = sealed.split_once('.').ok_or(Unreadable)?;
        self.held().iter().find(|key| key.id == id).and_then(|key| key.open(field, text)).ok_or(Unreadable)
    }
    /// Opens a field that may be empty.
    pub fn open_opt(&self, field: &str, sealed: Option<&str>) -> Result<Option<String>, Unreadable> {
        sealed.map(|s| self.open(field, s)).transpose()
    }
    /// The blind index of a value: 22 characters, the same for the same field and value.
    pub fn blind(&self, field: &str, value: &str) -> String {
        self.held()[0].blind(field, value)
    }
    /// The blind index of a value under the key that goes, while a key is changed.
    pub fn former_blind(&self, field: &str, value: &str) -> Option<String> {
        self.held().get(1).map(|key| key.blind(field, value))
    }
    /// True when an index is that of a value, under any key held.
    pub fn is_blind(&self, field: &str, value: &str, index: &str) -> bool {
        self.held().iter().any(|key| key.blind(field, value) == index)
    }
    /// A short keyed word for the search index (for example of a phone's last four digits).
    pub fn word(&self, field: &str, value: &str) -> String {
        self.held()[0].word(field, value)
    }
    /// The words under which a value may stand in the index: while a key is changed, that of either key.
    pub fn words(&self, field: &str, value: &str) -> Vec<String> {
        self.held().iter().map(|key| key.word(field, value)).collect()
    }
    /// Seals a few bytes (32 at most) into a short word for QR codes. The check is also what the key stream is made from (a synthetic
    /// IV), so equal bytes give equal words: put a time into them where that would tell something.
    pub fn seal_brief(&self, purpose: &str, bytes: &[u8]) -> String {
        debug_assert!(bytes.len() <= 32, "one block of key stream");
        let key = &self.held()[0];
        let check = key.mac(purpose, bytes)[..BRIEF_CHECK].to_vec();
        let hidden = bytes.iter().zip(key.mac(BRIEF_STREAM, &check)).map(|(b, k)| b ^ k);
        B64.encode(check.iter().copied().chain(hidden).collect::<Vec<u8>>())
    }
    /// What [`Keys::seal_brief`] sealed for the same purpose; a word of anybody else does not open.
    pub fn open_brief(&self, purpose: &str, word: &str) -> Result<Vec<u8>, Unreadable> {
        let word = B64.decode(word).map_err(|_| Unreadable)?;
        self.held().iter().find_map(|key| key.open_brief(purpose, &word)).ok_or(Unreadable)
    }
    /// A keyed check of a text that comes back to us (codes on a card, links).
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        B64.encode(&self.held()[0].mac(purpose, text.as_bytes())[..18])
    }
}

/// 64 hexadecimal digits.
fn master(text: &str) -> Result<[u8; 32], KeyFault> {
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(KeyFault::Form);
    }
    let mut master = [0; 32];
    for (i, byte) in master.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| KeyFault::Form)?;
    }
    Ok(master)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_open_what_either_sealed_and_the_first_seals() {
        let (old, new) = (new_key(), new_key());
        let before = Keys::from_hex(&old).expect("a key");
        let (sealed, index) = (before.seal("people.phone", "13812345678"), before.blind("phone", "13812345678"));
        let both = Keys::from_hex(&format!("{new}\n{old}\n")).expect("two keys");
        assert_eq!(both.open("people.phone", &sealed).expect("the former key's"), "13812345678");
        assert_eq!(both.former_blind("phone", "13812345678"), Some(index.clone()));
        assert!(both.is_blind("phone", "13812345678", &index) && both.blind("phone", "13812345678") != index);
        let after = Keys::from_hex(&new).expect("a key");
        assert!(after.open("people.phone", &sealed).is_err());
        assert_eq!(after.open("people.phone", &both.seal("people.phone", "1")).expect("the new key's"), "1");
        before.r#become(&both);
        assert_eq!(before.ids(), both.ids());
    }

    #[test]
    fn three_keys_or_none_are_no_key_file() {
        let key = new_key();
        assert!(Keys::from_hex("").is_err() && Keys::from_hex(&format!("{key} {key} {key}")).is_err());
        assert!(Keys::from_hex(&key[1..]).is_err());
    }
}
