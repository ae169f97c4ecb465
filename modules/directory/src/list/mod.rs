//! Pages of the console's lists: by the key of the last or first row, so that the thousandth page costs what the first one does.
pub mod export;
#[cfg(test)]
mod export_tests;

use platform::web::Fields;

/// Rows on a page unless somebody asks for more.
pub const ROWS: usize = 20;
/// Up to so many are counted exactly; beyond, a list says "more than".
pub const COUNTED: i64 = 5_000;

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    First,
    After(String),
    Before(String),
}
impl Page {
    pub fn of(fields: &Fields) -> Page {
        match (fields.opt("after"), fields.opt("before")) {
            (Some(key), _) => Page::After(key.to_owned()),
            (None, Some(key)) => Page::Before(key.to_owned()),
            (None, None) => Page::First,
        }
    }
    /// Puts rows that were read with one more than `rows` into their order, and says whether there are pages before and behind.
    pub fn cut<T>(&self, mut read: Vec<T>, rows: usize) -> Cut<T> {
        let more = read.len() > rows;
        read.truncate(rows);
        if matches!(self, Page::Before(_)) {
            read.reverse();
            return Cut { rows: read, previous: more, next: true };
        }
        Cut { rows: read, previous: matches!(self, Page::After(_)), next: more }
    }
}

/// The rows of one page.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut<T> {
    pub rows: Vec<T>,
    pub previous: bool,
    pub next: bool,
}
impl<T> Cut<T> {
    /// The line below the table; `key` gives the key of a row.
    pub fn pager(&self, about: String, address: &ui::Address, key: impl Fn(&T) -> String) -> ui::Pager {
        let previous = self.rows.first().filter(|_| self.previous).map(|r| address.with("before", key(r)).to_string());
        let next = self.rows.last().filter(|_| self.next).map(|r| address.with("after", key(r)).to_string());
        ui::Pager::new(about).previous(previous).next(next)
    }
}

/// 共12家, 超过5,000家.
pub fn about(count: i64, unit: &str) -> String {
    if count > COUNTED {
        format!("超过{}{unit}", ui::text::count(COUNTED))
    } else {
        format!("共{}{unit}", ui::text::count(count))
    }
}

/// The pattern that finds a text anywhere, its own wildcards disarmed.
pub fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_read_backwards_comes_back_in_order() {
        let page = Page::Before("9".into());
        assert_eq!(page.cut(vec![8, 7, 6], 2), Cut { rows: vec![7, 8], previous: true, next: true });
        assert_eq!(Page::First.cut(vec![1, 2], 2), Cut { rows: vec![1, 2], previous: false, next: false });
        assert_eq!(Page::After("0".into()).cut(vec![1, 2, 3], 2), Cut { rows: vec![1, 2], previous: true, next: true });
    }

    #[test]
    fn wildcards_that_somebody_typed_are_letters() {
        assert_eq!(like("100%_\\"), "%100\\%\\_\\\\%");
    }
}
