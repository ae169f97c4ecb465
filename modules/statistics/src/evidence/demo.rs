//! What the towns of the demo county did outside the platform in this year: recorded by the towns, confirmed by the county.
use super::{
    Kind,
    acts::{self, Attached},
    kinds,
    store::{self, NewEvidence},
};
use directory::demo::{SIGN_INS, ago, holder, union_named};
use jiff::civil::{Date, date};
use platform::{
    App, files,
    identity::{self, SignedIn},
    rights::Role,
    tree::Org,
    web::{Error, Result},
};

/// Many records of a kind, spread over the months: what is done, where; how many in one record (from, and up to so many more), and people.
struct Series {
    kind: &'static str,
    records: usize,
    /// The first and the last month.
    months: (i8, i8),
    amount: (i64, i64),
    people: (i64, i64),
    what: &'static [&'static str],
}
const fn series(
    kind: &'static str,
    records: usize,
    months: (i8, i8),
    amount: (i64, i64),
    people: (i64, i64),
    what: &'static [&'static str],
) -> Series {
    Series { kind, records, months, amount, people, what }
}
const ALL: &[Series] = &[
    series(
        "宣讲",
        21,
        (2, 11),
        (1, 3),
        (60, 90),
        &["到车间讲新修订的安全生产法", "劳模讲身边的故事", "到工地讲工资支付条例", "给货车司机讲权益"],
    ),
    series(
        "送法律送文化送关爱",
        12,
        (3, 11),
        (1, 2),
        (80, 160),
        &["律师进园区，当场答了职工的问题", "文艺小分队进工地", "送清凉，送体检", "送温暖到班组"],
    ),
    series("职工书屋", 7, (2, 10), (2, 2), (0, 0), &["新建职工书屋，上了书架和阅读灯", "老书屋换新，添了听书机"]),
    series("劳模疗休养", 4, (4, 9), (70, 30), (0, 0), &["组织劳模疗休养和体检"]),
    series("安全巡回教育", 8, (2, 11), (9, 5), (200, 180), &["安全知识巡回教育进企业"]),
    series("监督检查员培训", 6, (3, 10), (140, 40), (0, 0), &["工会安全监督检查员培训班"]),
    series("班组长安全培训", 9, (3, 11), (620, 260), (0, 0), &["班组长安全技能培训"]),
    series(
        "工会监督检查",
        20,
        (1, 11),
        (36, 18),
        (0, 0),
        &["检查高温岗位和消防通道", "检查工资发放和工时", "检查危化品车间", "节前安全检查"],
    ),
    series("勤工俭学岗位", 5, (6, 8), (420, 120), (0, 0), &["和企业一起拿出暑期勤工俭学岗位"]),
    series("假期勤工俭学", 3, (7, 8), (46, 8), (0, 0), &["困难职工子女暑期上岗，工会送去补贴"]),
    series(
        "大讲堂课程",
        12,
        (1, 11),
        (3, 3),
        (320, 200),
        &["职工生活大讲堂：插花、烘焙、太极", "职工生活大讲堂：手机摄影、书法", "职工生活大讲堂：亲子沟通"],
    ),
    series("职工看电影", 3, (3, 10), (1, 1), (260, 120), &["请职工看大片"]),
    series("亲子夏令营", 2, (7, 8), (1, 1), (38, 8), &["职工子女夏令营"]),
    series("母婴休息室", 5, (2, 10), (5, 3), (0, 0), &["爱心母婴休息室验收挂牌"]),
    series("单身联谊", 3, (2, 9), (1, 1), (54, 20), &["单身职工联谊会"]),
];
const PLACES: [&str; 6] = ["物流园", "工人文化宫", "开发区创业大厦", "河西工业园", "镇便民服务中心", "滨河纺织厂"];
const TOWNS: [&str; 8] = [
    "城关镇总工会",
    "城东街道总工会",
    "河西街道总工会",
    "开发区总工会",
    "白沙镇总工会",
    "柳湾镇总工会",
    "青石镇总工会",
    "清水乡总工会",
];

/// A page of paper that says what it is.
fn paper() -> Vec<u8> {
    let text = "BT /F1 18 Tf 60 760 Td (Sign-in sheet - demo) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    for (n, object) in objects.iter().enumerate() {
        out.push_str(&format!("{} 0 obj{object}endobj\n", n + 1));
    }
    out.push_str("trailer<</Root 1 0 R/Size 6>>\n%%EOF");
    out.into_bytes()
}

