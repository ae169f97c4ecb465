//! Who has read a counselling, for the person.
use super::OBJECT;
use crate::cases::{Case, who::Onlooker};
use platform::{App, audit, db::Result};

/// Those who read it, whoever did last first.
pub async fn onlookers(app: &App, case: &Case) -> Result<Vec<Onlooker>> {
    let mut all: Vec<Onlooker> = Vec::new();
    for line in audit::of_object(&app.db, OBJECT, case.id.0, 500).await? {
        if line.act != "counselling.read" {
            continue;
        }
        let name = line.name.unwrap_or_default();
        match all.iter_mut().find(|one| one.name == name) {
            Some(Onlooker { looked: Some((_, times)), .. }) => *times += 1,
            _ => all.push(Onlooker { name, org: String::new(), looked: Some((line.at, 1)) }),
        }
    }
    Ok(all)
}
