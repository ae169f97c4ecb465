//! A branch of 10,000 members moved to another county and back, while others read and act.
use super::City;
use crate::{
    Outcome, Plan,
    client::{Client, FORM, get, ms, post, quantile},
    rosters::Others,
    table::Table,
};
use platform::{
    tree::{OrgId, Scope},
    vals,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// There and back, so often.
const ROUNDS: usize = 3;
const READERS: usize = 4;

pub async fn measure(plan: &Plan, city: &City, table: &mut Table) -> Outcome {
    let sql = "SELECT o.id FROM organisations o JOIN unions u ON u.id = o.id WHERE u.kind = 'county' AND o.id <> $1 ORDER BY o.id LIMIT 1";
    let Some((other,)) = city.app.db.maybe::<(OrgId,)>(sql, vals![city.county.id]).await? else {
        table.tell("moving a branch", "no second county: more --unions".into());
        return Ok(());
    };
    let (branch, members) = branch(plan, city).await?;
    let raw = raw(city, branch).await?;
    let quiet = reading(city, async {
        tokio::time::sleep(Duration::from_secs(plan.seconds.min(3))).await;
        Ok(())
    })
    .await?
    .1;
    let others = Others::start(&city.program).await?;
    let moves = async {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            times.push(moved(city, branch, other).await?);
            times.push(moved(city, branch, city.county.id).await?);
        }
        Ok(times)
    };
    let (times, mut reads) = reading(city, moves).await?;
    let others = others.stop().await?;
    let longest = times.iter().max().copied().unwrap_or_default();
    table.beside(
        &format!("moving a branch of {members} members, longest of {}", times.len()),
        (longest.as_secs_f64(), 2.0),
        "s",
        raw.as_secs_f64(),
    );
    table.at_most("other acts while branches move, 99 %", (ms(others), 300.0), "ms");
    let (most, p99) = (reads.iter().max().copied().unwrap_or_default(), quantile(&mut reads, 99));
    table.tell(
        &format!("{READERS} readers meanwhile, 99 % and longest; before, 99 %"),
        format!("{:.0}, {:.0}; {:.0} ms", ms(p99), ms(most), ms(quantile(&mut quiet.clone(), 99))),
    );
    // Blocked would be: for as long as a move takes.
    table.at_most("readers while branches move, 99 %", (ms(p99), 100.0), "ms");
    Ok(())
}

/// A town to which unions of its neighbours are moved until it is large enough.
async fn branch(plan: &Plan, city: &City) -> Outcome<(OrgId, i64)> {
    let db = &city.app.db;
    let county = Scope::below(&city.county.path);
    let of_kind = "SELECT o.id, o.path FROM organisations o JOIN unions u ON u.id = o.id WHERE o.path >= $1 AND o.path < $2 AND u.kind = 'town' ORDER BY o.id LIMIT 40";
    let towns: Vec<(OrgId, String)> = db.all(of_kind, vals![&county.from, &county.until]).await?;
    let ((town, path), neighbours) = towns.split_first().ok_or("a county without towns")?;
    let size = async || -> Outcome<i64> {
        let scope = Scope::below(path);
        let sql = "SELECT COUNT(*) FROM memberships WHERE path >= $1 AND path < $2";
        Ok(db.number(sql, vals![&scope.from, &scope.until]).await?)
    };
    let wanted = i64::try_from(plan.directory[2])?;
    for (neighbour, _) in neighbours {
        let unions: Vec<(OrgId,)> =
            db.all("SELECT id FROM organisations WHERE parent = $1 ORDER BY id", vals![*neighbour]).await?;
        for (union,) in unions {
            if size().await? >= wanted {
                return Ok((*town, size().await?));
            }
            moved(city, union, *town).await?;
        }
    }
    Ok((*town, size().await?))
}

/// One move through the door.
async fn moved(city: &City, union: OrgId, to: OrgId) -> Outcome<Duration> {
    let mut client = Client::open(city.program.address).await?;
    let body = format!("to_id={to}&moved_on={}&reason=bench", city.app.today());
    let headers = format!("{FORM}{}", city.at_root);
    let begun = Instant::now();
    let answer = client.send(&post(&format!("/console/unions/{union}/move"), &headers, body.as_bytes())).await?;
    match answer.status {
        303 => Ok(begun.elapsed()),
        status => Err(format!("moving {union} to {to}: {status} {}", answer.text()).into()),
    }
}

/// The paths of the memberships alone, in an act that is thrown away.
async fn raw(city: &City, branch: OrgId) -> Outcome<Duration> {
    let db = &city.app.db;
    let (path,): (String,) = db.one("SELECT path FROM organisations WHERE id = $1", vals![branch]).await?;
    let scope = Scope::below(&path);
    let begun = Instant::now();
    let mut tx = db.begin().await?;
    let sql = "UPDATE memberships SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4";
    tx.exec(sql, vals!["/1/2/3/", path.len() as i64 + 1, &scope.from, &scope.until]).await?;
    drop(tx);
    Ok(begun.elapsed())
}

/// What readers of lists wait while something is done.
async fn reading<T>(city: &City, work: impl Future<Output = Outcome<T>>) -> Outcome<(T, Vec<Duration>)> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut running = Vec::new();
    for n in 0..READERS {
        let paths = ["/console/members", "/console/members?sex=2", "/console/unions?view=list", "/console/employers"];
        let request = get(paths[n % paths.len()], &city.at_root);
        let (mut client, stop) = (Client::open(city.program.address).await?, stop.clone());
        running.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let answer = client.send(&request).await?;
                if answer.status != 200 {
                    return Err(format!("a reader got {}", answer.status).into());
                }
                times.push(begun.elapsed());
                // As people do: not one page on the heels of the other.
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Outcome::Ok(times)
        }));
    }
    let done = work.await;
    stop.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for reader in running {
        times.extend(reader.await??);
    }
    Ok((done?, times))
}
