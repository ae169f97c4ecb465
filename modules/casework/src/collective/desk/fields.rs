//! The forms of what can be done with a matter.
use crate::{
    cases::Case,
    collective::{
        Person,
        papers::{MANDATE, REQUEST, title},
        rules::{LEAST, MOST},
        since,
        store::{self, Matter},
    },
    permissions::CASES_WORK,
};
use jiff::ToSpan;
use platform::{
    App,
    web::{Fields, Result},
};
use ui::{Choice, Desk, Field, text};

/// Lines of somebody's sheet that are offered beside those that are there.
const MORE: usize = 3;
const SHEET: usize = 36;

/// The lines of somebody's claim sheet: month, amount, evidence.
pub fn lines(app: &App, person: &Person, form: &Fields) -> Vec<Field> {
    let typed = form.has("version");
    let rows = (person.claims.len() + MORE).min(SHEET);
    let mut fields = Vec::with_capacity(rows * 3);
    for n in 0..rows {
        let claim = person.claims.get(n).filter(|_| !typed);
        let (month, amount, proof) = (format!("month_{n}"), format!("amount_{n}"), format!("evidence_{n}"));
        let mut row = [
            Field::text(&month, format!("第{}行：月份", n + 1)).attr("maxlength", 12).attr("placeholder", "2026-09"),
            Field::text(&amount, "金额（元）").attr("inputmode", "decimal").attr("maxlength", 13),
            Field::text(&proof, "证据").attr("maxlength", crate::collective::sheet::LONGEST),
        ];
        if let Some(claim) = claim {
            let values = [claim.month.clone(), plain(claim.amount), claim.evidence(app)];
            row = std::array::from_fn(|n| row[n].clone().value(&values[n]));
        }
        fields.extend(row.map(|field| if typed { field.of_form(form) } else { field }));
    }
    fields
}
/// 9860.50, as it is typed again.
pub fn plain(fen: i64) -> String {
    if fen % 100 == 0 { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}
/// Those who could be asked besides.
pub(super) async fn askable(desk: &Desk, matter: &Matter, all: &[Person]) -> Result<Vec<Case>> {
    let Some(first) = all.first() else { return Ok(Vec::new()) };
    let scope = desk.scope(CASES_WORK)?;
    let since = since(&desk.app, desk).await?;
    let is_in = |person: &&Person| matches!(&*person.part.state, "asked" | "joined");
    let inside: Vec<_> = all.iter().filter(is_in).map(|person| person.case.account).collect();
    let again = all.iter().filter(|person| !is_in(person) && !person.case.is_over()).map(|person| person.case.clone());
    let mut cases = store::alike(&desk.app.db, (&scope, desk.who.account), &first.case, since).await?;
    cases.extend(again);
    let mut known = inside;
    cases.retain(|case| {
        let new = case.handler_path.starts_with(&*matter.org_path) && !known.contains(&case.account);
        known.push(case.account);
        new
    });
    Ok(cases)
}

pub async fn fields(desk: &Desk, matter: &Matter, all: &[Person], act: &str, form: &Fields) -> Result<Vec<Field>> {
    let app = &desk.app;
    let joined: Vec<&Person> = all.iter().filter(|person| person.has_joined()).collect();
    let day = |label: &str, days: i64| {
        let until = app.today().saturating_add(days.days());
        Field::date("until", label).value(until).attr("min", app.today())
    };
    Ok(match act {
        "fill" => match joined.iter().find(|one| one.case.number == form.get("of")) {
            Some(person) => lines(app, person, form),
            None => Vec::new(),
        },
        "ask" => {
            let cases = askable(desk, matter, all).await?;
            let choices = cases.iter().map(super::propose::choice);
            let which = Field::checks("case", "请哪几位", choices);
            let none = "没有别的可以请了：要同一家单位、还在办、由这里或者下级工会承办";
            vec![if cases.is_empty() { which.hint(none) } else { which }.of_form(form)]
        }
        "offer" => joined
            .iter()
            .map(|one| {
                let claimed = format!("要求{}", text::yuan(one.total()));
                let field = Field::text(&format!("sum_{}", one.part.id), &one.case.name).hint(claimed);
                let field = if one.part.agreed > 0 { field.value(plain(one.part.agreed)) } else { field };
                money(field, form)
            })
            .collect(),
        "paid" => {
            let mut fields: Vec<Field> = joined
                .iter()
                .filter(|one| !one.case.is_over())
                .map(|one| {
                    let agreed = if one.part.agreed > 0 {
                        format!("，单位答应{}", text::yuan(one.part.agreed))
                    } else {
                        String::new()
                    };
                    let hint = format!("{}{agreed}", one.case.state());
                    money(Field::text(&format!("sum_{}", one.part.id), &one.case.name).hint(hint), form)
                })
                .collect();
            fields.push(
                Field::area("words", "和本人说什么")
                    .hint("发给每一位，请他们自己核对收到没有")
                    .attr("rows", 2)
                    .attr("maxlength", 500)
                    .of_form(form),
            );
            fields
        }
        "choose" => {
            let seats = (LEAST..=MOST).map(|n| Choice::new(n, format!("{n}位")));
            vec![
                Field::radios("seats", "推举几位", seats).value(LEAST).of_form(form),
                day("报名到哪天", 3).of_form(form),
            ]
        }
        "vote" => vec![day("投票到哪天", 3).of_form(form)],
        "letter" => {
            let mut kinds = vec![Choice::new(REQUEST, title(REQUEST))];
            if matter.choosing == "done" {
                kinds.push(Choice::new(MANDATE, title(MANDATE)));
            }
            let field = Field::radios("letter", "哪一种", kinds).hint("按现在的清单写下来，编进文书登记，以后不再变");
            vec![field.of_form(form)]
        }
        "end" => vec![
            Field::area("words", "为什么")
                .hint("参加的工友看得到")
                .attr("rows", 2)
                .attr("maxlength", 500)
                .of_form(form),
        ],
        _ => Vec::new(),
    })
}
fn money(field: Field, form: &Fields) -> Field {
    let field = field.attr("inputmode", "decimal").attr("maxlength", 13);
    let sent = form.pairs().iter().any(|(name, _)| name == "act");
    if sent { field.of_form(form) } else { field }
}
