//! Paying, reviewing, ending a file: each one transaction with its figures, audit and message.
use super::{
    show::{FUNDS, PURPOSES, WHY, ceiling, is_own, page, words},
    within,
};
use crate::{
    aid::{
        HARDSHIP, HardshipId, figures, letters, measures,
        rules::{Household, Kind, judge},
        store::{self, HardshipFile, NewPayment},
    },
    cases::{self, answers::fen},
    permissions::AID_WORK,
};
use axum::{extract::Path, response::Response};
use jiff::ToSpan;
use platform::{
    App, audit,
    db::Tx,
    identity::SignedIn,
    notices, tasks,
    web::{Error, Fields, Result, see},
};
use ui::Desk;

const LATE: &str = "这份档案刚有变化，请看过再办";

/// What is to be done.
pub enum Act {
    Pay { purpose: &'static str, fund: &'static str, amount: i64 },
    Review(Household),
    Leave(&'static str),
}
fn chosen(form: &mut Fields, name: &str, all: &'static [(&'static str, &'static str)]) -> Option<&'static str> {
    let found = all.iter().find(|(key, _)| *key == form.get(name)).map(|(key, _)| *key);
    if found.is_none() {
        form.fault(name, "请选一项");
    }
    found
}
fn money(form: &mut Fields, name: &str) -> Option<i64> {
    let found = fen(form.get(name));
    if found.is_none() {
        form.fault(name, "请只填数字，比如9860");
    }
    found
}
fn read(form: &mut Fields, last: &Household) -> Option<Act> {
    match form.get("act") {
        "pay" => {
            let (purpose, fund) = (chosen(form, "purpose", &PURPOSES), chosen(form, "fund", &FUNDS));
            let amount = money(form, "amount");
            if amount == Some(0) {
                form.fault("amount", "请填发了多少");
            }
            Some(Act::Pay { purpose: purpose?, fund: fund?, amount: amount? })
        }
        "review" => {
            let (income, rigid, unforeseen) = (money(form, "income"), money(form, "rigid"), money(form, "unforeseen"));
            let persons = form.number("persons").filter(|n| (1..=30).contains(n));
            if persons.is_none() {
                form.fault("persons", "请填1到30之间的整数");
            }
            let home = Household {
                income: income?,
                rigid: rigid?,
                unforeseen: unforeseen?,
                persons: persons?,
                accident: false,
                ..last.clone()
            };
            Some(Act::Review(home))
        }
        "leave" => chosen(form, "why", &WHY).map(Act::Leave),
        _ => None,
    }
}

pub async fn act(desk: Desk, Path(id): Path<HardshipId>, mut form: Fields) -> Result<Response> {
    let mut file = within(&desk, AID_WORK, id).await?;
    if is_own(&desk, &file) {
        return Err(Error::refused("这是您本人的档案，请别人来办。"));
    }
    let case = cases::store::by_number(&desk.app.db, &file.case_number).await?.ok_or(Error::NotFound)?;
    if cases::store::recused(&desk.app.db, case.id).await?.contains(&desk.who.account) {
        return Err(Error::refused("您在这户的诉求里已经回避，请别人来办。"));
    }
    if !file.is_open() {
        return Err(Error::refused("这份档案已经退出了。"));
    }
    let last =
        store::findings(&desk.app.db, file.id).await?.first().map(|f| f.household(&desk.app)).unwrap_or_default();
    let key = form.get("act").to_owned();
    let act = read(&mut form, &last);
    let Some(act) = act.filter(|_| form.is_right()) else {
        return Ok(desk.refill(&page(&desk, file, &key, &form).await?));
    };
    file.version = form.number("version").unwrap_or(file.version);
    match carry_out(&desk.app, &desk.who, &file, act).await? {
        Ok(sentence) => Ok(see(&file.link(), &sentence)),
        Err(sentence) => {
            form.fault(if key == "pay" { "amount" } else { "why" }, sentence);
            let file = within(&desk, AID_WORK, id).await?;
            Ok(desk.refill(&page(&desk, file, &key, &form).await?))
        }
    }
}

pub async fn carry_out(
    app: &App,
    who: &SignedIn,
    file: &HardshipFile,
    act: Act,
) -> Result<std::result::Result<String, String>> {
    let most = ceiling(app, file).await?;
    let minimum = figures::minimum(app, file.union_id, app.today()).await?;
    let mut tx = app.db.begin().await?;
    if !store::take_file(&mut tx, file).await? {
        return Ok(Err(LATE.into()));
    }
    let (act, detail, said) = match act {
        Act::Pay { purpose, fund, amount } => {
            let year = i64::from(app.today().year());
            let before = store::paid_in_year(&mut tx, file.id, year).await?;
            if before + amount > most {
                let left = ui::text::yuan((most - before).max(0));
                return Ok(Err(format!("{}一年最多{}，今年还能发{left}", file.kind().name(), ui::text::yuan(most))));
            }
            pay(&mut tx, app, who, file, (purpose, fund, amount)).await?;
            let detail = format!("{}{}", words(&PURPOSES, purpose), ui::text::yuan(amount));
            ("hardship.pay", detail, "登记了，本人会收到消息".to_owned())
        }
        Act::Review(home) => {
            let kind = judge(&home, minimum).kind;
            store::add_finding(&mut tx, app, file.id, (&home, kind, minimum), Some(who.account)).await?;
            if kind == Kind::None {
                leave(&mut tx, app, file, "better").await?;
                ("hardship.leave", "复核后不再困难".to_owned(), "不再符合条件，退出了档案".to_owned())
            } else {
                let review = app.today().saturating_add(12.months());
                if kind != file.kind() {
                    measures::files(&mut tx, app, (file.id, file.union_id), file.kind().key(), -1).await?;
                    measures::files(&mut tx, app, (file.id, file.union_id), kind.key(), 1).await?;
                }
                store::set_kind(&mut tx, file.id, kind, review).await?;
                ("hardship.review", kind.name().to_owned(), format!("复核好了，是{}", kind.name()))
            }
        }
        Act::Leave(why) => {
            leave(&mut tx, app, file, why).await?;
            ("hardship.leave", words(&WHY, why).to_owned(), "退出了档案".to_owned())
        }
    };
    if act != "hardship.pay" {
        tasks::close(&mut tx, app, HARDSHIP, file.id.0, Some(who.account), &detail).await?;
    }
    let entry = audit::Entry {
        act,
        object: HARDSHIP,
        object_id: file.id.0,
        person: file.person,
        detail: &detail,
        org: Some(file.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(who), &entry).await?;
    if let Some(account) = file.account {
        let title = match act {
            "hardship.pay" => "救助金发到您卡上了",
            "hardship.review" => "困难职工档案复核过了",
            _ => "困难职工档案退出了",
        };
        notices::tell(&mut tx, app, account, title, &file.union_name, &crate::cases::own_link(&file.case_number))
            .await?;
    }
    tx.commit().await?;
    Ok(Ok(said))
}
async fn leave(tx: &mut Tx, app: &App, file: &HardshipFile, why: &str) -> Result<()> {
    store::close_file(tx, app, file.id, why).await?;
    Ok(measures::left(tx, app, file, why).await?)
}
async fn pay(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    file: &HardshipFile,
    (purpose, fund, amount): (&'static str, &'static str, i64),
) -> Result<()> {
    let (today, case) = (app.today(), store::case_of(tx, file.id).await?);
    let bank = app.keys.open(store::BANK, &file.bank_sealed).unwrap_or_default();
    let said = (words(&PURPOSES, purpose), words(&FUNDS, fund));
    let paid = letters::of_file(file, case, said, amount, &bank);
    letters::paid(tx, app, &paid, Some(who.account)).await?;
    let new = NewPayment {
        case: Some(case),
        hardship: Some(file.id),
        org: Some(file.union_id),
        person: file.person,
        name: file.name.clone(),
        purpose: purpose.into(),
        fund: fund.into(),
        year: i64::from(today.year()),
        amount,
        bank,
        paid_on: Some(today),
        by: Some(who.account),
        ..NewPayment::default()
    };
    let id = store::add_payment(tx, app, &new).await?.ok_or_else(|| Error::internal("a payment without a child"))?;
    Ok(measures::paid(tx, (file.union_id, id), (purpose, amount), (file.person, Some(case)), today).await?)
}
