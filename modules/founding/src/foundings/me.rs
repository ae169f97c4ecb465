//! Founding on the member site: what it is, asking for it, where it stands.
use super::{
    FoundingId, GroupMemberId, acts, asked, group, papers,
    recruiting::{self, Recruiting},
    rules::{STEPS, Stage},
    store::{self, Founding, GroupMember},
    view::{self, View},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use directory::{joinings, unions};
use platform::{
    identity,
    tree::OrgId,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, ErrorSummary, Field, Guest, Life, Row, Stepper, Tab, Until, filters};

const MINE: &str = "/me/foundings";
/// A founding's page on the member site.
pub fn link(id: FoundingId) -> String {
    format!("{MINE}/{id}")
}

#[derive(Template)]
#[template(path = "foundings/about.html")]
struct AboutPage {
    frame: ui::Member,
    steps: Life,
    mine: Vec<Row>,
}
pub async fn about(guest: Guest) -> Result<Response> {
    let mine = match guest.maybe() {
        Some(_) => mine(&guest).await?,
        None => Vec::new(),
    };
    let hints = [
        "职工或单位在网上申请，不用跑腿",
        "上级工会答复，派人来帮忙",
        "3至5人，定一位组长",
        "同事扫码入会，满25人应当建立委员会",
        "会员大会无记名投票",
        "上级工会15日内批复",
        "公布结果，刻章，开始工作",
    ];
    let steps = STEPS.iter().zip(hints).map(|(step, hint)| ui::Step::next(step).line(hint));
    Ok(guest.show(&AboutPage {
        frame: guest.frame("建立工会", Tab::Home, Some("/")),
        steps: Life::story(steps),
        mine: mine.iter().map(row).collect(),
    }))
}
fn row(founding: &Founding) -> Row {
    Row::new(&founding.union_name)
        .icon("building-community")
        .stamp(view::stamp(founding))
        .meta(founding.upper_name.clone())
        .href(link(founding.id))
}
/// The foundings that concern who is signed in.
async fn mine(guest: &Guest) -> Result<Vec<Founding>> {
    Ok(store::mine(&guest.app.db, guest.account()?, &phone_index(guest).await?).await?)
}
async fn phone_index(guest: &Guest) -> Result<String> {
    let account = identity::account(&guest.app.db, guest.account()?).await?.ok_or(Error::SignedOut)?;
    Ok(identity::phone_index(&guest.app, &account.phone(&guest.app)?))
}
/// The founding if it is one's own: asked for it, its contact, or of its preparatory group.
pub async fn own(guest: &Guest, id: FoundingId) -> Result<Founding> {
    mine(guest).await?.into_iter().find(|f| f.id == id).ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "foundings/new.html")]
