//! What prints on A4: the application, the notice, the agreement, how it ended.
use super::{
    claims,
    rules::{Signer, Source, limit_rule},
    store::{self, Mediation, Party},
    view,
};
use crate::{
    cases::{self, Case},
    course::By,
    letters::{self, Of},
};
use axum::response::Response;
use platform::{
    App, clock,
    db::Tx,
    web::{Error, Result},
};
use ui::{paper::Paper, text};

/// What a mediation's papers stand under in the register.
const KEPT: [(&str, &str); 3] =
    [("notice", "mediation.notice"), ("agreement", "mediation.agreement"), ("ending", "mediation.ending")];

/// A paper by its key, as it was put down and numbered; one that is not the union's own, or from before, as the case says it now. One that
/// there is not yet does not exist.
pub async fn show(app: &App, case: &Case, paper: &str, back: &str) -> Result<Response> {
    let mediation = store::find(&app.db, case.id).await?;
    let word = KEPT.iter().find(|(key, _)| *key == paper).map_or("", |(_, word)| word);
    // A case that went on after its end has no ending for now.
    let open = paper == "ending" && !case.is_over();
    if let Some(letter) = letters::newest(&app.db, case.id, word).await?.filter(|_| !open)
        && let Some(mut kept) = letters::numbered(app, &letter).await?
    {
        // The day of the agreement is filled in when the last signature is on paper.
        if let Some(day) = mediation.as_ref().and_then(Mediation::in_force).filter(|_| paper == "agreement") {
            kept.on = text::date(day);
        }
        return kept.show(back);
    }
    let revision = mediation.as_ref().map_or(0, |m| m.revision);
    let dues = store::dues(&app.db, case.id, revision).await?;
    let made = match (paper, &mediation) {
        ("request", _) => request(app, case, mediation.as_ref()),
        ("notice", Some(mediation)) => notice(app, case, mediation),
        ("agreement", Some(mediation)) if !dues.is_empty() => {
            agreement(app, case, mediation, &dues, &store::parties(&app.db, case.id).await?)
        }
        ("ending", _) if case.is_over() => {
            let facts = cases::store::facts(&app.db, case.id).await?;
            ending(app, case, mediation.as_ref(), &dues, &facts)
        }
        _ => return Err(Error::NotFound),
    };
    made.number(format!("编号{}", case.number)).show(back)
}
/// Puts a paper down as it is now and numbers it, within an act.
pub async fn put(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, paper: &str) -> Result<()> {
    let Some(mediation) = store::find_in(tx, case.id).await? else { return Ok(()) };
    let dues = store::dues_in(tx, case.id, mediation.revision).await?;
    let made = match paper {
        "notice" => notice(app, case, &mediation),
        "agreement" => agreement(app, case, &mediation, &dues, &store::parties_in(tx, case.id).await?),
        _ => {
            let facts = cases::store::facts_in(tx, case.id).await?;
            ending(app, case, Some(&mediation), &dues, &facts)
        }
    };
    let word = KEPT.iter().find(|(key, _)| *key == paper).map_or("", |(_, word)| word);
    Ok(letters::put(tx, app, (case.handler, Of::Case(case.id)), (word, &made), by.account()).await?)
}
fn sides(case: &Case) -> Vec<String> {
    vec![format!("职工：{}", case.name), format!("单位：{}", case.employer_name)]
}
fn made_on(at: i64) -> String {
    text::date(clock::day_of(at))
}

