//! Pages beside the raw limit of the same work.
use crate::{
    Outcome, Plan,
    client::{self, Client, get, load, ms},
    program::{Database, Program},
    raw,
    table::Table,
};
use directory::demo::SIGN_INS;
use platform::{db::Db, vals};
use std::time::{Duration, Instant};

pub const CLIENTS: usize = 16;
/// Ours and the raw limit take turns so often: a processor's speed moves by a fifth within a minute.
const ROUNDS: u64 = 5;

/// The one in the middle, of an odd number.
fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// The phone of one of the demo's people.
pub fn phone(key: &str) -> Outcome<&'static str> {
    Ok(SIGN_INS.iter().find(|s| s.key == key).ok_or("nobody of that kind")?.phone)
}

pub async fn measure(plan: &Plan, database: &Database, program: &Program, table: &mut Table) -> Outcome {
    let member = program.sign_in(phone("member")?).await?;
    let mut browser = Client::open(program.address).await?;
    for (name, path, headers) in [("home", "/", ""), ("card", "/me/card", member.as_str())] {
        let answer = browser.send(&get(path, headers)).await?;
        if answer.status != 200 {
            return Err(format!("{path}: {}", answer.status).into());
        }
        std::fs::write(raw::file(database.dir(), name), answer.body)?;
    }
    let raw = Program::raw(database).await?;
    let pair = async |ours: (&str, &str), bare: (&str, &str)| -> Outcome<(f64, f64)> {
        let (mut all_ours, mut all_bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let seconds = plan.seconds.div_ceil(ROUNDS);
            all_bare.push(load(raw.address, vec![get(bare.0, bare.1)], CLIENTS, seconds, 200).await?.rate);
            all_ours.push(load(program.address, vec![get(ours.0, ours.1)], CLIENTS, seconds, 200).await?.rate);
        }
        Ok((middle(all_ours), middle(all_bare)))
    };
    if plan.wants("home") {
        table.ratio(&format!("{}: public home", database.name), pair(("/", ""), ("/home", "")).await?, 0.5);
    }
    if plan.wants("card") {
        table.ratio(
            &format!("{}: signed-in card page", database.name),
            pair(("/me/card", &member), ("/card", &member)).await?,
            0.5,
        );
    }
    if plan.wants("list") {
        list(plan, database, program, table).await?;
    }
    Ok(())
}

async fn list(plan: &Plan, database: &Database, program: &Program, table: &mut Table) -> Outcome {
    let officer = program.sign_in(phone("county")?).await?;
    let db = database.open().await?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let seconds = plan.seconds.div_ceil(ROUNDS);
        bare.push(statements(&db, seconds).await?);
        ours.push(load(program.address, vec![get("/console/members", &officer)], CLIENTS, seconds, 200).await?);
    }
    db.close().await;
    ours.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    let usual = &ours[ours.len() / 2];
    let name = format!("{}: members list, 20 of {}", database.name, plan.members);
    table.ratio(&name, (usual.rate, middle(bare)), 0.3);
    table.tell(
        &format!("{}: members list, half and 99 %", database.name),
        format!("{:.1} and {:.1} ms", ms(usual.p50), ms(usual.p99)),
    );
    Ok(())
}
/// The list's statement alone, as often a second as that many clients can ask it.
async fn statements(db: &Db, seconds: u64) -> Outcome<f64> {
    const LIST: &str = "SELECT m.id, m.person, m.name, m.state, m.joined_on, m.union_id, o.name AS union_name, p.sex, p.phone_sealed, p.phone_checked, p.work_status, p.employer_name \
        FROM memberships m CROSS JOIN people p CROSS JOIN organisations o WHERE p.id = m.person AND o.id = m.union_id AND m.path || '' >= $1 AND m.path || '' < $2 \
        AND m.batch NOT IN (SELECT id FROM batches WHERE visible_at IS NULL) AND m.state <> 'ended' ORDER BY m.joined_on DESC, m.id DESC LIMIT 21";
    type Line = (i64, i64, String, String, String, i64, String, String, Option<String>, i64, String, String);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut running = Vec::new();
    for _ in 0..CLIENTS {
        let db = db.clone();
        running.push(tokio::spawn(async move {
            let mut done = 0_u64;
            while Instant::now() < end {
                let lines: Vec<Line> = db.all(LIST, vals!["/1/", "/10"]).await?;
                if lines.len() != 21 {
                    return Err("the list is short".into());
                }
                done += 1;
            }
            Outcome::Ok(done)
        }));
    }
    let mut done = 0;
    for one in running {
        done += one.await??;
    }
    Ok(done as f64 / seconds as f64)
}

/// What a page and everything that it loads weigh on the wire, compressed, without pictures: kB.
pub async fn weight(program: &Program, path: &str, cookie: &str) -> Outcome<f64> {
    let mut browser = Client::open(program.address).await?;
    let encodings = format!("Accept-Encoding: br, gzip\r\n{cookie}");
    let plain = browser.send(&get(path, cookie)).await?;
    let page = browser.send(&get(path, &encodings)).await?;
    let mut bytes = page.head.len() + page.body.len();
    for asset in assets(&plain.text()) {
        let answer = browser.send(&client::get(&asset, &encodings)).await?;
        if answer.status != 200 {
            return Err(format!("{asset}: {}", answer.status).into());
        }
        let cached = answer.header("cache-control").is_some_and(|v| v.contains("max-age=31536000"));
        if !cached {
            return Err(format!("{asset} is not cached for a year").into());
        }
        if !answer.header("content-type").is_some_and(|v| v.starts_with("image/")) {
            bytes += answer.head.len() + answer.body.len();
        }
    }
    Ok(bytes as f64 / 1024.0)
}
/// Styles, scripts and modules that a page names.
fn assets(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split(['"', '\''])
        .filter(|piece| piece.starts_with("/assets/"))
        .map(|piece| piece.split('#').next().unwrap_or(piece).to_owned())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
