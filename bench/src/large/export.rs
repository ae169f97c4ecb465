//! A list of a million rows taken out as a workbook: how much more memory the program needs for it.
use super::City;
use crate::{
    Outcome, Plan,
    client::{Client, FORM, get, post},
    table::Table,
};
use platform::{vals, web::encode};
use std::time::{Duration, Instant};

pub async fn measure(plan: &Plan, city: &City, table: &mut Table) -> Outcome {
    let (db, program) = (&city.app.db, &city.program);
    let wanted = i64::try_from(plan.directory[3])?;
    // Those who joined until the day on which the number is reached.
    let sql = "SELECT joined_on FROM memberships WHERE state <> 'ended' ORDER BY joined_on, id LIMIT 1 OFFSET $1";
    let day: Option<(String,)> = db.maybe(sql, vals![wanted - 1]).await?;
    let until = day.map_or_else(String::new, |(day,)| format!("?to={day}"));
    let mut browser = Client::open(program.address).await?;
    program.forget_peak()?;
    let before = program.memory()?.0;
    let begun = Instant::now();
    let body = format!("list=members&address={}", encode(&format!("/console/members{until}")));
    let headers = format!("{FORM}{}", city.at_root);
    let answer = browser.send(&post("/console/exports", &headers, body.as_bytes())).await?;
    if answer.status != 303 {
        return Err(format!("export: {} {}", answer.status, answer.text()).into());
    }
    let (id, rows, size) = loop {
        let sql = "SELECT id, state, rows, size FROM list_exports ORDER BY id DESC LIMIT 1";
        let (id, state, rows, size): (i64, String, i64, i64) = db.one(sql, vals![]).await?;
        match state.as_str() {
            "done" => break (id, rows, size),
            "waiting" | "writing" if begun.elapsed() < Duration::from_secs(1800) => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            _ => return Err(format!("the export is {state} after {rows} rows").into()),
        }
    };
    let made = begun.elapsed().as_secs_f64();
    let more = program.memory()?.1 - before;
    let answer = browser.send(&get(&format!("/console/exports/{id}/file"), &city.at_root)).await?;
    if answer.status != 200 || answer.body.len() as i64 != size {
        return Err(format!("fetching the export: {}, {} bytes", answer.status, answer.body.len()).into());
    }
    let fetched = program.memory()?.1 - before;
    let megabytes = size as f64 / 1e6;
    table.tell(&format!("export of {rows} rows"), format!("{made:.0} s, {megabytes:.0} MB"));
    table.at_most("memory while exporting, more than before", (more, 100.0), "MB");
    table.at_most("the same, the file fetched as well", (fetched, 100.0), "MB");
    Ok(())
}
