//! `unionhall measure`: one figure as the boards show it.
use crate::{Outcome, Stop, cli::Place};
use clap::Args;
use jiff::civil::Date;
use platform::{
    App,
    facts::{self, Measure as Definition, MeasureKind, Period},
    tree::Scope,
};
use std::process::ExitCode;

#[derive(Args)]
pub struct Measure {
    #[command(flatten)]
    place: Place,
    /// Which measure, for example `members`; a wrong one lists them all
    key: String,
    /// The union whose branch is counted, by its number
    #[arg(long, value_name = "UNION")]
    at: i64,
    /// First day, for example 2026-01-01; what there is of something (members) is counted at the last day whatever this says
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// Last day
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// Print an object with `measure`, `name`, `unit`, `kind`, `at`, `from`, `to` and `value`
    #[arg(long)]
    json: bool,
}

impl Measure {
    pub async fn run(self) -> Outcome {
        if self.from > self.to {
            return Err(Stop::new(format!("--from {} is after --to {}", self.from, self.to)));
        }
        let app = super::open(&self.place).await?;
        let measure = find(&app, &self.key)?;
        let union = super::union(&app, self.at).await?;
        let period = Period { from: self.from, to: self.to };
        let value = facts::value(&app.db, measure, &Scope::below(&union.path), period).await?;
        if self.json {
            let kind = if measure.kind == MeasureKind::Stock { "stock" } else { "flow" };
            let figure = serde_json::json!({
                "measure": measure.key, "name": measure.name, "unit": measure.unit, "kind": kind, "at": union.id,
                "from": self.from.to_string(), "to": self.to.to_string(), "value": value,
            });
            println!("{figure}");
        } else {
            println!("{}，{}：{value}{}", union.name, measure.name, measure.unit);
        }
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn find(app: &App, key: &str) -> Result<&'static Definition, Stop> {
    let all = || app.modules.iter().flat_map(|m| m.measures.iter().copied());
    all().find(|m| m.key == key).ok_or_else(|| {
        let known: Vec<_> = all().map(|m| m.key).collect();
        Stop::new(format!("there is no measure {key} (known: {})", known.join(", ")))
    })
}
