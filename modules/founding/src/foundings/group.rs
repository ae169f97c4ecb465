//! The preparatory group (筹备组): who is taken in, who leaves, who leads. The leader works in the console for the union in preparation.
use super::{
    GROUP, GROUP_TASK,
    acts::{self, Outcome, late},
    rules::{self, Stage},
    store::{self, Founding, GroupMember, GroupMemberId, Leads},
};
use crate::settings::{GROUP_DAYS, GROUP_LEAST, GROUP_MOST};
use directory::unions::{self, Union};
use platform::{
    App,
    db::Tx,
    identity::{self, AccountId, NewPost, SignedIn},
    notices,
    rights::Role,
    settings,
    standards::Phone,
    tasks::{self, NewTask},
    web::{Error, Fields, Result},
};

const TITLE: &str = "筹备组组长";

/// Somebody as typed for the group.
pub struct Typed {
    pub name: String,
    pub job: String,
    pub phone: String,
    pub leads: Leads,
}
/// Reads the form; faults are left in it.
pub fn read(form: &mut Fields) -> Option<Typed> {
    let name = form.required("group_name", "请填姓名", 30);
    form.short_enough("group_job", 30);
    let phone = match Phone::parse(form.get("group_phone")) {
        Ok(phone) => Some(phone.as_str().to_owned()),
        Err(fault) => {
            form.fault("group_phone", fault.to_string());
            None
        }
    };
    let leads = if form.has("leads") { Leads::Yes } else { Leads::No };
    let job = form.get("group_job").to_owned();
    (form.is_right()).then_some(Typed { name: name?, job, phone: phone?, leads })
}
pub fn fields(form: &Fields) -> Vec<ui::Field> {
    [
        ui::Field::text("group_name", "姓名").attr("maxlength", 30),
        ui::Field::text("group_job", "部门和岗位").optional().attr("maxlength", 30),
        ui::Field::tel("group_phone", "手机号"),
        ui::Field::check("leads", "由他当组长"),
    ]
    .into_iter()
    .map(|f| f.of_form(form))
    .collect()
}

/// The upper union with the numbers of the region; read before the act.
struct Upper {
    union: Union,
    least: i64,
    most: i64,
    days: i64,
}
impl Upper {
    async fn of(app: &App, founding: &Founding) -> Result<Upper> {
        let (least, most) = limits(app, founding).await?;
        let union = unions::store::find(&app.db, founding.upper_id).await?.ok_or(Error::NotFound)?;
        let days = settings::number(&app.db, GROUP_DAYS, &founding.region, app.today()).await?;
        Ok(Upper { union, least, most, days })
    }
}
async fn limits(app: &App, founding: &Founding) -> Result<(i64, i64)> {
    let of = |setting| settings::number(&app.db, setting, &founding.region, app.today());
    Ok((of(GROUP_LEAST).await?, of(GROUP_MOST).await?))
}
/// How the group stands.
pub async fn state(app: &App, founding: &Founding, members: &[GroupMember]) -> Result<rules::Group> {
    let (least, _) = limits(app, founding).await?;
    let now = || members.iter().filter(|m| m.to_on.is_none());
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(rules::group(count(now().count()), count(now().filter(|m| m.is_leader()).count()), least))
}
fn preparing(founding: &Founding) -> std::result::Result<(), String> {
    match founding.stage() {
        Stage::Preparing => Ok(()),
        Stage::Asked => Err("批准筹建以后再推选筹备组".into()),
        other => Err(format!("这次建会{}，筹备组不能再改", other.name())),
    }
}

