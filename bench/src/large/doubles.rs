//! A roster of 100,000 rows with people in it who stand in the directory already under another number: how soon they are found.
use super::City;
use crate::{Outcome, Plan, rosters, table::Table};
use directory::people::PersonDetails;
use platform::{standards::IdNumber, vals};
use std::time::{Duration, Instant};

/// One row in so many has the name and the birth date of somebody who is there.
const ONE_IN: usize = 200;
/// For how long a job is leased from its start on, in milliseconds.
const LEASE: i64 = 600_000;

pub async fn measure(plan: &Plan, city: &City, table: &mut Table) -> Outcome {
    let (db, program) = (&city.app.db, &city.program);
    let (people, planted) = mixed(plan, city).await?;
    let union = db.number("SELECT id FROM organisations WHERE name = $1", vals!["顺通物流工会"]).await?;
    let upload = rosters::upload(union, &rosters::workbook(people.into_iter())?);
    let taken = rosters::take_in(program, db, &city.at_root, &upload).await?;
    let (visible, since) = (Instant::now(), city.app.now());
    let sql = "SELECT COUNT(DISTINCT p.high) FROM duplicate_pairs p JOIN memberships m ON m.person = p.high \
        JOIN imports i ON i.batch = m.batch WHERE p.kind = 'person' AND i.id = $1";
    let (mut begun, mut slept) = (None, Duration::ZERO);
    loop {
        let job = "SELECT leased_until FROM jobs WHERE kind = 'duplicates.find' AND done_at IS NULL";
        let leased = db.number(job, vals![]).await?;
        let works = leased - LEASE >= since - 100;
        if begun.is_none() && works {
            begun = Some(Instant::now());
            slept = visible.elapsed();
        }
        if begun.is_some() && leased == 0 {
            break;
        }
        if visible.elapsed() > Duration::from_secs(600) {
            return Err("the search for duplicates does not end".into());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let found = db.number(sql, vals![taken.id]).await?;
    let worked = begun.map_or(Duration::ZERO, |begun| begun.elapsed());
    table.tell(
        &format!("import of {} rows, checked and written", plan.roster_rows),
        format!("{:.1} s, {:.1} s", taken.checked.as_secs_f64(), taken.visible.as_secs_f64()),
    );
    table.tell(
        "the search for duplicates waits, then works",
        format!("{:.1} s, {:.1} s", slept.as_secs_f64(), worked.as_secs_f64()),
    );
    table.tell("duplicates found, of those planted", format!("{found} of {planted}"));
    table.at_most("duplicates found after the import is there", ((slept + worked).as_secs_f64(), 10.0), "s");
    if found < planted { Err("some duplicates were not found".into()) } else { Ok(()) }
}

/// Strangers, some of them with the name and the birth date of a member.
async fn mixed(plan: &Plan, city: &City) -> Outcome<(Vec<PersonDetails>, i64)> {
    let wanted = plan.roster_rows as usize / ONE_IN;
    let total = city.app.db.number("SELECT MAX(id) FROM people", vals![]).await?;
    let mut known = Vec::new();
    for n in 0..wanted as i64 {
        let sql = "SELECT name, sex, birth_on FROM people WHERE id >= $1 AND birth_on IS NOT NULL ORDER BY id LIMIT 1";
        let at = 1 + n * (total - 1) / (wanted as i64).max(1);
        known.push(city.app.db.one::<(String, String, String)>(sql, vals![at]).await?);
    }
    let mut planted = 0;
    let mut people: Vec<PersonDetails> = rosters::strangers(plan.roster_rows).collect();
    for (one, (name, sex, birth_on)) in people.iter_mut().step_by(ONE_IN).zip(known) {
        let sequence = if sex == "1" { 997 } else { 998 };
        let Some(number) = IdNumber::synthetic(&one.document[..6], birth_on.parse()?, sequence) else { continue };
        if number.as_str() == one.document {
            continue;
        }
        (one.name, one.sex, one.birth_on, one.document) = (name, sex, birth_on, number.as_str().to_owned());
        planted += 1;
    }
    Ok((people, planted))
}
