use super::{Area, Content, Drawing, Drawn, Filled, FormFault, Ink, Look, draw, fill, place, read};
use crate::sheets::{self, Cell, Limits, SheetFault};
use std::{
    collections::{BTreeMap, HashMap},
    io::{Cursor, Read, Write},
    ops::ControlFlow,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A form with a title over three columns, two lines, their sum, and a second sheet.
fn form() -> Vec<u8> {
    let line = |row: u32, words: &str| {
        vec![Drawn::words(Area::one(row, 1), words, Look::Label), Drawn::blank(Area::one(row, 2), Look::Number)]
    };
    let mut drawn = vec![Drawn::words(Area::to(1, 1, 1, 3), "季度报表", Look::Title)];
    drawn.extend(line(3, "会员"));
    drawn.extend(line(4, "新入会"));
    drawn.push(Drawn::words(Area::one(5, 1), "合计", Look::Head));
    drawn.push(Drawn::new(Area::one(5, 2), Ink::Formula("SUM(B3:B4)".into()), Look::Number));
    let page = Drawing { name: "主表".into(), widths: vec![20.0, 14.0, 30.0], drawn, landscape: true };
    let other = Drawing {
        name: "附表".into(),
        drawn: vec![Drawn::words(Area::one(1, 1), "另附", Look::Line)],
        ..Drawing::default()
    };
    draw(&[page, other]).unwrap()
}
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}
/// The package with one part replaced.
fn with(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, content) in parts(bytes) {
        zip.start_file(part.as_str(), SimpleFileOptions::default()).unwrap();
        let content = if part == name { change(std::str::from_utf8(&content).unwrap()).into_bytes() } else { content };
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
fn filled(cells: &[(&str, Filled)]) -> HashMap<(usize, u32, u32), Filled> {
    cells.iter().map(|(at, filled)| ((0, place(at).unwrap().0, place(at).unwrap().1), filled.clone())).collect()
}
fn rows(bytes: &[u8]) -> BTreeMap<u32, Vec<Cell>> {
    let mut all = BTreeMap::new();
    let take = |row, cells| {
        all.insert(row, cells);
        ControlFlow::Continue(())
    };
    sheets::open(bytes, Limits::default()).unwrap().rows(take).unwrap();
    all
}
const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_form_is_read_with_its_sheets_merged_cells_and_formulas() {
    let form = read(&form()).unwrap();
    let page = &form.pages[0];
    assert_eq!(form.pages.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["主表", "附表"]);
    assert_eq!((page.rows, page.columns), (5, 3));
    assert_eq!(page.merges, [Area::to(1, 1, 1, 3)]);
    assert_eq!(page.cell(5, 2).unwrap().content, Content::Formula("SUM(B3:B4)".into()));
    assert_eq!(page.cell(3, 2).unwrap().content, Content::Blank);
    assert!(page.cell(5, 1).unwrap().bold && page.cell(1, 1).unwrap().centred);
    assert_eq!(page.widths[0], 21, "with its edge");
}

#[test]
fn only_the_filled_cells_change() {
    let before = form();
    let form = read(&before).unwrap();
    let cells = [
        ("B3", Filled::Number(1204.0)),
        ("B5", Filled::Number(1210.0)),
        ("C3", Filled::Text("=1+1 & <b>".into())),
        ("A7", Filled::Text("说明".into())),
    ];
    let after = fill(&before, &form, &filled(&cells)).unwrap();
    let (old, new) = (parts(&before), parts(&after));
    assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
    for (name, content) in &old {
        assert_eq!(name == SHEET, content != &new[name], "{name}");
    }
    let text = |parts: &BTreeMap<String, Vec<u8>>| String::from_utf8(parts[SHEET].clone()).unwrap();
    let (old, new) = (text(&old), text(&new));
    let style = |text: &str| text.split("r=\"B3\" s=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(style(&old), style(&new));
    assert!(new.contains("<f>SUM(B3:B4)</f><v>1210</v>"), "{new}");
    for kept in ["<mergeCell ref=\"A1:C1\"/>", "<pageSetup", "<cols>"] {
        let piece = |text: &str| text.split(kept).nth(1).map(|rest| rest.split('>').next().unwrap().to_owned());
        assert_eq!(piece(&old), piece(&new), "{kept}");
    }
    let rows = rows(&after);
    assert_eq!(rows[&3], [Cell::Text("会员".into()), Cell::Number(1204.0), Cell::Text("=1+1 & <b>".into())]);
    assert_eq!(rows[&7], [Cell::Text("说明".into())]);
}

#[test]
fn a_filled_form_computes_its_formulas_when_it_is_opened() {
    let calc = |text: &str| text.split("<calcPr").nth(1).map(|rest| rest.split('>').next().unwrap().to_owned());
    for anew in ["", "<calcPr calcId=\"191029\"/>"] {
        let change = |text: &str| {
            let old = format!("<calcPr{}>", calc(text).unwrap());
            text.replace(&old, anew)
        };
        let before = with(&form(), "xl/workbook.xml", change);
        let form = read(&before).unwrap();
        let after = fill(&before, &form, &filled(&[("B3", Filled::Number(1.0))])).unwrap();
        let text = String::from_utf8(parts(&after)["xl/workbook.xml"].clone()).unwrap();
        assert!(calc(&text).unwrap().contains("fullCalcOnLoad=\"1\""), "{text}");
        assert!(text.find("</sheets>") < text.find("<calcPr"), "{text}");
    }
}

#[test]
fn a_formula_that_is_not_told_loses_what_it_said_before_and_one_over_hidden_numbers_says_so() {
    let before = form();
    let form = read(&before).unwrap();
    let sheet = |cells: &[(&str, Filled)]| {
        String::from_utf8(parts(&fill(&before, &form, &filled(cells)).unwrap())[SHEET].clone()).unwrap()
    };
    let text = sheet(&[("B3", Filled::Number(2.0))]);
    assert!(text.contains("<f>SUM(B3:B4)</f></c>"), "{text}");
    let text = sheet(&[("B5", Filled::Text("不显示".into()))]);
    assert!(text.contains("t=\"str\"><f>\"不显示\"</f><v>不显示</v></c>"), "{text}");
}

#[test]
fn forms_of_other_programs_are_filled_too() {
    let sheet = r#"<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="2"/><x:row><x:c t="str"><x:v>甲</x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
    let before = with(&form(), SHEET, |_| sheet.to_owned());
    let form = read(&before).unwrap();
    let cells = [
        ("B1", Filled::Number(1.0)),
        ("B2", Filled::Number(2.0)),
        ("B3", Filled::Number(3.0)),
        ("A5", Filled::Text("乙".into())),
    ];
    let after = rows(&fill(&before, &form, &filled(&cells)).unwrap());
    assert_eq!(after[&1], [Cell::Empty, Cell::Number(1.0)]);
    assert_eq!(after[&2], [Cell::Empty, Cell::Number(2.0)]);
    assert_eq!(after[&3], [Cell::Text("甲".into()), Cell::Number(3.0)]);
    assert_eq!(after[&5], [Cell::Text("乙".into())]);
}

#[test]
fn shared_formulas_are_known_by_what_they_say_where_they_stand() {
    let shared = |text: &str| {
        text.replace("<f>SUM(B3:B4)</f>", "<f t=\"shared\" ref=\"B5:C5\" si=\"0\">SUM(B3:B4)</f>")
            .replace("</row></sheetData>", "<c r=\"C5\"><f t=\"shared\" si=\"0\"/><v>0</v></c></row></sheetData>")
    };
    let before = with(&form(), SHEET, shared);
    let form = read(&before).unwrap();
    assert_eq!(form.pages[0].cell(5, 3).unwrap().content, Content::Formula("SUM(C3:C4)".into()));
    let after = fill(&before, &form, &filled(&[("B5", Filled::Text("不显示".into()))])).unwrap();
    let text = String::from_utf8(parts(&after)[SHEET].clone()).unwrap();
    assert!(text.contains("<c r=\"C5\"><f>SUM(C3:C4)</f></c>"), "{text}");
}

#[test]
fn what_is_no_form_is_told_in_a_sentence() {
    assert_eq!(read(b"hello").unwrap_err(), FormFault::Sheet(SheetFault::NotASheet));
    assert_eq!(read(b"PK\x03\x04 and then nothing").unwrap_err(), FormFault::Sheet(SheetFault::Broken));
    assert_eq!(read(include_bytes!("../../../fixtures/roster/sample.xls")).unwrap_err(), FormFault::Old);
    let far = with(&form(), SHEET, |text| {
        text.replace("r=\"B4\"", "r=\"ZZ4\"")
            .replace("<c r=\"ZZ4\"", "<c r=\"ZZ4\" t=\"str\"><v>x</v></c><c r=\"AAA4\"")
    });
    assert!(matches!(read(&far).unwrap_err(), FormFault::Large { .. }));
    let empty = with(&form(), SHEET, |_| "<worksheet><sheetData/></worksheet>".to_owned());
    assert!(read(&empty).is_ok(), "the other sheet has content");
}

#[test]
fn a_damaged_form_is_refused_or_read_but_never_a_fault() {
    let whole = form();
    for at in (0..whole.len()).step_by(17) {
        let mut file = whole.clone();
        file[at] ^= 0x5a;
        if let Ok(form) = read(&file) {
            let _ = fill(&file, &form, &filled(&[("B3", Filled::Number(1.0))]));
        }
    }
}
