use std::{
    io::{Cursor, Write},
    ops::ControlFlow,
};

use jiff::civil::date;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

const XLS: &[u8] = include_bytes!("../../fixtures/roster/sample.xls");

/// Rows with their numbers, and merged ranges.
type Read = (Vec<(u32, Vec<Cell>)>, Vec<Merge>);

fn read(bytes: &[u8], limits: Limits) -> Result<Read, SheetFault> {
    let mut rows = Vec::new();
    let merges = open(bytes, limits)?.rows(|number, cells| {
        rows.push((number, cells));
        ControlFlow::Continue(())
    })?;
    Ok((rows, merges))
}

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<Cell>)> {
    read(bytes, Limits::default()).unwrap().0
}

fn refusal(bytes: &[u8], limits: Limits) -> SheetFault {
    read(bytes, limits).expect_err("the file is to be refused")
}

/// A package with a sheet of the given XML and shared texts.
fn package(sheet: &str, strings: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let relation =
        |id: &str, kind: &str, target: &str| format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}'/>");
    let parts = [
        (
            "_rels/.rels",
            format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "xl/workbook.xml")),
        ),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1'/></sheets></workbook>".to_string()),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships>{}{}</Relationships>",
                relation("r1", "worksheet", "worksheets/sheet1.xml"),
                relation("r2", "sharedStrings", "sharedStrings.xml")
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet.to_string()),
        ("xl/sharedStrings.xml", strings.to_string()),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn every_kind_of_cell_comes_as_what_it_is() {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.write_string(1, 0, "张三").unwrap();
    page.write_number(1, 1, 13888812969.0).unwrap();
    page.write_number_with_format(1, 2, 45413.0, &Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"")).unwrap();
    page.write_boolean(1, 3, true).unwrap();
    page.write_string(1, 5, "䶮㛃𠮷 & <b> =1+1\u{7}").unwrap();
    let cells = vec![
        Cell::Text("张三".into()),
        Cell::Number(13888812969.0),
        Cell::Date(date(2024, 5, 1)),
        Cell::Bool(true),
        Cell::Empty,
        Cell::Text("䶮㛃𠮷 & <b> =1+1\u{7}".into()),
    ];
    assert_eq!(rows(&workbook.save_to_buffer().unwrap()), [(2, cells)]);
}

#[test]
fn the_first_visible_sheet_is_read() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_hidden(true).write_string(0, 0, "藏").unwrap();
    workbook.add_worksheet().set_active(true).write_string(0, 0, "见").unwrap();
    assert_eq!(rows(&workbook.save_to_buffer().unwrap()), [(1, vec![Cell::Text("见".into())])]);
}

#[test]
fn texts_of_other_writers_are_read() {
    let sheet = "<worksheet><sheetData><row><c t='s'><v>1</v></c><c t='inlineStr'><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></is></c></row>\
        <row r='4'><c r='C4' t='str'><f>A1</f><v>&#20013;&amp;x</v></c><c t='d'><v>2024-05-01T00:00:00</v></c></row></sheetData>\
        <mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>";
    let strings = "<sst uniqueCount='99999999999999'><si/><si><t>共</t><rPh><t>gong</t></rPh><r><t xml:space='preserve'> 享</t></r></si></sst>";
    let (rows, merges) = read(&package(sheet, strings), Limits::default()).unwrap();
    assert_eq!(rows[0], (1, vec![Cell::Text("共 享".into()), Cell::Text("甲乙".into())]));
    assert_eq!(rows[1], (4, vec![Cell::Empty, Cell::Empty, Cell::Text("中&x".into()), Cell::Date(date(2024, 5, 1))]));
    assert_eq!(merges[0].to_string(), "A1:B1");
}

