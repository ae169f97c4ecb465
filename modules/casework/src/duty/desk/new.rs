//! Entering a duty: who, of which kind, where, on which days of the week, in which times.
use super::show::begun;
use crate::{
    counselling::acts::region_of,
    permissions::{COUNSEL, DUTY_MANAGE, DUTY_SERVE},
};
use askama::Template;
use axum::response::Response;
use directory::places;
use jiff::civil::Date;
use platform::{
    identity::{self, AccountId, Holder},
    rights::Role,
    settings,
    slots::{self, DESK, KINDS, Span, minute_of, store::NewRoster},
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Crumb, Desk, ErrorSummary, Field};

const PLACE: usize = 80;
const DAYS: [(&str, &str); 7] =
    [("1", "周一"), ("2", "周二"), ("3", "周三"), ("4", "周四"), ("5", "周五"), ("6", "周六"), ("7", "周日")];

#[derive(Template)]
#[template(path = "duty/desk/new.html")]
struct NewPage {
    frame: ui::Console,
    fields: Vec<Field>,
}

/// Who can be put on duty: those with a post at the own union and below that serves; without managing only oneself.
async fn advisers(desk: &Desk) -> Result<Vec<Holder>> {
    let scope = desk.scope(DUTY_SERVE)?;
    let serves = |holder: &Holder| Role::from_key(&holder.role).is_some_and(|role| DUTY_SERVE.is_held_by(role));
    let mut all = identity::holders(&desk.app.db, &scope, desk.app.today()).await?;
    all.retain(|one| serves(one) && (desk.may(DUTY_MANAGE) || one.account == desk.who.account));
    // Those whose trade it is come first.
    all.sort_by_key(|one| {
        !matches!(Role::from_key(&one.role), Some(Role::Counsellor | Role::Adviser | Role::Mediator))
    });
    Ok(all)
}
async fn page(desk: &Desk, form: &Fields) -> Result<NewPage> {
    let app = &desk.app;
    let region = region_of(app, desk.post().org).await?;
    let kinds = settings::lines(&app.db, KINDS, &region, app.today()).await?;
    let advisers = advisers(desk).await?;
    let who = advisers.iter().map(|one| Choice::new(one.id, format!("{} {}，{}", one.name, one.title, one.org_name)));
    let path = platform::tree::find(&app.db, desk.post().org).await?.map(|org| org.path).unwrap_or_default();
    let near = places::store::near(&app.db, &path, 60).await?;
    let at = near.iter().map(|place| Choice::new(&place.name, format!("{}，{}", place.name, place.address)));
    let fields = vec![
        Field::select("post", "谁值班", std::iter::once(Choice::new("", "请选")).chain(who)).of_form(form),
        Field::select("kind", "哪一种", kinds.iter().map(|kind| Choice::new(kind, kind)))
            .hint("有哪几种在设置里改")
            .of_form(form),
        Field::select("at", "在哪里", std::iter::once(Choice::new("", "别的地方，写在下面")).chain(at)).of_form(form),
        Field::text("place", "房间或地址").hint("比如二楼法律援助室").optional().attr("maxlength", PLACE).of_form(form),
        Field::checks("weekday", "每周哪几天", DAYS).of_form(form),
        Field::text("from", "几点开始").hint("写成14:00的样子").attr("maxlength", 5).of_form(form),
        Field::text("until", "几点结束").attr("maxlength", 5).of_form(form),
        begun(Field::number("minutes", "每次几分钟").value(30).attr("maxlength", 3), form),
        begun(Field::number("capacity", "同一时间几个人").value(1).attr("maxlength", 2), form),
        begun(Field::date("starts_on", "从哪天起").value(app.today()), form),
    ];
    Ok(NewPage { frame: desk.frame("排值班", DESK, vec![Crumb::word("信家"), Crumb::to("值班", DESK)]), fields })
}
pub async fn new(desk: Desk) -> Result<Response> {
    Ok(desk.show(&page(&desk, &Fields::default()).await?))
}

