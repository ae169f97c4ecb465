//! Definitions that were published in the console: stored as texts, read with the same parser, known to every process within seconds.
//!
//! A published definition is kept for as long as the program runs, as those of its files: cases hold on to their version. There are dozens of
//! them, so nothing is ever let go.
use super::{Service, check};
use platform::{
    App,
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};
use std::sync::{PoisonError, RwLock};

static PUBLISHED: RwLock<Vec<&'static Service>> = RwLock::new(Vec::new());
/// Seconds after which another process's publishing is seen here.
const SECONDS: u64 = 2;
const KEY: &str = "services.fresh";

pub(super) fn all() -> Vec<&'static Service> {
    PUBLISHED.read().unwrap_or_else(PoisonError::into_inner).clone()
}
fn learn(texts: &[String]) {
    for text in texts {
        let Ok(service) = Service::read(text) else { continue };
        let known = |other: &&Service| (&other.key, other.version) == (&service.key, service.version);
        let mut all = PUBLISHED.write().unwrap_or_else(PoisonError::into_inner);
        if check(&service).is_empty() && !all.iter().any(known) {
            all.push(Box::leak(Box::new(service)));
        }
    }
}
/// Learns what was published since the last look. Asked wherever somebody comes in.
pub async fn fresh(app: &App) -> Result<()> {
    if app.remembered(KEY).is_some() {
        return Ok(());
    }
    let texts: Vec<(String,)> = app.db.all("SELECT text FROM services ORDER BY id", vals![]).await?;
    learn(&texts.into_iter().map(|row| row.0).collect::<Vec<_>>());
    app.remember(KEY.to_owned(), 1, SECONDS);
    Ok(())
}
/// Publishes a text that was checked; it is used at once. False: this version was published before.
pub async fn publish(tx: &mut Tx, app: &App, (service, text): (&Service, &str), by: AccountId) -> Result<bool> {
    let sql = "INSERT INTO services (service, version, text, account, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (service, version) DO NOTHING";
    Ok(tx.exec(sql, vals![&service.key, service.version, text, by, app.now()]).await? == 1)
}
/// To be called once publishing is committed.
pub fn known(text: &str) {
    learn(&[text.to_owned()]);
}
/// The text of a version: of the console's, else of the program's files.
pub async fn text_of(db: &Db, key: &str, version: i64) -> Result<Option<String>> {
    let sql = "SELECT text FROM services WHERE service = $1 AND version = $2";
    if let Some((text,)) = db.maybe::<(String,)>(sql, vals![key, version]).await? {
        return Ok(Some(text));
    }
    let is_it = |text: &str| Service::read(text).is_ok_and(|s| (&*s.key, s.version) == (key, version));
    Ok(super::FILES.iter().find(|(_, text)| is_it(text)).map(|(_, text)| (*text).to_owned()))
}