#[test]
fn what_is_no_spreadsheet_is_refused_by_its_content() {
    assert_eq!(refusal(b"", Limits::default()), SheetFault::NotASheet);
    assert_eq!(refusal("姓名,性别\n".as_bytes(), Limits::default()), SheetFault::NotASheet);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    assert_eq!(refusal(&zip.finish().unwrap().into_inner(), Limits::default()), SheetFault::NotASheet);
    assert_eq!(refusal(&[b"PK\x03\x04".as_slice(), &[0; 100]].concat(), Limits::default()), SheetFault::Broken);
    assert_eq!(refusal(&XLS[..600], Limits::default()), SheetFault::Broken);
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_declares() {
    let bomb = package(&format!("<worksheet><sheetData/>{}</worksheet>", " ".repeat(30 << 20)), "<sst/>");
    assert!(bomb.len() < 100_000);
    assert_eq!(refusal(&bomb, Limits::default()), SheetFault::TooLarge);
}

#[test]
fn a_zip_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks() {
    let size: usize = 2 << 20;
    let rows = "<row><c t='b'><v>1</v></c></row>".repeat(size / 30);
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut bomb = package(&sheet, "<sst/>");
    let (honest, lie) = ((sheet.len() as u32).to_le_bytes(), 4096u32.to_le_bytes());
    let places: Vec<usize> = (0..bomb.len() - 4).filter(|at| bomb[*at..at + 4] == honest).collect();
    assert!(!places.is_empty(), "the directory declares the size");
    for at in places {
        bomb[at..at + 4].copy_from_slice(&lie);
    }
    let fault = refusal(&bomb, Limits { unpacked: 1 << 20, ..Limits::default() });
    assert_eq!(fault, SheetFault::Broken);
}

#[test]
fn one_endless_tag_is_stopped() {
    let sheet = format!("<worksheet><sheetData><row {}/></sheetData></worksheet>", "a".repeat(3 << 20));
    assert_eq!(
        refusal(&package(&sheet, "<sst/>"), Limits { ratio: u64::MAX, ..Limits::default() }),
        SheetFault::TooLarge
    );
}

#[test]
fn a_file_beyond_the_limits_is_refused_with_the_place() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(9, 2, "长".repeat(30_000)).unwrap();
    let file = workbook.save_to_buffer().unwrap();
    assert_eq!(rows(&file).len(), 1);
    let limits = Limits::default();
    assert_eq!(
        refusal(&file, Limits { cell: 29_999, ..limits }).to_string(),
        "第10行C列的内容超过29999个字，请删短后再上传"
    );
    assert_eq!(refusal(&file, Limits { rows: 9, ..limits }), SheetFault::TooManyRows { limit: 9 });
    assert_eq!(refusal(&file, Limits { columns: 2, ..limits }), SheetFault::TooManyColumns { limit: 2 });
}

#[test]
fn cells_out_of_order_are_refused() {
    let sheet = |cells: &str| package(&format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"), "<sst/>");
    for cells in [
        "<row r='2'/><row r='1'/>",
        "<row><c r='B1'/><c r='A1'/></row>",
        "<row r='4294967296'/>",
        "<row><c r='XFE1'/></row>",
    ] {
        assert_eq!(refusal(&sheet(cells), Limits::default()), SheetFault::Broken, "{cells}");
    }
}

#[test]
fn an_old_file_that_claims_a_giant_grid_is_refused() {
    let dimensions = XLS.windows(4).position(|bytes| bytes == [0x00, 0x02, 14, 0]).unwrap() + 4;
    let mut bomb = XLS.to_vec();
    bomb[dimensions + 4..dimensions + 8].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(refusal(&bomb, Limits::default()), SheetFault::TooManyRows { .. }));
}

#[test]
fn a_locked_file_says_so() {
    let name: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = XLS.windows(name.len()).position(|bytes| bytes == name).unwrap();
    let mut file = XLS.to_vec();
    file[at..at + locked.len()].copy_from_slice(&locked);
    file[at + 64..at + 66].copy_from_slice(&34u16.to_le_bytes());
    assert_eq!(refusal(&file, Limits::default()), SheetFault::Locked);
}

#[test]
fn a_written_text_stays_a_text() {
    let mut book = Book::new("名单", &[10, 10]).unwrap();
    book.title("标题", 2).unwrap();
    book.head(&["姓名", "号码"]).unwrap();
    book.row(&["=1+1", "440302198402289971"]).unwrap();
    book.row(&["", "@x\u{7}"]).unwrap();
    let file = book.bytes().unwrap();
    let text = |text: &str| Cell::Text(text.to_string());
    let (rows, merges) = read(&file, Limits::default()).unwrap();
    assert_eq!(rows[2], (3, vec![text("=1+1"), text("440302198402289971")]));
    assert_eq!(rows[3], (4, vec![Cell::Empty, text("@x\u{7}")]));
    assert_eq!(merges[0].to_string(), "A1:B1");
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_not_refused() {
    let mut book = Book::new("甲", &[]).unwrap();
    book.row(&["𠮷".repeat(20_000)]).unwrap();
    let read = rows(&book.bytes().unwrap())[0].1[0].text();
    assert_eq!(read, "𠮷".repeat(16_383));
}

#[test]
fn columns_have_letters() {
    assert_eq!([1, 26, 27, 702, 703].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_file_is_refused_or_read_but_never_a_fault(at in 0usize..93_000, value in any::<u8>()) {
        let mut file = XLS.to_vec();
        let at = at.min(file.len() - 1);
        file[at] = value;
        let _ = read(&file, Limits::default());
    }

    #[test]
    fn what_is_written_is_read_back(cells in proptest::collection::vec("[^\\p{C}\\s]{1,30}", 1..8)) {
        let mut book = Book::new("甲", &[]).unwrap();
        book.row(&cells).unwrap();
        let read: Vec<String> = rows(&book.bytes().unwrap())[0].1.iter().map(Cell::text).collect();
        prop_assert_eq!(read, cells);
    }
}
