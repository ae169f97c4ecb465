//! Some of the demo county's people and employers stand twice: one of each kind of mistake that rosters make.
use directory::{
    employers::{self, NewEmployer},
    members::{self, Admission, admission::Source},
    people::{self, Person, PersonDetails},
};
use jiff::ToSpan;
use platform::{
    App,
    db::Result,
    standards::IdNumber,
    tree::{self, Org},
    vals,
    web::Error,
};

/// What somebody wrote wrongly.
#[derive(Clone, Copy)]
enum Slip {
    /// A wrong sequence in the number.
    Digit,
    /// The same, and another sign of the same sound in the name.
    Sound,
    /// A passport of somebody known by the identity card.
    Passport,
    /// Another person's phone.
    Phone,
}
/// The union in which it stands once more, and what slipped.
const SLIPS: [(&str, Slip); 5] = [
    ("远达运输工会", Slip::Digit),
    ("顺通物流工会", Slip::Sound),
    ("鸿运货运工会", Slip::Passport),
    ("安驰物流工会", Slip::Digit),
    ("顺通物流工会", Slip::Phone),
];

/// Enters them and looks for them.
pub async fn load(app: &App) -> Result<(), Error> {
    let firm = "SELECT m.person FROM memberships m JOIN organisations o ON o.id = m.union_id \
        WHERE m.state = 'active' AND o.name = '顺通物流工会' ORDER BY m.id LIMIT 40";
    let members: Vec<(tree::PersonId,)> = app.db.all(firm, vals![]).await?;
    // Far apart, so that they are different people on every page.
    let mut some = members.into_iter().skip(3).step_by(7);
    for (n, (union, slip)) in SLIPS.into_iter().enumerate() {
        let (Some((person,)), Some(union)) = (some.next(), directory::demo::union_named(app, union).await?) else {
            continue;
        };
        let Some(known) = people::store::find(&app.db, person).await? else { continue };
        if let Some(twin) = twin(app, &known, slip, n).await? {
            enter(app, &union.org(), twin).await?;
        }
    }
    employers_twice(app).await?;
    crate::finding::find(app).await?;
    Ok(())
}
/// The same person as somebody else wrote it down; none where that number is taken.
async fn twin(app: &App, known: &Person, slip: Slip, n: usize) -> Result<Option<PersonDetails>, Error> {
    let was = known.details(app)?;
    let phone = format!("1540000{:04}", 9000 + n);
    let mut twin =
        PersonDetails { phone, employer: None, education: String::new(), skill: String::new(), ..was.clone() };
    match slip {
        Slip::Digit | Slip::Sound => {
            let Some(number) = wrong(&was) else { return Ok(None) };
            twin.document = number;
            if matches!(slip, Slip::Sound) {
                twin.name = sounding(&was.name);
            }
        }
        Slip::Passport => {
            twin.document_kind = "414".into();
            twin.document = format!("E0000000{n}");
            twin.phone.clone_from(&was.phone);
        }
        Slip::Phone => {
            twin = PersonDetails { employer: None, ..somebody_else(app, &was)? };
        }
    }
    let taken = people::store::by_document(&app.db, app, &twin.document_kind, &twin.document).await?.is_some();
    Ok((!taken).then_some(twin))
}
/// The number with the other sequence of the same sex; its check digit follows.
fn wrong(was: &PersonDetails) -> Option<String> {
    let birth = was.birth_on.parse().ok()?;
    let sequence: u16 = was.document.get(14..17)?.parse().ok()?;
    let other = if sequence >= 998 { sequence - 2 } else { sequence + 2 };
    IdNumber::synthetic(was.document.get(..6)?, birth, other).map(|number| number.as_str().to_owned())
}
/// Another name of the same sound, where one of its signs has a common one.
fn sounding(name: &str) -> String {
    const PAIRS: [(char, char); 12] = [
        ('伟', '玮'),
        ('军', '君'),
        ('静', '婧'),
        ('丽', '莉'),
        ('强', '墙'),
        ('红', '虹'),
        ('华', '桦'),
        ('明', '铭'),
        ('芳', '方'),
        ('平', '萍'),
        ('建', '健'),
        ('小', '晓'),
    ];
    let other = |c: char| {
        PAIRS.iter().find_map(|(a, b)| {
            if *a == c {
                Some(*b)
            } else if *b == c {
                Some(*a)
            } else {
                None
            }
        })
    };
    let mut signs: Vec<char> = name.chars().collect();
    match (1..signs.len()).find(|i| other(signs[*i]).is_some()) {
        Some(at) => signs[at] = other(signs[at]).unwrap_or(signs[at]),
        // One sign differs: near enough.
        None => *signs.last_mut().expect("a name has a sign") = '晓',
    }
    signs.into_iter().collect()
}
/// Somebody of another name and number.
fn somebody_else(app: &App, was: &PersonDetails) -> Result<PersonDetails, Error> {
    let birth = app.today() - 30.years() - 41.days();
    let number = IdNumber::synthetic("320925", birth, 998).ok_or_else(|| Error::internal("no number for the demo"))?;
    Ok(PersonDetails {
        name: "郑晓云".into(),
        sex: "2".into(),
        birth_on: birth.to_string(),
        document_kind: "111".into(),
        document: number.as_str().to_owned(),
        ..was.clone()
    })
}

async fn enter(app: &App, union: &Org, details: PersonDetails) -> Result<()> {
    let admission = Admission::first(details, app.today() - 12.days());
    let source = Source { key: "roster", note: "名册导入", account: None, batch: 0 };
    let mut tx = app.db.begin().await?;
    members::admit(&mut tx, app, union, admission, source).await?;
    tx.commit().await
}

/// Two employers that somebody entered once more, with the long form of the name and without a code.
async fn employers_twice(app: &App) -> Result<()> {
    let some = "SELECT id FROM employers WHERE union_id IS NULL AND name LIKE '%有限公司' AND path <> '' ORDER BY headcount DESC, id LIMIT 9";
    let ids: Vec<(employers::EmployerId,)> = app.db.all(some, vals![]).await?;
    for (id,) in ids.into_iter().skip(6).take(2) {
        let Some(known) = employers::store::find(&app.db, id).await? else { continue };
        let Some(area) = tree::find(&app.db, known.org).await? else { continue };
        let new = NewEmployer {
            uscc: None,
            name: known.name.replace("有限公司", "有限责任公司"),
            nature: String::new(),
            industry: known.industry,
            headcount: known.headcount - 8,
            women: 0,
            migrant_workers: 0,
            region: known.region,
            address: known.address,
            union_id: None,
        };
        let mut tx = app.db.begin().await?;
        employers::store::add(&mut tx, app, &area, &new).await?;
        tx.commit().await?;
    }
    Ok(())
}
