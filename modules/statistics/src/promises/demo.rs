//! The demo county's plans of this year: the promises of a published list (practice P70) with their targets, and a second plan that is counted
//! from what was done on the platform.
use super::{
    public::about,
    rules::Milestone,
    store::{self, NewPromise, PartId},
    stories::{self, NewStory},
};
use crate::plans;
use directory::demo::{SIGN_INS, ago, holder, union_named};
use jiff::civil::date;
use platform::{
    App, identity, ratings,
    rights::Role,
    tree::{self, PersonId},
    vals,
    web::Result,
};

/// A promise: a few words, all words, target, unit, measure with the value of its dimension (empty: there is no source yet), and whether the
/// towns see to it.
struct Planned {
    part: usize,
    short: &'static str,
    words: &'static str,
    target: i64,
    unit: &'static str,
    source: &'static str,
    towns: bool,
}
const fn one(
    part: usize,
    short: &'static str,
    words: &'static str,
    target: i64,
    unit: &'static str,
    source: &'static str,
    towns: bool,
) -> Planned {
    Planned { part, short, words, target, unit, source, towns }
}

const YEARLY: &[&str] = &["思想引领", "安全健康", "技能提升", "关爱帮扶"];
const YEARLY_PROMISES: &[Planned] = &[
    one(0, "宣讲", "宣讲进车间、进工地50场", 50, "场", "evidence|宣讲", true),
    one(0, "三送下基层", "送法律、送文化、送关爱下基层25场", 25, "场", "evidence|送法律送文化送关爱", true),
    one(0, "职工书屋", "建职工书屋示范点20家", 20, "家", "evidence|职工书屋", true),
    one(0, "看大片", "请职工看大片4期", 4, "期", "evidence|职工看电影", false),
    one(1, "劳模疗休养", "请400名劳模疗休养、体检", 400, "人", "evidence|劳模疗休养", false),
    one(1, "安全巡回教育", "到100家企业做安全知识巡回教育", 100, "家", "evidence|安全巡回教育", true),
    one(1, "检查员培训", "培训工会安全监督检查员1,000人", 1_000, "人", "evidence|监督检查员培训", false),
    one(1, "班组长培训", "给10,000名班组长做安全技能培训", 10_000, "人", "evidence|班组长安全培训", true),
    one(1, "安全检查", "工会监督检查企事业单位1,000家", 1_000, "家", "evidence|工会监督检查", true),
    one(2, "线上课程", "线上新增课程200部", 200, "部", "", false),
    one(2, "线上培训", "线上培训职工100万人次", 1_000_000, "人次", "", false),
    one(2, "大讲堂", "职工生活大讲堂开60门免费课程", 60, "门", "evidence|大讲堂课程", true),
    one(2, "大讲堂学员", "大讲堂培训学员6,000人次", 6_000, "人次", "evidence.people|大讲堂课程", true),
    one(3, "勤工俭学岗位", "提供勤工俭学和社会实践岗位2,500个", 2_500, "个", "evidence|勤工俭学岗位", false),
    one(3, "假期勤工俭学", "让150名困难职工子女和优秀学生假期勤工俭学", 150, "人", "evidence|假期勤工俭学", false),
    one(3, "夏令营", "办亲子夏令营2期", 2, "期", "evidence|亲子夏令营", false),
    one(3, "母婴休息室", "建爱心母婴休息室40家", 40, "家", "evidence|母婴休息室", true),
    one(3, "单身联谊", "办单身职工联谊4场", 4, "场", "evidence|单身联谊", false),
    one(3, "互助保障", "住院、重疾、意外三合一互助保障，参保8,000人", 8_000, "人", "", false),
    one(3, "帮扶慰问", "给困难职工发放救助金、助学金、慰问金4,000元", 4_000, "元", "aid.paid", false),
];
const PROJECTS: &[&str] = &["建会入会工程", "依法维权工程", "走访连心工程", "帮困解难工程", "线上服务工程"];
const PROJECT_PROMISES: &[Planned] = &[
    one(0, "新入会", "今年新入会2,400人", 2_400, "人", "joined", true),
    one(0, "扫码入会", "其中扫码入会1,100人", 1_100, "人", "joined_by_code", false),
    one(1, "解决诉求", "为职工解决诉求60件", 60, "件", "cases.solved", false),
    one(1, "调解成功", "调解成功劳动争议2件", 2, "件", "mediations.agreed", false),
    one(2, "走访企业", "结对走访企业26次", 26, "次", "visits", true),
    one(3, "入户走访", "入户走访困难职工5次", 5, "次", "aid.visits", false),
    one(4, "点餐式服务", "开出点餐式服务清单，配送300场", 300, "场", "", false),
];