/// The times that a form says; faults are put at the fields.
fn hours(form: &mut Fields) -> Option<Span> {
    let (from, until) = (minute_of(form.get("from")), minute_of(form.get("until")));
    for (name, there) in [("from", from.is_some()), ("until", until.is_some())] {
        if !there {
            form.fault(name, "写成14:00的样子");
        }
    }
    let span = Span { from: from?, until: until? };
    if span.from >= span.until {
        form.fault("until", "结束要比开始晚");
        return None;
    }
    Some(span)
}
fn between(form: &mut Fields, name: &str, least: i64, most: i64) -> Option<i64> {
    let number = form.number::<i64>(name).filter(|n| (least..=most).contains(n));
    if number.is_none() {
        form.fault(name, format!("请填{least}到{most}之间的整数"));
    }
    number
}
/// The place in words: one of the union's, a room, or both.
fn place(form: &mut Fields) -> Option<String> {
    let words = format!("{}{}", form.get("at"), form.get("place"));
    if words.is_empty() {
        form.fault("place", "请选或者写在哪里");
    }
    form.short_enough("place", PLACE);
    (!words.is_empty()).then_some(words)
}
async fn read(desk: &Desk, form: &mut Fields) -> Result<Option<(NewRoster, AccountId)>> {
    let app = &desk.app;
    let region = region_of(app, desk.post().org).await?;
    let kinds = settings::lines(&app.db, KINDS, &region, app.today()).await?;
    let wanted = form.number::<i64>("post");
    let holder = advisers(desk).await?.into_iter().find(|one| Some(one.id.0) == wanted);
    if holder.is_none() {
        form.fault("post", "请选一位");
    }
    let kind = kinds.into_iter().find(|kind| kind == form.get("kind"));
    if kind.is_none() {
        form.fault("kind", "请选一种");
    }
    let weekdays: String =
        DAYS.iter().map(|(key, _)| *key).filter(|key| form.all("weekday").any(|one| one == *key)).collect();
    if weekdays.is_empty() {
        form.fault("weekday", "请选至少一天");
    }
    let (place, hours) = (place(form), hours(form));
    let (minutes, capacity) = (between(form, "minutes", 5, 240), between(form, "capacity", 1, 50));
    let starts_on = form.number::<Date>("starts_on");
    if starts_on.is_none() {
        form.fault("starts_on", "请选日期");
    }
    if let (Some(hours), Some(minutes)) = (hours, minutes)
        && hours.until - hours.from < minutes
    {
        form.fault("minutes", "比值班的时间还长");
    }
    let (Some(holder), Some(kind), Some(place), Some(hours), Some(minutes), Some(capacity), Some(starts_on), true) =
        (holder, kind, place, hours, minutes, capacity, starts_on, form.is_right())
    else {
        return Ok(None);
    };
    let confidential = Role::from_key(&holder.role).is_some_and(|role| COUNSEL.is_held_by(role));
    let (org, account) = (holder.org, holder.account);
    let new = NewRoster {
        org,
        account,
        kind,
        place,
        weekdays,
        hours,
        minutes,
        capacity,
        confidential,
        starts_on,
        ends_on: None,
    };
    Ok(Some((new, account)))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let Some((new, account)) = read(&desk, &mut form).await? else {
        return Ok(desk.refill(&page(&desk, &form).await?));
    };
    if overlaps(&desk, &new).await? {
        form.fault("from", "这个时间已经排了别的值班");
        return Ok(desk.refill(&page(&desk, &form).await?));
    }
    let id = slots::add(&desk.app, &desk.who, &new).await.map_err(Error::from)?;
    let sentence = if account == desk.who.account { "排好了" } else { "排好了，已经告诉本人" };
    Ok(see(&format!("{DESK}/{id}"), sentence))
}
/// Nobody is on duty twice at a time.
async fn overlaps(desk: &Desk, new: &NewRoster) -> Result<bool> {
    let all =
        slots::store::list(&desk.app.db, &platform::tree::Scope::below("/"), Some(new.account), new.starts_on).await?;
    let same_day = |digits: &str| digits.chars().any(|digit| new.weekdays.contains(digit));
    Ok(all.iter().any(|one| {
        same_day(&one.weekdays) && Span { from: one.from_minute, until: one.until_minute }.overlaps(new.hours)
    }))
}
