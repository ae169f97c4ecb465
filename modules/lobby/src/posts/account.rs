//! The account behind a post: devices, blocking, the second factor. What an administrator does to it has a reason, and its owner is told.
use super::ending;
use crate::permissions::POSTS_WRITE;
use axum::{extract::Path, response::Response};
use platform::{
    App,
    audit::{self, Entry},
    db::{Result as DbResult, Tx},
    identity::{self, Blocked, Holder, PostId, SecondFactor, Session},
    notices,
    web::{Error, Fields, Result, see},
};
use ui::{Desk, Field};

/// What the page of a post shows of the account.
pub struct State {
    pub sessions: Vec<Session>,
    pub blocked: Option<Blocked>,
    pub second: Option<SecondFactor>,
    pub reason: Field,
}
impl State {
    pub async fn of(desk: &Desk, holder: &Holder, form: &Fields) -> Result<State> {
        let app = &desk.app;
        Ok(State {
            sessions: identity::sessions(&app.db, holder.account, app.now()).await?,
            blocked: identity::blocked(&app.db, holder.account).await?,
            second: identity::second_factor(app, holder.account).await?,
            reason: Field::text("reason", "为什么").hint("记在操作记录里，本人也能看到").of_form(form),
        })
    }
}

/// One of the acts on an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Revoke,
    Block,
    Unblock,
    ResetSecond,
}
impl Act {
    fn of(key: &str) -> Option<Act> {
        match key {
            "revoke" => Some(Act::Revoke),
            "block" => Some(Act::Block),
            "unblock" => Some(Act::Unblock),
            "second" => Some(Act::ResetSecond),
            _ => None,
        }
    }
    fn name(self) -> &'static str {
        match self {
            Act::Revoke => "account.revoke",
            Act::Block => "account.block",
            Act::Unblock => "account.unblock",
            Act::ResetSecond => "account.second_reset",
        }
    }
    fn told(self) -> &'static str {
        match self {
            Act::Revoke => "您的账号在所有设备上退出了登录",
            Act::Block => "您的账号停用了",
            Act::Unblock => "您的账号恢复了",
            Act::ResetSecond => "您的动态口令由系统管理员重置了，请重新设一次",
        }
    }
    fn sentence(self, name: &str) -> String {
        match self {
            Act::Revoke => format!("{name}已在所有设备上退出登录"),
            Act::Block => format!("{name}的账号已停用"),
            Act::Unblock => format!("{name}的账号已恢复"),
            Act::ResetSecond => format!("{name}的动态口令已重置"),
        }
    }
    async fn carry_out(self, tx: &mut Tx, app: &App, holder: &Holder, reason: &str) -> DbResult<()> {
        let account = holder.account;
        match self {
            Act::Revoke => identity::revoke_all(tx, account, app.now()).await?,
            Act::Block => identity::block(tx, account, reason, app.now()).await?,
            Act::Unblock => identity::unblock(tx, account, app.now()).await?,
            // Whoever holds the lost phone may hold a session too.
            Act::ResetSecond => {
                identity::forget_second(tx, account).await?;
                identity::revoke_all(tx, account, app.now()).await?
            }
        };
        Ok(())
    }
}

pub async fn create(desk: Desk, Path(id): Path<PostId>, mut form: Fields) -> Result<Response> {
    let scope = desk.scope(POSTS_WRITE)?;
    let holder = identity::holder(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    if holder.account == desk.who.account {
        return Err(Error::refused("自己的账号在“我的设备”和“动态口令”里管，别的请另一位系统管理员来办。"));
    }
    if accounts_outside(&desk, &holder).await? {
        return Err(Error::refused("这个人在您的范围以外也有任职，请上级工会的系统管理员来办。"));
    }
    let act = Act::of(form.get("act")).ok_or_else(|| Error::refused("请选要办的事。"))?;
    let Some(reason) = form.required("reason", "请写明为什么，本人能看到", 100) else {
        return Ok(desk.refill(&ending::page(&desk, holder, &form).await?));
    };
    let app = &desk.app;
    let mut tx = app.db.begin().await?;
    act.carry_out(&mut tx, app, &holder, &reason).await?;
    let entry = Entry {
        act: act.name(),
        object: "account",
        object_id: holder.account.0,
        reason: &reason,
        detail: &holder.name,
        org: Some(holder.org),
        ..Entry::default()
    };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    notices::tell(&mut tx, app, holder.account, act.told(), &format!("理由：{reason}"), "/me/devices").await?;
    tx.commit().await?;
    Ok(see(&format!("/console/posts/{id}"), &act.sentence(&holder.name)))
}

/// True where the account also works outside the administrator's branch: there it is somebody else's to shut.
async fn accounts_outside(desk: &Desk, holder: &Holder) -> Result<bool> {
    let scope = desk.scope(POSTS_WRITE)?;
    let paths = identity::paths_of(&desk.app.db, holder.account, desk.app.today()).await?;
    Ok(paths.iter().any(|(path,)| !scope.holds(path)))
}

/// The sentence for who has nothing to say about an account.
pub fn is_own(desk: &Desk, holder: &Holder) -> bool {
    holder.account == desk.who.account
}
