//! The page of a matter on the member site.
use crate::{
    cases,
    collective::{
        Person, own_link,
        rules::{LAW, LAW_OF_RULES, said, shows_sum},
        store::{self, Candidate, Matter},
    },
};
use askama::Template;
use platform::web::{Fields, Result};
use ui::{Button, Choice, Field, Guest, Row, Stamp, Tab, Until, filters, text};

/// How many lines of the sheet are offered beside those that are there, and at least.
const MORE: usize = 1;
const LEAST: usize = 2;

#[derive(Template)]
#[template(path = "collective/mine/show.html")]
pub struct ShowPage {
    frame: ui::Member,
    matter: Matter,
    me: Person,
    words: String,
    sentence: String,
    until: Option<Until>,
    named: Field,
    lines: Vec<[Field; 3]>,
    others: Vec<Row>,
    hidden: usize,
    total: Option<String>,
    standing: bool,
    stands: bool,
    nominated: bool,
    nominees: Option<Field>,
    ballot: Option<Field>,
    voted: bool,
    candidates: Vec<Row>,
}
impl ShowPage {
    fn at(&self) -> String {
        own_link(&self.matter.number)
    }
    fn is_asked(&self) -> bool {
        self.me.part.state == "asked" && !self.matter.is_over()
    }
    fn takes_part(&self) -> bool {
        self.me.has_joined() && !self.matter.is_over()
    }
    /// One red button on a page: the vote's, where there is one.
    fn save(&self) -> Button {
        let save =
            if self.ballot.is_some() { Button::outline("保存清单") } else { Button::primary("保存清单") };
        save.value("act", "fill").busy("正在保存…")
    }
    fn asks_about_offer(&self) -> bool {
        self.takes_part() && self.me.part.agreed > 0 && self.me.part.consent.is_empty()
    }
}

fn sentence(matter: &Matter, me: &Person) -> String {
    match &*me.part.state {
        _ if matter.is_over() => "一起办结束了，您这件照样接着办".into(),
        "asked" => "工会建议您和工友一起办，请您回答".into(),
        "joined" => format!("您和工友一起办，现在{}人", matter.joined),
        "declined" => "您没有参加，您这件单独办".into(),
        _ => "您退出了，您这件单独办".into(),
    }
}
fn until(matter: &Matter, guest: &Guest) -> Option<Until> {
    let (day, today) = (matter.vote_until()?, guest.app.today());
    let what = if matter.choosing == "voting" { "投票" } else { "报名" };
    let left = i64::from(platform::calendar::days_left(today, day));
    let until = Until::new(left, format!("推举代表，{what}最迟{}", text::near(day, today)));
    matches!(&*matter.choosing, "standing" | "voting").then(|| until.law(LAW))
}
fn lines(guest: &Guest, me: &Person, form: &Fields) -> Vec<[Field; 3]> {
    let typed = form.get("act") == "fill";
    let line = |n: usize| {
        let claim = me.claims.get(n).filter(|_| !typed);
        let (month, amount) = (format!("month_{n}"), format!("amount_{n}"));
        let mut fields = [
            Field::text(&month, "哪个月").attr("maxlength", 12),
            Field::text(&amount, "多少元").attr("inputmode", "decimal").attr("maxlength", 13),
            Field::text(&format!("evidence_{n}"), "有什么证据").attr("maxlength", 200),
        ];
        // What is meant is said once.
        if n == 0 {
            let [month, amount, evidence] = fields;
            fields = [month.hint("比如2026-09"), amount.hint("这个月欠的"), evidence.hint("比如工资条、聊天记录")];
        }
        let fields = match claim {
            Some(claim) => {
                let evidence = claim.evidence(&guest.app);
                let values = [claim.month.clone(), crate::collective::desk::plain(claim.amount), evidence];
                let mut values = values.into_iter();
                fields.map(|field| field.value(values.next().unwrap_or_default()))
            }
            None => fields,
        };
        fields.map(|field| if typed { field.of_form(form) } else { field })
    };
    (0..(me.claims.len() + MORE).clamp(LEAST, 36)).map(line).collect()
}
/// 2026年9月、10月: the year once.
fn months(one: &Person) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut year = "";
    for claim in &one.claims {
        let whole = said(&claim.month);
        let (its_year, month) =
            (claim.month.get(..4).unwrap_or_default(), whole.split_once('年').map_or(&*whole, |(_, m)| m));
        words.push(if its_year == year { month.to_owned() } else { whole.clone() });
        year = its_year;
    }
    words.join("、")
}
/// Those who let themselves be seen: name and sum.
fn others(all: &[Person], me: &Person) -> (Vec<Row>, usize) {
    let joined = || all.iter().filter(|one| one.has_joined() && one.part.id != me.part.id);
    let row = |one: &Person| {
        let months = months(one);
        let row = Row::new(&one.case.name).icon("user").value(text::yuan(one.total()));
        if months.is_empty() { row.meta("还没有填清单") } else { row.meta(months) }
    };
    let named: Vec<Row> = joined().filter(|one| one.part.is_named()).map(row).collect();
    let hidden = joined().count() - named.len();
    (named, hidden)
}
fn candidate_rows(all: &[Person], candidates: &[Candidate], done: bool) -> Vec<Row> {
    let row = |one: &Candidate| {
        let person = all.iter().find(|person| person.part.id == one.part)?;
        let row = Row::new(&person.case.name).icon("user");
        Some(match (done, one.is_elected()) {
            (true, true) => row.stamp(Stamp::ok("当选")).meta(format!("{}票", one.votes)),
            (true, false) => row.meta(format!("{}票", one.votes)),
            (false, _) => row.meta("报名当代表"),
        })
    };
    candidates.iter().filter(|one| one.stands()).filter_map(row).collect()
}

