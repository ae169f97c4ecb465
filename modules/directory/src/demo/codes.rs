//! The joining codes of the county, where they hang, and how often they were scanned.
use super::{
    Made,
    county::{FREIGHT_FEDERATION, FREIGHT_JOINT, PARK_JOINT},
    crowd::Crowd,
};
use crate::{
    codes::{self, JoiningCode, NewCode},
    members::SCANS,
    places::{self, Hours, NewPlace, PlaceId, PlaceKind, hours::Span},
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Fact},
    identity::AccountId,
    tree::OrgId,
    vals,
};
use std::collections::HashMap;

/// A code of the plan.
struct Hung {
    union: &'static str,
    code: &'static str,
    place: Option<(PlaceKind, &'static str, &'static str)>,
    purpose: &'static str,
    headline: &'static str,
    group: &'static str,
    /// In use from so many days ago to so many days ago (negative: to come).
    days: (i32, Option<i32>),
    /// How many come through it, beside the union's other codes.
    pull: u32,
}
const DRIVERS: &str = "跑车的人\n也有家";
const fn hung(
    union: &'static str,
    code: &'static str,
    place: Option<(PlaceKind, &'static str, &'static str)>,
    (purpose, headline, group): (&'static str, &'static str, &'static str),
    days: (i32, Option<i32>),
    pull: u32,
) -> Hung {
    Hung { union, code, place, purpose, headline, group, days, pull }
}
const HUNG: &[Hung] = &[
    hung(
        FREIGHT_JOINT,
        "BHJY237",
        Some((PlaceKind::FuelStation, "城东加油站", "滨河县城东街道振兴路66号")),
        ("司机加油时扫码", DRIVERS, "货车司机"),
        (352, None),
        30,
    ),
    hung(
        FREIGHT_JOINT,
        "BHJY256",
        Some((PlaceKind::FuelStation, "河西加油站", "滨河县河西街道河滨路208号")),
        ("司机加油时扫码", DRIVERS, "货车司机"),
        (340, None),
        16,
    ),
    hung(
        FREIGHT_JOINT,
        "BHSJ328",
        Some((PlaceKind::DriversHome, "白沙服务区司机之家", "滨河县白沙镇白沙大道1号")),
        ("司机歇脚时扫码", DRIVERS, "货车司机"),
        (300, None),
        22,
    ),
    hung(
        FREIGHT_JOINT,
        "BHTC465",
        Some((PlaceKind::CarPark, "城东物流园停车场", "滨河县城东街道工业路9号")),
        ("入会服务台", DRIVERS, "货车司机"),
        (260, None),
        18,
    ),
    hung(
        FREIGHT_JOINT,
        "BHTC478",
        Some((PlaceKind::CarPark, "柳湾货运停车场", "滨河县柳湾镇柳湾路31号")),
        ("入会服务台", DRIVERS, "货车司机"),
        (190, None),
        8,
    ),
    hung(
        FREIGHT_JOINT,
        "BHJS525",
        Some((PlaceKind::Contest, "货运技能竞赛现场", "滨河县开发区振兴路100号")),
        ("竞赛入会服务台", "比一比\n找到家", "货车司机"),
        (74, Some(70)),
        60,
    ),
    hung(FREIGHT_JOINT, "BHLH629", None, ("联合工会自己的码", DRIVERS, "货车司机"), (352, None), 9),
    hung(
        FREIGHT_FEDERATION,
        "BHLH633",
        Some((PlaceKind::DriversHome, "货运之家", "滨河县城东街道工业路12号")),
        ("联合会服务窗口", DRIVERS, "货车司机"),
        (352, None),
        0,
    ),
    hung(
        "顺通物流工会",
        "BHST722",
        Some((PlaceKind::Company, "顺通物流调度大厅", "滨河县城东街道工业路18号")),
        ("新司机入职时扫码", DRIVERS, "货车司机"),
        (330, None),
        10,
    ),
    hung(
        "远达运输工会",
        "BHYD733",
        Some((PlaceKind::Company, "远达运输车队办公室", "滨河县开发区创业路6号")),
        ("新司机入职时扫码", DRIVERS, "货车司机"),
        (280, None),
        10,
    ),
    hung("鸿运货运工会", "BHHY744", None, ("新司机入职时扫码", DRIVERS, "货车司机"), (250, None), 10),
    hung("安驰物流工会", "BHAC755", None, ("新司机入职时扫码", DRIVERS, "货车司机"), (240, None), 10),
    hung(
        PARK_JOINT,
        "BHWL766",
        Some((PlaceKind::Station, "城东物流园2号楼", "滨河县城东街道工业路9号2号楼")),
        ("园区职工入会", "上班的人\n都有家", ""),
        (310, None),
        10,
    ),
    hung(
        "滨河县快递行业联合工会",
        "BHKD822",
        Some((PlaceKind::Station, "县快递分拣中心", "滨河县开发区工业路77号")),
        ("快递员晨会时扫码", "送快递的人\n也有家", "快递员"),
        (345, None),
        20,
    ),
    hung(
        "滨河县快递行业联合工会",
        "BHKD833",
        Some((PlaceKind::Station, "南门户外劳动者驿站", "滨河县城关镇人民路45号")),
        ("歇脚时扫码", "送快递的人\n也有家", "快递员"),
        (150, None),
        8,
    ),
    hung(
        "滨河县网约送餐联合工会",
        "BHSC844",
        Some((PlaceKind::Station, "万家广场骑手驿站", "滨河县河西街道人民路168号")),
        ("骑手等餐时扫码", "送餐的人\n也有家", "网约送餐员"),
        (320, None),
        20,
    ),
    hung(
        "滨河县家政护理联合工会",
        "BHHG855",
        Some((PlaceKind::Station, "人民医院护工站", "滨河县城关镇人民路2号")),
        ("护工交接班时扫码", "照顾人的人\n也有家", "护工护理员"),
        (290, None),
        15,
    ),
    hung(
        "滨河县保安服务联合工会",
        "BHBA866",
        None,
        ("保安员培训时扫码", "看门守夜的人\n也有家", "保安员"),
        (200, None),
        10,
    ),
    hung(
        "开发区小微企业联合工会",
        "BHXW877",
        Some((PlaceKind::Company, "创业大厦大厅", "滨河县开发区创业路1号")),
        ("小微企业职工入会", "上班的人\n都有家", ""),
        (180, None),
        10,
    ),
    hung("白沙镇小微企业联合工会", "BHBS888", None, ("小微企业职工入会", "上班的人\n都有家", ""), (170, None), 10),
    hung(
        "城关镇总工会",
        "BHCG922",
        Some((PlaceKind::Community, "滨河社区便民大厅", "滨河县城关镇河滨路20号")),
        ("社区居民咨询入会", "上班的人\n都有家", ""),
        (210, None),
        0,
    ),
    hung("柳湾镇总工会", "BHLW933", None, ("镇里的通用码", "上班的人\n都有家", ""), (205, Some(12)), 0),
    hung(
        "滨河县总工会",
        "BHXZ944",
        Some((PlaceKind::Station, "县工人文化宫", "滨河县城关镇人民路88号")),
        ("全县通用码", "上班的人\n都有家", ""),
        (352, None),
        0,
    ),
    hung(
        "滨河县总工会",
        "BHZP955",
        Some((PlaceKind::Contest, "新春招聘会", "滨河县城关镇体育中心")),
        ("招聘会入会服务台", "找工作\n先有家", ""),
        (-75, Some(-77)),
        0,
    ),
];

/// A code through which people came, with the days on which it was in use.
pub struct Gate {
    pub code: JoiningCode,
    pub from: Date,
    pub to: Date,
    pub pull: u32,
}
/// The codes of each union.
pub type Gates = HashMap<OrgId, Vec<Gate>>;

/// The code that somebody who joined on a day may have come through.
pub fn gate_on<'a>(crowd: &mut Crowd, gates: &'a [Gate], day: Date) -> Option<&'a Gate> {
    let open: Vec<(&Gate, u32)> =
        gates.iter().filter(|g| g.pull > 0 && g.from <= day && day <= g.to + 3.days()).map(|g| (g, g.pull)).collect();
    (!open.is_empty() && crowd.dice.percent(72)).then(|| crowd.dice.weighed(&open))
}

