//! The joinings that wait now, in every state in which a joining can wait: played through in the last weeks, day by day.
use super::{
    Setting,
    county::FREIGHT_JOINT,
    crowd::{CARERS, COURIERS, Crowd, DRIVERS, Folk, RIDERS, WORKERS},
    firms::{SHUNDA, Workplaces},
    past::Past,
    seats,
};
use crate::{
    codes,
    employers::EmployerId,
    joinings::{
        JoiningId, OBJECT, State,
        applicant::Draft,
        form::{Form, Work},
        store, submission,
    },
};
use jiff::ToSpan;
use platform::{
    App,
    identity::{self, AccountId, SignedIn},
    notices,
    standards::Sex,
    tasks,
    tree::OrgId,
    web::Error,
};

/// What becomes of a joining.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Waits,
    /// Sent back so many days later with what is to be mended.
    Returned(i32, &'static str),
    /// Sent back, and handed in again.
    Mended(i32, &'static str),
    /// None of the unions fits: the county has to name one.
    Undecided,
}
use Fate::{Mended, Returned, Undecided, Waits};

struct Applied {
    /// How many days ago.
    ago: i32,
    name: Option<&'static str>,
    folk: &'static Folk,
    code: &'static str,
    /// A firm, or none: works for himself.
    firm: Option<&'static str>,
    fate: Fate,
}
const fn applied(ago: i32, folk: &'static Folk, code: &'static str, firm: Option<&'static str>, fate: Fate) -> Applied {
    Applied { ago, name: None, folk, code, firm, fate }
}
const ST: Option<&str> = Some("滨河县顺通物流有限公司");
const YD: Option<&str> = Some("滨河县远达运输有限公司");
/// Oldest first.
const APPLIED: &[Applied] = &[
    applied(15, &DRIVERS, "BHJY237", None, Waits),
    applied(13, &COURIERS, "BHKD822", None, Waits),
    applied(12, &DRIVERS, "BHTC465", Some(SHUNDA), Waits),
    applied(11, &DRIVERS, "BHSJ328", None, Returned(2, "工作单位写的是车牌号，请改成单位名称；没有单位请选“没有单位”")),
    applied(10, &RIDERS, "BHSC844", None, Waits),
    applied(9, &DRIVERS, "BHYD733", YD, Waits),
    applied(8, &WORKERS, "BHXZ944", None, Undecided),
    applied(8, &DRIVERS, "BHJY256", None, Mended(1, "姓名和证件上的不一样，请对照身份证再看一遍")),
    applied(7, &CARERS, "BHHG855", None, Returned(1, "请选您做的是护工还是家政")),
    applied(6, &DRIVERS, "BHST722", ST, Waits),
    applied(6, &COURIERS, "BHKD833", None, Returned(2, "您的手机号和您登记的不一样，请核对后再交")),
    applied(4, &DRIVERS, "BHJY237", Some(SHUNDA), Mended(2, "请写明现在的工作单位")),
    applied(3, &DRIVERS, "BHSJ328", None, Waits),
    applied(3, &RIDERS, "BHSC844", None, Waits),
    applied(2, &DRIVERS, "BHJY237", None, Waits),
    applied(2, &DRIVERS, "BHJY237", Some(SHUNDA), Waits),
    applied(2, &DRIVERS, "BHST722", ST, Waits),
    applied(2, &COURIERS, "BHKD822", None, Waits),
    applied(1, &DRIVERS, "BHTC478", None, Waits),
    Applied { name: Some(seats::APPLICANT.name), ..applied(1, &DRIVERS, "BHJY237", Some(SHUNDA), Waits) },
    applied(1, &DRIVERS, "BHJY256", None, Waits),
    applied(1, &WORKERS, "BHXW877", None, Waits),
    applied(1, &DRIVERS, "BHSJ328", None, Returned(0, "证件上的名字请写全，中间的点也要写")),
    applied(0, &DRIVERS, "BHTC465", None, Waits),
    applied(0, &RIDERS, "BHSC844", None, Waits),
];

/// Plays the last weeks through: joinings come in, some are sent back and mended, what is overdue climbs.
pub async fn play(app: &App, crowd: &mut Crowd, setting: &Setting) -> Result<(), Error> {
    let past = Past::of(app);
    let joint = setting.made.iter().find(|m| m.planned.name == FREIGHT_JOINT).map(|m| m.org.id);
    let chair = joint.and_then(|id| setting.chairs.get(&id).copied());
    let mut left = APPLIED.iter().peekable();
    let mut later: Vec<(i32, JoiningId, SignedIn, Draft, &Applied)> = Vec::new();
    for ago in (0..=APPLIED[0].ago).rev() {
        let day = crowd.today - i64::from(ago).days();
        past.set_day(day, 5);
        tasks::escalate(&past.app).await?;
        let mut minute = 10;
        while let Some(next) = left.next_if(|a| a.ago == ago) {
            minute += crowd.dice.between(3, 40);
            past.set_day(day, minute);
            let (id, who, draft) = apply(&past, crowd, &setting.workplaces, next).await?;
            if let Returned(after, _) | Mended(after, _) = next.fate {
                later.push((ago - after, id, who, draft, next));
            }
        }
        for (_, id, who, draft, applied) in later.extract_if(.., |l| l.0 == ago) {
            past.set_day(day, minute.max(300) + crowd.dice.between(1, 200));
            answer(&past, id, &who, draft, applied, chair).await?;
        }
    }
    Ok(())
}

async fn apply(
    past: &Past,
    crowd: &mut Crowd,
    workplaces: &Workplaces,
    applied: &Applied,
) -> Result<(JoiningId, SignedIn, Draft), Error> {
    let app = &past.app;
    let mut person = match applied.name {
        Some(name) => crowd.named(applied.folk, Sex::Male, name),
        None => crowd.person(applied.folk),
    };
    if applied.name.is_some() {
        person.phone = seats::APPLICANT.phone.into();
    }
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, &person.phone, &person.name).await?;
    tx.commit().await?;
    let who = super::signed_in(app, account).await?;
    let code = codes::store::by_code(&app.db, applied.code).await?;
    let form = Form {
        name: person.name,
        document_kind: person.document_kind,
        document: person.document,
        sex: person.sex,
        birth_on: person.birth_on,
        phone: person.phone,
        work: if applied.firm.is_some() { Work::Employer } else { Work::Kind },
        employer: applied.firm.and_then(|firm| employer(workplaces, firm)),
        employer_name: applied.firm.unwrap_or_default().to_owned(),
        group: applied.folk.group.map_or_else(String::new, |g| g.0.to_owned()),
        town: None,
        notices: crowd.dice.percent(70),
        confirmed: "code".into(),
        stand: false,
    };
    let draft = Draft { account: Some(account), code: applied.code.into(), form, ..Draft::default() };
    let id = hand_in(app, &who, &draft, code.as_ref(), if applied.fate == Undecided { "county" } else { "" }).await?;
    Ok((id, who, draft))
}
fn employer(workplaces: &Workplaces, name: &str) -> Option<EmployerId> {
    workplaces.values().flatten().find(|w| w.name == name).map(|w| w.id)
}
async fn hand_in(
    app: &App,
    who: &SignedIn,
    draft: &Draft,
    code: Option<&codes::JoiningCode>,
    choice: &str,
) -> Result<JoiningId, Error> {
    let proposed = submission::proposed(app, &draft.form, code).await?;
    let chosen = submission::chosen(app, &proposed, choice)
        .await?
        .ok_or_else(|| Error::internal("what was proposed can be chosen"))?;
    let affiliations: Vec<OrgId> = proposed.proposal.affiliations.iter().map(|u| u.id).collect();
    let id = submission::submit(app, who, draft, code, &chosen, affiliations, None).await?;
    id.ok_or_else(|| Error::internal("nobody of the crowd has applied before"))
}

/// Sends a joining back; hands it in again where that is its fate.
async fn answer(
    past: &Past,
    id: JoiningId,
    who: &SignedIn,
    draft: Draft,
    applied: &Applied,
    chair: Option<AccountId>,
) -> Result<(), Error> {
    let app = &past.app;
    let (Returned(_, reason) | Mended(_, reason)) = applied.fate else { return Ok(()) };
    let joining = store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    let by = chair.filter(|_| joining.union_name == FREIGHT_JOINT);
    let mut tx = app.db.begin().await?;
    store::move_on(&mut tx, id, joining.version, State::Waiting, State::Returned).await?;
    store::decide(&mut tx, app, id, "returned", reason, by, Some(joining.union_id)).await?;
    tasks::close(&mut tx, app, OBJECT, id.0, by, "退回修改").await?;
    notices::tell(&mut tx, app, who.account, "入会申请要改一处", reason, "/me/joining").await?;
    tx.commit().await?;
    if let Mended(..) = applied.fate {
        past.set(app.now() + 3 * 3_600_000);
        let code = codes::store::by_code(&app.db, applied.code).await?;
        hand_in(app, who, &Draft { mends: Some(id), ..draft }, code.as_ref(), "").await?;
    }
    Ok(())
}
