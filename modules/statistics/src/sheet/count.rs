//! Counting a sheet: sums come from the facts, coverage from the employers; nothing is typed in.
use super::{
    featured::{self, Section},
    rules::{self, Part},
};
use directory::{
    codes::store::{self as codes, JoiningCode},
    employers::coverage::{self, CLASSES, FROM_HUNDRED, Share, SizeClass},
    members::{JOINED, JOINED_BY_CODE, JOINED_GROUP, MEMBERS, SCANS, UNIONS},
};
use jiff::civil::Date;
use platform::{
    App,
    db::Result,
    facts::{self, Course, Measure, Period, Reading},
    tree::{self, Org, OrgId, Scope},
};

/// The measures of the strip, in their order.
pub const MEASURES: [&Measure; 5] = [MEMBERS, UNIONS, JOINED, JOINED_BY_CODE, SCANS];
const MONTHS: i64 = 12;
/// Codes that have names in the list; of the others the number is shown.
const CODES: i64 = 2_000;

/// Everything on the sheet, counted.
#[derive(Clone)]
pub struct Sheet {
    pub org: Org,
    pub period: Period,
    /// One for each of [`MEASURES`].
    pub courses: Vec<Course>,
    /// Covered employers of 100 people or more, on the last day and at the end of the month before.
    pub hundred: (Share, Share),
    pub sizes: Vec<(&'static SizeClass, Share)>,
    /// Joined in the month, by group of workers.
    pub groups: Vec<(String, i64)>,
    pub codes: Vec<CodeLine>,
    /// By union directly below, and what hangs at the union itself.
    pub parts: Vec<Part>,
    /// What other modules put here.
    pub featured: Vec<Section>,
}

/// What happened through one code in the month.
#[derive(Clone)]
pub struct CodeLine {
    pub name: String,
    pub href: Option<String>,
    pub scans: i64,
    pub joined: i64,
}

impl Sheet {
    /// The same, counted once for all who ask before the next act.
    pub async fn of(app: &App, org: Org, as_of: Date) -> Result<Self> {
        let key = format!("sheet.{}.{as_of}.{}", org.id, facts::state(&app.db).await?);
        app.once(key, crate::shown::GOOD_FOR, Self::count(app, org, as_of)).await
    }
    /// The sheet of a union and all below it, for the month of a day up to the day.
    pub async fn count(app: &App, org: Org, as_of: Date) -> Result<Self> {
        let (db, scope, period) = (&app.db, Scope::below(&org.path), Period::month_until(as_of));
        let courses = facts::courses(db, &MEASURES, &scope, as_of, MONTHS).await?;
        let covered = coverage::count(db, &scope, as_of).await?;
        let month_before = period.from.yesterday().unwrap_or(period.from);
        let before = coverage::from(db, &scope, month_before, FROM_HUNDRED.least).await?;
        let of_size = |size: &SizeClass| Share::of(&covered, |row| row.least == size.least);
        let hundred = |rows| Share::of(rows, |row| FROM_HUNDRED.takes(row));
        let children = tree::children(db, org.id).await?;
        let counted = below(app, (&org, &children), &scope, period).await?;
        let mut parted = facts::by_dimensions(db, &[JOINED_GROUP, JOINED_BY_CODE, SCANS], &scope, period).await?;
        let (scans, joined) = (parted.remove(2), parted.remove(1));
        Ok(Self {
            parts: rules::parts(&org, children, &counted, &covered),
            hundred: (hundred(&covered), hundred(&before)),
            sizes: CLASSES.iter().map(|size| (size, of_size(size))).collect(),
            groups: parted.remove(0),
            codes: code_lines(app, &scope, &joined, &scans).await?,
            featured: featured::count(app, &scope, period).await?,
            courses,
            period,
            org,
        })
    }

    pub fn course(&self, measure: &Measure) -> &Course {
        let at = MEASURES.iter().position(|m| m.key == measure.key).expect("a measure of the strip");
        &self.courses[at]
    }
}

/// Members, members at the end of the month before, unions and who joined in the month: at each union directly below, and what is counted at
/// the union itself.
async fn below(app: &App, (org, children): (&Org, &[Org]), scope: &Scope, period: Period) -> Result<[rules::ByOrg; 4]> {
    let now = Reading { measures: &[MEMBERS, UNIONS, JOINED], period, changes: false };
    let change = Reading { measures: &[MEMBERS], period, changes: true };
    let counted = facts::around(&app.db, scope, &[now, change]).await?;
    let of = |org: OrgId| {
        let values = counted.of(org);
        [values[0], values[0] - values[3], values[1], values[2]]
    };
    let all = of(org.id);
    let below: Vec<(&Org, [i64; 4])> = children.iter().map(|child| (child, of(child.id))).collect();
    Ok(std::array::from_fn(|at| {
        let own = all[at] - below.iter().map(|(_, values)| values[at]).sum::<i64>();
        let each = below.iter().map(|(child, values)| (child.id, child.path.clone(), values[at]));
        each.chain([(org.id, org.path.clone(), own)]).collect()
    }))
}

async fn code_lines(
    app: &App,
    scope: &Scope,
    joined: &[(String, i64)],
    scans: &[(String, i64)],
) -> Result<Vec<CodeLine>> {
    let known =
        codes::list(&app.db, scope, &codes::Wanted::default(), app.today(), true, &directory::list::Page::First, CODES)
            .await?;
    let of = |counted: &[(String, i64)], code: &str| counted.iter().find(|(c, _)| c == code).map_or(0, |(_, n)| *n);
    let only_scanned = scans.iter().filter(|(code, _)| joined.iter().all(|(c, _)| c != code));
    let all: Vec<&str> = joined.iter().chain(only_scanned).map(|(code, _)| code.as_str()).collect();
    let line = |id: &str| {
        let code = known.iter().find(|code| code.id.to_string() == id);
        CodeLine {
            name: code.map_or_else(|| format!("第{id}号码"), code_name),
            href: code.map(JoiningCode::link),
            scans: of(scans, id),
            joined: of(joined, id),
        }
    };
    Ok(all.into_iter().map(line).collect())
}

/// Where the code hangs, or what it is for, and its number.
fn code_name(code: &JoiningCode) -> String {
    let place = code.place_name.as_deref().or(Some(code.purpose.as_str()).filter(|purpose| !purpose.is_empty()));
    format!("{} {}", place.unwrap_or(&code.union_name), code.shown())
}
