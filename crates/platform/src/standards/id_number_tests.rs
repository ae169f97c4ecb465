use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 21);
const VECTORS: &str = include_str!("../../fixtures/id_number_vectors.csv");

fn fault(text: &str) -> IdFault {
    IdNumber::parse(text, TODAY).expect_err(text)
}

#[test]
fn all_vectors_agree() {
    let mut seen = 0;
    for line in VECTORS.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        // A quoted note may hold commas; the last four columns are counted from the end.
        let [region, _, birth, sex] = columns[columns.len() - 4..] else { panic!("{line}") };
        let (text, expect) = (columns[0], columns[1]);
        let number = match expect {
            "invalid" if columns[2].contains("full-width") => {
                assert_eq!(IdNumber::parse(text, TODAY).unwrap().as_str(), "11010519491231002X");
                continue;
            }
            "invalid" => {
                assert!(IdNumber::parse(text, TODAY).is_err(), "{line}");
                continue;
            }
            "legacy15" => IdNumber::from_legacy(text, TODAY).expect(line),
            _ => IdNumber::parse(text, TODAY).expect(line),
        };
        assert_eq!(number.birth().to_string(), birth, "{line}");
        assert_eq!(number.sex().name(), sex, "{line}");
        assert_eq!(number.region(), region, "{line}");
        seen += 1;
    }
    assert!(seen >= 46, "{seen}");
}

#[test]
fn each_fault_is_told_apart() {
    assert_eq!(fault("  "), IdFault::Empty);
    assert_eq!(fault("44142519691101288"), IdFault::Length(17));
    assert_eq!(fault("11010519491231002Y"), IdFault::Character(18));
    assert_eq!(fault("1101O519491231002X"), IdFault::Character(5));
    assert_eq!(fault("990505199001011238"), IdFault::Region);
    assert_eq!(fault("320505199102291238"), IdFault::Birth);
    assert_eq!(fault("320505209901011235"), IdFault::Future);
    assert_eq!(fault("320505199001010003"), IdFault::Sequence);
    assert_eq!(fault("441425196911012880"), IdFault::CheckDigit);
}

#[test]
fn every_fault_has_its_sentence() {
    assert_eq!(fault("441425196911012880").to_string(), "最后一位和前17位对不上，请对照身份证再看一遍");
    assert_eq!(fault("44142519691101288").to_string(), "身份证号是18位，这里有17位，请对照身份证再看一遍");
    assert_eq!(fault("320505900101123").to_string(), "这是15位的旧身份证号，请填写新证上的18位号码");
    assert_eq!(
        fault("4.40302198402289e+17").to_string(),
        "18位证件号被Excel改成了4.40E+17，后几位已经丢失，请把这一列设为文本后重填"
    );
}

#[test]
fn a_number_is_masked_in_logs() {
    let number = IdNumber::synthetic("320925", date(1990, 1, 1), 998).unwrap();
    assert!(number.masked().starts_with("3209**********998"));
    assert_eq!(format!("{number:?}"), format!("IdNumber({})", number.masked()));
}

#[test]
fn made_up_numbers_keep_to_the_codes_of_centenarians() {
    assert!(IdNumber::synthetic("320925", date(1990, 1, 1), 123).is_none());
    assert!(IdNumber::synthetic("999999", date(1990, 1, 1), 997).is_none());
}

#[test]
fn every_identity_code_of_the_history_is_known_where_the_data_is_there() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/divisions/gb2260_historical_idcard.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no shared data");
        return;
    };
    for line in text.lines().skip(1) {
        assert!(region::is_known_for_id(&line[..6]), "{line}");
    }
}

proptest! {
    #[test]
    fn a_made_up_number_reads_back(day in 0i32..25_000, sequence in 996u16..=999) {
        let birth = date(1940, 1, 1).saturating_add(jiff::Span::new().days(day));
        let number = IdNumber::synthetic("320902", birth, sequence).unwrap();
        prop_assert_eq!(IdNumber::parse(number.as_str(), TODAY), Ok(number));
        prop_assert_eq!(number.birth(), birth);
        prop_assert_eq!(number.sex() == Sex::Male, sequence % 2 == 1);
    }

    #[test]
    fn any_single_wrong_digit_is_noticed(position in 0usize..17, other in 0u8..10) {
        let right = "11010519491231002X";
        let mut wrong = right.as_bytes().to_vec();
        prop_assume!(wrong[position] != b'0' + other);
        wrong[position] = b'0' + other;
        prop_assert!(IdNumber::parse(std::str::from_utf8(&wrong).unwrap(), TODAY).is_err());
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}") {
        let _ = IdNumber::parse(&text, TODAY);
        let _ = IdNumber::from_legacy(&text, TODAY);
    }
}