struct NewPage {
    frame: ui::Member,
    summary: ErrorSummary,
    fields: Vec<Field>,
    contact: Vec<Field>,
}
async fn page(guest: &Guest, form: &Fields) -> Result<NewPage> {
    let towns = joinings::towns(&guest.app.db).await?.into_iter().map(|(id, name)| Choice::new(id, name));
    let mut fields = asked::workplace_fields(form, "/join/employers");
    let towns = std::iter::once(Choice::new("", "请选单位在哪个镇街")).chain(towns);
    fields.insert(2, Field::select("town", "所在镇街的工会", towns).of_form(form));
    let askers = [Choice::new("workers", "我是职工"), Choice::new("employer", "我代表单位")];
    let contact = vec![
        Field::radios("asked_by", "您是", askers).of_form(form),
        Field::text("contact_name", "您的姓名").attr("maxlength", 30).of_form(form),
        Field::area("note", "想说的话").optional().attr("rows", 2).attr("maxlength", 200).of_form(form),
    ];
    let summary = ErrorSummary::of(fields.iter().chain(&contact));
    Ok(NewPage { frame: guest.frame("申请建会", Tab::Home, Some("/found")), summary, fields, contact })
}
pub async fn new(guest: Guest) -> Result<Response> {
    let mut form = Fields::default();
    let name = &guest.who()?.name;
    if !name.contains('*') {
        form.set("contact_name", name);
    }
    form.set("asked_by", "workers");
    form.set("kind", "enterprise");
    Ok(guest.show(&page(&guest, &form).await?))
}
pub async fn create(guest: Guest, mut form: Fields) -> Result<Response> {
    let account = identity::account(&guest.app.db, guest.account()?).await?.ok_or(Error::SignedOut)?;
    let workplace = asked::read_workplace(&guest.app, &mut form).await?;
    let name = form.required("contact_name", "请填您的姓名", 30);
    form.short_enough("note", 200);
    let upper = match &workplace {
        Some(workplace) => upper(&guest, workplace, &mut form).await?,
        None => None,
    };
    let (Some(upper), Some(workplace), Some(name), true) = (upper, workplace, name, form.is_right()) else {
        return Ok(guest.refill(&page(&guest, &form).await?));
    };
    let asked_by = if form.get("asked_by") == "employer" { "employer" } else { "workers" };
    let contact = (name, account.phone(&guest.app)?);
    let new = asked::request(workplace, &upper, None, asked_by, contact, form.get("note").to_owned());
    match acts::submit(&guest.app, guest.who()?, &new).await? {
        Ok(id) => Ok(see(&link(id), "申请交给工会了")),
        Err(sentence) => {
            form.fault("employer", sentence);
            Ok(guest.refill(&page(&guest, &form).await?))
        }
    }
}
/// The union that answers: that of the town in which the workplace lies.
async fn upper(guest: &Guest, workplace: &asked::Workplace, form: &mut Fields) -> Result<Option<unions::Union>> {
    let db = &guest.app.db;
    if let Some(employer) = &workplace.employer {
        let area = unions::store::find(db, employer.org).await?;
        if let Some(area) = area.filter(|area| asked::may_found_under(workplace.kind, area)) {
            return Ok(Some(area));
        }
    }
    let town = match form.number::<OrgId>("town") {
        Some(id) if joinings::towns(db).await?.iter().any(|(town, _)| *town == id) => {
            unions::store::find(db, id).await?
        }
        _ => None,
    };
    match &town {
        Some(town) => asked::fits_under(workplace.kind, town, "town", form),
        None => form.fault("town", "请选单位在哪个镇街，由那里的工会答复您"),
    }
    Ok(town)
}

#[derive(Template)]
#[template(path = "foundings/mine.html")]
struct MinePage {
    frame: ui::Member,
    rows: Vec<Row>,
}
pub async fn index(guest: Guest) -> Result<Response> {
    let rows = mine(&guest).await?.iter().map(row).collect();
    Ok(guest.show(&MinePage { frame: guest.frame("我参与的建会", Tab::Mine, Some("/found")), rows }))
}

