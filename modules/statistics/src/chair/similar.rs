//! Unions like one: of the same kind and size class, below the same upper union; where those are too few, below the next one up; where they are
//! too few everywhere, of any size: what is compared is so much for each hundred, whatever the size.
use crate::{figure::Known, small};
use directory::{
    employers::coverage::{CLASSES, SizeClass},
    members::{JOINED, JOINED_BY_CODE, MEMBERS},
    unions::{Union, UnionKind},
};
use platform::{
    App,
    db::Result,
    facts::{self, Featured, Measure, Period, Ratio},
    rights::Permission,
    tree::{self, Org, OrgId, Scope, ids_of},
    vals,
};

/// So many others at least, or nothing is shown; also behind each single figure.
pub const LEAST: usize = 5;
/// Others that are looked at.
const MOST: i64 = 2_000;

/// Who the others are.
pub struct Group {
    pub kind: UnionKind,
    /// None: of any size.
    pub size: Option<&'static SizeClass>,
    /// Below this upper union.
    pub below: String,
    pub others: usize,
    /// None where there are too few others.
    pub lines: Vec<Line>,
}
/// A figure of one over another: the union's own, and that of all the others together.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub name: &'static str,
    pub unit: &'static str,
    /// What it is, in words.
    pub definition: String,
    pub own: Option<f64>,
    pub others: f64,
}

/// What is compared: so much of one for each (or each hundred) of another.
struct Compared {
    name: &'static str,
    unit: &'static str,
    definition: String,
    top: &'static Measure,
    bottom: &'static Measure,
    times: f64,
}

/// The class of a number of members.
fn size(members: i64) -> &'static SizeClass {
    CLASSES.iter().find(|class| members >= class.least).unwrap_or(&CLASSES[CLASSES.len() - 1])
}

