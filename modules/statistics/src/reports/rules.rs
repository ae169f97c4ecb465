//! What may be written, and when a report may be signed and frozen.
use super::span::Span;
use jiff::civil::Date;

/// Why words can't stand in a cell, as a sentence: a number belongs to a measure.
pub fn words_fault(text: &str) -> Option<&'static str> {
    const COUNTED: &str =
        "一二三四五六七八九十百千万亿零两〇壹贰叁肆伍陆柒捌玖拾佰仟人户家件次元个名份场项天年月日约共计余多";
    let count = |c: char| c.is_numeric() || COUNTED.contains(c);
    let words = text.chars().filter(|c| c.is_alphabetic() && !count(*c)).count();
    let has_number = text.chars().any(|c| c.is_numeric() || COUNTED.chars().take(28).any(|n| n == c));
    match text.chars().count() {
        0 => Some("请写文字"),
        n if n > 2_000 => Some("最多2000个字"),
        _ if words < 2 && has_number => {
            Some("这里写文字，不填数。数请绑指标，从记录里数；平台以外的工作先登记成有证据的记录")
        }
        _ => None,
    }
}

/// Why a union has no report of a period, as a sentence.
pub fn union_fault(span: Span, name: &str, opened_on: &str, closed_on: Option<&str>) -> Option<String> {
    let period = span.period();
    let day = |text: &str| text.parse::<Date>().ok();
    if let Some(closed) = closed_on.and_then(day).filter(|closed| *closed < period.from) {
        return Some(format!("{name}{}已经撤销，没有{}的报表", ui::text::date(closed), span.name()));
    }
    day(opened_on)
        .filter(|opened| *opened > period.to)
        .map(|opened| format!("{name}{}才成立，没有{}的报表", ui::text::date(opened), span.name()))
}
/// What is said above the report of a union that ended within the period.
pub fn ended_within(span: Span, closed_on: Option<&str>) -> Option<String> {
    let closed: Date = closed_on?.parse().ok()?;
    let period = span.period();
    (period.from..=period.to)
        .contains(&closed)
        .then(|| format!("这家工会{}撤销，数只有到那一天为止的；撤销以后的算在接收它的工会", ui::text::date(closed)))
}
/// Why a report can't be signed or frozen now, as a sentence.
pub fn time_fault(span: Span, today: Date, (now, last): (i64, i64)) -> Option<String> {
    if now < last {
        return Some("服务器的时钟比上一步还早，可能被拨回去了。请系统管理员校准时间以后再办".to_owned());
    }
    (!span.is_over(today)).then(|| {
        let from = span.period().to.tomorrow().unwrap_or(span.period().to);
        format!("{}还没有结束，现在只能预览。{}起可以签审和冻结", span.name(), ui::text::date(from))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_in_a_cell_of_words_is_refused_however_it_is_written() {
        for text in
            ["12", "1,204", "１２", "12人", "共12户", "约三十", "一百二十人", "12.5%", "（12）", "2026年共1204人次"]
        {
            assert!(words_fault(text).is_some_and(|fault| fault.contains("不填数")), "{text}");
        }
        for text in ["无", "没有", "开展集中走访，覆盖3个乡镇", "第三季度重点做货车司机入会"]
        {
            assert_eq!(words_fault(text), None, "{text}");
        }
        assert!(words_fault("").is_some() && words_fault(&"长".repeat(2_001)).is_some());
    }

    #[test]
    fn a_union_reports_only_of_the_time_in_which_it_was() {
        let third = Span::from_key("2026-Q3").unwrap();
        assert_eq!(union_fault(third, "甲", "2020-01-01", None), None);
        assert_eq!(union_fault(third, "甲", "2020-01-01", Some("2026-08-15")), None);
        assert!(union_fault(third, "甲", "2020-01-01", Some("2026-06-30")).unwrap().contains("已经撤销"));
        assert!(union_fault(third, "甲", "2026-10-08", None).unwrap().contains("才成立"));
        assert!(ended_within(third, Some("2026-08-15")).is_some());
        assert_eq!(ended_within(third, Some("2026-10-15")), None);
    }

    #[test]
    fn what_is_not_over_and_a_clock_that_goes_back_stop_a_signature() {
        let third = Span::from_key("2026-Q3").unwrap();
        let over = date(2026, 10, 1);
        assert_eq!(time_fault(third, over, (10, 5)), None);
        assert!(time_fault(third, date(2026, 9, 30), (10, 5)).unwrap().contains("2026年10月1日起"));
        assert!(time_fault(third, over, (4, 5)).unwrap().contains("时钟"));
    }
}
