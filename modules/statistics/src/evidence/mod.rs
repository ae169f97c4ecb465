//! 佐证记录: work that was done outside the platform, recorded with its evidence, confirmed by a second officer and counted from there.
//!
//! Promises: nobody confirms what he or she recorded; only what is confirmed counts; a correction or a withdrawal takes the facts back in the
//! same act and leaves its trail.
mod acts;
pub mod demo;
mod files;
mod form;
mod list;
pub mod rules;
mod show;
pub mod store;

pub use acts::{Recorded, confirm, correct, record, send_back, withdraw};
pub use list::LIST;
pub use rules::Kind;

use crate::promises::PATH as PROMISES;
use platform::{
    App,
    facts::{Dimension, Measure, MeasureKind, Naming, Recount},
    rights::{
        Access::Needs,
        Permission,
        Role::{Auditor, Chair, Officer, Organiser},
    },
    settings::{self, Setting, SettingKind},
    tasks::TaskKind,
    web::{Error, Result, Routes},
};
use store::{Evidence, EvidenceId};
use ui::{Crumb, Desk};

pub const PATH: &str = "/console/evidence";
/// What the audit, the facts and the tasks call it.
pub const OBJECT: &str = "evidence_record";
/// What one form may bring, with all its photos.
const UPLOAD: usize = 40 * 1024 * 1024;
/// Working days to confirm it.
const DAYS: i64 = 5;

pub const READ: &Permission =
    &Permission { key: "evidence.read", name: "查看佐证记录", roles: &[Officer, Chair, Organiser, Auditor] };
pub const WRITE: &Permission =
    &Permission { key: "evidence.write", name: "登记和确认佐证记录", roles: &[Officer, Chair] };
pub const TASK: &TaskKind = &TaskKind { key: "evidence", name: "佐证待确认", verb: "去确认", needs: WRITE };

const RECORDS: &str = "/console/evidence?view=confirmed&org={org}&from={from}&to={to}";
pub const DONE: &Measure = &Measure {
    key: "evidence",
    name: "平台外的工作",
    unit: "项",
    definition: "没有在平台上办、事后登记并附了佐证的工作，由登记人以外的人确认后才算，按做的那天算在登记的工会名下。各类单位不同（场、家、人），只能分类看，不能相加。",
    kind: MeasureKind::Parts,
    records: RECORDS,
    needs: READ,
    recount: Recount::Records("SELECT e.org, e.id, e.kind, e.amount FROM evidences e WHERE e.state = 'confirmed'"),
};
pub const PEOPLE: &Measure = &Measure {
    key: "evidence.people",
    name: "平台外工作的参加人次",
    unit: "人次",
    definition: "登记了佐证、已经确认的工作里参加的人次，一人参加几次算几次，按做的那天算在登记的工会名下。",
    kind: MeasureKind::Flow,
    records: RECORDS,
    needs: READ,
    recount: Recount::Records("SELECT e.org, e.id, e.kind, e.people FROM evidences e WHERE e.state = 'confirmed'"),
};
pub const MEASURES: &[&Measure] = &[DONE, PEOPLE];
pub const DIMENSIONS: &[Dimension] = &[
    Dimension { measure: DONE, name: "类别", words, of: None },
    Dimension { measure: PEOPLE, name: "类别", words, of: None },
];
/// A kind's key is its name.
fn words(_: App, keys: Vec<String>) -> Naming {
    Box::pin(async move { Ok(keys) })
}

pub const KINDS: &Setting = &Setting {
    key: "evidence.kinds",
    name: "佐证记录有哪几类",
    hint: "一行一类，逗号后面写单位，比如：宣讲，场。改了名字，以前的记录仍算在旧名字下",
    default: "宣讲，场\n送法律送文化送关爱，场\n职工书屋，家\n劳模疗休养，人\n安全巡回教育，家\n监督检查员培训，人\n班组长安全培训，人\n工会监督检查，家\n勤工俭学岗位，个\n假期勤工俭学，人\n大讲堂课程，门\n职工看电影，期\n亲子夏令营，期\n母婴休息室，家\n单身联谊，场\n其他活动，次",
    kind: SettingKind::Lines,
};
/// The kinds that can be recorded today.
pub async fn kinds(app: &App) -> platform::db::Result<Vec<Kind>> {
    let lines = settings::lines(&app.db, KINDS, "", app.today()).await?;
    Ok(lines.iter().filter_map(|line| Kind::read(line)).collect())
}

/// The record if its union lies in the branch in which the permission holds.
async fn within(desk: &Desk, needs: &Permission, id: EvidenceId) -> Result<Evidence> {
    store::within(&desk.app.db, &desk.scope(needs)?, id).await?.ok_or(Error::NotFound)
}
fn crumb() -> Vec<Crumb> {
    vec![Crumb::to("实事项目", PROMISES), Crumb::to("佐证记录", PATH)]
}

pub fn routes() -> Routes {
    let (read, write) = (Needs(READ), Needs(WRITE));
    Routes::new()
        .get(PATH, read, directory::list::index::<list::Records>)
        .get("/console/evidence/new", write, form::new)
        .upload(PATH, write, UPLOAD, form::create)
        .get("/console/evidence/{record}", read, show::show)
        .get("/console/evidence/{record}/files/{piece}", read, files::file)
        .get("/console/evidence/{record}/edit", write, form::edit)
        .upload("/console/evidence/{record}/correction", write, UPLOAD, form::correct)
        .post("/console/evidence/{record}/confirmation", write, show::confirm)
        .post("/console/evidence/{record}/return", write, show::send_back)
        .post("/console/evidence/{record}/withdrawal", write, show::withdraw)
}
