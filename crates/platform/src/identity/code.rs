//! Sign-in by a code sent to the phone: six digits, five minutes, five tries.
use super::phone_index;
use crate::{
    App,
    db::Result,
    notices,
    secrets::{self, rotation},
    vals,
};

pub const CODE_MINUTES: i64 = 5;
const TRIES: i64 = 5;
/// Codes for one phone within an hour; the next must wait a minute.
const CODES_PER_HOUR: i64 = 6;
const MINUTE: i64 = 60_000;

#[derive(Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// No SMS gateway is set up, and it is not the demo.
    Off,
    TooSoon {
        seconds: i64,
    },
    TooMany,
    Wrong {
        left: i64,
    },
    Expired,
}
impl CodeFault {
    pub fn sentence(&self) -> String {
        match self {
            CodeFault::Off => "本平台还没有开通短信，暂时不能用验证码登录，请用密码登录，或联系工会".into(),
            CodeFault::TooSoon { seconds } => format!("验证码刚发过，请{seconds}秒后再要一次"),
            CodeFault::TooMany => "这个号码要验证码的次数太多，请一小时后再试".into(),
            CodeFault::Wrong { left } if *left > 0 => format!("验证码不对，还可以试{left}次"),
            CodeFault::Wrong { .. } => "验证码错了5次，这个验证码已作废，请重新获取".into(),
            CodeFault::Expired => "验证码已过期或没有发过，请重新获取".into(),
        }
    }
}

/// True when codes can reach a phone.
pub fn codes_are_on(app: &App) -> bool {
    app.sms.is_some() || app.config.demo
}

/// Sends a code.
pub async fn send_code(app: &App, phone: &str) -> Result<Result<(), CodeFault>> {
    if !codes_are_on(app) {
        return Ok(Err(CodeFault::Off));
    }
    let (now, index) = (app.now(), phone_index(app, phone));
    let mut tx = app.db.begin().await?;
    let last = tx.number("SELECT MAX(created_at) FROM sign_in_codes WHERE phone_index = $1", vals![&index]).await?;
    if now - last < MINUTE {
        return Ok(Err(CodeFault::TooSoon { seconds: (MINUTE - (now - last) + 999) / 1000 }));
    }
    let sent = tx
        .number(
            "SELECT COUNT(*) FROM sign_in_codes WHERE phone_index = $1 AND created_at > $2",
            vals![&index, now - 60 * MINUTE],
        )
        .await?;
    if sent >= CODES_PER_HOUR {
        return Ok(Err(CodeFault::TooMany));
    }
    let code = format!("{:06}", rand::random_range(0..1_000_000));
    tx.insert(
        "sign_in_codes",
        "phone_index, code_hash, created_at, expires_at",
        vals![&index, hash(&index, &code), now, now + CODE_MINUTES * MINUTE],
    )
    .await?;
    notices::sms(&mut tx, app, phone, &format!("验证码{code}，{CODE_MINUTES}分钟内有效。请勿告诉他人。")).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Uses up the newest code of a phone if it is this one.
pub async fn check_code(app: &App, phone: &str, code: &str) -> Result<Result<(), CodeFault>> {
    let (now, index) = (app.now(), phone_index(app, phone));
    let mut tx = app.db.begin().await?;
    // A code sent just before the master key was changed is still good.
    rotation::adopt_in(&mut tx, &app.keys, "sign_in_codes", "phone_index", "phone", phone).await?;
    // One statement counts the try and takes the row, so that tries at the same moment are counted too.
    let newest: Option<(i64, String, i64)> = tx
        .maybe(
            "UPDATE sign_in_codes SET tries = tries + 1 WHERE id = (SELECT MAX(id) FROM sign_in_codes WHERE phone_index = $1) AND used_at IS NULL AND expires_at > $2 AND tries < $3 RETURNING id, code_hash, tries",
            vals![&index, now, TRIES],
        )
        .await?;
    let outcome = match newest {
        None => Err(CodeFault::Expired),
        Some((_, wanted, tries))
            if wanted != hash(&index, code) && former(app, phone, code) != Some(wanted.clone()) =>
        {
            Err(CodeFault::Wrong { left: TRIES - tries })
        }
        Some((id, ..)) => {
            tx.exec("UPDATE sign_in_codes SET used_at = $2 WHERE id = $1", vals![id, now]).await?;
            Ok(())
        }
    };
    tx.commit().await?;
    Ok(outcome)
}

/// What is stored of a code that was sent under the former key.
fn former(app: &App, phone: &str, code: &str) -> Option<String> {
    app.keys.former_blind("phone", phone).map(|index| hash(&index, code))
}

fn hash(index: &str, code: &str) -> String {
    secrets::token_hash(&format!("{index}:{code}"))
}
