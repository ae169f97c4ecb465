//! A county with two firms, and rosters for them.
use crate::{
    members,
    rosters::store::{self, ImportId},
    testing,
    unions::{NewUnion, UnionKind},
};
use platform::{
    Module,
    facts::{self, Period},
    rights::Role,
    sheets::roster,
    testing::{Client, Site},
    tree::{Org, Scope},
    vals,
};

pub struct County {
    pub site: Site,
    pub county: Org,
    pub firm: Org,
    pub other: Org,
    pub chair: Client,
}
impl County {
    pub async fn members(&self, org: &Org) -> i64 {
        self.site
            .app
            .db
            .number(
                sqlx::AssertSqlSafe(format!(
                    "SELECT COUNT(*) FROM memberships m WHERE m.path = $1 AND m.state <> 'ended'{}",
                    members::store::VISIBLE
                )),
                vals![&org.path],
            )
            .await
            .unwrap()
    }
    pub async fn figure(&self, measure: &'static facts::Measure) -> i64 {
        facts::value(&self.site.app.db, measure, &Scope::below(&self.county.path), Period::until(self.site.app.today()))
            .await
            .unwrap()
    }
    /// Uploads and gives the import's address.
    pub async fn upload(&mut self, bytes: &[u8]) -> String {
        self.chair.upload("/console/rosters", "名册.xlsx", bytes, &[]).await.expect(303).to()
    }
    pub async fn import(&self, address: &str) -> store::Import {
        store::find(&self.site.app.db, ImportId(address.rsplit('/').next().unwrap().parse().unwrap()))
            .await
            .unwrap()
            .unwrap()
    }
}

fn modules() -> Vec<Module> {
    vec![crate::module()]
}

pub async fn counties() -> Vec<County> {
    Site::each(modules, async |site| {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Enterprise, "顺通物流工会"),
            (Some(0), UnionKind::Enterprise, "宏安劳务工会"),
        ];
        let plan = plan.map(|(under, kind, name)| (under, NewUnion::named(kind, name, "320924")));
        let [county, firm, other] = testing::unions(&site, plan).await.map(|union| union.org());
        let chair = site.holder("周明", "13800000003", Role::Chair, firm.id).await;
        County { site, county, firm, other, chair }
    })
    .await
}

/// A roster with these rows, each given as (name, ID number, phone).
pub fn sheet(rows: &[[&str; 3]]) -> Vec<u8> {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .enumerate()
        .map(|(n, [name, id, phone])| {
            let mut cells = vec![String::new(); 20];
            for (column, text) in [
                (0, (n + 1).to_string()),
                (1, (*name).into()),
                (2, if id.as_bytes()[16] % 2 == 1 { "男" } else { "女" }.into()),
                (6, "居民身份证".into()),
                (7, (*id).into()),
                (10, (*phone).into()),
                (13, "入会".into()),
                (14, "2024-05-01".into()),
                (17, "顺通物流有限公司".into()),
            ] {
                cells[column] = text;
            }
            cells
        })
        .collect();
    book(&cells)
}

pub fn book(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = roster::RosterBook::export("顺通物流工会").unwrap();
    for row in rows {
        book.row(row).unwrap();
    }
    book.bytes().unwrap()
}

pub fn id(n: i16) -> String {
    platform::standards::IdNumber::synthetic(
        "320924",
        jiff::civil::date(1980 + n / 12, i8::try_from(n % 12).unwrap() + 1, 9),
        997,
    )
    .unwrap()
    .as_str()
    .to_owned()
}
