use std::collections::HashMap;

use jiff::civil::{Date, date};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;

use super::*;
use crate::{
    sheets::{Cell, Limits, SheetFault, open},
    standards::{IdNumber, Phone},
};

const TODAY: Date = date(2026, 11, 21);
const VERDICTS: &str = include_str!("../../../fixtures/roster/sample.json");

fn checked(file: &[u8]) -> Result<Vec<CheckedRow>, SheetFault> {
    let mut rows = Vec::new();
    read(file, Limits::default(), TODAY, |row| rows.push(row))?;
    Ok(rows)
}

/// Compares every row of a file with its verdict.
fn agrees(file: &[u8], verdicts: &str) {
    let verdicts: Value = serde_json::from_str(verdicts).unwrap();
    let rows: HashMap<u32, CheckedRow> = checked(file).unwrap().into_iter().map(|row| (row.number, row)).collect();
    assert_eq!(rows.len() as u64, verdicts["rows"].as_u64().unwrap());
    for verdict in verdicts["verdicts"].as_array().unwrap() {
        let faults = &rows[&(verdict["row"].as_u64().unwrap() as u32)].faults;
        match verdict["fault"].as_str() {
            None => assert!(faults.is_empty(), "{verdict} {faults:?}"),
            Some(code) => assert!(faults.iter().any(|fault| fault.code == code), "{verdict} {faults:?}"),
        }
    }
}

#[test]
fn every_row_of_the_sample_gets_its_verdict_from_each_program() {
    agrees(include_bytes!("../../../fixtures/roster/sample.xlsx"), VERDICTS);
    agrees(include_bytes!("../../../fixtures/roster/sample_libreoffice.xlsx"), VERDICTS);
    agrees(include_bytes!("../../../fixtures/roster/sample.xls"), VERDICTS);
}

#[test]
fn the_shared_rosters_agree() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/roster/");
    let Ok(clean) = std::fs::read(format!("{folder}clean.xlsx")) else {
        eprintln!("skipped: no shared data");
        return;
    };
    agrees(&clean, &std::fs::read_to_string(format!("{folder}clean.json")).unwrap());
    let refused = |name: &str| checked(&std::fs::read(format!("{folder}{name}")).unwrap()).unwrap_err().to_string();
    assert_eq!(refused("refuse_merged.xlsx"), "B10:C10是合并的单元格，请取消合并后再上传");
    assert!(refused("refuse_missing_column.xlsx").contains("缺少“户籍类型”"));
}

/// A right row; each test changes what it is about.
fn right() -> Vec<Cell> {
    let number = IdNumber::synthetic("320902", date(1990, 3, 5), 998).unwrap();
    let texts = [
        "1",
        "阿依古丽·䶮",
        "女",
        "1990-03-05",
        "维吾尔族",
        "在岗",
        "居民身份证",
        number.as_str(),
        "大学本科",
        "",
        "13812345678",
        "",
        "",
        "入会",
        "2024年5月1日",
        "",
        "群众",
        "滨河电子有限公司",
        "",
        "是",
    ];
    texts.map(|text| Cell::Text(text.to_string())).to_vec()
}

fn with(column: Column, cell: impl Into<String>) -> Vec<Cell> {
    let mut cells = right();
    cells[column.index()] = Cell::Text(cell.into());
    cells
}

fn fault(cells: &[Cell]) -> (Column, &'static str, String) {
    let (_, mut faults) = check_row(cells, TODAY);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults.remove(0);
    (fault.column, fault.code, fault.reason)
}

#[test]
fn a_right_row_is_understood() {
    let (row, faults) = check_row(&right(), TODAY);
    assert_eq!(faults, []);
    assert_eq!((row.sex, row.ethnic, row.education, row.change), (Some("2"), Some("05"), Some("20"), Some("1")));
    assert_eq!((row.birth, row.change_date), (Some(date(1990, 3, 5)), Some(date(2024, 5, 1))));
    assert_eq!(row.phone, Phone::parse("13812345678").ok());
    assert_eq!(row.migrant, Some(true));
}

