//! The page of coverage, of the whole city and of a county, beside the counting alone.
use super::City;
use crate::{
    Outcome, Plan,
    client::{Client, get, load, ms, quantile},
    pages::CLIENTS,
    table::Table,
};
use directory::employers::coverage;
use platform::tree::Scope;
use std::time::{Duration, Instant};

pub async fn measure(plan: &Plan, city: &City, table: &mut Table) -> Outcome {
    let page = get("/console/coverage", &city.at_root);
    let mut client = Client::open(city.program.address).await?;
    let first = one(&mut client, &page).await?;
    let raw = counting(city).await?;
    table.beside("coverage of the city, asked for the first time", (ms(first), 50.0), "ms", ms(raw));
    let mut times = Vec::new();
    let end = Instant::now() + Duration::from_secs(plan.seconds);
    while Instant::now() < end {
        times.push(one(&mut client, &page).await?);
    }
    table.beside(
        "coverage of the city, one after the other, 99 %",
        (ms(quantile(&mut times, 99)), 50.0),
        "ms",
        ms(raw),
    );
    for (name, cookie) in [("city", &city.at_root), ("county", &city.at_county)] {
        let done =
            load(city.program.address, vec![get("/console/coverage", cookie)], CLIENTS, plan.seconds, 200).await?;
        table.tell(
            &format!("coverage of the {name}, {CLIENTS} clients, half and 99 %"),
            format!("{:.1}, {:.1} ms, {:.0}/s", ms(done.p50), ms(done.p99), done.rate),
        );
    }
    Ok(())
}
async fn one(client: &mut Client, page: &[u8]) -> Outcome<Duration> {
    let begun = Instant::now();
    let answer = client.send(page).await?;
    if answer.status == 200 { Ok(begun.elapsed()) } else { Err(format!("coverage: {}", answer.status).into()) }
}
/// The statements that count, alone.
async fn counting(city: &City) -> Outcome<Duration> {
    let (db, scope) = (&city.app.db, Scope::below(&city.root.path));
    let begun = Instant::now();
    coverage::cells(db, &scope).await?;
    coverage::by_area(db, &scope).await?;
    Ok(begun.elapsed())
}
