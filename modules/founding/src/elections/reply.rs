//! The upper union's reply to a result: with it the committees stand, and at a founding the union does.
use super::{
    ElectionId, acts, show,
    store::{self, Candidate, Committee, Election, Purpose, State},
    within,
};
use crate::{
    committees::{self, NewSeat},
    foundings::{self, Founding},
    permissions::FOUNDINGS_DECIDE,
    terms,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::unions::{self, Union, rules::term_end};
use jiff::civil::Date;
use platform::{
    App,
    db::Tx,
    identity::{self, AccountId, NewPost, SignedIn},
    notices,
    rights::Role,
    standards::has_unprintable,
    tasks,
    tree::Scope,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, Field};

pub fn fields(election: &Election, form: &Fields) -> Vec<Field> {
    if election.state() != State::Reported {
        return Vec::new();
    }
    let mut form = form.clone();
    let name = election.union_name.trim_end_matches("（筹备）").to_owned();
    if election.purpose() == Purpose::Founding && !form.has("union_name") {
        form.set("seal_name", format!("{name}委员会"));
        form.set("union_name", name);
    }
    let mut all = Vec::new();
    if election.purpose() == Purpose::Founding {
        all.push(Field::text("union_name", "工会名称").attr("maxlength", 60));
        all.push(Field::text("seal_name", "公章名称").hint("按这个名称刻章").attr("maxlength", 60));
    }
    all.push(
        Field::area("reason", "退回的理由")
            .optional()
            .hint("退回时写清要改什么")
            .attr("rows", 2)
            .attr("maxlength", 200),
    );
    all.into_iter().map(|f| f.of_form(&form)).collect()
}

pub async fn create(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_DECIDE, election).await?;
    if desk.post().org == election.union_id {
        return Err(Error::refused("自己工会的选举结果要由上一级工会批复。"));
    }
    let version = form.number("version").unwrap_or(election.version);
    match form.get("decision") {
        "return" => {
            let Some(reason) = form.required("reason", "请写清要改什么", 200) else {
                return show::again(&desk, election, &form).await;
            };
            give_back(&desk, &election, version, &reason).await
        }
        "approve" => approve(&desk, election, version, form).await,
        _ => Err(Error::refused("请选择同意或退回。")),
    }
}
async fn give_back(desk: &Desk, election: &Election, version: i64, reason: &str) -> Result<Response> {
    let app = &desk.app;
    let told = told(app, election).await?;
    let mut tx = app.db.begin().await?;
    if !store::move_on(&mut tx, election.id, version, State::Returned, reason, app.today()).await? {
        drop(tx);
        return show::refused(desk, election.id, &acts::late(app, election.id).await?).await;
    }
    tasks::close(&mut tx, app, super::OBJECT, election.id.0, Some(desk.who.account), "退回").await?;
    acts::record(&mut tx, app, &desk.who, "election.return", election, reason).await?;
    for account in told {
        notices::tell(&mut tx, app, account, "选举结果退回来了", reason, &election.link()).await?;
    }
    tx.commit().await?;
    Ok(see(&election.link(), "退回了，已告诉他们改什么"))
}
/// Who works for the union: the leader of the preparatory group, the chair.
async fn told(app: &App, election: &Election) -> Result<Vec<AccountId>> {
    let holders = identity::holders(&app.db, &Scope::below(&election.path), app.today()).await?;
    Ok(holders.into_iter().filter(|h| h.org == election.union_id).map(|h| h.account).collect())
}

/// Shown once: the link's token is not kept.
#[derive(Template)]
#[template(path = "elections/approved.html")]
struct ApprovedPage {
    frame: ui::Console,
    sentence: String,
    link: Option<String>,
    union: String,
}

