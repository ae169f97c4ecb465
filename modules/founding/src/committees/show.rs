//! A union's committees and its term.
use super::{
    SeatId,
    store::{self, Seat},
};
use crate::{
    elections::{self, Committee, Election},
    permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE},
    settings::{POSTPONE_MONTHS, REMIND_MONTHS},
    terms::{self, rules::Standing},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::{
    form,
    unions::{self, Union, UnionKind},
};
use jiff::civil::Date;
use platform::{
    audit,
    rights::Permission,
    settings, tasks,
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field, Stamp, text};

#[derive(Template)]
#[template(path = "committees/show.html")]
struct ShowPage {
    frame: ui::Console,
    union: Union,
    sizes: Vec<(Committee, i64, i64)>,
    seats: Vec<Seat>,
    /// Who is about to leave a seat: asked once more.
    leaving: Option<Seat>,
    elections: Vec<Election>,
    standing: Option<Standing>,
    postponed: Option<(String, String)>,
    term: Vec<Field>,
    postpone: Vec<Field>,
    summary: ErrorSummary,
    may_write: bool,
    /// Answers for the upper union.
    may_decide: bool,
}
impl ShowPage {
    fn of(&self, committee: &Committee) -> Vec<&Seat> {
        self.seats.iter().filter(|s| s.committee() == *committee && s.left_on.is_none()).collect()
    }
    fn former(&self) -> Vec<&Seat> {
        self.seats.iter().filter(|s| s.left_on.is_some()).collect()
    }
    fn size(&self, committee: &Committee) -> Option<&(Committee, i64, i64)> {
        self.sizes.iter().find(|(c, ..)| c == committee)
    }
    fn going_on(&self) -> Option<&Election> {
        self.elections.iter().find(|e| e.state() != elections::State::Approved)
    }
    fn empty(&self) -> i64 {
        self.sizes.iter().filter(|(c, ..)| *c != Committee::Women).map(|(_, seats, taken)| (seats - taken).max(0)).sum()
    }
    /// Whether the term ends soon, is over or unknown.
    fn due(&self) -> bool {
        !matches!(self.standing, Some(Standing::Holds(_)))
    }
    fn stands(&self) -> bool {
        self.union.status == "1" && self.union.closed_on.is_none()
    }
    fn term_words(&self) -> String {
        let from = self.union.term_from.clone().unwrap_or_default();
        match self.standing {
            None => "没有登记任期".into(),
            Some(Standing::Holds(end) | Standing::Soon(end) | Standing::Over(end)) => format!(
                "{}起，每届{}年，到{}",
                from.parse::<Date>().map(text::date).unwrap_or(from),
                self.union.term_years.unwrap_or_default(),
                text::date(end)
            ),
        }
    }
    fn term_stamp(&self) -> Option<Stamp> {
        terms::stamp(self.standing?)
    }
}

async fn within(desk: &Desk, needs: &Permission, id: OrgId) -> Result<Union> {
    unions::store::within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}
async fn page(desk: &Desk, union: Union, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let postponed = match &union.term_from {
        Some(from) => store::postponed(&app.db, union.id, from).await?,
        None => None,
    };
    let months = settings::number(&app.db, REMIND_MONTHS, &union.region, app.today()).await?;
    let granted = postponed.as_ref().and_then(|(until, _)| until.parse().ok());
    let mut form = form.clone();
    let end = union.term_from.as_deref().and_then(|f| f.parse().ok()).zip(union.term_years);
    if !form.has("term_from") {
        form.set("term_from", union.term_from.clone().unwrap_or_default());
        let end = end.and_then(|(from, years)| unions::rules::term_end(from, years));
        form.set("term_to", end.map(|d| d.to_string()).unwrap_or_default());
    }
    let of = |fields: Vec<Field>| fields.into_iter().map(|f| f.of_form(&form)).collect::<Vec<_>>();
    let term = of(vec![Field::date("term_from", "任期从"), Field::date("term_to", "到")]);
    let postpone =
        of(vec![Field::date("until", "延到哪天"), Field::text("reason", "为什么延期").attr("maxlength", 100)]);
    let crumb = vec![
        Crumb::word("有家"),
        Crumb::to("基层工会", "/console/unions"),
        Crumb::to(union.name.clone(), unions::link(union.id)),
    ];
    let seats = store::seats(&app.db, union.id).await?;
    let leave = form.number::<SeatId>("leave");
    Ok(ShowPage {
        frame: desk.frame("委员会", terms::HERE, crumb),
        sizes: store::sizes(&app.db, union.id).await?,
        leaving: seats.iter().find(|s| Some(s.id) == leave && s.left_on.is_none()).cloned(),
        seats,
        elections: elections::store::of_union(&app.db, union.id).await?,
        standing: end.and_then(|(from, years)| terms::rules::standing(from, years, granted, months, app.today())),
        summary: ErrorSummary::of(term.iter().chain(&postpone)),
        may_write: desk.may(FOUNDINGS_WRITE),
        may_decide: desk.may(FOUNDINGS_DECIDE) && desk.post().org != union.id,
        postponed,
        term,
        postpone,
        union,
    })
}
fn link(union: &Union) -> String {
    format!("/console/unions/{}/committee", union.id)
}

