//! What every case lets the union do beside the definition's acts: give it to a colleague, stand aside, write down a call or what moves a limit.
use super::{By, Outcomes, begin, late, record, telling};
use crate::cases::{
    Case, limits, link,
    store::{self, Fact},
};
use crate::letters;
use platform::{App, identity::AccountId, notices, web::Error};

/// A colleague at the handling union works on it from now on.
pub async fn assign(app: &App, by: By<'_>, case: &Case, to: (AccountId, &str), reason: &str) -> Outcomes {
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    let words = format!("{}。{reason}", to.1);
    store::add_step(&mut tx, app, case.id, ("assign", &case.step), &words, (by.account(), by.org())).await?;
    store::set_officer(&mut tx, case.id, Some(to.0)).await?;
    record(&mut tx, app, by, case, "assign", to.1).await?;
    let title = format!("交给您办：{}", case.title());
    notices::tell(&mut tx, app, to.0, &title, &case.name, &link(&case.number)).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Whoever has an interest stands aside: sees the case, and works on it no more.
pub async fn stand_aside(app: &App, by: By<'_>, case: &Case, reason: &str) -> Outcomes {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    if !store::add_recusal(&mut tx, app, case.id, account, reason).await? {
        return Ok(Err("您已经回避了".into()));
    }
    store::add_step(&mut tx, app, case.id, ("aside", &case.step), "", (by.account(), by.org())).await?;
    if case.officer == Some(account) {
        store::set_officer(&mut tx, case.id, None).await?;
    }
    record(&mut tx, app, by, case, "aside", "").await?;
    telling::union(&mut tx, app, case, "经办人回避了，请接着办").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// A call with the worker, written down: the worker reads it too.
pub async fn call(app: &App, by: By<'_>, case: &Case, text: &str) -> Outcomes {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    store::add_message(&mut tx, app, case.id, "call", text, (account, by.org())).await?;
    super::entering::answered(&mut tx, app, case).await?;
    record(&mut tx, app, by, case, "call", "").await?;
    telling::worker(&mut tx, app, case, "工会记下了和您的通话", "请打开看看记得对不对").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Something interrupts or suspends a limit of the law: its last day is computed anew, the worker is told.
pub async fn moves_limit(app: &App, by: By<'_>, case: &Case, fact: &Fact, words: &str) -> Outcomes {
    let Some(account) = by.account() else { return Err(Error::SignedOut) };
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    store::add_fact(&mut tx, app, case.id, fact, words, account).await?;
    let facts = store::facts_in(&mut tx, case.id).await?;
    let all = limits::of(app, case, &facts);
    store::set_limit(&mut tx, case.id, limits::nearest(&all, app.today())).await?;
    let limit = all.iter().find(|limit| limit.statute.key == fact.statute);
    let said = limit.map_or_else(String::new, |l| format!("{}最迟{}", l.statute.name, ui::text::date(l.until)));
    store::add_step(&mut tx, app, case.id, ("limit", &case.step), &said, (by.account(), by.org())).await?;
    record(&mut tx, app, by, case, "limit", &fact.kind).await?;
    match by.side {
        super::Side::Worker => telling::union(&mut tx, app, case, "本人说了一个法定期限从哪天起算").await?,
        _ => telling::worker(&mut tx, app, case, "法定期限有变化", &said).await?,
    }
    tx.commit().await?;
    Ok(Ok(()))
}
/// A letter that no act writes by itself.
pub async fn write_letter(app: &App, by: By<'_>, case: &Case, key: &str, words: &str) -> Outcomes {
    let Some(letter) = case.service().letter(key).filter(|letter| letter.on.is_empty()) else {
        return Ok(Err("没有这种文书".into()));
    };
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    letters::write(&mut tx, app, by, case, letter, words).await?;
    store::add_step(&mut tx, app, case.id, ("letter", &case.step), &letter.title, (by.account(), by.org())).await?;
    record(&mut tx, app, by, case, "letter", &letter.title).await?;
    if letters::is_to_worker(letter) {
        telling::worker(&mut tx, app, case, "工会给您写了一份文书", "请打开看看").await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
