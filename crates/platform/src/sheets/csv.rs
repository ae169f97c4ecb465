//! Writing CSV for spreadsheets.

use std::io::{self, Write};

/// Rows as CSV in UTF-8 with the mark by which Excel knows it. A cell that a spreadsheet would take for a formula
/// (`=`, `+`, `-`, `@`, tab, return at its beginning) gets an apostrophe in front.
pub struct CsvBook<W: Write> {
    writer: W,
}

impl<W: Write> CsvBook<W> {
    pub fn new(mut writer: W) -> io::Result<CsvBook<W>> {
        writer.write_all("\u{feff}".as_bytes())?;
        Ok(CsvBook { writer })
    }

    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> io::Result<()> {
        let mut line = String::new();
        for (at, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
            if at > 0 {
                line.push(',');
            }
            let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
            if cell.contains([',', '"', '\n', '\r']) {
                line.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
            } else {
                line.push_str(guard);
                line.push_str(cell);
            }
        }
        line.push_str("\r\n");
        self.writer.write_all(line.as_bytes())
    }

    pub fn finish(mut self) -> io::Result<W> {
        self.writer.flush()?;
        Ok(self.writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_commas_quoted() {
        let mut book = CsvBook::new(Vec::new()).unwrap();
        book.row(&["姓名", "=1+1", "+86", "-1", "@a", "a,\"b\"", "=a,b"]).unwrap();
        let text = String::from_utf8(book.finish().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}姓名,'=1+1,'+86,'-1,'@a,\"a,\"\"b\"\"\",\"'=a,b\"\r\n");
    }
}
