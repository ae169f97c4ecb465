//! All that is held about the person, to take along: as a file for programs and on paper (个人信息保护法 45).
use super::{
    consents::{Agreed, agreed},
    data::{Reading, readings},
    file::{self, Line, Show},
};
use askama::Template;
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use platform::{
    App,
    audit::{self, Entry},
    clock,
    identity::SignedIn,
    notices::{self, Notice},
    portions::Subject,
    records::{self, Kept},
    web::Result,
};
use serde_json::Value;
use ui::{Guest, filters, text};

/// More than anybody has.
const ALL: i64 = 100_000;

struct Everything {
    lines: Vec<Line>,
    records: Vec<Kept>,
    readings: Vec<Reading>,
    agreed: Vec<Agreed>,
    messages: Vec<Notice>,
    /// What each module holds beyond that: name and content.
    portions: Vec<(&'static str, serde_json::Value)>,
}

async fn portions(app: &App, who: &SignedIn) -> Result<Vec<(&'static str, serde_json::Value)>> {
    let subject = Subject { account: who.account, person: who.person };
    let mut all = Vec::new();
    for portion in app.modules.iter().flat_map(|m| m.portions.iter()) {
        let held = (portion.export)(app.clone(), subject).await?;
        if !held.is_null() {
            all.push((portion.name, held));
        }
    }
    Ok(all)
}

/// Gathers it and leaves a trace: whoever holds the phone of another can be found out.
async fn gather(app: &App, who: &SignedIn) -> Result<Everything> {
    let everything = Everything {
        lines: file::lines(app, who, Show::Open).await?,
        records: match who.person {
            Some(person) => records::of(&app.db, person, ALL).await?,
            None => Vec::new(),
        },
        readings: readings(app, who, ALL).await?,
        agreed: agreed(app, who).await?,
        portions: portions(app, who).await?,
        messages: notices::list(&app.db, who.account, None, ALL).await?,
    };
    let mut tx = app.db.begin().await?;
    let entry = Entry {
        act: "data.export",
        object: "account",
        object_id: who.account.0,
        person: who.person,
        ..Entry::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    tx.commit().await?;
    Ok(everything)
}

fn moment(at: i64) -> String {
    text::moment(clock::local(at))
}

/// A JSON file with Chinese names: it is the person who opens it.
pub async fn json(guest: Guest) -> Result<Response> {
    let e = gather(&guest.app, guest.who()?).await?;
    let readings = e.readings.iter();
    let file = serde_json::json!({
        "导出时间": moment(guest.app.now()),
        "个人信息": e.lines,
        "我的记录": e.records.iter().map(|r| serde_json::json!({ "日期": r.on_day, "事项": r.title, "说明": r.detail })).collect::<Vec<_>>(),
        "谁看过": readings.map(|r| serde_json::json!({ "时间": moment(r.at), "谁": r.who, "做了什么": r.act, "理由": r.reason })).collect::<Vec<_>>(),
        "我同意过的": e.agreed.iter().filter(|a| a.id != 0).map(|a| serde_json::json!({ "内容": a.wording, "同意中": a.holds, "时间": moment(a.at) })).collect::<Vec<_>>(),
        "各项记录": e.portions.into_iter().map(|(name, held)| (name.to_owned(), held)).collect::<serde_json::Map<_, _>>(),
        "消息": e.messages.iter().map(|m| serde_json::json!({ "时间": moment(m.at), "标题": m.title, "内容": m.body })).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&file).map_err(platform::web::Error::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"my-data.json\"; filename*=UTF-8''%E6%88%91%E7%9A%84%E6%95%B0%E6%8D%AE.json",
        ),
    ];
    Ok((headers, text).into_response())
}

/// What a module holds, on paper: a heading, columns and lines.
struct Sheet {
    heading: String,
    columns: Vec<String>,
    lines: Vec<Vec<String>>,
}
impl Sheet {
    /// More than a page holds side by side: each record's lines stand below each other.
    fn is_wide(&self) -> bool {
        self.columns.len() > 4
    }
}
fn sheets(portions: &[(&'static str, Value)]) -> Vec<Sheet> {
    let mut all = Vec::new();
    for (name, held) in portions {
        match held {
            Value::Object(parts) => {
                all.extend(parts.iter().map(|(part, held)| sheet(format!("{name}：{part}"), held)));
            }
            held => all.push(sheet((*name).to_owned(), held)),
        }
    }
    all.retain(|sheet| !sheet.lines.is_empty());
    all
}
fn sheet(heading: String, held: &Value) -> Sheet {
    let lines = held.as_array().map(Vec::as_slice).unwrap_or_default();
    match lines.first() {
        Some(Value::Object(first)) => {
            let columns: Vec<String> = first.keys().cloned().collect();
            let cells = |line: &Value| columns.iter().map(|column| words(&line[column.as_str()])).collect();
            Sheet { heading, lines: lines.iter().map(cells).collect(), columns }
        }
        Some(_) => Sheet { heading, columns: Vec::new(), lines: vec![vec![words(held)]] },
        None => Sheet { heading, columns: Vec::new(), lines: Vec::new() },
    }
}
/// A value as one reads it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join("；"),
        Value::Object(parts) => {
            let told = parts.iter().filter(|(_, value)| !words(value).is_empty());
            told.map(|(name, value)| format!("{name}：{}", words(value))).collect::<Vec<_>>().join("，")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[derive(Template)]
#[template(path = "me/copy.html")]
struct PrintPage {
    title: &'static str,
    back: &'static str,
    site_name: String,
    at: i64,
    everything: Everything,
    sheets: Vec<Sheet>,
}

pub async fn print(guest: Guest) -> Result<Response> {
    let everything = gather(&guest.app, guest.who()?).await?;
    let site_name = guest.app.site_name().await?;
    let sheets = sheets(&everything.portions);
    let page =
        PrintPage { title: "我的数据", back: "/me/data", site_name, at: guest.app.now(), everything, sheets };
    Ok(guest.show(&page))
}