#[derive(Template)]
#[template(path = "foundings/one.html")]
struct OnePage {
    frame: ui::Member,
    view: View,
    stepper: Option<Stepper>,
    until: Option<Until>,
    life: Life,
    papers: Vec<(&'static str, String)>,
    summary: ErrorSummary,
    fields: Vec<Field>,
    qr: Option<String>,
    recruiting: Recruiting,
    /// Who leads the group works in the console.
    leads: bool,
    /// Who is about to leave the group: asked once more.
    leaving: Option<GroupMember>,
    phone: String,
}
impl OnePage {
    fn link(&self) -> String {
        link(self.view.founding.id)
    }
    fn preparing(&self) -> bool {
        self.view.founding.stage() == Stage::Preparing
    }
}
async fn one(guest: &Guest, founding: Founding, form: &Fields) -> Result<OnePage> {
    let app = &guest.app;
    let recruiting = recruiting::now(app, &founding, link(founding.id)).await?;
    let view = view::view(app, founding).await?;
    let fields = group::fields(form);
    let mine = phone_index(guest).await?;
    let leads = view.members_now().any(|m| m.is_leader() && m.phone_index == mine);
    let upper = unions::store::find(&app.db, view.founding.upper_id).await?;
    Ok(OnePage {
        frame: guest.frame(&view.founding.union_name, Tab::Mine, Some(MINE)),
        stepper: view.step().filter(|s| *s <= STEPS.len()).map(|s| Stepper::new(s, STEPS.len())),
        until: view.due(app).map(|(left, sentence, rule)| Until::new(left, sentence).law(rule)),
        life: Life::story(view.steps(app).await?),
        papers: papers::of(&view, &link(view.founding.id)),
        recruiting,
        leaving: view.leaving(form),
        summary: ErrorSummary::of(&fields),
        fields,
        qr: view.code.as_ref().filter(|_| view.founding.stage() == Stage::Preparing).map(|code| {
            platform::documents::qr_svg(
                &code.address(guest.base_url()),
                platform::documents::Ruggedness::Screen,
                "入会码",
            )
        }),
        leads,
        phone: upper.map(|u| u.phone).unwrap_or_default(),
        view,
    })
}
pub async fn show(guest: Guest, Path(founding): Path<FoundingId>, asked: Fields) -> Result<Response> {
    let founding = own(&guest, founding).await?;
    Ok(guest.show(&one(&guest, founding, &asked).await?))
}
async fn refused(guest: &Guest, id: FoundingId, sentence: &str) -> Result<Response> {
    let founding = own(guest, id).await?;
    let mut page = one(guest, founding, &Fields::default()).await?;
    page.frame.flash = Some(ui::Flash::warn(sentence));
    let mut response = guest.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

pub async fn withdraw(guest: Guest, Path(founding): Path<FoundingId>) -> Result<Response> {
    let founding = own(&guest, founding).await?;
    let version = founding.version;
    match acts::turn_down(&guest.app, guest.who()?, &founding, version, Stage::Withdrawn, "").await? {
        Ok(()) => Ok(see(&link(founding.id), "撤回了，需要时可以再申请")),
        Err(sentence) => refused(&guest, founding.id, &sentence).await,
    }
}
pub async fn add(guest: Guest, Path(founding): Path<FoundingId>, mut form: Fields) -> Result<Response> {
    let founding = own(&guest, founding).await?;
    let Some(typed) = group::read(&mut form) else {
        return Ok(guest.refill(&one(&guest, founding, &form).await?));
    };
    match group::add(&guest.app, guest.who()?, &founding, &typed, guest.base_url()).await? {
        Ok(()) => Ok(see(&link(founding.id), &format!("{}进了筹备组", typed.name))),
        Err(sentence) => {
            form.fault("group_phone", sentence);
            Ok(guest.refill(&one(&guest, founding, &form).await?))
        }
    }
}
pub async fn leave(guest: Guest, Path(founding): Path<FoundingId>, form: Fields) -> Result<Response> {
    let founding = own(&guest, founding).await?;
    let member = form.number::<GroupMemberId>("member").ok_or_else(|| Error::refused("请选谁离开筹备组。"))?;
    let why: String = form.get("reason").chars().take(100).collect();
    match group::leave(&guest.app, guest.who()?, &founding, member, &why).await? {
        Ok(left) => {
            // Who left himself may have nothing to see here any more.
            let stays = mine(&guest).await?.iter().any(|f| f.id == founding.id);
            let to = if stays { link(founding.id) } else { "/found".to_owned() };
            Ok(see(&to, &format!("{}离开了{}的筹备组", left.name, founding.union_name)))
        }
        Err(sentence) => refused(&guest, founding.id, &sentence).await,
    }
}
pub async fn lead(guest: Guest, Path(founding): Path<FoundingId>, form: Fields) -> Result<Response> {
    let founding = own(&guest, founding).await?;
    let member = form.number::<GroupMemberId>("member").ok_or_else(|| Error::refused("请选谁当组长。"))?;
    match group::lead(&guest.app, guest.who()?, &founding, member, guest.base_url()).await? {
        Ok(()) => Ok(see(&link(founding.id), "组长定好了，已请他接受")),
        Err(sentence) => refused(&guest, founding.id, &sentence).await,
    }
}
