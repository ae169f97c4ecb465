//! Counselling for the demo county: a counsellor with somebody waiting, a talk that goes on, one past its day, one that was opened in danger;
//! and counts of quarters that are over.
use super::store;
use crate::{
    cases::{self, Case},
    course::{self, By, With},
    demo::{
        session,
        stories::{Asker, Story},
        submitted,
    },
};
use directory::demo::ago;
use jiff::ToSpan;
use platform::{
    App,
    identity::{self, AccountId, NewPost, SignedIn},
    rights::Role,
    web::Error,
};

/// The county's counsellors and its guardian: names and phones.
pub const COUNSELLOR: (&str, &str) = ("沈怡", "15400000951");
pub const SECOND: (&str, &str) = ("宋平", "15400000952");
pub const GUARDIAN: (&str, &str) = ("赵岚", "15400000953");

const WORK: &[(&str, &str)] = &[
    ("call", "小周"),
    ("what", "work"),
    ("story", "夜里总醒，一想到第二天跑单就心慌。和家里人说，他们叫我别多想。"),
    ("way", "meet"),
];
const FAMILY: &[(&str, &str)] =
    &[("call", "老钱"), ("what", "family"), ("story", "孩子不肯上学，我和爱人天天吵。"), ("way", "call")];
const MOOD: &[(&str, &str)] =
    &[("call", "不写了"), ("what", "mood"), ("story", "最近吃不下，什么都提不起劲。"), ("way", "write")];
const HURT: &[(&str, &str)] = &[
    ("call", "阿敏"),
    ("what", "hurt"),
    ("story", "上个月厂里出了事故，我就在旁边，闭上眼睛都是那个样子。"),
    ("way", "call"),
];
/// Counts of the last month of a quarter: what it was about, how many.
const COUNTED: &[(&str, i64)] = &[("work", 9), ("family", 7), ("mood", 6), ("relation", 2), ("hurt", 1)];

pub async fn load(app: &App) -> Result<(), Error> {
    let counsellor = holder(app, COUNSELLOR, (Role::Counsellor, "心理咨询师")).await?;
    let guardian = holder(app, GUARDIAN, (Role::Guardian, "危机干预员")).await?;
    let (asker, case) = asked(app, Asker::Member, 6, WORK).await?;
    let here = session(&ago(app, 5), counsellor).await?;
    let with = |reason: &str| With { reason: reason.into(), amount: None };
    let reply = with("小周，谢谢您愿意说。睡不好的时候先别逼自己睡，起来坐一会儿。这周约个时间当面谈谈，好吗？");
    course::perform(&ago(app, 5), By::union(&here), &case, "reply", &reply).await?.map_err(Error::internal)?;
    let case = now(app, &case).await?;
    course::say(&ago(app, 4), By::worker(&asker), &case, "好的，我周四下午不跑单").await?.map_err(Error::internal)?;
    course::note(&ago(app, 4), By::union(&here), &case, "先看睡眠，再看要不要建议去医院").await?;
    asked(app, Asker::Of("远达运输工会"), 8, FAMILY).await?;
    asked(app, Asker::Stranger("林静", "15400000954"), 0, MOOD).await?;
    let (_, case) = asked(app, Asker::Of("顺通物流工会"), 3, HURT).await?;
    let here = session(&ago(app, 2), guardian).await?;
    super::open(&ago(app, 2), &here, &case, "家里人来电话，说她在楼顶不肯下来").await?.map_err(Error::internal)?;
    // From here on there are two whom one can choose.
    holder(app, SECOND, (Role::Counsellor, "心理咨询师")).await?;
    counted(app).await
}
pub(crate) async fn holder(
    app: &App,
    (name, phone): (&str, &str),
    (role, title): (Role, &str),
) -> Result<AccountId, Error> {
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let starts_on = app.today().saturating_sub(400.days());
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, phone, name).await?;
    let post = NewPost { org: root.id, role, title, starts_on, ends_on: None };
    identity::give_post(&mut tx, app, account, &post, None).await?;
    tx.commit().await?;
    Ok(account)
}
async fn asked(
    app: &App,
    asker: Asker,
    days: i64,
    answers: &'static [(&'static str, &'static str)],
) -> Result<(SignedIn, Case), Error> {
    submitted(app, &Story { asker, service: "mind", ago: days, bypass: false, answers, then: &[] }).await
}
async fn now(app: &App, case: &Case) -> Result<Case, Error> {
    cases::store::find(&app.db, case.id).await?.ok_or(Error::NotFound)
}
/// What was counted in the last year.
async fn counted(app: &App) -> Result<(), Error> {
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    for quarter in super::rules::Quarter::over(app.today(), 4) {
        for (n, month) in quarter.months().iter().enumerate() {
            for (topic, number) in COUNTED {
                for _ in 0..(number - n as i64).max(0) {
                    store::count(&mut tx, root.id, month, topic).await?;
                }
            }
        }
    }
    Ok(tx.commit().await?)
}
