//! What is done with forms and reports: each in one act, with its entry in the trail.
use super::{
    REPORT, SUBJECT,
    binding::Bindings,
    checks::Checks,
    link,
    load::{self, Loaded},
    rules,
    span::{Rhythm, Span},
    store::{self, FormId, NewTemplate, Report, ReportId, RoundId, State, Template},
};
use jiff::civil::Date;
use platform::{
    App, audit, clock,
    db::Tx,
    facts,
    files::{self, NewFile},
    identity::{self, AccountId, SignedIn},
    notices,
    sheets::form::Form,
    tasks::{self, Apart, NewTask},
    tree::Org,
    web::{Error, Result, XLSX},
};
use ui::text;

/// Who acts.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub account: AccountId,
    pub who: Option<&'a SignedIn>,
}
impl<'a> By<'a> {
    pub fn desk(desk: &'a ui::Desk) -> Self {
        By { account: desk.who.account, who: Some(&*desk.who) }
    }
}

async fn record(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    (act, object, id): (&str, &str, i64),
    (org, detail): (&Org, &str),
) -> Result<()> {
    let entry = audit::Entry { act, object, object_id: id, detail, org: Some(org.id), ..audit::Entry::default() };
    Ok(audit::record(tx, app, by.who, &entry).await?)
}

/// A form with its file.
pub struct Sent<'a> {
    pub file_name: &'a str,
    pub bytes: &'a [u8],
    pub form: Form,
}
async fn keep_file(
    tx: &mut Tx,
    app: &App,
    org: &Org,
    by: By<'_>,
    sent: &Sent<'_>,
    laid: files::Laid,
) -> Result<files::FileId> {
    let new = NewFile {
        name: sent.file_name,
        mime: XLSX,
        bytes: sent.bytes,
        person: None,
        org: Some(org.id),
        account: Some(by.account),
    };
    files::keep(tx, app, &new, laid).await
}
pub async fn add_form(
    app: &App,
    by: By<'_>,
    org: &Org,
    (name, rhythm): (&str, Rhythm),
    sent: &Sent<'_>,
    (bindings, checks): (&Bindings, &Checks),
) -> Result<FormId> {
    let laid = files::lay_down(app, sent.bytes).await?;
    let mut tx = app.db.begin().await?;
    let file = keep_file(&mut tx, app, org, by, sent, laid).await?;
    let new = NewTemplate { org: org.id, name, rhythm, file, grid: &sent.form, bindings, checks, by: Some(by.account) };
    let form = store::add_template(&mut tx, app, &new).await?;
    record(&mut tx, app, by, ("report_form.add", "report_form", form.0), (org, name)).await?;
    tx.commit().await?;
    Ok(form)
}
const OVERTAKEN: &str = "别人刚刚改过这个模板，请重新打开再改";
pub async fn bind(
    app: &App,
    by: By<'_>,
    one: &Template,
    org: &Org,
    bindings: &Bindings,
    checks: &Checks,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !store::bind(&mut tx, one, bindings, checks).await? {
        return Err(Error::refused(OVERTAKEN));
    }
    record(&mut tx, app, by, ("report_form.bind", "report_form", one.id.0), (org, &one.name)).await?;
    Ok(tx.commit().await?)
}
/// Puts a new version of the Excel form in place; bindings that it has no cell for are left out and given back.
pub async fn replace(app: &App, by: By<'_>, one: &Template, org: &Org, sent: &Sent<'_>) -> Result<Vec<String>> {
    let kept = |cell: &str, binding: &super::binding::Binding| {
        super::binding::find(&sent.form, cell)
            .is_some_and(|(_, page, row, column)| super::binding::fault(page, (row, column), binding).is_none())
    };
    let (stay, go): (Bindings, Bindings) = one.bindings().into_iter().partition(|(cell, binding)| kept(cell, binding));
    let laid = files::lay_down(app, sent.bytes).await?;
    let mut tx = app.db.begin().await?;
    let file = keep_file(&mut tx, app, org, by, sent, laid).await?;
    if !store::replace_file(&mut tx, one, (file, &sent.form), &stay).await? {
        return Err(Error::refused(OVERTAKEN));
    }
    record(&mut tx, app, by, ("report_form.replace", "report_form", one.id.0), (org, &one.name)).await?;
    tx.commit().await?;
    Ok(go.into_keys().collect())
}

