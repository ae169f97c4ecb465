//! A matter for the demo county: drivers of a firm, paid late for two months, on the way to their representatives.
use super::{
    acts,
    store::{self, NewClaim},
};
use crate::{
    cases,
    course::{self, By, Outcomes, With},
    demo::{
        officer, session,
        stories::{Asker, Story},
        submitted,
    },
};
use directory::demo::ago;
use platform::{App, identity::SignedIn, web::Error};

const EMPLOYER: &str = "滨河县鸿运货运有限公司";
/// Somebody of the demo's matter whom one can sign in as: name and phone.
pub const DRIVER: (&str, &str) = ("石大勇", "15400000961");
/// Names, phones, what is owed for September and October, whether the others see it, and whether they answered.
const DRIVERS: [(&str, &str, i64, bool, bool); 12] = [
    (DRIVER.0, DRIVER.1, 720_000, true, true),
    ("邱海波", "15400000962", 690_000, true, true),
    ("温少华", "15400000963", 705_000, true, true),
    ("尹建平", "15400000964", 660_000, true, true),
    ("贺明辉", "15400000965", 730_000, false, true),
    ("倪卫东", "15400000966", 650_000, false, true),
    ("康有福", "15400000967", 715_000, false, true),
    ("施永强", "15400000968", 698_000, true, true),
    ("葛长顺", "15400000969", 702_000, true, true),
    ("祝春生", "15400000970", 688_000, true, true),
    ("项志军", "15400000971", 694_000, true, true),
    ("翁小军", "15400000972", 676_000, true, false),
];

fn story(n: usize) -> Story<'static> {
    let (name, phone, ..) = DRIVERS[n];
    Story {
        asker: Asker::Stranger(name, phone),
        service: "pay",
        ago: 12,
        bypass: true,
        answers: &[
            ("employer", EMPLOYER),
            ("what", "wages"),
            ("months", "9月、10月"),
            ("story", "车队九月、十月的工资都没有发，说等运费结了再给。"),
        ],
        then: &[],
    }
}
fn done<T>(outcome: Outcomes<T>) -> Result<T, Error> {
    outcome?.map_err(Error::internal)
}

pub async fn load(app: &App) -> Result<(), Error> {
    let mut drivers: Vec<(SignedIn, cases::Case)> = Vec::new();
    for n in 0..DRIVERS.len() {
        drivers.push(submitted(app, &story(n)).await?);
    }
    let desk = officer(app, &drivers[0].1).await?;
    let union = By::union(&desk);
    let words = "鸿运货运有十几位师傅提了九月、十月的工资。工会建议一起办：一张清单，一起和公司谈。";
    for (_, case) in &drivers {
        done(course::perform(&ago(app, 11), union, case, "accept", &With::default()).await)?;
    }
    let cases: Vec<cases::Case> = drivers.iter().map(|(_, case)| case.clone()).collect();
    let number = done(Box::pin(acts::propose(&ago(app, 9), union, &cases, words)).await)?;
    let matter = || async { store::by_number(&app.db, &number).await?.ok_or(Error::NotFound) };
    for (n, (_, _, _, named, answered)) in DRIVERS.into_iter().enumerate() {
        if !answered {
            continue;
        }
        let (by, case, at) = (By::worker(&drivers[n].0), &drivers[n].1, ago(app, 8));
        done(acts::answer(&at, by, &matter().await?, case, true, named).await)?;
    }
    for (n, (_, _, fen, _, answered)) in DRIVERS.into_iter().enumerate() {
        if !answered {
            continue;
        }
        let (by, case) = (By::worker(&drivers[n].0), &drivers[n].1);
        let parts = store::parts(&app.db, matter().await?.id).await?;
        let part = parts.iter().find(|part| part.case_id == case.id).ok_or(Error::NotFound)?;
        let line =
            |month: &str, amount| NewClaim { month: month.into(), amount, evidence: "工资条、运单".into() };
        let lines = [line("2026-09", fen), line("2026-10", fen - 20_000)];
        done(acts::fill(&ago(app, 7), by, &matter().await?, (part.id, part.version), &lines).await)?;
    }
    for (n, (_, case)) in drivers.iter().enumerate().take(3) {
        let session = session(app, case.account.ok_or(Error::NotFound)?).await?;
        if n == 0 {
            let until = app.today().saturating_add(jiff::ToSpan::days(3));
            done(acts::start(&ago(app, 2), union, &matter().await?, 3, until).await)?;
        }
        done(acts::stand(&ago(app, 1), By::worker(&session), &matter().await?, case).await)?;
    }
    let until = app.today().saturating_add(jiff::ToSpan::days(3));
    done(acts::begin_vote(&ago(app, 0), union, &matter().await?, until).await)
}
