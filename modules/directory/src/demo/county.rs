//! The plan of 滨河县: which unions hang where, and how many members each has.
//!
//! Promise: 140 unions of all kinds a county has, 10,000 members, of whom 3,200 in the freight firms.
use super::{
    crowd::{CARERS, CLERKS, COURIERS, DRIVERS, Folk, GUARDS, RIDERS, TEACHERS, VILLAGERS, WORKERS},
    dice::Dice,
};
use crate::unions::UnionKind::{self, *};

/// A union of the plan. Its parent is named, and comes before it.
#[derive(Clone)]
pub struct Planned {
    pub kind: UnionKind,
    pub name: String,
    pub under: String,
    /// Where in the county; none: the county itself.
    pub town: Option<Spot>,
    pub members: u64,
    pub folk: Folk,
    /// Groups of workers that it serves.
    pub groups: &'static [&'static str],
    /// Code of `unit_category`.
    pub category: &'static str,
    /// GB/T 4754.
    pub industry: &'static str,
    pub chair: Option<&'static str>,
    /// The employer whose union it is; none for unions of several.
    pub employer: Option<String>,
}

/// A town: its name, and the code of a real one that it borrows (decision 040).
#[derive(Clone)]
pub struct Spot {
    pub name: String,
    pub region: &'static str,
}
pub fn spot(index: usize) -> Spot {
    Spot { name: TOWNS[index].0.into(), region: TOWNS[index].1 }
}

pub const COUNTY: &str = "滨河县总工会";
/// The towns with the real codes that they borrow (decision 040): 滨河县 is not on the map.
pub const TOWNS: [(&str, &str); 8] = [
    ("城关镇", "320925101"),
    ("城东街道", "320925001"),
    ("河西街道", "320925050"),
    ("开发区", "320925051"),
    ("白沙镇", "320925102"),
    ("柳湾镇", "320925103"),
    ("青石镇", "320925104"),
    ("清水乡", "320925105"),
];
pub const REGION: &str = "320925";
const VILLAGES: [&str; 16] = [
    "滨河社区",
    "南门社区",
    "城东社区",
    "物流园社区",
    "河西社区",
    "杏花社区",
    "创业社区",
    "新港社区",
    "白沙村",
    "沙岗村",
    "柳湾村",
    "柳东村",
    "青石村",
    "石桥村",
    "清水村",
    "泉头村",
];

pub const FREIGHT_FEDERATION: &str = "滨河县货运行业工会联合会";
pub const FREIGHT_JOINT: &str = "滨河县货运行业联合工会";
/// The four large freight firms with what their unions have of members: 1,680; the 93 small ones share the other 1,520.
pub const LARGE_FIRMS: [(&str, u64, &str); 4] = [
    ("顺通物流", 612, "汪海涛"),
    ("远达运输", 428, "季春生"),
    ("鸿运货运", 356, "丁国平"),
    ("安驰物流", 284, "莫云峰"),
];
pub const SMALL_FIRMS: usize = 93;
pub const PARK_JOINT: &str = "城东物流园联合工会";
const FREIGHT_MEMBERS: u64 = 3_200;
const MEMBERS: u64 = 10_000;

/// 行业, 类别, 行业代码: what firms of the county do.
pub const TRADES: &[(&str, &str, &str)] = &[
    ("纺织", "170", "1711"),
    ("机械", "159", "3441"),
    ("食品", "170", "1392"),
    ("电子", "300", "3973"),
    ("建筑工程", "170", "4710"),
    ("新能源", "169", "3825"),
    ("家具", "170", "2110"),
    ("包装", "170", "2231"),
    ("农业科技", "170", "0513"),
    ("商贸", "159", "5211"),
    ("汽车零部件", "200", "3670"),
    ("化工", "161", "2614"),
    ("服饰", "170", "1810"),
    ("酒店管理", "170", "6110"),
    ("环保科技", "159", "7721"),
    ("塑料制品", "170", "2929"),
];
const FIRST: &str = "恒瑞金华盛宏丰天泰永兴新中嘉德正东海远大康润源通达隆鑫凯百合博信腾悦佳美顺安卓锦欣诚聚汇君";
const SECOND: &str = "达泰丰源盛和信隆昌泽阳辉晟邦裕峰诚科祥宇航通利腾瑞成立展鹏";

