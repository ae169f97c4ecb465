//! A person's file (一人一册): what each module adds to the life of a person.
use crate::{
    App,
    db::{Db, Result, Tx},
    tree::PersonId,
    vals,
};
use jiff::civil::Date;

pub struct Record<'a> {
    pub person: PersonId,
    pub on: Date,
    pub module: &'static str,
    pub kind: &'static str,
    pub title: &'a str,
    pub detail: &'a str,
    pub link: &'a str,
}
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Kept {
    pub on_day: String,
    pub kind: String,
    pub title: String,
    pub detail: String,
    pub link: String,
}

pub async fn add(tx: &mut Tx, app: &App, record: &Record<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO records (person, on_day, module, kind, title, detail, link, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vals![record.person, record.on, record.module, record.kind, record.title, record.detail, record.link, app.now()],
    )
    .await?;
    Ok(())
}
/// A person's file, newest first.
pub async fn of(db: &Db, person: PersonId, limit: i64) -> Result<Vec<Kept>> {
    db.all("SELECT on_day, kind, title, detail, link FROM records WHERE person = $1 ORDER BY on_day DESC, id DESC LIMIT $2", vals![person, limit]).await
}
