//! Joinings that were approved: how those who came through a code became members.
use super::{Made, codes::Gate, crowd::Crowd, past::Past};
use crate::{
    codes,
    joinings::{
        NOTICES, State,
        form::{Form, Work},
        store::{self, Submission},
    },
    members::{Admission, MembershipId},
    people,
};
use jiff::ToSpan;
use platform::{
    db::{Result, Tx},
    identity::{self, AccountId},
    tree::{OrgId, PersonId},
};

/// Who decided, and to which federation the applicants were tied.
pub struct Desk<'a> {
    pub past: &'a Past,
    pub union: &'a Made,
    pub chair: Option<AccountId>,
    pub federation: Option<OrgId>,
}

/// Writes the joining behind an admission: handed in up to three days before it was approved.
pub async fn record(
    tx: &mut Tx,
    crowd: &mut Crowd,
    desk: &Desk<'_>,
    admission: &Admission,
    (person, membership): (PersonId, MembershipId),
    gate: &Gate,
) -> Result<AccountId> {
    let (past, details) = (desk.past, &admission.details);
    let submitted = (admission.joined_on - crowd.dice.between(0, 3).days()).max(gate.from);
    past.set_day(submitted.min(admission.joined_on), crowd.dice.between(0, 200));
    let account = identity::account_for_phone(tx, &past.app, &details.phone, &details.name).await?;
    identity::tie_person(tx, account, person, &details.name).await?;
    if account.0 % 5 < 3 {
        identity::give_consent(tx, &past.app, account, NOTICES.0, NOTICES.1).await?;
    }
    let form = form(admission, &gate.code.group_name);
    let place = gate.code.place_name.as_deref().unwrap_or(&gate.code.union_name);
    let submission = Submission {
        account,
        document_index: people::store::document_index(&past.app, &details.document_kind, &details.document),
        form: &form,
        union: &desk.union.org,
        reasons: &[format!("您扫的“{place}”入会码是它张贴的")],
        code: Some(gate.code.id),
        undecided: false,
        signature: None,
        due_on: past.app.calendar.add_workdays(submitted, 3).date,
        affiliations: desk.federation.into_iter().collect(),
    };
    let added = store::add(tx, &past.app, &submission).await?;
    let id = added.expect("nobody of the crowd has applied before");
    store::decide(tx, &past.app, id, "submitted", "", Some(account), None).await?;
    past.set_day(admission.joined_on, crowd.dice.between(220, 590));
    store::move_on(tx, id, 1, State::Waiting, State::Approved).await?;
    store::set_membership(tx, id, membership).await?;
    store::decide(tx, &past.app, id, "approved", "", desk.chair, Some(desk.union.org.id)).await?;
    codes::store::count_joined(tx, admission.joined_on, gate.code.id, membership).await?;
    Ok(account)
}

fn form(admission: &Admission, group: &str) -> Form {
    let details = &admission.details;
    Form {
        name: details.name.clone(),
        document_kind: details.document_kind.clone(),
        document: details.document.clone(),
        sex: details.sex.clone(),
        birth_on: details.birth_on.clone(),
        phone: details.phone.clone(),
        work: if details.employer.is_some() { Work::Employer } else { Work::Kind },
        employer: details.employer,
        employer_name: details.employer_name.clone(),
        group: group.to_owned(),
        town: None,
        notices: true,
        confirmed: "code".into(),
        stand: false,
    }
}