/// Hangs up the codes, by the county's officer.
pub async fn hang(app: &App, crowd: &mut Crowd, made: &[Made], officer: AccountId) -> Result<Gates> {
    let mut gates = Gates::new();
    let mut tx = app.db.begin().await?;
    for hung in HUNG {
        let Some(union) = made.iter().find(|m| m.planned.name == hung.union).map(|m| m.org.id) else { continue };
        let place = match hung.place {
            Some((kind, name, address)) => {
                // Around the middle of the county, a few kilometres each way.
                let near =
                    |middle: f64, dice: &mut super::dice::Dice| middle + dice.between(-400, 400) as f64 / 10_000.0;
                let position = Some((near(33.46, &mut crowd.dice), near(119.80, &mut crowd.dice)));
                let new = NewPlace { union_id: union, kind, name: name.into(), address: address.into(), position };
                let id = places::store::add(&mut tx, app, &new).await?;
                furnish(&mut tx, app, id, kind, crowd.today).await?;
                Some(id)
            }
            None => None,
        };
        let day = |days: i32| crowd.today - i64::from(days).days();
        let new = NewCode {
            union_id: union,
            place,
            purpose: hung.purpose.into(),
            headline: hung.headline.into(),
            group_name: hung.group.into(),
            valid_from: day(hung.days.0),
            valid_to: hung.days.1.map(day),
            created_by: Some(officer),
        };
        let code = codes::store::add(&mut tx, app, hung.code, &new).await?;
        let to = new.valid_to.unwrap_or(crowd.today).min(crowd.today);
        gates.entry(union).or_default().push(Gate { code, from: new.valid_from, to, pull: hung.pull });
    }
    print_stickers(&mut tx, app, made, officer, crowd.today).await?;
    tx.commit().await?;
    Ok(gates)
}

