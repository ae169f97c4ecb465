//! Handing in a joining: who may, to which union, and everything that follows from it in one transaction.
use super::{
    JOINING_TASK, JoiningId, OBJECT,
    applicant::Draft,
    candidates,
    claim::{self, Holder, PhoneMatch, Standing},
    form::Form,
    rules::{self, Proposal},
    store::{self, Submission},
    telling::{self, MINE, Told},
};
use crate::{
    codes::JoiningCode,
    members::{self, ASSIGNING_DAYS, JOINING_DAYS},
    people,
    unions::{self, Union},
};
use jiff::civil::Date;
use platform::{
    App, audit,
    db::Tx,
    files::{self, NewFile},
    identity::{self, AccountId, SignedIn},
    notices, settings,
    tasks::{self, NewTask},
    tree::{OrgId, PersonId},
    web::Error,
};

/// Consents by purpose: key and wording.
pub const MEMBERSHIP: (&str, &str) =
    ("joining.membership", "我同意工会为办理入会、管理会籍，使用我填写的姓名、证件号、手机号和工作情况");
pub const NOTICES: (&str, &str) = ("joining.notices", "我愿意收到工会活动和服务的通知");

/// Numbers that turned out to be somebody else's: so many a day and account, then the union has to be asked.
const CLAIMS_A_DAY: usize = 5;
/// At a stand many people pass.
const CLAIMS_AT_A_STAND: usize = 40;
const DAY: i64 = 86_400_000;

/// Names that differ only in dots, blanks and capitals are the same name.
fn same_name(a: &str, b: &str) -> bool {
    let bare =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    bare(a) == bare(b)
}

/// Who applies: the account of the phone, if there is one yet, and the person that it is tied to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Applying {
    pub account: Option<AccountId>,
    pub person: Option<PersonId>,
}
impl From<&SignedIn> for Applying {
    fn from(who: &SignedIn) -> Self {
        Self { account: Some(who.account), person: who.person }
    }
}

/// May this account apply with the document in the form?
pub async fn standing(app: &App, who: impl Into<Applying>, form: &Form) -> Result<Standing, Error> {
    let who = who.into();
    let index = people::store::document_index(app, &form.document_kind, &form.document);
    let person = people::store::by_document(&app.db, app, &form.document_kind, &form.document).await?;
    if store::open_with(&app.db, &index).await?.is_some_and(|account| Some(account) != who.account) {
        return Ok(Standing::Disputed(person.map(|p| p.id)));
    }
    let Some(person) = person else { return Ok(claim::standing(who.account, who.person, None)) };
    let phone = match &person.phone_index {
        None => PhoneMatch::Unknown,
        Some(index) if identity::is_phone(app, &form.phone, index) => PhoneMatch::Same,
        Some(_) => PhoneMatch::Other,
    };
    let holder = Holder {
        person: person.id,
        account: identity::account_tied_to(&app.db, person.id).await?,
        same_name: same_name(&person.name, &form.name),
        phone,
        is_member: members::store::current(&app.db, person.id).await?.is_some(),
    };
    Ok(claim::standing(who.account, who.person, Some(holder)))
}

