//! How an election is held: the form, the day, the seats; and giving it up again.
use super::{
    Election, ElectionId, State,
    acts::{self, Sizes},
    show::{again, refused},
    store::{self, Plan, Purpose},
    within,
};
use crate::permissions::FOUNDINGS_WRITE;
use axum::{extract::Path, response::Response};
use directory::{
    form,
    unions::{self, UnionKind},
};
use platform::web::{Error, Fields, Result, see};
use ui::{Choice, Desk, Field};

pub fn fields(election: &Election, sizes: &Sizes, form: &Fields) -> Vec<Field> {
    let forms = [("assembly", "会员大会"), ("delegates", "会员代表大会")];
    let mut all = vec![
        Field::radios("form", "用什么会选", forms).hint(format!("会员不足{}人的要开会员大会", sizes.delegates_from)),
        Field::date("held_on", "哪天开会"),
        Field::text("place", "在哪里开").optional().attr("maxlength", 60),
        Field::number("entitled", "应到（人）").hint(format!("现有会员{}人；代表大会填代表人数", sizes.members)),
    ];
    if election.purpose() == Purpose::ByElection {
        all.push(Field::number("seats", "补选委员（人）").hint("委员会现在的空缺"));
        all.push(Field::number("audit_seats", "补选经审委员（人）"));
    } else {
        all.push(Field::number("seats", "委员会选几人").hint(format!(
            "会员{}人，按规定{}",
            sizes.members,
            sizes.committee.words()
        )));
        all.push(Field::number("audit_seats", "经审委选几人").hint(format!("按规定{}", sizes.audit.words())));
        all.push(Field::radios("term_years", "每届几年", [Choice::new(3, "3年"), Choice::new(5, "5年")]));
    }
    all.into_iter().map(|f| f.of_form(form)).collect()
}

/// Sets how the election is held.
pub async fn set(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let sizes = acts::sizes(&desk.app, &election.path, &election.region).await?;
    let Some(plan) = read_plan(&desk, &election, &sizes, &mut form).await? else {
        return again(&desk, election, &form).await;
    };
    let version = form.number("version").unwrap_or(election.version);
    let mut tx = desk.app.db.begin().await?;
    if !store::set_plan(&mut tx, election.id, version, &plan).await? {
        drop(tx);
        return refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    let detail = format!("委员会{}人，经审委{}人", plan.seats, plan.audit_seats);
    acts::record(&mut tx, &desk.app, &desk.who, "election.plan", &election, &detail).await?;
    tx.commit().await?;
    Ok(see(&election.link(), "选举方案定好了"))
}
async fn read_plan(desk: &Desk, election: &Election, sizes: &Sizes, form: &mut Fields) -> Result<Option<Plan>> {
    let by = election.purpose() == Purpose::ByElection;
    let delegates = form.get("form") == "delegates";
    if delegates && sizes.members < sizes.delegates_from {
        form.fault("form", format!("会员{}人，不足{}人，要开会员大会", sizes.members, sizes.delegates_from));
    }
    let held_on = form::day(form, "held_on", None);
    if held_on.is_none() {
        form.fault("held_on", "请填开会的日子");
    }
    form.short_enough("place", 60);
    let entitled = whole(form, "entitled", 1);
    if !delegates && entitled.is_some_and(|n| n > sizes.members) {
        form.fault("entitled", format!("比会员人数还多，现有会员{}人", sizes.members));
    }
    let seats = whole(form, "seats", i64::from(!by));
    let audit = whole(form, "audit_seats", i64::from(!by));
    if by {
        let (empty, empty_audit) = crate::committees::empty_seats(&desk.app, election.union_id).await?;
        if seats.is_some_and(|s| s > empty) {
            form.fault("seats", format!("委员会只空缺{empty}人"));
        }
        if audit.is_some_and(|s| s > empty_audit) {
            form.fault("audit_seats", format!("经审委只空缺{empty_audit}人"));
        }
    } else {
        if seats.is_some_and(|s| !sizes.committee.holds(s)) {
            form.fault(
                "seats",
                format!("会员{}人，委员会应选{}（人数表在设置里）", sizes.members, sizes.committee.words()),
            );
        }
        if audit.is_some_and(|s| !sizes.audit.holds(s)) {
            form.fault("audit_seats", format!("经审委应选{}", sizes.audit.words()));
        }
    }
    let term_years = if by { election.term_years } else { term(desk, election, form).await? };
    let (Some(entitled), Some(seats), Some(audit_seats), true) = (entitled, seats, audit, form.is_right()) else {
        return Ok(None);
    };
    let form_key = if delegates { "delegates" } else { "assembly" };
    let place = form.get("place").to_owned();
    Ok(Some(Plan { form: form_key, held_on, place, entitled, seats, audit_seats, term_years }))
}
/// Three or five years, as the union's kind allows.
async fn term(desk: &Desk, election: &Election, form: &mut Fields) -> Result<i64> {
    let union = unions::store::find(&desk.app.db, election.union_id).await?.ok_or(Error::NotFound)?;
    let allowed = union.kind().map_or(&[3, 5][..], |kind: UnionKind| unions::rules::term_years(kind));
    let years = form.number::<i64>("term_years").unwrap_or(0);
    if !allowed.contains(&years) {
        let words: Vec<String> = allowed.iter().map(|y| format!("{y}年")).collect();
        form.fault("term_years", format!("每届任期是{}（《工会法》第十六条）", words.join("或")));
    }
    Ok(years)
}

/// Drops an election that was only begun.
pub async fn cancel(desk: Desk, Path(election): Path<ElectionId>, form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let version = form.number("version").unwrap_or(election.version);
    let mut tx = desk.app.db.begin().await?;
    if !store::move_on(&mut tx, election.id, version, State::Dropped, "", desk.app.today()).await? {
        drop(tx);
        return refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    acts::record(&mut tx, &desk.app, &desk.who, "election.drop", &election, "").await?;
    tx.commit().await?;
    Ok(see(&format!("/console/unions/{}/committee", election.union_id), "这次选举取消了"))
}

/// A whole number up to a million.
pub fn whole(form: &mut Fields, name: &str, least: i64) -> Option<i64> {
    let number = form.number::<i64>(name).filter(|n| (least..=1_000_000).contains(n));
    if number.is_none() {
        form.fault(name, "请填一个整数");
    }
    number
}
