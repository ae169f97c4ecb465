//! `unionhall import roster` and `unionhall export roster`: the 20-column workbook in and out.
use crate::{Outcome, Stop, cli::Place, commands};
use clap::{Args, Subcommand};
use directory::rosters::{self, command::ImportReport, compare::Verdict};
use platform::tree::OrgId;
use std::{fs, path::PathBuf, process::ExitCode};

/// What can be taken in.
#[derive(Subcommand)]
pub enum Import {
    /// The roster of a union's members: the 20-column workbook (.xlsx or .xls, as Excel, WPS and LibreOffice write it), data from row 5
    Roster(ImportRoster),
}
/// What can be given out.
#[derive(Subcommand)]
pub enum Export {
    /// The roster of a union's members as the 20-column workbook; it holds open identity numbers, so the audit keeps that it was made
    Roster(ExportRoster),
}

#[derive(Args)]
pub struct ImportRoster {
    #[command(flatten)]
    place: Place,
    /// The workbook
    file: PathBuf,
    /// Number of the union whose members they become
    #[arg(long, value_name = "ID")]
    union: i64,
    /// Check only; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print {"rows": [{"row", "verdict": new|changed|unchanged|wrong, "faults": [{"column", "reason"}]}]}
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct ExportRoster {
    #[command(flatten)]
    place: Place,
    /// Number of the union
    #[arg(long, value_name = "ID")]
    union: i64,
    /// The workbook to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl ImportRoster {
    pub async fn run(self) -> Outcome {
        let bytes = fs::read(&self.file).map_err(Stop::at(format!("reading {}", self.file.display())))?;
        let name = self.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let app = commands::open(&self.place).await?;
        commands::union(&app, self.union).await?;
        let report = rosters::command::import(&app, OrgId(self.union), &name, bytes.into(), self.dry_run).await;
        let report = report.map_err(Stop::of)?;
        app.db.close().await;
        if self.json {
            println!("{}", serde_json::to_string(&report).expect("plain fields"));
        } else {
            print(&report, self.dry_run);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(report: &ImportReport, dry_run: bool) {
    for row in report.rows.iter().filter(|row| !row.faults.is_empty()) {
        let faults: Vec<_> = row.faults.iter().map(|f| format!("{}：{}", f.column, f.reason)).collect();
        println!("第{}行 {}", row.row, faults.join("；"));
    }
    let count = |verdict| report.rows.iter().filter(|row| row.verdict == verdict).count();
    let (new, changed, unchanged, wrong) =
        (count(Verdict::New), count(Verdict::Changed), count(Verdict::Unchanged), count(Verdict::Wrong));
    let done = if dry_run { "检查完毕，没有写入" } else { "已写入" };
    println!("{done}：新增{new}人，变更{changed}人，不变{unchanged}人，有误{wrong}行");
}

impl ExportRoster {
    pub async fn run(self) -> Outcome {
        let app = commands::open(&self.place).await?;
        let union = commands::union(&app, self.union).await?.org();
        let book = rosters::export(&app, None, &union, "命令行导出").await.map_err(Stop::of)?;
        book.save(&self.output).map_err(Stop::at(format!("writing {}", self.output.display())))?;
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
