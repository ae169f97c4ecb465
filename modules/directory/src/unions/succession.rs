//! What a union that ends leaves to its successor: members slice by slice, then all the rest in one act.
use super::{Union, store};
use crate::{
    employers::{
        self, EmployerId,
        ways::{self, Of},
    },
    members::{MEMBERS, MembershipId},
    people::{self, Person},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Db, Result, Tx},
    facts::{self, Fact},
    identity::{self, AccountId},
    notices, search, tasks,
    tree::{self, OrgId, PersonId, Scope},
    vals,
};

/// What becomes of those who belong to the union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// 合并: members are transferred to the union that it joins.
    Joined,
    /// 撤销: memberships are kept (会籍保留) by the upper union.
    Kept,
}

/// How much hangs on a union itself, not on those below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estate {
    pub members: i64,
    /// Employers whose workers belong to it, and those that it covers beside the tree.
    pub employers: i64,
    pub covered: i64,
    pub codes: i64,
    pub places: i64,
    pub posts: i64,
    pub waiting: i64,
    pub tied: i64,
}
pub async fn estate(db: &Db, union: &Union, today: Date) -> Result<Estate> {
    let of = |sql: &'static str| db.number(sql, vals![union.id]);
    Ok(Estate {
        members: db
            .number(
                "SELECT COUNT(*) FROM memberships WHERE path = $1 AND union_id = $2 AND state <> 'ended'",
                vals![&union.path, union.id],
            )
            .await?,
        employers: of("SELECT COUNT(*) FROM employers WHERE union_id = $1").await?,
        covered: of("SELECT COUNT(*) FROM coverages WHERE union_id = $1 AND to_on IS NULL").await?,
        codes: of("SELECT COUNT(*) FROM joining_codes WHERE union_id = $1 AND revoked_at IS NULL").await?,
        places: of("SELECT COUNT(*) FROM places WHERE union_id = $1 AND closed_at IS NULL").await?,
        posts: identity::holders(db, &Scope::below(&union.path), today)
            .await?
            .iter()
            .filter(|h| h.org == union.id)
            .count()
            .try_into()
            .expect("a count fits in 63 bits"),
        waiting: db
            .number(
                "SELECT COUNT(*) FROM joinings WHERE path = $1 AND union_id = $2 AND state IN ('waiting', 'returned')",
                vals![&union.path, union.id],
            )
            .await?,
        tied: of("SELECT COUNT(*) FROM affiliations WHERE union_id = $1 AND to_on IS NULL").await?,
    })
}

/// Who hands over to whom, and what stands in the history.
#[derive(Clone, Copy, Debug)]
pub struct Succession<'a> {
    pub from: &'a Union,
    pub to: &'a Union,
    pub way: Way,
    pub on: Date,
    /// Code of `membership_change_reason`; empty: none of them.
    pub reason: &'a str,
    pub note: &'a str,
    pub account: Option<AccountId>,
}

#[derive(sqlx_macros::FromRow)]
struct Member {
    membership: MembershipId,
    number: String,
    state: String,
    #[sqlx(flatten)]
    person: Person,
}

/// Hands at most `limit` memberships over and tells the people; says how many there were. The membership, its number and its age stay.
pub async fn members(tx: &mut Tx, app: &App, act: &Succession<'_>, limit: i64) -> Result<usize> {
    let sql = format!(
        "SELECT m.id AS membership, m.number, m.state, {} FROM memberships m JOIN people p ON p.id = m.person \
         WHERE m.path = $1 AND m.union_id = $2 AND m.state <> 'ended' ORDER BY m.id LIMIT $3",
        people::store::columns()
    );
    let some: Vec<Member> = tx.all(sqlx::AssertSqlSafe(sql), vals![&act.from.path, act.from.id, limit]).await?;
    let Some(last) = some.last().map(|m| m.membership) else { return Ok(0) };
    // A change of the person too, so that the undoing of an import leaves it alone.
    tx.exec(
        "UPDATE people SET version = version + 1 WHERE id IN (SELECT person FROM memberships WHERE path = $1 AND union_id = $2 AND state <> 'ended' AND id <= $3)",
        vals![&act.from.path, act.from.id, last],
    )
    .await?;
    let state = match act.way {
        Way::Kept => "state = 'kept', ",
        Way::Joined => "",
    };
    tx.exec(
        sqlx::AssertSqlSafe(format!(
            "UPDATE memberships SET {state}union_id = $1, path = $2, version = version + 1 WHERE path = $3 AND union_id = $4 AND state <> 'ended' AND id <= $5"
        )),
        vals![act.to.id, &act.to.path, &act.from.path, act.from.id, last],
    )
    .await?;
    history(tx, app, act, &some).await?;
    for member in &some {
        let details = member.person.details(app).unwrap_or_default();
        let words = people::store::search_words(app, &details, &member.number, &act.to.path);
        let entry =
            search::NewEntry { kind: "member", id: member.membership.0, title: member.person.name.clone(), words };
        search::put(tx, vec![entry]).await?;
        let title = match act.way {
            Way::Kept => format!("您的会籍由{}保留", act.to.name),
            Way::Joined => format!("您转到了{}", act.to.name),
        };
        let body = format!("{}。卡号和入会时间都不变", act.note);
        notices::tell_person(tx, app, member.person.id, &title, &body, "/me/union").await?;
    }
    Ok(some.len())
}
/// Events with their official codes, the people's files, the figures.
async fn history(tx: &mut Tx, app: &App, act: &Succession<'_>, members: &[Member]) -> Result<()> {
    let (mut events, mut records, mut counted) = (Vec::new(), Vec::new(), Vec::new());
    for member in members {
        let (id, person): (MembershipId, PersonId) = (member.membership, member.person.id);
        let changes: &[(OrgId, &str)] = match act.way {
            Way::Joined => &[(act.from.id, "4"), (act.to.id, "2")],
            // Kept already: only the union that keeps it is another.
            Way::Kept if member.state == "kept" => &[(act.from.id, "4"), (act.to.id, "2")],
            Way::Kept => &[(act.to.id, "3")],
        };
        for (union, change) in changes {
            events.extend(vals![id, person, *union, *change, act.reason, act.on, act.note, act.account, app.now()]);
        }
        let title = match act.way {
            Way::Joined => format!("转到{}", act.to.name),
            Way::Kept => format!("会籍由{}保留", act.to.name),
        };
        records.extend(vals![person, act.on, "directory", "membership", title, act.note, "/me/union", app.now()]);
        for (org, amount) in [(act.from.id, -1), (act.to.id, 1)] {
            counted.push(Fact {
                measure: MEMBERS,
                org,
                day: act.on,
                dimension: "",
                amount,
                record: "membership",
                record_id: id.0,
            });
        }
    }
    tx.insert_many(
        "membership_events",
        "membership, person, union_id, change, reason, on_day, note, account, at",
        events,
    )
    .await?;
    tx.insert_many("records", "person, on_day, module, kind, title, detail, link, at", records).await?;
    facts::count_all(tx, &counted).await
}

