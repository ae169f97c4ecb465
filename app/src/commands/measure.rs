//! `unionhall measure`: one figure as the boards show it.
use crate::{Outcome, Stop, cli::Place};
use clap::Args;
use jiff::civil::Date;
use platform::{App, facts::Period};
use statistics::MeasureValue;
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
    /// Print an object with `measure`, `name`, `unit`, `kind`, `at`, `at_name`, `from`, `to` and `value`; a rate also has `numerator` and
    /// `denominator`, a measure whose parts don't add up has `parts` instead of a value
    #[arg(long)]
    json: bool,
}

impl Measure {
    pub async fn run(self) -> Outcome {
        if self.from > self.to {
            return Err(Stop::new(format!("--from {} is after --to {}", self.from, self.to)));
        }
        let app = super::open(&self.place).await?;
        let union = super::union(&app, self.at).await?;
        let period = Period { from: self.from, to: self.to };
        let figure =
            statistics::measure(&app, &self.key, union.id, period).await?.ok_or_else(|| unknown(&app, &self.key))?;
        if self.json {
            println!("{}", serde_json::json!(figure));
        } else {
            println!("{}，{}：{}", union.name, figure.name, words(&figure));
        }
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// The value with its unit, a rate with what it was counted from, parts one by one.
fn words(figure: &MeasureValue) -> String {
    let MeasureValue { unit, .. } = figure;
    let base = figure.numerator.zip(figure.denominator).map(|(covered, all)| format!("（{covered} / {all}）"));
    match (&figure.value, base) {
        (Some(rate), Some(base)) => format!("{:.1}{unit}{base}", rate.as_f64().unwrap_or(0.0)),
        (Some(value), None) => format!("{value}{unit}"),
        (None, Some(base)) => format!("没有{base}"),
        (None, None) => {
            let parts: Vec<String> = figure.parts.iter().map(|(name, n)| format!("{name}{n}{unit}")).collect();
            if parts.is_empty() { "没有".into() } else { parts.join("，") }
        }
    }
}

fn unknown(app: &App, key: &str) -> Stop {
    let known: Vec<_> = statistics::known(app).into_iter().map(|known| known.key()).collect();
    Stop::new(format!("there is no measure {key} (known: {})", known.join(", ")))
}
