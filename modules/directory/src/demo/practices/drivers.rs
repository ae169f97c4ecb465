//! Drivers who joined by scanning a code: at head offices, fuel stations, drivers' homes and in communities (practice P01).
use super::{Hand, chair, place_name};
use crate::{
    codes::{self, JoiningCode, NewCode},
    demo::{
        Place,
        approvals::Desk,
        codes::{Gate, Gates, count_scans},
        county,
        crowd::DRIVERS,
        members,
        past::Past,
    },
    places::{self, NewPlace, PlaceKind},
    unions::UnionKind,
};
use jiff::ToSpan;
use platform::{App, facts, tree::Org, web::Error};

const GROUP: &str = "货车司机";
const HUNG: [(PlaceKind, &str, &str); 4] = [
    (PlaceKind::Company, "货运公司总部大厅", "新司机入职时扫码"),
    (PlaceKind::FuelStation, "加油站", "司机加油时扫码"),
    (PlaceKind::DriversHome, "司机之家", "司机歇脚时扫码"),
    (PlaceKind::Community, "社区便民大厅", "在家门口扫码"),
];
/// Codes of each kind.
const EACH: usize = 3;
/// Days ago from which they hang, and until which people came.
const DAYS: (i64, i64) = (350, 3);

pub async fn drivers(app: &App, place: &Place, wanted: usize) -> Result<(), Error> {
    let mut hand = Hand::new(app, 0);
    let planned = county::Planned {
        groups: &[GROUP],
        industry: "5431",
        category: "170",
        ..county::of(UnionKind::Joint, format!("{}货运行业联合工会", place_name(&place.org)), "", None)
    };
    let plan = vec![county::Planned { under: place.org.name.clone(), ..planned }];
    let made = hand.open(&place.org, plan).await?;
    let union = made.first().ok_or(Error::NotFound)?;
    let mut gates = Vec::new();
    for n in 0..HUNG.len() * EACH {
        gates.push(hang(&hand, &union.org, n).await?);
    }
    let past = Past::of(app);
    let desk = Desk { past: &past, union, chair: chair(app, union).await?, federation: None };
    let mut coming = Vec::with_capacity(wanted);
    for n in 0..wanted {
        let day = hand.crowd.dice.day(hand.crowd.today - (DAYS.0 - 5).days(), hand.crowd.today - DAYS.1.days());
        let gate = n % gates.len();
        let migrant = hand.crowd.dice.percent(DRIVERS.migrants);
        coming.push((gate, hand.joiner(&DRIVERS, migrant, &[GROUP], day)));
    }
    coming.sort_by_key(|(_, admission)| admission.joined_on);
    let joined: Vec<_> = coming.iter().map(|(gate, one)| (union.org.id, *gate, one.joined_on)).collect();
    let coming: Vec<_> = coming.into_iter().map(|(gate, admission)| (&gates[gate], admission)).collect();
    members::by_gate(app, &mut hand.crowd, &desk, &coming).await?;
    drop(coming);
    let gates = Gates::from([(union.org.id, gates)]);
    count_scans(app, &mut hand.crowd, &gates, &joined).await?;
    while facts::fold(app, crate::demo::FACTS).await? > 0 {}
    Ok(())
}

/// Hangs the code number `n` at a place of its kind.
async fn hang(hand: &Hand<'_>, union: &Org, n: usize) -> Result<Gate, Error> {
    let app = hand.app;
    let (kind, name, purpose) = HUNG[n % HUNG.len()];
    let from = hand.crowd.today - DAYS.0.days();
    let word = codes::store::unused(app).await?;
    let mut tx = app.db.begin().await?;
    let new = NewPlace {
        union_id: union.id,
        kind,
        name: format!("{}{name}", ["城东", "城南", "城北"][n / HUNG.len() % 3]),
        address: format!("工业路{}号", 11 + n),
        position: None,
    };
    let place = places::store::add(&mut tx, app, &new).await?;
    let new = NewCode {
        union_id: union.id,
        place: Some(place),
        purpose: purpose.into(),
        headline: "跑车的人\n也有家".into(),
        group_name: GROUP.into(),
        valid_from: from,
        valid_to: None,
        created_by: None,
    };
    let code: JoiningCode = codes::store::add(&mut tx, app, &word, &new).await?;
    tx.commit().await?;
    Ok(Gate { code, from, to: hand.crowd.today, pull: 1 })
}
