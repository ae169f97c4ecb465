//! The worker has the last word: one to five stars. One or two, and the case goes on a level higher, at most once at each.
use super::{By, Outcomes, begin, entering, late, record, telling};
use crate::{
    cases::{Case, routing, store},
    measures,
};
use platform::{App, web::Error};

/// Up to so many stars are not enough.
pub const BAD: i64 = 2;

pub async fn rate(app: &App, by: By<'_>, case: &Case, stars: i64, words: &str) -> Outcomes {
    if case.rating != "waiting" {
        return Ok(Err("评价的时间过了，还没解决可以再提一件".into()));
    }
    let higher = match stars <= BAD {
        true => routing::higher(app, case).await?,
        false => None,
    };
    let again = match &higher {
        Some(to) => !store::was_reopened_at(&app.db, case.id, to.org.id).await?,
        None => false,
    };
    let Some(mut tx) = begin(app, case).await? else { return Ok(Err(late(app, case).await?)) };
    let said = format!("{stars}星。{words}");
    store::add_step(&mut tx, app, case.id, ("rate", &case.step), &said, (by.account(), None)).await?;
    measures::rated(&mut tx, app, case, stars).await?;
    record(&mut tx, app, by, case, "rate", &format!("{stars}星")).await?;
    let rating = if stars <= BAD { "unsatisfied" } else { "rated" };
    store::set_rating(&mut tx, case.id, rating, Some(stars)).await?;
    match higher.filter(|_| again) {
        Some(to) => {
            let org = &to.org;
            let reopens = case.service().step(&case.service().reopens).expect("a checked definition");
            store::add_step(&mut tx, app, case.id, ("reopen", &reopens.key), &org.name, (None, Some(org.id))).await?;
            measures::reopened(&mut tx, app, case).await?;
            entering::carry(&mut tx, app, by, case, &to).await?;
            let here = store::find_in(&mut tx, case.id).await?.ok_or(Error::NotFound)?;
            let here = entering::enter(&mut tx, app, &here, reopens, None).await?;
            let body = format!("由{}重新办", org.name);
            telling::worker(&mut tx, app, &here, "您不满意，报上一级了", &body).await?;
        }
        None => telling::union(&mut tx, app, case, &format!("本人评了{stars}星")).await?,
    }
    tx.commit().await?;
    Ok(Ok(()))
}
/// Nobody rated in time: that is not satisfaction.
pub async fn lapse(app: &App, case: &Case) -> Result<(), Error> {
    let Some(mut tx) = begin(app, case).await? else { return Ok(()) };
    store::add_step(&mut tx, app, case.id, ("unrated", &case.step), "", (None, None)).await?;
    store::set_rating(&mut tx, case.id, "unrated", None).await?;
    Ok(tx.commit().await?)
}