/// 恒泽: trade names without end; no two of the first thousand are the same.
pub fn trade_names(dice: &mut Dice) -> impl Iterator<Item = String> + use<> {
    let (first, second): (Vec<char>, Vec<char>) = (FIRST.chars().collect(), SECOND.chars().collect());
    let mut pairs: Vec<String> =
        first.iter().flat_map(|a| second.iter().filter(move |b| *b != a).map(move |b| format!("{a}{b}"))).collect();
    let mut order = Dice::new(dice.below(u64::MAX));
    std::iter::from_fn(move || {
        Some(match pairs.len() {
            0 => format!("{}{}{}", order.pick(&first), order.pick(&second), order.pick(&second)),
            left => pairs.swap_remove(order.below(left as u64) as usize),
        })
    })
}

/// Towns and their villages, industries, firms: parents first.
pub fn plan(trade_names: &mut impl Iterator<Item = String>, dice: &mut Dice) -> Vec<Planned> {
    let mut plan = Plan(vec![Planned { chair: Some("严志远"), ..of(County, COUNTY.into(), "", None) }]);
    for (i, (town, _)) in TOWNS.iter().enumerate() {
        plan.0.push(Planned { members: 6, ..of(Town, format!("{town}总工会"), COUNTY, Some(i)) });
        for village in &VILLAGES[2 * i..2 * i + 2] {
            let members = 14 + dice.below(26);
            plan.0.push(Planned {
                members,
                category: "700",
                ..of(Village, format!("{village}工会"), &format!("{town}总工会"), Some(i))
            });
        }
    }
    plan.freight();
    plan.others_above_firms();
    plan.public_bodies(dice);
    plan.firms(trade_names, dice);
    plan.parts();
    plan.fit();
    plan.0
}

pub fn of(kind: UnionKind, name: String, under: &str, town: Option<usize>) -> Planned {
    Planned {
        kind,
        name,
        under: under.into(),
        town: town.map(spot),
        members: 0,
        folk: VILLAGERS,
        groups: &[],
        category: "",
        industry: "",
        chair: None,
        employer: None,
    }
}

