//! The form of a record, new or to be corrected.
use super::{
    PATH, WRITE, acts, crumb, files, kinds,
    rules::{self, Kind},
    store::{Evidence, EvidenceId, NewEvidence},
    within,
};
use askama::Template;
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    response::Response,
};
use jiff::civil::Date;
use platform::{
    secrets, tree,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Desk, ErrorSummary, Field};

#[derive(Template)]
#[template(path = "evidence/form.html")]
struct FormPage {
    frame: ui::Console,
    fields: Vec<Field>,
    action: String,
    back: String,
    button: &'static str,
    /// Names the form, so that sending it twice makes one record.
    form: String,
    /// Which state of the record was seen.
    version: i64,
    /// It counts now, and will not until it is confirmed again.
    counts: bool,
}

fn page(desk: &Desk, kinds: &[Kind], before: Option<&Evidence>, form: &Fields) -> FormPage {
    let choices = kinds.iter().map(|kind| Choice::new(&kind.name, format!("{}（{}）", kind.name, kind.unit)));
    let mut fields = vec![
        Field::select("kind", "哪一类", std::iter::once(Choice::new("", "请选")).chain(choices)).of_form(form),
        Field::text("what", "做了什么")
            .hint("一句话，比如：到顺通物流讲新修订的安全生产法")
            .attr("maxlength", 100)
            .of_form(form),
        Field::date("done_on", "哪天做的").attr("max", desk.app.today()).of_form(form),
        Field::text("place", "在哪里").attr("maxlength", 60).of_form(form),
        Field::number("amount", "多少").hint("按这一类的单位：几场、几家、几人").of_form(form),
        Field::number("people", "参加的有多少人次").hint("没有人参加的填0").of_form(form),
        Field::file("file", "照片、签到表", "image/jpeg,image/png,image/webp,application/pdf")
            .hint("照片或PDF，最多6份。没有佐证不能登记")
            .attr("multiple", "")
            .error(form.error("file").map(str::to_owned)),
    ];
    if let Some(evidence) = before {
        let files = fields.pop().expect("the file's field");
        fields.push(files.optional().hint("原来的都留着，这里只添新的"));
        let hint = if evidence.is_confirmed() { "上级确认的时候看得到" } else { "上级看得到" };
        fields
            .push(Field::area("reason", "为什么更正").hint(hint).attr("rows", 2).attr("maxlength", 200).of_form(form));
    }
    let title = if before.is_some() { "更正佐证记录" } else { "登记佐证" };
    FormPage {
        frame: desk.frame(title, PATH, crumb()),
        action: before.map_or_else(|| PATH.to_owned(), |evidence| format!("{}/correction", evidence.link())),
        back: before.map_or_else(|| PATH.to_owned(), Evidence::link),
        button: if before.is_some() { "更正" } else { "登记，交上级确认" },
        form: form.opt("form").map_or_else(secrets::token, str::to_owned),
        version: form.number("version").or(before.map(|evidence| evidence.version)).unwrap_or(0),
        counts: before.is_some_and(Evidence::is_confirmed),
        fields,
    }
}

/// What the form says; none where something is to be mended.
fn typed(form: &mut Fields, kinds: &[Kind], before: Option<&Evidence>, today: Date) -> Option<NewEvidence> {
    let known = kinds.iter().find(|kind| kind.name == form.get("kind")).cloned();
    // A kind that is no longer on the list stays what it was.
    let kept =
        before.filter(|b| b.kind == form.get("kind")).map(|b| Kind { name: b.kind.clone(), unit: b.unit.clone() });
    let kind = known.or(kept);
    if kind.is_none() {
        form.fault("kind", "请选是哪一类");
    }
    let what = form.required("what", "请写做了什么", 100);
    let place = form.required("place", "请写在哪里", 60);
    let done_on = rules::day(form.get("done_on"), today).map_err(|fault| form.fault("done_on", fault)).ok();
    let amount = rules::amount(form.get("amount"), 1).map_err(|fault| form.fault("amount", fault)).ok();
    let people = rules::amount(form.get("people"), 0).map_err(|fault| form.fault("people", fault)).ok();
    for name in ["what", "place"] {
        if platform::standards::has_unprintable(form.get(name)) {
            form.fault(name, "里面有看不见的字符，请重新输入");
        }
    }
    let Kind { name: kind, unit } = kind?;
    let new =
        NewEvidence { kind, unit, what: what?, done_on: done_on?, place: place?, amount: amount?, people: people? };
    form.is_right().then_some(new)
}

pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    let kinds = kinds(&desk.app).await?;
    form.set("done_on", desk.app.today().to_string());
    Ok(desk.show(&page(&desk, &kinds, None, &form)))
}
pub async fn create(desk: Desk, form: std::result::Result<Multipart, MultipartRejection>) -> Result<Response> {
    desk.scope(WRITE)?;
    let (app, kinds) = (&desk.app, kinds(&desk.app).await?);
    let (uploads, mut form) = files::read(form).await?;
    if uploads.is_empty() {
        form.fault("file", "请附上照片或签到表");
    }
    let new = typed(&mut form, &kinds, None, app.today());
    let attached = files::laid(app, uploads, &mut form).await?;
    let (Some(new), true) = (new, form.is_right()) else { return Ok(desk.refill(&page(&desk, &kinds, None, &form))) };
    let org = tree::find(&app.db, desk.post().org).await?.ok_or(Error::NotFound)?;
    let token = form.opt("form").map_or_else(secrets::token, str::to_owned);
    let kept = acts::record(app, &desk.who, &org, &token, &new, attached).await?;
    let said = if kept.new { "登记好了，上级确认后计入数字" } else { "这张表已经交过了" };
    Ok(see(&format!("{PATH}/{}", kept.id), said))
}

/// The union that recorded it corrects it.
async fn own(desk: &Desk, id: EvidenceId) -> Result<Evidence> {
    let evidence = within(desk, WRITE, id).await?;
    match () {
        () if evidence.org != desk.post().org => Err(Error::refused("由登记的工会更正；您可以退回或撤回")),
        () if evidence.is_withdrawn() => Err(Error::refused("这条记录已经撤回，不能再更正")),
        () => Ok(evidence),
    }
}
pub async fn edit(desk: Desk, Path(record): Path<EvidenceId>) -> Result<Response> {
    let evidence = within(&desk, WRITE, record).await?;
    let kinds = kinds(&desk.app).await?;
    let mut form = Fields::default();
    for (name, value) in [
        ("kind", evidence.kind.clone()),
        ("what", evidence.what.clone()),
        ("done_on", evidence.done_on.clone()),
        ("place", evidence.place.clone()),
        ("amount", evidence.amount.to_string()),
        ("people", evidence.people.to_string()),
    ] {
        form.set(name, value);
    }
    Ok(desk.show(&page(&desk, &kinds, Some(&evidence), &form)))
}
pub async fn correct(
    desk: Desk,
    Path(record): Path<EvidenceId>,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let evidence = own(&desk, record).await?;
    let (app, kinds) = (&desk.app, kinds(&desk.app).await?);
    let (uploads, mut form) = files::read(form).await?;
    let new = typed(&mut form, &kinds, Some(&evidence), app.today());
    let reason = form.required("reason", "请写为什么更正", 200);
    let attached = files::laid(app, uploads, &mut form).await?;
    let (Some(new), Some(reason), true) = (new, reason, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &kinds, Some(&evidence), &form)));
    };
    let seen = Evidence { version: form.number("version").unwrap_or(evidence.version), ..evidence };
    match acts::correct(app, &desk.who, &seen, (&new, &reason), attached).await? {
        Ok(()) => Ok(see(&seen.link(), "更正好了，等上级重新确认")),
        Err(late) => Err(Error::refused(late)),
    }
}
