//! What acts need and do: named in the definitions, done here in the act's own transaction.
use super::{
    figures::{self, Given},
    letters::{self, Paid},
    measures,
    rules::{Household, Judged, Kind, judge},
    store::{self, Call, NewPayment},
    visits,
};
use crate::{
    cases::{Case, NUMBERED, link},
    course::{By, With},
    definitions::{Act, Aid, Deed, FieldKind, Need, Notice, Service},
    letters::Of,
};
use jiff::{ToSpan, civil::Date};
use platform::{
    App,
    calendar::Unit,
    db::Tx,
    publicity::{self, NewNotice},
    secrets::mask_name,
    tree::{self, Org},
    web::Error,
};

/// What calls are made public under.
pub const CALL: &str = "aid_call";
pub const HEAD: &[&str] = &["姓名", "工会", "类别", "家庭人口"];
/// Months after which a file is reviewed.
const REVIEW_MONTHS: i64 = 12;

/// What an act looks at, read before it begins.
pub struct Ready {
    org: Option<Org>,
    given: Given,
    home: Household,
    judged: Judged,
    minimum: i64,
    call: Option<Call>,
}
/// The figures that count: what the last visit checked, else what the family said.
pub async fn household(app: &App, case: &Case) -> Result<Household, Error> {
    let said = Given::of(app, case).household();
    Ok(visits::store::of_case(&app.db, case.id)
        .await?
        .iter()
        .rev()
        .find_map(|visit| visit.told(app).checked(&said))
        .unwrap_or(said))
}
/// What a service makes public, and the last day of that from today on.
pub fn public_until(app: &App, service: &'static Service) -> Option<(&'static Notice, Date)> {
    let notice = service.notices.first()?;
    Some((notice, app.calendar.legal_period(app.today(), notice.days, Unit::from(notice.unit)).date))
}
impl Ready {
    /// None where the act is one like all others.
    pub async fn of(app: &App, case: &Case, act: &Act) -> Result<Option<Ready>, Error> {
        if act.needs.is_empty() && act.does.is_none() {
            return Ok(None);
        }
        let home = household(app, case).await?;
        let minimum = figures::minimum(app, case.handler, app.today()).await?;
        Ok(Some(Ready {
            org: tree::find(&app.db, case.handler).await?,
            given: Given::of(app, case),
            judged: judge(&home, minimum),
            home,
            minimum,
            call: store::call_for(&app.db, &case.handler_path, case.created_day()).await?,
        }))
    }
    /// What the notice is about that stands before an act.
    fn public(&self, case: &Case) -> (&'static str, i64) {
        match &self.call {
            Some(call) if case.service().aid == Some(Aid::Study) => (CALL, call.id.0),
            _ => (NUMBERED, case.id.0),
        }
    }
}

/// Whether an act may be done now, and what it does beside leading to its step; a sentence where it can't.
pub async fn carry_out(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    (case, act): (&Case, &Act),
    ready: &Ready,
    with: &With,
) -> Result<Result<(), String>, Error> {
    for need in &act.needs {
        if let Some(sentence) = lacking(tx, app, by, case, ready, *need).await? {
            return Ok(Err(sentence));
        }
    }
    match act.does {
        None => Ok(Ok(())),
        Some(Deed::Publish) => publish(tx, app, by, case, ready).await,
        Some(Deed::Unpublish) => withdrawn(tx, app, case).await.map(Ok),
        Some(Deed::File) => open_file(tx, app, by, case, ready).await,
        Some(Deed::Grant) => grant(tx, app, by, case, ready).await,
        Some(Deed::Pay) => pay(tx, app, by, case, ready, with).await,
        Some(Deed::Lend) => {
            crate::measures::lent(tx, app, case, &act.key, with.amount.unwrap_or_default()).await?;
            Ok(Ok(()))
        }
    }
}

async fn lacking(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    ready: &Ready,
    need: Need,
) -> Result<Option<String>, Error> {
    Ok(match need {
        Need::Visit => (visits::store::count_in(tx, case.id).await? == 0).then(|| "先要两个人上门走访".into()),
        Need::Rule => (ready.judged.kind == Kind::None).then(|| "按核实的数字，不符合困难职工的条件".into()),
        Need::Notice => {
            let (subject, id) = ready.public(case);
            match publicity::about_in(tx, subject, id).await? {
                None => Some("还没有公示".into()),
                Some(standing) => match standing.holds_up(app.today()) {
                    None if subject == CALL => {
                        let granted = store::unpaid_of_case(tx, case.id).await?;
                        let stood = granted.is_none_or(|payment| !payment.notice.is_empty());
                        (!stood).then(|| "这个孩子还没有公示，请先公示补充的名单".into())
                    }
                    held_up => held_up,
                },
            }
        }
        Need::Other => {
            let sql = "SELECT COUNT(*) FROM case_steps WHERE case_id = $1 AND act = 'pass' AND account = $2";
            let own = tx.number(sql, platform::vals![case.id, by.account()]).await? > 0;
            own.then(|| "初审是您办的，请另一位同事来批".into())
        }
    })
}