/// What is read before the act.
struct Ready {
    union: Union,
    founding: Option<(Founding, foundings::Asker)>,
    candidates: Vec<Candidate>,
    chair_phone: Option<String>,
    chair_account: Option<AccountId>,
    name: String,
    seal_name: String,
    held_on: Date,
}
async fn ready(app: &App, election: &Election, name: &str, seal_name: &str) -> Result<Ready> {
    let union = unions::store::find(&app.db, election.union_id).await?.ok_or(Error::NotFound)?;
    let mut founding = None;
    if let Some(id) = election.founding {
        let found = foundings::store::find(&app.db, id).await?.ok_or(Error::NotFound)?;
        let asker = foundings::asker(app, &found).await?;
        founding = Some((found, asker));
    }
    let chair_phone = election.chair_phone(app).transpose()?;
    let chair_account = match &chair_phone {
        Some(phone) => identity::account_by_phone(app, phone).await?.map(|a| a.id),
        None => None,
    };
    let held_on = election.held().ok_or_else(|| Error::refused("这次选举还没有开会的日子。"))?;
    let candidates = store::candidates(&app.db, election.id).await?;
    let (name, seal_name) = match election.purpose() {
        Purpose::Founding => (name.to_owned(), seal_name.to_owned()),
        _ => (union.name.clone(), union.seal_name.clone()),
    };
    Ok(Ready { union, founding, candidates, chair_phone, chair_account, name, seal_name, held_on })
}

async fn approve(desk: &Desk, election: Election, version: i64, mut form: Fields) -> Result<Response> {
    let (mut name, mut seal_name) = (String::new(), String::new());
    if election.purpose() == Purpose::Founding {
        for field in ["union_name", "seal_name"] {
            if has_unprintable(form.get(field)) {
                form.fault(field, "里面有看不见的字符，请重新输入");
            }
        }
        name = form.required("union_name", "请填工会名称", 60).unwrap_or_default();
        seal_name = form.required("seal_name", "请填公章名称", 60).unwrap_or_default();
    }
    if !form.is_right() {
        return show::again(desk, election, &form).await;
    }
    let by = By { who: &desk.who, base_url: desk.base_url() };
    match grant(&desk.app, by, &election, version, (&name, &seal_name)).await? {
        Ok(granted) => {
            let crumb = vec![Crumb::word("有家"), Crumb::to("换届", terms::HERE)];
            Ok(desk.show(&ApprovedPage {
                frame: desk.frame("已经批复", terms::HERE, crumb),
                sentence: granted.sentence,
                link: granted.link,
                union: format!("/console/unions/{}/committee", election.union_id),
            }))
        }
        Err(sentence) => show::refused(desk, election.id, &sentence).await,
    }
}

