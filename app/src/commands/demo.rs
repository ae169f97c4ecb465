//! `unionhall demo` and `unionhall generate`: people who do not exist, to look at and to measure with.
use crate::{Outcome, Stop, cli::Place, demo, progress, sources};
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
    #[arg(long, value_name = "N", required_unless_present = "sources")]
    members: Option<u64>,
    /// How many unions of all kinds
    #[arg(long, value_name = "M", required_unless_present = "sources")]
    unions: Option<u64>,
    /// The same number makes the same data
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Instead: one fictional place for each federation that published figures about its work, with the records behind them
    #[arg(long, conflicts_with_all = ["members", "unions"])]
    sources: bool,
}

impl Generate {
    pub async fn run(self) -> Outcome {
        let app = super::open(&self.place).await?;
        let bar = progress::steps("生成");
        let draw = |done, total| progress::set(&bar, done, total);
        if self.sources {
            let made = sources::generate(&app, self.seed, &draw).await.map_err(Stop::of)?;
            bar.finish_and_clear();
            for (source, org) in made {
                println!("{}（第{}号，来源{}）：{}", org.name, org.id, source.key, source.practices_in_words());
            }
            app.db.close().await;
            return Ok(ExitCode::SUCCESS);
        }
        let (members, unions) = (self.members.unwrap_or_default(), self.unions.unwrap_or_default());
        directory::demo::generate(&app, members, unions, self.seed, &draw).await.map_err(Stop::of)?;
        bar.finish_and_clear();
        app.db.close().await;
        println!("已生成{unions}家工会，{members}名会员。");
        Ok(ExitCode::SUCCESS)
    }
}
