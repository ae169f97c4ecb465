//! What the demo county has of foundings and terms: a request of each kind, one in every stage, terms that end.
use crate::{
    committees::{self, NewSeat},
    elections::{self, Committee, store::Purpose},
    foundings::{self, FoundingId, NewFounding, group, store::Leads},
    terms,
};
use directory::{
    demo::{ago as at, holder, signed_in, union_named},
    employers::{self, Employer, EmployerId},
    members::{self, Admission, admission::Source},
    unions::{self, Union, UnionKind},
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    identity::{self, SignedIn},
    rights::Role,
    tree::OrgId,
    vals,
    web::Error,
};

/// The firm whose workers share a union and want their own: the demo's member asks for them.
const SHUNDA: &str = "滨河县顺达货运有限公司";
const EAST: &str = "城东街道总工会";
const SHUNTONG: &str = "顺通物流工会";
const BASE: &str = "https://gonghui.binhai.example";
const SEED: u64 = 20_261_122;

/// How far a founding of the demo has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Waits,
    /// Approved; the group lost somebody.
    Short,
    /// The group is complete, people join, candidates are named.
    Elects,
    Reported,
    Founded,
}
use Fate::{Elects, Founded, Reported, Short, Waits};
/// Fate, days ago, members, who is the head of the firm.
const FOUNDINGS: [(Fate, i64, u32, &str); 5] = [
    (Founded, 40, 34, "邵建业"),
    (Reported, 30, 30, "孟庆东"),
    (Elects, 24, 28, "苗新海"),
    (Short, 18, 8, "柴永年"),
    (Waits, 9, 0, "温国梁"),
];
const GROUP: [(&str, &str); 3] = [("沈立新", "车间"), ("范文秀", "办公室"), ("丁海平", "仓库")];

/// Adds them; the county stands already.
pub async fn load(app: &App) -> Result<(), Error> {
    let firms: Vec<(EmployerId,)> = app
        .db
        .all(
            "SELECT e.id FROM employers e JOIN unions u ON u.id = e.org WHERE e.union_id IS NULL AND u.kind = 'town' AND e.headcount >= 40 ORDER BY e.headcount, e.id LIMIT 5",
            vals![],
        )
        .await?;
    for (n, ((fate, ago, members, head), (firm,))) in FOUNDINGS.into_iter().zip(firms).enumerate() {
        let firm = employers::store::find(&app.db, firm).await?.ok_or(Error::NotFound)?;
        play(app, n, &firm, (fate, ago, members, head)).await?;
    }
    own(app).await?;
    seats(app).await?;
    terms::remind(app).await?;
    Ok(())
}

fn done<T>(outcome: Result<T, String>) -> Result<T, Error> {
    outcome.map_err(Error::internal)
}

