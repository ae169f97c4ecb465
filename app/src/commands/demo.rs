//! `unionhall demo`: the fictional county without serving it.
use crate::{Outcome, cli::Place, demo};
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