/// Ties the account to a member whom a roster knows by this document, name and phone.
pub async fn recognise(app: &App, who: &SignedIn, person: PersonId, form: &Form) -> Result<(), Error> {
    if who.person == Some(person) {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    identity::tie_person(&mut tx, who.account, person, &form.name).await?;
    people::store::set_phone_checked(&mut tx, person).await?;
    let entry = audit::Entry {
        act: "member.recognise",
        object: "account",
        object_id: who.account.0,
        person: Some(person),
        reason: "本人用手机号和证件号登录",
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    Ok(tx.commit().await?)
}

/// Turns away somebody with a number that is not clearly the own one: the holder is told, the applicant learns whom to call.
pub async fn dispute(
    app: &App,
    who: &SignedIn,
    holder: Option<PersonId>,
    form: &Form,
    code: Option<&JoiningCode>,
) -> Result<String, Error> {
    let earlier = audit::of_object(&app.db, "account", who.account.0, 50).await?;
    let today = earlier.iter().filter(|l| l.act == "joining.claim" && l.at > app.now() - DAY).count();
    if today >= if form.stand { CLAIMS_AT_A_STAND } else { CLAIMS_A_DAY } {
        return Err(Error::TooMany("今天核对证件号的次数太多了，请明天再试，或者带证件到工会办理。".into()));
    }
    let index = people::store::document_index(app, &form.document_kind, &form.document);
    let applicant = store::open_with(&app.db, &index).await?.filter(|account| *account != who.account);
    let known = match holder {
        Some(person) => people::store::find(&app.db, person).await?,
        None => None,
    };
    let contact = contact(app, code).await?;
    let site = app.site_name().await?;
    let (title, body) = (
        "有人用您的证件号申请入会",
        "我们没有受理，也没有说出您的任何信息。如果是您换了手机号，请联系工会核对；如果不是您，请留意证件有没有外借",
    );
    let mut tx = app.db.begin().await?;
    let entry = audit::Entry {
        act: "joining.claim",
        object: "account",
        object_id: who.account.0,
        person: holder,
        reason: "用这个证件号申请入会，没有受理",
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    if let Some(account) = applicant {
        notices::tell(&mut tx, app, account, title, body, MINE).await?;
    }
    if let Some(person) = known {
        let told = notices::tell_person(&mut tx, app, person.id, title, body, "/me").await?;
        if let Some(phone) = person.phone(app)?.filter(|p| !told && *p != form.phone) {
            notices::sms(&mut tx, app, &phone, &format!("【{site}】{title}。{body}。")).await?;
        }
    }
    tx.commit().await?;
    Ok(format!("这个证件号要请工会核对，暂时不能在网上申请。请联系{contact}"))
}
/// Whom to call, in words.
pub async fn contact(app: &App, code: Option<&JoiningCode>) -> Result<String, Error> {
    let id = match code {
        Some(code) => Some(code.union_id),
        None => app.root().await?.map(|root| root.id),
    };
    let union = match id {
        Some(id) => unions::store::find(&app.db, id).await?,
        None => None,
    };
    Ok(union.map_or_else(|| "工会".to_owned(), |u| format!("{}{}", u.name, u.phone)))
}

/// What the facts lead to.
pub struct Proposed {
    pub proposal: Proposal,
    /// Who names a union where none fits.
    pub county: Union,
    pub county_due: Date,
}
pub async fn proposed(app: &App, form: &Form, code: Option<&JoiningCode>) -> Result<Proposed, Error> {
    let facts = candidates::facts(app, form, code).await?;
    let county = candidates::county(app, &facts).await?;
    let county = county.ok_or_else(|| Error::refused("这里还没有设好工会，暂时不能申请入会。"))?;
    let days = settings::number(&app.db, ASSIGNING_DAYS, &county.region, app.today()).await?;
    Ok(Proposed { proposal: rules::proposal(&facts), county_due: due(app, days), county })
}
/// The last of so many working days from today.
pub fn due(app: &App, days: i64) -> Date {
    app.calendar.add_workdays(app.today(), u16::try_from(days).unwrap_or(1).max(1)).date
}

/// What the applicant chose.
pub struct Chosen {
    pub union: Union,
    pub reasons: Vec<String>,
    /// None of the proposed ones: the union is the county's, which names one.
    pub undecided: bool,
    pub days: i64,
    pub due: Date,
}
/// The choice "county" or a union's id, if it is one of what was proposed; empty: the first.
pub async fn chosen(app: &App, proposed: &Proposed, choice: &str) -> Result<Option<Chosen>, Error> {
    let wanted = match (choice, &proposed.proposal.union) {
        ("county", _) | ("", None) => None,
        ("", Some(first)) => Some(first.id),
        (id, _) => match id.parse().map(OrgId) {
            Ok(id) => Some(id),
            Err(_) => return Ok(None),
        },
    };
    let (union, reasons, setting) = match wanted {
        None => (proposed.county.clone(), Vec::new(), ASSIGNING_DAYS),
        Some(id) => match (proposed.proposal.choice(id), unions::store::find(&app.db, id).await?) {
            (Some((_, reasons)), Some(union)) => (union, reasons.to_vec(), JOINING_DAYS),
            _ => return Ok(None),
        },
    };
    let days = settings::number(&app.db, setting, &union.region, app.today()).await?;
    Ok(Some(Chosen { union, reasons, undecided: wanted.is_none(), days, due: due(app, days) }))
}

/// Hands a joining in, or a returned one again. None: the account or the document has one already.
pub async fn submit(
    app: &App,
    who: &SignedIn,
    draft: &Draft,
    code: Option<&JoiningCode>,
    chosen: &Chosen,
    affiliations: Vec<OrgId>,
    signature: Option<&[u8]>,
) -> Result<Option<JoiningId>, Error> {
    let site = app.site_name().await?;
    let laid = match signature {
        Some(bytes) => Some((bytes, files::lay_down(app, bytes).await?)),
        None => None,
    };
    let new = HandedIn {
        account: who.account,
        person: who.person,
        form: &draft.form,
        mends: draft.mends,
        code,
        chosen,
        affiliations,
        signature: laid,
        site: &site,
    };
    let mut tx = app.db.begin().await?;
    let Some(id) = enter(&mut tx, app, who, new).await? else { return Ok(None) };
    tx.commit().await?;
    Ok(Some(id))
}

/// All that is handed in, and for whom.
pub struct HandedIn<'a> {
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub form: &'a Form,
    /// The returned joining that it mends.
    pub mends: Option<JoiningId>,
    pub code: Option<&'a JoiningCode>,
    pub chosen: &'a Chosen,
    pub affiliations: Vec<OrgId>,
    /// A PNG made anew, laid down before the act began.
    pub signature: Option<(&'a [u8], files::Laid)>,
    /// The site's name, read before the act began.
    pub site: &'a str,
}

/// Enters a joining within an act of the caller's; `by` is who hands it in: the applicant, or somebody at a stand.
pub async fn enter(tx: &mut Tx, app: &App, by: &SignedIn, handed: HandedIn<'_>) -> Result<Option<JoiningId>, Error> {
    let HandedIn { account, person, form, mends, code, chosen, affiliations, signature, site } = handed;
    let org = chosen.union.org();
    let signature = match signature {
        Some((bytes, laid)) => Some(files::keep(tx, app, &drawn(bytes, account, person, &chosen.union), laid).await?),
        None => None,
    };
    let new = Submission {
        account,
        form,
        document_index: people::store::document_index(app, &form.document_kind, &form.document),
        union: &org,
        reasons: &chosen.reasons,
        code: code.map(|c| c.id),
        undecided: chosen.undecided,
        signature,
        due_on: chosen.due,
        affiliations,
    };
    let id = match mends {
        Some(id) => store::mend(tx, app, id, &new).await?.then_some(id),
        None => store::add(tx, app, &new).await?,
    };
    let Some(id) = id else { return Ok(None) };
    let act = if mends.is_some() { "mended" } else { "submitted" };
    let how = if form.stand { "在入会台当面填写，手机号没有验证" } else { "" };
    store::decide(tx, app, id, act, how, Some(by.account), None).await?;
    identity::give_consent(tx, app, account, MEMBERSHIP.0, MEMBERSHIP.1).await?;
    if form.notices {
        identity::give_consent(tx, app, account, NOTICES.0, NOTICES.1).await?;
    }
    open_task(tx, app, id, form, code, chosen).await?;
    let entry = audit::Entry {
        act: "joining.submit",
        object: OBJECT,
        object_id: id.0,
        reason: how,
        org: Some(org.id),
        ..Default::default()
    };
    audit::record(tx, app, Some(by), &entry).await?;
    let body = format!("{}最迟{}告诉您结果", org.name, ui::text::near(chosen.due, app.today()));
    telling::tell(tx, app, &Told { account, phone: &form.phone, site }, "入会申请已收到", &body, MINE).await?;
    Ok(Some(id))
}
fn drawn<'a>(bytes: &'a [u8], account: AccountId, person: Option<PersonId>, union: &Union) -> NewFile<'a> {
    NewFile { name: "签名.png", mime: "image/png", bytes, person, org: Some(union.id), account: Some(account) }
}
/// Opens the task at the chosen union.
pub async fn open_task(
    tx: &mut Tx,
    app: &App,
    id: JoiningId,
    form: &Form,
    code: Option<&JoiningCode>,
    chosen: &Chosen,
) -> Result<(), Error> {
    let place = code.map(|c| c.place_name.as_deref().unwrap_or(c.union_name.as_str()));
    let title = if chosen.undecided {
        format!("{}请定一家工会", form.name)
    } else {
        format!("{}申请入会", form.name)
    };
    let detail = match place {
        Some(place) if form.stand => format!("{}，在“{place}”入会台", form.work_words()),
        Some(place) => format!("{}，扫“{place}”入会码", form.work_words()),
        None => form.work_words(),
    };
    let new = NewTask {
        kind: JOINING_TASK,
        org: &chosen.union.org(),
        title: &title,
        detail: &detail,
        origin: match place {
            _ if form.stand => "入会台",
            Some(_) => "扫码",
            None => "线上申请",
        },
        subject: OBJECT,
        subject_id: id.0,
        link: &format!("/console/joinings/{id}"),
        days: chosen.days,
    };
    tasks::open(tx, app, &new).await?;
    Ok(())
}
