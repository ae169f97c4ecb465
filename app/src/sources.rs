//! `generate --sources`: one fictional place for each federation that published figures about its work, with the records behind them.
//!
//! A new practice is a line here and a function of its module that enters records by the module's own acts; its targets stand in
//! `sources.json`. Promise: figures of different places are never added up, and no place is the real one.
use casework::sources::{Mediations, Requests};
use directory::{
    demo::{Place, Progress, Shape, places, practices},
    unions::UnionKind,
};
use platform::{App, tree::Org, web::Error};
use serde_json::Value;
use std::pin::Pin;

type Entering<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// A practice with the records of a place.
pub struct Practice {
    /// P10
    pub key: &'static str,
    pub name: &'static str,
    enter: for<'a> fn(&'a App, &'a Place, &'a Value) -> Entering<'a>,
}
/// A source, as the place that stands for it.
pub struct Source {
    /// Its key in the collection of published figures.
    pub key: &'static str,
    shape: Shape,
    pub practices: &'static [Practice],
}
impl Source {
    pub fn practices_in_words(&self) -> String {
        self.practices.iter().map(|one| format!("{} {}", one.key, one.name)).collect::<Vec<_>>().join("、")
    }
}

pub const SOURCES: &[Source] = &[
    // 8 counties, 48 towns and 384 firms are 440 desks.
    Source {
        key: "heze",
        shape: Shape { name: "锦河市", kind: UnionKind::City, counties: 8, towns: 6, firms: 8, members: 8 },
        practices: &[
            Practice {
                key: "P10",
                name: "有求必应",
                enter: |app, place, wanted| Box::pin(requests(app, place, wanted)),
            },
            Practice {
                key: "P03",
                name: "三级组织网络",
                enter: |app, place, wanted| Box::pin(network(app, place, wanted)),
            },
        ],
    },
    Source {
        key: "jiawang",
        shape: Shape { name: "云汇区", kind: UnionKind::County, counties: 0, towns: 12, firms: 10, members: 4 },
        practices: &[Practice {
            key: "P12",
            name: "委托调解",
            enter: |app, place, wanted| Box::pin(mediations(app, place, wanted)),
        }],
    },
    Source {
        key: "funing",
        shape: Shape { name: "芦荡县", kind: UnionKind::County, counties: 0, towns: 6, firms: 0, members: 0 },
        practices: &[Practice {
            key: "P01",
            name: "扫码入会",
            enter: |app, place, wanted| Box::pin(drivers(app, place, wanted)),
        }],
    },
    // The four large firms found their unions step by step (P06).
    Source {
        key: "lanshan",
        shape: Shape { name: "海岚区", kind: UnionKind::County, counties: 0, towns: 4, firms: 0, members: 0 },
        practices: &[Practice {
            key: "P05",
            name: "货车司机三个一、建会",
            enter: |app, place, wanted| Box::pin(freight(app, place, wanted)),
        }],
    },
];

/// What was published, by source and practice.
pub fn targets() -> Value {
    serde_json::from_str(include_str!("sources.json")).expect("checked by a test")
}
fn number(wanted: &Value, key: &str) -> i64 {
    wanted[key].as_i64().unwrap_or_default()
}
fn count(wanted: &Value, key: &str) -> usize {
    usize::try_from(number(wanted, key)).unwrap_or_default()
}
async fn requests(app: &App, place: &Place, wanted: &Value) -> Result<(), Error> {
    let wanted = Requests { desks: count(wanted, "desks"), solved: count(wanted, "solved") };
    casework::sources::requests(app, place, &wanted).await
}
async fn mediations(app: &App, place: &Place, wanted: &Value) -> Result<(), Error> {
    let wanted = Mediations {
        entrusted: count(wanted, "entrusted_mediations"),
        agreed: number(wanted, "agreed_yuan"),
        consultations: count(wanted, "town_consultations"),
        town: count(wanted, "town_mediations"),
        paid: number(wanted, "town_recovered_yuan"),
    };
    casework::sources::mediations(app, place, &wanted).await
}
async fn network(app: &App, place: &Place, wanted: &Value) -> Result<(), Error> {
    let wanted = practices::Network {
        industry: count(wanted, "industry_unions"),
        park: count(wanted, "park_unions"),
        large: count(wanted, "enterprises_100_plus"),
        fresh: count(wanted, "enterprises_25_plus_new_fields"),
        migrants: count(wanted, "migrant_workers_joined"),
    };
    practices::network(app, place, &wanted).await
}
async fn drivers(app: &App, place: &Place, wanted: &Value) -> Result<(), Error> {
    practices::drivers(app, place, count(wanted, "drivers_joined")).await
}
/// Members of each large firm's union.
const OF_OWN: usize = 34;
async fn freight(app: &App, place: &Place, wanted: &Value) -> Result<(), Error> {
    let large = count(wanted, "own_unions");
    let new = practices::Freight {
        large,
        small: count(wanted, "firms_with_union") - large,
        members: count(wanted, "members") - large * OF_OWN,
    };
    let made = practices::freight(app, place, &new).await?;
    founding::sources::found(app, &made.large, OF_OWN as u32).await?;
    let pairs = count(wanted, "pairs");
    outreach::sources::pair(app, made.federation.id, &made.small[..pairs]).await
}

/// Fills an empty database; gives each source with its place.
pub async fn generate(app: &App, seed: u64, progress: Progress<'_>) -> Result<Vec<(&'static Source, Org)>, Error> {
    let shapes: Vec<Shape> = SOURCES.iter().map(|source| source.shape).collect();
    let made = places(app, &shapes, seed, progress).await?;
    let targets = targets();
    for (source, place) in SOURCES.iter().zip(&made) {
        for practice in source.practices {
            (practice.enter)(app, place, &targets[source.key][practice.key]).await?;
        }
    }
    while platform::facts::fold(app, 20_000).await? > 0 {}
    Ok(SOURCES.iter().zip(made.into_iter().map(|place| place.org)).collect())
}
