//! `unionhall rotate-key`: a new master key while people work. Killed anywhere, the same command goes on.
//!
//! The key file says what is held: one line is the key; while it is changed there are two, of which the first seals and both open. A running
//! server reads the file every two seconds and answers in the database which keys it holds; nothing is sealed with the new key before all of
//! them open it. Decision 075 says why so.
use crate::{Outcome, Stop, cli::Place, lock, progress, startup};
use clap::Args;
use platform::{
    App, files,
    secrets::{
        Keys,
        rotation::{self, Pass, Rotation},
    },
};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

/// A node that has not said anything for so long is not running.
const SILENT: i64 = 15_000;
/// Long enough for three rounds of every running server.
const ROUNDS: Duration = Duration::from_secs(7);
/// Rounds of sealing after which something is wrong that more rounds don't mend.
const TRIES: usize = 3;

#[derive(Args)]
pub struct RotateKey {
    #[command(flatten)]
    place: Place,
}

impl RotateKey {
    pub async fn run(self) -> Outcome {
        let file = startup::key_file(&self.place.data)?.ok_or_else(|| {
            Stop::new("the key comes from UNIONHALL_KEY, which a running server can't learn anew: put it into a file, name that with UNIONHALL_KEY_FILE, and restart")
        })?;
        let app = super::open(&self.place).await?;
        let rotation = begin(&app, &file).await?;
        let alone = self.place.postgres()?.is_none() && lock::alone(&self.place.data).is_ok();
        turn(&app, &file, &rotation, alone).await?;
        seal_all(&app, &rotation).await?;
        let kept = end(&app, &file, &rotation, alone).await?;
        app.db.close().await;
        println!("密钥已更换，所有加密内容都换成了新密钥。");
        println!("原来的密钥存到了{}：今天以前的备份要用它才打得开，请和那些备份放在一起。", kept.display());
        println!("请把新的密钥文件{}也另外存一份。", file.display());
        Ok(ExitCode::SUCCESS)
    }
}

/// The lines of the key file.
fn lines(file: &Path) -> Result<Vec<String>, Stop> {
    let text = fs::read_to_string(file).map_err(Stop::at(file.display()))?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}
/// Replaces the key file at once: a reader sees the former lines or the new ones.
fn write(file: &Path, lines: &[&str]) -> Result<(), Stop> {
    let fault = format!("writing {}", file.display());
    let draft = file.with_extension(format!("draft-{}", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&draft).map_err(Stop::at(&fault))?;
    out.write_all(lines.join("\n").as_bytes()).and_then(|()| out.sync_all()).map_err(Stop::at(&fault))?;
    fs::rename(&draft, file).map_err(Stop::at(&fault))?;
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Stop::at(&fault))
}

/// Makes the new key, or goes on with the one that was made: its line first, its row second, so that a key is never lost.
async fn begin(app: &App, file: &Path) -> Result<Rotation, Stop> {
    if let Some(going_on) = rotation::under_way(&app.db).await? {
        println!("上次更换没有做完，接着做。");
        return Ok(going_on);
    }
    let held = lines(file)?;
    let former = held[0].clone();
    let fresh = held.get(1).cloned().unwrap_or_else(platform::secrets::new_key);
    write(file, &[&former, &fresh])?;
    let id = |line: &str| Keys::from_hex(line).map(|keys| keys.ids()[0].clone()).map_err(Stop::at(file.display()));
    Ok(rotation::begin(&app.db, &id(&former)?, &id(&fresh)?, app.now()).await?)
}

/// Lets all servers learn the new key, then lets them seal with it.
async fn turn(app: &App, file: &Path, rotation: &Rotation, alone: bool) -> Result<(), Stop> {
    let held = lines(file)?;
    if held.len() == 2 {
        let fresh_first = Keys::from_hex(&held[0]).map_err(Stop::at(file.display()))?.ids()[0] == rotation.fresh;
        let (former, fresh) = if fresh_first { (&held[1], &held[0]) } else { (&held[0], &held[1]) };
        if !fresh_first {
            agreed(app, alone, "打开", |ids| ids.contains(&rotation.fresh.as_str())).await?;
            write(file, &[fresh, former])?;
        }
    }
    app.keys.r#become(&Keys::from_file(file).map_err(Stop::at(file.display()))?);
    agreed(app, alone, "使用", |ids| ids.first() == Some(&rotation.fresh.as_str())).await?;
    startup::seal_check(&app.db, &app.keys).await
}

