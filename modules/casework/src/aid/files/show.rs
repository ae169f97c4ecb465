//! One hardship file: what the rule found and when, what was paid, what can be done. Opening it is recorded.
use super::within;
use crate::{
    aid::{
        FILES, HARDSHIP, HardshipId,
        figures::{self, mask_bank},
        rules::{Household, Judged, judge},
        settings::most,
        store::{self, Finding, HardshipFile, Payment},
    },
    cases::link,
    permissions::{AID_READ, AID_WORK},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    App, audit, settings,
    web::{Fields, Result},
};
use ui::{Button, Choice, Clock, Crumb, Desk, Field, Stamp, filters};

/// What can be done with an open file: key and words.
pub const ACTS: [(&str, &str); 3] = [("pay", "登记发放"), ("review", "年度复核"), ("leave", "退出档案")];
pub const PURPOSES: [(&str, &str); 4] =
    [("living", "生活救助"), ("medical", "医疗救助"), ("schooling", "助学救助"), ("sudden", "意外救助")];
pub const FUNDS: [(&str, &str); 4] =
    [("central", "中央财政"), ("local", "地方财政"), ("union", "工会经费"), ("gift", "社会捐赠")];
pub const WHY: [(&str, &str); 5] = [
    ("better", "已经脱困"),
    ("gone", "本人去世"),
    ("moved", "转到外地"),
    ("asked", "本人要求"),
    ("wrong", "核实不符合"),
];

/// The words of a key.
pub fn words(all: &[(&'static str, &'static str)], key: &str) -> &'static str {
    all.iter().find(|(known, _)| *known == key).map_or("", |(_, words)| words)
}

#[derive(Template)]
#[template(path = "aid/files/show.html")]
pub struct FilePage {
    frame: ui::Console,
    file: HardshipFile,
    clock: Option<Clock>,
    judged: Judged,
    home: Household,
    minimum: i64,
    findings: Vec<Finding>,
    payments: Vec<Payment>,
    bank: String,
    /// What may be paid this year in all.
    most: i64,
    act: Option<(&'static str, &'static str)>,
    fields: Vec<Field>,
    may_work: bool,
    own: bool,
}
impl FilePage {
    fn day(iso: &str) -> String {
        ui::paper::day(Some(iso))
    }
    fn passed(passed: &bool) -> Stamp {
        if *passed { Stamp::ok("是") } else { Stamp::plain("否") }
    }
    /// The act that is done most stands in red.
    fn is_first(&self, key: &str) -> bool {
        key == ACTS[0].0 && self.act.is_none()
    }
    fn purpose(payment: &Payment) -> &'static str {
        words(&PURPOSES, &payment.purpose)
    }
    fn fund(payment: &Payment) -> &'static str {
        words(&FUNDS, &payment.fund)
    }
    fn why(&self) -> &'static str {
        words(&WHY, &self.file.why)
    }
}
pub fn is_own(desk: &Desk, file: &HardshipFile) -> bool {
    file.account == Some(desk.who.account) || (file.person.is_some() && file.person == desk.who.person)
}
/// The ceiling of a year for a file's kind, in fen.
pub async fn ceiling(app: &App, file: &HardshipFile) -> Result<i64> {
    let region = figures::region(app, file.union_id).await?;
    Ok(settings::number(&app.db, most(file.kind()), &region, app.today()).await? * 100)
}

fn money(name: &str, label: &str) -> Field {
    Field::text(name, label).attr("inputmode", "decimal").attr("maxlength", 13)
}
fn fields(act: &str, home: &Household, form: &Fields) -> Vec<Field> {
    let choices = |all: &'static [(&'static str, &'static str)]| all.iter().map(|(key, words)| Choice::new(key, words));
    let kept = |field: Field, now: String| if form.pairs().is_empty() { field.value(now) } else { field.of_form(form) };
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    match act {
        "pay" => vec![
            Field::radios("purpose", "做什么用", choices(&PURPOSES)).of_form(form),
            money("amount", "金额（元）").of_form(form),
            Field::select("fund", "哪里的钱", choices(&FUNDS)).of_form(form),
        ],
        "review" => vec![
            kept(money("income", "家庭年收入（元）"), yuan(home.income)),
            kept(money("rigid", "刚性支出（元）"), yuan(home.rigid)),
            kept(money("unforeseen", "今年意外的大额支出（元）"), yuan(home.unforeseen)),
            kept(Field::number("persons", "家庭人口").attr("maxlength", 2), home.persons.to_string()),
        ],
        "leave" => vec![Field::radios("why", "为什么退出", choices(&WHY)).of_form(form)],
        _ => Vec::new(),
    }
}

pub async fn page(desk: &Desk, file: HardshipFile, act: &str, form: &Fields) -> Result<FilePage> {
    let app = &desk.app;
    let findings = store::findings(&app.db, file.id).await?;
    let (home, minimum) = findings.first().map(|f| (f.household(app), f.minimum)).unwrap_or_default();
    let (own, may_work) = (is_own(desk, &file), desk.may(AID_WORK) && file.is_open() && !is_own(desk, &file));
    let act = ACTS.into_iter().find(|(key, _)| *key == act && may_work);
    let bank = app.keys.open(store::BANK, &file.bank_sealed).unwrap_or_default();
    let left = i64::from(platform::calendar::days_left(app.today(), file.review()));
    let clock =
        Clock::new(left, format!("下次复核{}", ui::text::date(file.review()))).note("每年复核一次，情况变了随时复核");
    Ok(FilePage {
        frame: desk.frame(&file.name, FILES, vec![Crumb::word("恋家"), Crumb::to("困难职工档案", FILES)]),
        clock: file.is_open().then_some(clock),
        judged: judge(&home, minimum),
        fields: act.map_or_else(Vec::new, |(key, _)| fields(key, &home, form)),
        home,
        minimum,
        findings,
        payments: store::of_hardship(&app.db, file.id).await?,
        bank: if bank.is_empty() { String::new() } else { mask_bank(&bank) },
        most: ceiling(app, &file).await?,
        act,
        may_work,
        own,
        file,
    })
}

pub async fn show(desk: Desk, Path(id): Path<HardshipId>, asked: Fields) -> Result<Response> {
    let file = within(&desk, AID_READ, id).await?;
    if !is_own(&desk, &file) {
        let entry = audit::Entry {
            act: "hardship.read",
            object: HARDSHIP,
            object_id: file.id.0,
            person: file.person,
            org: desk.who.org(),
            ..Default::default()
        };
        let mut tx = desk.app.db.begin().await?;
        audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
        tx.commit().await?;
    }
    Ok(desk.show(&page(&desk, file, asked.get("act"), &Fields::default()).await?))
}
