//! Approving: from a joining to a member, in one transaction with everything that follows from it.
use crate::{
    codes,
    joinings::{
        OBJECT,
        form::Form,
        store::{self, Joining, State},
        telling::{self, Told},
    },
    members::{self, Admission, MembershipId, admission::Source},
    people, unions,
};
use platform::{
    App, audit,
    db::Tx,
    identity::{self, SignedIn},
    tasks,
    tree::{Org, PersonId},
    web::Error,
};

/// What came of an act: done, or a sentence that says why not.
pub type Outcome = Result<Result<(), String>, Error>;

/// Who was quicker and with what, for the one who came second.
pub async fn late(app: &App, joining: &Joining) -> Result<String, Error> {
    let decisions = store::decisions(&app.db, joining.id).await?;
    let Some(last) = decisions.last() else { return Ok("这份申请刚有变化，请再看一遍".into()) };
    let name = last.name.clone().unwrap_or_default();
    let when = ui::text::Moment::moment(&last.at).map(|at| ui::text::moment_near(at, app.today())).unwrap_or_default();
    Ok(match last.decision.as_str() {
        "approved" => format!("{name}{when}已经通过了这份申请"),
        "returned" => format!("{name}{when}已经退回了这份申请"),
        "refused" => format!("{name}{when}已经决定不批准这份申请"),
        "assigned" => format!("{name}{when}已经给申请人定了工会"),
        "withdrawn" => format!("申请人{when}撤回了这份申请"),
        _ => format!("申请人{when}改过这份申请，请再看一遍"),
    })
}

/// Admits the applicant. `version` is that of the page on which it was decided.
pub async fn approve(app: &App, who: &SignedIn, joining: &Joining, version: i64) -> Outcome {
    let union = unions::store::find(&app.db, joining.union_id).await?.ok_or(Error::NotFound)?;
    if joining.is_undecided() {
        return Ok(Err("还没有定工会，请先给申请人定一家".into()));
    }
    if !unions::takes_members(&union) {
        return Ok(Err(format!("{}现在不能收会员，请退回，让申请人另选", union.name)));
    }
    let (form, site) = (joining.form(app)?, app.site_name().await?);
    let ties = store::affiliations(&app.db, joining.id).await?;
    let account = identity::account(&app.db, joining.account).await?.ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if !store::move_on(&mut tx, joining.id, version, State::Waiting, State::Approved).await? {
        drop(tx);
        return Ok(Err(late(app, joining).await?));
    }
    let known = match known(&mut tx, app, joining, &form, account.person).await? {
        Ok(known) => known,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let (person, membership) = admit(&mut tx, app, who, &union.org(), joining, &form, known).await?;
    for (federation, _) in &ties {
        store::tie(&mut tx, person, *federation, app.today()).await?;
    }
    if let Some(code) = joining.code {
        codes::store::count_joined(&mut tx, app.today(), code, membership).await?;
    }
    // A phone that was taken down at a stand may be somebody else's: the account is tied when its holder proves to be this person.
    let proven = !form.stand || account.person == Some(person);
    if proven {
        identity::tie_person(&mut tx, joining.account, person, &form.name).await?;
        people::store::set_phone_checked(&mut tx, person).await?;
    }
    store::set_membership(&mut tx, joining.id, membership).await?;
    store::decide(&mut tx, app, joining.id, "approved", "", Some(who.account), who.org()).await?;
    tasks::close(&mut tx, app, OBJECT, joining.id.0, Some(who.account), "通过").await?;
    let entry = audit::Entry {
        act: "joining.approve",
        object: OBJECT,
        object_id: joining.id.0,
        person: Some(person),
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    let to = Told { account: joining.account, phone: &form.phone, site: &site };
    let (how, link) = match proven {
        true => ("会员卡已经开好", "/me/card"),
        false => ("用这个手机号登录，核对一次姓名和证件号，就能用会员卡", "/join/who"),
    };
    let body = format!("{}批准了您的入会申请，从今天起算，{how}", union.name);
    telling::tell(&mut tx, app, &to, "您已经是会员", &body, link).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The person of the document, if one is known and may be admitted; a sentence if not.
async fn known(
    tx: &mut Tx,
    app: &App,
    joining: &Joining,
    form: &Form,
    tied: Option<PersonId>,
) -> Result<Result<Option<people::Person>, String>, Error> {
    let found = people::store::by_document_in(tx, app, &form.document_kind, &form.document).await?;
    let id = found.as_ref().map(|p| p.id);
    if tied.is_some() && tied != id {
        return Ok(Err("申请人的账号已经属于另一个人，请退回并请他带证件来核对".into()));
    }
    let Some(id) = id else { return Ok(Ok(None)) };
    if let Some(membership) = members::store::current_in(tx, id).await? {
        return Ok(Err(format!("{}已经是{}的会员，不能再批准", joining.name, membership.union_name)));
    }
    let other = identity::account_of_person(tx, id).await?.is_some_and(|account| account != joining.account);
    Ok(if other {
        Err("这个证件号属于另一个账号，请退回并请申请人带证件来核对".into())
    } else {
        Ok(found)
    })
}

async fn admit(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    union: &Org,
    joining: &Joining,
    form: &Form,
    known: Option<people::Person>,
) -> Result<(PersonId, MembershipId), Error> {
    let person = known.as_ref().map(|p| p.id);
    let details = form.details(known.map(|p| p.details(app)).transpose()?);
    if let Some(person) = person {
        people::store::update(tx, app, person, &details).await?;
    }
    let groups = Some(form.group.clone()).filter(|g| !g.is_empty()).into_iter().collect();
    let admission = Admission { person, groups, ..Admission::first(details, app.today()) };
    let note = match joining.code {
        _ if form.stand => "入会台入会",
        Some(_) => "扫码入会",
        None => "线上入会",
    };
    let source = Source { key: OBJECT, note, account: Some(who.account), batch: 0 };
    Ok(members::admit(tx, app, union, admission, source).await?)
}
