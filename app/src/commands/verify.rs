//! `unionhall verify`: does the installation hold what it promises? One line for each check; exit code 1 when one fails.
use crate::{Outcome, Stop, cli::Place, progress};
use clap::Args;
use directory::{employers, members};
use platform::{
    App, audit,
    db::Engine,
    facts::{self, Recount},
    tree, vals,
};
use std::process::ExitCode;

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
}

/// What a check found: the sentence, and whether it is as it should be.
struct Finding {
    sound: bool,
    sentence: String,
}
fn finding(sound: bool, sentence: String) -> Finding {
    Finding { sound, sentence }
}

impl Verify {
    pub async fn run(self) -> Outcome {
        let app = super::open(&self.place).await?;
        let bar = progress::steps("核对");
        // The sums are by far the longest.
        let told = |done: u64, of: u64| progress::set(&bar, done, of);
        // Some at once: each sorts much, on a connection of its own.
        let (database, sums, records, (chain, lines, members, beside)) =
            tokio::try_join!(database(&app), sums(&app, &told), records(&app), async {
                Ok::<_, Stop>((chain(&app).await?, lines(&app).await?, members(&app).await?, beside(&app).await?))
            })?;
        bar.finish_and_clear();
        let mut all_sound = true;
        for found in [database, chain, lines, sums, records, members, beside] {
            println!("{}  {}", if found.sound { "通过" } else { "不符" }, found.sentence);
            all_sound &= found.sound;
        }
        app.db.close().await;
        Ok(if all_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

async fn database(app: &App) -> Result<Finding, Stop> {
    if app.db.engine() == Engine::Postgres {
        return Ok(finding(true, "数据库：PostgreSQL，由它自己的校验和保证（initdb --data-checksums）".into()));
    }
    let faults: Vec<(String,)> = app.db.all("PRAGMA integrity_check", vals![]).await?;
    let orphans = app.db.number("SELECT COUNT(*) FROM pragma_foreign_key_check", vals![]).await?;
    let whole = faults.len() == 1 && faults[0].0 == "ok";
    Ok(match (whole, orphans) {
        (true, 0) => finding(true, "数据库：文件完整，引用都在".into()),
        (true, n) => finding(false, format!("数据库：有{n}处引用找不到对应的记录")),
        (false, _) => finding(false, format!("数据库：文件损坏，{}", faults.first().map_or("", |f| f.0.as_str()))),
    })
}

async fn chain(app: &App) -> Result<Finding, Stop> {
    let chain = audit::verify(&app.db).await?;
    Ok(match chain.broken {
        None => finding(
            true,
            format!("审计链：{}段{}条，没有改动过；最后{}条还没有封存", chain.segments, chain.sealed, chain.unsealed),
        ),
        Some(segment) => finding(false, format!("审计链：从第{segment}段起与封存时不一样，有记录被改过或删过")),
    })
}

async fn sums(app: &App, told: &(dyn Fn(u64, u64) + Sync)) -> Result<Finding, Stop> {
    let wrong = facts::differences(app, told).await?;
    Ok(match wrong.first() {
        None => finding(true, "指标汇总：各级工会每天、每月的合计与逐条记录一致".into()),
        Some(facts::Difference { measure, org, span }) => {
            finding(false, format!("指标汇总：{}处与逐条记录不一致，例如{span}工会{org}的{measure}", wrong.len()))
        }
    })
}

async fn lines(app: &App) -> Result<Finding, Stop> {
    let wrong = tree::misdrawn(&app.db).await?;
    Ok(match wrong.first() {
        None => finding(true, "隶属关系：各家工会历来的上级与调整记录一致".into()),
        Some(org) => finding(false, format!("隶属关系：{}家工会的上级与调整记录不一致，例如工会{org}", wrong.len())),
    })
}

async fn records(app: &App) -> Result<Finding, Stop> {
    casework::definitions::published::fresh(app).await?;
    let wrong = facts::recount(app).await?;
    let all = || app.modules.iter().flat_map(|m| m.measures.iter());
    Ok(match wrong.first() {
        None => {
            let events = all().filter(|measure| matches!(measure.recount, Recount::Event)).count();
            let counted = all().count() - events;
            finding(true, format!("指标：{counted}项按业务记录逐条重算，一致；另有{events}项没有别的记录"))
        }
        Some(first) => {
            let name = all().find(|measure| measure.key == first.measure).map_or(&*first.measure, |m| m.name);
            let said = format!("工会{}第{}号记录的{name}，统计比记录多{}", first.org, first.record, first.more);
            finding(false, format!("指标：与业务记录不一致，例如{said}"))
        }
    })
}

async fn members(app: &App) -> Result<Finding, Stop> {
    let count = members::recount(&app.db).await?;
    Ok(match count.differing.first() {
        None => finding(true, format!("会员数：{}家工会共{}人，与会籍逐条相符", count.unions, count.memberships)),
        Some((union, figure, counted)) => finding(
            false,
            format!(
                "会员数：{}家工会与会籍不符，例如工会{union}统计{figure}人，会籍{counted}人",
                count.differing.len()
            ),
        ),
    })
}

/// What lists filter by beside memberships and employers.
async fn beside(app: &App) -> Result<Finding, Stop> {
    employers::ways::up_to_date(app).await?;
    let people = members::beside(&app.db).await?;
    let firms = employers::ways::differing(&app.db, app.today()).await?;
    Ok(match (people, firms) {
        (0, 0) => finding(true, "名单：筛选用的旁记与会员资料、单位覆盖相符".into()),
        _ => finding(false, format!("名单：会籍{people}条、单位{firms}家的旁记与原始资料不符")),
    })
}
