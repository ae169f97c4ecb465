//! The sheet as a workbook: the same figures, as numbers.
use super::{
    count::{MEASURES, Sheet},
    featured::shown,
    page::percent,
};
use directory::employers::coverage::FROM_HUNDRED;
use platform::{
    facts::Featured,
    rights::Permission,
    sheets::{Book, BookFault, Cell},
};
use ui::text;

fn word(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}
fn number(value: i64) -> Cell {
    Cell::Number(value as f64)
}

/// `may`: whether figures that need a permission are given out.
pub fn workbook(sheet: &Sheet, may: &dyn Fn(&'static Permission) -> bool) -> Result<Vec<u8>, BookFault> {
    let mut book = Book::new("一张表", &[30, 16, 16, 16, 16, 16])?;
    book.title(&format!("{}一张表", sheet.org.name), 6)?;
    let period = format!("{}至{}", text::date(sheet.period.from), text::date(sheet.period.to));
    book.cells(&[word("期间"), word(period)])?;
    totals(&mut book, sheet)?;
    services(&mut book, sheet, may)?;
    coverage(&mut book, sheet)?;
    months(&mut book, sheet)?;
    parts(&mut book, sheet)?;
    groups_and_codes(&mut book, sheet)?;
    book.bytes()
}

fn totals(book: &mut Book, sheet: &Sheet) -> Result<(), BookFault> {
    book.skip(1);
    book.head(&["指标", "数值", "单位", "上月", "算的是"])?;
    for (measure, course) in MEASURES.iter().zip(&sheet.courses) {
        let (value, before) = (number(course.value), number(course.before));
        book.cells(&[word(measure.name), value, word(measure.unit), before, word(measure.definition)])?;
    }
    let (now, before) = sheet.hundred;
    book.cells(&[
        word(FROM_HUNDRED.name),
        word(percent(now)),
        word("%"),
        word(percent(before)),
        word(FROM_HUNDRED.definition()),
    ])
}

fn services(book: &mut Book, sheet: &Sheet, may: &dyn Fn(&'static Permission) -> bool) -> Result<(), BookFault> {
    for section in &sheet.featured {
        book.skip(1);
        book.head(&[section.name, "数值", "单位", "上月", "算的是"])?;
        for one in &section.figures {
            match (one.what, &one.course) {
                (Featured::Measure(measure), Some(course)) if may(measure.needs) => {
                    let (value, before) = (number(course.value), number(course.before));
                    book.cells(&[word(measure.name), value, word(measure.unit), before, word(measure.definition)])?;
                }
                (Featured::Ratio(ratio), _) if may(ratio.needs()) => {
                    let (now, before) = one.parts;
                    let counted = format!("{} / {}。{}", now.0, now.1, ratio.definition());
                    let shown = |parts| word(shown(ratio, parts));
                    book.cells(&[word(ratio.name), shown(now), word(ratio.unit()), shown(before), word(counted)])?;
                }
                (Featured::Spread(spread), _) if may(spread.measure.needs) => {
                    let (now, before) = (number(one.parts.0.0), number(one.parts.1.0));
                    book.cells(&[word(spread.name), now, word(spread.unit), before, word(spread.definition())])?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn coverage(book: &mut Book, sheet: &Sheet) -> Result<(), BookFault> {
    book.skip(1);
    book.head(&["单位规模", "单位（家）", "已覆盖（家）", "建会率（%）"])?;
    for (size, share) in &sheet.sizes {
        book.cells(&[word(size.name), number(share.employers), number(share.covered), word(percent(*share))])?;
    }
    Ok(())
}

fn months(book: &mut Book, sheet: &Sheet) -> Result<(), BookFault> {
    book.skip(1);
    let mut head = vec!["月份"];
    head.extend(MEASURES.iter().map(|measure| measure.name));
    book.head(&head)?;
    for (at, (first, _)) in sheet.courses[0].months.iter().enumerate() {
        let mut cells = vec![word(format!("{}年{}月", first.year(), first.month()))];
        cells.extend(sheet.courses.iter().map(|course| number(course.months[at].1)));
        book.cells(&cells)?;
    }
    Ok(())
}

fn parts(book: &mut Book, sheet: &Sheet) -> Result<(), BookFault> {
    book.skip(1);
    book.head(&["工会", "会员（人）", "比上月末（人）", "基层工会（家）", "本月新入会（人）", "单位建会率（%）"])?;
    for part in &sheet.parts {
        book.cells(&[
            word(part.name.as_str()),
            number(part.members),
            number(part.change()),
            number(part.unions),
            number(part.joined),
            word(percent(part.share)),
        ])?;
    }
    Ok(())
}

fn groups_and_codes(book: &mut Book, sheet: &Sheet) -> Result<(), BookFault> {
    book.skip(1);
    book.head(&["群体", "本月新入会（人）"])?;
    for (group, joined) in &sheet.groups {
        book.cells(&[word(group.as_str()), number(*joined)])?;
    }
    book.skip(1);
    book.head(&["入会码", "扫码（次）", "入会（人）"])?;
    for code in &sheet.codes {
        book.cells(&[word(code.name.as_str()), number(code.scans), number(code.joined)])?;
    }
    Ok(())
}
