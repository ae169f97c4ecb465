//! `unionhall demo` and `unionhall generate`: people who do not exist, to look at and to measure with.
use crate::{Outcome, Stop, cli::Place, demo, progress};
use clap::Args;
use std::process::ExitCode;

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
}

impl Demo {
    pub async fn run(self) -> Outcome {
        let app = super::open(&self.place).await?;
        demo::load(&app).await?;
        app.db.close().await;
        println!("演示县已装入。用unionhall serve --demo打开，才能用演示账号登录。");
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub struct Generate {
    #[command(flatten)]
    place: Place,
    /// How many members in all
    #[arg(long, value_name = "N")]
    members: u64,
    /// How many unions of all kinds
    #[arg(long, value_name = "M")]
    unions: u64,
    /// The same number makes the same data
    #[arg(long, value_name = "S")]
    seed: u64,
}

impl Generate {
    pub async fn run(self) -> Outcome {
        let app = super::open(&self.place).await?;
        let bar = progress::steps("生成");
        let draw = |done, total| progress::set(&bar, done, total);
        directory::demo::generate(&app, self.members, self.unions, self.seed, &draw).await.map_err(Stop::of)?;
        bar.finish_and_clear();
        app.db.close().await;
        println!("已生成{}家工会，{}名会员。", self.unions, self.members);
        Ok(ExitCode::SUCCESS)
    }
}
