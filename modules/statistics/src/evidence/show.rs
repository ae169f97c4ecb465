//! A record with what proves it, who confirmed it, and what became of it.
use super::{
    PATH, READ, WRITE, acts, crumb,
    rules::{self, Looking},
    store::{self, Evidence, EvidenceId, Piece},
    within,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::web::{Error, Fields, Result, see};
use ui::{Button, Desk, Field, Life, Stamp, Step, filters, text};

#[derive(Template)]
#[template(path = "evidence/show.html")]
struct ShowPage {
    frame: ui::Console,
    evidence: Evidence,
    pieces: Vec<Piece>,
    life: Life,
    may_edit: bool,
    may_confirm: bool,
    may_withdraw: bool,
    /// Why it can't be confirmed by who looks at it.
    why_not: Option<&'static str>,
    /// Of the form that withdraws it or sends it back.
    reason: Field,
}
pub fn stamp(evidence: &Evidence) -> Stamp {
    match &*evidence.state {
        "confirmed" => Stamp::ok("已确认"),
        "waiting" => Stamp::info("待确认"),
        "returned" => Stamp::warn("退回了"),
        _ => Stamp::plain("撤回了"),
    }
}

async fn page(desk: &Desk, evidence: Evidence, form: &Fields) -> Result<ShowPage> {
    let steps = store::steps(&desk.app.db, evidence.id).await?.into_iter().map(|(at, who, act, words)| {
        let at = text::moment_near(platform::clock::local(at), desk.app.today());
        Step::done(acts::act_name(&act))
            .at(at)
            .line(who.unwrap_or_default())
            .line(Some(words).filter(|w| !w.is_empty()))
    });
    let looking = Looking { account: desk.who.account, path: &desk.post().path };
    let why_not = rules::cannot_confirm(looking, &evidence.path, evidence.recorded_by);
    let may = desk.may(WRITE);
    Ok(ShowPage {
        frame: desk.frame(&evidence.what, PATH, crumb()),
        pieces: store::pieces(&desk.app.db, evidence.id).await?,
        life: Life::log(steps),
        may_edit: may && evidence.org == desk.post().org && !evidence.is_withdrawn(),
        may_confirm: may && evidence.is_waiting() && why_not.is_none(),
        may_withdraw: may && !evidence.is_withdrawn(),
        why_not: why_not.filter(|_| may && evidence.is_waiting()),
        reason: Field::area("reason", "理由").attr("rows", 2).attr("maxlength", 200).of_form(form),
        evidence,
    })
}
pub async fn show(desk: Desk, Path(record): Path<EvidenceId>) -> Result<Response> {
    let evidence = within(&desk, READ, record).await?;
    Ok(desk.show(&page(&desk, evidence, &Fields::default()).await?))
}

/// As it was seen on the page.
fn seen(evidence: Evidence, form: &Fields) -> Evidence {
    Evidence { version: form.number("version").unwrap_or(evidence.version), ..evidence }
}
fn ended(done: std::result::Result<(), acts::Late>, evidence: &Evidence, said: &str) -> Result<Response> {
    done.map(|()| see(&evidence.link(), said)).map_err(Error::refused)
}
pub async fn confirm(desk: Desk, Path(record): Path<EvidenceId>, form: Fields) -> Result<Response> {
    let evidence = seen(within(&desk, WRITE, record).await?, &form);
    ended(acts::confirm(&desk.app, &desk.who, &evidence).await?, &evidence, "确认了，已经计入数字")
}
/// The reason; without one the page comes back.
async fn reasoned(
    desk: &Desk,
    evidence: &Evidence,
    form: &mut Fields,
) -> Result<std::result::Result<String, Response>> {
    match form.required("reason", "请写理由，登记的人看得到", 200) {
        Some(reason) => Ok(Ok(reason)),
        None => Ok(Err(desk.refill(&page(desk, evidence.clone(), form).await?))),
    }
}
pub async fn send_back(desk: Desk, Path(record): Path<EvidenceId>, mut form: Fields) -> Result<Response> {
    let evidence = seen(within(&desk, WRITE, record).await?, &form);
    match reasoned(&desk, &evidence, &mut form).await? {
        Ok(reason) => ended(
            acts::send_back(&desk.app, &desk.who, &evidence, &reason).await?,
            &evidence,
            "退回了，登记的工会改好再交",
        ),
        Err(page) => Ok(page),
    }
}
pub async fn withdraw(desk: Desk, Path(record): Path<EvidenceId>, mut form: Fields) -> Result<Response> {
    let evidence = seen(within(&desk, WRITE, record).await?, &form);
    match reasoned(&desk, &evidence, &mut form).await? {
        Ok(reason) => {
            ended(acts::withdraw(&desk.app, &desk.who, &evidence, &reason).await?, &evidence, "撤回了，数字里已经去掉")
        }
        Err(page) => Ok(page),
    }
}
