//! Doing something with a matter at the desk.
use super::{
    fields::askable,
    show::{again, doings, refused},
};
use crate::{
    cases::answers::fen,
    collective::{
        Person, acts, link, people,
        rules::month,
        sheet::LONGEST,
        store::{Matter, NewClaim, PartId},
        within,
    },
    course::{By, Outcomes},
    permissions::CASES_WORK,
};
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::web::{Fields, Result, see};
use ui::Desk;

const WORDS: usize = 500;
/// No sheet has more lines for one person.
const LINES: usize = 40;

pub async fn act(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let matter = within(&desk, &number, CASES_WORK).await?;
    let (_, doings) = doings(&desk, &matter).await?;
    let key = form.get("act").to_owned();
    if doings.is_empty() || (key != "fill" && !doings.iter().any(|doing| doing.0 == key)) {
        return refused(&desk, &number, "现在不能这样办，请看到了哪一步").await;
    }
    let all = people(&desk.app.db, matter.id).await?;
    let done = perform(&desk, &matter, &all, &key, &mut form).await?;
    if !form.is_right() {
        return again(&desk, matter, &key, &form).await;
    }
    match done {
        Ok(sentence) => Ok(see(&link(&number), &sentence)),
        Err(sentence) => refused(&desk, &number, &sentence).await,
    }
}
/// Reads the form and does the act; with faults in the form nothing is done.
async fn perform(desk: &Desk, matter: &Matter, all: &[Person], key: &str, form: &mut Fields) -> Outcomes<String> {
    let (app, by) = (&desk.app, By::union(&desk.who));
    let nothing = Ok(Ok(String::new()));
    match key {
        "fill" => {
            let person = all.iter().find(|one| one.has_joined() && one.case.number == form.get("of"));
            let Some(part) = person.map(|one| one.part.id) else {
                return Ok(Err("这位没有参加，不能填".into()));
            };
            let version = form.number("version").unwrap_or_default();
            let Some(lines) = claims(form) else { return nothing };
            Ok(acts::fill(app, by, matter, (part, version), &lines).await?.map(|()| "清单记好了".into()))
        }
        "ask" => {
            let cases = askable(desk, matter, all).await?;
            let picked: Vec<_> = cases.into_iter().filter(|case| form.all("case").any(|n| n == case.number)).collect();
            if picked.is_empty() {
                form.fault("case", "请选工友");
                return nothing;
            }
            Ok(acts::ask(app, by, matter, &picked).await?.map(|()| "发给工友了".into()))
        }
        "offer" => {
            let Some(sums) = sums(all, form) else { return nothing };
            Ok(acts::offer(app, by, matter, &sums).await?.map(|n| format!("记好了，{n}位会收到消息，由本人回答")))
        }
        "paid" => {
            let (sums, words) = (sums(all, form), form.required("words", "请写和本人说的话", WORDS));
            let (Some(sums), Some(words)) = (sums, words) else { return nothing };
            Ok(acts::paid(app, by, matter, &sums, &words).await?.map(|(done, stayed)| match stayed.is_empty() {
                true => format!("{done}位记好了，请本人核对"),
                false => format!("{done}位记好了；没有记的：{}", stayed.join("；")),
            }))
        }
        "choose" | "vote" => {
            let until = form.number::<Date>("until").filter(|day| *day >= app.today());
            let Some(until) = until else {
                form.fault("until", "请选今天或以后的日期");
                return nothing;
            };
            if key == "vote" {
                return Ok(acts::begin_vote(app, by, matter, until).await?.map(|()| "开始投票了".into()));
            }
            let Some(seats) = form.number("seats") else {
                form.fault("seats", "请选几位");
                return nothing;
            };
            Ok(acts::start(app, by, matter, seats, until).await?.map(|()| "开始报名了".into()))
        }
        "close" => Ok(acts::close(app, by, matter).await?.map(|()| "结果记下了".into())),
        "letter" => {
            if !form.has("letter") {
                form.fault("letter", "请选一种文书");
                return nothing;
            }
            Ok(acts::write(app, by, matter, form.get("letter")).await?.map(|()| "写好了，在文书里打印".into()))
        }
        _ => {
            let Some(words) = form.required("words", "这里要写", WORDS) else { return nothing };
            Ok(acts::end(app, by, matter, &words).await?.map(|()| "结束了，各件照样接着办".into()))
        }
    }
}
/// Sums typed for those who joined; an empty one is left out.
fn sums(all: &[Person], form: &mut Fields) -> Option<Vec<(PartId, i64)>> {
    let mut sums = Vec::new();
    for person in all.iter().filter(|person| person.has_joined()) {
        let name = format!("sum_{}", person.part.id);
        match form.opt(&name).map(fen) {
            None => {}
            Some(Some(fen)) if fen > 0 => sums.push((person.part.id, fen)),
            Some(_) => form.fault(&name, "请只填数字，大于0，比如9860.50"),
        }
    }
    if sums.is_empty() && form.is_right() {
        let first = all.iter().find(|person| person.has_joined());
        form.fault(&first.map_or_else(|| "words".into(), |one| format!("sum_{}", one.part.id)), "至少填一位的金额");
    }
    form.is_right().then_some(sums)
}
/// The lines of a sheet as typed; a line with nothing in it is left out. Faults are put at the fields.
pub fn claims(form: &mut Fields) -> Option<Vec<NewClaim>> {
    let mut lines: Vec<NewClaim> = Vec::new();
    for n in 0..LINES {
        let (when, money, proof) = (format!("month_{n}"), format!("amount_{n}"), format!("evidence_{n}"));
        if !form.has(&when) && !form.has(&money) && !form.has(&proof) {
            continue;
        }
        let known = month(form.get(&when));
        match &known {
            None => form.fault(&when, "请写年和月，比如2026-09"),
            Some(month) if lines.iter().any(|line| line.month == *month) => form.fault(&when, "这个月上面已经写了"),
            Some(_) => {}
        }
        let amount = fen(form.get(&money)).filter(|fen| *fen > 0);
        if amount.is_none() {
            form.fault(&money, "请只填数字，大于0");
        }
        form.short_enough(&proof, LONGEST);
        if let (Some(month), Some(amount)) = (known, amount) {
            lines.push(NewClaim { month, amount, evidence: form.get(&proof).to_owned() });
        }
    }
    form.is_right().then_some(lines)
}