#[test]
fn an_empty_birth_date_comes_from_the_number() {
    let (row, faults) = check_row(&with(Column::Birth, ""), TODAY);
    assert_eq!((row.birth, faults.len()), (Some(date(1990, 3, 5)), 0));
}

#[test]
fn each_wrong_cell_is_named_with_its_reason() {
    let number = IdNumber::synthetic("320902", date(1990, 3, 5), 998).unwrap();
    let last = if number.as_str().ends_with('1') { "2" } else { "1" };
    let wrong_check = format!("{}{last}", &number.as_str()[..17]);
    for (column, cell, code, reason) in [
        (Column::Name, " ", "no_name", "请填写姓名"),
        (Column::Name, "张\u{7}三", "bad_characters", "姓名里有看不见的控制字符，请删掉重新输入"),
        (Column::IdNumber, "", "no_id", "请填写证件号码"),
        (Column::IdNumber, wrong_check.as_str(), "check_digit", "最后一位和前17位对不上，请对照身份证再看一遍"),
        (Column::Phone, "1381234567", "short_phone", "手机号只有10位，应为11位"),
        (Column::Phone, "12812345678", "phone_prefix", "手机号不会以12开头，请再看一遍"),
        (Column::Education, "研究生班", "unknown_code", "学历没有“研究生班”，可填“研究生教育”"),
        (Column::Migrant, "不详", "unknown_code", "是否农民工没有“不详”，可填是、否"),
        (Column::Birth, "1990-03-06", "birth_mismatch", "出生日期和证件号码里的不一样，请核对是哪一处写错了"),
        (Column::Sex, "男", "sex_mismatch", "性别写的是男，证件号码是女，请核对是哪一处写错了"),
        (Column::ChangeDate, "2024-02-30", "bad_change_date", "会籍变化日期不是真实的日期，请写成2024-05-01的样子"),
        (Column::ChangeDate, "2031-01-01", "future_change", "会籍变化日期还没有到，请再看一遍"),
        (Column::ChangeDate, "1980-01-01", "bad_change_date", "会籍变化日期早于出生日期，请再看一遍"),
        (Column::IdType, "身份证", "unknown_code", "有效证件类别没有“身份证”，可填“居民身份证”"),
    ] {
        assert_eq!(fault(&with(column, cell)), (column, code, reason.to_string()));
    }
}

#[test]
fn a_number_ruined_by_excel_is_explained() {
    let mut cells = right();
    cells[Column::IdNumber.index()] = Cell::Number(440302198402289971.0);
    assert_eq!(
        fault(&cells),
        (
            Column::IdNumber,
            "ruined_id",
            "18位证件号被Excel改成了4.40E+17，后几位已经丢失，请把这一列设为文本后重填".to_string()
        )
    );
}

#[test]
fn odd_but_right_cells_are_taken() {
    let number = IdNumber::synthetic("320902", date(1990, 3, 5), 998).unwrap();
    let mut cells = with(Column::Name, "名".repeat(40));
    cells[Column::Birth.index()] = Cell::Date(date(1990, 3, 5));
    cells[Column::Phone.index()] = Cell::Number(13812345678.0);
    cells[Column::Sex.index()] = Cell::Number(2.0);
    cells[Column::ChangeDate.index()] = Cell::Number(20240501.0);
    cells[Column::IdNumber.index()] = Cell::Text(format!(" {} ", number.as_str().to_lowercase()));
    assert_eq!(check_row(&cells, TODAY).1, []);
    assert_eq!(check_row(&with(Column::Name, "=1+1"), TODAY).1, []);
    let mut foreign = with(Column::IdType, "护照");
    foreign[Column::IdNumber.index()] = Cell::Text("E12345678".into());
    assert_eq!(check_row(&foreign, TODAY).1, []);
}