pub async fn show(desk: Desk, Path(union): Path<OrgId>, asked: Fields) -> Result<Response> {
    let union = within(&desk, FOUNDINGS_READ, union).await?;
    Ok(desk.show(&page(&desk, union, &asked).await?))
}
async fn record(
    tx: &mut platform::db::Tx,
    desk: &Desk,
    union: &Union,
    act: &str,
    detail: &str,
    reason: &str,
) -> Result<()> {
    let entry = audit::Entry {
        act,
        object: "union",
        object_id: union.id.0,
        detail,
        reason,
        org: Some(union.id),
        ..Default::default()
    };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}

/// Somebody leaves the committee: the seat is empty and may be filled by a by-election.
pub async fn leave(desk: Desk, Path(union): Path<OrgId>, form: Fields) -> Result<Response> {
    let union = within(&desk, FOUNDINGS_WRITE, union).await?;
    let seat = form.number::<SeatId>("seat").ok_or_else(|| Error::refused("请选谁离任。"))?;
    let why: String = form.get("why").chars().take(100).collect();
    let mut tx = desk.app.db.begin().await?;
    if !store::leave(&mut tx, union.id, seat, desk.app.today(), &why).await? {
        drop(tx);
        let mut page = page(&desk, union, &Fields::default()).await?;
        page.frame.flash = Some(ui::Flash::warn("这个人已经离任了，请看现在的名单"));
        let mut response = desk.show(&page);
        *response.status_mut() = StatusCode::CONFLICT;
        return Ok(response);
    }
    record(&mut tx, &desk, &union, "committee.leave", "", &why).await?;
    tx.commit().await?;
    Ok(see(&link(&union), "离任登记好了，空出来的名额可以补选"))
}

fn years(union: &Union) -> &'static [i64] {
    union.kind().map_or(&[3, 5], |kind: UnionKind| unions::rules::term_years(kind))
}
fn at_upper(desk: &Desk, union: &Union) -> Result<()> {
    if desk.post().org == union.id {
        return Err(Error::refused("自己工会的任期要由上一级工会来改。"));
    }
    Ok(())
}
/// Enters or corrects a term from a day to a day.
pub async fn term(desk: Desk, Path(union): Path<OrgId>, mut form: Fields) -> Result<Response> {
    let union = within(&desk, FOUNDINGS_DECIDE, union).await?;
    at_upper(&desk, &union)?;
    let from = form::day(&mut form, "term_from", Some(desk.app.today()));
    let to = form::day(&mut form, "term_to", None);
    for name in ["term_from", "term_to"] {
        if form.get(name).is_empty() {
            form.fault(name, "请填日期");
        }
    }
    let mut lasting = None;
    if let (Some(from), Some(to)) = (from, to) {
        match terms::rules::years_between(from, to, years(&union)) {
            Ok(years) => lasting = Some(years),
            Err(sentence) => form.fault("term_to", sentence),
        }
    }
    let (Some(from), Some(years), true) = (from, lasting, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, union, &form).await?));
    };
    let mut tx = desk.app.db.begin().await?;
    unions::store::renew(&mut tx, union.id, &union.chair, from, years).await?;
    record(&mut tx, &desk, &union, "union.term", &format!("{from}起，{years}年"), "").await?;
    tx.commit().await?;
    Ok(see(&link(&union), "任期改好了"))
}
/// Grants a later end of the term.
pub async fn postpone(desk: Desk, Path(union): Path<OrgId>, mut form: Fields) -> Result<Response> {
    let union = within(&desk, FOUNDINGS_DECIDE, union).await?;
    at_upper(&desk, &union)?;
    let app = &desk.app;
    let term = union.term_from.as_deref().and_then(|f| f.parse::<Date>().ok()).zip(union.term_years);
    let (from, years) = term.ok_or_else(|| Error::refused("这家工会没有登记任期，先登记任期。"))?;
    let end =
        unions::rules::term_end(from, years).ok_or_else(|| Error::refused("这家工会的任期写得不对，请先改好。"))?;
    let months = settings::number(&app.db, POSTPONE_MONTHS, &union.region, app.today()).await?;
    let latest = terms::rules::latest_end(from, years, months).unwrap_or(end);
    let until = form::day(&mut form, "until", None);
    match until {
        None if form.get("until").is_empty() => form.fault("until", "请填延到哪天"),
        Some(day) if day <= end => form.fault("until", format!("任期到{end}，延期的日子要比它晚")),
        Some(day) if day > latest => form.fault("until", format!("最多延期{months}个月，到{latest}")),
        _ => {}
    }
    let reason = form.required("reason", "请写明为什么延期", 100);
    let (Some(until), Some(reason), true) = (until, reason, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, union, &form).await?));
    };
    let mut tx = app.db.begin().await?;
    store::postpone(&mut tx, app, union.id, &from.to_string(), until, &reason, desk.who.account).await?;
    tasks::close(&mut tx, app, terms::OBJECT, union.id.0, Some(desk.who.account), "同意延期").await?;
    terms::store::forget(&mut tx, union.id).await?;
    record(&mut tx, &desk, &union, "union.postpone", &format!("延到{until}"), &reason).await?;
    tx.commit().await?;
    Ok(see(&link(&union), &format!("同意延期到{until}")))
}
