//! 咨询: somebody asked and was answered at once. Nothing to work on; it is counted, and taken back where it was a mistake.
use super::measures;
use crate::permissions::{CASES_READ, CASES_WORK};
use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use platform::{
    App, audit,
    db::{Db, Query, Tx},
    identity::SignedIn,
    rights::Access::Needs,
    tree::{self, OrgId, Scope},
    vals,
    web::{Error, Fields, Result, Routes, see},
};
use ui::{Button, Crumb, Desk, Empty, ErrorSummary, Field};

pub const PATH: &str = "/console/consultations";
pub const WORDS: &str = "consultations.words";
const ROWS: i64 = 50;
const LONGEST: usize = 500;
pub const TOPICS: [(&str, &str); 5] = [
    ("wages", "工资、补偿"),
    ("contract", "合同、辞退"),
    ("injury", "工伤、职业病"),
    ("insurance", "社保、公积金"),
    ("other", "其他"),
];
const WAYS: [(&str, &str); 3] = [("counter", "到窗口"), ("phone", "打电话"), ("field", "在现场")];

pub fn routes() -> Routes {
    let (read, work) = (Needs(CASES_READ), Needs(CASES_WORK));
    Routes::new().get(PATH, read, index).post(PATH, work, create).post("/console/consultations/undo", work, undo)
}

#[derive(Clone, Debug, sqlx_macros::FromRow)]
struct Consultation {
    id: i64,
    org: OrgId,
    org_name: String,
    day: String,
    topic: String,
    way: String,
    words_sealed: String,
    undone_at: Option<i64>,
}
const SELECT: &str = "SELECT k.id, k.org, o.name AS org_name, k.day, k.topic, k.way, k.words_sealed, k.undone_at FROM consultations k JOIN organisations o ON o.id = k.org";

async fn list(db: &Db, scope: &Scope, from: Option<Date>, to: Option<Date>) -> Result<Vec<Consultation>> {
    let mut query = Query::new(SELECT, vals![]);
    query.add(" WHERE o.path >= ? AND o.path < ?", vals![&scope.from, &scope.until]);
    if let Some(from) = from {
        query.add(" AND k.day >= ?", vals![from]);
    }
    if let Some(to) = to {
        query.add(" AND k.day <= ?", vals![to]);
    }
    query.add(" ORDER BY k.id DESC LIMIT ?", vals![ROWS]);
    Ok(db.list(query).await?)
}

#[derive(Template)]
#[template(path = "mediation/consultations.html")]
struct ConsultationsPage {
    frame: ui::Console,
    fields: Vec<Field>,
    rows: Vec<(Consultation, String)>,
    empty: Empty,
    may_work: bool,
    may_undo: OrgId,
}
fn words(all: &'static [(&'static str, &'static str)], key: &str) -> &'static str {
    all.iter().find(|(known, _)| *known == key).map_or("", |(_, words)| words)
}
impl ConsultationsPage {
    fn topic(one: &Consultation) -> &'static str {
        words(&TOPICS, &one.topic)
    }
    fn way(one: &Consultation) -> &'static str {
        words(&WAYS, &one.way)
    }
    fn day(&self, one: &Consultation) -> String {
        one.day.parse().map_or_else(|_| one.day.clone(), |day| ui::text::near(day, self.frame.today))
    }
}
async fn page(desk: &Desk, asked: &Fields, form: &Fields) -> Result<ConsultationsPage> {
    let scope = desk.scope(CASES_READ)?;
    let narrowed = match asked.number("org").map(OrgId) {
        Some(id) => Scope::below(&tree::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?.path),
        None => scope,
    };
    let all = list(&desk.app.db, &narrowed, asked.number("from"), asked.number("to")).await?;
    let opened = |one: Consultation| {
        let text = desk.app.keys.open(WORDS, &one.words_sealed).unwrap_or_default();
        (one, text)
    };
    Ok(ConsultationsPage {
        frame: desk.frame("咨询", super::PATH, vec![Crumb::word("信家"), Crumb::to("调解", super::PATH)]),
        fields: vec![
            Field::select("topic", "问什么", TOPICS).of_form(form),
            Field::radios("way", "怎么问的", WAYS).of_form(form),
            Field::area("words", "问了什么，怎么答的")
                .hint("不写姓名、电话")
                .optional()
                .attr("rows", 2)
                .attr("maxlength", LONGEST)
                .of_form(form),
        ],
        rows: all.into_iter().map(opened).collect(),
        empty: Empty::new("还没有记过咨询。当场答复的，记一次"),
        may_work: desk.may(CASES_WORK),
        may_undo: desk.post().org,
    })
}
async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    Ok(desk.show(&page(&desk, &asked, &Fields::default()).await?))
}

async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let topic = TOPICS.iter().find(|(key, _)| *key == form.get("topic")).map(|(key, _)| *key);
    let way = WAYS.iter().find(|(key, _)| *key == form.get("way")).map(|(key, _)| *key);
    if topic.is_none() {
        form.fault("topic", "请选一项");
    }
    if way.is_none() {
        form.fault("way", "请选一项");
    }
    form.short_enough("words", LONGEST);
    let (Some(topic), Some(way), true) = (topic, way, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &Fields::default(), &form).await?));
    };
    consult(&desk.app, &desk.who, desk.post().org, (topic, way, form.get("words"))).await?;
    Ok(see(PATH, "记下了"))
}
/// Records that somebody asked and was answered.
pub async fn consult(app: &App, who: &SignedIn, org: OrgId, (topic, way, text): (&str, &str, &str)) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let sealed = if text.is_empty() { String::new() } else { app.keys.seal(WORDS, text) };
    let values = vals![org, app.today(), topic, way, sealed, who.account, app.now()];
    let id = tx.insert("consultations", "org, day, topic, way, words_sealed, account, at", values).await?;
    measures::consulted(&mut tx, org, app.today(), topic, (id, 1)).await?;
    record(&mut tx, app, who, (id, org), "consultation.record").await?;
    Ok(tx.commit().await?)
}
async fn record(tx: &mut Tx, app: &App, who: &SignedIn, (id, org): (i64, OrgId), act: &str) -> Result<()> {
    let entry = audit::Entry { act, object: "consultation", object_id: id, org: Some(org), ..Default::default() };
    Ok(audit::record(tx, app, Some(who), &entry).await?)
}

/// It was recorded by mistake: it is no longer counted. By the union that recorded it.
async fn undo(desk: Desk, form: Fields) -> Result<Response> {
    let (app, id) = (&desk.app, form.number::<i64>("consultation").unwrap_or_default());
    let found: Option<Consultation> =
        app.db.maybe(sqlx::AssertSqlSafe(format!("{SELECT} WHERE k.id = $1")), vals![id]).await?;
    let one = found.filter(|one| one.org == desk.post().org).ok_or(Error::NotFound)?;
    let day: Date = one.day.parse().map_err(Error::internal)?;
    let mut tx = app.db.begin().await?;
    let sql = "UPDATE consultations SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL";
    if tx.exec(sql, vals![one.id, app.now()]).await? == 0 {
        return Ok(see(PATH, "这一次已经撤销过了"));
    }
    measures::consulted(&mut tx, one.org, day, &one.topic, (one.id, -1)).await?;
    record(&mut tx, app, &desk.who, (one.id, one.org), "consultation.undo").await?;
    tx.commit().await?;
    Ok(see(PATH, "撤销了，不再计数"))
}
