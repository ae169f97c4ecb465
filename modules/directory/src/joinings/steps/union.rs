//! The fourth step: the union that is proposed, with the reasons, and the signature.
use crate::joinings::{
    applicant::{Applicant, Step},
    candidates,
    claim::Standing,
    submission::{self, Chosen, Proposed},
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use platform::{
    files, identity,
    secrets::mask_phone,
    web::{Error, Fields, Result, see},
};
use ui::filters;

/// How a joining is confirmed: drawn by finger, by a code to the phone, or, where no codes can be sent, by typing the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Signature,
    Code,
    Name,
}
impl By {
    fn key(self) -> &'static str {
        ["signature", "code", "name"][self as usize]
    }
    fn asked(key: &str, codes_are_on: bool) -> By {
        match (key, codes_are_on) {
            ("code" | "name", true) => By::Code,
            ("code" | "name", false) => By::Name,
            _ => By::Signature,
        }
    }
}

#[derive(Template)]
#[template(path = "joinings/steps/union.html")]
struct UnionPage {
    frame: ui::Member,
    chosen: Chosen,
    choice: String,
    /// Empty where the county is asked.
    members: i64,
    affiliations: Vec<String>,
    /// Address and name of the other answers.
    others: Vec<(String, String, String)>,
    county: Option<(String, jiff::civil::Date)>,
    by: By,
    signature: ui::Signature,
    number: ui::Field,
    name: ui::Field,
    phone: String,
    faults: ui::ErrorSummary,
    mends: bool,
}

async fn page(applicant: &Applicant, proposed: Proposed, typed: &Fields) -> Result<UnionPage> {
    let app = applicant.app();
    let choice = typed.get("choice").to_owned();
    let chosen = match submission::chosen(app, &proposed, &choice).await? {
        Some(chosen) => chosen,
        None => submission::chosen(app, &proposed, "").await?.expect("without a choice there is always an answer"),
    };
    let by = By::asked(typed.get("by"), identity::codes_are_on(app));
    let Proposed { proposal, county, county_due } = proposed;
    let shown = proposal.choice(chosen.union.id).map(|(u, _)| u.clone()).filter(|_| !chosen.undecided);
    let members = match &shown {
        Some(union) => candidates::members(app, union).await?,
        None => 0,
    };
    let all =
        proposal.union.iter().map(|u| (u, &proposal.reasons)).chain(proposal.alternatives.iter().map(|(u, r)| (u, r)));
    let others = all.filter(|(u, _)| shown.as_ref().is_none_or(|s| s.id != u.id)).map(|(u, reasons)| {
        (format!("/join/union?choice={}&by={}", u.id, by.key()), u.name.clone(), reasons[0].clone())
    });
    let other_way = if by == By::Signature { "code" } else { "signature" };
    let other_way = format!("/join/union?choice={choice}&by={other_way}");
    let words = if identity::codes_are_on(app) { "改用短信确认" } else { "改为打字签名" };
    let (signature, number, name) = (
        ui::Signature::new("signature", "在框里手写签名").other(words, &other_way).error(typed.error("signature")),
        ui::Field::code("number", "短信验证码").of_form(typed),
        ui::Field::text("typed_name", "打上您的姓名，代替签名").attr("data-no-draft", "").of_form(typed),
    );
    let mut faults = ui::ErrorSummary::of([&number, &name]);
    for (field, sentence) in typed.faults() {
        if matches!(field, "signature" | "choice") {
            faults = faults.add(if field == "choice" { "main" } else { field }, "签名", sentence);
        }
    }
    Ok(UnionPage {
        frame: applicant.frame("入会申请", Some(Step::Work.path())),
        choice,
        members,
        affiliations: proposal.affiliations.iter().map(|u| u.name.clone()).collect(),
        others: others.collect(),
        county: (!chosen.undecided).then(|| (county.name.clone(), county_due)),
        chosen,
        by,
        signature,
        number,
        name,
        phone: mask_phone(&applicant.draft.form.phone),
        faults,
        mends: applicant.draft.mends.is_some(),
    })
}
impl UnionPage {
    fn other_way(&self) -> String {
        format!("/join/union?choice={}&by=signature", self.choice)
    }
}

