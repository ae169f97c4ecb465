//! A matter for one of its workers: to say yes or no, one's own lines, what the others allow to be seen, representatives, what is offered.
mod page;

use super::{
    MINE, acts,
    desk::act::claims,
    own_link, people,
    store::{self, Matter, PartId},
};
use crate::{
    cases::Case,
    course::{By, Outcomes},
};
use axum::{extract::Path, response::Response};
use platform::{
    App,
    web::{Error, Fields, Result, see},
};
use ui::{Guest, Row, Stamp};

/// The matter to which a case of one's own belongs or is asked, and which it is: others don't exist.
async fn own(guest: &Guest, number: &str) -> Result<(Matter, super::Person, Vec<super::Person>)> {
    crate::definitions::published::fresh(&guest.app).await?;
    let who = guest.who()?;
    let matter = store::by_number(&guest.app.db, number).await?.ok_or(Error::NotFound)?;
    let all = people(&guest.app.db, matter.id).await?;
    let is_own =
        |case: &Case| case.account == Some(who.account) || (case.person.is_some() && case.person == who.person);
    let mine = all.iter().filter(|person| is_own(&person.case));
    let (joined, asked): (Vec<_>, Vec<_>) = mine.partition(|person| person.has_joined());
    let me = joined.into_iter().chain(asked).next().cloned().ok_or(Error::NotFound)?;
    Ok((matter, me, all))
}

pub async fn show(guest: Guest, Path(number): Path<String>) -> Result<Response> {
    let (matter, me, all) = own(&guest, &number).await?;
    let page = page::page(&guest, matter, me, all, &Fields::default()).await?;
    Ok(guest.show(&page))
}
pub async fn act(guest: Guest, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let (matter, me, all) = own(&guest, &number).await?;
    let done = perform(&guest, &matter, &me, &mut form).await?;
    if !form.is_right() {
        return Ok(guest.refill(&page::page(&guest, matter, me, all, &form).await?));
    }
    Ok(see(&own_link(&number), &done.map_or_else(|sentence| sentence, str::to_owned)))
}
async fn perform(guest: &Guest, matter: &Matter, me: &super::Person, form: &mut Fields) -> Outcomes<&'static str> {
    let (app, by, case) = (&guest.app, By::worker(guest.who()?), &me.case);
    let named = form.get("named") == "yes";
    match form.get("act") {
        "join" if !form.has("named") => {
            form.fault("named", "请选一项");
            Ok(Ok(""))
        }
        "join" => Ok(acts::answer(app, by, matter, case, true, named).await?.map(|()| "您和工友一起办了")),
        "decline" => {
            let done = acts::answer(app, by, matter, case, false, false).await?;
            Ok(done.map(|()| "记下了，您这件照样单独办"))
        }
        "rename" => Ok(acts::rename(app, by, matter, case, named).await?.map(|()| "改好了")),
        "leave" => Ok(acts::leave(app, by, matter, case).await?.map(|()| "您退出了，您这件照样接着办")),
        "fill" => {
            let version = form.number("version").unwrap_or_default();
            let Some(lines) = claims(form) else { return Ok(Ok("")) };
            let done = acts::fill(app, by, matter, (me.part.id, version), &lines).await?;
            Ok(done.map(|()| "清单记好了"))
        }
        "stand" => Ok(acts::stand(app, by, matter, case).await?.map(|()| "您报名了，工友看得到您的姓名")),
        "nominate" => {
            let Some(other) = form.number("part").map(PartId) else {
                form.fault("part", "请选一位工友");
                return Ok(Ok(""));
            };
            Ok(acts::nominate(app, by, matter, case, other).await?.map(|()| "推荐了，等他自己回答"))
        }
        "vote" => {
            let picked: Vec<i64> = form.all("candidate").filter_map(|id| id.parse().ok()).collect();
            if picked.is_empty() || picked.len() as i64 > matter.seats {
                form.fault("candidate", format!("请选1到{}位", matter.seats));
                return Ok(Ok(""));
            }
            Ok(acts::vote(app, by, matter, case, &picked).await?.map(|()| "投好了，选了谁没有人知道"))
        }
        word @ ("accept" | "refuse") => {
            let offer = (form.number("sum").unwrap_or_default(), word == "accept");
            Ok(acts::consent_to_offer(app, by, matter, case, offer).await?.map(|()| "记下了"))
        }
        _ => Err(Error::refused("请选择要怎么办。")),
    }
}

/// The matters of a case, for the page of the worker's own case.
pub async fn rows(app: &App, case: &Case) -> platform::db::Result<Vec<Row>> {
    let row = |(part, matter): (store::Part, Matter)| {
        let row = Row::new("和工友一起办").icon("users").href(format!("{MINE}/{}", matter.number));
        Some(match &*part.state {
            "asked" if !matter.is_over() && case.alone.is_none() => {
                row.stamp(Stamp::warn("请您回答")).meta("工会建议和工友一起办")
            }
            "joined" if matter.is_over() => row.stamp(Stamp::plain("结束了")),
            "joined" => row.stamp(Stamp::info("一起办")).meta(format!("{}人参加", matter.joined)),
            _ => return None,
        })
    };
    Ok(store::parts_of_case(&app.db, case.id).await?.into_iter().filter_map(row).collect())
}
