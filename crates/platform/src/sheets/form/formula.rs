//! The few formulas that forms hold: sums, differences, shares. What is not understood here is left to the spreadsheet program.
use super::{address, place};

/// What stands in a cell that a formula reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Held {
    Number(f64),
    Blank,
    Words,
    /// There is a number that is not shown: nothing is computed from it.
    Hidden,
    /// Nobody here can say.
    Unknown,
}
/// What a formula gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    Number(f64),
    Hidden,
    Unknown,
}

/// Computes a formula over the cells of its sheet: `+ - * /`, brackets, numbers, cells, SUM of ranges, ROUND.
pub fn outcome(text: &str, held: &dyn Fn(u32, u32) -> Held) -> Outcome {
    let mut parser = Parser { rest: text.trim().trim_start_matches('='), held, hidden: false, depth: 0 };
    let value = parser.sum();
    let whole = parser.rest.trim().is_empty();
    match value.filter(|value| whole && value.is_finite()) {
        // What could not be read to its end may read hidden cells further on.
        Some(_) | None if parser.hidden || (value.is_none() && reads_hidden(text, held)) => Outcome::Hidden,
        Some(value) => Outcome::Number(value),
        None => Outcome::Unknown,
    }
}
/// Whether any cell that is named in a formula is hidden.
fn reads_hidden(text: &str, held: &dyn Fn(u32, u32) -> Held) -> bool {
    let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '$' || c == ':'));
    words.any(|word| {
        let (first, last) = word.split_once(':').unwrap_or((word, word));
        match (place(first), place(last)) {
            (Some(first), Some(last)) => cells(first, last).any(|(row, column)| held(row, column) == Held::Hidden),
            _ => false,
        }
    })
}
fn cells(first: (u32, u32), last: (u32, u32)) -> impl Iterator<Item = (u32, u32)> {
    let (rows, columns) = ((first.0, last.0.min(first.0 + 1_000)), (first.1, last.1.min(first.1 + 200)));
    (rows.0..=rows.1).flat_map(move |row| (columns.0..=columns.1).map(move |column| (row, column)))
}

struct Parser<'a> {
    rest: &'a str,
    held: &'a dyn Fn(u32, u32) -> Held,
    hidden: bool,
    depth: u8,
}
impl<'a> Parser<'a> {
    fn takes(&mut self, what: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(what);
        rest.inspect(|rest| self.rest = rest).is_some()
    }
    fn sum(&mut self) -> Option<f64> {
        let mut value = self.product()?;
        loop {
            if self.takes("+") {
                value += self.product()?;
            } else if self.takes("-") {
                value -= self.product()?;
            } else {
                return Some(value);
            }
        }
    }
    fn product(&mut self) -> Option<f64> {
        let mut value = self.one()?;
        loop {
            if self.takes("*") {
                value *= self.one()?;
            } else if self.takes("/") {
                value /= self.one()?;
            } else {
                return Some(value);
            }
        }
    }
    fn one(&mut self) -> Option<f64> {
        self.depth += 1;
        if self.depth > 60 {
            return None;
        }
        let value = self.plain();
        self.depth -= 1;
        value
    }
    fn plain(&mut self) -> Option<f64> {
        if self.takes("-") {
            return self.one().map(|value| -value);
        }
        if self.takes("+") {
            return self.one();
        }
        if self.takes("(") {
            let value = self.sum()?;
            return self.takes(")").then_some(value);
        }
        let word = self.word();
        if self.takes("(") {
            return match word.to_ascii_uppercase().as_str() {
                "SUM" => self.sum_of(),
                "ROUND" => self.rounded(),
                _ => None,
            };
        }
        match place(word) {
            Some(at) => self.read(at, false),
            None => word.parse().ok(),
        }
    }
    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let end =
            self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '$' | '.'))).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }
    /// In a sum words count nothing; in other arithmetic they are a fault.
    fn read(&mut self, (row, column): (u32, u32), in_sum: bool) -> Option<f64> {
        match (self.held)(row, column) {
            Held::Number(number) => Some(number),
            Held::Blank => Some(0.0),
            Held::Words => in_sum.then_some(0.0),
            Held::Hidden => {
                self.hidden = true;
                Some(0.0)
            }
            Held::Unknown => None,
        }
    }
    fn sum_of(&mut self) -> Option<f64> {
        let mut value = 0.0;
        loop {
            let before = self.rest;
            let first = self.word();
            if let (Some(first), true) = (place(first), self.takes(":")) {
                let last = place(self.word())?;
                for at in cells(first, last) {
                    value += self.read(at, true)?;
                }
            } else {
                self.rest = before;
                value += self.sum()?;
            }
            if self.takes(")") {
                return Some(value);
            }
            if !self.takes(",") {
                return None;
            }
        }
    }
    fn rounded(&mut self) -> Option<f64> {
        let value = self.sum()?;
        let places = if self.takes(",") { self.sum()? } else { return None };
        let scale = 10f64.powi(places.clamp(-9.0, 9.0) as i32);
        self.takes(")").then(|| (value * scale).round() / scale)
    }
}

