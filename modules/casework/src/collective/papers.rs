//! The two papers of a matter: what all of them apply for, and who speaks for them. A paper that was numbered is never changed.
use super::{
    Person, link, people,
    rules::{LAW, LAW_OF_RULES, said},
    store::{self, Matter},
};
use crate::letters::OFFICE_WORD;
use axum::response::Response;
use directory::unions;
use platform::{
    App, clock, settings,
    web::{Error, Result},
};
use serde::{Deserialize, Serialize};
use ui::{paper::Paper, text};

pub const REQUEST: &str = "request";
pub const MANDATE: &str = "mandate";

pub fn title(key: &str) -> &'static str {
    if key == MANDATE { "推举代表书" } else { "集体劳动争议调解申请书" }
}

/// What is put down when a paper is numbered.
#[derive(Default, Serialize, Deserialize)]
struct Text {
    before: Vec<String>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    after: Vec<String>,
    sign: Vec<String>,
}
impl Text {
    fn onto(self, paper: Paper) -> Paper {
        let head: Vec<&str> = self.head.iter().map(String::as_str).collect();
        let sign: Vec<&str> = self.sign.iter().map(String::as_str).collect();
        paper.lines(self.before).table(&head, self.rows).lines(self.after).sign(&sign)
    }
}
fn heads(all: &[&str]) -> Vec<String> {
    all.iter().map(|head| (*head).to_owned()).collect()
}

/// Those who speak for the others, of the last vote.
pub async fn representatives(app: &App, matter: &Matter, people: &[Person]) -> Result<Vec<(String, i64)>> {
    if matter.choosing != "done" {
        return Ok(Vec::new());
    }
    let all = store::candidates(&app.db, matter.id, matter.round).await?;
    let name = |part| people.iter().find(|person| person.part.id == part).map(|person| person.case.name.clone());
    Ok(all.into_iter().filter(|one| one.is_elected()).filter_map(|one| Some((name(one.part)?, one.votes))).collect())
}

/// A paper as it would be now; a sentence where something is missing.
pub async fn written(app: &App, matter: &Matter, key: &str) -> Result<Result<String, String>> {
    let all = people(&app.db, matter.id).await?;
    let joined: Vec<&Person> = all.iter().filter(|person| person.has_joined()).collect();
    let chosen = representatives(app, matter, &all).await?;
    let text = match key {
        REQUEST if joined.len() < 2 => return Ok(Err("两位以上职工同意一起办，才有申请书".into())),
        REQUEST => request(app, matter, &joined, &chosen),
        MANDATE if chosen.is_empty() => return Ok(Err("还没有推举出代表".into())),
        MANDATE => mandate(app, matter, &joined, &chosen).await?,
        _ => return Err(Error::NotFound),
    };
    serde_json::to_string(&text).map(Ok).map_err(Error::internal)
}
fn names(chosen: &[(String, i64)]) -> String {
    chosen.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、")
}
fn request(app: &App, matter: &Matter, joined: &[&Person], chosen: &[(String, i64)]) -> Text {
    let total: i64 = joined.iter().map(|person| person.total()).sum();
    let mut rows = Vec::new();
    for (n, person) in joined.iter().enumerate() {
        let first = |n: usize| if n == 0 { person.case.name.clone() } else { String::new() };
        if person.claims.is_empty() {
            rows.push(vec![(n + 1).to_string(), first(0), String::new(), String::new(), String::new()]);
        }
        for (line, claim) in person.claims.iter().enumerate() {
            let no = if line == 0 { (n + 1).to_string() } else { String::new() };
            rows.push(vec![no, first(line), said(&claim.month), text::yuan(claim.amount), claim.evidence(app)]);
        }
    }
    rows.push(vec!["合计".into(), format!("{}人", joined.len()), String::new(), text::yuan(total), String::new()]);
    let mut before = vec![
        format!("申请人：{}等{}人（名单和各人的请求见下表）", joined[0].case.name, joined.len()),
        format!("被申请人：{}", matter.employer_name),
    ];
    if !chosen.is_empty() {
        before.push(format!("推举的代表：{}", names(chosen)));
    }
    before.push(format!("请求：被申请人支付拖欠的劳动报酬共{}，各人的月份和金额如下：", text::yuan(total)));
    let after = vec![
        format!("申请人有共同请求，申请{}一并调解。调解由双方自愿，不影响各人依法申请仲裁。", matter.org_name),
        "各人的请求由本人填写。变更、放弃请求或者和解，以本人同意为准。".to_owned(),
    ];
    let head = heads(&["序号", "姓名", "月份", "金额", "证据"]);
    Text { before, head, rows, after, sign: vec!["申请人或者代表（签名）".into()] }
}
async fn mandate(app: &App, matter: &Matter, joined: &[&Person], chosen: &[(String, i64)]) -> Result<Text> {
    let voted = store::turnout(&app.db, matter.id, matter.round).await?;
    let rows = chosen
        .iter()
        .enumerate()
        .map(|(n, (name, votes))| vec![(n + 1).to_string(), name.clone(), votes.to_string(), String::new()]);
    let before = vec![
        format!("我们共{}人和{}发生劳动争议，有共同请求。", joined.len(), matter.employer_name),
        format!("依照{LAW}，经一人一票投票（{voted}人投票），推举下列工友为代表，参加调解、仲裁活动："),
    ];
    let after = vec![
        format!(
            "代表参加活动对我们发生效力；代表变更、放弃请求，承认对方的请求，进行和解，要经被代表的本人同意（{LAW_OF_RULES}）。"
        ),
        "推举人签名：".to_owned(),
    ];
    let sign = joined.iter().map(|person| format!("{}（签名）", person.case.name)).collect();
    Ok(Text {
        before, head: heads(&["序号", "代表姓名", "得票", "代表签名"]), rows: rows.collect(), after, sign
    })
}

/// The page of a paper: one that was numbered, or as it would be now.
pub async fn show(app: &App, matter: &Matter, key: &str, number: Option<i64>) -> Result<Response> {
    let all = store::letters_of(&app.db, matter.id).await?;
    let letter = match number {
        Some(id) => Some(all.into_iter().find(|one| one.id == id && one.letter == key).ok_or(Error::NotFound)?),
        None => None,
    };
    let (said, no, from, day) = match &letter {
        Some(one) => {
            let day = clock::day_of(one.at);
            let region = unions::store::find(&app.db, one.org).await?.map(|union| union.region).unwrap_or_default();
            let word = settings::get(&app.db, OFFICE_WORD, &region, day).await?;
            (one.text(app), format!("{word}〔{}〕{}号", one.year, one.number), one.org_name.clone(), day)
        }
        None => match written(app, matter, key).await? {
            Ok(said) => (said, "草稿，没有编号".to_owned(), matter.org_name.clone(), app.today()),
            Err(sentence) => return Err(Error::refused(format!("{sentence}。"))),
        },
    };
    let body: Text = serde_json::from_str(&said).unwrap_or_default();
    let paper = Paper::new(title(key)).number(no).to(from);
    body.onto(paper).from("日期", text::date(day)).show(&link(&matter.number))
}
