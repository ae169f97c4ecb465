//! What tests put into their counties, a sentence each: unions, employers, codes, members who can sign in. Only for dev-dependencies.
use crate::{
    codes::{self, JoiningCode, NewCode},
    employers::{self, EmployerId, NewEmployer},
    members::{self, Admission, MembershipId, admission::Source},
    people::PersonDetails,
    places::{self, NewPlace, PlaceId},
    unions::{self, NewUnion, Union},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use platform::{
    identity,
    sheets::{self, Limits},
    standards::IdNumber,
    testing::{Client, Site},
    tree::{Org, PersonId},
};
use std::ops::ControlFlow;

/// The `n`-th man's identity number; it belongs to nobody.
pub fn man(n: u32) -> String {
    born(n, 997)
}
/// The `n`-th woman's.
pub fn woman(n: u32) -> String {
    born(n, 998)
}
fn born(n: u32, sequence: u16) -> String {
    let birth = date(1980, 1, 1).checked_add(i64::from(n).days()).expect("a date of our age");
    IdNumber::synthetic("320902", birth, sequence).expect("a known place").as_str().to_owned()
}

/// Somebody with an identity card and a phone.
pub fn person(name: &str, document: &str, phone: &str) -> PersonDetails {
    PersonDetails {
        name: name.into(),
        document_kind: "111".into(),
        document: document.into(),
        phone: phone.into(),
        ..PersonDetails::default()
    }
}

/// Opens unions; each names the one that it stands under by its place in the list.
pub async fn unions<const N: usize>(site: &Site, plan: [(Option<usize>, NewUnion); N]) -> [Union; N] {
    let mut tx = site.app.db.begin().await.expect("an act");
    let mut made: Vec<Union> = Vec::with_capacity(N);
    for (under, new) in plan {
        let under = under.map(|at| made[at].org());
        made.push(unions::store::add(&mut tx, &site.app, under.as_ref(), &new).await.expect("a union"));
    }
    tx.commit().await.expect("kept");
    made.try_into().unwrap_or_else(|_| unreachable!("as many as planned"))
}
/// Opens one union.
pub async fn union(site: &Site, under: Option<&Org>, new: &NewUnion) -> Union {
    let mut tx = site.app.db.begin().await.expect("an act");
    let made = unions::store::add(&mut tx, &site.app, under, new).await.expect("a union");
    tx.commit().await.expect("kept");
    made
}
/// An employer that the union of its area knows.
pub async fn employer(site: &Site, area: &Org, new: &NewEmployer) -> EmployerId {
    let mut tx = site.app.db.begin().await.expect("an act");
    let id = employers::store::add(&mut tx, &site.app, area, new).await.expect("an employer");
    tx.commit().await.expect("kept");
    id
}
/// What stands beside memberships and employers for lists is what it was copied from.
pub async fn expect_beside(site: &Site) {
    let (db, today) = (&site.app.db, site.app.today());
    assert_eq!(members::beside(db).await.expect("memberships"), 0, "memberships beside their people");
    assert_eq!(employers::ways::differing(db, today).await.expect("employers"), 0, "employers beside their unions");
}
/// A federation or joint union is there for these employers since a day.
pub async fn cover(site: &Site, union: &Union, employers: &[EmployerId], since: Date) {
    let mut tx = site.app.db.begin().await.expect("an act");
    for employer in employers {
        unions::store::cover(&mut tx, &site.app, union.id, *employer, since).await.expect("a coverage");
    }
    tx.commit().await.expect("kept");
}
pub async fn place(site: &Site, new: &NewPlace) -> PlaceId {
    let mut tx = site.app.db.begin().await.expect("an act");
    let id = places::store::add(&mut tx, &site.app, new).await.expect("a place");
    tx.commit().await.expect("kept");
    id
}
/// Hangs a code that is this word.
pub async fn code(site: &Site, word: &str, new: &NewCode) -> JoiningCode {
    let mut tx = site.app.db.begin().await.expect("an act");
    let code = codes::store::add(&mut tx, &site.app, word, new).await.expect("a code");
    tx.commit().await.expect("kept");
    code
}
/// Somebody becomes a member at the desk.
pub async fn member(site: &Site, union: &Org, admission: Admission) -> (PersonId, MembershipId) {
    let source = Source { key: "desk", note: "窗口登记", account: None, batch: 0 };
    let mut tx = site.app.db.begin().await.expect("an act");
    let made = members::admit(&mut tx, &site.app, union, admission, source).await.expect("a member");
    tx.commit().await.expect("kept");
    made
}
/// The browser of somebody who is known, with an account of the phone.
pub async fn browser_of(site: &Site, person: PersonId, name: &str, phone: &str) -> Client {
    let account = site.account(name, phone).await;
    let mut tx = site.app.db.begin().await.expect("an act");
    identity::tie_person(&mut tx, account, person, name).await.expect("an account of the person");
    tx.commit().await.expect("kept");
    site.sign_in(account).await
}

/// Asks for the export of a list and fetches the workbook.
pub async fn exported(client: &mut Client, list: &str, address: &str) -> Vec<u8> {
    client.post("/console/exports", &[("list", list), ("address", address)]).await.expect(303);
    let page = client.get("/console/exports").await.expect(200).expect_says("下载").text();
    let newest = page.split("class=\"t\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    client.get(newest.expect("the newest file")).await.expect(200).bytes
}
/// The rows of a workbook, without its head.
pub fn rows(book: &[u8]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let read = sheets::open(book, Limits::default()).expect("a workbook").rows(|_, cells| {
        found.push(cells.iter().map(|cell| cell.text()).collect());
        ControlFlow::Continue(())
    });
    read.expect("rows");
    found.drain(1..).collect()
}
