//! Receiving a visit. The answer says: sent, or wrong and why.
use super::{LIMIT, PHOTOS, store, told};
use crate::{
    aid::measures::VISITS,
    cases::{self, Case, within},
    course::{self, By, telling},
    desk::case::{Conflict, conflict},
    permissions::CASES_WORK,
};
use axum::{
    Json,
    extract::{Multipart, Path, multipart::MultipartRejection},
};
use platform::{
    App, audit,
    clock::day_of,
    facts::{self, Fact},
    files::{self, NewFile},
    identity::SignedIn,
    web::{Error, Fields, Result, uploads},
};
use serde::Serialize;
use std::collections::BTreeMap;
use ui::Desk;

const LONGEST: u32 = 1_600;

/// What a phone is told of an entry.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verdict {
    Sent {
        said: String,
    },
    /// `faults`: sentences by field; those of the whole entry under an empty name.
    Wrong {
        faults: BTreeMap<String, String>,
    },
}
fn wrong(sentence: impl Into<String>) -> Verdict {
    Verdict::Wrong { faults: [(String::new(), sentence.into())].into() }
}
fn sent(case: &Case) -> Verdict {
    Verdict::Sent { said: format!("编号{}", case.number) }
}

pub async fn create(
    desk: Desk,
    Path(number): Path<String>,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result<Json<Verdict>> {
    let case = within(&desk, &number, CASES_WORK).await?;
    let mut form = match form {
        Ok(form) => uploads(form, "file").await?.1,
        Err(_) => Fields::default(),
    };
    let key = form.get("key").to_owned();
    if key.len() < 16 || key.len() > 64 {
        return Ok(Json(wrong("这一份没有编号，请重新填写")));
    }
    // What arrived before is not looked at again: the answer was lost on the way.
    if store::is_there(&desk.app.db, desk.who.account, &key).await? {
        return Ok(Json(sent(&case)));
    }
    let verdict = received(&desk, &case, &key, &mut form).await?;
    // What is wrong with an entry that was sent twice at once may be that the first one is there.
    if matches!(verdict, Verdict::Wrong { .. }) && store::is_there(&desk.app.db, desk.who.account, &key).await? {
        return Ok(Json(sent(&case)));
    }
    Ok(Json(verdict))
}

async fn received(desk: &Desk, case: &Case, key: &str, form: &mut Fields) -> Result<Verdict> {
    if case.is_over() {
        return Ok(wrong("这件诉求已经办结了，走访没有记上"));
    }
    match conflict(desk, case).await? {
        Some(Conflict::Own) => return Ok(wrong("这是您本人的诉求，要请别人去走访")),
        Some(other) => return Ok(wrong(other.sentence())),
        None => {}
    }
    let at = match told::visited_at(form.number("at"), desk.app.now()) {
        Ok(at) => at,
        Err(sentence) => return Ok(wrong(sentence)),
    };
    let told = told::read(form, &desk.who.name, case.service().aid);
    let photos = photos(form).await?;
    let Some(told) = told.filter(|_| form.is_right()) else {
        let faults = form.faults().into_iter().map(|(field, sentence)| (field.to_owned(), sentence.to_owned()));
        return Ok(Verdict::Wrong { faults: faults.collect() });
    };
    keep(&desk.app, &desk.who, case, (key, at), (&told, photos)).await?;
    Ok(sent(case))
}

/// The photos made anew; decoding takes a good part of a second and has its own thread.
async fn photos(form: &mut Fields) -> Result<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    for n in 1..=PHOTOS {
        let name = format!("photo{n}");
        let Some(text) = form.opt(&name).filter(|text| text.len() < LIMIT).map(str::to_owned) else { continue };
        let drawn = tokio::task::spawn_blocking(move || files::photo(&text, LONGEST)).await.map_err(Error::internal)?;
        match drawn {
            Ok(bytes) => all.push(bytes),
            Err(sentence) => form.fault(&name, sentence),
        }
    }
    Ok(all)
}

pub async fn keep(
    app: &App,
    who: &SignedIn,
    case: &Case,
    (key, at): (&str, i64),
    (told, photos): (&told::Told, Vec<Vec<u8>>),
) -> Result<()> {
    let (account, by) = (who.account, By::union(who));
    let mut laid = Vec::new();
    for bytes in &photos {
        laid.push(files::lay_down(app, bytes).await?);
    }
    let mut tx = app.db.begin().await?;
    let added = store::add(&mut tx, app, case, (account, key), told, (photos.len(), at)).await?;
    let Some(visit) = added else { return Ok(()) };
    for (n, (bytes, laid)) in photos.iter().zip(laid).enumerate() {
        let name = format!("走访照片{}.jpg", n + 1);
        let new = NewFile {
            name: &name,
            mime: "image/jpeg",
            bytes,
            person: None,
            org: Some(case.handler),
            account: Some(account),
        };
        let file = files::keep(&mut tx, app, &new, laid).await?;
        cases::store::add_file(&mut tx, app, case.id, file, "union", account).await?;
    }
    let words = format!("{}、{}", told.visitors[0], told.visitors[1]);
    cases::store::add_step(&mut tx, app, case.id, ("visit", &case.step), &words, (Some(account), by.org())).await?;
    course::answered(&mut tx, app, case).await?;
    let fact = Fact {
        measure: VISITS,
        org: case.handler,
        day: day_of(at),
        dimension: &case.service,
        amount: 1,
        record: cases::NUMBERED,
        record_id: case.id.0,
    };
    facts::count(&mut tx, &fact).await?;
    let entry = audit::Entry {
        act: "case.visit",
        object: cases::NUMBERED,
        object_id: case.id.0,
        person: case.person,
        org: Some(case.handler),
        detail: &visit.to_string(),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    telling::worker(&mut tx, app, case, "工会登记了上门走访", "请打开看看").await?;
    Ok(tx.commit().await?)
}
