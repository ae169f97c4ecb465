//! Who holds which post in the demo, and whom one can sign in as.
use super::{Made, county, crowd::Crowd};
use crate::unions::UnionKind;
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::{Result, Tx},
    identity::{self, AccountId, NewPost},
    rights::Role,
    standards::Sex,
    tree::OrgId,
};
use std::collections::HashMap;

/// Somebody whom one can sign in as, with `--demo` only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// A short name for tests and scripts.
    pub key: &'static str,
    /// Who that is, in a few words.
    pub role: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    /// Where; empty for people without a union.
    pub org: &'static str,
}
const fn sign_in(
    key: &'static str,
    role: &'static str,
    name: &'static str,
    phone: &'static str,
    org: &'static str,
) -> SignIn {
    SignIn { key, role, name, phone, org }
}
/// Printed at start-up and offered on the sign-in page.
pub const SIGN_INS: &[SignIn] = &[
    OFFICER,
    sign_in("admin", "系统管理员", "高一鸣", "15400000002", county::COUNTY),
    JOINT_CHAIR,
    sign_in("enterprise", "大企业工会主席", "汪海涛", "15400000004", "顺通物流工会"),
    sign_in("neighbour", "相邻工会主席", "陆敏", "15400000005", county::PARK_JOINT),
    sign_in("organiser", "组织员", "宋晓燕", "15400000006", county::FREIGHT_FEDERATION),
    sign_in("auditor", "监督员", "何静", "15400000007", county::COUNTY),
    MEMBER,
    APPLICANT,
    VISITOR,
];
pub const OFFICER: SignIn = sign_in("county", "县总工会干部", "孙维方", "15400000001", county::COUNTY);
pub const JOINT_CHAIR: SignIn = sign_in("chair", "工会主席", "郭长河", "15400000003", county::FREIGHT_JOINT);
pub const MEMBER: SignIn = sign_in("member", "会员", "林小满", "15400000008", county::FREIGHT_JOINT);
pub const APPLICANT: SignIn = sign_in("applicant", "入会申请人，等待审核", "程小路", "15400000009", "");
/// Has no account: somebody new.
pub const VISITOR: SignIn = sign_in("visitor", "还没有账号的新用户", "（新用户）", "15400000010", "");
/// What the phones of all of them begin with.
pub const PHONES: &str = "154000000";
/// Of all demo accounts.
pub const PASSWORD: &str = "binhe-2026";

/// Unions in one transaction.
const CHUNK: usize = 200;

/// Gives the posts of the county; returns its officer, and who decides in each union.
pub async fn fill(app: &App, crowd: &mut Crowd, made: &[Made]) -> Result<(AccountId, HashMap<OrgId, AccountId>)> {
    let mut chairs = HashMap::new();
    let mut tx = app.db.begin().await?;
    let officer = account(&mut tx, app, &OFFICER).await?;
    for (n, one) in made.iter().enumerate() {
        if n % CHUNK == CHUNK - 1 {
            tx.commit().await?;
            tx = app.db.begin().await?;
        }
        let (id, org) = (one.org.id, &one.planned);
        let since = crowd.today - crowd.dice.between(200, 1200).days();
        if org.kind == UnionKind::County {
            give(&mut tx, app, officer, (id, Role::Officer, "组织部副部长"), since).await?;
            for (sign_in, role, title) in
                [(SIGN_INS[1], Role::Admin, "信息中心主任"), (SIGN_INS[6], Role::Auditor, "经审委员会委员")]
            {
                let holder = account(&mut tx, app, &sign_in).await?;
                give(&mut tx, app, holder, (id, role, title), since).await?;
            }
            let organiser = somebody(&mut tx, app, crowd).await?;
            give(&mut tx, app, organiser, (id, Role::Organiser, "社会化工会工作者"), since).await?;
            continue;
        }
        if org.name == county::FREIGHT_FEDERATION {
            let organiser = account(&mut tx, app, &SIGN_INS[5]).await?;
            give(&mut tx, app, organiser, (id, Role::Organiser, "联合会秘书"), since).await?;
            let officer = somebody(&mut tx, app, crowd).await?;
            give(&mut tx, app, officer, (id, Role::Officer, "联合会副主席"), since).await?;
            continue;
        }
        let chair = match sign_in_of(one) {
            Some(sign_in) => account(&mut tx, app, sign_in).await?,
            None => identity::account_for_phone(&mut tx, app, &one.chair_phone, &one.chair).await?,
        };
        chairs.insert(id, chair);
        match org.kind {
            UnionKind::Town => {
                give(&mut tx, app, chair, (id, Role::Officer, "镇街总工会主席"), since).await?;
                let organiser = somebody(&mut tx, app, crowd).await?;
                give(&mut tx, app, organiser, (id, Role::Organiser, "工会组织员"), since).await?;
            }
            UnionKind::Group => give(&mut tx, app, chair, (id, Role::Organiser, "工会小组长"), since).await?,
            UnionKind::Branch => give(&mut tx, app, chair, (id, Role::Chair, "分工会主席"), since).await?,
            // A village in ten has no chair at present: what comes there goes to the town.
            UnionKind::Village if crowd.dice.percent(10) => {}
            _ => give(&mut tx, app, chair, (id, Role::Chair, "工会主席"), since).await?,
        }
    }
    tx.commit().await?;
    Ok((officer, chairs))
}

/// The sign-in of a union's chair, if it is one of the few.
pub fn sign_in_of(one: &Made) -> Option<&'static SignIn> {
    SIGN_INS.iter().find(|s| s.org == one.planned.name && s.name == one.chair)
}
/// Lets everybody of [`SIGN_INS`] who has an account sign in with [`PASSWORD`].
pub async fn set_passwords(app: &App) -> Result<()> {
    for sign_in in SIGN_INS {
        if let Some(account) = identity::account_by_phone(app, sign_in.phone).await? {
            identity::set_password(app, account.id, Some(PASSWORD)).await?;
        }
    }
    Ok(())
}
pub async fn account(tx: &mut Tx, app: &App, sign_in: &SignIn) -> Result<AccountId> {
    identity::account_for_phone(tx, app, sign_in.phone, sign_in.name).await
}
async fn somebody(tx: &mut Tx, app: &App, crowd: &mut Crowd) -> Result<AccountId> {
    let sex = if crowd.dice.percent(50) { Sex::Female } else { Sex::Male };
    let (name, phone) = (crowd.name(sex), crowd.phone());
    identity::account_for_phone(tx, app, &phone, &name).await
}
/// An officer of a union.
pub async fn officer(app: &App, crowd: &mut Crowd, org: OrgId) -> Result<()> {
    let since = crowd.today - 400.days();
    let mut tx = app.db.begin().await?;
    let officer = somebody(&mut tx, app, crowd).await?;
    give(&mut tx, app, officer, (org, Role::Officer, "联合会副主席"), since).await?;
    tx.commit().await
}
async fn give(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    (org, role, title): (OrgId, Role, &str),
    since: Date,
) -> Result<()> {
    let post = NewPost { org, role, title, starts_on: since, ends_on: None };
    identity::give_post(tx, app, account, &post, None).await.map(|_| ())
}
