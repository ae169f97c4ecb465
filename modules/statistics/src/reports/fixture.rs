//! A quarterly form as a city sends it to its counties: two rows of heads, merged cells, a sum, a share, a page of explanations. Made by code,
//! for the demo county and the tests.
use super::{
    binding::{Binding, Bindings, Word},
    checks::{Checks, Sum},
};
use platform::sheets::{
    BookFault,
    form::{Area, Drawing, Drawn, Ink, Look, draw},
};

pub const NAME: &str = "基层工会组织建设和服务职工情况季报";
pub const FILE: &str = "基层工会组织建设和服务职工情况季报表.xlsx";
pub const PAGE: &str = "季报表";

/// Row, what, unit, the measure and its columns (D: this period, E: a year before, F: since New Year).
type Line = (u32, &'static str, &'static str, &'static str, &'static [(char, Word)]);
const FLOW: &[(char, Word)] = &[('D', Word::This), ('E', Word::LastYear), ('F', Word::SinceNewYear)];
const STOCK: &[(char, Word)] = &[('D', Word::End), ('E', Word::LastYear)];
const LINES: [Line; 9] = [
    (6, "会员数", "人", "members", STOCK),
    (7, "基层工会数", "家", "unions", STOCK),
    (8, "新入会", "人", "joined", FLOW),
    (9, "其中：扫码入会", "人", "joined_by_code", FLOW),
    (11, "收到职工诉求", "件", "cases", FLOW),
    (12, "来访来电咨询", "次", "consultations", FLOW),
    (13, "走访企业", "次", "visits", FLOW),
    (15, "帮扶的困难职工家庭", "户", "aid.families", FLOW),
    (16, "在档困难职工", "户", "hardship.files", STOCK),
];

/// The form as an Excel file.
pub fn form() -> Result<Vec<u8>, BookFault> {
    form_named(PAGE)
}
/// The same with another name of its sheet.
pub fn form_named(sheet: &str) -> Result<Vec<u8>, BookFault> {
    let mut drawn = vec![
        Drawn::words(Area::to(1, 1, 1, 7), format!("{NAME}表"), Look::Title),
        Drawn::words(Area::to(2, 1, 2, 2), "填报单位：", Look::Line),
        Drawn::blank(Area::to(2, 3, 2, 4), Look::Line),
        Drawn::words(Area::one(2, 5), "报告期：", Look::Line),
        Drawn::blank(Area::to(2, 6, 2, 7), Look::Line),
    ];
    for (area, words) in [
        (Area::to(4, 1, 5, 1), "类别"),
        (Area::to(4, 2, 5, 2), "指标"),
        (Area::to(4, 3, 5, 3), "单位"),
        (Area::to(4, 4, 4, 6), "数量"),
        (Area::one(5, 4), "本期"),
        (Area::one(5, 5), "上年同期"),
        (Area::one(5, 6), "本年累计"),
        (Area::to(4, 7, 5, 7), "情况说明"),
        (Area::to(6, 1, 10, 1), "组织建设"),
        (Area::to(11, 1, 14, 1), "服务职工"),
        (Area::to(15, 1, 16, 1), "困难帮扶"),
    ] {
        drawn.push(Drawn::words(area, words, Look::Head));
    }
    for (row, what, unit, ..) in LINES {
        drawn.push(Drawn::words(Area::one(row, 2), what, Look::Label));
        drawn.push(Drawn::words(Area::one(row, 3), unit, Look::Label));
        drawn.extend((4..=6).map(|column| Drawn::blank(Area::one(row, column), Look::Number)));
    }
    for (row, what, unit, look) in [(10, "扫码入会占比", "%", Look::Share), (14, "服务合计", "件次", Look::Number)]
    {
        drawn.push(Drawn::words(Area::one(row, 2), what, Look::Label));
        drawn.push(Drawn::words(Area::one(row, 3), unit, Look::Label));
        for (column, letter) in (4..).zip(["D", "E", "F"]) {
            let formula = match row {
                10 => format!("ROUND({letter}9/{letter}8*100,1)"),
                _ => format!("SUM({letter}11:{letter}13)"),
            };
            drawn.push(Drawn::new(Area::one(row, column), Ink::Formula(formula), look));
        }
    }
    for (first, last) in [(6, 10), (11, 14), (15, 16)] {
        drawn.push(Drawn::blank(Area::to(first, 7, last, 7), Look::Words));
    }
    drawn.push(Drawn::words(Area::to(17, 1, 17, 7), "注：数字由系统从记录中统计，不手工填写。", Look::Line));
    let widths = vec![11.0, 22.0, 8.0, 12.0, 12.0, 12.0, 34.0];
    let page = Drawing { name: sheet.into(), widths, drawn, landscape: true };
    let notes = ["填表说明", "1.报告期为自然季度。", "2.会员数、基层工会数、在档困难职工为期末数。"];
    let notes = (1..).zip(notes).map(|(row, words)| Drawn::words(Area::one(row, 1), words, Look::Line)).collect();
    let notes = Drawing { name: "填表说明".into(), widths: vec![60.0], drawn: notes, landscape: false };
    draw(&[page, notes])
}
/// What its cells are bound to, as far as there are such measures.
pub fn bindings(knows: impl Fn(&str) -> bool) -> Bindings {
    let at = |cell: &str| format!("{PAGE}!{cell}");
    let mut all = Bindings::from([
        (at("C2"), Binding::Union),
        (at("F2"), Binding::Period),
        (at("G6"), Binding::Text),
        (at("G11"), Binding::Text),
        (at("G15"), Binding::Text),
    ]);
    for (row, .., key, columns) in LINES.into_iter().filter(|line| knows(line.3)) {
        for (column, word) in columns {
            let measure = Binding::Measure { key: key.into(), dimension: None, part: String::new(), word: *word };
            all.insert(at(&format!("{column}{row}")), measure);
        }
    }
    all
}
pub fn checks() -> Checks {
    let sum = |cell: &str, formula: &str| Sum { page: PAGE.into(), cell: cell.into(), formula: formula.into() };
    Checks { sums: vec![sum("D14", "D11+D12+D13"), sum("F14", "F11+F12+F13")], change: Some(50) }
}
