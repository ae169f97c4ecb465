//! A new form: the Excel file that the upper level sends, or measures chosen here.
use super::seen;
use crate::{
    figure::Known,
    reports::{
        PATH, WRITE,
        acts::{self, By, Sent},
        binding::{Bindings, Word, needs_part},
        checks::Checks,
        form_link, index,
        span::Rhythm,
    },
};
use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    response::Response,
};
use platform::{
    sheets::form::read,
    tree,
    web::{Error, Fields, Result, Upload, see, uploads},
};
use ui::{Choice, Crumb, Desk, ErrorSummary, Field};

#[derive(Template)]
#[template(path = "reports/form/new.html")]
struct NewPage {
    frame: ui::Console,
    fields: [Field; 3],
    measures: Field,
    words: Field,
    /// Something was said about the measures.
    open: bool,
}
impl NewPage {
    fn all(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain([&self.measures, &self.words])
    }
}
fn page(desk: &Desk, form: &Fields) -> NewPage {
    let known = seen(desk).into_iter().filter(|one| !needs_part(*one));
    let measures = known.map(|one| Choice::new(one.key(), one.name()).note(one.unit()));
    let words = Word::ALL.map(|word| Choice::new(word.key(), word.name()));
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("报表", PATH));
    NewPage {
        frame: desk.frame("新建报表模板", PATH, crumbs),
        fields: [
            Field::text("name", "报表名称").hint("如：县级工会组织建设季报").attr("maxlength", 60).of_form(form),
            Field::radios("rhythm", "多久一次", Rhythm::ALL.map(|r| Choice::new(r.key(), r.name()))).of_form(form),
            Field::file("file", "上级发的Excel表", ".xlsx")
                .optional()
                .hint("传上来以后一格一格绑指标，以后每期自动填，格式不变")
                .error(form.error("file").map(str::to_owned)),
        ],
        open: form.has("measures") || form.error("measures").is_some() || form.error("words").is_some(),
        measures: Field::checks("measures", "要哪些指标", measures).optional().of_form(form),
        words: Field::checks("words", "要哪几列", words).optional().of_form(form),
    }
}
pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    desk.scope(WRITE)?;
    if !form.has("rhythm") {
        form.set("rhythm", Rhythm::Quarter.key());
    }
    Ok(desk.show(&page(&desk, &form)))
}

pub async fn create(desk: Desk, body: std::result::Result<Multipart, MultipartRejection>) -> Result<Response> {
    desk.scope(WRITE)?;
    let (upload, mut form) = match body {
        Ok(body) => uploads(body, "file").await?,
        Err(_) => (None, Fields::default()),
    };
    let name = form.required("name", "请填报表名称", 60);
    let rhythm = Rhythm::from_key(form.get("rhythm"));
    if rhythm.is_none() {
        form.fault("rhythm", "请选多久报一次");
    }
    let sent = match upload {
        Some(upload) => brought(&upload).map_err(|fault| form.fault("file", fault)).ok(),
        None => chosen(&desk, &mut form, name.as_deref().unwrap_or(""))?,
    };
    let (Some(name), Some(rhythm), Some((file, bytes, grid, bindings)), true) = (name, rhythm, sent, form.is_right())
    else {
        return Ok(desk.refill(&page(&desk, &form)));
    };
    let org = tree::find(&desk.app.db, desk.post().org).await?.ok_or(Error::NotFound)?;
    let sent = Sent { file_name: &file, bytes: &bytes, form: grid };
    let id = acts::add_form(&desk.app, By::desk(&desk), &org, (&name, rhythm), &sent, (&bindings, &Checks::default()))
        .await?;
    Ok(see(&form_link(id), if bindings.is_empty() { "表读好了，请点格子绑指标" } else { "模板做好了" }))
}
type Brought = (String, Vec<u8>, platform::sheets::form::Form, Bindings);
/// The file that was sent; otherwise a sentence.
pub(super) fn brought(upload: &Upload) -> std::result::Result<Brought, String> {
    let grid = read(&upload.bytes).map_err(|fault| fault.to_string())?;
    Ok((upload.name.clone(), upload.bytes.to_vec(), grid, Bindings::new()))
}
/// A form of the measures and columns that were ticked.
fn chosen(desk: &Desk, form: &mut Fields, name: &str) -> Result<Option<Brought>> {
    let known: Vec<Known> =
        seen(desk).into_iter().filter(|one| form.all("measures").any(|key| key == one.key())).take(300).collect();
    let words: Vec<Word> =
        Word::ALL.into_iter().filter(|word| form.all("words").any(|key| key == word.key())).collect();
    if known.is_empty() {
        form.fault("measures", "请选要报的指标，或上传一份Excel表");
    } else if words.is_empty() {
        form.fault("words", "请选要哪几列");
    }
    if !form.is_right() {
        return Ok(None);
    }
    let (bytes, grid, bindings) = super::drawn(name, &known, &words)?;
    Ok(Some((format!("{name}.xlsx"), bytes, grid, bindings)))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for known in found %}<li role="option" data-value="{{ known.key() }}" data-label="{{ known.name() }}">{{ known.name() }}<small>{{ known.unit() }}</small></li>{% endfor %}"#
)]
struct Options {
    found: Vec<Known>,
}
/// Measures whose name or definition holds what was typed.
pub async fn options(desk: Desk, form: Fields) -> Result<Response> {
    let q = form.get("q").to_owned();
    let mut found: Vec<Known> =
        seen(&desk).into_iter().filter(|one| one.name().contains(&q) || one.definition().contains(&q)).collect();
    found.sort_by_key(|one| (!one.name().contains(&q), one.name().chars().count()));
    found.truncate(12);
    Ok(ui::fragment(&Options { found }).unwrap_or_else(|never| match never {}))
}