/// Takes somebody into the group.
pub async fn add(app: &App, who: &SignedIn, founding: &Founding, typed: &Typed, base_url: &str) -> Outcome {
    if let Err(sentence) = preparing(founding) {
        return Ok(Err(sentence));
    }
    let desk = Upper::of(app, founding).await?;
    let known = identity::account_by_phone(app, &typed.phone).await?.map(|a| a.id);
    let mut tx = app.db.begin().await?;
    if typed.leads == Leads::Yes {
        dismiss(&mut tx, app, founding).await?;
    }
    let person = (typed.name.as_str(), typed.job.as_str(), typed.phone.as_str());
    if !store::add_to_group(&mut tx, app, founding.id, person, typed.leads, desk.most).await? {
        return Ok(Err(format!("这个手机号已经在筹备组里，或者筹备组已经满{}人", desk.most)));
    }
    if typed.leads == Leads::Yes {
        appoint(&mut tx, app, who, founding, (&typed.name, &typed.phone, known), base_url).await?;
    }
    acts::record(&mut tx, app, who, "founding.group_add", founding, &typed.name).await?;
    settle(&mut tx, app, who, founding, &desk).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Somebody leaves the group. Where it can't work any more, the upper union is asked to help.
pub async fn leave(
    app: &App,
    who: &SignedIn,
    founding: &Founding,
    member: GroupMemberId,
    why: &str,
) -> Outcome<GroupMember> {
    if let Err(sentence) = preparing(founding) {
        return Ok(Err(sentence));
    }
    let desk = Upper::of(app, founding).await?;
    let group = store::group(&app.db, founding.id).await?;
    let leaving = group.into_iter().find(|m| m.id == member).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if !store::leave_group(&mut tx, founding.id, member, why, app.today()).await? {
        drop(tx);
        return Ok(Err(late(app, founding.id).await?));
    }
    if leaving.is_leader() {
        dismiss(&mut tx, app, founding).await?;
    }
    let detail = if why.is_empty() { leaving.name.clone() } else { format!("{}：{why}", leaving.name) };
    acts::record(&mut tx, app, who, "founding.group_leave", founding, &detail).await?;
    settle(&mut tx, app, who, founding, &desk).await?;
    tx.commit().await?;
    Ok(Ok(leaving))
}

/// Makes one of the group its leader.
pub async fn lead(app: &App, who: &SignedIn, founding: &Founding, member: GroupMemberId, base_url: &str) -> Outcome {
    if let Err(sentence) = preparing(founding) {
        return Ok(Err(sentence));
    }
    let desk = Upper::of(app, founding).await?;
    let group = store::group(&app.db, founding.id).await?;
    let chosen = group.into_iter().find(|m| m.id == member && m.to_on.is_none()).ok_or(Error::NotFound)?;
    let phone = chosen.phone(app)?;
    let known = identity::account_by_phone(app, &phone).await?.map(|a| a.id);
    let mut tx = app.db.begin().await?;
    if !store::lead(&mut tx, founding.id, member).await? {
        drop(tx);
        return Ok(Err(late(app, founding.id).await?));
    }
    dismiss(&mut tx, app, founding).await?;
    appoint(&mut tx, app, who, founding, (&chosen.name, &phone, known), base_url).await?;
    acts::record(&mut tx, app, who, "founding.group_lead", founding, &chosen.name).await?;
    settle(&mut tx, app, who, founding, &desk).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Closes the task of a complete group; opens one where it is not complete and none is open.
async fn settle(tx: &mut Tx, app: &App, who: &SignedIn, founding: &Founding, desk: &Upper) -> Result<()> {
    let (members, leaders) = store::group_size(tx, founding.id).await?;
    if rules::group(members, leaders, desk.least) == rules::Group::Complete {
        tasks::close(tx, app, GROUP, founding.id.0, Some(who.account), "补齐了").await?;
        return Ok(());
    }
    ask_for_members(tx, app, founding, &desk.union, desk.days).await
}
/// Puts the group on the upper union's desk, once.
pub async fn ask_for_members(tx: &mut Tx, app: &App, founding: &Founding, upper: &Union, days: i64) -> Result<()> {
    let open = tx
        .number(
            "SELECT COUNT(*) FROM tasks WHERE subject = $1 AND subject_id = $2 AND done_at IS NULL",
            platform::vals![GROUP, founding.id],
        )
        .await?;
    if open > 0 {
        return Ok(());
    }
    let task = NewTask {
        kind: GROUP_TASK,
        org: &upper.org(),
        title: &format!("{}的筹备组还缺人", founding.union_name),
        detail: "筹备组3至5人，要有一位组长。请联系单位和职工推选出来",
        origin: "建会",
        subject: GROUP,
        subject_id: founding.id.0,
        link: &founding.link(),
        days,
    };
    tasks::open(tx, app, &task).await?;
    Ok(())
}

/// Invites the leader to the console of the union in preparation.
async fn appoint(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    founding: &Founding,
    (name, phone, known): (&str, &str, Option<AccountId>),
    base_url: &str,
) -> Result<()> {
    let Some(union) = founding.union_id else { return Ok(()) };
    let post = NewPost { org: union, role: Role::Organiser, title: TITLE, starts_on: app.today(), ends_on: None };
    let token = identity::invite(tx, app, name, phone, &post, Some(who.account)).await?;
    let link = format!("/invitation/{token}");
    let text = format!("{}请您担任{TITLE}，7天内打开链接接受：{base_url}{link}", founding.union_name);
    notices::sms(tx, app, phone, &text).await?;
    if let Some(account) = known {
        let body = format!("接受以后，您可以在工作台办{}的候选人、选举和上报", founding.union_name);
        notices::tell(tx, app, account, &format!("请您担任{TITLE}"), &body, &link).await?;
    }
    Ok(())
}
/// Ends the leader's post and the open invitations to it.
pub async fn dismiss(tx: &mut Tx, app: &App, founding: &Founding) -> Result<()> {
    let Some(union) = founding.union_id else { return Ok(()) };
    identity::revoke_invitations_to(tx, union, app.now()).await?;
    let yesterday = app.today().yesterday().unwrap_or(app.today());
    identity::end_posts_at(tx, union, yesterday).await?;
    Ok(())
}
