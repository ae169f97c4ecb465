//! What the directory holds about a person, and what becomes of it when the person asks for deletion.
//!
//! What proves a membership stays for three years after it ended: within that time somebody may go to court over it (民法典第188条), and
//! until then it is only stored (个人信息保护法第47条). Everything else goes at once.
use crate::{
    joinings::{self, form::Form},
    members,
    people::{self, sealed},
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    db::{Db, Result, Tx},
    files::{self, FileId},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    search,
    standards::{Table, tables},
    tasks,
    tree::PersonId,
    vals,
};
use serde_json::json;

pub const ALL: &[Portion] = &[
    Portion {
        key: "person",
        name: "个人信息",
        tables: &[
            "persons",
            "people",
            "person_groups",
            "memberships",
            "membership_events",
            "affiliations",
            "card_numbers",
            "import_changes",
            "bulk_rows",
            "records",
            "files",
        ],
        export: |app, who| Box::pin(person_export(app, who)) as Export,
        fate: |app, who| Box::pin(person_fate(app, who)) as Fates,
        erase: |tx, app, who, today| Box::pin(person_erase(tx, app, who, today)) as Erasing<'_>,
    },
    Portion {
        key: "joinings",
        name: "入会申请",
        tables: &["joinings"],
        export: |app, who| Box::pin(joinings_export(app, who)) as Export,
        fate: |app, who| Box::pin(joinings_fate(app, who)) as Fates,
        erase: |tx, app, who, today| Box::pin(joinings_erase(tx, app, who, today)) as Erasing<'_>,
    },
];

const YEARS: i32 = 3;
const PROOF: &str = "发生争议时，要能证明您什么时候是会员";
const LAW: &str = "《民法典》第188条，《个人信息保护法》第47条第2款";

/// Where somebody stands who wants to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Is a member (again): nothing goes.
    Member,
    /// Was one, and it must still be provable.
    Provable,
    /// No law keeps anything any more.
    Free,
}
pub async fn standing(tx: &mut Tx, person: PersonId, today: Date) -> Result<Standing> {
    if members::store::current_in(tx, person).await?.is_some() {
        return Ok(Standing::Member);
    }
    let until = ended_on_in(tx, person).await?.as_deref().and_then(proof_until);
    Ok(if until.is_some_and(|until| today <= until) { Standing::Provable } else { Standing::Free })
}
/// Why what proves a membership stays, and until when; none: there was no membership.
pub async fn proof(db: &Db, person: PersonId) -> Result<Option<Kept>> {
    Ok(kept(ended_on(db, person).await?.as_deref()))
}

/// The last day on which a membership that ended must still be provable.
fn proof_until(ended_on: &str) -> Option<Date> {
    ended_on.parse::<Date>().ok()?.checked_add(YEARS.years()).ok()
}
/// When the last membership ended; none: there is none, or one holds.
async fn ended_on(db: &Db, person: PersonId) -> Result<Option<String>> {
    let sql = "SELECT MAX(COALESCE(ended_on, '9990-12-31')) FROM memberships WHERE person = $1";
    Ok(db.one::<(Option<String>,)>(sql, vals![person]).await?.0)
}
async fn ended_on_in(tx: &mut Tx, person: PersonId) -> Result<Option<String>> {
    let sql = "SELECT MAX(COALESCE(ended_on, '9990-12-31')) FROM memberships WHERE person = $1";
    Ok(tx.one::<(Option<String>,)>(sql, vals![person]).await?.0)
}
fn kept(ended_on: Option<&str>) -> Option<Kept> {
    let until = ended_on.and_then(proof_until);
    ended_on.map(|_| Kept { why: PROOF, law: LAW, until })
}

