//! Memberships (会籍): one current per person, from approval on, each change an event with its official code.
pub mod acts;
pub mod admission;
pub mod change;
mod edit;
mod index;
mod passing;
mod recount;
mod register;
pub mod rules;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

pub use admission::{Admission, admit, admit_all, admit_ready};
pub use index::{LIST, Members, groups, groups_of};
pub use passing::PASSING;
pub use recount::{Recount, beside, recount};
pub use store::Membership;

use crate::{
    permissions::{FIGURES_READ, MEMBERS_OPEN, MEMBERS_READ, MEMBERS_WRITE},
    unions::UnionKind,
};
use platform::{
    App,
    facts::{self, Dimension, Measure, MeasureKind, Naming},
    rights::Access,
    settings::{Setting, SettingKind},
};

platform::row_id!(MembershipId);

/// 会员: current memberships, kept ones included.
pub const MEMBERS: &Measure = &Measure {
    key: "members",
    name: "会员",
    unit: "人",
    definition: "现有会籍的人数，含保留会籍的人。一个人只算一次，挂靠行业联合会的不重复算。",
    kind: MeasureKind::Stock,
    records: "/console/members?union={org}",
    needs: FIGURES_READ,
    recount: facts::Recount::Records("SELECT m.union_id, m.id, '', 1 FROM memberships m WHERE m.state <> 'ended'"),
};
/// 新入会: memberships that began.
pub const JOINED: &Measure = &Measure {
    key: "joined",
    name: "新入会",
    unit: "人",
    definition: "这段时间里批准入会或按名册登记入会的人数，按入会日期算。",
    kind: MeasureKind::Flow,
    records: "/console/counted?measure=joined&org={org}&from={from}&to={to}",
    needs: FIGURES_READ,
    recount: facts::Recount::Records(BEGAN),
};
/// 基层工会: grass-roots unions of all kinds.
pub const UNIONS: &Measure = &Measure {
    key: "unions",
    name: "基层工会",
    unit: "家",
    definition: "企业、事业单位、机关工会和联合基层工会、村（社区）工会的家数，不含总工会、联合会、分工会和小组。",
    kind: MeasureKind::Stock,
    records: "/console/unions?view=list&grassroots=1&below={org}",
    needs: FIGURES_READ,
    recount: facts::Recount::Made(grassroots),
};
/// 联合会: federations of an industry or a park.
pub const FEDERATIONS: &Measure = &Measure {
    key: "unions.federations",
    name: "行业、园区联合会",
    unit: "家",
    definition: "行业工会联合会和园区工会联合会的家数。它们联合多家基层工会，不算基层工会。",
    kind: MeasureKind::Stock,
    records: "/console/unions?view=list&federations=1&below={org}",
    needs: FIGURES_READ,
    recount: facts::Recount::Made(federations),
};
/// 扫码入会: joinings approved that came through a joining code; dimension: the code's id.
pub const JOINED_BY_CODE: &Measure = &Measure {
    key: "joined_by_code",
    name: "扫码入会",
    unit: "人",
    definition: "从入会码进来并已批准入会的人数，按批准日期算，记在入会码所属的工会名下。",
    kind: MeasureKind::Flow,
    records: "/console/counted?measure=joined_by_code&org={org}&from={from}&to={to}",
    needs: FIGURES_READ,
    recount: facts::Recount::InAll(
        "SELECT CAST(0 AS BIGINT), j.membership, CAST(j.code AS TEXT), 1 FROM joinings j WHERE j.state = 'approved' AND j.membership IS NOT NULL AND j.code IS NOT NULL",
    ),
};
/// 扫码: joining pages opened through a code; dimension: the code's id.
pub const SCANS: &Measure = &Measure {
    key: "scans",
    name: "扫码次数",
    unit: "次",
    definition: "打开入会码页面的次数，同一部手机一小时内只算一次。",
    kind: MeasureKind::Flow,
    records: "/console/codes?union={org}",
    needs: FIGURES_READ,
    recount: facts::Recount::Event,
};
/// 新入会（按群体）: memberships that began, dimension: the group of workers.
pub const JOINED_GROUP: &Measure = &Measure {
    key: "joined_group",
    name: "重点群体入会",
    unit: "人",
    definition: "这段时间入会的人里，属于货车司机、快递员等重点群体的人数。一个人可以属于几个群体，所以各群体不能相加。",
    kind: MeasureKind::Parts,
    records: "/console/counted?measure=joined_group&org={org}&from={from}&to={to}",
    needs: FIGURES_READ,
    recount: facts::Recount::Records(BEGAN_IN_GROUPS),
};
/// What a membership began with, at the union of that day: transfers (转入) go on with an older one, and who is kept (保留) only from the first day
/// on did not join.
const BEGAN: &str = "SELECT e.union_id, e.membership, '', 1 FROM membership_events e JOIN memberships m ON m.id = e.membership \
    WHERE m.source <> 'transfer' AND e.change <> '3' AND e.id = (SELECT MIN(n.id) FROM membership_events n WHERE n.membership = e.membership)";
