//! One measure over another: how much of it, or how long on average. Always shown with both of them and what each counts.
use super::{Measure, Period, value};
use crate::{
    App,
    db::{Db, Result},
    merging::Merged,
    rights::Permission,
    tree::Scope,
};
use std::pin::Pin;

#[derive(Debug)]
pub struct Ratio {
    pub key: &'static str,
    pub name: &'static str,
    pub numerator: &'static Measure,
    pub denominator: &'static Measure,
    /// Per cent; otherwise so much of the numerator's unit for each of the denominator's.
    pub percent: bool,
}
impl Ratio {
    pub fn unit(&self) -> &'static str {
        if self.percent { "%" } else { self.numerator.unit }
    }
    pub fn definition(&self) -> String {
        let (top, bottom) = (self.numerator, self.denominator);
        format!("{}除以{}。分子：{}分母：{}", top.name, bottom.name, top.definition, bottom.definition)
    }
    pub fn needs(&self) -> &'static Permission {
        self.numerator.needs
    }
    /// Numerator and denominator in a branch over a period.
    pub async fn parts(&self, db: &Db, scope: &Scope, period: Period) -> Result<(i64, i64)> {
        let top = value(db, self.numerator, scope, period).await?;
        Ok((top, value(db, self.denominator, scope, period).await?))
    }
    /// The figure itself; none where nothing divides it.
    pub fn of(&self, (numerator, denominator): (i64, i64)) -> Option<f64> {
        let times = if self.percent { 100.0 } else { 1.0 };
        (denominator != 0).then(|| times * numerator as f64 / denominator as f64)
    }
}

/// At how many organisations a measure counted something.
#[derive(Debug)]
pub struct Spread {
    pub key: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    pub measure: &'static Measure,
}
impl Spread {
    pub fn definition(&self) -> String {
        format!("这段时间里{}不是零的工会，一家算一家。{}", self.measure.name, self.measure.definition)
    }
    pub async fn count(&self, db: &Db, scope: &Scope, period: Period) -> Result<i64> {
        let all = super::by_org(db, self.measure, scope, period).await?;
        Ok(all.iter().filter(|(.., amount)| *amount != 0).count() as i64)
    }
}

/// A figure that a module puts on a union's sheet.
#[derive(Clone, Copy, Debug)]
pub enum Featured {
    Measure(&'static Measure),
    Ratio(&'static Ratio),
    Spread(&'static Spread),
}

/// What the dimension of a measure is called, and its keys in words.
pub struct Dimension {
    pub measure: &'static Measure,
    /// 事项, 渠道
    pub name: &'static str,
    pub words: fn(App, Vec<String>) -> Naming,
    /// The keys are the numbers of these: where two of them are merged, what was counted for either counts for the one that remains. The
    /// module's migration has an index on the dimension of such facts.
    pub of: Option<Merged>,
}
/// What is known of a measure's dimension.
pub fn dimension(app: &App, measure: &str) -> Option<&'static Dimension> {
    app.modules.iter().flat_map(|m| m.dimensions.iter()).find(|one| one.measure.key == measure)
}
pub type Naming = Pin<Box<dyn Future<Output = Result<Vec<String>>> + Send>>;
