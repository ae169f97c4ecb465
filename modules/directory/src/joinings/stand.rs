//! Joining at a stand (入会台): somebody of the union types at a contest or a car park, the applicant signs on the spot.
//!
//! Promises: it is the ordinary joining, under the same rules; the phone counts as unchecked, so an account is tied to the person only once
//! its holder has proven to be that person; nothing is said of people outside the branch of who types.
use super::{
    JoiningId,
    claim::Standing,
    form::{Form, Work},
    steps::{who, work},
    submission::{self, Applying, Chosen, HandedIn},
};
use crate::{codes::JoiningCode, members};
use platform::{
    App,
    db::Tx,
    files,
    identity::{self, SignedIn},
    secrets::mask_phone,
    standards::Phone,
    tree::{OrgId, PersonId, Scope},
    web::{Error, Fields},
};

pub use super::{
    steps::work::groups,
    submission::{MEMBERSHIP, NOTICES},
};

/// Ways of working, as a stand asks: key, words, note.
pub fn ways() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    Work::ALL.into_iter().map(|(_, key, words, note)| (key, words, note))
}

/// What was taken down, found right.
#[derive(Debug)]
pub struct Taken {
    form: Form,
    /// A PNG made anew.
    signature: Vec<u8>,
}

/// Reads what was taken down; none with faults at the fields.
pub async fn taken(app: &App, typed: &mut Fields) -> Result<Option<Taken>, Error> {
    let person = who::read(typed, false, app.today());
    let work = work::read(app, typed, Form::default()).await?;
    let phone = match Phone::parse(typed.get("phone")) {
        Ok(phone) => phone.as_str().to_owned(),
        Err(fault) => {
            typed.fault("phone", fault.to_string());
            String::new()
        }
    };
    let signature = match files::drawing(typed.get("signature")) {
        Ok(bytes) => bytes,
        Err(fault) => {
            typed.fault("signature", fault);
            Vec::new()
        }
    };
    let (Some(person), Some(work), true) = (person, work, typed.is_right()) else { return Ok(None) };
    let Form { work, employer, employer_name, group, town, notices, .. } = work;
    let confirmed = "signature".to_owned();
    let form = Form { phone, work, employer, employer_name, group, town, notices, confirmed, stand: true, ..person };
    Ok(Some(Taken { form, signature }))
}

/// What may be handed in, with the union that it goes to.
pub struct Ready {
    taken: Taken,
    /// The signature lies at its place before the act begins.
    laid: files::Laid,
    person: Option<PersonId>,
    chosen: Chosen,
    ties: Vec<OrgId>,
    site: String,
}
impl Ready {
    /// Who will decide.
    pub fn union_name(&self) -> &str {
        &self.chosen.union.name
    }
}

/// May it be handed in? Otherwise a sentence for who types. `scope`: the branch in which this one may look people up.
pub async fn ready(
    app: &App,
    by: &SignedIn,
    scope: &Scope,
    taken: Taken,
    code: &JoiningCode,
) -> Result<Result<Ready, String>, Error> {
    let account = identity::account_by_phone(app, &taken.form.phone).await?;
    if account.as_ref().is_some_and(|a| a.id == by.account) {
        return Ok(Err("这是您自己的手机号，请填职工的手机号".into()));
    }
    if account.as_ref().is_some_and(|a| a.blocked_at.is_some()) {
        return Ok(Err("这个手机号的账号已经停用，请职工联系工会".into()));
    }
    let applying = Applying { account: account.as_ref().map(|a| a.id), person: account.and_then(|a| a.person) };
    match submission::standing(app, applying, &taken.form).await? {
        Standing::New | Standing::Known(_) => {}
        Standing::Member(person) | Standing::Disputed(Some(person)) if is_within(app, scope, person).await? => {
            return Ok(Err("名册里已经有这个证件号的会员，不用再办。姓名或手机号有变化的，请在名册里改".into()));
        }
        Standing::Member(person) => return disputed(app, by, Some(person), &taken.form, code).await,
        Standing::Disputed(holder) => return disputed(app, by, holder, &taken.form, code).await,
    }
    let proposed = submission::proposed(app, &taken.form, Some(code)).await?;
    let ties = proposed.proposal.affiliations.iter().map(|u| u.id).collect();
    let chosen = submission::chosen(app, &proposed, "").await?.expect("without a choice there is always an answer");
    let site = app.site_name().await?;
    let laid = files::lay_down(app, &taken.signature).await?;
    Ok(Ok(Ready { taken, laid, person: applying.person, chosen, ties, site }))
}
async fn is_within(app: &App, scope: &Scope, person: PersonId) -> Result<bool, Error> {
    let membership = members::store::current(&app.db, person).await?;
    Ok(membership.is_some_and(|m| scope.holds(&m.path)))
}
async fn disputed(
    app: &App,
    by: &SignedIn,
    holder: Option<PersonId>,
    form: &Form,
    code: &JoiningCode,
) -> Result<Result<Ready, String>, Error> {
    Ok(Err(submission::dispute(app, by, holder, form, Some(code)).await?))
}

/// Hands it in within the caller's act; none where the document or the phone has an open joining.
pub async fn hand_in(
    tx: &mut Tx,
    app: &App,
    by: &SignedIn,
    ready: &Ready,
    code: &JoiningCode,
) -> Result<Option<JoiningId>, Error> {
    let form = &ready.taken.form;
    let account = identity::account_for_phone(tx, app, &form.phone, &mask_phone(&form.phone)).await?;
    let handed = HandedIn {
        account,
        person: ready.person,
        form,
        mends: None,
        code: Some(code),
        chosen: &ready.chosen,
        affiliations: ready.ties.clone(),
        signature: Some((&ready.taken.signature, ready.laid.clone())),
        site: &ready.site,
    };
    submission::enter(tx, app, by, handed).await
}
