//! Numbers that stand in a form as it came: somebody typed them, nothing counts them. They leave the form when it is filled.
use super::binding::{self, Bindings};
use platform::sheets::form::{Content, Page};

/// A number that is bound to nothing and numbers neither the lines nor the columns of the form (1, 2, 3 …).
pub fn is_typed(bindings: &Bindings, page: &Page, row: u32, column: u32) -> bool {
    let is_number = page.cell(row, column).is_some_and(|cell| matches!(cell.content, Content::Number(_)));
    is_number
        && !bindings.contains_key(&binding::name(page, row, column))
        && !counts(page, |at| at.0 == row)
        && !counts(page, |at| at.1 == column)
}
/// How many of them a page has.
pub fn on(bindings: &Bindings, page: &Page) -> usize {
    page.cells.iter().filter(|cell| is_typed(bindings, page, cell.row, cell.column)).count()
}
/// Whether the numbers of a line, or of a column, are 1, 2, 3 ….
fn counts(page: &Page, lies: impl Fn((u32, u32)) -> bool) -> bool {
    let here = page.cells.iter().filter(|cell| lies((cell.row, cell.column)));
    let mut numbers: Vec<((u32, u32), f64)> = here
        .filter_map(|cell| match cell.content {
            Content::Number(number) => Some(((cell.row, cell.column), number)),
            _ => None,
        })
        .collect();
    numbers.sort_by_key(|(at, _)| *at);
    numbers.len() > 1 && numbers.iter().zip(1..).all(|((_, number), n)| (number - f64::from(n)).abs() < f64::EPSILON)
}
