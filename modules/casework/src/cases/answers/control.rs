//! The controls of a form: fields, and a family's table.
use super::{family, longest, name_of};
use crate::{
    definitions::{Field, FieldKind, Service},
    services::known::{Record, SAID},
};
use askama::Template;
use platform::web::Fields;
use ui::Choice;

/// A field as it stands in the form, with the condition under which it is asked.
#[derive(Template)]
#[template(path = "cases/answers/control.html")]
pub struct Control {
    /// The name of another control, and the answers with which this one is asked.
    when: Option<(String, String)>,
    field: Option<ui::Field>,
    family: Option<family::Table>,
}
impl askama::filters::HtmlSafe for Control {}
impl Control {
    /// Its fields, for the summary of faults.
    pub fn fields(&self) -> impl Iterator<Item = &ui::Field> {
        self.field.iter().chain(self.family.iter().flat_map(family::Table::fields))
    }
}

/// All controls of a service's form; `employers` is where names of employers are proposed.
pub fn all(service: &Service, form: &Fields, employers: &str, known: &Record) -> Vec<Control> {
    service.fields.iter().map(|field| of(service, field, form, (employers, known))).collect()
}
fn of(service: &Service, field: &Field, form: &Fields, (employers, known): (&str, &Record)) -> Control {
    let when = field.when.split_first().and_then(|(key, answers)| {
        let other = service.field(key)?;
        Some((name_of(other), answers.join(" ")))
    });
    match field.kind {
        FieldKind::Family => Control { when, field: None, family: Some(family::Table::of(field, form)) },
        _ => {
            let control = plain(&name_of(field), (field.kind, &field.label, &field.options), longest(field), employers);
            let said = known.holds(&name_of(field), form).then(|| SAID.to_owned());
            let hints: Vec<String> =
                Some(hint(field)).filter(|hint| !hint.is_empty()).into_iter().chain(said).collect();
            let control = control.hint((!hints.is_empty()).then(|| hints.join("；"))).of_form(form);
            let control = if field.required || field.kind == FieldKind::Check { control } else { control.optional() };
            Control { when, field: Some(control), family: None }
        }
    }
}
/// What stands under a label: of files also what is taken.
fn hint(field: &Field) -> String {
    match field.kind {
        FieldKind::File if field.hint.is_empty() => FILES.to_owned(),
        FieldKind::File => format!("{}；{FILES}", field.hint),
        _ => field.hint.clone(),
    }
}
const FILES: &str = "照片或PDF，20MB以内";
type Shape<'a> = (FieldKind, &'a str, &'a [(String, String)]);
pub(super) fn plain(name: &str, (kind, label, options): Shape<'_>, longest: usize, employers: &str) -> ui::Field {
    match kind {
        FieldKind::Text | FieldKind::Family => ui::Field::text(name, label).attr("maxlength", longest),
        FieldKind::Person => ui::Field::text(name, label).attr("maxlength", 30),
        FieldKind::Place => {
            ui::Field::text(name, label).attr("maxlength", longest).attr("autocomplete", "street-address")
        }
        FieldKind::Area => ui::Field::area(name, label).attr("rows", 5).attr("maxlength", longest),
        FieldKind::Number => ui::Field::number(name, label).attr("maxlength", 6),
        FieldKind::Money => ui::Field::text(name, label).attr("inputmode", "decimal").attr("maxlength", 13),
        FieldKind::Date => ui::Field::date(name, label),
        FieldKind::Check => ui::Field::check(name, label),
        FieldKind::Phone => ui::Field::tel(name, label),
        FieldKind::Identity => ui::Field::text(name, label).attr("maxlength", 18).attr("autocomplete", "off"),
        FieldKind::Bank => {
            let field = ui::Field::text(name, label).attr("inputmode", "numeric").attr("maxlength", 40);
            field.attr("autocomplete", "off")
        }
        FieldKind::File => ui::Field::file(name, label, "image/jpeg,image/png,image/webp,application/pdf"),
        FieldKind::Choice => {
            let choices = options.iter().map(|(key, words)| Choice::new(key, words));
            ui::Field::radios(name, label, choices)
        }
        FieldKind::Employer => ui::Field::suggest(name, label, employers, "employer_id", "")
            .attr("maxlength", longest)
            .attr("autocomplete", "organization"),
    }
}
