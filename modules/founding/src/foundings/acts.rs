//! What moves a founding on, each in one transaction with everything that follows from it.
use super::{
    APPROVAL_TASK, GROUP, OBJECT,
    group::{self, ask_for_members},
    measures,
    rules::Stage,
    store::{self, Founding, FoundingId, NewFounding},
};
use crate::settings::{APPROVAL_DAYS, GROUP_DAYS};
use directory::{
    codes,
    unions::{self, NewUnion, Union},
};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::Tx,
    identity::{self, AccountId, SignedIn},
    notices, settings,
    tasks::{self, NewTask},
    tree::OrgId,
    web::{Error, Result},
};

/// What came of an act: done, or a sentence that says why not.
pub type Outcome<T = ()> = Result<Result<T, String>>;

/// Records an act on a founding.
pub async fn record(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    act: &str,
    founding: &Founding,
    detail: &str,
) -> Result<()> {
    let org = Some(founding.union_id.unwrap_or(founding.upper_id));
    let entry = audit::Entry { act, object: OBJECT, object_id: founding.id.0, detail, org, ..Default::default() };
    Ok(audit::record(tx, app, Some(who), &entry).await?)
}
/// Who is to be told about a founding; read before the act.
pub struct Asker {
    founding: FoundingId,
    account: AccountId,
    phone: String,
    site: String,
}
pub async fn asker(app: &App, founding: &Founding) -> Result<Asker> {
    let phone = founding.contact_phone(app)?;
    let account = identity::account_by_phone(app, &phone).await?.map_or(founding.account, |a| a.id);
    Ok(Asker { founding: founding.id, account, phone, site: app.site_name().await? })
}
/// Tells those who asked: in the program where they have an account, and by SMS.
pub async fn tell(tx: &mut Tx, app: &App, to: &Asker, title: &str, body: &str) -> Result<()> {
    notices::tell(tx, app, to.account, title, body, &format!("/me/foundings/{}", to.founding)).await?;
    let text = format!("【{}】{title}。{}。", to.site, body.trim_end_matches('。'));
    Ok(notices::sms(tx, app, &to.phone, &text).await?)
}
/// Who was quicker and with what, for the one who came second.
pub async fn late(app: &App, founding: FoundingId) -> Result<String> {
    let line = audit::of_object(&app.db, OBJECT, founding.0, 1).await?.into_iter().next();
    Ok(line.map_or_else(
        || "这件事刚有变化，请再看一遍".to_owned(),
        |l| {
            let at = ui::text::moment_near(platform::clock::local(l.at), app.today());
            let done = super::view::act_name(&l.act);
            format!("{}{at}已经先办了：{done}。请看现在的情况", l.name.unwrap_or_else(|| "系统".into()))
        },
    ))
}

