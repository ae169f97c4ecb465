//! Identity tokens: signature and claims (OpenID Connect Core 3.1.3.7, RFC 7515).
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// Seconds by which clocks may differ.
const LEEWAY: i64 = 120;

/// The provider's public keys (RFC 7517).
#[derive(Deserialize)]
pub struct Keys {
    keys: Vec<Key>,
}
#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}
#[derive(Deserialize)]
pub struct Claims {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: Option<i64>,
    nonce: Option<String>,
    pub sub: String,
    pub phone_number: Option<String>,
    pub phone_number_verified: Option<bool>,
}
/// What the claims must say.
pub struct Wanted<'a> {
    pub issuer: &'a str,
    pub audience: &'a str,
    pub nonce: &'a str,
    /// Epoch seconds.
    pub now: i64,
}

fn bytes(text: Option<&str>) -> Option<Vec<u8>> {
    B64.decode(text?).ok()
}

impl Key {
    fn verifies(&self, alg: &str, message: &[u8], signature: &[u8]) -> bool {
        match (alg, self.kty.as_str()) {
            ("RS256", "RSA") => {
                let (Some(n), Some(e)) = (bytes(self.n.as_deref()), bytes(self.e.as_deref())) else { return false };
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
            ("ES256", "EC") if self.crv.as_deref() == Some("P-256") => {
                let (Some(x), Some(y)) = (bytes(self.x.as_deref()), bytes(self.y.as_deref())) else { return false };
                let point: Vec<u8> = std::iter::once(4).chain(x).chain(y).collect();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
            _ => false,
        }
    }
}

/// The claims of a token that is to be believed; otherwise why not, for the log.
pub fn verified(token: &str, keys: &Keys, wanted: &Wanted<'_>) -> Result<Claims, String> {
    let (message, signature) = token.rsplit_once('.').ok_or("not a signed token")?;
    let (header, claims) = message.split_once('.').ok_or("not a signed token")?;
    let header: Header = part(header)?;
    let signature = B64.decode(signature).map_err(|e| e.to_string())?;
    let fits = |key: &&Key| {
        (header.kid.is_none() || key.kid == header.kid) && key.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
    };
    if !keys.keys.iter().filter(fits).any(|key| key.verifies(&header.alg, message.as_bytes(), &signature)) {
        return Err(format!("no key of the provider fits the signature ({})", header.alg));
    }
    let claims: Claims = part(claims)?;
    check(&claims, wanted)?;
    Ok(claims)
}
fn part<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let bytes = B64.decode(text).map_err(|e| e.to_string())?;
    serde_json::from_slice(&bytes).map_err(|e| e.to_string())
}
fn check(claims: &Claims, wanted: &Wanted<'_>) -> Result<(), String> {
    let for_us = match &claims.aud {
        Audience::One(one) => one == wanted.audience,
        Audience::Many(many) => {
            many.iter().any(|one| one == wanted.audience) && (many.len() == 1 || claims.azp.is_some())
        }
    };
    if claims.iss != wanted.issuer {
        Err(format!("issued by {}", claims.iss))
    } else if !for_us || claims.azp.as_deref().is_some_and(|azp| azp != wanted.audience) {
        Err("made for another client".into())
    } else if claims.exp + LEEWAY < wanted.now {
        Err("too old".into())
    } else if claims.iat.is_some_and(|at| at - LEEWAY > wanted.now) {
        Err("from the future".into())
    } else if claims.nonce.as_deref() != Some(wanted.nonce) {
        Err("the nonce is another".into())
    } else if claims.sub.is_empty() {
        Err("nobody's".into())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
    };

    fn signed(header: &str, claims: &str) -> (String, Keys) {
        let random = SystemRandom::new();
        let way = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let made = EcdsaKeyPair::generate_pkcs8(way, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(way, made.as_ref(), &random).expect("a key");
        let message = format!("{}.{}", B64.encode(header), B64.encode(claims));
        let signature = pair.sign(&random, message.as_bytes()).expect("a signature");
        let point = pair.public_key().as_ref();
        let keys = serde_json::json!({ "keys": [{
            "kty": "EC", "kid": "k", "crv": "P-256", "x": B64.encode(&point[1..33]), "y": B64.encode(&point[33..])
        }] });
        (format!("{message}.{}", B64.encode(signature)), serde_json::from_value(keys).expect("keys"))
    }
    const HEADER: &str = r#"{"alg":"ES256","kid":"k"}"#;
    const WANTED: Wanted<'static> =
        Wanted { issuer: "https://id.test", audience: "unionhall", nonce: "n", now: 1_000_000 };
    fn claims(change: &[(&str, serde_json::Value)]) -> String {
        let mut claims = serde_json::json!({
            "iss": "https://id.test", "aud": "unionhall", "exp": 1_000_300, "iat": 1_000_000, "nonce": "n", "sub": "u1"
        });
        for (name, value) in change {
            claims[*name] = value.clone();
        }
        claims.to_string()
    }

    #[test]
    fn a_right_token_is_believed() {
        let (token, keys) = signed(HEADER, &claims(&[]));
        assert_eq!(verified(&token, &keys, &WANTED).map(|c| c.sub), Ok("u1".into()));
        let (token, keys) = signed(HEADER, &claims(&[("aud", serde_json::json!(["unionhall"]))]));
        assert!(verified(&token, &keys, &WANTED).is_ok());
    }

    #[test]
    fn anything_else_is_not() {
        for (name, value) in [
            ("iss", serde_json::json!("https://evil.test")),
            ("aud", serde_json::json!("other")),
            ("aud", serde_json::json!(["unionhall", "other"])),
            ("azp", serde_json::json!("other")),
            ("exp", serde_json::json!(999_000)),
            ("iat", serde_json::json!(1_001_000)),
            ("nonce", serde_json::json!("m")),
            ("sub", serde_json::json!("")),
        ] {
            let (token, keys) = signed(HEADER, &claims(&[(name, value.clone())]));
            assert!(verified(&token, &keys, &WANTED).is_err(), "{name} {value}");
        }
        let (token, keys) = signed(HEADER, &claims(&[]));
        let (_, others) = signed(HEADER, &claims(&[]));
        assert!(verified(&token, &others, &WANTED).is_err(), "another key");
        let bare = format!("{}.{}.", B64.encode(r#"{"alg":"none"}"#), B64.encode(claims(&[])));
        assert!(verified(&bare, &keys, &WANTED).is_err(), "no signature");
        for odd in ["", ".", "..", "a.b.c", &token[1..]] {
            assert!(verified(odd, &keys, &WANTED).is_err());
        }
    }
}
