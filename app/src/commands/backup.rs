//! `unionhall backup`: one file with the database as of one moment and all uploaded files. Never the key.
use crate::{Outcome, Stop, cli::Place, progress, startup};
use clap::Args;
use flate2::{Compression, write::GzEncoder};
use platform::db::Db;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The name of the database inside a backup.
pub const DATABASE: &str = "unionhall.db";
/// The folder of the uploaded files inside a backup.
pub const FILES: &str = "files";

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file to write (a tar compressed with gzip); must not be there yet
    file: PathBuf,
}

impl Backup {
    pub async fn run(self) -> Outcome {
        super::sqlite_only(&self.place, "pg_dump")?;
        let database = self.place.database_file();
        if !database.exists() {
            return Err(Stop::new(format!("there is no database at {}", database.display())));
        }
        if self.file.exists() {
            return Err(Stop::new(format!("{} is there already: nothing was overwritten", self.file.display())));
        }
        // Both beside the target: that disk has room for them, or the fault shows before anything is taken for a backup.
        let snapshot = beside(&self.file, "database");
        let partial = beside(&self.file, "partial");
        let written = write(&database, &self.place.data.join(FILES), &snapshot, &partial).await;
        let _ = fs::remove_file(&snapshot);
        if let Err(stop) = written.and_then(|()| {
            fs::rename(&partial, &self.file).map_err(Stop::at(format!("writing {}", self.file.display())))
        }) {
            let _ = fs::remove_file(&partial);
            return Err(stop);
        }
        println!("备份已写好：{}", self.file.display());
        if let Some(s3) = startup::s3()? {
            println!("上传的文件不在备份里：它们在{}的存储桶{}里，请在那里另外备份。", s3.endpoint, s3.bucket);
        }
        println!("备份里没有密钥。没有密钥，任何人都打不开备份里的个人信息，所以请把密钥另外存放在安全的地方。");
        Ok(ExitCode::SUCCESS)
    }
}

fn beside(file: &Path, what: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{what}-{}", std::process::id()));
    name.into()
}

async fn write(database: &Path, files: &Path, snapshot: &Path, partial: &Path) -> Result<(), Stop> {
    let db = Db::sqlite(database).await.map_err(Stop::at(format!("the database {}", database.display())))?;
    let copied = db.snapshot(snapshot).await;
    db.close().await;
    copied.map_err(Stop::at("copying the database"))?;
    // The files come after the database: what a row names was written before the row.
    let packed = pack(snapshot, files, partial);
    packed.map_err(Stop::at(format!("writing {}", partial.display())))
}

fn pack(snapshot: &Path, files: &Path, partial: &Path) -> io::Result<()> {
    let uploads = uploads(files)?;
    let total = fs::metadata(snapshot)?.len() + uploads.iter().map(|(_, size)| size).sum::<u64>();
    let bar = progress::bytes("备份", total);
    let made_at = platform::Clock::System.now().unsigned_abs() / 1000;
    let mut archive = tar::Builder::new(GzEncoder::new(private(partial)?, Compression::fast()));
    let mut add = |name: &Path, path: &Path| -> io::Result<()> {
        let file = File::open(path)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(file.metadata()?.len());
        header.set_mode(0o600);
        header.set_mtime(made_at);
        archive.append_data(&mut header, name, bar.wrap_read(file))
    };
    add(Path::new(DATABASE), snapshot)?;
    for (name, _) in &uploads {
        add(&Path::new(FILES).join(name), &files.join(name))?;
    }
    let mut file = archive.into_inner()?.finish()?;
    file.flush()?;
    file.sync_all()?;
    bar.finish_and_clear();
    Ok(())
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Uploaded files as `folder/name` with their sizes; what is still being written has a `#` in its name.
fn uploads(files: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    let mut found = Vec::new();
    if !files.exists() {
        return Ok(found);
    }
    for folder in fs::read_dir(files)? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(folder.path())? {
            let file = file?;
            let finished = !file.file_name().to_string_lossy().contains('#');
            if finished && file.file_type()?.is_file() {
                found.push((Path::new(&folder.file_name()).join(file.file_name()), file.metadata()?.len()));
            }
        }
    }
    found.sort();
    Ok(found)
}
