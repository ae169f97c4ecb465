//! What a record may say, and who may confirm it.
use jiff::civil::{Date, date};
use platform::identity::AccountId;

/// A kind of work with its unit: 宣讲, 场.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub name: String,
    pub unit: String,
}
impl Kind {
    /// 宣讲，场; without a unit it is counted by times.
    pub fn read(line: &str) -> Option<Kind> {
        let (name, unit) = line.split_once(['，', ',']).unwrap_or((line, "次"));
        let (name, unit) = (name.trim(), unit.trim());
        (!name.is_empty()).then(|| Kind { name: name.into(), unit: if unit.is_empty() { "次" } else { unit }.into() })
    }
}

/// The most that one record can say: more is a slip of the pen.
pub const MOST: i64 = 1_000_000;
/// How many of something, as it is typed.
pub fn amount(text: &str, least: i64) -> Result<i64, String> {
    let digits = text.replace([',', '，'], "");
    match digits.parse::<i64>() {
        Ok(n) if (least..=MOST).contains(&n) => Ok(n),
        Ok(_) => Err(format!("请填{least}到{}之间的数", ui::text::count(MOST))),
        Err(_) => Err("请写整数，不带单位".into()),
    }
}
/// The day on which it was done: not to come, and not before the year before this one.
pub fn day(text: &str, today: Date) -> Result<Date, &'static str> {
    match text.parse::<Date>() {
        Err(_) => Err("请填做这件事的日期"),
        Ok(day) if day > today => Err("日期还没有到，做了再登记"),
        Ok(day) if day < date(today.year() - 1, 1, 1) => Err("只登记今年和去年做的"),
        Ok(day) => Ok(day),
    }
}

/// Who looks at a record.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    pub account: AccountId,
    /// Where the post is.
    pub path: &'a str,
}
/// Why somebody may not confirm a record; none: he or she may. `path`: of the recording union. The union above confirms; at the top, where
/// there is none, a second officer.
pub fn cannot_confirm(looking: Looking<'_>, path: &str, recorded_by: Option<AccountId>) -> Option<&'static str> {
    let top = path.matches('/').count() <= 2;
    match () {
        () if recorded_by == Some(looking.account) => Some("您自己登记的，要由另一个人确认"),
        () if looking.path == path && !top => Some("由上一级工会确认"),
        () if !path.starts_with(looking.path) => Some("这家工会不归您管"),
        () => None,
    }
}