/// Who replies, and what links begin with.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub who: &'a SignedIn,
    pub base_url: &'a str,
}
/// What a reply led to.
pub struct Granted {
    pub sentence: String,
    /// The chair's invitation, where there is somebody to invite.
    pub link: Option<String>,
}
/// Agrees to a result in the name of the upper union: the committees stand, and at a founding the union does.
pub async fn grant(
    app: &App,
    by: By<'_>,
    election: &Election,
    version: i64,
    (name, seal_name): (&str, &str),
) -> Result<std::result::Result<Granted, String>> {
    if let Some(sentence) = acts::group_fault(app, election).await? {
        return Ok(Err(sentence));
    }
    let ready = ready(app, election, name, seal_name).await?;
    let elected: Vec<&Candidate> = ready.candidates.iter().filter(|c| c.is_elected()).collect();
    let chair = elected.iter().find(|c| c.committee() == Committee::Union && c.office == "chair").copied();
    let old_chairs: Vec<identity::Holder> = identity::holders(&app.db, &Scope::below(&ready.union.path), app.today())
        .await?
        .into_iter()
        .filter(|h| h.org == ready.union.id && h.role == Role::Chair.key())
        .collect();
    let mut tx = app.db.begin().await?;
    if !store::move_on(&mut tx, election.id, version, State::Approved, "", app.today()).await? {
        drop(tx);
        return Ok(Err(acts::late(app, election.id).await?));
    }
    tasks::close(&mut tx, app, super::OBJECT, election.id.0, Some(by.who.account), "同意").await?;
    acts::record(&mut tx, app, by.who, "election.approve", election, &ready.name).await?;
    let ends = stand(&mut tx, app, by, election, &ready, chair).await?;
    seat(&mut tx, election, &ready, &elected, ends).await?;
    let mut link = None;
    if let (Some(chair), Some(phone)) = (chair, &ready.chair_phone) {
        link = invite(&mut tx, app, by, &ready, (chair, phone), &old_chairs, ends).await?;
    }
    tx.commit().await?;
    let sentence = match (election.purpose(), chair) {
        (Purpose::Founding, Some(chair)) => format!("{}成立了，主席{}", ready.name, chair.name),
        (purpose, _) => format!("{}的{}批复了", ready.name, purpose.name()),
    };
    Ok(Ok(Granted { sentence, link }))
}
/// Writes the union's card: founded, or its new term. Returns the last day of the term.
async fn stand(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    election: &Election,
    ready: &Ready,
    chair: Option<&Candidate>,
) -> Result<Date> {
    let years = election.term_years;
    let chair_name = chair.map_or(ready.union.chair.as_str(), |c| c.name.as_str());
    let end = |from: Date, years: i64| term_end(from, years).unwrap_or(from);
    match election.purpose() {
        Purpose::Founding => {
            let new = unions::store::Founded {
                name: &ready.name,
                seal_name: &ready.seal_name,
                chair: chair_name,
                founded_on: app.today(),
                term_from: ready.held_on,
                term_years: years,
            };
            let stands = unions::store::found(tx, app, &ready.union, &new).await?;
            let founded = match &ready.founding {
                Some((founding, asker)) => {
                    let stands = (ready.union.id, &*ready.name);
                    foundings::found(tx, app, by.who, founding, asker, stands, election.due()).await?
                }
                None => false,
            };
            if !stands || !founded {
                return Err(Error::refused("这家工会已经不在筹建中，不能批复。"));
            }
            Ok(end(ready.held_on, years))
        }
        Purpose::Renewal => {
            committees::end_term(tx, ready.union.id, ready.held_on).await?;
            unions::store::renew(tx, ready.union.id, chair_name, ready.held_on, years).await?;
            tasks::close(tx, app, terms::OBJECT, ready.union.id.0, Some(by.who.account), "换届了").await?;
            Ok(end(ready.held_on, years))
        }
        Purpose::ByElection => {
            let from = ready.union.term_from.as_deref().and_then(|d| d.parse::<Date>().ok());
            let years = ready.union.term_years.unwrap_or(years);
            if chair.is_some() {
                let from = from.unwrap_or(ready.held_on);
                unions::store::renew(tx, ready.union.id, chair_name, from, years).await?;
            }
            Ok(from.map_or(ready.held_on, |from| end(from, years)).max(ready.held_on))
        }
    }
}
async fn seat(tx: &mut Tx, election: &Election, ready: &Ready, elected: &[&Candidate], ends: Date) -> Result<()> {
    for candidate in elected {
        let seat = NewSeat {
            committee: candidate.committee(),
            office: if candidate.office.is_empty() { "member" } else { &candidate.office },
            name: &candidate.name,
            sex: &candidate.sex,
            job: &candidate.job,
            membership: Some(candidate.membership),
            election: Some(election.id),
            from_on: ready.held_on,
            to_on: ends,
        };
        committees::add(tx, ready.union.id, &seat).await?;
    }
    if election.purpose() != Purpose::ByElection {
        let women = elected.iter().filter(|c| c.committee() == Committee::Women).count();
        let women = i64::try_from(women).unwrap_or(0);
        for (committee, seats) in
            [(Committee::Union, election.seats), (Committee::Audit, election.audit_seats), (Committee::Women, women)]
        {
            committees::set_size(tx, ready.union.id, committee, seats).await?;
        }
    }
    Ok(())
}
/// Invites the chair to the console and ends the post of who was chair before; the link, where there is somebody to invite.
async fn invite(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    ready: &Ready,
    (chair, phone): (&Candidate, &str),
    old: &[identity::Holder],
    ends: Date,
) -> Result<Option<String>> {
    let stays = |h: &identity::Holder| ready.chair_account == Some(h.account);
    for holder in old.iter().filter(|h| !stays(h)) {
        identity::end_post(tx, holder.id, app.today()).await?;
    }
    if old.iter().any(stays) {
        return Ok(None);
    }
    let post = NewPost {
        org: ready.union.id,
        role: Role::Chair,
        title: "工会主席",
        starts_on: app.today(),
        ends_on: Some(ends),
    };
    let token = identity::invite(tx, app, &chair.name, phone, &post, Some(by.who.account)).await?;
    let link = format!("{}/invitation/{token}", by.base_url);
    let text = format!("{}选举您为工会主席，上级工会已经批复。7天内打开链接到工作台任职：{link}", ready.name);
    notices::sms(tx, app, phone, &text).await?;
    if let Some(account) = ready.chair_account {
        let body = format!("{}的选举结果批复了，请接受任职", ready.name);
        notices::tell(tx, app, account, "请您担任工会主席", &body, &format!("/invitation/{token}")).await?;
    }
    Ok(Some(link))
}
