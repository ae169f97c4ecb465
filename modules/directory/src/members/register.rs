//! Registering a member at the desk: the same rules as joining, decided by whoever sits there.
use super::{Admission, Membership, MembershipId, admission::Source, admit, edit, index, link, rules, store};
use crate::{
    form::{self, FormPage, Section},
    people::{self, PersonDetails, card},
    permissions::MEMBERS_WRITE,
    unions::{self, Union},
};
use axum::response::Response;
use jiff::civil::Date;
use platform::{
    db::is_unique,
    standards::tables,
    tree::PersonId,
    web::{Error, Fields, see},
};
use ui::{Button, Choice, Crumb, Desk, Field};

const CHANGES: [&str; 2] = ["1", "2"];

async fn page(desk: &Desk, form: &Fields, see: Option<Button>) -> Result<FormPage, Error> {
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("会员名册", index::PATH));
    let groups = index::groups(&desk.app, "").await?;
    let changes =
        tables::MEMBERSHIP_CHANGE.entries().iter().filter(|e| CHANGES.contains(&e.code)).map(|e| (e.code, e.name));
    let membership = Section::new(
        "会籍",
        "登记以后马上生效",
        form,
        vec![
            Field::suggest("union", "加入哪家工会", "/console/unions/options", "union_id", ""),
            Field::date("joined_on", "入会日期"),
            Field::select("change", "变动类型", changes),
            Field::checks("groups", "职工类别", groups.iter().map(|g| Choice::new(g, g))).optional(),
        ],
    );
    let mut sections = card::sections(form, None);
    sections.insert(1, membership);
    Ok(FormPage {
        frame: desk.frame("登记会员", index::PATH, crumbs),
        action: index::PATH.into(),
        hidden: Vec::new(),
        notice: None,
        see,
        sections,
        submit: Button::primary("登记这名会员").busy("正在登记…"),
        back: index::PATH.into(),
    })
}

pub async fn new(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    let own = unions::store::find(&desk.app.db, desk.post().org).await?;
    // Nobody joins a federation by accident.
    let fits = |u: &Union| unions::takes_members(u) && u.kind().is_some_and(|k| !k.is_local_federation());
    if let Some(own) = own.filter(fits) {
        form.set("union", own.name);
        form.set("union_id", own.id.to_string());
    }
    form.set("joined_on", desk.app.today().to_string());
    form.set("document_kind", "111");
    form.set("change", "1");
    Ok(desk.show(&page(&desk, &form, None).await?))
}

pub async fn create(desk: Desk, mut form: Fields) -> Result<Response, Error> {
    let union = union(&desk, &mut form).await?;
    let today = desk.app.today();
    let mut details = card::read(&mut form, None, today);
    edit::employer_of(&desk, &form, &mut details).await?;
    let joined_on = joined_on(&mut form, &details, today);
    let (person, elsewhere) = person(&desk, &mut form, &details).await?;
    let (Some(union), Some(joined_on), true) = (union, joined_on, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &form, elsewhere).await?));
    };
    let known = index::groups(&desk.app, "").await?;
    let admission = Admission {
        person,
        details,
        groups: form.all("groups").filter(|g| known.iter().any(|k| k == g)).map(str::to_owned).collect(),
        joined_on,
        change: form.get("change").to_owned(),
        reason: String::new(),
    };
    let id = keep(&desk, &union, admission).await?;
    Ok(see(&link(id), &format!("{}登记好了，现在是{}的会员", form.get("name"), union.name)))
}