/// Waits until every running server holds the keys in the right order.
async fn agreed(app: &App, alone: bool, what: &str, right: impl Fn(&[&str]) -> bool) -> Result<(), Stop> {
    if alone {
        return Ok(());
    }
    let begun = app.now();
    loop {
        tokio::time::sleep(ROUNDS).await;
        let nodes = rotation::nodes(&app.db, (app.now() - SILENT).max(begun)).await?;
        let late = nodes.iter().filter(|node| !right(&node.ids.split(',').collect::<Vec<_>>())).count();
        if late == 0 {
            return Ok(());
        }
        println!("等{late}个正在运行的服务端{what}新密钥。密钥文件不在同一处的，请把它复制过去。");
    }
}

/// Seals everything anew, in slices, until nothing of the former key is left.
async fn seal_all(app: &App, rotation: &Rotation) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let mut total = 0;
        for column in rotation::columns(app) {
            total += rotation::left(&app.db, &app.keys, column).await?;
        }
        let bar = progress::steps("换密钥");
        let mut done = 0;
        for pass in [Pass::Stale, Pass::Indexed] {
            for column in rotation::columns(app) {
                let mut after = 0;
                while let Some((last, sealed)) = rotation::reseal(app, column, pass, after).await? {
                    (after, done) = (last, done + sealed);
                    progress::set(&bar, done.unsigned_abs(), total.max(done).unsigned_abs());
                    pause_for_tests();
                }
            }
        }
        let mut after = 0;
        while let Some((last, sealed)) = files::reseal(app, after).await.map_err(Stop::of)? {
            (after, done) = (last, done + sealed);
            progress::set(&bar, done.unsigned_abs(), total.max(done).unsigned_abs());
        }
        bar.finish_and_clear();
        if left(app).await?.is_none() {
            break;
        }
    }
    if let Some(fault) = left(app).await? {
        return Err(Stop::new(fault));
    }
    words(app, rotation).await
}

/// What is still of the former key, as a line.
async fn left(app: &App) -> Result<Option<String>, Stop> {
    for column in rotation::columns(app) {
        let left = rotation::left(&app.db, &app.keys, column).await?;
        if left > 0 {
            return Ok(Some(rotation::unreadable(column, left).to_string()));
        }
    }
    Ok(None)
}

/// The search words, which carry no mark: how far one came stands in the database.
async fn words(app: &App, rotation: &Rotation) -> Result<(), Stop> {
    let bar = progress::steps("换检索词");
    let kinds: Vec<_> = app.modules.iter().flat_map(|m| m.words.iter()).collect();
    let from = kinds.iter().position(|kind| kind.key == rotation.part).unwrap_or(0);
    let mut done = 0;
    for kind in &kinds[from..] {
        let mut after = if kind.key == rotation.part { rotation.after } else { 0 };
        while let Some((last, made)) = (kind.slice)(app.clone(), after).await? {
            rotation::reached(&app.db, rotation.id, kind.key, last).await?;
            (after, done) = (last, done + made);
            progress::set(&bar, done.unsigned_abs(), done.unsigned_abs());
            pause_for_tests();
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// Puts the former key aside and leaves the new one alone in the file; servers forget the former one.
async fn end(app: &App, file: &Path, rotation: &Rotation, alone: bool) -> Result<PathBuf, Stop> {
    let kept = file.with_extension(format!("until-{}", app.today()));
    let held = lines(file)?;
    if let [fresh, former] = held.as_slice() {
        write(&kept, &[former])?;
        write(file, &[fresh])?;
    }
    agreed(app, alone, "只用", |ids| ids == [rotation.fresh.as_str()]).await?;
    rotation::finish(&app.db, rotation.id, app.now()).await?;
    Ok(kept)
}

/// The fault tests kill the command between two slices, which takes longer than a slice of a small database.
fn pause_for_tests() {
    if cfg!(debug_assertions) && std::env::var_os("UNIONHALL_TEST_SLOW_ROTATION").is_some() {
        std::thread::sleep(Duration::from_millis(20));
    }
}
