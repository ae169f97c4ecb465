//! An officer proposes to work on cases together; the cases stay as they are until their workers say yes.
use super::{note, take, tell, tell_joined, tell_officers};
use crate::{
    cases::{Case, store as cases},
    collective::{
        measures, rules,
        store::{self, Matter, NewMatter, Part},
    },
    course::{By, Outcomes},
};
use platform::{App, db::Tx, tree::OrgId, web::Error};

const ASKED: (&str, &str) = ("工会建议您和工友一起办", "请打开看看同不同意。不同意也没关系，您这件照样办");

/// Why these can't be one matter; none: they can.
fn fault(all: &[Case]) -> Option<&'static str> {
    let first = all.first()?;
    let same = |case: &Case| {
        let named = case.employer.is_some() || case.employer_name == first.employer_name;
        case.service == first.service && case.employer == first.employer && named
    };
    let twice = |case: &Case| all.iter().filter(|other| other.account == case.account).count() > 1;
    if all.len() < 2 {
        return Some("至少选两件");
    }
    if all.iter().any(|case| case.is_over() || case.alone.is_some() || !case.service().collective || !same(case)) {
        return Some("只有同一家单位、还在办的同一类诉求可以一起办");
    }
    all.iter().any(|case| case.account.is_none() || twice(case)).then_some("同一个人的只选一件")
}
/// The cases as they are now; nobody else proposes something with them until the act ends.
async fn held(tx: &mut Tx, chosen: &[Case]) -> Result<Vec<Case>, Error> {
    let mut ids: Vec<_> = chosen.iter().map(|case| case.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut held = Vec::with_capacity(ids.len());
    for id in ids {
        store::hold_case(tx, id).await?;
        held.extend(cases::find_in(tx, id).await?);
    }
    Ok(held)
}
/// Proposes it; gives the number of the matter.
pub async fn propose(app: &App, by: By<'_>, chosen: &[Case], words: &str) -> Outcomes<String> {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let mut tx = app.db.begin().await?;
    let all = held(&mut tx, chosen).await?;
    if let Some(fault) = fault(&all) {
        return Ok(Err(fault.into()));
    }
    let paths: Vec<&str> = all.iter().map(|case| &*case.handler_path).collect();
    let Some(org) = rules::above_all(&paths).map(OrgId) else {
        return Ok(Err("这些诉求没有共同的上级工会".into()));
    };
    if let Some(known) = store::asked_already(&mut tx, (org, account), &all).await?.first() {
        return Ok(Err(format!("刚有人建议过一起办，见集体争议{}", known.number)));
    }
    let first = &all[0];
    let new = NewMatter {
        org,
        service: &first.service,
        employer: first.employer,
        employer_name: &first.employer_name,
        words,
    };
    let matter = store::add(&mut tx, app, &new).await?;
    for case in &all {
        store::ask(&mut tx, app, matter.id, case.id).await?;
    }
    note(&mut tx, app, by, &matter, "propose", &format!("请了{}位工友", all.len())).await?;
    tell(&mut tx, app, &matter, &all.iter().collect::<Vec<_>>(), ASKED).await?;
    tx.commit().await?;
    Ok(Ok(matter.number))
}
/// More workers are asked, or again those who said no or left.
pub async fn ask(app: &App, by: By<'_>, matter: &Matter, chosen: &[Case]) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let (parts, known) = (store::parts_in(&mut tx, matter.id).await?, store::cases_in(&mut tx, matter.id).await?);
    let asked = held(&mut tx, chosen).await?;
    let is_in =
        |case: &Case| parts.iter().any(|part| part.case_id == case.id && matches!(&*part.state, "asked" | "joined"));
    let now: Vec<Case> = known.into_iter().filter(|case| is_in(case)).collect();
    let mut all = now.clone();
    all.extend(asked.iter().filter(|case| now.iter().all(|known| known.id != case.id)).cloned());
    if asked.is_empty() || all.len() == now.len() {
        return Ok(Err("这些工友已经请过了".into()));
    }
    if let Some(fault) = fault(&all) {
        return Ok(Err(fault.into()));
    }
    if let Some(case) = asked.iter().find(|case| !case.handler_path.starts_with(&*matter.org_path)) {
        return Ok(Err(format!("{}不由{}和它的下级工会办，不能加进来", case.number, matter.org_name)));
    }
    for case in &asked {
        store::ask(&mut tx, app, matter.id, case.id).await?;
    }
    note(&mut tx, app, by, &matter, "ask", &format!("又请了{}位工友", asked.len())).await?;
    tell(&mut tx, app, &matter, &asked.iter().collect::<Vec<_>>(), ASKED).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// The union at which it lies has ended: the one above goes on.
pub async fn move_up(app: &App, matter: &Matter, to: &platform::tree::Org) -> Result<(), Error> {
    let Ok((mut tx, matter)) = take(app, matter.id).await? else { return Ok(()) };
    store::set_org(&mut tx, matter.id, to.id).await?;
    let matter = store::find_in(&mut tx, matter.id).await?.ok_or(Error::NotFound)?;
    note(&mut tx, app, By::PROGRAM, &matter, "orphan", &to.name).await?;
    tell_officers(&mut tx, app, &matter, "工会撤销了，请接着办").await?;
    tell_joined(&mut tx, app, &matter, ("换了工会接着办", "您这件的期限不变")).await?;
    Ok(tx.commit().await?)
}
/// A case that lies with one person alone now is no longer worked on together with others.
pub async fn take_out(app: &App, matter: &Matter, part: &Part) -> Result<(), Error> {
    let Ok((mut tx, matter)) = take(app, matter.id).await? else { return Ok(()) };
    store::answer(&mut tx, app, part.id, "left", false).await?;
    if part.has_joined() {
        measures::left(&mut tx, &matter, part).await?;
    }
    if let Some(case) = cases::find_in(&mut tx, part.case_id).await? {
        let said = ("您这件由专人单独办了", "不再和工友一起办，期限不变");
        tell(&mut tx, app, &matter, &[&case], said).await?;
    }
    Ok(tx.commit().await?)
}
