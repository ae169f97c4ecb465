//! Ten or more with a common claim may choose who speaks for them (调解仲裁法 7): those who stand, one ballot each, the result.
use super::{note, take, tell, tell_joined, tell_officers};
use crate::{
    cases::{Case, store as cases},
    collective::{
        rules::{self, LEAST, MANY, MOST},
        store::{self, Matter, Part, PartId},
    },
    course::{By, Outcomes},
};
use jiff::civil::Date;
use platform::{App, db::Tx, web::Error};

/// The workers may stand, and propose others, until a day.
pub async fn start(app: &App, by: By<'_>, matter: &Matter, seats: usize, until: Date) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if matter.joined < MANY as i64 {
        return Ok(Err(format!("十人以上才推举代表，现在{}人参加", matter.joined)));
    }
    if matches!(&*matter.choosing, "standing" | "voting") {
        return Ok(Err("已经在推举了".into()));
    }
    let seats = seats.clamp(LEAST, MOST) as i64;
    store::set_choosing(&mut tx, matter.id, "standing", (matter.round + 1, seats), Some(until)).await?;
    let day = ui::text::near(until, app.today());
    note(&mut tx, app, by, &matter, "standing", &format!("推举{seats}位代表，{day}前报名")).await?;
    let body = format!("请在{day}前报名或者推荐工友");
    tell_joined(&mut tx, app, &matter, ("推举代表，开始报名", &body)).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// Everybody votes once, until a day.
pub async fn begin_vote(app: &App, by: By<'_>, matter: &Matter, until: Date) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let candidates = store::candidates_in(&mut tx, matter.id, matter.round).await?;
    let standing = candidates.iter().filter(|one| one.stands()).count();
    if matter.choosing != "standing" {
        return Ok(Err("现在不能开始投票，请看到了哪一步".into()));
    }
    if standing < LEAST {
        return Ok(Err(format!("至少要有{LEAST}位工友报名，现在{standing}位")));
    }
    store::set_choosing(&mut tx, matter.id, "voting", (matter.round, matter.seats), Some(until)).await?;
    let day = ui::text::near(until, app.today());
    note(&mut tx, app, by, &matter, "voting", &format!("{standing}位报名，{day}前投票")).await?;
    tell_joined(&mut tx, app, &matter, ("推举代表，开始投票", &format!("请在{day}前投票，每人一次"))).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

async fn own(tx: &mut Tx, matter: &Matter, case: &Case) -> Result<Option<Part>, Error> {
    let parts = store::parts_in(tx, matter.id).await?;
    Ok(parts.into_iter().find(|part| part.case_id == case.id && part.has_joined()))
}
/// A worker stands: from now on the others see the name.
pub async fn stand(app: &App, by: By<'_>, matter: &Matter, case: &Case) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = own(&mut tx, &matter, case).await?;
    let Some(part) = part.filter(|_| matter.choosing == "standing") else {
        return Ok(Err("现在不能报名".into()));
    };
    store::nominate(&mut tx, part.id, matter.round, true).await?;
    store::set_named(&mut tx, part.id, true).await?;
    note(&mut tx, app, by, &matter, "stand", "").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// A worker proposes another whose name is shown; that one is asked.
pub async fn nominate(app: &App, by: By<'_>, matter: &Matter, case: &Case, other: PartId) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let parts = store::parts_in(&mut tx, matter.id).await?;
    let chosen = parts.iter().find(|part| part.id == other && part.has_joined() && part.is_named());
    let me = parts.iter().any(|part| part.case_id == case.id && part.has_joined() && part.id != other);
    let Some(chosen) = chosen.filter(|_| me && matter.choosing == "standing") else {
        return Ok(Err("现在不能推荐这位工友".into()));
    };
    store::nominate(&mut tx, chosen.id, matter.round, false).await?;
    note(&mut tx, app, by, &matter, "nominate", "").await?;
    if let Some(other) = cases::find_in(&mut tx, chosen.case_id).await? {
        let said = ("有工友推荐您当代表", "愿意的，请打开报名");
        tell(&mut tx, app, &matter, &[&other], said).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}
/// One ballot for each; sent twice it is one.
pub async fn vote(app: &App, by: By<'_>, matter: &Matter, case: &Case, picked: &[i64]) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let part = own(&mut tx, &matter, case).await?;
    let Some(part) = part.filter(|_| matter.choosing == "voting") else { return Ok(Err("现在不能投票".into())) };
    let candidates = store::candidates_in(&mut tx, matter.id, matter.round).await?;
    let stands = |id: &i64| candidates.iter().any(|one| one.id == *id && one.stands());
    let mut picked: Vec<i64> = picked.iter().copied().filter(stands).collect();
    picked.sort_unstable();
    picked.dedup();
    if picked.is_empty() || picked.len() as i64 > matter.seats {
        return Ok(Err(format!("请选1到{}位", matter.seats)));
    }
    if !store::vote(&mut tx, app, part.id, matter.round).await? {
        return Ok(Err("您已经投过票了".into()));
    }
    for candidate in picked {
        store::count_vote(&mut tx, candidate).await?;
    }
    // Who voted stands in the history; for whom stands nowhere.
    note(&mut tx, app, by, &matter, "vote", "").await?;
    tx.commit().await?;
    Ok(Ok(()))
}
/// The vote is over: the result is recorded and told.
pub async fn close(app: &App, by: By<'_>, matter: &Matter) -> Outcomes {
    let (mut tx, matter) = match take(app, matter.id).await? {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    if matter.choosing != "voting" {
        return Ok(Err("现在没有在投票".into()));
    }
    let candidates = store::candidates_in(&mut tx, matter.id, matter.round).await?;
    let votes: Vec<(i64, i64)> = candidates.iter().filter(|one| one.stands()).map(|one| (one.id, one.votes)).collect();
    let chosen = rules::chosen(&votes, usize::try_from(matter.seats).unwrap_or(MOST));
    for id in &chosen.elected {
        store::elect(&mut tx, *id).await?;
    }
    store::set_choosing(&mut tx, matter.id, "done", (matter.round, matter.seats), None).await?;
    let tied = if chosen.tied.is_empty() {
        String::new()
    } else {
        format!("，{}位票数相同没有当选", chosen.tied.len())
    };
    let words = format!("选出{}位代表{tied}", chosen.elected.len());
    note(&mut tx, app, by, &matter, "chosen", &words).await?;
    tell_joined(&mut tx, app, &matter, ("推举代表有结果了", &words)).await?;
    tell_officers(&mut tx, app, &matter, &words).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