/// Loads both plans; nothing where there is no such county.
pub async fn load(app: &App) -> Result<()> {
    let Some(root) = app.root().await? else { return Ok(()) };
    let Some(officer) = identity::account_by_phone(app, SIGN_INS[0].phone).await? else { return Ok(()) };
    let (today, year) = (app.today(), app.today().year());
    let days = i64::from((today - date(year, 1, 15).min(today)).get_days());
    let then = ago(app, days);
    let towns: Vec<_> =
        tree::children(&app.db, root.id).await?.into_iter().filter(|org| org.name.ends_with("总工会")).collect();
    for (name, lead, parts, promises) in [
        ("年度实事", "一年做好二十件实事，年底向职工交账", YEARLY, YEARLY_PROMISES),
        ("五大工程", "平台上办的事，数字从记录里来", PROJECTS, PROJECT_PROMISES),
    ] {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let mut tx = then.db.begin().await?;
        let Some(plan) = plans::store::add(&mut tx, root.id, year, name, lead, &parts).await? else { return Ok(()) };
        tx.commit().await?;
        let parts: Vec<(PartId, String)> = plans::store::parts(&then.db, plan).await?;
        let mut made = Vec::new();
        let mut tx = then.db.begin().await?;
        for (n, planned) in promises.iter().enumerate() {
            let unions = if planned.towns { towns.iter().map(|org| org.id).collect() } else { Vec::new() };
            let new = new(planned, (year, n), parts[planned.part].0, unions);
            let form = format!("demo-{name}-{n}");
            made.push(store::add(&mut tx, &then, root.id, &form, &new, officer.id).await?.0);
        }
        tx.commit().await?;
        for id in made {
            let Some(draft) = store::find(&then.db, id).await? else { continue };
            let mut tx = then.db.begin().await?;
            store::step(&mut tx, &then, &draft, "published", officer.id).await?;
            tx.commit().await?;
        }
    }
    tell(app, officer.id).await
}
fn new(planned: &Planned, (year, n): (i16, usize), part: PartId, unions: Vec<platform::tree::OrgId>) -> NewPromise {
    let (measure, dimension) = super::options::split(planned.source);
    let sources = match measure {
        "" => Vec::new(),
        measure => vec![(measure.to_owned(), dimension.to_owned(), None, 100)],
    };
    // What is done within a few months has its own days; all else goes by the days of the year.
    let milestones = match planned.short {
        "勤工俭学岗位" => vec![(7, 15, Some(1_200), "暑期前对接好企业"), (8, 31, Some(2_300), "")],
        "母婴休息室" => vec![(6, 30, Some(15), ""), (10, 31, Some(32), "验收挂牌")],
        _ => Vec::new(),
    };
    let milestone = |(month, day, amount, words): (i8, i8, Option<i64>, &str)| Milestone {
        due: date(year, month, day),
        amount,
        words: words.to_owned(),
    };
    NewPromise {
        year,
        short: planned.short.into(),
        words: planned.words.into(),
        target: planned.target,
        unit: planned.unit.into(),
        at_end: false,
        is_public: true,
        part: Some(part),
        place: n as i64,
        sources,
        unions,
        milestones: milestones.into_iter().map(milestone).collect(),
    }
}