/// What the modules divide, in so far as the post may see it, and how many joined.
fn compared(app: &App, may: &(dyn Fn(&'static Permission) -> bool + Send + Sync)) -> Vec<Compared> {
    let of_members = Compared {
        name: "每百名会员里今年新入会",
        unit: "人",
        definition: format!("今年新入会的人数除以现有会员，乘一百。{}", JOINED.definition),
        top: JOINED,
        bottom: MEMBERS,
        times: 100.0,
    };
    let by_code = Compared {
        name: "新入会里扫码来的",
        unit: "%",
        definition: format!("扫码入会除以新入会。{}", JOINED_BY_CODE.definition),
        top: JOINED_BY_CODE,
        bottom: JOINED,
        times: 100.0,
    };
    let is_small = |ratio: &Ratio| [ratio.numerator, ratio.denominator].iter().any(|m| small::is_small(app, m.key));
    let featured = app.modules.iter().flat_map(|module| module.featured.iter()).filter_map(|one| match one {
        Featured::Ratio(ratio) if may(ratio.needs()) && !is_small(ratio) => Some(Compared {
            name: ratio.name,
            unit: ratio.unit(),
            definition: Known::Ratio(ratio).definition(),
            top: ratio.numerator,
            bottom: ratio.denominator,
            times: if ratio.percent { 100.0 } else { 1.0 },
        }),
        _ => None,
    });
    [of_members, by_code].into_iter().chain(featured).collect()
}

/// The others of a kind below a path.
async fn others(app: &App, kind: UnionKind, scope: &Scope, own: OrgId) -> Result<Vec<OrgId>> {
    app.db
        .all(
            "SELECT o.id FROM organisations o JOIN unions u ON u.id = o.id \
             WHERE u.kind = $1 AND o.path >= $2 AND o.path < $3 AND o.closed_on IS NULL AND u.status = '1' AND o.id <> $4 ORDER BY o.id LIMIT $5",
            vals![kind.key(), &scope.from, &scope.until, own, MOST],
        )
        .await
        .map(|all: Vec<(OrgId,)>| all.into_iter().map(|(id,)| id).collect())
}

/// What measures counted at unions this year, each with all below it.
async fn counted(app: &App, measures: &[&'static Measure], unions: &[OrgId], year: Period) -> Result<Vec<Vec<i64>>> {
    facts::of_each(&app.db, measures, unions, year).await
}

/// How a union stands beside similar ones this year; none where it has no upper union or no kind.
pub async fn group(
    app: &App,
    union: &Union,
    may: &(dyn Fn(&'static Permission) -> bool + Send + Sync),
) -> Result<Option<Group>> {
    let Some(kind) = union.kind() else { return Ok(None) };
    let year = Period { from: app.today().first_of_year(), to: app.today() };
    let own_scope = Scope::below(&union.path);
    let size = size(facts::value(&app.db, MEMBERS, &own_scope, year).await?);
    let mut last = None;
    'found: for size in [Some(size), None] {
        for upper in ids_of(&union.path).into_iter().rev().skip(1) {
            let Some(upper) = tree::find(&app.db, upper).await? else { continue };
            let found = alike(app, (kind, size), union.id, &upper, year).await?;
            let enough = found.len() >= LEAST;
            last = Some((upper, size, found));
            if enough {
                break 'found;
            }
        }
    }
    let Some((upper, size, found)) = last else { return Ok(None) };
    let mut group = Group { kind, size, below: upper.name.clone(), others: found.len(), lines: Vec::new() };
    if found.len() >= LEAST {
        let compared = compared(app, may);
        let measures: Vec<&'static Measure> = compared.iter().flat_map(|one| [one.top, one.bottom]).collect();
        let theirs = counted(app, &measures, &found, year).await?;
        let own = counted(app, &measures, &[union.id], year).await?;
        let lines = compared.into_iter().enumerate();
        let pairs = |at: usize| theirs.iter().map(move |sums| (sums[2 * at], sums[2 * at + 1])).collect::<Vec<_>>();
        group.lines =
            lines.filter_map(|(at, one)| line(one, (own[0][2 * at], own[0][2 * at + 1]), &pairs(at))).collect();
    }
    Ok(Some(group))
}
/// Those of the same size class, or of any.
async fn alike(
    app: &App,
    (kind, class): (UnionKind, Option<&SizeClass>),
    own: OrgId,
    upper: &Org,
    year: Period,
) -> Result<Vec<OrgId>> {
    let scope = Scope::below(&upper.path);
    let all = others(app, kind, &scope, own).await?;
    let Some(class) = class else { return Ok(all) };
    let members = counted(app, &[MEMBERS], &all, year).await?;
    let alike = all.into_iter().zip(members).filter(|(_, members)| size(members[0]) == class);
    Ok(alike.map(|(union, _)| union).collect())
}
/// None where fewer than [`LEAST`] others have anything that divides.
fn line(one: Compared, own: (i64, i64), others: &[(i64, i64)]) -> Option<Line> {
    let share = |(top, bottom): (i64, i64)| (bottom > 0).then(|| one.times * top as f64 / bottom as f64);
    let with: Vec<&(i64, i64)> = others.iter().filter(|(_, bottom)| *bottom > 0).collect();
    if with.len() < LEAST {
        return None;
    }
    let sum = with.iter().fold((0, 0), |sum, (top, bottom)| (sum.0 + top, sum.1 + bottom));
    Some(Line { name: one.name, unit: one.unit, definition: one.definition, own: share(own), others: share(sum)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared() -> Compared {
        Compared { name: "", unit: "人", definition: String::new(), top: JOINED, bottom: MEMBERS, times: 100.0 }
    }
    #[test]
    fn the_others_are_one_sum_of_at_least_five() {
        let five = [(1, 10), (2, 20), (0, 10), (1, 40), (1, 20)];
        let shown = line(compared(), (1, 8), &five).unwrap();
        assert_eq!((shown.own, shown.others), (Some(12.5), 5.0));
        assert_eq!(line(compared(), (1, 8), &five[..4]), None);
        // One that has nothing to be divided by is none of the five.
        let with_nothing = [(1, 10), (2, 20), (0, 10), (1, 40), (0, 0)];
        assert_eq!(line(compared(), (1, 8), &with_nothing), None);
        assert_eq!(line(compared(), (0, 0), &five).unwrap().own, None);
    }
    #[test]
    fn sizes_are_those_of_the_coverage() {
        assert_eq!([size(0).name, size(25).name, size(1_000).name], ["25人以下", "25—99人", "1000人以上"]);
    }
}
