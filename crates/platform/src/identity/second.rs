//! The second factor of officers: six digits from an app (TOTP, RFC 6238), and recovery codes on paper for when the phone is lost.
//!
//! Promises: the secret is sealed; a code works once; five wrong ones lock it for a quarter of an hour.
use super::AccountId;
use crate::{App, db::Result, db::Tx, secrets, vals};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use totp_rs::{Builder, Secret, Totp};

const FIELD: &str = "accounts.totp";
const OFFER: &str = "totp.offer";
const WINDOW: i64 = 15 * 60_000;
const FAILURES: i64 = 5;
const RECOVERY_CODES: usize = 10;
/// Without letters that are taken for digits.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// What an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    pub since: i64,
    /// Recovery codes that were not used yet.
    pub codes_left: i64,
}
pub async fn second_factor(app: &App, account: AccountId) -> Result<Option<SecondFactor>> {
    let found: Option<(Option<i64>,)> =
        app.db.maybe("SELECT totp_since FROM accounts WHERE id = $1", vals![account]).await?;
    let Some(since) = found.and_then(|row| row.0) else { return Ok(None) };
    let sql = "SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used_at IS NULL";
    Ok(Some(SecondFactor { since, codes_left: app.db.number(sql, vals![account]).await? }))
}

/// A secret that is offered and not kept yet.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Comes back with the first code, sealed for this account.
    pub offer: String,
    /// What the app scans.
    pub link: String,
    /// What is typed where nothing can be scanned, in groups of four.
    pub typed: String,
}
/// Offers a new secret.
pub fn offer_second(app: &App, account: AccountId, issuer: &str, name: &str) -> Enrolment {
    let bytes: [u8; 20] = rand::random();
    let offer = app.keys.seal(&format!("{OFFER}.{account}"), &STANDARD.encode(bytes));
    shown(offer, &bytes, issuer, name)
}
/// The same offer shown again, after a wrong code; none: it is not one of ours.
pub fn show_secret(app: &App, account: AccountId, offer: &str, issuer: &str, name: &str) -> Option<Enrolment> {
    Some(shown(offer.to_owned(), &opened(app, account, offer)?, issuer, name))
}
fn opened(app: &App, account: AccountId, offer: &str) -> Option<Vec<u8>> {
    STANDARD.decode(app.keys.open(&format!("{OFFER}.{account}"), offer).ok()?).ok()
}
fn shown(offer: String, bytes: &[u8], issuer: &str, name: &str) -> Enrolment {
    let text = Secret::new(bytes.into()).to_base32();
    let (issuer, name) = (crate::web::encode(issuer), crate::web::encode(name));
    let link =
        format!("otpauth://totp/{issuer}:{name}?secret={text}&issuer={issuer}&algorithm=SHA1&digits=6&period=30");
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    Enrolment { offer, link, typed: groups.join(" ") }
}
/// SHA-1, six digits, thirty seconds, one step of tolerance: what every app does.
fn totp(bytes: Vec<u8>) -> Totp {
    Builder::new().with_secret(Secret::new(bytes.into())).build_noncompliant()
}
fn seconds(now: i64) -> u64 {
    u64::try_from(now / 1000).unwrap_or(0)
}

/// Keeps an offered secret if the code is its own; gives the recovery codes, this once.
pub async fn enrol(app: &App, tx: &mut Tx, account: AccountId, offer: &str, code: &str) -> Result<Option<Vec<String>>> {
    let Some(bytes) = opened(app, account, offer) else { return Ok(None) };
    let Some(step) = totp(bytes.clone()).check(code, seconds(app.now())) else { return Ok(None) };
    let sealed = app.keys.seal(FIELD, &STANDARD.encode(bytes));
    tx.exec(
        "UPDATE accounts SET totp_sealed = $2, totp_since = $3, totp_step = $4 WHERE id = $1",
        vals![account, sealed, app.now(), i64::try_from(step).unwrap_or(0)],
    )
    .await?;
    tx.exec("DELETE FROM recovery_codes WHERE account = $1", vals![account]).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    for code in &codes {
        tx.exec("INSERT INTO recovery_codes (account, code_hash) VALUES ($1, $2)", vals![account, hash(account, code)])
            .await?;
    }
    Ok(Some(codes))
}
fn recovery_code() -> String {
    let letter = |_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let all: Vec<char> = (0..10).map(letter).collect();
    format!("{}-{}", all[..5].iter().collect::<String>(), all[5..].iter().collect::<String>())
}
fn hash(account: AccountId, code: &str) -> String {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    secrets::token_hash(&format!("{account}:{bare}"))
}

/// Takes the second factor away; the person sets it up anew.
pub async fn forget_second(tx: &mut Tx, account: AccountId) -> Result<u64> {
    tx.exec("DELETE FROM recovery_codes WHERE account = $1", vals![account]).await?;
    let sql = "UPDATE accounts SET totp_sealed = NULL, totp_since = NULL, totp_step = NULL WHERE id = $1 AND totp_since IS NOT NULL";
    tx.exec(sql, vals![account]).await
}

/// Uses up a code of the app or a recovery code; otherwise a sentence.
pub async fn check_second(app: &App, account: AccountId, code: &str) -> Result<Result<(), &'static str>> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let tried = format!("second:{account}");
    let failures = tx
        .number("SELECT COUNT(*) FROM sign_in_failures WHERE phone_index = $1 AND at > $2", vals![&tried, now - WINDOW])
        .await?;
    if failures >= FAILURES {
        return Ok(Err("错了5次，请15分钟后再试"));
    }
    let sealed: Option<(Option<String>,)> =
        tx.maybe("SELECT totp_sealed FROM accounts WHERE id = $1", vals![account]).await?;
    let secret = sealed.and_then(|row| row.0).and_then(|sealed| app.keys.open(FIELD, &sealed).ok());
    let secret = secret.and_then(|text| STANDARD.decode(text).ok());
    let right = match secret.map(totp).and_then(|totp| totp.check(code, seconds(now))) {
        // Each step once, also of two requests at the same moment.
        Some(step) => {
            let sql = "UPDATE accounts SET totp_step = $2 WHERE id = $1 AND COALESCE(totp_step, 0) < $2";
            tx.exec(sql, vals![account, i64::try_from(step).unwrap_or(0)]).await? == 1
        }
        None => {
            let sql =
                "UPDATE recovery_codes SET used_at = $3 WHERE account = $1 AND code_hash = $2 AND used_at IS NULL";
            tx.exec(sql, vals![account, hash(account, code), now]).await? == 1
        }
    };
    if !right {
        tx.exec("DELETE FROM sign_in_failures WHERE at < $1", vals![now - WINDOW]).await?;
        tx.insert("sign_in_failures", "phone_index, at", vals![&tried, now]).await?;
    }
    tx.commit().await?;
    Ok(if right { Ok(()) } else { Err("不对，或者这个数字刚用过。请等它变成新的再填") })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B (SHA-1; the last six of eight digits).
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let totp = totp(b"12345678901234567890".to_vec());
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(totp.generate(time).to_string(), code, "at {time}");
            assert_eq!(totp.check(code, time), Some(time / 30));
            assert_eq!(totp.check(code, time + 30), Some(time / 30), "a step late");
            assert_eq!(totp.check(code, time + 90), None, "too late");
        }
    }
}
