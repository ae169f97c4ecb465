//! The foundings of a branch, and asking for one at the desk.
use super::{
    HERE, acts, asked,
    rules::Stage,
    store::{self, Founding},
    view,
};
use crate::permissions::{FOUNDINGS_READ, FOUNDINGS_WRITE};
use askama::Template;
use axum::response::Response;
use directory::{
    employers::{self, Employer, EmployerId},
    form::{FormPage, Section},
    unions,
};
use jiff::civil::Date;
use platform::{
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result, see},
};
use ui::{Address, Button, Choice, Conditions, Crumb, Desk, Field, Pager, Pill, Pills, Stamp, filters, text};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "foundings/index.html")]
struct IndexPage {
    frame: ui::Console,
    pills: Pills,
    conditions: Option<Conditions>,
    foundings: Vec<Founding>,
    pager: Pager,
    may_write: bool,
}
impl IndexPage {
    fn stamp(&self, founding: &Founding) -> Stamp {
        view::stamp(founding)
    }
    /// What the next step is, in a few words.
    fn stands(&self, founding: &Founding) -> &'static str {
        match (founding.stage(), founding.election_state.as_deref()) {
            (Stage::Preparing, Some("reported")) => "选举结果待批复",
            (Stage::Preparing, Some("returned")) => "选举结果退回",
            (Stage::Preparing, Some("open")) => "准备选举",
            (Stage::Preparing, _) => "推选筹备组、发展会员",
            (stage, _) => stage.name(),
        }
    }
}

/// What is asked for: a stage, a branch below the own one, the days on which unions stood.
struct Wanted {
    stage: Option<Stage>,
    below: Option<OrgId>,
    founded: Option<(Date, Date)>,
    address: Address,
}
impl Wanted {
    fn of(asked: &Fields) -> Self {
        Self {
            stage: Stage::from_key(asked.get("stage")),
            below: asked.number("below"),
            founded: asked.get("from").parse().ok().zip(asked.get("to").parse().ok()),
            address: Address::of(HERE, asked, &["stage", "below", "from", "to"]),
        }
    }
    fn conditions(&self, top: Option<&Org>, today: Date) -> Option<Conditions> {
        let mut chips = Conditions::new(HERE);
        if let Some(top) = top {
            chips = chips.chip(format!("{}及以下", top.name), self.address.without(&["below"]));
        }
        if let Some((from, to)) = self.founded {
            let words = format!("{}至{}成立的", text::near(from, today), text::near(to, today));
            chips = chips.chip(words, self.address.without(&["from", "to"]));
        }
        (self.below.is_some() || self.founded.is_some()).then_some(chips)
    }
}