/// When a place is open and which standards it meets.
async fn furnish(tx: &mut Tx, app: &App, id: PlaceId, kind: PlaceKind, today: Date) -> Result<()> {
    let by_day = |weekday: Span, weekend: Option<Span>| {
        Hours::new(std::array::from_fn(|n| if n < 5 { vec![weekday] } else { weekend.into_iter().collect() }))
    };
    let (hours, note, standard) = match kind {
        PlaceKind::FuelStation => (Hours::daily((0, 1440)), "", None),
        PlaceKind::DriversHome => (Hours::daily((0, 1440)), "夜间请按门铃，热水和床位都有", Some("司机之家")),
        PlaceKind::Station => {
            (by_day((420, 1260), Some((480, 1200))), "微波炉、饮水机和充电不收费", Some("户外劳动者服务站点"))
        }
        PlaceKind::Community | PlaceKind::Company => (by_day((510, 1050), None), "", None),
        PlaceKind::CarPark => (by_day((480, 1080), Some((540, 1020))), "", None),
        PlaceKind::Contest | PlaceKind::Other => return Ok(()),
    };
    places::store::set_hours(tx, id, 1, Some(&hours), note).await?;
    if let Some(standard) = standard {
        let accepted = (standard, today - 200.days(), "滨河县总工会权益保障部");
        places::store::accept(tx, app, id, accepted, None).await?;
    }
    Ok(())
}
/// A batch of stickers for two stations, made last week.
async fn print_stickers(tx: &mut Tx, app: &App, made: &[Made], officer: AccountId, today: Date) -> Result<()> {
    let mut codes = Vec::new();
    for (union, place, word) in [
        ("滨河县快递行业联合工会", "南门户外劳动者驿站", "BHTZ966"),
        ("滨河县网约送餐联合工会", "万家广场骑手驿站", "BHTZ977"),
    ] {
        let Some(union_id) = made.iter().find(|m| m.planned.name == union).map(|m| m.org.id) else { continue };
        let place: Option<(PlaceId,)> =
            tx.maybe("SELECT id FROM places WHERE union_id = $1 AND name = $2", vals![union_id, place]).await?;
        let new = NewCode {
            union_id,
            place: place.map(|p| p.0),
            purpose: "冬季送温暖贴纸".into(),
            headline: "路上的人\n也有家".into(),
            group_name: String::new(),
            valid_from: today - 7.days(),
            valid_to: Some(today + 90.days()),
            created_by: Some(officer),
        };
        codes.push(codes::store::add(tx, app, word, &new).await?.id);
    }
    let Some(county) = made.first().filter(|_| !codes.is_empty()) else { return Ok(()) };
    let job = ("冬季送温暖贴纸", codes::Design::Sticker);
    codes::add_print(tx, app, county.org.id, job, &codes, Some(officer)).await?;
    Ok(())
}

/// Counts the scans: each who joined scanned once or more, others looked and went.
pub async fn count_scans(app: &App, crowd: &mut Crowd, gates: &Gates, joined: &[(OrgId, usize, Date)]) -> Result<()> {
    let mut scans: Vec<(&JoiningCode, Date)> = Vec::new();
    for (union, gate, day) in joined {
        let gate = &gates[union][*gate];
        for _ in 0..crowd.dice.between(1, 4) {
            scans.push((&gate.code, (*day - crowd.dice.between(0, 3).days()).clamp(gate.from, crowd.today)));
        }
    }
    let mut all: Vec<&Gate> = gates.values().flatten().collect();
    all.sort_unstable_by_key(|g| g.code.id.0);
    for gate in all.into_iter().filter(|g| g.from <= g.to) {
        let days = u64::from((gate.to - gate.from).get_days().unsigned_abs());
        for _ in 0..days / 6 {
            scans.push((&gate.code, crowd.dice.day(gate.from, gate.to)));
        }
    }
    scans.sort_by_key(|(code, day)| (*day, code.id.0));
    let words: HashMap<i64, String> = gates.values().flatten().map(|g| (g.code.id.0, g.code.id.to_string())).collect();
    let facts: Vec<Fact<'_>> = scans
        .iter()
        .map(|(code, day)| Fact {
            measure: SCANS,
            org: code.union_id,
            day: *day,
            dimension: &words[&code.id.0],
            amount: 1,
            record: "joining_code",
            record_id: code.id.0,
        })
        .collect();
    let mut tx = app.db.begin().await?;
    facts::count_all(&mut tx, &facts).await?;
    tx.commit().await
}