/// A file in the form's shape, with the writer's chance to spoil it.
fn file(titles: &[&str], rows: &[Vec<Cell>], spoil: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.merge_range(0, 0, 0, 19, "工会会员信息采集表", &Format::new()).unwrap();
    for (at, title) in titles.iter().enumerate() {
        page.write_string(2, at as u16, *title).unwrap();
        page.write_string(3, at as u16, "选填").unwrap();
    }
    for (row, cells) in rows.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            page.write_string(4 + row as u32, at as u16, cell.text()).unwrap();
        }
    }
    page.merge_range(4 + rows.len() as u32, 0, 4 + rows.len() as u32, 19, "填表说明：请勿合并", &Format::new())
        .unwrap();
    spoil(page);
    workbook.save_to_buffer().unwrap()
}

fn refusal(titles: &[&str], spoil: impl Fn(&mut Worksheet)) -> String {
    checked(&file(titles, &[right(), right()], spoil)).unwrap_err().to_string()
}

#[test]
fn titles_and_explanations_may_be_merged_and_nothing_else() {
    let titles = Column::ALL.map(Column::title);
    assert_eq!(checked(&file(&titles, &[right()], |_| {})).unwrap().len(), 1);
    let merged = refusal(&titles, |page| {
        page.merge_range(4, 1, 5, 1, "张三", &Format::new()).unwrap();
    });
    assert_eq!(merged, "B5:B6是合并的单元格，请取消合并后再上传");
}

#[test]
fn a_file_with_other_columns_is_refused_by_their_names() {
    let titles = Column::ALL.map(Column::title);
    let mut renamed = titles;
    renamed[8] = "文化程度";
    assert_eq!(refusal(&renamed, |_| {}), "列名和模板不一样：缺少“学历”，多出“文化程度”，请按空白模板改好后再上传");
    let mut swapped = titles;
    swapped.swap(1, 2);
    assert_eq!(refusal(&swapped, |_| {}), "列名和模板不一样：第2列应是“姓名”，现在是“性别”，请按空白模板改好后再上传");
    assert_eq!(refusal(&titles[1..], |_| {}), "列名和模板不一样：缺少“序号”，请按空白模板改好后再上传");
    let more: Vec<&str> = titles.into_iter().chain(["备注"]).collect();
    assert_eq!(refusal(&more, |_| {}), "列名和模板不一样：多出“备注”，请按空白模板改好后再上传");
    assert_eq!(refusal(&["a", "b"], |_| {}), "第3行应是“序号、姓名、性别”等20个列名，请用空白模板重新填写");
}

#[test]
fn the_second_row_of_a_person_is_wrong() {
    let rows = checked(&file(&Column::ALL.map(Column::title), &[right(), right()], |_| {})).unwrap();
    assert!(rows[0].faults.is_empty());
    assert_eq!(rows[1].faults[0].reason, "和第5行是同一个证件号码，一个人只填一行");
}

#[test]
fn the_blank_form_is_accepted_and_has_no_rows() {
    assert_eq!(checked(&template("滨河电子有限公司工会").unwrap()).unwrap().len(), 0);
}

#[test]
fn an_export_is_read_back_unchanged() {
    let mut book = RosterBook::export("滨河电子有限公司工会").unwrap();
    let texts: Vec<String> = right().iter().map(Cell::text).collect();
    book.row(&texts).unwrap();
    let rows = checked(&book.bytes().unwrap()).unwrap();
    assert_eq!((&rows[0].row, rows[0].faults.len()), (&check_row(&right(), TODAY).0, 0));
}

#[test]
fn a_result_tells_each_row_its_outcome_and_can_be_sent_again() {
    let mut book = RosterBook::result("").unwrap();
    book.outcome(&right(), "").unwrap();
    book.outcome(&with(Column::Phone, "138"), "移动电话：手机号只有3位，应为11位").unwrap();
    let file = book.bytes().unwrap();
    let mut outcomes = Vec::new();
    open(&file, Limits::default())
        .unwrap()
        .rows(|number, cells| {
            if number > 4 && cells.len() > 20 {
                outcomes.push(cells[20..].iter().map(Cell::text).collect::<Vec<_>>());
            }
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(
        outcomes,
        [vec!["是".to_string()], vec!["否".to_string(), "移动电话：手机号只有3位，应为11位".to_string()]]
    );
    assert_eq!(checked(&file).unwrap().iter().map(|row| row.faults.len()).collect::<Vec<_>>(), [0, 2]);
}
