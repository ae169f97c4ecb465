//! A board as a workbook: what is chosen, as numbers.
use super::{
    asked::{Asked, By},
    count::{Board, Pair, compared},
};
use crate::{figure::Known, shown::Value};
use platform::sheets::{Book, BookFault, Cell};

fn word(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}
/// A number as a number; what nothing divides as a dash.
fn value(value: Value, known: Known) -> Cell {
    match (value, value.amount(known)) {
        (Value::Number(number), _) => Cell::Number(number as f64),
        (_, Some(amount)) => Cell::Number((amount * 10.0).round() / 10.0),
        (_, None) => word(value.words(known)),
    }
}

pub fn workbook(board: &Board, asked: &Asked) -> Result<Vec<u8>, BookFault> {
    let mut book = Book::new("一张表", &[30, 16, 10, 16, 16, 16])?;
    book.title(&format!("{}一张表", board.org.name), 6)?;
    book.cells(&[word("期间"), word(asked.span.said())])?;
    for note in asked.notes().into_iter().chain(board.silences.iter().cloned()) {
        book.cells(&[word("说明"), word(note)])?;
    }
    totals(&mut book, board, asked)?;
    if asked.by == By::Union {
        lines(&mut book, board, asked)?;
    }
    for split in &board.splits {
        book.skip(1);
        book.head(&[split.name, split.known.name(), "", "比较"])?;
        for (words, now, before) in &split.parts {
            let before = before.map_or(word(""), |before| value(before, split.known));
            book.cells(&[word(words.as_str()), value(*now, split.known), word(""), before])?;
        }
    }
    book.bytes()
}

fn totals(book: &mut Book, board: &Board, asked: &Asked) -> Result<(), BookFault> {
    book.skip(1);
    book.head(&["指标", "数值", "单位", "比较的数值", "和什么比", "算的是"])?;
    for column in &board.columns {
        let Pair { now, before } = column.total;
        let known = column.known;
        let name = compared(asked, known).map_or("", |(name, _)| name);
        let before = before.map_or(word(""), |before| value(before, known));
        let cells = [word(known.name()), value(now, known), word(known.unit()), before, word(name)];
        book.cells(&[&cells[..], &[word(known.definition())]].concat())?;
    }
    Ok(())
}

fn lines(book: &mut Book, board: &Board, asked: &Asked) -> Result<(), BookFault> {
    if board.lines.is_empty() {
        return Ok(());
    }
    book.skip(1);
    let heads: Vec<String> = std::iter::once("工会".to_owned())
        .chain(board.columns.iter().map(|c| format!("{}（{}）", c.known.name(), c.known.unit())))
        .collect();
    book.head(&heads.iter().map(String::as_str).collect::<Vec<_>>())?;
    for at in board.order(asked.chief) {
        let line = &board.lines[at];
        let closed = line.closed_on.as_ref().map_or(String::new(), |on| format!("（{on}撤销）"));
        let mut cells = vec![word(format!("{}{closed}", line.name))];
        cells.extend(board.columns.iter().map(|column| value(column.lines[at].now, column.known)));
        book.cells(&cells)?;
    }
    Ok(())
}
