//! A roster of 100,000 rows in and out through the door, beside the acts of others.
use crate::{
    Outcome, Plan,
    client::{Client, get, ms, post, quantile},
    pages::phone,
    program::{Database, Program},
    table::Table,
};
use directory::{people::PersonDetails, rosters::compare::cells_of};
use platform::{sheets::roster::RosterBook, vals};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

const BOUNDARY: &str = "----bench";

pub async fn measure(plan: &Plan, database: &Database, program: &Program, table: &mut Table) -> Outcome {
    let officer = program.sign_in(phone("county")?).await?;
    let db = database.open().await?;
    let union = db.number("SELECT id FROM organisations WHERE name = $1", vals!["顺通物流工会"]).await?;
    if plan.wants("roster") {
        import(plan, (database.name, &db), program, (&officer, union), table).await?;
    }
    if plan.wants("export") {
        export(plan, database.name, program, (&officer, union), table).await?;
    }
    db.close().await;
    Ok(())
}

async fn import(
    plan: &Plan,
    (name, db): (&str, &platform::db::Db),
    program: &Program,
    (officer, union): (&str, i64),
    table: &mut Table,
) -> Outcome {
    let upload = upload(union, &workbook(strangers(plan.roster_rows))?);
    program.forget_peak()?;
    let others = Others::start(program).await?;
    let Taken { id, checked, visible } = take_in(program, db, officer, &upload).await?;
    let others = others.stop().await?;
    let rows = db.number("SELECT CAST(fresh + changed AS BIGINT) FROM imports WHERE id = $1", vals![id]).await?;
    let seconds = (checked + visible).as_secs_f64();
    table.at_least(&format!("{name}: roster import, {rows} rows"), (rows as f64 / seconds, 10_000.0), "rows/s");
    table.tell(
        &format!("{name}: of that checking, writing"),
        format!("{:.1} s, {:.1} s", checked.as_secs_f64(), visible.as_secs_f64()),
    );
    table.at_most(&format!("{name}: other acts meanwhile, 99 %"), (ms(others), 300.0), "ms");
    table.at_most(&format!("{name}: memory while importing, peak"), (program.memory()?.1, 300.0), "MB");
    Ok(())
}

/// A roster that was taken in.
pub struct Taken {
    pub id: i64,
    /// Until it was checked, and from the confirmation until all see its rows.
    pub checked: Duration,
    pub visible: Duration,
}
/// Uploads and confirms a roster, and waits until its rows are there.
pub async fn take_in(program: &Program, db: &platform::db::Db, officer: &str, upload: &[u8]) -> Outcome<Taken> {
    let mut browser = Client::open(program.address).await?;
    let begun = Instant::now();
    let headers = format!("Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n{officer}");
    let answer = browser.send(&post("/console/rosters", &headers, upload)).await?;
    let checked = begun.elapsed();
    let page = answer
        .header("location")
        .ok_or_else(|| format!("the roster was not taken: {} {}", answer.status, answer.text()))?
        .to_owned();
    let confirmed = Instant::now();
    let answer = browser.send(&post(&format!("{page}/confirmation"), officer, b"")).await?;
    if answer.status != 303 {
        return Err(format!("not confirmed: {} {}", answer.status, answer.text()).into());
    }
    let id: i64 = page.rsplit('/').next().unwrap_or_default().parse()?;
    loop {
        let state: (String,) = db.one("SELECT state FROM imports WHERE id = $1", vals![id]).await?;
        match state.0.as_str() {
            "done" => return Ok(Taken { id, checked, visible: confirmed.elapsed() }),
            "failed" => return Err("the import failed".into()),
            _ if confirmed.elapsed() > Duration::from_secs(600) => return Err("the import does not end".into()),
            _ => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn export(
    plan: &Plan,
    name: &str,
    program: &Program,
    (officer, union): (&str, i64),
    table: &mut Table,
) -> Outcome {
    program.forget_peak()?;
    let before = program.memory()?.0;
    let begun = Instant::now();
    let body = format!("union={union}&reason=bench");
    let headers = format!("{}{officer}", crate::client::FORM);
    let answer =
        Client::open(program.address).await?.send(&post("/console/rosters/export", &headers, body.as_bytes())).await?;
    if answer.status != 200 {
        return Err(format!("export: {} {}", answer.status, answer.text()).into());
    }
    let (megabytes, seconds) = (answer.body.len() as f64 / 1e6, begun.elapsed().as_secs_f64());
    table.tell(
        &format!("{name}: export of some {} rows", plan.roster_rows),
        format!("{seconds:.1} s, {megabytes:.1} MB"),
    );
    table.at_most(
        &format!("{name}: memory while exporting, more than before"),
        (program.memory()?.1 - before, 100.0),
        "MB",
    );
    Ok(())
}

/// People whom nobody knows yet.
pub fn strangers(count: u64) -> impl Iterator<Item = PersonDetails> {
    directory::demo::strangers(jiff::Zoned::now().date(), count, 2)
}
/// A workbook of them.
pub fn workbook(people: impl Iterator<Item = PersonDetails>) -> Outcome<Vec<u8>> {
    let today = jiff::Zoned::now().date();
    let mut book = RosterBook::export("顺通物流工会")?;
    for (serial, mut details) in people.enumerate() {
        details.employer_name = "顺通物流有限公司".into();
        book.row(&cells_of(serial + 1, &details, "1", &today.to_string(), ""))?;
    }
    Ok(book.bytes()?)
}
pub fn upload(union: i64, file: &[u8]) -> Vec<u8> {
    let mut body =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"union\"\r\n\r\n{union}\r\n").into_bytes();
    body.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.xlsx\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Somebody scans a code each 20 ms: an act with its write.
pub struct Others {
    stop: Arc<AtomicBool>,
    running: tokio::task::JoinHandle<Outcome<Vec<Duration>>>,
}
impl Others {
    pub async fn start(program: &Program) -> Outcome<Others> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut client = Client::open(program.address).await?;
        let stopped = stop.clone();
        let running = tokio::spawn(async move {
            let scan = get("/join/BHJY237", "");
            let mut times = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let answer = client.send(&scan).await?;
                if answer.status != 200 {
                    return Err(format!("the scan got {}", answer.status).into());
                }
                times.push(begun.elapsed());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(times)
        });
        Ok(Others { stop, running })
    }
    /// The time within which 99 of a hundred were answered.
    pub async fn stop(self) -> Outcome<Duration> {
        self.stop.store(true, Ordering::Relaxed);
        Ok(quantile(&mut self.running.await??, 99))
    }
}
