//! A form made here: measures down, periods across, drawn as an Excel file like one that was sent.
use crate::{
    figure::Known,
    reports::binding::{Binding, Bindings, Word, name},
};
use platform::{
    sheets::form::{Area, Drawing, Drawn, Form, FormFault, Look, draw, read},
    web::{Error, Result},
};

const PAGE: &str = "报表";
/// Rows above the measures: title, union, period, heads.
const ABOVE: u32 = 4;

/// The workbook, its grid and what its cells are bound to.
pub fn drawn(title: &str, measures: &[Known], words: &[Word]) -> Result<(Vec<u8>, Form, Bindings)> {
    let (columns, rows) = (words.len() as u32 + 2, measures.len() as u32);
    let last = ABOVE + rows + 1;
    let mut drawn = vec![Drawn::words(Area::to(1, 1, 1, columns), title, Look::Title)];
    for (row, label) in [(2, "填报单位"), (3, "期间"), (last, "说明")] {
        let look = if row == last { Look::Label } else { Look::Line };
        drawn.push(Drawn::words(Area::one(row, 1), label, look));
        let look = if row == last { Look::Words } else { Look::Line };
        drawn.push(Drawn::blank(Area::to(row, 2, row, columns), look));
    }
    for (at, head) in ["指标", "单位"].into_iter().chain(words.iter().map(|word| word.name())).enumerate() {
        drawn.push(Drawn::words(Area::one(ABOVE, at as u32 + 1), head, Look::Head));
    }
    for (row, known) in (ABOVE + 1..).zip(measures) {
        drawn.push(Drawn::words(Area::one(row, 1), known.name(), Look::Label));
        drawn.push(Drawn::words(Area::one(row, 2), known.unit(), Look::Label));
        let look = if matches!(known, Known::Rate(_) | Known::Ratio(_)) { Look::Share } else { Look::Number };
        drawn.extend((0..words.len() as u32).map(|at| Drawn::blank(Area::one(row, at + 3), look)));
    }
    let widths = [30.0, 10.0].into_iter().chain(words.iter().map(|_| 14.0)).collect();
    let page = Drawing { name: PAGE.into(), widths, drawn, landscape: words.len() > 3 };
    let bytes = draw(&[page]).map_err(Error::internal)?;
    let form = read(&bytes).map_err(|fault: FormFault| Error::internal(fault))?;
    let at = |row, column| name(&form.pages[0], row, column);
    let mut bindings =
        Bindings::from([(at(2, 2), Binding::Union), (at(3, 2), Binding::Period), (at(last, 2), Binding::Text)]);
    for (row, known) in (ABOVE + 1..).zip(measures) {
        for (column, word) in (3..).zip(words).filter(|(_, word)| word.fault(*known).is_none()) {
            let measure =
                Binding::Measure { key: known.key().into(), dimension: None, part: String::new(), word: *word };
            bindings.insert(at(row, column), measure);
        }
    }
    Ok((bytes, form, bindings))
}
