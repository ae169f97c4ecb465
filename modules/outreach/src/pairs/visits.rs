//! Recording visits.
use super::{OBJECT, PairId, VISITS, VisitId, entry, show, store, within};
use crate::permissions::{READ, VISITS_WRITE};
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use platform::{
    audit,
    facts::{self, Fact},
    files::{self, NewFile},
    standards::has_unprintable,
    tasks,
    web::{Error, Fields, Result, Upload, see, uploads},
};
use ui::Desk;

/// A photo's longer side in pixels.
const LONGEST: u32 = 1600;

/// What the form says; none where something is to be mended.
fn typed(form: &mut Fields, pair: &super::Pair, today: Date) -> Option<store::NewVisit> {
    let day = form.get("visited_on").parse::<Date>();
    match day {
        Err(_) => form.fault("visited_on", "请填走访的日期"),
        Ok(day) if day > today => form.fault("visited_on", "日期还没有到，去了再登记"),
        Ok(day) if day < pair.from() => {
            form.fault("visited_on", format!("结对是从{}开始的，更早的走访不算在里面", ui::text::date(pair.from())));
        }
        Ok(_) => {}
    }
    let who = form.required("who", "请写明谁去的", 60);
    let asked = form.required("asked", "请写一句看了什么、问了什么", 500);
    for name in ["result", "next_step"] {
        form.short_enough(name, 500);
    }
    for name in ["who", "asked", "result", "next_step"] {
        // A line end is fine in what was said.
        if has_unprintable(&form.get(name).replace(['\n', '\t'], "")) {
            form.fault(name, "里面有看不见的字符，请重新输入");
        }
    }
    let (result, next_step) = (form.get("result").to_owned(), form.get("next_step").to_owned());
    let (who, asked, visited_on) = (who?, asked?, day.ok()?);
    form.is_right().then_some(store::NewVisit { visited_on, who, asked, result, next_step, photo: None })
}

/// The photo made anew, if one came; decoding takes a good part of a second and has its own thread.
async fn redrawn(photo: Option<Upload>, form: &mut Fields) -> Result<Option<Vec<u8>>> {
    let Some(photo) = photo else { return Ok(None) };
    let redrawn = tokio::task::spawn_blocking(move || files::picture(&photo.bytes, LONGEST)).await;
    match redrawn.map_err(Error::internal)? {
        Ok(bytes) => Ok(Some(bytes)),
        Err(fault) => {
            form.fault("file", fault);
            Ok(None)
        }
    }
}

pub async fn create(
    desk: Desk,
    Path(pair): Path<PairId>,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let pair = within(&desk, VISITS_WRITE, pair).await?;
    if !pair.is_open() {
        return Err(Error::refused("这个结对已经结束，不能再登记走访。"));
    }
    let (photo, mut form) = match form {
        Ok(form) => uploads(form, "file").await?,
        Err(_) => (None, Fields::default()),
    };
    let new = typed(&mut form, &pair, desk.app.today());
    let picture = redrawn(photo, &mut form).await?;
    let Some(mut new) = new.filter(|_| form.is_right()) else { return show::again(&desk, pair, &mut form).await };
    add(&desk, &pair, &mut new, picture).await?;
    Ok(see(&pair.link(), "走访登记好了"))
}
/// The act: the photo, the visit, what it counts for, and the reminder that it answers.
async fn add(desk: &Desk, pair: &super::Pair, new: &mut store::NewVisit, picture: Option<Vec<u8>>) -> Result<()> {
    let app = &desk.app;
    let laid = match &picture {
        Some(bytes) => Some((bytes, files::lay_down(app, bytes).await?)),
        None => None,
    };
    let mut tx = app.db.begin().await?;
    if let Some((bytes, laid)) = laid {
        let file = NewFile {
            name: "走访照片.jpg",
            mime: "image/jpeg",
            bytes,
            person: None,
            org: Some(pair.union_id),
            account: Some(desk.who.account),
        };
        new.photo = Some(files::keep(&mut tx, app, &file, laid).await?);
    }
    let visit = store::add_visit(&mut tx, app, (pair.id, pair.employer), new, desk.who.account).await?;
    let fact = Fact {
        measure: VISITS,
        org: pair.union_id,
        day: new.visited_on,
        dimension: &pair.employer.to_string(),
        amount: 1,
        record: "visit",
        record_id: visit.0,
    };
    facts::count(&mut tx, &fact).await?;
    tasks::close(&mut tx, app, OBJECT, pair.id.0, Some(desk.who.account), "去过了").await?;
    audit::record(&mut tx, app, Some(&desk.who), &entry("pair.visit", pair, &pair.employer_name)).await?;
    Ok(tx.commit().await?)
}

pub async fn photo(desk: Desk, Path(visit): Path<VisitId>) -> Result<Response> {
    let visit = store::visit_within(&desk.app.db, &desk.scope(READ)?, visit).await?.ok_or(Error::NotFound)?;
    let file = match visit.photo {
        Some(id) => files::find(&desk.app, id).await?,
        None => None,
    };
    let bytes = files::content(&desk.app, &file.ok_or(Error::NotFound)?).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}