pub(crate) async fn play(
    app: &App,
    n: usize,
    firm: &Employer,
    (fate, ago, members, head): (Fate, i64, u32, &str),
) -> Result<(), Error> {
    let phone = format!("154222200{n:02}");
    let mut tx = app.db.begin().await?;
    let asker =
        identity::account_for_phone(&mut tx, app, &phone, ["祁明远", "纪晓棠", "秦宝山", "霍秋生", "覃小梅"][n % 5])
            .await?;
    tx.commit().await?;
    let then = at(app, ago);
    let who = signed_in(&then, asker).await?;
    let new = request(firm, firm.org, if n == 1 { "employer" } else { "workers" }, (&who.name, &phone), head);
    let id = done(foundings::submit(&then, &who, &new).await?)?;
    if fate == Waits {
        return Ok(());
    }
    let then = at(app, ago - 2);
    let officer = holder(&then, firm.org, Role::Officer).await?;
    let founding = find(app, id).await?;
    let union = done(foundings::approve(&then, &officer, &founding, founding.version).await?)?;
    form_group(&at(app, ago - 3), &who, id, n).await?;
    let named = recruit(&at(app, ago - 6), &union, firm, members, n).await?;
    match fate {
        Short => {
            let group = foundings::store::group(&app.db, id).await?;
            let leaving = group.iter().find(|m| !m.is_leader()).ok_or(Error::NotFound)?.id;
            let founding = find(app, id).await?;
            done(group::leave(&at(app, 2), &who, &founding, leaving, "调去外地工作").await?)?;
        }
        _ => elect(app, (fate, ago), &officer, &union, &named).await?,
    }
    Ok(())
}
async fn find(app: &App, id: FoundingId) -> Result<foundings::Founding, Error> {
    foundings::store::find(&app.db, id).await?.ok_or(Error::NotFound)
}
fn request(firm: &Employer, upper: OrgId, asked_by: &'static str, contact: (&str, &str), head: &str) -> NewFounding {
    NewFounding {
        kind: UnionKind::Enterprise,
        union_name: format!("{}工会", firm.name),
        category: firm.nature.clone(),
        region: firm.region.clone(),
        address: firm.address.clone(),
        employer: Some(firm.id),
        employer_name: firm.name.clone(),
        head_name: head.to_owned(),
        headcount: firm.headcount,
        asked_by,
        contact_name: contact.0.to_owned(),
        contact_phone: contact.1.to_owned(),
        note: "职工多数是本地人，大家都愿意加入工会。".to_owned(),
        upper,
    }
}
async fn form_group(app: &App, who: &SignedIn, id: FoundingId, n: usize) -> Result<(), Error> {
    for (i, (name, job)) in GROUP.iter().enumerate() {
        let founding = find(app, id).await?;
        let leads = if i == 0 { Leads::Yes } else { Leads::No };
        let phone = format!("1541111{i:02}{n:02}");
        let typed = group::Typed { name: (*name).to_owned(), job: (*job).to_owned(), phone, leads };
        done(group::add(app, who, &founding, &typed, BASE).await?)?;
    }
    Ok(())
}
/// People who join the union in preparation; their names and memberships.
async fn recruit(
    app: &App,
    union: &Union,
    firm: &Employer,
    count: u32,
    n: usize,
) -> Result<Vec<(String, String, members::MembershipId)>, Error> {
    let seed = SEED + u64::try_from(n).unwrap_or_default();
    let people: Vec<_> = directory::demo::strangers(app.today(), u64::from(count), seed).collect();
    let org = union.org();
    let admissions: Vec<(&platform::tree::Org, Admission)> = people
        .iter()
        .enumerate()
        .map(|(i, details)| {
            let mut details = details.clone();
            // Of one's own: the strangers of another founding begin with the same.
            details.phone = format!("154{:08}", 91_000_000 + n * 1_000 + i);
            details.employer = Some(firm.id);
            details.employer_name.clone_from(&firm.name);
            (&org, Admission::first(details, app.today()))
        })
        .collect();
    let source = Source { key: "joining", note: "扫码入会", account: None, batch: 0 };
    let mut tx = app.db.begin().await?;
    let made = members::admission::admit_all(&mut tx, app, &admissions, source).await?;
    tx.commit().await?;
    Ok(people.into_iter().zip(made).map(|(p, (_, id))| (p.name, p.sex, id)).collect())
}
/// Names candidates; counts, reports and replies as far as the fate goes.
async fn elect(
    app: &App,
    (fate, ago): (Fate, i64),
    officer: &SignedIn,
    union: &Union,
    named: &[(String, String, members::MembershipId)],
) -> Result<(), Error> {
    let then = at(app, ago - 10);
    let id = done(elections::open(&then, officer, union, Purpose::Founding).await?)?;
    let held_on = match fate {
        Elects => app.today() + 9.days(),
        _ => app.today() - (ago - 22).days(),
    };
    let entitled = i64::try_from(named.len()).unwrap_or_default();
    let plan = elections::store::Plan {
        form: "assembly",
        held_on: Some(held_on),
        place: "公司三楼会议室".into(),
        entitled,
        seats: 3,
        audit_seats: 3,
        term_years: 3,
    };
    let mut tx = then.db.begin().await?;
    elections::store::set_plan(&mut tx, id, 1, &plan).await?;
    let women = named.iter().skip(7).filter(|(_, sex, _)| sex == "2").take(3);
    for (i, (name, sex, membership)) in named.iter().take(7).chain(women).enumerate() {
        let committee = match i {
            0..4 => Committee::Union,
            4..7 => Committee::Audit,
            _ => Committee::Women,
        };
        let job = ["车间", "办公室", "仓库", "质检"][i % 4];
        elections::store::add_candidate(&mut tx, id, committee, (name, sex, job), *membership).await?;
    }
    tx.commit().await?;
    if fate == Elects {
        return Ok(());
    }
    count(app, ago, officer, id, entitled).await?;
    if fate == Founded {
        let then = at(app, ago - 30);
        let election = elections::store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
        let name = union.name.trim_end_matches("（筹备）").to_owned();
        let by = elections::By { who: officer, base_url: BASE };
        let seal = format!("{name}委员会");
        done(elections::grant(&then, by, &election, election.version, (&name, &seal)).await?)?;
    }
    Ok(())
}
async fn count(app: &App, ago: i64, officer: &SignedIn, id: elections::ElectionId, entitled: i64) -> Result<(), Error> {
    let candidates = elections::store::candidates(&app.db, id).await?;
    let present = entitled - 2;
    let votes = [present, present - 2, present - 4, 6, present - 1, present - 1, present - 3];
    let key = |v: i64| if v * 2 > entitled { "elected" } else { "not" };
    let balloted = candidates.iter().filter(|c| c.committee() != Committee::Women);
    let counted = elections::store::Count {
        present,
        tellers: "郝春来、时小燕".into(),
        ballots: vec![("committee", present, present, present), ("audit", present, present, present)],
        votes: balloted.zip(votes).map(|(c, v)| (c.id, v, key(v))).collect(),
    };
    let then = at(app, ago - 22);
    let election = elections::store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    let mut tx = then.db.begin().await?;
    elections::store::set_result(&mut tx, id, election.version, &counted).await?;
    tx.commit().await?;
    let election = elections::store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
    let first = |committee| candidates.iter().find(|c| c.committee() == committee).map(|c| c.id);
    let heads = [Committee::Union, Committee::Audit, Committee::Women];
    let offices: Vec<_> = heads.into_iter().filter_map(first).map(|id| (id, "chair")).collect();
    let phone = format!("1543333000{}", ago % 10);
    done(elections::report(&at(app, ago - 23), officer, &election, election.version, &offices, Some(&phone)).await?)?;
    Ok(())
}

