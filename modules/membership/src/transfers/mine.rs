//! The member asks: where one works now, the union that follows from it, what changes.
use super::{Target, Workplace, new as new_way, target};
use crate::{
    mine,
    ways::{
        By, Turn, Wanted, With, facts, perform,
        rules::{Act, Kind, State},
        store::{self, Way},
        turns,
    },
};
use askama::Template;
use axum::response::Response;
use directory::{
    employers,
    joinings::{
        candidates,
        form::{Form, Work},
        steps, submission,
    },
    members::{self, Membership},
    unions,
};
use platform::{
    settings,
    tree::OrgId,
    web::{Error, Fields, Result, encode, see},
};
use ui::{Choice, Field, Guest, Member, Row, filters};

const EMPLOYER: usize = 60;
/// The member knows the union by name.
const BY_NAME: &str = "union";

/// Who asks: with the transfer that was sent back, where there is one.
struct Asking {
    membership: Membership,
    returned: Option<Way>,
}
async fn asking(guest: &Guest) -> Result<std::result::Result<Asking, Response>> {
    let membership = match mine::membership(guest).await? {
        Ok(membership) => membership,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let open = store::open_of(&guest.app.db, membership.person).await?;
    if open.as_ref().is_some_and(|way| way.state() != State::Returned) {
        return Ok(mine::held_up(guest, &membership).await?.map_or(Ok(Asking { membership, returned: None }), Err));
    }
    Ok(Ok(Asking { membership, returned: open }))
}

#[derive(Template)]
#[template(path = "transfers/workplace.html")]
struct WorkplacePage {
    frame: Member,
    union_name: String,
    work: Field,
    employer: Field,
    group: Field,
    town: Field,
    union: Field,
}
impl WorkplacePage {
    fn fields(&self) -> [&Field; 5] {
        [&self.work, &self.employer, &self.group, &self.town, &self.union]
    }
}
async fn workplace(guest: &Guest, asking: &Asking, form: &Fields) -> Result<WorkplacePage> {
    let app = &guest.app;
    let kinds = Work::ALL.map(|(_, key, label, note)| Choice::new(key, label).note(note));
    let named = Choice::new(BY_NAME, "我知道转到哪家工会").note("按名称找");
    let unsaid = |words: &'static str| std::iter::once(Choice::new("", words));
    let groups = steps::groups(app).await?.into_iter().map(|g| Choice::new(&g, &g));
    let towns = candidates::towns(&app.db).await?.into_iter().map(|(id, name)| Choice::new(id, name));
    Ok(WorkplacePage {
        frame: mine::frame(guest, "转会", mine::PATH),
        union_name: asking.membership.union_name.clone(),
        work: Field::radios("work", "您现在的工作", kinds.into_iter().chain([named])).of_form(form),
        employer: Field::suggest("employer", "单位名称", "/join/employers", "employer_id", "")
            .hint("打几个字，从下面选；没有就写全称")
            .attr("maxlength", EMPLOYER)
            .of_form(form),
        group: Field::select("group", "您做的是", unsaid("请选择，没有就不选").chain(groups)).of_form(form),
        town: Field::select("town", "常在哪个镇街", unsaid("说不准").chain(towns)).of_form(form),
        union: Field::suggest("union", "工会名称", "/me/membership/transfer/unions", "union_id", "")
            .hint("打几个字，从下面选")
            .of_form(form),
    })
}

pub async fn new(guest: Guest, mut form: Fields) -> Result<Response> {
    let asking = match asking(&guest).await? {
        Ok(asking) => asking,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !form.has("work") {
        form.set("work", Work::Employer.key());
    }
    Ok(guest.show(&workplace(&guest, &asking, &form).await?))
}

/// What was said of the workplace; faults at the fields.
async fn read(guest: &Guest, form: &mut Fields) -> Result<Form> {
    let work = Work::from_key(form.get("work")).unwrap_or(Work::Neither);
    form.short_enough("employer", EMPLOYER);
    if form.get("work").is_empty() {
        form.fault("work", "请选择一项");
    }
    if work == Work::Employer && !form.has("employer") && form.get("work") != BY_NAME {
        form.fault("employer", "请填写单位名称");
    }
    if work == Work::Kind && !form.has("group") {
        form.fault("group", "请选择您做的是什么");
    }
    let typed = form.get("employer").to_owned();
    let known = match form.number("employer_id") {
        Some(id) => employers::store::find(&guest.app.db, id).await?.filter(|e| e.name == typed),
        None => employers::store::by_name(&guest.app.db, &typed).await?,
    };
    let employed = work == Work::Employer;
    Ok(Form {
        work,
        employer: known.map(|e| e.id).filter(|_| employed),
        employer_name: if employed { typed } else { String::new() },
        group: form.get("group").to_owned(),
        town: form.number("town"),
        ..Form::default()
    })
}

/// The union in question and the others that would do; none where nothing was found, with a fault at the field.
async fn targets(
    guest: &Guest,
    asking: &Asking,
    said: &Form,
    form: &mut Fields,
) -> Result<Option<(Target, Vec<(OrgId, String, String)>)>> {
    let app = &guest.app;
    let here = asking.membership.union_id;
    if form.get("work") == BY_NAME {
        let union = target::chosen(app, form, "union", "union_id").await?;
        if union.as_ref().is_some_and(|u| u.id == here) {
            form.fault("union", "您现在就在这家工会，不用转");
        }
        let reasons = vec!["您自己选的".to_owned()];
        return Ok(union.filter(|_| form.is_right()).map(|union| (Target { union, reasons }, Vec::new())));
    }
    let proposal = submission::proposed(app, said, None).await?.proposal;
    let first = proposal.union.clone().map(|u| (u, proposal.reasons.clone()));
    let all: Vec<_> = first.into_iter().chain(proposal.alternatives.clone()).filter(|(u, _)| u.id != here).collect();
    let own = proposal.union.as_ref().is_some_and(|u| u.id == here);
    let wanted = form.number::<OrgId>("to");
    let Some((first, reasons)) = all.iter().find(|(u, _)| Some(u.id) == wanted).or(all.first()) else {
        let why = match own {
            true => "照您填的，还是现在这家工会，不用转；要转到别家，请按名称找",
            false => "没有找到合适的工会，请选“我知道转到哪家工会”，按名称找",
        };
        form.fault("work", why);
        return Ok(None);
    };
    let Some(union) = unions::store::find(&app.db, first.id).await? else { return Ok(None) };
    let others = all.iter().filter(|(u, _)| u.id != union.id);
    let others = others.map(|(u, why)| (u.id, u.name.clone(), why.first().cloned().unwrap_or_default())).collect();
    Ok(Some((Target { union, reasons: reasons.clone() }, others)))
}

#[derive(Template)]
#[template(path = "transfers/proposal.html")]
struct ProposalPage {
    frame: Member,
    target: Target,
    members: i64,
    others: Vec<Row>,
    hidden: Vec<(String, String)>,
    turns: Vec<Turn>,
    days: i64,
    from: String,
}

/// The union that follows from what was said, and what changes.
pub async fn proposal(guest: Guest, mut form: Fields) -> Result<Response> {
    let asking = match asking(&guest).await? {
        Ok(asking) => asking,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let said = read(&guest, &mut form).await?;
    let found = if form.is_right() { targets(&guest, &asking, &said, &mut form).await? } else { None };
    let Some((target, others)) = found else {
        return Ok(guest.refill(&workplace(&guest, &asking, &form).await?));
    };
    let keys = ["work", "employer", "employer_id", "group", "town", "union", "union_id"];
    let mut hidden: Vec<(String, String)> = keys.map(|key| (key.to_owned(), form.get(key).to_owned())).into();
    hidden.retain(|(_, value)| !value.is_empty());
    let query: Vec<String> = hidden.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
    let others = others.into_iter().map(|(id, name, why)| {
        Row::new(name).meta(why).href(format!("{}/transfer/proposal?{}&to={id}", mine::PATH, query.join("&")))
    });
    let app = &guest.app;
    let scope = platform::tree::Scope::below(&target.union.path);
    let until = platform::facts::Period::until(app.today());
    let told = form.get("work") != BY_NAME;
    let wanted = Wanted { to: &target.union.name, employer: told.then_some(said.employer_name.as_str()), cause: None };
    hidden.push(("to".into(), target.union.id.to_string()));
    let page = ProposalPage {
        frame: mine::frame(&guest, "转会", &format!("{}/transfer?{}", mine::PATH, query.join("&"))),
        members: platform::facts::value(&app.db, members::MEMBERS, &scope, until).await?,
        others: others.collect(),
        turns: turns(Kind::Transfer, &facts(app, &asking.membership).await?, &wanted),
        days: settings::number(&app.db, crate::settings::RELEASE_DAYS, &target.union.region, app.today()).await?,
        from: asking.membership.union_name,
        hidden,
        target,
    };
    Ok(guest.show(&page))
}

pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let asking = match asking(&guest).await? {
        Ok(asking) => asking,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let said = read(&guest, &mut form).await?;
    let found = if form.is_right() { targets(&guest, &asking, &said, &mut form).await? } else { None };
    let Some((target, _)) = found else {
        return Ok(guest.refill(&workplace(&guest, &asking, &form).await?));
    };
    let told = Workplace { employer: said.employer, employer_name: said.employer_name, group: said.group };
    let told = Some(&told).filter(|_| form.get("work") != BY_NAME);
    let new = new_way(&asking.membership, &target.union, told);
    let by = By::member(guest.who()?);
    let done = match &asking.returned {
        Some(way) => {
            let mended = With::Mended(&new);
            perform(&guest.app, by, way, way.version, (Act::Again, ""), mended).await?.map(|()| way.id)
        }
        None => crate::ways::start(&guest.app, by, &new, Act::Submit, "").await?,
    };
    match done {
        Ok(id) => Ok(see(&mine::link(id), "转会申请交上去了")),
        // Sent twice: the first one is there.
        Err(sentence) => match mine::held_up(&guest, &asking.membership).await? {
            Some(there) => Ok(there),
            None => Err(Error::Refused(sentence)),
        },
    }
}
