//! Several cases against one employer, worked on together.
mod consent;
mod hidden;
mod representatives;
mod results;
mod sheets;

use super::{
    counties,
    county::{County, PAY, Worker, decide},
};
use platform::testing::Client;

/// Workers with a wage complaint each, and the numbers of their cases.
pub async fn workers(county: &County, many: u16) -> Vec<(Worker, String)> {
    let mut all = Vec::new();
    for n in 1..=many {
        let mut worker = county.member(n, &county.firm).await;
        let number = worker.ask("pay", &PAY).await;
        all.push((worker, number));
    }
    all
}
/// Proposes to work on them together; gives the number of the matter.
pub async fn propose(desk: &mut Client, numbers: &[&str]) -> String {
    let mut form = vec![("of", numbers[0]), ("words", "一起和单位谈")];
    form.extend(numbers.iter().map(|number| ("case", *number)));
    let answer = desk.post("/console/matters", &form).await.expect(303);
    answer.to().strip_prefix("/console/matters/").expect("the matter").to_owned()
}
pub async fn join(worker: &mut Worker, matter: &str, named: &str) {
    worker.client.post(&format!("/me/matters/{matter}/act"), &[("act", "join"), ("named", named)]).await.expect(303);
}
pub async fn does(worker: &mut Worker, matter: &str, fields: &[(&str, &str)]) -> platform::testing::Answer {
    worker.client.post(&format!("/me/matters/{matter}/act"), fields).await
}
pub async fn desk_does(desk: &mut Client, matter: &str, fields: &[(&str, &str)]) -> platform::testing::Answer {
    desk.post(&format!("/console/matters/{matter}/act"), fields).await
}
/// All join, with their names shown.
pub async fn joined(county: &County, desk: &mut Client, many: u16) -> (Vec<(Worker, String)>, String) {
    let mut all = workers(county, many).await;
    let numbers: Vec<&str> = all.iter().map(|(_, number)| number.as_str()).collect();
    let matter = propose(desk, &numbers).await;
    for (worker, _) in &mut all {
        join(worker, &matter, "yes").await;
    }
    (all, matter)
}
