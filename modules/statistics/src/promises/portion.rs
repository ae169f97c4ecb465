//! What somebody rated: shown to that person, erased when he or she asks.
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Portion, Subject},
    ratings,
};
use serde_json::json;

pub const PORTION: Portion = Portion {
    key: "ratings",
    name: "评价",
    tables: &["ratings"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, _, who, _| Box::pin(erase(tx, who)) as Erasing<'_>,
};

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let Some(person) = who.person else { return Ok(json!(null)) };
    let mut all = Vec::new();
    for (about, stars, words, at) in ratings::said_by(&app.db, person).await? {
        let promise = about.strip_prefix("promise:").and_then(|id| id.parse().ok());
        let what = match promise {
            Some(id) => super::store::find(&app.db, super::PromiseId(id)).await?.map_or(about, |promise| promise.words),
            None => about,
        };
        let when = ui::text::moment(clock::local(at));
        all.push(json!({ "评价": what, "几星": stars, "说": words, "时间": when }));
    }
    Ok(if all.is_empty() { json!(null) } else { json!(all) })
}
async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let count = match who.person {
        Some(person) => ratings::said_by(&app.db, person).await?.len() as i64,
        None => 0,
    };
    Ok(if count > 0 { vec![Fate { what: "您的评价", count, kept: None }] } else { Vec::new() })
}
async fn erase(tx: &mut Tx, who: Subject) -> Result<u64> {
    match who.person {
        Some(person) => ratings::forget(tx, person).await,
        None => Ok(0),
    }
}