/// The request of the demo's member, for a firm whose workers share a union.
async fn own(app: &App) -> Result<(), Error> {
    let Some(firm) = employers::store::by_name(&app.db, SHUNDA).await? else { return Ok(()) };
    let Some(member) = identity::account_by_phone(app, directory::demo::MEMBER.phone).await? else { return Ok(()) };
    let upper = union_named(app, EAST).await?.ok_or(Error::NotFound)?.id;
    let then = at(app, 1);
    let who = signed_in(&then, member.id).await?;
    let contact = (directory::demo::MEMBER.name, directory::demo::MEMBER.phone);
    let new = request(&firm, upper, "workers", contact, "曹顺达");
    done(foundings::submit(&then, &who, &new).await?)?;
    Ok(())
}

/// The committees of the firm whose chair one can sign in as; one seat is empty.
async fn seats(app: &App) -> Result<(), Error> {
    let union = union_named(app, SHUNTONG).await?.ok_or(Error::NotFound)?;
    let from: Date = union.term_from.as_deref().and_then(|d| d.parse().ok()).unwrap_or(app.today());
    let to = unions::rules::term_end(from, union.term_years.unwrap_or(5)).unwrap_or(from);
    let some: Vec<(String, String, members::MembershipId)> = app
        .db
        .all(
            "SELECT m.name, p.sex, m.id FROM memberships m JOIN people p ON p.id = m.person WHERE m.union_id = $1 AND m.state = 'active' ORDER BY m.id LIMIT 60",
            vals![union.id],
        )
        .await?;
    let women = some.iter().skip(9).filter(|(_, sex, _)| sex == "2").take(3);
    let mut tx = app.db.begin().await?;
    for (n, (name, sex, membership)) in some.iter().take(9).chain(women).enumerate() {
        let committee = match n {
            0..6 => Committee::Union,
            6..9 => Committee::Audit,
            _ => Committee::Women,
        };
        let (name, office, membership) = match n {
            0 => (union.chair.as_str(), "chair", None),
            1 => (name.as_str(), "vice", Some(*membership)),
            6 | 9 => (name.as_str(), "chair", Some(*membership)),
            _ => (name.as_str(), "member", Some(*membership)),
        };
        let job = ["调度室", "车队", "仓储部", "财务部"][n % 4];
        let seat = NewSeat { committee, office, name, sex, job, membership, election: None, from_on: from, to_on: to };
        committees::add(&mut tx, union.id, &seat).await?;
    }
    for (committee, seats) in [(Committee::Union, 7), (Committee::Audit, 3), (Committee::Women, 3)] {
        committees::set_size(&mut tx, union.id, committee, seats).await?;
    }
    Ok(tx.commit().await?)
}
