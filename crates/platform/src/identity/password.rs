//! Sign-in by password: argon2id, limited tries.
use super::{Account, AccountId, account_by_phone, phone_index};
use crate::{App, db::Result, standards::phone::MADE_UP, vals};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

/// Wrong passwords for one phone within this time lock it for the rest of it.
const WINDOW: i64 = 15 * 60_000;
const FAILURES: i64 = 5;

/// Sets a password of 8 characters or more (the caller has checked); `None` removes it.
pub async fn set_password(app: &App, account: AccountId, password: Option<&str>) -> Result<()> {
    let hash = match password {
        Some(password) => {
            let password = password.to_owned();
            let hashed = tokio::task::spawn_blocking(move || {
                Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string())
            });
            Some(hashed.await.expect("hashing does not panic").expect("argon2 takes any password below 4 GB"))
        }
        None => None,
    };
    let mut tx = app.db.begin().await?;
    tx.exec("UPDATE accounts SET password = $2 WHERE id = $1", vals![account, hash]).await?;
    tx.commit().await
}

/// The account, if phone and password agree; otherwise a sentence that does not say which was wrong.
pub async fn check_password(app: &App, phone: &str, password: &str) -> Result<Result<Account, String>> {
    let (now, index) = (app.now(), phone_index(app, phone));
    let failures = app
        .db
        .number("SELECT COUNT(*) FROM sign_in_failures WHERE phone_index = $1 AND at > $2", vals![&index, now - WINDOW])
        .await?;
    if failures >= FAILURES {
        return Ok(Err("密码错了5次，请15分钟后再试，或用验证码登录".into()));
    }
    // Everybody knows the password of the demo's people.
    if phone.starts_with(MADE_UP) && !app.config.demo {
        return Ok(Err("演示账号只能在演示时登录".into()));
    }
    let account = account_by_phone(app, phone).await?;
    if let Some(account) = account
        && let Some(hash) = account.password.clone()
    {
        let password = password.to_owned();
        let right = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        if right.await.expect("checking does not panic") {
            return Ok(Ok(account));
        }
    }
    let mut tx = app.db.begin().await?;
    tx.exec("DELETE FROM sign_in_failures WHERE at < $1", vals![now - WINDOW]).await?;
    tx.insert("sign_in_failures", "phone_index, at", vals![&index, now]).await?;
    tx.commit().await?;
    Ok(Err("手机号或密码不对，请再看一遍".into()))
}
