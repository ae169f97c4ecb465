//! A family's table: a row for each member, its columns from the definition. Kept as JSON: a list of rows of values.
use super::{Answer, LONGEST_LINE, control, name_of, said, value};
use crate::definitions::{Column, Field, FieldKind};
use askama::Template;
use platform::web::Fields;

/// Rows that a form holds at most: the filled ones stand open, each further one opens with a tap.
const MOST: usize = 10;

#[derive(Template)]
#[template(path = "cases/answers/family.html")]
pub struct Table {
    name: String,
    label: String,
    hint: String,
    rows: Vec<Vec<ui::Field>>,
    /// So many of them stand open.
    open: usize,
}
impl askama::filters::HtmlSafe for Table {}
impl Table {
    pub fn of(field: &Field, form: &Fields) -> Table {
        let filled = (0..MOST).rev().find(|row| is_filled(field, form, *row)).map_or(0, |row| row + 1);
        let cell = |row: usize, column: &Column| {
            let kind = if column.kind == FieldKind::Choice { FieldKind::Text } else { column.kind };
            let name = cell_name(field, row, column);
            let control = match column.kind {
                FieldKind::Choice => {
                    let none = std::iter::once(ui::Choice::new("", "请选"));
                    let choices = column.options.iter().map(|(key, words)| ui::Choice::new(key, words));
                    ui::Field::select(&name, &column.label, none.chain(choices))
                }
                _ => control::plain(&name, (kind, &column.label, &column.options), LONGEST_LINE, ""),
            };
            control.of_form(form)
        };
        Table {
            name: name_of(field),
            label: field.label.clone(),
            hint: field.hint.clone(),
            rows: (0..MOST).map(|row| field.columns.iter().map(|column| cell(row, column)).collect()).collect(),
            open: filled.max(1),
        }
    }
    pub fn fields(&self) -> impl Iterator<Item = &ui::Field> {
        self.rows.iter().flatten()
    }
}
fn cell_name(field: &Field, row: usize, column: &Column) -> String {
    format!("{}_{row}_{}", name_of(field), column.key)
}
fn is_filled(field: &Field, form: &Fields, row: usize) -> bool {
    field.columns.iter().any(|column| form.has(&cell_name(field, row, column)))
}

/// Reads the rows in which something was typed; the first column of each must be filled.
pub fn read(field: &Field, form: &mut Fields) -> Option<Answer> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in (0..MOST).filter(|row| is_filled(field, form, *row)).collect::<Vec<_>>() {
        let mut cells = Vec::with_capacity(field.columns.len());
        for (n, column) in field.columns.iter().enumerate() {
            let name = cell_name(field, row, column);
            let typed = form.get(&name).to_owned();
            match typed.is_empty() {
                true if n == 0 => form.fault(&name, "这一项要填"),
                true => cells.push(String::new()),
                false => match value(column.kind, (&column.options, LONGEST_LINE), &typed) {
                    Ok(value) => cells.push(value),
                    Err(sentence) => form.fault(&name, sentence),
                },
            }
        }
        rows.push(cells);
    }
    if rows.is_empty() {
        if let Some(column) = field.columns.first().filter(|_| field.required) {
            form.fault(&cell_name(field, 0, column), "至少写一位");
        }
        return None;
    }
    let value = serde_json::to_string(&rows).ok()?;
    Some(Answer { key: field.key.clone(), value })
}
/// The rows of an answer, in the order of the columns.
pub fn rows(value: &str) -> Vec<Vec<String>> {
    serde_json::from_str(value).unwrap_or_default()
}
/// A line for each member of the family.
pub fn words(field: &Field, value: &str) -> String {
    let line = |row: Vec<String>| {
        let cell = |(column, value): (&Column, &String)| said(column.kind, &column.options, value);
        let cells = field.columns.iter().zip(&row).filter(|(_, value)| !value.is_empty()).map(cell);
        cells.collect::<Vec<_>>().join("，")
    };
    rows(value).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::Service;

    const TEXT: &str = r#"
key = "aid"
kind = "family"
label = "家里有谁"
required = true
[[column]]
key = "name"
kind = "person"
label = "姓名"
[[column]]
key = "income"
kind = "money"
label = "每月收入"
"#;

    #[test]
    fn a_familys_rows_are_read_and_said_again() {
        let field: Field = basic_toml::from_str(TEXT).expect("a field");
        let mut form = Fields::parse("f_aid_0_name=林小满&f_aid_0_income=3000&f_aid_2_name=林大");
        let answer = read(&field, &mut form).expect("two rows");
        assert!(form.is_right());
        assert_eq!(rows(&answer.value), [["林小满", "300000"], ["林大", ""]]);
        assert_eq!(words(&field, &answer.value), "林小满，¥3,000.00\n林大");
        let table = Table::of(&field, &form);
        assert_eq!(
            (table.open, table.rows.len()),
            (3, MOST),
            "those up to the last filled one stand open, the others with a tap"
        );
    }

    #[test]
    fn an_empty_table_that_must_be_filled_says_so_at_its_first_field() {
        let field: Field = basic_toml::from_str(TEXT).expect("a field");
        let mut form = Fields::parse("f_aid_1_income=x");
        assert!(read(&field, &mut form).is_some());
        assert_eq!(form.error("f_aid_1_name"), Some("这一项要填"));
        assert!(form.error("f_aid_1_income").is_some());
        let mut none = Fields::default();
        assert!(read(&field, &mut none).is_none());
        assert_eq!(none.error("f_aid_0_name"), Some("至少写一位"));
        assert!(Service::default().fields.is_empty());
    }
}
