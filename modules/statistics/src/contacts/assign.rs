//! Assigning one or many: looked at first, then done in one act.
use super::{
    CONTACT, FOLLOW, PATH, index, link,
    rules::{DAYS, State},
    store::{self, Line},
};
use askama::Template;
use axum::response::Response;
use directory::employers::{self, EmployerId};
use platform::{
    audit,
    db::Tx,
    identity::{self, AccountId},
    notices,
    rights::Role,
    tasks::{self, NewTask},
    tree::{self, Org, OrgId},
    web::{Error, Fields, see},
};
use ui::{Choice, Crumb, Desk, Field, filters};

#[derive(Template)]
#[template(path = "contacts/assign.html")]
struct AssignPage {
    frame: ui::Console,
    lines: Vec<Line>,
    /// How many of those ticked can't be assigned: they have a union or a contact meanwhile.
    left_out: usize,
    fields: [Field; 3],
}

/// At most so many at once.
const MOST: usize = 200;
fn ticked(form: &Fields) -> Vec<EmployerId> {
    let mut ids: Vec<EmployerId> = form.all("employer").filter_map(|id| id.parse().ok()).take(MOST).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub async fn preview(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    if !form.has("days") {
        form.set("days", "10");
    }
    Ok(desk.show(&page(&desk, &form).await?))
}
async fn page(desk: &Desk, form: &Fields) -> Result<AssignPage, Error> {
    let scope = desk.scope(FOLLOW)?;
    let ids = ticked(form);
    let lines = store::free(&desk.app.db, &scope, &ids, desk.app.today()).await?;
    let who = holders(desk, &lines).await?;
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("建会联系", PATH));
    Ok(AssignPage {
        frame: desk.frame("分派建会联系", PATH, crumbs),
        left_out: ids.len() - lines.len(),
        lines,
        fields: [
            Field::select("who", "由谁联系", who).of_form(form),
            Field::select("days", "几个工作日内", DAYS.map(|days| Choice::new(days, format!("{days}个工作日"))))
                .of_form(form),
            Field::text("note", "交代一句").optional().attr("maxlength", 100).of_form(form),
        ],
    })
}

/// Who can be chosen: the union in whose area each lies, one's own, and for a single employer also those who hold a post over it.
async fn holders(desk: &Desk, lines: &[Line]) -> Result<Vec<Choice>, Error> {
    let mut all = vec![
        Choice::new("area", "单位归谁管，就由谁联系"),
        Choice::new(format!("{}.", desk.post().org), format!("由我们联系（{}）", desk.post().org_name)),
    ];
    if let [one] = lines {
        let scope = desk.scope(FOLLOW)?;
        let employer = employers::store::within(&desk.app.db, &scope, one.employer).await?.ok_or(Error::NotFound)?;
        let over = identity::holders_over(&desk.app.db, &employer.path, desk.app.today()).await?;
        let within = |org: OrgId| {
            tree::ids_of(&employer.path).contains(&org)
                && !tree::ids_of(&scope.from).iter().rev().skip(1).any(|above| *above == org)
        };
        let may = |role: &str| Role::from_key(role).is_some_and(|role| FOLLOW.is_held_by(role));
        for holder in over.into_iter().filter(|h| within(h.org) && may(&h.role)) {
            all.push(Choice::new(
                format!("{}.{}", holder.org, holder.account),
                format!("{}，{}{}", holder.org_name, holder.title, holder.name),
            ));
        }
    }
    Ok(all)
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    let scope = desk.scope(FOLLOW)?;
    let lines = store::free(&desk.app.db, &scope, &ticked(&form), desk.app.today()).await?;
    if lines.is_empty() {
        return Err(Error::refused("没有要分派的单位：请在名单里选，有人在联系的不用再分派"));
    }
    let days = form.number("days").filter(|days| DAYS.contains(days));
    let Some(days) = days.filter(|_| form.short_enough("note", 100)) else {
        form.fault("days", "请选几个工作日内联系");
        return Ok(desk.refill(&page(&desk, &form).await?));
    };
    let mut work = Vec::with_capacity(lines.len());
    for line in &lines {
        work.push((line, assignee(&desk, &form, line).await?));
    }
    let mut tx = desk.app.db.begin().await?;
    let mut assigned = 0;
    for (line, (org, account)) in &work {
        assigned += usize::from(assign(&mut tx, &desk, line, (org, *account), days, form.get("note")).await?);
    }
    tx.commit().await?;
    let to = if let [one] = &lines[..] { link(one.employer) } else { PATH.to_owned() };
    Ok(see(&to, &format!("分派了{assigned}家，{days}个工作日内没有回音会自动报上一级")))
}

/// The union that is to talk with an employer, and the person where one was named: its branch holds the employer, and lies in one's own.
async fn assignee(desk: &Desk, form: &Fields, line: &Line) -> Result<(Org, Option<AccountId>), Error> {
    let scope = desk.scope(FOLLOW)?;
    let employer = employers::store::within(&desk.app.db, &scope, line.employer).await?.ok_or(Error::NotFound)?;
    let (org, account) = form.get("who").split_once('.').unwrap_or(("", ""));
    let org = org.parse().map_or(employer.org, OrgId);
    let account = account.parse().ok().map(AccountId);
    let org = tree::within(&desk.app.db, &scope, org).await?.filter(|org| employer.path.starts_with(&org.path));
    let Some(org) = org else { return Err(Error::refused("请从列表里选由谁联系")) };
    let holds = match account {
        None => true,
        Some(account) => {
            let over = identity::holders_over(&desk.app.db, &org.path, desk.app.today()).await?;
            over.iter().any(|holder| holder.org == org.id && holder.account == account)
        }
    };
    if holds {
        Ok((org, account))
    } else {
        Err(Error::refused("这个人现在不在那里任职，请从列表里另选"))
    }
}

/// False: somebody assigned it meanwhile.
async fn assign(
    tx: &mut Tx,
    desk: &Desk,
    line: &Line,
    (org, account): (&Org, Option<AccountId>),
    days: i64,
    note: &str,
) -> Result<bool, Error> {
    let app = &desk.app;
    let Some(contact) = store::open(tx, app, line.employer, (org.id, account), desk.who.account).await? else {
        return Ok(false);
    };
    let (link, title) = (link(line.employer), format!("联系{}建会", line.name));
    let detail = format!("职工{}人，还没有工会。{note}", line.headcount);
    let task = NewTask {
        kind: CONTACT,
        org,
        title: &title,
        detail: &detail,
        origin: "建会覆盖",
        subject: store::SUBJECT,
        subject_id: contact.0,
        link: &link,
        days,
    };
    let due = tasks::open(tx, app, &task).await?;
    store::set_due(tx, contact, due.date).await?;
    store::note(tx, app, contact, Some(desk.who.account), State::Assigned, note).await?;
    if let Some(account) = account {
        notices::tell(tx, app, account, &format!("请您{title}"), &detail, &link).await?;
    }
    let said = format!("由{}在{}前联系", org.name, due.date);
    record(tx, desk, "contact.assign", (line.employer, org.id), &said).await?;
    Ok(true)
}
/// An entry of the audit about an employer: it stands on its page.
pub async fn record(
    tx: &mut Tx,
    desk: &Desk,
    act: &str,
    (employer, org): (EmployerId, OrgId),
    detail: &str,
) -> Result<(), Error> {
    let entry =
        audit::Entry { act, object: "employer", object_id: employer.0, org: Some(org), detail, ..Default::default() };
    Ok(audit::record(tx, &desk.app, Some(&desk.who), &entry).await?)
}