/// The union of the form, if it is one that takes members and lies where one may register them.
async fn union(desk: &Desk, form: &mut Fields) -> Result<Option<Union>, Error> {
    let scope = desk.scope(MEMBERS_WRITE)?;
    let union = unions::chosen(desk, form, "union", "union_id").await?.filter(|u| scope.holds(&u.path));
    match &union {
        None => form.fault("union", "没有找到这家工会，请输入名称后从列表里选一家"),
        Some(union) if !unions::takes_members(union) => {
            form.fault("union", format!("{}现在不发展会员，请选一家基层工会", union.name));
        }
        Some(_) => {}
    }
    Ok(union)
}
fn joined_on(form: &mut Fields, details: &PersonDetails, today: Date) -> Option<Date> {
    if !CHANGES.contains(&form.get("change")) {
        form.fault("change", "请选择入会或转入");
    }
    form.required("joined_on", "请填入会日期", 10);
    let on = form::day(form, "joined_on", Some(today))?;
    if let Some(fault) = details.birth_on.parse().ok().and_then(|birth| rules::age_fault(birth, on)) {
        form.fault(if details.document_kind == "111" { "document" } else { "birth_on" }, fault);
    }
    Some(on)
}

/// Whether the person is known, and what speaks against a membership; with a link where one may look.
async fn person(
    desk: &Desk,
    form: &mut Fields,
    details: &PersonDetails,
) -> Result<(Option<PersonId>, Option<Button>), Error> {
    if details.document.is_empty() {
        return Ok((None, None));
    }
    let (db, scope) = (&desk.app.db, desk.scope(MEMBERS_WRITE)?);
    people::store::adopt(db, &desk.app, &[(&details.document_kind, &details.document)]).await?;
    let document = people::store::document_index(&desk.app, &details.document_kind, &details.document);
    if let Some((joining, path)) = store::open_joining(db, &document).await? {
        form.fault("document", "这个人已经在网上申请入会，正等审批，请到入会审批里办");
        let here = scope.holds(&path);
        return Ok((None, here.then(|| Button::outline("看这份申请").href(format!("/console/joinings/{joining}")))));
    }
    let Some(known) = people::store::by_document(db, &desk.app, &details.document_kind, &details.document).await?
    else {
        return Ok((None, None));
    };
    if let Some(current) = store::current(db, known.id).await? {
        return Ok((None, refuse(form, &scope.holds(&current.path).then_some(current))));
    }
    if known.name != details.name {
        form.fault("name", "这个证件号码登记过的姓名不是这个，请对照证件再看一遍");
    }
    Ok((Some(known.id), None))
}
/// Somebody has a membership already: of which union is told only where one may see it.
fn refuse(form: &mut Fields, current: &Option<Membership>) -> Option<Button> {
    match current {
        Some(current) => {
            form.fault("document", format!("这个人已经是{}的会员，一个人只有一份会籍", current.union_name));
            Some(Button::outline(format!("看{}的资料", current.name)).href(link(current.id)))
        }
        None => {
            form.fault("document", "这个证件号码已有会籍，不在您管的工会里。请本人转会过来，或和上级工会联系");
            Some(Button::outline("请本人转会过来").href("/console/ways/transfer"))
        }
    }
}

async fn keep(desk: &Desk, union: &Union, admission: Admission) -> Result<MembershipId, Error> {
    let app = &desk.app;
    let source = Source { key: "desk", note: "窗口登记", account: Some(desk.who.account), batch: 0 };
    let (name, joined_on) = (admission.details.name.clone(), admission.joined_on.to_string());
    let mut tx = app.db.begin().await?;
    let admitted = admit(&mut tx, app, &union.org(), admission, source).await;
    let (person, id) = admitted.map_err(|fault| match is_unique(&fault) {
        true => Error::refused("别的窗口刚刚登记了这个人，请在名册里查看"),
        false => fault.into(),
    })?;
    let membership = Membership {
        id,
        person,
        union_id: union.id,
        union_name: union.name.clone(),
        path: union.path.clone(),
        state: "active".into(),
        number: String::new(),
        joined_on,
        ended_on: None,
        name,
        version: 1,
    };
    edit::record(&mut tx, desk, &membership, "member.register", &format!("加入{}", union.name)).await?;
    tx.commit().await?;
    Ok(id)
}