/// A formula as it reads so many rows further down and columns to the right: what has no `$` moves along.
pub fn shifted(text: &str, down: i64, right: i64) -> String {
    let (mut out, mut rest, mut quoted) = (String::with_capacity(text.len()), text, false);
    while let Some(c) = rest.chars().next() {
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '.'))).unwrap_or(rest.len());
        if end == 0 || quoted {
            quoted ^= matches!(c, '"' | '\'');
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (word, behind) = rest.split_at(end);
        let moved = if behind.starts_with('(') { None } else { moved(word, down, right) };
        out.push_str(moved.as_deref().unwrap_or(word));
        rest = behind;
    }
    out
}
fn moved(word: &str, down: i64, right: i64) -> Option<String> {
    let (row, column) = place(word)?;
    let letters = word.trim_start_matches('$');
    let stays = (word.starts_with('$'), letters.contains('$'));
    let step =
        |at: u32, by: i64, stays: bool| u32::try_from(if stays { i64::from(at) } else { i64::from(at) + by }).ok();
    let (row, column) = (step(row, down, stays.1)?, step(column, right, stays.0)?);
    let plain = address(row, column);
    let at = plain.find(|c: char| c.is_ascii_digit())?;
    let mark = |stays: bool| if stays { "$" } else { "" };
    Some(format!("{}{}{}{}", mark(stays.0), &plain[..at], mark(stays.1), &plain[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B1 to B4: 3, 4, words, hidden.
    fn held(row: u32, column: u32) -> Held {
        match (row, column) {
            (1, 2) => Held::Number(3.0),
            (2, 2) => Held::Number(4.0),
            (3, 2) => Held::Words,
            (4, 2) => Held::Hidden,
            _ => Held::Blank,
        }
    }

    #[test]
    fn sums_and_shares_are_computed() {
        for (text, value) in [
            ("SUM(B1:B3)", 7.0),
            ("SUM(B1,B2,10)", 17.0),
            ("B1+B2*2", 11.0),
            ("-(B1-$B$2)", 1.0),
            ("ROUND(B1/B2*100,1)", 75.0),
            ("=SUM(B1:B2)/2", 3.5),
        ] {
            assert_eq!(outcome(text, &held), Outcome::Number(value), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_left_and_what_reads_a_hidden_number_is_hidden() {
        for text in ["VLOOKUP(B1,A:C,2)", "B1+B3", "附表!B2", "B1/0", "SUM(B1", "", "1+", "IF(B1>1,1,2)"] {
            assert_eq!(outcome(text, &held), Outcome::Unknown, "{text}");
        }
        for text in ["SUM(B1:B4)", "B4", "B2-B4", "IF(B4>1,1,2)", "MAX(B1:B9)"] {
            assert_eq!(outcome(text, &held), Outcome::Hidden, "{text}");
        }
    }

    #[test]
    fn a_shared_formula_moves_along() {
        assert_eq!(shifted("SUM(B5:B9)", 0, 2), "SUM(D5:D9)");
        assert_eq!(shifted("$B5+B$5*$B$5&\"B5\"", 1, 1), "$B6+C$5*$B$5&\"B5\"");
        assert_eq!(shifted("ROUND(A1/LOG10(A2),2)", 3, 0), "ROUND(A4/LOG10(A5),2)");
    }
}
