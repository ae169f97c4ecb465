//! `unionhall unions`: the tree, for people and for scripts.
use crate::{Outcome, cli::Place};
use clap::Args;
use directory::unions::store;
use platform::tree::{Scope, ids_of};
use std::process::ExitCode;

#[derive(Args)]
pub struct Unions {
    #[command(flatten)]
    place: Place,
    /// Print a JSON array with for every union `id`, `parent`, `name`, `kind`, `region` and `status`
    #[arg(long)]
    json: bool,
}

impl Unions {
    pub async fn run(self) -> Outcome {
        let app = super::open(&self.place).await?;
        let all = store::below(&app.db, &Scope::below("/")).await?;
        if self.json {
            let rows: Vec<_> = all
                .iter()
                .map(|u| {
                    serde_json::json!({
                        "id": u.id, "parent": u.parent, "name": u.name, "kind": u.kind, "region": u.region, "status": u.status,
                    })
                })
                .collect();
            println!("{}", serde_json::Value::from(rows));
        } else {
            for union in &all {
                println!("{:>8}  {}{}", union.id.0, "  ".repeat(ids_of(&union.path).len() - 1), union.name);
            }
        }
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
