//! Who is in hardship (困难职工), by the unions' rule. Pure: money in fen, compared exactly, no division.
use serde::{Deserialize, Serialize};

/// What the rule looks at.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
pub struct Household {
    /// Of the whole family, in fen a year.
    pub income: i64,
    /// What can't be saved: treatment, school, rent; in fen a year.
    pub rigid: i64,
    pub persons: i64,
    /// What nobody could foresee this year, in fen.
    pub unforeseen: i64,
    /// Injury or death in a major disaster or accident.
    pub accident: bool,
    /// A rural migrant worker.
    pub migrant: bool,
    pub months: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Deep,
    Relative,
    Sudden,
    None,
}
impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Deep, Kind::Relative, Kind::Sudden, Kind::None];
    pub fn key(self) -> &'static str {
        ["deep", "relative", "sudden", "none"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["深度困难", "相对困难", "意外致困", "不符合"][self as usize]
    }
    pub fn from_key(key: &str) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.key() == key).unwrap_or(Kind::None)
    }
}

/// One test of the rule, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub name: &'static str,
    pub passed: bool,
    /// The figures that were compared.
    pub words: String,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub kind: Kind,
    pub tests: Vec<Test>,
}

/// A migrant worker needs so many months of employment.
const MONTHS: i64 = 12;

/// The kind on a day whose minimum living standard is `minimum` fen a month.
pub fn judge(home: &Household, minimum: i64) -> Judged {
    let left = home.income - home.rigid;
    let line = 12 * home.persons * minimum;
    let settled = !home.migrant || home.months >= MONTHS;
    let (deep, relative) = (left < line, left < 2 * line);
    let costly = home.unforeseen * 10 > home.income * 8;
    let kind = match () {
        () if !settled => Kind::None,
        () if deep => Kind::Deep,
        () if relative => Kind::Relative,
        () if costly || home.accident => Kind::Sudden,
        () => Kind::None,
    };
    let yuan = ui::text::yuan;
    let each = format!("扣除刚性支出，{}口人每年剩{}", home.persons, yuan(left));
    let mut tests = vec![
        Test {
            name: "人均低于低保标准", passed: deep, words: format!("{each}，低保标准合{}", yuan(line))
        },
        Test { name: "人均低于低保标准的2倍", passed: relative, words: format!("2倍合{}", yuan(2 * line)) },
        Test {
            name: "意外支出超过家庭收入的80%",
            passed: costly,
            words: format!("意外支出{}，家庭收入{}", yuan(home.unforeseen), yuan(home.income)),
        },
        Test {
            name: "重大灾害、事故造成伤亡",
            passed: home.accident,
            words: if home.accident { "有" } else { "没有" }.into(),
        },
    ];
    if home.migrant {
        let words = format!("连续工作{}个月", home.months);
        tests.insert(0, Test { name: "农民工连续工作满1年", passed: settled, words });
    }
    Judged { kind, tests }
}
