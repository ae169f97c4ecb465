//! Who gets study aid first, and why. Pure.
use super::rules::Kind;

/// What an application is ranked by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applicant {
    /// Orphan, single or disabled: the key of the form's choice.
    pub family: String,
    /// Of the family, in fen a year.
    pub income: i64,
    pub persons: i64,
    /// The kind of an open hardship file.
    pub file: Option<Kind>,
    /// What is granted for the level of the school, in fen.
    pub amount: i64,
    /// The order in which applications came.
    pub order: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Which of the applicants.
    pub at: usize,
    pub points: i64,
    pub reasons: Vec<&'static str>,
    /// The budget reaches so far.
    pub proposed: bool,
}

fn points(one: &Applicant, minimum: i64) -> (i64, Vec<&'static str>) {
    let line = 12 * one.persons.max(1) * minimum;
    let file = match one.file {
        Some(Kind::Deep) => Some((40, "深度困难职工家庭")),
        Some(Kind::Relative) => Some((30, "相对困难职工家庭")),
        Some(Kind::Sudden) => Some((30, "意外致困职工家庭")),
        _ => None,
    };
    let income = match one.income {
        low if low < line => Some((30, "人均收入低于低保标准")),
        low if low < 2 * line => Some((20, "人均收入低于低保标准的2倍")),
        _ => None,
    };
    let family = match &*one.family {
        "orphan" => Some((30, "孤儿")),
        "single" => Some((15, "单亲家庭")),
        "disabled" => Some((15, "家里有残疾或者重病的人")),
        _ => None,
    };
    let all: Vec<(i64, &'static str)> = [file, income, family].into_iter().flatten().collect();
    (all.iter().map(|(n, _)| n).sum(), all.into_iter().map(|(_, why)| why).collect())
}

/// From the neediest on: by points, then by income a head, then by the order in which they came. The budget is spent in this order and ends
/// with the first that it does not reach, so that nobody is passed over for being dearer.
pub fn rank(all: &[Applicant], budget: i64, minimum: i64) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = all
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let (points, reasons) = points(one, minimum);
            Ranked { at, points, reasons, proposed: false }
        })
        .collect();
    let key = |one: &Applicant| one.income / one.persons.max(1);
    ranked.sort_by(|a, b| {
        let (x, y) = (&all[a.at], &all[b.at]);
        b.points.cmp(&a.points).then(key(x).cmp(&key(y))).then(x.order.cmp(&y.order))
    });
    let mut left = budget;
    for one in &mut ranked {
        left -= all[one.at].amount;
        one.proposed = left >= 0;
        if left < 0 {
            break;
        }
    }
    ranked
}
