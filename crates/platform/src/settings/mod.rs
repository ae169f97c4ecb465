//! Figures and words that a region sets for itself, each with the day from which it holds.
mod kept;

use crate::{
    db::{Db, Result, Tx},
    identity::AccountId,
    vals,
};
use jiff::civil::Date;
pub(crate) use kept::Kept;

/// A setting, declared by the module that reads it.
#[derive(Debug)]
pub struct Setting {
    pub key: &'static str,
    pub name: &'static str,
    pub hint: &'static str,
    pub default: &'static str,
    pub kind: SettingKind,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A whole number between two bounds, with its unit.
    Number {
        least: i64,
        most: i64,
        unit: &'static str,
    },
    Text,
    /// One item per line.
    Lines,
    /// One of a few: key and words.
    Choice(&'static [(&'static str, &'static str)]),
}
impl SettingKind {
    /// What is wrong with a value, as a sentence.
    pub fn fault(self, value: &str) -> Option<String> {
        match self {
            SettingKind::Number { least, most, .. } => match value.parse::<i64>() {
                Ok(n) if (least..=most).contains(&n) => None,
                _ => Some(format!("请填{least}到{most}之间的整数")),
            },
            SettingKind::Choice(all) => all.iter().all(|(key, _)| *key != value).then(|| "请选一项".to_owned()),
            SettingKind::Text | SettingKind::Lines => value.trim().is_empty().then(|| "请填写内容".to_owned()),
        }
    }
}

/// A value of a setting, with the day from which it holds.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Version {
    pub id: i64,
    pub region: String,
    pub from_on: String,
    pub value: String,
    pub set_by: Option<String>,
    pub set_at: i64,
}

/// The value for a region on a day: the newest of the region itself, else of the one above (by code), else the default.
pub async fn get(db: &Db, setting: &Setting, region: &str, on: Date) -> Result<String> {
    let on = on.to_string();
    let all = kept::all(db).await?;
    let holding = all.iter().filter(|s| s.key == setting.key && s.from_on <= on && region.starts_with(&s.region));
    let nearest = holding.max_by(|a, b| (a.region.len(), &a.from_on).cmp(&(b.region.len(), &b.from_on)));
    Ok(nearest.map_or_else(|| setting.default.to_owned(), |s| s.value.clone()))
}
/// A whole number; the default where the stored one can't be read.
pub async fn number(db: &Db, setting: &Setting, region: &str, on: Date) -> Result<i64> {
    let value = get(db, setting, region, on).await?;
    Ok(value.trim().parse().unwrap_or_else(|_| setting.default.parse().expect("defaults of numbers are numbers")))
}
/// The non-empty lines of a list.
pub async fn lines(db: &Db, setting: &Setting, region: &str, on: Date) -> Result<Vec<String>> {
    Ok(get(db, setting, region, on)
        .await?
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect())
}
/// All versions of a setting, newest first.
pub async fn versions(db: &Db, setting: &Setting) -> Result<Vec<Version>> {
    db.all(
        "SELECT s.id, s.region, s.from_on, s.value, a.name AS set_by, s.set_at FROM settings s LEFT JOIN accounts a ON a.id = s.set_by WHERE s.key = $1 ORDER BY s.from_on DESC, s.id DESC",
        vals![setting.key],
    )
    .await
}
/// Sets a value from a day on; replaces one set for the same day.
pub async fn set(
    tx: &mut Tx,
    setting: &Setting,
    region: &str,
    from_on: Date,
    value: &str,
    by: Option<AccountId>,
    now: i64,
) -> Result<()> {
    tx.exec(
        "INSERT INTO settings (key, region, from_on, value, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (key, region, from_on) DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at",
        vals![setting.key, region, from_on, value, by, now],
    )
    .await?;
    kept::changed();
    Ok(())
}
