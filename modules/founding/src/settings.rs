//! The numbers of this module, each a setting of the region with the day from which it holds.
use crate::elections::rules::Bands;
use jiff::civil::Date;
use platform::{
    db::{Db, Result},
    settings::{self, Setting, SettingKind},
};

const fn number(
    key: &'static str,
    name: &'static str,
    hint: &'static str,
    default: &'static str,
    (least, most, unit): (i64, i64, &'static str),
) -> Setting {
    Setting { key, name, hint, default, kind: SettingKind::Number { least, most, unit } }
}

/// Working days in which the upper union answers a request.
pub const APPROVAL_DAYS: &Setting = &number(
    "founding.approval_days",
    "建会申请几个工作日内答复",
    "从收到申请的次日起算，到期没答复自动报上一级",
    "5",
    (1, 30, "个工作日"),
);
/// Calendar days in which the upper union answers the report of a result: 工会法第十二条 says that it answers, 选举工作条例 in how many days.
pub const REPLY_DAYS: &Setting = &number(
    "founding.reply_days",
    "选举结果几日内批复",
    "从收到报告的次日起算，最后一天是假日的顺延。《工会基层组织选举工作条例》",
    "15",
    (1, 60, "日"),
);
/// Working days in which a preparatory group is to be completed.
pub const GROUP_DAYS: &Setting = &number(
    "founding.group_days",
    "筹备组缺人几个工作日内补齐",
    "筹备组成员离开、人数不够时起算",
    "5",
    (1, 30, "个工作日"),
);
/// Three to five is what federations write in their guides to founding; no rule of the 全总 was found that says so.
pub const GROUP_LEAST: &Setting = &number("founding.group_least", "筹备组最少几人", "含组长", "3", (1, 20, "人"));
pub const GROUP_MOST: &Setting = &number("founding.group_most", "筹备组最多几人", "含组长", "5", (1, 20, "人"));
/// From so many members on a committee must be formed (工会法第十一条).
pub const COMMITTEE_FROM: &Setting =
    &number("founding.committee_from", "会员多少人以上应当建立委员会", "《工会法》第十一条", "25", (1, 1000, "人"));
/// The size of a committee by the number of members (选举工作条例第七条).
pub const COMMITTEE_SIZE: &Setting = &Setting {
    key: "founding.committee_size",
    name: "工会委员会人数表",
    hint: "一行一档：会员人数范围，冒号，委员人数范围；也可以只选1人的写“1人或”。《工会基层组织选举工作条例》第七条",
    default: "0-24人：1人或3-5人\n25-200人：3-7人\n201-1000人：7-15人\n1001-5000人：15-21人\n5001-10000人：21-29人\n10001-50000人：29-37人\n50001人以上：37-45人",
    kind: SettingKind::Lines,
};
/// The size of the audit committee by the number of members.
pub const AUDIT_SIZE: &Setting = &Setting {
    key: "founding.audit_size",
    name: "经费审查委员会人数表",
    hint: "写法同委员会人数表。《工会基层组织选举工作条例》：一般3至11人",
    default: "0-24人：1人或3-5人\n25人以上：3-11人",
    kind: SettingKind::Lines,
};
/// From so many women members on a women workers' committee; below, one committee member for them. Ten in 工会女职工委员会工作条例第十一条, as in
/// Henan and Chongqing; Beijing and Shanghai say 25.
pub const WOMEN_FROM: &Setting = &number(
    "founding.women_from",
    "女会员多少人以上建立女职工委员会",
    "不足的在委员会里设女职工委员。《工会女职工委员会工作条例》第十一条；北京、上海是25人",
    "10",
    (1, 1000, "人"),
);
/// Candidates beyond the seats, in percent of the seats, at least one.
pub const SURPLUS: &Setting = &number(
    "founding.surplus",
    "委员候选人差额比例",
    "候选人比应选名额多百分之几，至少多1人；只选1人的可以等额。《工会基层组织选举工作条例》：不低于5%",
    "5",
    (0, 50, "%"),
);
/// From so many members on delegates may elect.
pub const DELEGATES_FROM: &Setting = &number(
    "founding.delegates_from",
    "会员多少人以上可以开会员代表大会选举",
    "不足的应当开会员大会。《工会基层组织选举工作条例》",
    "100",
    (1, 10_000, "人"),
);
/// Months before the end of a term when its renewal is put on the desk.
pub const REMIND_MONTHS: &Setting = &number(
    "term.remind_months",
    "任期届满前几个月提醒换届",
    "提醒放进本会的待办，到期没换届报上一级",
    "6",
    (1, 24, "个月"),
);
/// How many months later than it should a term may end.
pub const POSTPONE_MONTHS: &Setting = &number(
    "term.postpone_months",
    "换届最多可以延期几个月",
    "延期要上一级工会批准。《工会基层组织选举工作条例》：一般不超过半年",
    "6",
    (1, 24, "个月"),
);

pub const ALL: &[&Setting] = &[
    APPROVAL_DAYS,
    REPLY_DAYS,
    GROUP_DAYS,
    GROUP_LEAST,
    GROUP_MOST,
    COMMITTEE_FROM,
    COMMITTEE_SIZE,
    AUDIT_SIZE,
    WOMEN_FROM,
    SURPLUS,
    DELEGATES_FROM,
    REMIND_MONTHS,
    POSTPONE_MONTHS,
];

/// The bands of a size table in a region; the default's where the region's can't be read.
pub async fn bands(db: &Db, setting: &Setting, region: &str, on: Date) -> Result<Bands> {
    let value = settings::get(db, setting, region, on).await?;
    Ok(Bands::read(&value).unwrap_or_else(|| Bands::read(setting.default).expect("the default is in the right form")))
}
