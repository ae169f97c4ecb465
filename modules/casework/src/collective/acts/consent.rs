//! What a worker decides: to take part, to be named, what is claimed, whether an offer is enough, to leave.
use super::{note, take, tell_officers};
use crate::{
    cases::{Case, store as cases},
    collective::{
        measures,
        store::{self, Matter, NewClaim, Part, PartId},
    },
    course::{By, Outcomes},
};
use platform::{App, db::Tx, web::Error};

async fn part_of(tx: &mut Tx, matter: &Matter, wanted: impl Fn(&Part) -> bool) -> Result<Part, Error> {
    let parts = store::parts_in(tx, matter.id).await?;
    parts.into_iter().find(wanted).ok_or(Error::NotFound)
}

/// The worker of a case says yes or no; nothing else changes with the case.
pub async fn answer(app: &App, by: By<'_>, matter: &Matter, case: &Case, yes: bool, named: bool) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = part_of(&mut tx, &matter, |part| part.case_id == case.id).await?;
    if part.state != "asked" {
        return Ok(Err("您已经回答过了".into()));
    }
    let case = cases::find_in(&mut tx, case.id).await?.ok_or(Error::NotFound)?;
    if yes && case.is_over() {
        return Ok(Err("您这件已经办结了".into()));
    }
    if !yes {
        store::answer(&mut tx, app, part.id, "declined", false).await?;
        note(&mut tx, app, by, &matter, "decline", "").await?;
        return answered(tx, app, &matter).await;
    }
    if let Some(other) = store::joined_elsewhere(&mut tx, case.id).await? {
        let there = store::find_in(&mut tx, other.matter).await?.ok_or(Error::NotFound)?;
        go(&mut tx, app, by, &there, &other).await?;
    }
    store::answer(&mut tx, app, part.id, "joined", named).await?;
    let part = part_of(&mut tx, &matter, |one| one.id == part.id).await?;
    measures::joined(&mut tx, &matter, &part).await?;
    if matter.counted_at.is_none() && matter.joined >= 1 {
        measures::begun(&mut tx, app, &matter).await?;
    }
    note(&mut tx, app, by, &matter, "join", "").await?;
    answered(tx, app, &matter).await
}
/// Once everybody has answered, the union is told.
async fn answered(mut tx: Tx, app: &App, matter: &Matter) -> Outcomes {
    let now = store::find_in(&mut tx, matter.id).await?.ok_or(Error::NotFound)?;
    if now.asked == 0 {
        tell_officers(&mut tx, app, &now, &format!("都回答了，{}人一起办", now.joined)).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
/// Who joined goes; what was claimed is kept, and stands in the sheet no more.
async fn go(tx: &mut Tx, app: &App, by: By<'_>, matter: &Matter, part: &Part) -> Result<(), Error> {
    store::answer(tx, app, part.id, "left", false).await?;
    measures::left(tx, matter, part).await?;
    note(tx, app, by, matter, "leave", "").await?;
    tell_officers(tx, app, matter, "一位工友退出了").await
}
pub async fn leave(app: &App, by: By<'_>, matter: &Matter, case: &Case) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = part_of(&mut tx, &matter, |part| part.case_id == case.id).await?;
    if !part.has_joined() {
        return Ok(Err("您没有参加，或者已经退出了".into()));
    }
    go(&mut tx, app, by, &matter, &part).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Whether the others see one's name and claim.
pub async fn rename(app: &App, by: By<'_>, matter: &Matter, case: &Case, named: bool) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = part_of(&mut tx, &matter, |part| part.case_id == case.id).await?;
    let candidates = store::candidates_in(&mut tx, matter.id, matter.round).await?;
    if !named && candidates.iter().any(|one| one.part == part.id && one.stands()) {
        return Ok(Err("您报名当代表，工友要看得到您的姓名".into()));
    }
    store::set_named(&mut tx, part.id, named).await?;
    note(&mut tx, app, by, &matter, if named { "name" } else { "unname" }, "").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// What somebody claims, all lines; `version`: as the page showed it.
pub async fn fill(
    app: &App,
    by: By<'_>,
    matter: &Matter,
    (part, version): (PartId, i64),
    lines: &[NewClaim],
) -> Outcomes {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = part_of(&mut tx, &matter, |one| one.id == part).await?;
    if !part.has_joined() {
        return Ok(Err("这位没有参加，不能填".into()));
    }
    if part.version != version {
        return Ok(Err("这张表刚有人改过，请看看现在的再改".into()));
    }
    store::put_claims(&mut tx, app, part.id, lines, account, true).await?;
    let case = cases::find_in(&mut tx, part.case_id).await?.ok_or(Error::NotFound)?;
    note(&mut tx, app, by, &matter, "fill", &case.name).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Lines of a sheet that came back: what a worker changed since it was brought stays. Gives how many were written.
pub async fn fill_from_sheet(app: &App, by: By<'_>, matter: &Matter, sheet: &store::Sheet) -> Outcomes<usize> {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if !store::set_sheet_done(&mut tx, app, sheet.id).await? {
        return Ok(Err("这份表已经写进去了".into()));
    }
    let (parts, cases) = (store::parts_in(&mut tx, matter.id).await?, store::cases_in(&mut tx, matter.id).await?);
    let claims = store::claims_in(&mut tx, matter.id).await?;
    let people = crate::collective::together(parts, cases, &claims);
    let lines = crate::collective::sheet::checked(app, &people, &sheet.rows(app), sheet.at);
    let mut written = 0;
    for (part, claim) in lines.iter().filter_map(|line| line.to_write()) {
        store::put_claims(&mut tx, app, part, std::slice::from_ref(claim), account, false).await?;
        written += 1;
    }
    note(&mut tx, app, by, &matter, "import", &format!("{}，写了{written}行", sheet.name)).await?;
    tx.commit().await?;
    Ok(Ok(written))
}
/// The worker says whether what the employer offers is enough for him or her (办案规则 7: nobody settles for another).
pub async fn consent_to_offer(
    app: &App,
    by: By<'_>,
    matter: &Matter,
    case: &Case,
    (fen, yes): (i64, bool),
) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = part_of(&mut tx, &matter, |part| part.case_id == case.id).await?;
    if !part.has_joined() || part.agreed == 0 || part.agreed != fen {
        return Ok(Err("单位答应的金额刚有变化，请看看现在的再回答".into()));
    }
    store::set_consent(&mut tx, part.id, if yes { "yes" } else { "no" }).await?;
    note(&mut tx, app, by, &matter, if yes { "agree" } else { "refuse" }, &case.name).await?;
    let parts = store::parts_in(&mut tx, matter.id).await?;
    if parts.iter().all(|part| !part.has_joined() || part.agreed == 0 || !part.consent.is_empty()) {
        tell_officers(&mut tx, app, &matter, "单位答应的金额，大家都回答了").await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
