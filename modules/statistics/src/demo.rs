//! Boards that the demo county's officers keep, and the screens in its halls.
use crate::{
    boards::{self, sending},
    screen::links::store::{self as screens, NewLink},
};
use directory::{
    demo::{ago, union_named},
    list::views::{self, NewView},
    permissions::FIGURES_READ,
};
use platform::{
    App,
    db::{self, Tx},
    identity::{self, AccountId},
    secrets,
    tree::OrgId,
    web::Result,
};

/// (whose union, the board, its name, for all of the union, sent every month)
const BOARDS: &[(&str, &str, &str, bool, bool)] = &[
    (
        "滨河县总工会",
        "/console/sheet?m=cases,cases.solved,cases.in_time_rate,cases.satisfied_rate&period=last-month&against=year",
        "诉求办得怎么样",
        true,
        true,
    ),
    (
        "滨河县总工会",
        "/console/sheet?m=members,joined,joined_by_code,coverage.from100&period=year&sort=joined",
        "今年入会建会",
        true,
        false,
    ),
    ("滨河县总工会", "/console/sheet?m=cases&period=quarter&by=dimension", "本季诉求按事项", false, false),
    ("滨河县货运行业联合工会", "/console/sheet?m=members,joined,cases&period=month", "货运行业月报", true, true),
];
/// (whose union, where it hangs, what the houses are lit by, days ago)
const SCREENS: &[(&str, &str, &str, i64)] = &[
    ("滨河县总工会", "一楼服务大厅", "coverage", 64),
    ("滨河县总工会", "县职工服务中心二楼", "cases.solved", 20),
    ("滨河县货运行业联合工会", "物流园司机之家", "members", 33),
];

pub async fn load(app: &App) -> Result<()> {
    for (union, address, name, shared, sent) in BOARDS {
        let Some(union) = union_named(app, union).await? else { continue };
        let Some(address) = views::plain(&boards::LIST, address) else { continue };
        let mut tx = app.db.begin().await?;
        let Some(account) = keeper(&mut tx, app, union.id).await? else { continue };
        let org = union.id;
        let new = NewView { account, org, list: boards::LIST.key, name, address: &address, shared: *shared };
        views::add(&mut tx, &new, app.now()).await?;
        if *sent {
            let month = sending::over(app.today());
            let new = sending::store::NewSending { account, org, address: &address, sent_month: &month };
            sending::store::begin(&mut tx, &new, app.now()).await?;
        }
        tx.commit().await?;
    }
    for (union, name, measure, days) in SCREENS {
        let Some(union) = union_named(app, union).await? else { continue };
        let token_hash = secrets::token_hash(&secrets::token());
        let mut tx = app.db.begin().await?;
        let Some(account) = keeper(&mut tx, app, union.id).await? else { continue };
        let org = union.id;
        let new = NewLink { account, org, post_org: org, name, measure, token_hash: &token_hash };
        let id = screens::add(&mut tx, &new, ago(app, *days).now()).await?;
        tx.commit().await?;
        screens::seen(app, id, None).await?;
    }
    Ok(())
}
/// Who sees the figures of a union longest.
async fn keeper(tx: &mut Tx, app: &App, union: OrgId) -> db::Result<Option<AccountId>> {
    let all = identity::holders_of(tx, union, FIGURES_READ, app.today()).await?;
    Ok(all.into_iter().min_by_key(|account| account.0))
}
