//! Search in the console: by part of a name, initials, the end of a phone, a card number.
use crate::{
    Outcome, Plan,
    client::{get, load, ms},
    pages::{CLIENTS, phone},
    program::{Database, Program},
    table::Table,
};
use platform::{search, secrets::Keys, vals, web::encode};

const SAMPLES: i64 = 200;

pub async fn measure(plan: &Plan, database: &Database, program: &Program, table: &mut Table) -> Outcome {
    let officer = program.sign_in(phone("county")?).await?;
    let kinds = queries(database).await?;
    let mut mixed = Vec::new();
    for (name, queries) in &kinds {
        let requests: Vec<Vec<u8>> =
            queries.iter().map(|q| get(&format!("/console/search?q={}", encode(q)), &officer)).collect();
        let done = load(program.address, requests.clone(), CLIENTS, plan.seconds.min(4), 200).await?;
        table.tell(
            &format!("{}: search by {name}, 16 clients", database.name),
            format!("{:.1}, {:.1} ms, {:.0}/s", ms(done.p50), ms(done.p99), done.rate),
        );
        mixed.extend(requests);
    }
    // Neighbours in the load are of different kinds.
    let each = SAMPLES as usize;
    let mixed = (0..mixed.len()).map(|i| mixed[(i % 4) * each + i / 4].clone()).collect();
    let done = load(program.address, mixed, CLIENTS, plan.seconds, 200).await?;
    table.at_most(&format!("{}: search, 99 % with 16 clients", database.name), (ms(done.p99), 20.0), "ms");
    Ok(())
}

/// What officers type, of members picked all over the county.
async fn queries(database: &Database) -> Outcome<Vec<(&'static str, Vec<String>)>> {
    let db = database.open().await?;
    let keys = Keys::from_file(&database.dir().join("key"))?;
    let total = db.number("SELECT MAX(id) FROM memberships", vals![]).await?;
    let (mut names, mut initials, mut tails, mut numbers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..SAMPLES {
        let sql = "SELECT m.name, m.number, p.phone_sealed FROM memberships m JOIN people p ON p.id = m.person WHERE m.id >= $1 ORDER BY m.id LIMIT 1";
        let (name, number, phone): (String, String, String) = db.one(sql, vals![1 + i * (total - 1) / SAMPLES]).await?;
        let signs: Vec<char> = name.chars().filter(|c| *c != '·').collect();
        names.push(signs[signs.len() - 2..].iter().collect());
        initials.push(search::initials(&name));
        tails.push(keys.open(directory::people::sealed::PHONE, &phone)?[7..].to_owned());
        numbers.push(number);
    }
    db.close().await;
    Ok(vec![("part of a name", names), ("initials", initials), ("end of a phone", tails), ("card number", numbers)])
}