/// Opens the report of a union for a period, or finds the one that is there.
pub async fn start(app: &App, by: By<'_>, form: &Template, org: &Org, span: Span) -> Result<ReportId> {
    if let Some(fault) = rules::union_fault(span, &org.name, &org.opened_on, org.closed_on.as_deref()) {
        return Err(Error::refused(fault));
    }
    if span.period().from > app.today() {
        return Err(Error::refused(format!("{}还没有开始", span.name())));
    }
    let mut tx = app.db.begin().await?;
    let (id, is_new) = store::open(&mut tx, app, (form.id, org.id, span)).await?;
    if is_new {
        record(&mut tx, app, by, ("report.open", SUBJECT, id.0), (org, &format!("{}，{}", form.name, span.name())))
            .await?;
        tx.commit().await?;
    }
    Ok(id)
}
/// Writes words into a cell, or why it changed.
pub async fn write(
    app: &App,
    by: By<'_>,
    one: &Report,
    (cell, kind): (&str, &str),
    (words, evidence): (&str, Option<i64>),
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !store::take_open(&mut tx, one.id).await? {
        drop(tx);
        return Err(overtaken(app, one).await?);
    }
    store::write(&mut tx, app, (one.id, cell, kind), (words, evidence), by.account).await?;
    record(&mut tx, app, by, ("report.write", SUBJECT, one.id.0), (&one.org(), cell)).await?;
    Ok(tx.commit().await?)
}
/// Writes why a frozen figure is another today.
pub async fn explain_later(app: &App, by: By<'_>, one: &Report, cell: &str, words: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::write(&mut tx, app, (one.id, cell, "later"), (words, None), by.account).await?;
    record(&mut tx, app, by, ("report.explain", SUBJECT, one.id.0), (&one.org(), cell)).await?;
    Ok(tx.commit().await?)
}

/// Who was first, as a refusal.
async fn overtaken(app: &App, one: &Report) -> Result<Error> {
    let scope = platform::tree::Scope::below(&one.path);
    let now = store::report(&app.db, &scope, one.id).await?.ok_or(Error::NotFound)?;
    let when = |at: Option<i64>| text::moment_near(clock::local(at.unwrap_or(0)), app.today());
    let name = |name: Option<String>| name.unwrap_or_else(|| "别人".to_owned());
    Ok(Error::refused(match now.state() {
        State::Frozen => {
            format!("{}{}冻结了这份报表，数以那时的为准", name(now.freezer), when(now.frozen_at))
        }
        State::Signed => format!("{}{}签审了这份报表，要改请先退回", name(now.signer), when(now.signed_at)),
        State::Open => "这份报表刚刚被退回或改过，请重新打开再办".to_owned(),
    }))
}

/// Signs a report: its figures stand from now on.
pub async fn sign(app: &App, by: By<'_>, loaded: &Loaded) -> Result<()> {
    let one = &loaded.report;
    if one.state() != State::Open {
        return Err(overtaken(app, one).await?);
    }
    if let Some(fault) = rules::time_fault(loaded.span, app.today(), (app.now(), one.opened_at)) {
        return Err(Error::refused(fault));
    }
    if let Some(first) = loaded.findings.first() {
        let more = loaded.findings.len() - 1;
        let more = if more > 0 { format!("（另有{more}处）") } else { String::new() };
        return Err(Error::refused(format!("还不能签审：{}{more}", first.sentence())));
    }
    let last = facts::newest(&app.db).await?;
    let mut tx = app.db.begin().await?;
    if !store::sign(&mut tx, app, one, by.account, &loaded.template, last).await? {
        drop(tx);
        return Err(overtaken(app, one).await?);
    }
    store::keep_values(&mut tx, one, &loaded.values.figures).await?;
    tasks::close(&mut tx, app, SUBJECT, one.id.0, Some(by.account), "已签审").await?;
    record(&mut tx, app, by, ("report.sign", SUBJECT, one.id.0), (&one.org(), &said(loaded))).await?;
    Ok(tx.commit().await?)
}
fn said(loaded: &Loaded) -> String {
    format!("{}，{}", loaded.report.name, loaded.span.name())
}
/// Takes a signature back, so that the report is counted anew.
pub async fn unsign(app: &App, by: By<'_>, one: &Report) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if one.state() != State::Signed || !store::unsign(&mut tx, one).await? {
        drop(tx);
        return Err(overtaken(app, one).await?);
    }
    record(&mut tx, app, by, ("report.unsign", SUBJECT, one.id.0), (&one.org(), &one.name)).await?;
    Ok(tx.commit().await?)
}
/// Freezes a signed report as of today. What changed since the signature must be signed anew.
pub async fn freeze(app: &App, by: By<'_>, loaded: &Loaded) -> Result<()> {
    let one = &loaded.report;
    if one.state() != State::Signed {
        return Err(match one.state() {
            State::Open => Error::refused("还没有签审。请先签审，再冻结"),
            _ => overtaken(app, one).await?,
        });
    }
    if let Some(fault) = rules::time_fault(loaded.span, app.today(), (app.now(), one.signed_at.unwrap_or(0))) {
        return Err(Error::refused(fault));
    }
    let last = facts::newest(&app.db).await?;
    let changed = load::changed(app, loaded).await?;
    if let Some((cell, then, now)) = changed.first() {
        return Err(Error::refused(format!(
            "签审以后有{}个数变了：{cell}签审时是{}，现在是{}。请退回，看过再签审",
            changed.len(),
            then.shown(),
            now.shown()
        )));
    }
    let mut tx = app.db.begin().await?;
    if !store::freeze(&mut tx, app, one, by.account, last).await? {
        drop(tx);
        return Err(overtaken(app, one).await?);
    }
    record(&mut tx, app, by, ("report.freeze", SUBJECT, one.id.0), (&one.org(), &said(loaded))).await?;
    Ok(tx.commit().await?)
}

