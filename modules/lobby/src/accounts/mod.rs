//! Accounts: the second factor of officers, accounts that nobody uses, sessions ended for somebody.
//!
//! Promises: what a setting asks of officers is asked before the console opens; nobody is shut out without a sentence that says who can
//! open; the last administrators at the top are never shut out by a clock.
mod member;
mod recovery;
pub mod second;
#[cfg(test)]
mod tests;

use directory::{permissions::MEMBERS_WRITE, unions};
use platform::{
    App, Offer, Thing,
    audit::{self, Entry},
    db::{Error, Result},
    identity::{self, AccountId, SignedIn},
    jobs::{Job, Running},
    notices,
    rights::{Access::Needs, Access::SignedIn as Anybody, Role, Way},
    settings::{self, Setting, SettingKind},
    tree::OrgId,
    vals,
    web::Routes,
};
use std::{collections::HashMap, sync::Arc};

pub const SECOND_FACTOR: &Setting = &Setting {
    key: "accounts.second_factor",
    name: "干部登录要动态口令",
    hint: "要求以后，有任职的人先在手机上设好动态口令，再进工作台",
    default: "no",
    kind: SettingKind::Choice(&[("no", "不要求"), ("yes", "要求")]),
};
pub const IDLE_DAYS: &Setting = &Setting {
    key: "accounts.idle_days",
    name: "干部账号多久不用就停用",
    hint: "从最后一次登录算起。停用后由本级或上级的系统管理员恢复；最上一级的系统管理员不会自动停用",
    default: "365",
    kind: SettingKind::Number { least: 30, most: 3650, unit: "天" },
};
pub const SETTINGS: &[&Setting] = &[SECOND_FACTOR, IDLE_DAYS];
pub const BLOCK_IDLE: Job = Job {
    kind: "accounts.idle",
    every: Some(86_400),
    run: |app, _| Box::pin(async move { block_idle(&app).await.map_err(|e| e.to_string()) }) as Running,
};
pub const OFFERS: &[Offer] = &[Offer {
    on: Thing::Member,
    label: "登录账号",
    icon: "devices",
    path: "/console/members/{}/account",
    needs: MEMBERS_WRITE,
}];

pub fn routes() -> Routes {
    Routes::new()
        .get("/second-factor", Anybody, second::ask)
        .post("/second-factor", Anybody, second::give)
        .get("/me/second-factor", Anybody, second::show)
        .post("/me/second-factor", Anybody, second::create)
        .post("/me/second-factor/removal", Anybody, second::remove)
        .get("/console/members/{member}/account", Needs(MEMBERS_WRITE), member::show)
        .post("/console/members/{member}/account/revocation", Needs(MEMBERS_WRITE), member::revoke)
}

async fn region(app: &App, org: OrgId) -> Result<String> {
    Ok(unions::store::find(&app.db, org).await?.map_or_else(String::new, |union| union.region))
}

/// True where the setting asks officers of an organisation for a second factor. Asked on every page: remembered for some seconds.
async fn is_required(app: &App, org: OrgId) -> Result<bool> {
    const SECONDS: u64 = 5;
    let key = format!("accounts.second_factor/{org}/{}", app.today());
    if let Some(known) = app.remembered(&key) {
        return Ok(known == 1);
    }
    let value = settings::get(&app.db, SECOND_FACTOR, &region(app, org).await?, app.today()).await?;
    app.remember(key, i64::from(value == "yes"), SECONDS);
    Ok(value == "yes")
}

/// What comes before the console.
pub fn door(app: App, who: Arc<SignedIn>) -> Way {
    Box::pin(async move {
        let Some(post) = who.acting() else { return Ok(None) };
        match (who.has_second, who.gave_second) {
            (true, true) => Ok(None),
            (true, false) => Ok(Some("/second-factor")),
            (false, _) => Ok(is_required(&app, post.org).await?.then_some("/me/second-factor")),
        }
    })
}

/// Blocks officers' accounts that nobody used for as long as their region says, and tells the administrators above them.
async fn block_idle(app: &App) -> Result<()> {
    let orgs: Vec<(OrgId,)> = app
        .db
        .all("SELECT DISTINCT org FROM posts WHERE ends_on IS NULL OR ends_on >= $1 ORDER BY org", vals![app.today()])
        .await?;
    let mut days_of: HashMap<String, i64> = HashMap::new();
    for (org,) in orgs {
        let region = region(app, org).await?;
        let days = match days_of.get(&region) {
            Some(days) => *days,
            None => settings::number(&app.db, IDLE_DAYS, &region, app.today()).await?,
        };
        days_of.insert(region, days);
        identity::block_inactive(app, org, days).await?;
    }
    Ok(())
}

/// Who can open a blocked account again: an administrator at one of its organisations or above, the nearest first.
async fn opener(app: &App, account: AccountId) -> Result<Option<String>> {
    for (path,) in identity::paths_of(&app.db, account, app.today()).await? {
        let over = identity::holders_over(&app.db, &path, app.today()).await?;
        let admin = over.into_iter().find(|h| h.account != account && Role::from_key(&h.role) == Some(Role::Admin));
        if let Some(admin) = admin {
            return Ok(Some(format!("{}的系统管理员{}", admin.org_name, admin.name)));
        }
    }
    Ok(None)
}

/// The sentence at sign-in for a blocked account; none: it is open.
pub async fn blocked_sentence(app: &App, account: AccountId) -> Result<Option<String>> {
    let Some(blocked) = identity::blocked(&app.db, account).await? else { return Ok(None) };
    let why = if blocked.reason.is_empty() { String::new() } else { format!("（{}）", blocked.reason) };
    Ok(Some(match opener(app, account).await? {
        Some(opener) => format!("这个账号已经停用{why}。请联系{opener}恢复，恢复以后就能登录。"),
        None => format!("这个账号已经停用{why}。如果有疑问，请联系您的工会。"),
    }))
}

/// Ends all sessions of an account for somebody else, with a reason that its owner is told.
pub async fn revoke_for(
    app: &App,
    who: &SignedIn,
    account: AccountId,
    person: Option<platform::tree::PersonId>,
    reason: &str,
) -> Result<u64, Error> {
    let mut tx = app.db.begin().await?;
    let ended = identity::revoke_all(&mut tx, account, app.now()).await?;
    let detail = format!("{ended}台设备退出登录");
    let entry = Entry {
        act: "account.revoke",
        object: "account",
        object_id: account.0,
        person,
        reason,
        detail: &detail,
        ..Entry::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    notices::tell(&mut tx, app, account, "您的账号在所有设备上退出了登录", &format!("理由：{reason}"), "/me/devices")
        .await?;
    tx.commit().await?;
    Ok(ended)
}