/// A town with who records there.
struct Town {
    org: Org,
    officer: SignedIn,
}

/// Loads them; nothing where there is no such county.
pub async fn load(app: &App) -> Result<()> {
    let Some(account) = identity::account_by_phone(app, SIGN_INS[0].phone).await? else { return Ok(()) };
    let mut towns = Vec::new();
    for name in TOWNS {
        let Some(union) = union_named(app, name).await? else { continue };
        let officer = holder(app, union.id, Role::Officer).await?;
        towns.push(Town { org: union.org(), officer });
    }
    if towns.is_empty() {
        return Ok(());
    }
    let (known, today) = (kinds(app).await?, app.today());
    for series in ALL {
        let Some(kind) = known.iter().find(|kind| kind.name == series.kind) else { continue };
        for n in 0..series.records {
            let Some(day) = day_of(series, n, today) else { continue };
            let town = &towns[(n * 3 + series.records) % towns.len()];
            enter(&ago(app, i64::from((today - day).get_days())), town, account.id, &of(series, kind, n, day)).await?;
        }
    }
    // One that waits for the county.
    let town = &towns[1];
    let new = NewEvidence {
        kind: "宣讲".into(),
        unit: "场".into(),
        what: "到物流园讲货车司机的权益".into(),
        done_on: today,
        place: "物流园调度中心".into(),
        amount: 1,
        people: 64,
    };
    let laid = files::lay_down(app, &paper()).await?;
    let paper = Attached { name: "签到表（演示）.pdf".into(), mime: "application/pdf", bytes: paper(), laid };
    acts::record(app, &town.officer, &town.org, "demo-waiting", &new, vec![paper]).await?;
    Ok(())
}
/// Spread evenly over the months of the series; none of a day that has not come.
fn day_of(series: &Series, n: usize, today: Date) -> Option<Date> {
    let (first, last) = (date(today.year(), series.months.0, 6), date(today.year(), series.months.1, 20));
    let days = i64::from(last.day_of_year() - first.day_of_year());
    let step = if series.records > 1 { days * n as i64 / (series.records as i64 - 1) } else { 0 };
    let day = first.saturating_add(jiff::Span::new().days(step));
    (day <= today).then_some(day)
}
fn of(series: &Series, kind: &Kind, n: usize, day: Date) -> NewEvidence {
    let spread =
        |(least, more): (i64, i64), by: usize| if more > 1 { least + ((n * by + 3) as i64 % more) } else { least };
    NewEvidence {
        kind: kind.name.clone(),
        unit: kind.unit.clone(),
        what: series.what[n % series.what.len()].into(),
        done_on: day,
        place: PLACES[(n * 5 + series.records) % PLACES.len()].into(),
        amount: spread(series.amount, 7),
        people: if series.people.0 == 0 { 0 } else { spread(series.people, 13) },
    }
}
/// Recorded and confirmed in one act: whoever loads a demo is told nothing of a hundred tasks that are done.
async fn enter(app: &App, town: &Town, county: identity::AccountId, new: &NewEvidence) -> Result<()> {
    let laid = files::lay_down(app, &paper()).await?;
    let paper = Attached { name: "签到表（演示）.pdf".into(), mime: "application/pdf", bytes: paper(), laid };
    let form = format!("demo-{}-{}-{}", new.kind, new.done_on, town.org.id);
    let mut tx = app.db.begin().await?;
    let (id, _) = store::add(&mut tx, app, town.org.id, &form, new, town.officer.account).await?;
    acts::attach(&mut tx, app, &town.officer, (id, &town.org), vec![paper]).await?;
    store::add_step(&mut tx, app, id, town.officer.account, "record", &new.what).await?;
    let recorded = store::find_in(&mut tx, id).await?.ok_or_else(|| Error::internal("a record that was just made"))?;
    store::step(&mut tx, app, &recorded, "confirmed", county).await?;
    store::add_step(&mut tx, app, id, county, "confirm", "").await?;
    acts::count(&mut tx, &recorded, 1).await?;
    Ok(tx.commit().await?)
}