/// The word behind a code of the official tables; a code that has none stays.
fn named(table: &'static Table, code: &str) -> String {
    table.name_of(code).unwrap_or(code).to_owned()
}
async fn person_export(app: App, who: Subject) -> Result<serde_json::Value> {
    let Some(id) = who.person else { return Ok(json!(null)) };
    let history = members::store::history(&app.db, id).await?;
    let groups = people::store::groups(&app.db, id).await?;
    let ties = members::store::affiliations(&app.db, id).await?;
    Ok(json!({
        "职工类别": groups,
        "会籍变动": history.iter().map(|e| json!({ "日期": e.on_day, "工会": e.union_name, "变动": named(&tables::MEMBERSHIP_CHANGE, &e.change), "原因": named(&tables::MEMBERSHIP_CHANGE_REASON, &e.reason), "备注": e.note })).collect::<Vec<_>>(),
        "挂靠": ties.iter().map(|t| json!({ "联合会": t.union_name, "从": t.from_on, "到": t.to_on })).collect::<Vec<_>>(),
    }))
}

async fn person_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let Some(id) = who.person else { return Ok(Vec::new()) };
    let Some(person) = people::store::find(&app.db, id).await? else { return Ok(Vec::new()) };
    if person.document_index.starts_with("erased.") {
        return Ok(Vec::new());
    }
    let count = |sql: &'static str| app.db.number(sql, vals![id]);
    let events = count("SELECT COUNT(*) FROM membership_events WHERE person = $1").await?;
    let groups = count("SELECT COUNT(*) FROM person_groups WHERE person = $1").await?;
    let ties = count("SELECT COUNT(*) FROM affiliations WHERE person = $1").await?;
    let proof = proof(&app.db, id).await?;
    let mut fates = vec![
        Fate { what: "姓名和证件号码", count: 1, kept: proof.clone() },
        Fate { what: "会籍和会籍变动", count: events, kept: proof },
        Fate { what: "手机号、单位、户籍、学历等资料", count: i64::from(has_rest(&person)), kept: None },
        Fate { what: "职工类别", count: groups, kept: None },
        Fate { what: "挂靠", count: ties, kept: None },
        Fate { what: "照片", count: i64::from(person.photo.is_some()), kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
fn has_rest(person: &people::Person) -> bool {
    person.phone_sealed.is_some() || person.household_place_sealed.is_some() || !person.employer_name.is_empty()
}

async fn person_erase(tx: &mut Tx, app: &App, who: Subject, today: Date) -> Result<u64> {
    let Some(id) = who.person else { return Ok(0) };
    // Whoever joined again meanwhile is a member: nothing goes.
    let standing = standing(tx, id, today).await?;
    if standing == Standing::Member {
        return Ok(0);
    }
    let mut erased = erase_rest(tx, app, id).await?;
    // What was merged into this person keeps what it was: it goes the same way.
    let merged: Vec<(PersonId,)> = tx.all("SELECT id FROM persons WHERE merged_into = $1", vals![id]).await?;
    for (twin,) in &merged {
        erased += erase_rest(tx, app, *twin).await?;
    }
    let memberships: Vec<(i64,)> = tx.all("SELECT id FROM memberships WHERE person = $1", vals![id]).await?;
    for (membership,) in memberships {
        search::remove(tx, "member", membership).await?;
    }
    if standing == Standing::Provable {
        return Ok(erased);
    }
    for person in merged.into_iter().map(|row| row.0).chain([id]) {
        erase_identity(tx, app, person).await?;
        erased += 1;
    }
    Ok(erased)
}
/// All that does not prove a membership.
async fn erase_rest(tx: &mut Tx, app: &App, id: PersonId) -> Result<u64> {
    let Some(person) = people::store::find_in(tx, id).await? else { return Ok(0) };
    let mut erased = 0;
    if let Some(photo) = person.photo {
        erased += files::take_away(tx, app, FileId(photo)).await?;
    }
    erased += tx
        .exec(
            "UPDATE people SET phone_sealed = NULL, phone_index = NULL, phone_checked = 0, household_place_sealed = NULL, ethnic = '', education = '', skill = '', \
             work_status = '', political = '', household = '', native_place = '', migrant = '', employer = NULL, employer_name = '', photo = NULL, \
             updated_at = $2, version = version + 1 \
             WHERE id = $1 AND (phone_sealed IS NOT NULL OR household_place_sealed IS NOT NULL OR employer_name <> '' OR photo IS NOT NULL)",
            vals![id, app.now()],
        )
        .await?;
    for sql in [
        "DELETE FROM person_groups WHERE person = $1",
        "DELETE FROM affiliations WHERE person = $1",
        "DELETE FROM import_changes WHERE person = $1",
        "DELETE FROM bulk_rows WHERE person = $1",
        "DELETE FROM card_numbers WHERE membership IN (SELECT id FROM memberships WHERE person = $1)",
    ] {
        erased += tx.exec(sql, vals![id]).await?;
    }
    people::store::beside_memberships(tx, id).await?;
    Ok(erased)
}
/// Name and number go too: what remains says that somebody was a member from when to when, and not who.
async fn erase_identity(tx: &mut Tx, app: &App, id: PersonId) -> Result<()> {
    const NOBODY: &str = "已删除";
    tx.exec(
        "UPDATE people SET name = $2, sex = '', birth_on = NULL, document_sealed = $3, document_index = $4, updated_at = $5, version = version + 1 WHERE id = $1",
        vals![id, NOBODY, app.keys.seal(sealed::DOCUMENT, ""), format!("erased.{id}"), app.now()],
    )
    .await?;
    people::store::beside_memberships(tx, id).await?;
    tx.exec("UPDATE membership_events SET note = '' WHERE person = $1", vals![id]).await?;
    tx.exec("DELETE FROM records WHERE person = $1", vals![id]).await?;
    platform::tree::rename_person(tx, id, NOBODY).await.map(|_| ())
}

type Joining = (i64, String, String, String, String, Option<i64>);
const JOININGS: &str =
    "SELECT id, reference, state, form_sealed, document_index, signature FROM joinings WHERE account = $1 ORDER BY id";

async fn joinings_export(app: App, who: Subject) -> Result<serde_json::Value> {
    let all: Vec<Joining> = app.db.all(JOININGS, vals![who.account]).await?;
    let mut shown = Vec::new();
    for (_, reference, state, sealed, ..) in all {
        // One that was erased has nothing inside.
        let form = Form::open(&app, &sealed).ok().and_then(|form| serde_json::to_value(form).ok());
        shown.push(json!({ "编号": reference, "状态": state, "填写的内容": form }));
    }
    Ok(json!(shown))
}
async fn joinings_fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let all: Vec<Joining> = app.db.all(JOININGS, vals![who.account]).await?;
    let proof = match who.person {
        Some(person) => proof(&app.db, person).await?,
        None => None,
    };
    let there = |joining: &&Joining| !joining.4.starts_with("erased.");
    let (approved, others): (Vec<&Joining>, Vec<&Joining>) =
        all.iter().filter(there).partition(|joining| joining.2 == "approved");
    let mut fates = vec![
        Fate { what: "通过的入会申请和签名", count: approved.len() as i64, kept: proof },
        Fate { what: "没有通过或撤回的入会申请", count: others.len() as i64, kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
async fn joinings_erase(tx: &mut Tx, app: &App, who: Subject, today: Date) -> Result<u64> {
    let standing = match who.person {
        Some(person) => standing(tx, person, today).await?,
        None => Standing::Free,
    };
    if standing == Standing::Member {
        return Ok(0);
    }
    let proven = standing == Standing::Provable;
    let all: Vec<Joining> = tx.all(JOININGS, vals![who.account]).await?;
    let mut erased = 0;
    for (id, _, state, _, index, signature) in all {
        let open = matches!(state.as_str(), "waiting" | "returned");
        if open || index.starts_with("erased.") || (proven && state == "approved") {
            continue;
        }
        tasks::forget(tx, joinings::OBJECT, id).await?;
        if let Some(signature) = signature {
            files::take_away(tx, app, FileId(signature)).await?;
        }
        erased += tx
            .exec(
                "UPDATE joinings SET name = '已删除', form_sealed = $2, document_index = $3, employer = NULL, employer_name = '', group_name = '', reasons = '', signature = NULL WHERE id = $1",
                vals![id, app.keys.seal("joinings.form", "{}"), format!("erased.{id}")],
            )
            .await?;
    }
    Ok(erased)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_membership_is_provable_for_three_years_after_its_end() {
        assert_eq!(proof_until("2026-02-28"), Some(date(2029, 2, 28)));
        assert_eq!(proof_until("2024-02-29"), Some(date(2027, 2, 28)));
        assert_eq!(proof_until(""), None);
    }
}