const BEGAN_IN_GROUPS: &str = "SELECT e.union_id, e.membership, g.name, 1 FROM membership_events e JOIN memberships m ON m.id = e.membership \
    JOIN (SELECT DISTINCT group_name AS name FROM person_groups UNION SELECT DISTINCT dimension FROM facts WHERE measure = 'joined_group') g \
      ON e.group_names LIKE '%|' || g.name || '|%' \
    WHERE e.group_names <> '' AND m.source <> 'transfer' AND e.change <> '3' AND e.id = (SELECT MIN(n.id) FROM membership_events n WHERE n.membership = e.membership)";
/// Grass-roots unions that stand.
fn grassroots() -> String {
    standing(UnionKind::is_grassroots)
}
fn federations() -> String {
    standing(UnionKind::is_federation)
}
fn standing(counts: fn(UnionKind) -> bool) -> String {
    let keys: Vec<String> =
        UnionKind::ALL.into_iter().filter(|kind| counts(*kind)).map(|kind| format!("'{}'", kind.key())).collect();
    format!(
        "SELECT u.id, u.id, u.kind, 1 FROM unions u JOIN organisations o ON o.id = u.id WHERE o.closed_on IS NULL AND u.status <> '4' AND u.kind IN ({})",
        keys.join(", ")
    )
}
pub const MEASURES: &[&Measure] = &[MEMBERS, JOINED, UNIONS, FEDERATIONS, JOINED_BY_CODE, SCANS, JOINED_GROUP];
pub const DIMENSIONS: &[Dimension] = &[kinds_of(UNIONS), kinds_of(FEDERATIONS)];
const fn kinds_of(measure: &'static Measure) -> Dimension {
    Dimension { measure, name: "类别", words: kinds, of: None }
}
fn kinds(_: App, keys: Vec<String>) -> Naming {
    let name = |key: String| UnionKind::from_key(&key).map_or(key, |kind| kind.name().to_owned());
    Box::pin(async move { Ok(keys.into_iter().map(name).collect()) })
}

/// How many working days a union has to decide on a joining.
pub const JOINING_DAYS: &Setting = &Setting {
    key: "joining.days",
    name: "入会审批期限",
    hint: "工会收到申请后，几个工作日内要办",
    default: "3",
    kind: SettingKind::Number { least: 1, most: 60, unit: "个工作日" },
};
/// How many working days the county has to name a union when none fits.
pub const ASSIGNING_DAYS: &Setting = &Setting {
    key: "joining.assigning_days",
    name: "指定工会期限",
    hint: "申请人说“都不合适”时，县总工会几个工作日内要答复",
    default: "10",
    kind: SettingKind::Number { least: 1, most: 60, unit: "个工作日" },
};
/// What card numbers begin with.
pub const NUMBER_PREFIX: &Setting = &Setting {
    key: "member.number_prefix",
    name: "会员卡号开头",
    hint: "卡号由开头、入会年份和8位序号组成",
    default: "3209",
    kind: SettingKind::Text,
};
/// The eight groups (八大群体); elsewhere nine.
pub const GROUPS: &Setting = &Setting {
    key: "groups.eight",
    name: "八大群体",
    hint: "一行一个；各地名称和数目不同，可以改",
    default: "货车司机\n快递员\n护工护理员\n家政服务员\n商场信息员\n网约送餐员\n房产中介员\n保安员",
    kind: SettingKind::Lines,
};
/// The four new forms of employment (新就业形态).
pub const NEW_EMPLOYMENT: &Setting = &Setting {
    key: "groups.new_employment",
    name: "新就业形态群体",
    hint: "一行一个",
    default: "货车司机\n网约车司机\n快递员\n外卖配送员",
    kind: SettingKind::Lines,
};
/// Further groups.
pub const OTHER_GROUPS: &Setting = &Setting {
    key: "groups.other",
    name: "其他群体",
    hint: "一行一个",
    default: "农民工\n劳动模范",
    kind: SettingKind::Lines,
};
pub const SETTINGS: &[&Setting] =
    &[JOINING_DAYS, ASSIGNING_DAYS, NUMBER_PREFIX, GROUPS, NEW_EMPLOYMENT, OTHER_GROUPS, crate::places::STANDARDS];

/// Where a member's page is.
pub fn link(id: impl std::fmt::Display) -> String {
    format!("/console/members/{id}")
}

pub fn routes() -> platform::web::Routes {
    let (read, write) = (Access::Needs(MEMBERS_READ), Access::Needs(MEMBERS_WRITE));
    platform::web::Routes::new()
        .get("/console/members", read, crate::list::index::<index::Members>)
        .get("/console/members/new", write, register::new)
        .post("/console/members", write, register::create)
        .get("/console/members/{member}", read, show::show)
        .post("/console/members/{member}/opening", Access::Needs(MEMBERS_OPEN), show::open)
        .get("/console/members/{member}/edit", write, edit::edit)
        .post("/console/members/{member}/edit", write, edit::update)
        .post("/console/members/{member}/groups", write, edit::add_group)
        .post("/console/members/{member}/groups/ending", write, edit::end_group)
        .merge(acts::routes())
}