/// What was applied for; spoken applications are written down at once (调解仲裁法 12).
fn request(app: &App, case: &Case, mediation: Option<&Mediation>) -> Paper {
    let told = claims::of(app, case);
    let mut lines = sides(case);
    lines.push(format!("怎么来的：{}", mediation.map_or(Source::Worker, Mediation::source).name()));
    lines.push(format!("争议事项：{}", told.words()));
    lines.push("事实、理由和要求：".into());
    lines.extend(view::paragraphs(&told.story));
    let paper = Paper::new("劳动争议调解申请书").to(&case.handler_name).lines(lines);
    paper.sign(&["申请人（签名或者盖章）"]).from("申请日期", made_on(case.created_at))
}
/// To the firm: who applied, until when, that it is of its own will.
fn notice(app: &App, case: &Case, mediation: &Mediation) -> Paper {
    let told = claims::of(app, case);
    let whence = match mediation.source() {
        Source::Worker => format!("{}申请调解和你单位的劳动争议", case.name),
        Source::Employer => format!("你单位申请调解和{}的劳动争议", case.name),
        Source::Court | Source::Arbitration => {
            format!("{}（{}）委托本组织调解{}和你单位的劳动争议", mediation.entruster, mediation.reference, case.name)
        }
    };
    let lines = vec![
        format!("{whence}，争议事项：{}。", told.words()),
        "调解由双方自愿。请你单位答复是否同意调解；同意的，请派能作主的人参加。".into(),
        format!("调解员：{}。", mediation.mediator_name.as_deref().unwrap_or("另行通知")),
        format!(
            "调解最迟到{}（{}）。期限内没有达成协议的，当事人可以依法申请仲裁。",
            text::date(mediation.limit()),
            limit_rule(mediation.source())
        ),
    ];
    let paper = Paper::new("劳动争议调解通知书").to(&case.employer_name).lines(lines);
    paper.from(format!("{}（盖章）", case.handler_name), text::date(app.today()))
}
fn agreement(app: &App, case: &Case, mediation: &Mediation, dues: &[store::Promise], parties: &[Party]) -> Paper {
    let told = claims::of(app, case);
    let contact = parties.iter().find(|party| party.side() == Signer::Firm).map(|party: &Party| party.name.clone());
    let mut lines = sides(case);
    lines.extend(contact.map(|name| format!("单位参加调解的人：{name}")));
    lines.push(format!("争议事项：{}。", told.words()));
    lines.push("经调解，双方自愿达成如下协议：".into());
    lines.extend(view::paragraphs(&mediation.terms(app)));
    let total: i64 = dues.iter().map(|due| due.amount).sum();
    let due = |line: view::Line| vec![line.what, text::date(line.due), line.amount];
    let mut after = Vec::new();
    if total > 0 {
        after.push(format!("金额合计{}。", text::yuan(total)));
    }
    after.push("本协议由双方签名或者盖章，经调解员签名并加盖调解组织印章后生效，双方应当履行（《劳动争议调解仲裁法》第十四条）。".into());
    after.push("一方在约定期限内不履行的，另一方可以依法申请仲裁（第十五条）；因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金达成的协议，职工可以持本协议书向人民法院申请支付令（第十六条）。双方认为有必要的，可以自协议生效起30日内共同向人民法院申请司法确认。".into());
    after.push("本协议一式三份，双方各一份，调解组织存一份。".into());
    let rows = view::lines(app, dues, true).into_iter().map(due).collect();
    let paper = Paper::new("劳动争议调解协议书").lines(lines).table(&["做什么", "最迟", "金额"], rows).lines(after);
    let on = mediation.in_force().map_or_else(|| "　　年　月　日".to_owned(), text::date);
    let signed = paper.sign(&["职工（签名）", "单位（签名或者盖章）", "调解员（签名）"]);
    signed.from(format!("{}（调解组织印章）", case.handler_name), on)
}
fn ending(
    app: &App,
    case: &Case,
    mediation: Option<&Mediation>,
    dues: &[store::Promise],
    facts: &[cases::store::Fact],
) -> Paper {
    let mut lines = vec![format!("你和{}的劳动争议，调解结果：{}。", case.employer_name, case.state())];
    let ways = view::ways(app, case, mediation, dues, facts);
    if !ways.is_empty() {
        lines.push("您还可以：".into());
    }
    lines.extend(ways.iter().map(|way| format!("{}，{}。{}（{}）。", way.name, view::until(way), way.words, way.law)));
    let on = case.ended_at.map_or_else(String::new, made_on);
    let paper = Paper::new("劳动争议调解结果告知书").to(&case.name).lines(lines);
    paper.from(format!("{}（盖章）", case.handler_name), on)
}
