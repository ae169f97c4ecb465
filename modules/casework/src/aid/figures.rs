//! What an application says about a family, as the rules want it.
use super::{rules::Household, settings::MINIMUM};
use crate::{
    cases::{
        Case,
        answers::{self, family},
    },
    definitions::{Act, FieldKind},
};
use directory::unions;
use jiff::civil::Date;
use platform::{App, db::Result, settings, tree::OrgId};

/// Which column of the family says what somebody earns in a year.
const INCOME: usize = 2;

/// The answers of an application, opened.
pub struct Given(Vec<answers::Answer>);
impl Given {
    pub fn of(app: &App, case: &Case) -> Given {
        Given(answers::of(app, case))
    }
    pub fn get(&self, key: &str) -> &str {
        self.0.iter().find(|answer| answer.key == key).map_or("", |answer| &answer.value)
    }
    pub fn number(&self, key: &str) -> i64 {
        self.get(key).parse().unwrap_or(0)
    }
    /// The value of the one field of this kind.
    pub fn of_kind(&self, case: &Case, kind: FieldKind) -> &str {
        case.service().fields.iter().find(|f| f.kind == kind).map_or("", |f| self.get(&f.key))
    }
    pub fn household(&self) -> Household {
        let family = family::rows(self.get("family"));
        let earns = |row: &Vec<String>| row.get(INCOME).and_then(|fen| fen.parse::<i64>().ok()).unwrap_or(0);
        Household {
            income: self.number("income") + family.iter().map(earns).sum::<i64>(),
            rigid: self.number("rigid"),
            persons: 1 + family.len() as i64,
            unforeseen: self.number("unforeseen"),
            accident: self.get("accident") == "yes",
            migrant: self.get("migrant") == "yes",
            months: self.number("months"),
        }
    }
}

/// The last digits of a bank account.
pub fn mask_bank(number: &str) -> String {
    format!("尾号{}", number.get(number.len().saturating_sub(4)..).unwrap_or_default())
}
/// The region of a union; empty: it has none of its own.
pub async fn region(app: &App, union: OrgId) -> Result<String> {
    Ok(unions::store::find(&app.db, union).await?.map(|u| u.region).unwrap_or_default())
}
/// What an act may give at most there today, in fen; none: its definition sets no limit.
pub async fn most_of(app: &App, case: &Case, act: &Act) -> Result<Option<i64>> {
    let Some(setting) = super::amount(&act.most) else { return Ok(None) };
    let region = region(app, case.handler).await?;
    Ok(Some(settings::number(&app.db, setting, &region, app.today()).await? * 100))
}
/// The minimum living standard there on a day, in fen a month.
pub async fn minimum(app: &App, union: OrgId, on: Date) -> Result<i64> {
    let region = region(app, union).await?;
    Ok(settings::number(&app.db, MINIMUM, &region, on).await? * 100)
}
