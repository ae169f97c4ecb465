//! `unionhall restore`: a backup into an empty folder, checked before it is taken for the installation.
use super::backup::{DATABASE, FILES};
use crate::{Outcome, Stop, cli::Place, lock, progress, startup};
use clap::Args;
use flate2::read::GzDecoder;
use platform::{Clock, db::Db, migrations, vals};
use std::{
    fs::{self, File},
    io::BufReader,
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

/// What may lie in an empty data folder.
const MAY_BE_THERE: &[&str] = &["key", "lock", "tls"];

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    place: Place,
    /// The file that `unionhall backup` wrote
    file: PathBuf,
}

impl Restore {
    pub async fn run(self) -> Outcome {
        super::sqlite_only(&self.place, "pg_restore with what pg_dump wrote")?;
        let data = &self.place.data;
        let backup = File::open(&self.file).map_err(Stop::at(format!("reading {}", self.file.display())))?;
        startup::folder(data)?;
        let _lock = lock::alone(data)?;
        empty(data)?;
        let draft = data.join(format!("restoring-{}", std::process::id()));
        let restored = self.restore(backup, &draft).await;
        let _ = fs::remove_dir_all(&draft);
        restored?;
        println!("已从{}恢复到{}。", self.file.display(), data.display());
        Ok(ExitCode::SUCCESS)
    }

    async fn restore(&self, backup: File, draft: &Path) -> Result<(), Stop> {
        let data = &self.place.data;
        let name = self.file.display();
        unpack(backup, draft).map_err(Stop::at(format!("{name} is not a whole backup")))?;
        check(&draft.join(DATABASE), data).await?;
        let fault = "moving the restored data into place";
        fs::create_dir_all(draft.join(FILES)).map_err(Stop::at(fault))?;
        fs::rename(draft.join(FILES), data.join(FILES)).map_err(Stop::at(fault))?;
        // The database comes last: with it there, the folder is an installation.
        fs::rename(draft.join(DATABASE), data.join(DATABASE)).map_err(Stop::at(fault))?;
        File::open(data).and_then(|folder| folder.sync_all()).map_err(Stop::at(fault))
    }
}

fn empty(data: &Path) -> Result<(), Stop> {
    let entries = fs::read_dir(data).map_err(Stop::at(format!("reading {}", data.display())))?;
    let other = entries
        .filter_map(|entry| entry.ok().map(|e| e.file_name().to_string_lossy().into_owned()))
        // An installation that was opened and never used leaves an empty folder of files.
        .filter(|name| name != FILES || fs::read_dir(data.join(FILES)).is_ok_and(|mut all| all.next().is_some()))
        .find(|name| !MAY_BE_THERE.contains(&name.as_str()));
    match other {
        Some(name) => Err(Stop::new(format!(
            "the data folder {} is not empty (it has {name}): restore into an empty one with --data",
            data.display()
        ))),
        None => {
            let _ = fs::remove_dir(data.join(FILES));
            Ok(())
        }
    }
}

fn unpack(backup: File, draft: &Path) -> std::io::Result<()> {
    let bar = progress::bytes("恢复", backup.metadata()?.len());
    let mut archive = tar::Archive::new(GzDecoder::new(bar.wrap_read(BufReader::new(backup))));
    fs::create_dir_all(draft)?;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        let ours =
            plain && entry.header().entry_type().is_file() && (path == Path::new(DATABASE) || path.starts_with(FILES));
        if !ours {
            return Err(std::io::Error::other(format!("it holds {}", path.display())));
        }
        entry.unpack_in(draft)?;
        File::open(draft.join(&path))?.sync_all()?;
    }
    bar.finish_and_clear();
    if draft.join(DATABASE).exists() { Ok(()) } else { Err(std::io::Error::other("it holds no database")) }
}

/// Whole, not newer than this program, and opened by the key that is here.
async fn check(database: &Path, data: &Path) -> Result<(), Stop> {
    let db = Db::sqlite(database).await.map_err(Stop::at("the database in the backup"))?;
    let sound: Vec<(String,)> = db.all("PRAGMA integrity_check", vals![]).await?;
    if sound != [("ok".to_owned(),)] {
        return Err(Stop::new("the database in the backup is damaged"));
    }
    db.migrate(&migrations(&crate::modules()), Clock::System.now()).await.map_err(Stop::new)?;
    startup::own_key(&db, data).await?;
    db.close().await;
    Ok(())
}