pub async fn show(applicant: Applicant, asked: Fields) -> Result<Response> {
    if let Some(detour) = applicant.detour(Step::Union).await? {
        return Ok(detour);
    }
    let code = applicant.code().await?;
    let proposed = submission::proposed(applicant.app(), &applicant.draft.form, code.as_ref()).await?;
    Ok(applicant.guest.show(&page(&applicant, proposed, &asked).await?))
}

/// Sends the code with which a joining is confirmed instead of by a signature.
pub async fn send_code(applicant: Applicant, mut typed: Fields) -> Result<Response> {
    if let Some(detour) = applicant.detour(Step::Union).await? {
        return Ok(detour);
    }
    let phone = applicant.draft.form.phone.clone();
    match identity::send_code(applicant.app(), &phone).await? {
        Ok(()) => {
            let back = format!("/join/union?choice={}&by=code", platform::web::encode(typed.get("choice")));
            Ok(see(&back, &format!("验证码已发到{}", mask_phone(&phone))))
        }
        Err(fault) => {
            typed.fault("number", fault.sentence());
            refilled(&applicant, &typed).await
        }
    }
}
async fn refilled(applicant: &Applicant, typed: &Fields) -> Result<Response> {
    let code = applicant.code().await?;
    let proposed = submission::proposed(applicant.app(), &applicant.draft.form, code.as_ref()).await?;
    Ok(applicant.guest.refill(&page(applicant, proposed, typed).await?))
}

pub async fn submit(mut applicant: Applicant, mut typed: Fields) -> Result<Response> {
    let who = applicant.guest.who()?.clone();
    if let Some(detour) = applicant.detour(Step::Union).await? {
        // Sent twice: the first one is there, and its page says so.
        let again = super::super::store::newest_of(&applicant.app().db, who.account).await?;
        let done = again.is_some_and(|j| j.state().is_open());
        return Ok(if done { applicant.forgetting(Redirect::to("/join/done")) } else { detour });
    }
    let (app, code) = (applicant.app().clone(), applicant.code().await?);
    let proposed = submission::proposed(&app, &applicant.draft.form, code.as_ref()).await?;
    let Some(chosen) = submission::chosen(&app, &proposed, typed.get("choice")).await? else {
        typed.fault("choice", "可以选的工会刚有变化，请再看一遍");
        return refilled(&applicant, &typed).await;
    };
    let Some((by, signature)) = confirmation(&applicant, &mut typed).await? else {
        return refilled(&applicant, &typed).await;
    };
    by.key().clone_into(&mut applicant.draft.form.confirmed);
    match submission::standing(&app, &who, &applicant.draft.form).await? {
        Standing::New | Standing::Known(_) => {}
        Standing::Member(person) => {
            submission::recognise(&app, &who, person, &applicant.draft.form).await?;
            return Ok(applicant.forgetting(Redirect::to("/join/member")));
        }
        Standing::Disputed(holder) => {
            let form = &applicant.draft.form;
            return Err(Error::Refused(submission::dispute(&app, &who, holder, form, code.as_ref()).await?));
        }
    }
    let ties = proposed.proposal.affiliations.iter().map(|u| u.id).collect();
    let bytes = signature.as_deref();
    submission::submit(&app, &who, &applicant.draft, code.as_ref(), &chosen, ties, bytes).await?;
    Ok(applicant.forgetting(Redirect::to("/join/done")).into_response())
}

/// What was signed, or none with a fault at the field.
async fn confirmation(applicant: &Applicant, typed: &mut Fields) -> Result<Option<(By, Option<Vec<u8>>)>> {
    let (app, form) = (applicant.app(), &applicant.draft.form);
    let by = By::asked(typed.get("by"), identity::codes_are_on(app));
    let mut drawing = None;
    match by {
        By::Signature if !typed.has("signature") => typed.fault("signature", "请在框里签上您的姓名"),
        By::Signature => match files::drawing(typed.get("signature")) {
            Ok(bytes) => drawing = Some(bytes),
            Err(fault) => typed.fault("signature", fault),
        },
        By::Code if !typed.has("number") => typed.fault("number", "请填写短信里的6位数字"),
        By::Code => {
            if let Err(fault) = identity::check_code(app, &form.phone, typed.get("number")).await? {
                typed.fault("number", fault.sentence());
            }
        }
        By::Name if typed.get("typed_name") != form.name => {
            typed.fault("typed_name", "和前面填的姓名不一样，请再看一遍")
        }
        By::Name => {}
    }
    Ok(typed.is_right().then_some((by, drawing)))
}