pub async fn index(desk: Desk, asked: Fields) -> Result<Response> {
    let (db, whole, wanted) = (&desk.app.db, desk.scope(FOUNDINGS_READ)?, Wanted::of(&asked));
    let top = match wanted.below {
        Some(org) => Some(tree::within(db, &whole, org).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let scope = top.as_ref().map_or(whole, |top| Scope::below(&top.path));
    let before = asked.number::<i64>("before");
    let mut foundings = store::list(db, &scope, wanted.stage, wanted.founded, before, PAGE + 1).await?;
    let more = foundings.len() > PAGE as usize;
    foundings.truncate(PAGE as usize);
    let counts = store::counts(db, &scope).await?;
    let last = foundings.last().filter(|_| more).map(|founding| founding.id.to_string());
    Ok(desk.show(&IndexPage {
        frame: desk.frame("建会", HERE, vec![Crumb::word("有家")]),
        pills: pills(&counts, &wanted),
        conditions: wanted.conditions(top.as_ref(), desk.app.today()),
        pager: Pager::new("按申请时间从新到旧")
            .previous(before.map(|_| wanted.address.to_string()))
            .next(last.map(|id| wanted.address.with("before", id).to_string())),
        may_write: desk.may(FOUNDINGS_WRITE),
        foundings,
    }))
}
/// The stages, each with how many are in it.
fn pills(counts: &[(String, i64)], wanted: &Wanted) -> Pills {
    let count = |stage: Stage| counts.iter().find(|(key, _)| key == stage.key()).map_or(0, |(_, n)| *n);
    // The days stand for unions that were founded.
    let address = |stage: Option<Stage>| wanted.address.without(&["from", "to"]).with("stage", stage.map(Stage::key));
    let pill = |stage: Stage| {
        let pill = Pill::new(stage.name(), address(Some(stage))).count(count(stage));
        pill.here(wanted.stage == Some(stage) && wanted.founded.is_none())
    };
    let mut pills = vec![Pill::new("全部", address(None)).here(wanted.stage.is_none())];
    pills.extend(Stage::ALL.into_iter().filter(|s| count(*s) > 0 || s.is_open()).map(pill));
    Pills::new("办到哪一步", pills)
}

fn page(desk: &Desk, form: &mut Fields) -> FormPage {
    if !form.has("upper") && form.is_right() {
        form.set("upper", desk.post().org_name.clone());
        form.set("upper_id", desk.post().org.to_string());
    }
    let askers = [Choice::new("employer", "单位来申请的"), Choice::new("officer", "工会干部上门动员的")];
    let mut contact = asked::contact_fields(form);
    contact.push(Field::radios("asked_by", "怎么来的", askers).of_form(form));
    contact.push(Field::area("note", "备注").optional().attr("rows", 2).attr("maxlength", 200).of_form(form));
    let upper = vec![
        Field::suggest("upper", "上级工会", "/console/unions/options", "upper_id", "")
            .hint("输入名称的一部分，从列表里选"),
        Field::text("union_name", "工会名称").optional().hint("不填就按单位名称加“工会”").attr("maxlength", 60),
    ];
    FormPage {
        frame: desk.frame("登记建会申请", HERE, vec![Crumb::word("有家"), Crumb::to("建会", HERE)]),
        action: HERE.into(),
        hidden: Vec::new(),
        notice: None,
        see: None,
        sections: vec![
            Section::new("单位", "", form, asked::workplace_fields(form, "/console/employers/options")),
            Section::new("工会", "", form, upper),
            Section::new("联系人", "批准后由联系人推选筹备组", form, contact),
        ],
        submit: Button::primary("提交申请"),
        back: HERE.into(),
    }
}

/// The form; from an employer's page (`?employer_id=7`) it is filled in with what is known, or the founding that goes on is shown.
pub async fn new(desk: Desk, mut form: Fields) -> Result<Response> {
    form.set("asked_by", "employer");
    if let Some(id) = form.number::<EmployerId>("employer_id") {
        let (db, scope) = (&desk.app.db, desk.scope(FOUNDINGS_WRITE)?);
        let employer = employers::store::within(db, &scope, id).await?.ok_or(Error::NotFound)?;
        if let Some(open) = store::open_for(db, &employer.name).await?.filter(|f| scope.holds(&f.path)) {
            return Ok(see(&open.link(), "这家单位的建会已经在办"));
        }
        propose(&desk, &employer, &mut form).await?;
    }
    Ok(desk.show(&page(&desk, &mut form)))
}
async fn propose(desk: &Desk, employer: &Employer, form: &mut Fields) -> Result<()> {
    let kind = asked::kind_of(&employer.nature);
    form.set("kind", kind.key());
    form.set("employer", employer.name.clone());
    form.set("employer_id", employer.id.to_string());
    form.set("address", employer.address.clone());
    if employer.headcount > 0 {
        form.set("headcount", employer.headcount.to_string());
    }
    form.set("asked_by", "officer");
    let area = unions::store::find(&desk.app.db, employer.org).await?;
    if let Some(area) = area.filter(|area| asked::may_found_under(kind, area)) {
        form.set("upper", area.name);
        form.set("upper_id", area.id.to_string());
    }
    Ok(())
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let upper = unions::chosen(&desk, &form, "upper", "upper_id").await?;
    if upper.is_none() {
        form.fault("upper", format!("请从列表里选一家工会，只能是{}和它的下级", desk.post().org_name));
    }
    let workplace = asked::read_workplace(&desk.app, &mut form).await?;
    let contact = asked::read_contact(&mut form);
    form.short_enough("note", 200);
    form.short_enough("union_name", 60);
    if let (Some(workplace), Some(upper)) = (&workplace, &upper) {
        asked::fits_under(workplace.kind, upper, "upper", &mut form);
    }
    let (Some(upper), Some(workplace), Some(contact), true) = (upper, workplace, contact, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, &mut form)));
    };
    let asked_by = if form.get("asked_by") == "officer" { "officer" } else { "employer" };
    let name = form.opt("union_name").map(str::to_owned);
    let new = asked::request(workplace, &upper, name, asked_by, contact, form.get("note").to_owned());
    match acts::submit(&desk.app, &desk.who, &new).await? {
        Ok(id) => Ok(see(&format!("{HERE}/{id}"), "建会申请登记好了")),
        Err(sentence) => {
            form.fault("employer", sentence);
            Ok(desk.refill(&page(&desk, &mut form)))
        }
    }
}
