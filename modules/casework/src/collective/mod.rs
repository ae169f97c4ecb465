//! 集体争议: several cases against one employer, worked on together where their workers want it.
//!
//! Promises: a case without its worker's consent is untouched, and each case keeps its number, its clock and its outcome; a matter exists for
//! nobody whom one of its cases is about; workers see of each other what each allowed; money counts once, with the case it was paid to.
mod acts;
pub mod demo;
mod desk;
pub mod jobs;
pub mod measures;
mod mine;
pub(crate) mod papers;
mod rules;
pub(crate) mod sheet;
pub mod store;

pub use desk::{Joint, LIST, joint};
pub use mine::rows as rows_of_case;

use crate::{
    cases::Case,
    permissions::{CASES_READ, CASES_WORK},
};
use platform::{
    App,
    db::{self, Db},
    rights::{
        Access::{Needs, SignedIn},
        Permission,
    },
    settings::{Setting, SettingKind},
    web::{Error, Result, Routes},
};
use store::{Claim, Matter, MatterId, Part};
use ui::Desk;

pub const PATH: &str = "/console/matters";
pub const MINE: &str = "/me/matters";
/// What audit and figures call it.
pub const NUMBERED: &str = "matter";

/// For how many days back cases of one employer are found.
pub const DAYS: &Setting = &Setting {
    key: "cases.collective_days",
    name: "集体争议往前找几天",
    hint: "同一家单位、这些天里提的、还在办的欠薪诉求，提示可以一起办",
    default: "90",
    kind: SettingKind::Number { least: 7, most: 730, unit: "天" },
};

pub fn link(number: &str) -> String {
    format!("{PATH}/{number}")
}
pub fn own_link(number: &str) -> String {
    format!("{MINE}/{number}")
}

pub fn routes() -> Routes {
    let (read, work) = (Needs(CASES_READ), Needs(CASES_WORK));
    Routes::new()
        .get(PATH, read, directory::list::index::<desk::Matters>)
        .get("/console/matters/new", work, desk::propose::new)
        .post(PATH, work, desk::propose::create)
        .get("/console/matters/{matter}", read, desk::show::show)
        .post("/console/matters/{matter}/act", work, desk::act::act)
        .get("/console/matters/{matter}/sheet", read, desk::sheets::out)
        .get("/console/matters/{matter}/imports", work, desk::sheets::show)
        .upload("/console/matters/{matter}/imports", work, sheet::LIMIT, desk::sheets::bring)
        .post("/console/matters/{matter}/imports/confirmation", work, desk::sheets::confirm)
        .get("/console/matters/{matter}/papers/{paper}", read, desk::papers)
        .get("/me/matters/{matter}", SignedIn, mine::show)
        .post("/me/matters/{matter}/act", SignedIn, mine::act)
}

/// The matter with this number, if it exists for who is at the desk.
pub(crate) async fn within(desk: &Desk, number: &str, needs: &'static Permission) -> Result<Matter> {
    crate::definitions::published::fresh(&desk.app).await?;
    let scope = desk.scope(needs)?;
    store::within(&desk.app.db, &scope, desk.who.account, number).await?.ok_or(Error::NotFound)
}

/// Somebody of a matter: the part, the case, and what is claimed.
#[derive(Clone, Debug)]
pub struct Person {
    pub part: Part,
    pub case: Case,
    pub claims: Vec<Claim>,
}
impl Person {
    /// In fen.
    pub fn total(&self) -> i64 {
        self.claims.iter().map(|claim| claim.amount).sum()
    }
    pub fn has_joined(&self) -> bool {
        self.part.has_joined()
    }
    /// What the employer is said to have paid, and whether the worker has confirmed it: it stands with the case.
    pub fn paid(&self) -> Option<(i64, bool)> {
        let confirmed = self.case.outcome() == Some(crate::definitions::Outcome::Solved);
        let (of_matter, fen) = (self.has_joined(), self.case.amount);
        (of_matter && fen > 0 && (confirmed || !self.case.is_over())).then_some((fen, confirmed))
    }
}
fn together(parts: Vec<Part>, cases: Vec<Case>, claims: &[Claim]) -> Vec<Person> {
    let of = |part: &Part| claims.iter().filter(|claim| claim.part == part.id).cloned().collect();
    let pairs = parts.into_iter().filter_map(|part| {
        let case = cases.iter().find(|case| case.id == part.case_id)?.clone();
        Some(Person { claims: of(&part), part, case })
    });
    // What lies with one person alone is nobody else's to see.
    pairs.filter(|person| person.case.alone.is_none()).collect()
}
pub async fn people(db: &Db, id: MatterId) -> db::Result<Vec<Person>> {
    let (parts, cases) = (store::parts(db, id).await?, store::cases(db, id).await?);
    Ok(together(parts, cases, &store::claims(db, id).await?))
}
/// Since which day cases are looked for at a desk.
async fn since(app: &App, desk: &Desk) -> Result<jiff::civil::Date> {
    use jiff::ToSpan;
    let region = directory::unions::store::find(&app.db, desk.post().org).await?.map(|u| u.region).unwrap_or_default();
    let days = platform::settings::number(&app.db, DAYS, &region, app.today()).await?;
    Ok(app.today().saturating_sub(days.days()))
}