/// Everything but the members: employers, codes, places, joinings, tasks, ties; posts and coverages end on the day; the union is struck off.
/// `counted`: whether it was a union of the figures, not one in preparation.
pub async fn rest(tx: &mut Tx, app: &App, act: &Succession<'_>, counted: Counted) -> Result<()> {
    let (from, to, on) = (act.from, act.to, act.on);
    for sql in [
        "UPDATE joining_codes SET union_id = $2 WHERE union_id = $1",
        "UPDATE places SET union_id = $2 WHERE union_id = $1",
    ] {
        tx.exec(sql, vals![from.id, to.id]).await?;
    }
    tx.exec(
        "UPDATE joinings SET union_id = $2, path = $3, version = version + 1 WHERE union_id = $1 AND state IN ('waiting', 'returned')",
        vals![from.id, to.id, &to.path],
    )
    .await?;
    tasks::hand_over(tx, app, from.id, &to.org()).await?;
    hand_over_employers(tx, app, act).await?;
    if act.way == Way::Joined {
        for sql in [
            "INSERT INTO coverages (union_id, employer, from_on) SELECT $2, c.employer, $3 FROM coverages c WHERE c.union_id = $1 AND c.to_on IS NULL \
             AND NOT EXISTS (SELECT 1 FROM coverages d WHERE d.union_id = $2 AND d.employer = c.employer AND d.to_on IS NULL)",
            "INSERT INTO affiliations (person, union_id, from_on, source) SELECT a.person, $2, $3, a.source FROM affiliations a WHERE a.union_id = $1 AND a.to_on IS NULL \
             AND NOT EXISTS (SELECT 1 FROM affiliations b WHERE b.union_id = $2 AND b.person = a.person AND b.to_on IS NULL)",
        ] {
            tx.exec(sql, vals![from.id, to.id, on]).await?;
        }
    }
    for sql in [
        "UPDATE coverages SET to_on = $2 WHERE union_id = $1 AND to_on IS NULL",
        "UPDATE affiliations SET to_on = $2 WHERE union_id = $1 AND to_on IS NULL",
    ] {
        tx.exec(sql, vals![from.id, on]).await?;
    }
    identity::end_posts_at(tx, from.id, on).await?;
    identity::revoke_invitations_to(tx, from.id, app.now()).await?;
    tx.exec("UPDATE unions SET status = '0', version = version + 1 WHERE id = $1", vals![from.id]).await?;
    tree::close(tx, from.id, on).await?;
    for union in [from.id, to.id] {
        ways::keep(tx, app, Of::Union(union)).await?;
    }
    if let (Counted::AsUnion, Some(kind)) = (counted, from.kind()) {
        store::count_union(tx, kind, from.id, on, -1).await?;
    }
    Ok(())
}
/// Whether a union that ends stands in the figure of unions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    AsUnion,
    NotYet,
}

/// Employers of a joined union belong to the other one; those of a struck-off one have none, and lie in the upper one's area.
async fn hand_over_employers(tx: &mut Tx, app: &App, act: &Succession<'_>) -> Result<()> {
    let bound = match act.way {
        Way::Joined => Some(act.to.id),
        Way::Kept => None,
    };
    tx.exec(
        "UPDATE employers SET union_id = $2, updated_at = $3, version = version + 1 WHERE union_id = $1",
        vals![act.from.id, bound, app.now()],
    )
    .await?;
    let area: Vec<(EmployerId, String)> =
        tx.all("SELECT id, name FROM employers WHERE org = $1", vals![act.from.id]).await?;
    tx.exec(
        "UPDATE employers SET org = $2, path = $3, updated_at = $4, version = version + 1 WHERE org = $1",
        vals![act.from.id, act.to.id, &act.to.path, app.now()],
    )
    .await?;
    for (id, name) in area {
        employers::store::index(tx, id, &name, &act.to.path).await?;
    }
    Ok(())
}