pub async fn page(guest: &Guest, matter: Matter, me: Person, all: Vec<Person>, form: &Fields) -> Result<ShowPage> {
    let db = &guest.app.db;
    let candidates = store::candidates(db, matter.id, matter.round).await?;
    let voted = store::has_voted(db, me.part.id, matter.round).await?;
    let own = candidates.iter().find(|one| one.part == me.part.id);
    let (others, hidden) = others(&all, &me);
    let takes_part = me.has_joined() && !matter.is_over();
    let standing = takes_part && matter.choosing == "standing";
    let named = Field::radios(
        "named",
        "一起办的工友看得到您的姓名和金额吗",
        [("yes", "看得到"), ("no", "看不到，只算在人数里")],
    );
    let named = named.hint("工会办事的人看得到；写进给单位、仲裁的文书时会写您的姓名");
    let named = if me.has_joined() { named.value(if me.part.is_named() { "yes" } else { "no" }) } else { named };
    let shown = |one: &&Person| one.has_joined() && one.part.is_named() && one.part.id != me.part.id;
    let proposed = |one: &&Person| candidates.iter().all(|known| known.part != one.part.id);
    let nominees: Vec<Choice> =
        all.iter().filter(shown).filter(proposed).map(|one| Choice::new(one.part.id, &one.case.name)).collect();
    let name = |one: &Candidate| all.iter().find(|p| p.part.id == one.part).map(|p| Choice::new(one.id, &p.case.name));
    let choices: Vec<Choice> = candidates.iter().filter(|one| one.stands()).filter_map(name).collect();
    let ballot = Field::checks("candidate", format!("请选1到{}位", matter.seats), choices);
    let total: i64 = all.iter().filter(|one| one.has_joined()).map(Person::total).sum();
    Ok(ShowPage {
        frame: guest.frame("和工友一起办", Tab::Services, Some(&cases::own_link(&me.case.number))),
        words: matter.words(&guest.app),
        sentence: sentence(&matter, &me),
        until: until(&matter, guest).filter(|_| takes_part),
        named: if form.get("act") == "join" || form.get("act") == "rename" { named.of_form(form) } else { named },
        lines: lines(guest, &me, form),
        others,
        hidden,
        total: shows_sum(hidden).then(|| text::yuan(total)),
        standing,
        stands: own.is_some_and(Candidate::stands),
        nominated: own.is_some_and(|one| !one.stands()),
        nominees: (standing && !nominees.is_empty())
            .then(|| Field::select("part", "推荐一位工友", std::iter::once(Choice::new("", "请选")).chain(nominees)))
            .map(|field| field.error(form.error("part").map(str::to_owned))),
        ballot: (takes_part && matter.choosing == "voting" && !voted)
            .then(|| ballot.error(form.error("candidate").map(str::to_owned))),
        voted,
        candidates: candidate_rows(&all, &candidates, matter.choosing == "done"),
        matter,
        me,
    })
}