/// Hands a request in; the sentence says that one goes on already.
pub async fn submit(app: &App, who: &SignedIn, new: &NewFounding) -> Outcome<FoundingId> {
    let upper = unions::store::find(&app.db, new.upper).await?.ok_or(Error::NotFound)?;
    let days = settings::number(&app.db, APPROVAL_DAYS, &upper.region, app.today()).await?;
    let due = app.calendar.add_workdays(app.today(), u16::try_from(days).unwrap_or(1)).date;
    let account = identity::account_by_phone(app, &new.contact_phone).await?.map_or(who.account, |a| a.id);
    let mut tx = app.db.begin().await?;
    let Some(id) = store::add(&mut tx, app, who.account, new, due).await? else {
        drop(tx);
        let open = store::open_for(&app.db, &new.employer_name).await?;
        let which = open.map(|f| format!("（编号{}，{}）", f.reference, f.stage().name())).unwrap_or_default();
        return Ok(Err(format!("{}已经有一件建会申请在办{which}，不用再申请", new.employer_name)));
    };
    let task = NewTask {
        kind: APPROVAL_TASK,
        org: &upper.org(),
        title: &format!("{}申请建会", new.employer_name),
        detail: &format!("{}，职工{}人", asked_words(new.asked_by), new.headcount),
        origin: if new.asked_by == "workers" { "线上申请" } else { "登记" },
        subject: OBJECT,
        subject_id: id.0,
        link: &format!("{}/{id}", super::HERE),
        days,
    };
    tasks::open(&mut tx, app, &task).await?;
    let entry = audit::Entry {
        act: "founding.ask",
        object: OBJECT,
        object_id: id.0,
        detail: &new.employer_name,
        org: Some(upper.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    let body = format!("{}最迟{}答复您", upper.name, ui::text::near(due, app.today()));
    notices::tell(&mut tx, app, account, "建会申请已收到", &body, &format!("/me/foundings/{id}")).await?;
    tx.commit().await?;
    Ok(Ok(id))
}
fn asked_words(asked_by: &str) -> &'static str {
    match asked_by {
        "workers" => "职工申请",
        "employer" => "单位申请",
        _ => "工会干部登记",
    }
}

/// What the union in preparation is called until it stands.
pub fn preparing_name(union_name: &str) -> String {
    format!("{union_name}（筹备）")
}

/// Approves a request: the union in preparation under the upper one, its joining code, the task to form a group.
pub async fn approve(app: &App, who: &SignedIn, founding: &Founding, version: i64) -> Outcome<Union> {
    let upper = unions::store::find(&app.db, founding.upper_id).await?.ok_or(Error::NotFound)?;
    let kind = founding.kind().ok_or_else(|| Error::internal("a founding of an unknown kind"))?;
    if upper.status != "1" || upper.closed_on.is_some() {
        return Ok(Err(format!("{}已经不能接收下级工会，请先改上级工会", upper.name)));
    }
    let (word, to) = (codes::store::unused(app).await?, asker(app, founding).await?);
    let days = settings::number(&app.db, GROUP_DAYS, &founding.region, app.today()).await?;
    let new = NewUnion {
        category: founding.category.clone(),
        address: founding.address.clone(),
        channel: "2".into(),
        ..NewUnion::named(kind, &preparing_name(&founding.union_name), &founding.region)
    };
    let mut tx = app.db.begin().await?;
    let union = unions::store::prepare(&mut tx, app, &upper.org(), &new, founding.employer).await?;
    let code = codes::NewCode {
        union_id: union.id,
        place: None,
        purpose: "建会期间入会".into(),
        headline: codes::rules::headline_for("").into(),
        group_name: String::new(),
        valid_from: app.today(),
        valid_to: None,
        created_by: Some(who.account),
    };
    let code = codes::store::add(&mut tx, app, &word, &code).await?;
    if !store::approve(&mut tx, founding.id, version, union.id, code.id, app.today()).await? {
        drop(tx);
        return Ok(Err(late(app, founding.id).await?));
    }
    tasks::close(&mut tx, app, OBJECT, founding.id.0, Some(who.account), "批准筹建").await?;
    let mut founding = founding.clone();
    founding.union_id = Some(union.id);
    founding.path.clone_from(&union.path);
    ask_for_members(&mut tx, app, &founding, &upper, days).await?;
    record(&mut tx, app, who, "founding.approve", &founding, &format!("入会码{}", code.shown())).await?;
    tell(&mut tx, app, &to, "建会申请批准了", "请推选3至5人组成筹备组，定一位组长，再请同事扫码入会").await?;
    tx.commit().await?;
    Ok(Ok(union))
}

/// Refuses a request, or takes it back: `to` says which.
pub async fn turn_down(
    app: &App,
    who: &SignedIn,
    founding: &Founding,
    version: i64,
    to: Stage,
    reason: &str,
) -> Outcome {
    let asker = asker(app, founding).await?;
    let mut tx = app.db.begin().await?;
    if !store::end(&mut tx, founding.id, version, (Stage::Asked, to), reason, app.today()).await? {
        drop(tx);
        return Ok(Err(late(app, founding.id).await?));
    }
    let (act, outcome) = match to {
        Stage::Refused => ("founding.refuse", "不批准"),
        _ => ("founding.withdraw", "撤回"),
    };
    tasks::close(&mut tx, app, OBJECT, founding.id.0, Some(who.account), outcome).await?;
    record(&mut tx, app, who, act, founding, reason).await?;
    if to == Stage::Refused {
        tell(&mut tx, app, &asker, "建会申请没有批准", reason).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// A founding whose union in preparation ends: the way is given up. Part of the act that ends the union.
pub async fn give_up(
    tx: &mut Tx,
    app: &App,
    by: Option<AccountId>,
    founding: &Founding,
    to: &Asker,
    reason: &str,
) -> Result<()> {
    let version = founding.version;
    if !store::end(tx, founding.id, version, (Stage::Preparing, Stage::Ended), reason, app.today()).await? {
        return Ok(());
    }
    tasks::close(tx, app, GROUP, founding.id.0, by, "不办了").await?;
    let entry = audit::Entry {
        act: "founding.end",
        object: OBJECT,
        object_id: founding.id.0,
        detail: reason,
        org: Some(founding.upper_id),
        ..Default::default()
    };
    audit::record(tx, app, None, &entry).await?;
    tell(tx, app, to, "建会终止了", reason).await
}

/// A founding whose union stands now. Part of the act that replies to the result.
pub async fn found(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    founding: &Founding,
    to: &Asker,
    (union, union_name): (OrgId, &str),
    due: Option<Date>,
) -> Result<bool> {
    if !store::founded(tx, founding.id, app.today()).await? {
        return Ok(false);
    }
    tasks::close(tx, app, GROUP, founding.id.0, Some(who.account), "已成立").await?;
    group::dismiss(tx, app, founding).await?;
    measures::count(tx, (founding.id, union), app.today(), due).await?;
    record(tx, app, who, "founding.found", founding, union_name).await?;
    tell(tx, app, to, "工会成立了", &format!("上级工会批复同意，{union_name}今天成立")).await?;
    Ok(true)
}
