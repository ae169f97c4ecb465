//! One matter in the console: who takes part, the claim sheet, representatives, what came of it, papers, what happened.
use super::{fields::fields, hindrance};
use crate::{
    cases,
    collective::{
        NUMBERED, PATH, Person, link, papers, people,
        rules::{LAW, MANY},
        sheet::Table,
        store::{self, Matter},
        within,
    },
    permissions::{CASES_READ, CASES_WORK},
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use platform::{
    audit, clock,
    web::{Fields, Result},
};
use ui::{Button, Crumb, Desk, Field, Flash, Life, Stamp, Step, filters, text};

/// What can be done with a matter: (key, words).
pub type Doing = (&'static str, &'static str);

#[derive(Template)]
#[template(path = "collective/desk/show.html")]
struct ShowPage {
    frame: ui::Console,
    matter: Matter,
    words: String,
    hindrance: Option<&'static str>,
    doings: Vec<Doing>,
    act: Option<Doing>,
    fields: Vec<Field>,
    of: String,
    version: i64,
    joined: Vec<Row>,
    others: Vec<Person>,
    heads: Vec<String>,
    sums: Vec<(String, String)>,
    total: i64,
    candidates: Vec<(String, i64, Stamp)>,
    voted: i64,
    agreed: i64,
    paid: i64,
    letters: Vec<(String, String, i64)>,
    life: Life,
}
/// Somebody who takes part, as a row of the sheet.
pub struct Row {
    pub person: Person,
    /// Month and sum.
    cells: Vec<(String, String)>,
    evidence: Vec<String>,
}
impl ShowPage {
    fn at(&self) -> String {
        link(&self.matter.number)
    }
    fn moment(&self, at: &i64) -> String {
        text::moment_near(clock::local(*at), self.frame.today)
    }
    fn button(&self, doing: &Doing, first: bool) -> Button {
        let button = if first && self.act.is_none() { Button::primary(doing.1) } else { Button::outline(doing.1) };
        button.href(format!("{}?act={}#act", self.at(), doing.0))
    }
    fn stamp(&self) -> Stamp {
        if self.matter.is_over() { Stamp::plain("结束了") } else { Stamp::info("一起办") }
    }
    fn state(person: &Person) -> Stamp {
        match &*person.part.state {
            "asked" => Stamp::plain("没回答"),
            "declined" => Stamp::plain("不参加"),
            _ => Stamp::plain("退出了"),
        }
    }
    fn offer(person: &Person) -> Option<Stamp> {
        let stamp = match &*person.part.consent {
            "yes" => Stamp::ok("同意"),
            "no" => Stamp::danger("不同意"),
            _ => Stamp::plain("等回答"),
        };
        (person.part.agreed > 0).then_some(stamp)
    }
    fn pay(person: &Person) -> Option<(String, Stamp)> {
        let (fen, confirmed) = person.paid()?;
        Some((text::yuan(fen), if confirmed { Stamp::ok("本人收到了") } else { Stamp::plain("等本人核对") }))
    }
    fn choosing(&self) -> String {
        let until = self.matter.vote_until().map(|day| text::near(day, self.frame.today)).unwrap_or_default();
        match &*self.matter.choosing {
            "standing" => format!("正在报名，最迟{until}"),
            "voting" => format!("正在投票，最迟{until}，{}人投了", self.voted),
            "done" => format!("{}人投票", self.voted),
            _ => String::new(),
        }
    }
}

/// As many of the newest lines of history are shown.
const SHOWN: usize = 24;

/// A look at a matter is a look at each of its cases: the workers see it there.
pub async fn looked(desk: &Desk, matter: &Matter) -> Result<()> {
    let app = &desk.app;
    let all = people(&app.db, matter.id).await?;
    let mut tx = app.db.begin().await?;
    let org = Some(matter.org);
    let entry =
        audit::Entry { act: "matter.read", object: NUMBERED, object_id: matter.id.0, org, ..Default::default() };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    for person in all {
        let entry = audit::Entry {
            act: "case.read",
            object: cases::NUMBERED,
            object_id: person.case.id.0,
            person: person.case.person,
            org: desk.who.org(),
            ..Default::default()
        };
        audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    }
    Ok(tx.commit().await?)
}

/// What can be done now by who is at the desk.
pub(super) async fn doings(desk: &Desk, matter: &Matter) -> Result<(Option<&'static str>, Vec<Doing>)> {
    let hindrance = hindrance(desk, matter).await?;
    if !desk.may(CASES_WORK) || matter.is_over() || hindrance.is_some() {
        return Ok((hindrance, Vec::new()));
    }
    let many = matter.joined >= MANY as i64;
    let all: [(Doing, bool); 8] = [
        (("offer", "记单位答应的"), matter.joined > 0),
        (("paid", "记单位补发的"), matter.joined > 0),
        (("vote", "开始投票"), matter.choosing == "standing"),
        (("close", "结束投票"), matter.choosing == "voting"),
        (("choose", "推举代表"), many && matches!(&*matter.choosing, "" | "done")),
        (("letter", "出具文书"), matter.joined > 1),
        (("ask", "再请工友"), true),
        (("end", "不再一起办"), true),
    ];
    Ok((hindrance, all.into_iter().filter(|(_, now)| *now).map(|(doing, _)| doing).collect()))
}
fn life(app: &platform::App, steps: Vec<store::Happened>) -> Life {
    let title = |act: &str| match act {
        "propose" => "建议一起办",
        "ask" => "又请了工友",
        "join" => "一位工友同意一起办",
        "decline" => "一位工友不参加",
        "leave" => "一位工友退出",
        "name" => "一位工友让大家看到姓名",
        "unname" => "一位工友不让大家看到姓名",
        "fill" => "填了清单",
        "import" => "导入了清单",
        "offer" => "记了单位答应的金额",
        "agree" => "同意单位答应的金额",
        "refuse" => "不同意单位答应的金额",
        "paid" => "记了单位补发的金额",
        "standing" => "推举代表，开始报名",
        "stand" => "一位工友报名当代表",
        "nominate" => "一位工友推荐了代表",
        "voting" => "推举代表，开始投票",
        "vote" => "一位工友投了票",
        "chosen" => "推举代表有了结果",
        "letter" => "出具了文书",
        "orphan" => "工会撤销了，由上级接着办",
        _ => "不再一起办",
    };
    let step = |one: store::Happened| {
        // Who takes part stands above by name or without, and who left stands nowhere: what they did is told without names.
        let by = one.name.clone().filter(|_| !one.is_workers());
        let when = text::moment_near(clock::local(one.at), app.today());
        let words = Some(one.words(app)).filter(|words| !words.is_empty() && one.name.as_ref() != Some(words));
        Step::done(title(&one.act)).at(when).line(by).line(words)
    };
    let before = steps.len().saturating_sub(SHOWN);
    let mut all: Vec<Step> = Vec::new();
    all.extend((before > 0).then(|| Step::note(format!("更早的还有{before}件事"))));
    all.extend(steps.into_iter().skip(before).map(step));
    Life::log(all)
}

async fn page(desk: &Desk, matter: Matter, act: &str, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let all = people(&app.db, matter.id).await?;
    let (hindrance, doings) = doings(desk, &matter).await?;
    let of = form.get("of").to_owned();
    let fill = ("fill", "改这位的清单");
    let filled = all.iter().find(|one| one.has_joined() && one.case.number == of && !doings.is_empty());
    let version = form.number("version").or(filled.map(|one| one.part.version)).unwrap_or_default();
    let act = match act {
        "fill" => filled.map(|_| fill),
        act => doings.iter().find(|doing| doing.0 == act).copied(),
    };
    let fields = match act {
        Some((key, _)) => fields(desk, &matter, &all, key, form).await?,
        None => Vec::new(),
    };
    let candidates = candidates(app, &matter, &all).await?;
    let (joined, others): (Vec<Person>, Vec<Person>) = all.into_iter().partition(Person::has_joined);
    let table = Table::of(&joined.iter().collect::<Vec<_>>());
    let letters = store::letters_of(&app.db, matter.id).await?;
    let paper = |one: &store::Letter| {
        let href = format!("{}/papers/{}?no={}", link(&matter.number), one.letter, one.id);
        (format!("{}（{}号）", papers::title(&one.letter), one.number), href, one.at)
    };
    let title = format!("集体争议：{}", matter.employer_name);
    Ok(ShowPage {
        frame: desk.frame(&title, PATH, vec![Crumb::word("信家"), Crumb::to("集体争议", PATH)]),
        words: matter.words(app),
        hindrance,
        doings,
        act,
        fields,
        of,
        version,
        heads: table.heads(),
        total: table.total,
        agreed: joined.iter().map(|one| one.part.agreed).sum(),
        paid: joined.iter().filter_map(Person::paid).map(|(fen, _)| fen).sum(),
        joined: joined
            .into_iter()
            .map(|person| Row {
                cells: table.heads().into_iter().zip(table.cells(&person)).collect(),
                evidence: evidence(app, &person),
                person,
            })
            .collect(),
        sums: table.heads().into_iter().zip(table.sums).collect(),
        others,
        candidates,
        voted: store::turnout(&app.db, matter.id, matter.round).await?,
        letters: letters.iter().map(paper).collect(),
        life: life(app, store::steps(&app.db, matter.id).await?),
        matter,
    })
}
/// What proves somebody's claims, each once.
fn evidence(app: &platform::App, person: &Person) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in person.claims.iter().map(|claim| claim.evidence(app)) {
        if !one.is_empty() && !all.contains(&one) {
            all.push(one);
        }
    }
    all
}
async fn candidates(app: &platform::App, matter: &Matter, all: &[Person]) -> Result<Vec<(String, i64, Stamp)>> {
    let done = matter.choosing == "done";
    let mut rows = Vec::new();
    for one in store::candidates(&app.db, matter.id, matter.round).await? {
        let Some(person) = all.iter().find(|person| person.part.id == one.part) else { continue };
        let stamp = match (one.is_elected(), one.stands()) {
            (true, _) => Stamp::ok("当选"),
            (false, true) if done => Stamp::plain("没有当选"),
            (false, true) => Stamp::info("报名了"),
            (false, false) => Stamp::plain("被推荐，没回答"),
        };
        rows.push((person.case.name.clone(), if done { one.votes } else { 0 }, stamp));
    }
    Ok(rows)
}

pub async fn show(desk: Desk, Path(number): Path<String>, asked: Fields) -> Result<Response> {
    let matter = within(&desk, &number, CASES_READ).await?;
    looked(&desk, &matter).await?;
    let mut form = Fields::default();
    form.set("of", asked.get("of"));
    Ok(desk.show(&page(&desk, matter, asked.get("act"), &form).await?))
}
/// The page with the form of an act that was not right.
pub async fn again(desk: &Desk, matter: Matter, act: &str, form: &Fields) -> Result<Response> {
    Ok(desk.refill(&page(desk, matter, act, form).await?))
}
/// The page as it is now, with why the act was not done.
pub async fn refused(desk: &Desk, number: &str, sentence: &str) -> Result<Response> {
    let matter = within(desk, number, CASES_READ).await?;
    let mut page = page(desk, matter, "", &Fields::default()).await?;
    page.frame.flash = Some(Flash::warn(sentence));
    let mut response = desk.show(&page);
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