/// Told by a town, published by the county: promise, title, words.
const TOLD: &[(&str, &str, &str)] = &[
    (
        "宣讲",
        "车间里的半小时",
        "下午交接班前，柳湾纺织的车间腾出半小时。讲的是新修订的安全生产法，工友问得最多的是：上夜班出了事怎么算。讲完留了十分钟，一个一个答。",
    ),
    (
        "看大片",
        "下了夜班也赶得上",
        "这一期排了两场，下午一场给上夜班的工友。带孩子来的坐前排，散场时有人问下一期什么时候。",
    ),
    (
        "母婴休息室",
        "背奶妈妈有了自己的地方",
        "开发区创业大厦三楼的休息室挂了牌，有冰箱、温奶器和一把靠背椅。隔壁公司的职工也能用。",
    ),
];
/// What members say: promise, stars, words.
const RATED: &[(&str, &[(i64, &str)])] = &[
    (
        "看大片",
        &[(5, "带孩子看的，位子好"), (5, ""), (4, "希望周末多排一场"), (5, ""), (4, ""), (5, ""), (3, "离家远了点")],
    ),
    ("宣讲", &[(5, "讲得明白，听得懂"), (4, ""), (5, ""), (4, ""), (4, "想听听工伤怎么报"), (5, "")]),
    ("母婴休息室", &[(5, "背奶终于不用躲厕所了"), (5, ""), (4, "")]),
];

/// Stories and ratings of the demo county's promises.
async fn tell(app: &App, county: identity::AccountId) -> Result<()> {
    let Some(root) = app.root().await? else { return Ok(()) };
    let all = store::of_year(&app.db, root.id, app.today().year()).await?;
    let find = |short: &str| all.iter().find(|one| one.short == short);
    let Some(town) = union_named(app, "开发区总工会").await? else { return Ok(()) };
    let writer = holder(app, town.id, Role::Officer).await?;
    let people: Vec<(PersonId,)> =
        app.db.all("SELECT person FROM memberships WHERE state = 'active' ORDER BY id LIMIT 40", vals![]).await?;
    let mut tx = app.db.begin().await?;
    for (short, title, words) in TOLD {
        let Some(promise) = find(short) else { continue };
        let new = NewStory { promise: promise.id, org: town.id, title, words, photo: None, alt: "", form: title };
        if stories::add(&mut tx, app, &new, writer.account).await?.is_some() {
            let sql =
                "UPDATE promise_stories SET stage = 'published', decided_by = $2, decided_at = $3 WHERE form = $1";
            tx.exec(sql, vals![*title, county, app.now()]).await?;
        }
    }
    for (short, said) in RATED {
        let Some(promise) = find(short) else { continue };
        for ((stars, words), (person,)) in said.iter().zip(&people) {
            ratings::rate(&mut tx, app, &about(promise.id), *person, *stars, words).await?;
        }
    }
    tx.exec("UPDATE ratings SET shown = 1 WHERE words <> '' AND stars >= 4", vals![]).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_promises_stand_there_with_their_targets() {
        // Practice P70: talks, deliveries, libraries, model workers, training by firms, inspectors and team leaders, inspections, posts,
        // children, courses and attendances online, classes and attendances, films, camps, mothers' rooms, meet-ups.
        for (short, target) in [
            ("宣讲", 50),
            ("三送下基层", 25),
            ("职工书屋", 20),
            ("劳模疗休养", 400),
            ("安全巡回教育", 100),
            ("检查员培训", 1_000),
            ("班组长培训", 10_000),
            ("安全检查", 1_000),
            ("勤工俭学岗位", 2_500),
            ("假期勤工俭学", 150),
            ("线上课程", 200),
            ("线上培训", 1_000_000),
            ("大讲堂", 60),
            ("大讲堂学员", 6_000),
            ("看大片", 4),
            ("夏令营", 2),
            ("母婴休息室", 40),
            ("单身联谊", 4),
        ] {
            let found = YEARLY_PROMISES.iter().find(|one| one.short == short).map(|one| one.target);
            assert_eq!(found, Some(target), "{short}");
        }
        assert!(["互助保障", "帮扶慰问"].iter().all(|short| YEARLY_PROMISES.iter().any(|one| one.short == *short)));
    }
}