/// Opens a form to unions below, each with a task; says how many, and who has no report of the period.
pub async fn open_round(
    app: &App,
    by: By<'_>,
    (form, upper): (&Template, &Org),
    unions: &[Org],
    (span, due): (Span, Date),
) -> Result<(RoundId, usize, Vec<String>)> {
    let fault = |org: &&Org| rules::union_fault(span, &org.name, &org.opened_on, org.closed_on.as_deref());
    let left_out: Vec<String> = unions.iter().filter_map(|org| fault(&org)).collect();
    let unions: Vec<&Org> = unions.iter().filter(|org| fault(org).is_none()).collect();
    let mut tx = app.db.begin().await?;
    let Some(round) = store::add_round(&mut tx, app, (form.id, upper.id, span), due, by.account).await? else {
        return Err(Error::refused(format!("{}的《{}》已经在收了", span.name(), form.name)));
    };
    for org in &unions {
        let (report, _) = store::open(&mut tx, app, (form.id, org.id, span)).await?;
        store::join_round(&mut tx, report, round).await?;
        let task = NewTask {
            kind: REPORT,
            org,
            title: &format!("填报《{}》{}", form.name, span.name()),
            detail: &format!("{}要的，数已经数好，请看过、写好说明再签审。", upper.name),
            origin: "上级收报表",
            subject: SUBJECT,
            subject_id: report.0,
            link: &link(report),
            days: 5,
        };
        tasks::open_apart(&mut tx, app, &task, Apart { due: Some(due), ..Apart::default() }).await?;
    }
    record(
        &mut tx,
        app,
        by,
        ("report.collect", "report_round", round.0),
        (upper, &format!("{}，{}", form.name, span.name())),
    )
    .await?;
    tx.commit().await?;
    Ok((round, unions.len(), left_out))
}
/// Reminds those who have not signed, each once a day; says how many.
pub async fn remind(app: &App, by: By<'_>, round: &store::Round, upper: &Org) -> Result<usize> {
    let open: Vec<Report> = store::of_round(&app.db, round.id).await?;
    let (mut reminded, mut messages) = (0, Vec::new());
    let mut tx = app.db.begin().await?;
    for one in open.iter().filter(|one| one.state() == State::Open && one.closed_on.is_none()) {
        if !store::remind(&mut tx, one.id, app.now(), app.now() - 20 * 3_600_000).await? {
            continue;
        }
        reminded += 1;
        for account in identity::holders_of(&mut tx, one.org, super::WRITE, app.today()).await? {
            let title = format!("请填报《{}》{}", one.name, one.span_name());
            messages.push((account, title, format!("{}在等，最迟{}。", upper.name, round.due_on), link(one.id)));
        }
    }
    notices::tell_all(&mut tx, app, messages).await?;
    record(&mut tx, app, by, ("report.remind", "report_round", round.id.0), (upper, &format!("{reminded}家"))).await?;
    tx.commit().await?;
    Ok(reminded)
}
