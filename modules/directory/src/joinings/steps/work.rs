//! The third step: where one works, and the consents.
use crate::{
    employers,
    joinings::{
        applicant::{Applicant, Step},
        candidates,
        form::{Form, Work},
    },
    members,
};
use askama::Template;
use axum::response::{Redirect, Response};
use platform::{
    App, settings,
    standards::has_unprintable,
    tree::OrgId,
    web::{Fields, Result},
};
use ui::{Choice, Field};

const EMPLOYER: usize = 60;

/// Kinds of work that a region's lists know, each once.
pub async fn groups(app: &App) -> platform::db::Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for list in [members::GROUPS, members::NEW_EMPLOYMENT] {
        for group in settings::lines(&app.db, list, "", app.today()).await? {
            if !all.contains(&group) {
                all.push(group);
            }
        }
    }
    Ok(all)
}

#[derive(Template)]
#[template(path = "joinings/steps/work.html")]
struct WorkPage {
    frame: ui::Member,
    work: Field,
    employer: Field,
    group: Field,
    town: Field,
    membership: Field,
    notices: Field,
    mends: bool,
}
impl WorkPage {
    fn fields(&self) -> [&Field; 6] {
        [&self.work, &self.employer, &self.group, &self.town, &self.membership, &self.notices]
    }
}
async fn page(applicant: &Applicant, typed: &Fields) -> Result<WorkPage> {
    let app = applicant.app();
    let kinds = Work::ALL.map(|(_, key, label, note)| Choice::new(key, label).note(note));
    let groups = groups(app).await?.into_iter().map(|g| Choice::new(&g, &g));
    let towns = candidates::towns(&app.db).await?.into_iter().map(|(id, name)| Choice::new(id, name));
    let unsaid = |words: &'static str| std::iter::once(Choice::new("", words));
    Ok(WorkPage {
        frame: applicant.frame("入会申请", Some(Step::Who.path())),
        work: Field::radios("work", "您现在的工作", kinds).of_form(typed),
        employer: Field::suggest("employer", "单位名称", "/join/employers", "employer_id", "")
            .hint("打几个字，从下面选；没有就写全称")
            .attr("maxlength", EMPLOYER)
            .attr("autocomplete", "organization")
            .of_form(typed),
        group: Field::select("group", "您做的是", unsaid("请选择，没有就不选").chain(groups)).of_form(typed),
        town: Field::select("town", "常在哪个镇街", unsaid("说不准").chain(towns))
            .hint("单位没有工会时，由那里的工会接收")
            .of_form(typed),
        membership: Field::check("membership", super::super::submission::MEMBERSHIP.1).of_form(typed),
        notices: Field::check("notices", super::super::submission::NOTICES.1)
            .hint("可以不选，不影响入会")
            .of_form(typed),
        mends: applicant.draft.mends.is_some(),
    })
}

pub async fn show(applicant: Applicant) -> Result<Response> {
    if let Some(detour) = applicant.detour(Step::Work).await? {
        return Ok(detour);
    }
    let form = &applicant.draft.form;
    let mut typed = Fields::default();
    if form.has_work() {
        typed.set("work", form.work.key());
        typed.set("employer", &form.employer_name);
        typed.set("employer_id", form.employer.map(|e| e.to_string()).unwrap_or_default());
        typed.set("group", &form.group);
        typed.set("town", form.town.map(|t| t.to_string()).unwrap_or_default());
        typed.set("membership", "1");
        typed.set("notices", if form.notices { "1" } else { "" });
    } else {
        let group = applicant.code().await?.map(|c| c.group_name).unwrap_or_default();
        typed.set("work", if group.is_empty() { Work::Employer.key() } else { Work::Kind.key() });
        typed.set("group", group);
    }
    Ok(applicant.guest.show(&page(&applicant, &typed).await?))
}

pub async fn keep(mut applicant: Applicant, mut typed: Fields) -> Result<Response> {
    if let Some(detour) = applicant.detour(Step::Work).await? {
        return Ok(detour);
    }
    let app = applicant.app().clone();
    let known = applicant.draft.form.clone();
    match read(&app, &mut typed, known).await? {
        None => Ok(applicant.guest.refill(&page(&applicant, &typed).await?)),
        Some(form) => {
            applicant.draft.form = form;
            Ok(applicant.keeping(Redirect::to(Step::Union.path())))
        }
    }
}

pub(in crate::joinings) async fn read(app: &App, typed: &mut Fields, known: Form) -> Result<Option<Form>> {
    let work = Work::from_key(typed.get("work"));
    if work.is_none() {
        typed.fault("work", "请选一项");
    }
    if !typed.has("membership") {
        typed.fault("membership", "同意以后才能办理入会");
    }
    let group = if work == Some(Work::Neither) { String::new() } else { typed.get("group").to_owned() };
    if !group.is_empty() && !groups(app).await?.contains(&group) {
        typed.fault("group", "请从列表里选");
    }
    if work == Some(Work::Kind) && group.is_empty() {
        typed.fault("group", "请选您做的是哪一种，没有合适的就选“都不是”");
    }
    let (employer, employer_name) = match work {
        Some(Work::Employer) => employer(app, typed).await?,
        _ => (None, String::new()),
    };
    let town = typed.number::<i64>("town").map(OrgId);
    if town.is_some() && !candidates::towns(&app.db).await?.iter().any(|(id, _)| Some(*id) == town) {
        typed.fault("town", "请从列表里选");
    }
    let notices = typed.has("notices");
    Ok(work.filter(|_| typed.is_right()).map(|work| Form {
        work,
        employer,
        employer_name,
        group,
        town,
        notices,
        ..known
    }))
}
/// The employer that was chosen or, typed in full, is known by this name; otherwise the name alone.
async fn employer(app: &App, typed: &mut Fields) -> Result<(Option<employers::EmployerId>, String)> {
    let Some(name) = typed.required("employer", "请填写单位名称", EMPLOYER) else {
        return Ok((None, String::new()));
    };
    if has_unprintable(&name) {
        typed.fault("employer", "单位名称里有不能用的字符，请重新填写");
    }
    let chosen = match typed.number("employer_id").map(employers::EmployerId) {
        Some(id) => employers::store::find(&app.db, id).await?.filter(|e| e.name == name),
        None => None,
    };
    let known = match chosen {
        Some(employer) => Some(employer),
        None => employers::store::by_name(&app.db, &name).await?,
    };
    Ok((known.map(|e| e.id), name))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for employer in found %}<li role="option" data-value="{{ employer.id }}" data-label="{{ employer.name }}">{{ employer.name }}<small>{{ employer.area }}</small></li>{% endfor %}"#
)]
struct Suggestions {
    found: Vec<employers::store::Suggestion>,
}
/// Employers whose names contain what was typed.
pub async fn employers(applicant: Applicant, asked: Fields) -> Result<Response> {
    let found = employers::store::suggestions(&applicant.app().db, asked.get("q"), 8).await?;
    Ok(applicant.guest.show(&Suggestions { found }))
}
