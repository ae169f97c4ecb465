//! All SQL about committees and their seats.
use crate::elections::{Committee, ElectionId, store::office_name};
use directory::members::MembershipId;
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    tree::OrgId,
    vals,
};

platform::row_id!(SeatId);

/// Somebody who sits or sat in a committee.
#[derive(Clone, Debug, PartialEq, sqlx_macros::FromRow)]
pub struct Seat {
    pub id: SeatId,
    committee: String,
    /// chair (its head), vice, women, member.
    pub office: String,
    pub name: String,
    pub sex: String,
    pub job: String,
    pub from_on: String,
    pub to_on: String,
    pub left_on: Option<String>,
    pub why_left: String,
}
impl Seat {
    pub fn committee(&self) -> Committee {
        Committee::from_key(&self.committee).expect("the store writes keys of Committee")
    }
    pub fn is_chair(&self) -> bool {
        self.committee() == Committee::Union && self.office == "chair"
    }
    pub fn office_name(&self) -> &'static str {
        office_name(self.committee(), &self.office)
    }
}
/// All seats of a union: those who sit first, then the former ones, newest first.
pub async fn seats(db: &Db, union: OrgId) -> Result<Vec<Seat>> {
    db.all(
        "SELECT id, committee, office, name, sex, job, from_on, to_on, left_on, why_left FROM committee_seats WHERE union_id = $1 \
         ORDER BY CASE WHEN left_on IS NULL THEN 0 ELSE 1 END, left_on DESC, CASE office WHEN 'chair' THEN 0 WHEN 'vice' THEN 1 ELSE 2 END, id LIMIT 300",
        vals![union],
    )
    .await
}
/// How many seats each committee has, and how many are taken: (committee, seats, taken).
pub async fn sizes(db: &Db, union: OrgId) -> Result<Vec<(Committee, i64, i64)>> {
    let rows: Vec<(String, i64, i64)> = db
        .all(
            "SELECT z.committee, z.seats, (SELECT COUNT(*) FROM committee_seats s WHERE s.union_id = z.union_id AND s.committee = z.committee AND s.left_on IS NULL) \
             FROM committee_sizes z WHERE z.union_id = $1 ORDER BY z.committee",
            vals![union],
        )
        .await?;
    Ok(rows.into_iter().filter_map(|(key, seats, taken)| Some((Committee::from_key(&key)?, seats, taken))).collect())
}
/// Empty seats of the committee and of the audit committee.
pub async fn empty_seats(app: &App, union: OrgId) -> Result<(i64, i64)> {
    let sizes = sizes(&app.db, union).await?;
    let empty =
        |wanted| sizes.iter().find(|(c, ..)| *c == wanted).map_or(0, |(_, seats, taken)| (seats - taken).max(0));
    Ok((empty(Committee::Union), empty(Committee::Audit)))
}

/// A seat to be taken.
#[derive(Clone, Debug)]
pub struct NewSeat<'a> {
    pub committee: Committee,
    pub office: &'a str,
    pub name: &'a str,
    pub sex: &'a str,
    pub job: &'a str,
    pub membership: Option<MembershipId>,
    pub election: Option<ElectionId>,
    pub from_on: Date,
    pub to_on: Date,
}
pub async fn add(tx: &mut Tx, union: OrgId, new: &NewSeat<'_>) -> Result<()> {
    tx.exec(
        "INSERT INTO committee_seats (union_id, committee, office, name, sex, job, membership, election, from_on, to_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vals![union, new.committee.key(), new.office, new.name, new.sex, new.job, new.membership, new.election, new.from_on, new.to_on],
    )
    .await
    .map(|_| ())
}
pub async fn set_size(tx: &mut Tx, union: OrgId, committee: Committee, seats: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO committee_sizes (union_id, committee, seats) VALUES ($1, $2, $3) ON CONFLICT (union_id, committee) DO UPDATE SET seats = excluded.seats",
        vals![union, committee.key(), seats],
    )
    .await
    .map(|_| ())
}
/// All who sit leave: the term is over.
pub async fn end_term(tx: &mut Tx, union: OrgId, on: Date) -> Result<u64> {
    tx.exec(
        "UPDATE committee_seats SET left_on = $2, why_left = '换届' WHERE union_id = $1 AND left_on IS NULL",
        vals![union, on],
    )
    .await
}
/// Somebody leaves a seat; false where he had left.
pub async fn leave(tx: &mut Tx, union: OrgId, seat: SeatId, on: Date, why: &str) -> Result<bool> {
    let sql =
        "UPDATE committee_seats SET left_on = $3, why_left = $4 WHERE union_id = $1 AND id = $2 AND left_on IS NULL";
    Ok(tx.exec(sql, vals![union, seat, on, why]).await? == 1)
}

/// Grants a later end of a term.
pub async fn postpone(
    tx: &mut Tx,
    app: &App,
    union: OrgId,
    term_from: &str,
    until: Date,
    reason: &str,
    account: platform::identity::AccountId,
) -> Result<()> {
    tx.insert(
        "term_postponements",
        "union_id, term_from, until, reason, account, at",
        vals![union, term_from, until, reason, account, app.now()],
    )
    .await?;
    Ok(())
}
/// The later end that was granted for a term: (until, reason).
pub async fn postponed(db: &Db, union: OrgId, term_from: &str) -> Result<Option<(String, String)>> {
    db.maybe(
        "SELECT until, reason FROM term_postponements WHERE union_id = $1 AND term_from = $2 ORDER BY until DESC LIMIT 1",
        vals![union, term_from],
    )
    .await
}