async fn publish(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, ready: &Ready) -> Result<Result<(), String>, Error> {
    let (Some(org), Some((notice, to_on))) = (&ready.org, public_until(app, case.service())) else {
        return Ok(Err("这类事项没有写怎么公示".into()));
    };
    let persons = format!("{}口人", ready.home.persons);
    let body = [vec![mask_name(&case.name), org.name.clone(), ready.judged.kind.name().to_owned(), persons]];
    let new = NewNotice {
        org,
        title: &notice.title,
        lead: &crate::letters::public(app, case, &notice.lines),
        head: HEAD,
        body: &body,
        subject: NUMBERED,
        subject_id: case.id.0,
        link: &link(&case.number),
        to_on,
    };
    publicity::publish(tx, app, by.signed_in(), &new).await?;
    letters::public(tx, app, Of::Case(case.id), &new, by.account()).await?;
    Ok(Ok(()))
}
/// The case ends before it was approved: what was made public about it goes, and what was granted.
pub async fn withdrawn(tx: &mut Tx, app: &App, case: &Case) -> Result<(), Error> {
    if case.service().aid.is_none() {
        return Ok(());
    }
    if let Some(standing) = publicity::about_in(tx, NUMBERED, case.id.0).await? {
        publicity::withdraw(tx, app, None, &standing.notice).await?;
    }
    store::revoke_grant(tx, case.id).await?;
    Ok(())
}

async fn open_file(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    ready: &Ready,
) -> Result<Result<(), String>, Error> {
    let (kind, review) = (ready.judged.kind, app.today().saturating_add(REVIEW_MONTHS.months()));
    let id = match store::file_of_case_in(tx, case.id).await? {
        // Reopened by a bad rating, and approved again.
        Some(file) if file.is_open() => {
            measures::files(tx, app, (file.id, file.union_id), file.kind().key(), -1).await?;
            measures::files(tx, app, (file.id, file.union_id), kind.key(), 1).await?;
            store::set_kind(tx, file.id, kind, review).await?;
            file.id
        }
        Some(_) => return Ok(Err("这份档案已经退出，请本人重新申请".into())),
        None => {
            if let Some(person) = case.person
                && store::has_open_file(tx, person).await?
            {
                return Ok(Err("这位职工已经有困难职工档案".into()));
            }
            let bank = ready.given.of_kind(case, FieldKind::Bank);
            let id = store::open_file(tx, app, case, (kind, bank), review).await?;
            measures::files(tx, app, (id, case.handler), kind.key(), 1).await?;
            id
        }
    };
    store::add_finding(tx, app, id, (&ready.home, kind, ready.minimum), by.account()).await?;
    letters::decision(tx, app, case, (kind, review), by.account()).await?;
    Ok(Ok(()))
}

async fn grant(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, ready: &Ready) -> Result<Result<(), String>, Error> {
    let Some(call) = &ready.call else { return Ok(Err("没有对应的助学安排".into())) };
    let Some(call) = store::take_call(tx, call.id).await? else { return Ok(Err("没有对应的助学安排".into())) };
    if let Some(standing) = publicity::about_in(tx, CALL, call.id.0).await?
        && standing.notice.is_public(app.today())
    {
        return Ok(Err("名单正在公示，不能再加人".into()));
    }
    let amount = call.amount(ready.given.get("level"));
    if amount > call.left() {
        return Ok(Err(format!("预算只剩{}，不够发{}", ui::text::yuan(call.left()), ui::text::yuan(amount))));
    }
    let new = NewPayment {
        case: Some(case.id),
        call: Some(call.id),
        org: Some(call.org),
        person: case.person,
        name: case.name.clone(),
        purpose: case.service.clone(),
        fund: call.title.clone(),
        year: call.year,
        child: ready.given.of_kind(case, FieldKind::Identity).to_owned(),
        amount,
        bank: ready.given.of_kind(case, FieldKind::Bank).to_owned(),
        by: by.account(),
        ..NewPayment::default()
    };
    let added = store::add_payment(tx, app, &new).await?;
    Ok(added.map(|_| ()).ok_or_else(|| "这个孩子今年已经由别的资金资助，不能重复".into()))
}

/// What was granted is paid; where nothing was granted before, the amount that the act asks for.
async fn pay(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    ready: &Ready,
    with: &With,
) -> Result<Result<(), String>, Error> {
    let (today, whom) = (app.today(), (case.person, Some(case.id)));
    let granted = store::unpaid_of_case(tx, case.id).await?;
    let (id, amount) = match (granted, with.amount) {
        (Some(payment), _) => {
            store::set_paid(tx, payment.id, today, case.handler).await?;
            (payment.id, payment.amount)
        }
        (None, Some(amount)) => {
            let new = NewPayment {
                case: Some(case.id),
                org: Some(case.handler),
                person: case.person,
                name: case.name.clone(),
                purpose: case.service.clone(),
                fund: "工会经费".into(),
                year: i64::from(today.year()),
                amount,
                bank: ready.given.of_kind(case, FieldKind::Bank).to_owned(),
                paid_on: Some(today),
                by: by.account(),
                ..NewPayment::default()
            };
            let id =
                store::add_payment(tx, app, &new).await?.ok_or_else(|| Error::internal("a payment without a child"))?;
            (id, amount)
        }
        (None, None) => return Ok(Err("没有要发的钱".into())),
    };
    measures::paid(tx, (case.handler, id), (&case.service, amount), whom, today).await?;
    let fund = ready.call.as_ref().filter(|_| case.service().aid == Some(Aid::Study)).map(|call| &*call.title);
    let paid = Paid {
        case: case.id,
        org: (case.handler, &case.handler_name),
        name: &case.name,
        what: &case.service().office,
        fund: fund.unwrap_or("工会经费"),
        amount,
        bank: ready.given.of_kind(case, FieldKind::Bank),
        title: match case.service().aid {
            Some(Aid::Study) => letters::STUDY,
            Some(Aid::Hardship) => letters::AID,
            None => letters::CONSOLATION,
        },
    };
    letters::paid(tx, app, &paid, by.account()).await?;
    Ok(Ok(()))
}