struct Plan(Vec<Planned>);
impl Plan {
    fn freight(&mut self) {
        let drivers = Planned {
            folk: DRIVERS,
            groups: &["货车司机"],
            industry: "5431",
            category: "170",
            ..of(Joint, String::new(), "", Some(1))
        };
        let with = |kind, name: &str, under: &str| Planned {
            kind,
            name: name.into(),
            under: under.into(),
            groups: drivers.groups,
            ..of(kind, String::new(), "", Some(1))
        };
        self.0.push(Planned {
            chair: Some("宋晓燕"),
            industry: "543",
            ..with(IndustryFederation, FREIGHT_FEDERATION, COUNTY)
        });
        for (i, (firm, members, chair)) in LARGE_FIRMS.into_iter().enumerate() {
            let employer = Some(format!("滨河县{firm}有限公司"));
            self.0.push(Planned {
                members,
                chair: Some(chair),
                employer,
                groups: &[],
                town: Some(spot([1, 3, 0, 1][i])),
                folk: DRIVERS,
                category: "159",
                industry: "5431",
                ..with(Enterprise, &format!("{firm}工会"), FREIGHT_FEDERATION)
            });
        }
        let members = FREIGHT_MEMBERS - LARGE_FIRMS.iter().map(|f| f.1).sum::<u64>();
        self.0.push(Planned {
            members,
            chair: Some("郭长河"),
            folk: DRIVERS,
            category: "170",
            industry: "5431",
            ..with(Joint, FREIGHT_JOINT, FREIGHT_FEDERATION)
        });
    }
    fn others_above_firms(&mut self) {
        let joint = |name: &str, under: &str, town, members, folk, groups| Planned {
            members,
            folk,
            groups,
            category: "170",
            ..of(Joint, name.into(), under, Some(town))
        };
        self.0.push(Planned {
            groups: &["护工护理员", "家政服务员"],
            ..of(IndustryFederation, "滨河县家政护理行业工会联合会".into(), COUNTY, Some(0))
        });
        self.0.push(of(ParkFederation, "滨河县装备制造产业园工会联合会".into(), "开发区总工会", Some(3)));
        self.0.push(of(WorkingCommittee, "滨河县新就业形态工会工作委员会".into(), COUNTY, Some(0)));
        self.0.push(of(WorkingCommittee, "滨河县建筑工地工会工作委员会".into(), COUNTY, Some(2)));
        self.0.extend([
            Planned {
                chair: Some("陆敏"),
                industry: "5920",
                ..joint(PARK_JOINT, "城东街道总工会", 1, 168, DRIVERS, &[])
            },
            joint("滨河县快递行业联合工会", "滨河县新就业形态工会工作委员会", 0, 186, COURIERS, &["快递员"]),
            joint(
                "滨河县网约送餐联合工会",
                "滨河县新就业形态工会工作委员会",
                2,
                124,
                RIDERS,
                &["网约送餐员", "外卖配送员"],
            ),
            joint(
                "滨河县家政护理联合工会",
                "滨河县家政护理行业工会联合会",
                0,
                97,
                CARERS,
                &["护工护理员", "家政服务员"],
            ),
            joint("滨河县保安服务联合工会", COUNTY, 0, 88, GUARDS, &["保安员"]),
            joint("开发区小微企业联合工会", "滨河县装备制造产业园工会联合会", 3, 92, WORKERS, &[]),
            joint("白沙镇小微企业联合工会", "白沙镇总工会", 4, 64, WORKERS, &[]),
            joint("柳湾镇沿街商铺联合工会", "柳湾镇总工会", 5, 47, VILLAGERS, &["商场信息员"]),
        ]);
    }
    fn public_bodies(&mut self, dice: &mut Dice) {
        let mut body = |kind, name: &str, under: &str, town, folk, industry| Planned {
            members: 30 + dice.below(90),
            folk,
            category: if kind == Office { "500" } else { "400" },
            industry,
            employer: Some(format!("滨河县{name}")),
            ..of(kind, format!("{name}工会"), under, Some(town))
        };
        let bodies = [
            (
                "滨河县教育工会",
                IndustryUnion,
                Institution,
                TEACHERS,
                "8334",
                &["实验小学", "第一中学", "第二中学", "白沙中学", "柳湾小学", "职业技术学校"][..],
            ),
            (
                "滨河县卫生健康工会",
                IndustryUnion,
                Institution,
                TEACHERS,
                "8411",
                &["人民医院", "中医院", "妇幼保健院", "柳湾镇卫生院"][..],
            ),
            (
                "滨河县文化旅游系统工会",
                SystemUnion,
                Institution,
                CLERKS,
                "8840",
                &["图书馆", "文化馆", "融媒体中心", "体育中心"][..],
            ),
            (
                "滨河县级机关系统工会",
                SystemUnion,
                Office,
                CLERKS,
                "9221",
                &[
                    "财政局",
                    "教育局",
                    "交通运输局",
                    "市场监督管理局",
                    "自然资源和规划局",
                    "水利局",
                    "民政局",
                    "应急管理局",
                ][..],
            ),
        ];
        for (above, kind, below, folk, industry, names) in bodies {
            self.0.push(of(kind, above.into(), COUNTY, Some(0)));
            for (i, name) in names.iter().enumerate() {
                let town = TOWNS.iter().position(|t| name.starts_with(&t.0[..6])).unwrap_or(i % 3);
                self.0.push(body(below, name, above, town, folk, industry));
            }
        }
        self.0.push(of(SystemUnion, "滨河县供销系统工会".into(), COUNTY, Some(0)));
        self.0.push(of(IndustryUnion, "滨河县建设建材工会".into(), COUNTY, Some(2)));
    }
    fn firms(&mut self, trade_names: &mut impl Iterator<Item = String>, dice: &mut Dice) {
        for (i, name) in trade_names.take(FIRMS).enumerate() {
            let (trade, category, industry) = TRADES[i % TRADES.len()];
            // The development zone has most of them.
            let town = dice.weighed(&[(3, 30), (0, 16), (1, 14), (2, 12), (4, 9), (5, 8), (6, 7), (7, 4)]);
            let under = match (town, trade) {
                (_, "建筑工程") => "滨河县建设建材工会".to_owned(),
                (_, "农业科技") => "滨河县供销系统工会".to_owned(),
                (3, "机械" | "汽车零部件" | "新能源") => "滨河县装备制造产业园工会联合会".to_owned(),
                (town, _) => format!("{}总工会", TOWNS[town].0),
            };
            self.0.push(Planned {
                members: dice.weighed(&[(30, 30), (60, 30), (110, 22), (180, 12), (320, 6)]) + dice.below(40),
                folk: WORKERS,
                category,
                industry,
                employer: Some(format!("滨河县{name}{trade}有限公司")),
                ..of(Enterprise, format!("{name}{trade}工会"), &under, Some(town))
            });
        }
    }
    /// Workshop branches and team groups of large unions: they take their members over from them.
    fn parts(&mut self) {
        let large: Vec<usize> = (0..self.0.len())
            .filter(|i| self.0[*i].kind == Enterprise && self.0[*i].folk.group.is_none() && self.0[*i].members >= 150)
            .collect();
        for n in 0..PARTS {
            let whole = &mut self.0[large[n % large.len()]];
            let round = n / large.len();
            let (kind, part) = if n % 2 == 0 {
                (Branch, ["一车间分工会", "二车间分工会", "三车间分工会"][round.min(2)])
            } else {
                (Group, ["维修班工会小组", "仓储班工会小组", "质检班工会小组"][round.min(2)])
            };
            let members = if kind == Branch { 34 } else { 12 };
            whole.members -= members;
            let made = Planned {
                members,
                folk: whole.folk,
                category: whole.category,
                industry: whole.industry,
                town: whole.town.clone(),
                ..of(kind, format!("{}{part}", whole.name.trim_end_matches("工会")), &whole.name, None)
            };
            self.0.push(made);
        }
    }
    fn fit(&mut self) {
        fit(&mut self.0, MEMBERS, |p| p.employer.is_some() && p.folk.group.is_none());
    }
}
/// Stretches the unions whose size is free so that all together have so many members.
pub fn fit(plan: &mut [Planned], members: u64, free: impl Fn(&Planned) -> bool) {
    let total: u64 = plan.iter().map(|p| p.members).sum();
    let mut free: Vec<&mut Planned> = plan.iter_mut().filter(|p| free(p)).collect();
    let bend: u64 = free.iter().map(|p| p.members).sum();
    let wanted = members.saturating_sub(total - bend);
    let mut missing = wanted;
    for planned in &mut free {
        planned.members = planned.members * wanted / bend;
        missing -= planned.members;
    }
    // Less than one is missing for each of them.
    for planned in free.into_iter().take(missing as usize) {
        planned.members += 1;
    }
}
/// Firms with their own unions, beside the freight firms.
const FIRMS: usize = 52;
/// Workshop branches and team groups.
const PARTS: usize = 17;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_county_has_140_unions_of_all_its_kinds_and_10000_members() {
        let mut dice = Dice::new(1);
        let mut names = trade_names(&mut dice);
        let plan = plan(&mut names, &mut dice);
        assert_eq!((plan.len(), plan.iter().map(|p| p.members).sum()), (140, 10_000));
        let freight = |p: &&Planned| p.under == FREIGHT_FEDERATION;
        assert_eq!(plan.iter().filter(freight).map(|p| p.members).sum::<u64>(), 3_200);
        for kind in UnionKind::ALL.into_iter().filter(|k| !matches!(k, Province | City)) {
            assert!(plan.iter().any(|p| p.kind == kind), "{kind:?}");
        }
        for (i, planned) in plan.iter().enumerate().skip(1) {
            let parent =
                plan[..i].iter().find(|p| p.name == planned.under).unwrap_or_else(|| panic!("{}", planned.name));
            assert!(planned.kind.fits_under(parent.kind), "{} under {}", planned.name, parent.name);
            assert!(planned.members == 0 || planned.kind.holds_members(), "{}", planned.name);
        }
    }
}
