//! The grids, pairs and visits of the demo county.
use crate::{
    grids::store::{self as grids, NewGrid},
    pairs::{self, VISITS, store::NewVisit},
};
use directory::{
    demo::{SIGN_INS, union_named},
    employers::EmployerId,
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::Result,
    facts::{self, Fact},
    identity::{self, AccountId},
    tree::{Org, OrgId, Scope},
    vals,
};

/// Grids of a town: name, bounds, officer's key among those who can sign in.
const GRIDS: &[(&str, &str, &str, &str)] = &[
    ("城东街道总工会", "城东第一网格", "东到东环路，西到通榆河，南到国道228，北到工业路", "county"),
    ("城东街道总工会", "物流园网格", "城东物流园全园和工业路两侧的货运单位", "organiser"),
    ("城关镇总工会", "城关老街网格", "人民路、河滨路之间的老街商户和机关", "county"),
    ("开发区总工会", "开发区创业网格", "创业路两侧的创业大厦和小微企业园", ""),
];
/// What was looked at and asked, what came of it, what is next.
const VISITED: &[(&str, &str, &str)] = &[
    ("看了调度室和停车场，问司机休息够不够", "司机反映跑夜车后没有地方洗澡", "联系物流园开放司机之家的淋浴，下月回访"),
    ("问工资发放和社会保险缴纳，看了9月工资单", "按月发放，有3名新司机没有参保", "单位答应11月补办，工会跟进"),
    ("送防寒用品，看了职工宿舍取暖", "宿舍有两间取暖器老化", "单位本周更换，网格员去看"),
    ("谈建会的事，讲了联合会怎么入", "老板愿意先让职工加入联合工会", "约下周带入会台上门"),
    ("问职工对食堂和加班的意见", "希望加班提前一天通知", "写进下季度协商要点"),
];

/// Puts them into the demo county; nothing where there is no such county.
pub async fn load(app: &App) -> Result<()> {
    let Some(root) = app.root().await? else { return Ok(()) };
    draw_grids(app, &root).await?;
    pair_up(app, &root).await
}

async fn account_of(app: &App, key: &str) -> Result<Option<AccountId>> {
    let Some(sign_in) = SIGN_INS.iter().find(|s| s.key == key) else { return Ok(None) };
    Ok(identity::account_by_phone(app, sign_in.phone).await?.map(|a| a.id))
}

async fn draw_grids(app: &App, root: &Org) -> Result<()> {
    let today = app.today();
    for (n, (union, name, bounds, officer)) in GRIDS.iter().enumerate() {
        let Some(union) = union_named(app, union).await? else { continue };
        let officer = account_of(app, officer).await?;
        let scope = Scope::below(&union.path);
        let below: Vec<(OrgId,)> = app
            .db
            .all(
                "SELECT o.id FROM unions u JOIN organisations o ON o.id = u.id WHERE u.kind IN ('enterprise', 'joint', 'institution') AND o.path >= $1 AND o.path < $2 ORDER BY o.id LIMIT 12",
                vals![&scope.from, &scope.until],
            )
            .await?;
        let employers: Vec<(EmployerId,)> = app
            .db
            .all(
                "SELECT id FROM employers WHERE path >= $1 AND path < $2 ORDER BY headcount DESC, id LIMIT 12",
                vals![&scope.from, &scope.until],
            )
            .await?;
        // The park's grid holds the freight firms that the federation visits.
        let covered = "SELECT c.employer FROM coverages c JOIN employers e ON e.id = c.employer JOIN organisations o ON o.id = c.union_id WHERE o.name = $1 ORDER BY e.headcount DESC, e.id LIMIT 12";
        let employers = match n {
            1 => app.db.all(covered, vals![directory::demo::FREIGHT_FEDERATION]).await?,
            _ => employers,
        };
        let freight = if n == 1 { union_named(app, "滨河县货运行业联合工会").await? } else { None };
        let since = today - 300.days();
        let mut tx = app.db.begin().await?;
        let new = NewGrid {
            union_id: union.id,
            name: (*name).to_owned(),
            bounds: (*bounds).to_owned(),
            phone: format!("0515-1{:07}", 8_800_100 + n),
            position: Some((33.46 + n as f64 / 100.0, 119.80 + n as f64 / 100.0)),
        };
        let grid = grids::add(&mut tx, app, &new).await?;
        if let Some(officer) = officer {
            grids::name_officer(&mut tx, grid, officer, since).await?;
        }
        // The first two grids of a town share it.
        for (id,) in below.iter().skip(n % 2).step_by(2) {
            grids::bind_union(&mut tx, grid, *id, since).await?;
        }
        for (id,) in employers.iter().skip(n % 2).step_by(2) {
            grids::bind_employer(&mut tx, grid, *id, since).await?;
        }
        if let Some(freight) = freight.filter(|f| f.path.starts_with(&root.path)) {
            grids::bind_union(&mut tx, grid, freight.id, since).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Nine committee members of the freight federation and their firms, as the county reported it.
const PAIRED: usize = 9;
async fn pair_up(app: &App, root: &Org) -> Result<()> {
    let today = app.today();
    let Some(federation) = union_named(app, directory::demo::FREIGHT_FEDERATION).await? else { return Ok(()) };
    let firms: Vec<(EmployerId,)> = app
        .db
        .all("SELECT c.employer FROM coverages c JOIN employers e ON e.id = c.employer WHERE c.union_id = $1 ORDER BY e.headcount DESC, e.id LIMIT 18", vals![federation.id])
        .await?;
    let officers: Vec<(AccountId,)> = app
        .db
        .all(
            "SELECT p.account FROM posts p JOIN organisations o ON o.id = p.org WHERE o.id IN ($1, $2) AND p.role IN ('officer', 'organiser') ORDER BY p.id",
            vals![federation.id, root.id],
        )
        .await?;
    if officers.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    for (n, (employer,)) in firms.into_iter().take(PAIRED).enumerate() {
        let (officer,) = officers[n % officers.len()];
        let from = today - (320 - n as i64 * 20).days();
        let Some(id) = pairs::store::add(&mut tx, federation.id, officer, employer, from).await? else { continue };
        // The last two were not visited lately: they become tasks.
        let visits = if n + 2 >= PAIRED { 1 } else { 3 };
        for v in 0..visits {
            let days = if n + 2 >= PAIRED { 130 } else { 8 + n as i64 * 5 + v as i64 * 45 };
            visit(&mut tx, app, (id, federation.id, employer, officer), (today - days.days()).max(from), n + v).await?;
        }
    }
    tx.commit().await?;
    while facts::fold(app, 5_000).await? > 0 {}
    pairs::remind(app).await?;
    Ok(())
}
async fn visit(
    tx: &mut platform::db::Tx,
    app: &App,
    (pair, union, employer, officer): (pairs::PairId, OrgId, EmployerId, AccountId),
    on: Date,
    which: usize,
) -> Result<()> {
    let (asked, result, next) = VISITED[which % VISITED.len()];
    let new = NewVisit {
        visited_on: on,
        who: "联合会委员和网格员".into(),
        asked: asked.into(),
        result: result.into(),
        next_step: next.into(),
        photo: None,
    };
    let visit = pairs::store::add_visit(tx, app, (pair, employer), &new, officer).await?;
    let dimension = employer.to_string();
    let fact = Fact {
        measure: VISITS,
        org: union,
        day: on,
        dimension: &dimension,
        amount: 1,
        record: "visit",
        record_id: visit.0,
    };
    facts::count(tx, &fact).await
}
