//! What came of it goes back to each case: what the employer offers is each worker's own to accept, what it pays is an act of the case.
use super::{note, take, tell, tell_joined};
use crate::{
    cases::{Case, store as cases},
    collective::{
        papers,
        store::{self, Matter, PartId},
    },
    course::{self, By, Outcomes, With},
    definitions::Ask,
};
use platform::{App, web::Error};

/// What the employer offers each, in fen. Who is offered something else than before is asked.
pub async fn offer(app: &App, by: By<'_>, matter: &Matter, offers: &[(PartId, i64)]) -> Outcomes<usize> {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let parts = store::parts_in(&mut tx, matter.id).await?;
    let known = store::cases_in(&mut tx, matter.id).await?;
    let (mut count, mut sum) = (0, 0);
    for (id, fen) in offers {
        let Some(part) = parts.iter().find(|part| part.id == *id && part.has_joined() && part.agreed != *fen) else {
            continue;
        };
        store::set_agreed(&mut tx, part.id, *fen).await?;
        (count, sum) = (count + 1, sum + fen);
        let case: Vec<&Case> = known.iter().filter(|case| case.id == part.case_id).collect();
        let said = ("单位答应了金额，请您回答", "同不同意由您自己定，别人不能代您答应");
        tell(&mut tx, app, &matter, &case, said).await?;
    }
    if count == 0 {
        return Ok(Err("没有改动".into()));
    }
    note(&mut tx, app, by, &matter, "offer", &format!("{count}人，{}", ui::text::yuan(sum))).await?;
    tx.commit().await?;
    Ok(Ok(count))
}

/// What the employer paid each: the act of each case that records an amount, one by one. Gives who got it, and of the others why not.
pub async fn paid(
    app: &App,
    by: By<'_>,
    matter: &Matter,
    sums: &[(PartId, i64)],
    words: &str,
) -> Outcomes<(usize, Vec<String>)> {
    let parts = store::parts(&app.db, matter.id).await?;
    let (mut done, mut stayed) = (0, Vec::new());
    for (id, fen) in sums {
        let Some(part) = parts.iter().find(|part| part.id == *id && part.has_joined()) else { continue };
        let Some(case) = cases::find(&app.db, part.case_id).await? else { continue };
        match pay(app, by, &case, *fen, words).await? {
            Ok(()) => done += 1,
            Err(sentence) => stayed.push(format!("{}：{sentence}", case.name)),
        }
    }
    if done > 0 {
        let (mut tx, matter) = match take(app, matter.id).await? {
            Ok(taken) => taken,
            Err(sentence) => return Ok(Err(sentence)),
        };
        note(&mut tx, app, by, &matter, "paid", &format!("{done}人")).await?;
        tx.commit().await?;
    }
    Ok(Ok((done, stayed)))
}
async fn pay(app: &App, by: By<'_>, case: &Case, fen: i64, words: &str) -> Outcomes {
    if case.is_over() {
        return Ok(Err("已经办结了".into()));
    }
    let step = case.at().filter(|_| !case.is_paused());
    let Some(act) = step.and_then(|step| step.acts.iter().find(|act| act.asks(Ask::Amount) && act.is_offered())) else {
        return Ok(Err(format!("现在是“{}”，还不能记补发", case.state())));
    };
    let with = With { reason: words.to_owned(), amount: Some(fen) };
    course::perform(app, by, case, &act.key, &with).await
}

/// A letter of the matter, put down as it is now and numbered.
pub async fn write(app: &App, by: By<'_>, matter: &Matter, key: &str) -> Outcomes {
    let text = match papers::written(app, matter, key).await? {
        Ok(text) => text,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    store::add_letter(&mut tx, app, &matter, (key, &text), by.account()).await?;
    note(&mut tx, app, by, &matter, "letter", papers::title(key)).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// They are no longer worked on together; each case goes on as it is.
pub async fn end(app: &App, by: By<'_>, matter: &Matter, words: &str) -> Result<Result<(), String>, Error> {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    note(&mut tx, app, by, &matter, "end", words).await?;
    tell_joined(&mut tx, app, &matter, ("不再和工友一起办", "您这件没有办结的，照样接着办")).await?;
    store::set_over(&mut tx, app, matter.id).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
