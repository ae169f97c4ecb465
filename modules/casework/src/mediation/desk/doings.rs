//! What can be done with a mediation now, by whom, and what must be filled in for it.
use crate::{
    cases::{self, Case},
    desk::{Conflict, conflict},
    mediation::{
        mediators,
        rules::Signer,
        store::{self, Mediation, Party, Promise, Session, Signature},
    },
    permissions::CASES_WORK,
};
use platform::{clock, web::Fields, web::Result};
use ui::{Choice, Desk, Field, text};

/// Lines of the agreement's table of what is to be done by when.
pub const DUES: usize = 5;
const WORDS: usize = 500;
const TERMS: usize = 3_000;

/// All that a page and its acts look at.
pub struct Seen {
    pub parties: Vec<Party>,
    pub sessions: Vec<Session>,
    pub dues: Vec<Promise>,
    pub signatures: Vec<Signature>,
    /// Why who is at the desk does not work on it.
    pub conflict: Option<Conflict>,
    /// What moved the limit for arbitration.
    pub facts: Vec<cases::store::Fact>,
}
impl Seen {
    pub async fn of(desk: &Desk, case: &Case, mediation: Option<&Mediation>) -> Result<Seen> {
        let (db, revision) = (&desk.app.db, mediation.map_or(0, |m| m.revision));
        Ok(Seen {
            parties: store::parties(db, case.id).await?,
            sessions: store::sessions(db, case.id).await?,
            dues: store::dues(db, case.id, revision).await?,
            signatures: store::signatures(db, case.id, revision).await?,
            conflict: conflict(desk, case).await?,
            facts: cases::store::facts(db, case.id).await?,
        })
    }
    pub fn is_on_paper(&self, signer: Signer) -> bool {
        self.signatures.iter().any(|one| one.is_on_paper() && one.signer() == signer)
    }
    fn planned(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|one| one.state == "planned")
    }
}

pub struct Doing {
    pub key: &'static str,
    pub name: &'static str,
}
/// By the step and by who is at the desk: the mediator conducts, an officer accepts, assigns and seals.
pub fn doings(desk: &Desk, case: &Case, mediation: Option<&Mediation>, seen: &Seen) -> Vec<Doing> {
    // Who has an interest gives it away on the page of the case; a mediator's own ties were looked at when he was chosen.
    let officer = desk.may(CASES_WORK) && seen.conflict.is_none();
    let aside = seen.conflict == Some(Conflict::Aside);
    let mediator = mediation.is_some_and(|m| m.mediator == Some(desk.who.account)) && !aside;
    let either = officer || mediator;
    let step = &*case.step;
    let conducts = mediator && matches!(step, "mediating" | "signing");
    let papers = Signer::ALL.into_iter().filter(|signer| seen.is_on_paper(*signer)).count();
    let started = seen.dues.iter().any(|due| due.paid > 0 || due.done().is_some());
    let open = mediation.is_some() && !case.is_over() && step != "received";
    let all = [
        ("accept", "受理，选调解员", officer && step == "received" && !case.is_over()),
        ("consent", "登记同不同意", either && step == "consent"),
        ("draft", "谈成了，写协议", mediator && step == "mediating"),
        ("paper", "登记签字盖章", either && step == "signing" && !recordable(desk, mediation, seen).is_empty()),
        ("paid", "登记履行", either && step == "performing"),
        ("plan", "约时间", conducts),
        ("held", "记这次调解", conducts && seen.planned().any(|one| one.at <= desk.app.now())),
        ("call-off", "取消一次", conducts && seen.planned().next().is_some()),
        ("draft", "改协议", mediator && step == "signing"),
        ("not-done", "撤销履行登记", either && step == "performing" && started),
        ("take-back", "撤销签字盖章登记", either && papers > 0 && !started && matches!(step, "signing" | "performing")),
        ("break", "没有按约履行", either && step == "performing"),
        ("fail", "调解不成", conducts),
        ("recuse", "我要回避", mediator && open),
        ("assign", "换调解员", officer && open),
    ];
    all.into_iter().filter(|(.., now)| *now).map(|(key, name, _)| Doing { key, name }).collect()
}

/// What is not on paper yet and may be recorded by who is at the desk: the mediator's own signature by nobody else.
fn recordable(desk: &Desk, mediation: Option<&Mediation>, seen: &Seen) -> Vec<Signer> {
    let mine = mediation.is_some_and(|m| m.mediator == Some(desk.who.account));
    let fits = |signer: &Signer| !seen.is_on_paper(*signer) && (mine || *signer != Signer::Mediator);
    Signer::ALL.into_iter().filter(fits).collect()
}
fn area(name: &str, label: &str, hint: &str, form: &Fields) -> Field {
    Field::area(name, label).hint(hint).attr("rows", 3).attr("maxlength", WORDS).of_form(form)
}
/// The form of an act.
pub async fn fields(
    desk: &Desk,
    case: &Case,
    (mediation, seen): (Option<&Mediation>, &Seen),
    key: &str,
    form: &Fields,
) -> Result<Vec<Field>> {
    let app = &desk.app;
    Ok(match key {
        "accept" => vec![
            mediator(desk, case, seen, form).await?,
            Field::text("contact", "单位联系人").hint("能替单位说话的人").attr("maxlength", 30).of_form(form),
            Field::tel("phone", "联系人手机号")
                .hint("发短信请他用验证码登录，回答同不同意、看协议；不用是会员")
                .attr("autocomplete", "off")
                .of_form(form),
        ],
        "assign" => vec![mediator(desk, case, seen, form).await?],
        "consent" => {
            let unanswered = seen.parties.iter().filter(|party| party.consent != "yes");
            let sides = unanswered.map(|party| {
                let side = party.side();
                Choice::new(side.key(), format!("{}{}", side.side(), party.name))
            });
            vec![
                Field::radios("side", "哪一方", sides).of_form(form),
                Field::radios("answer", "怎么说", [("yes", "同意调解"), ("no", "不同意调解")]).of_form(form),
                area("words", "怎么知道的", "比如电话里说的；双方都看得到", form),
            ]
        }
        "plan" => vec![
            Field::date("day", "哪天").of_form(form),
            Field::text("time", "几点").hint("比如14:30").attr("maxlength", 5).of_form(form),
            Field::text("place", "在哪里")
                .hint("地址和房间；打电话、视频的写怎么接")
                .attr("maxlength", 80)
                .of_form(form),
        ],
        "held" => vec![
            session(seen, |one| one.at <= app.now(), form),
            Field::checks("came", "谁到了", [("worker", "职工到了"), ("firm", "单位到了")]).optional().of_form(form),
            area("worker", "职工要什么", "这次谈的要求", form).optional(),
            area("firm", "单位给什么", "这次谈的条件", form).optional(),
        ],
        "call-off" => vec![session(seen, |_| true, form)],
        "draft" => draft(desk, mediation, seen, form),
        "paper" => {
            let left = recordable(desk, mediation, seen).into_iter();
            let choices = left.map(|signer| Choice::new(signer.key(), signer.name()));
            let hint = "看过协议书原件再登记。四项都齐，协议当天生效；调解员的签名由本人登记";
            vec![Field::radios("signer", "协议书上有了哪一项", choices).hint(hint).of_form(form)]
        }
        "take-back" => {
            let there = Signer::ALL.into_iter().filter(|signer| seen.is_on_paper(*signer));
            let choices = there.map(|signer| Choice::new(signer.key(), signer.name()));
            vec![Field::radios("signer", "撤销哪一项", choices).hint("生效的协议会退回等签字盖章").of_form(form)]
        }
        "paid" => vec![
            promise(desk, seen, |due| due.done().is_none(), form),
            Field::text("amount", "付了多少元")
                .hint("不填按还差的算；不涉及钱的不填")
                .attr("inputmode", "decimal")
                .attr("maxlength", 13)
                .optional()
                .of_form(form),
            Field::date("day", "哪天履行的").of_form(form),
        ],
        "not-done" => vec![promise(desk, seen, |due| due.paid > 0 || due.done().is_some(), form)],
        "break" => vec![area("words", "怎么没有履行", "双方都看得到", form)],
        "fail" => vec![area("words", "为什么没有调解成", "双方都看得到；职工会看到往哪里去、最迟哪天", form)],
        "recuse" => vec![area("words", "为什么回避", "比如认识其中一方。回避以后您看不到这件调解", form)],
        _ => Vec::new(),
    })
}
async fn mediator(desk: &Desk, case: &Case, seen: &Seen, form: &Fields) -> Result<Field> {
    let contact = seen.parties.iter().find(|party| party.side() == Signer::Firm).and_then(|party| party.account);
    let all = mediators::candidates(&desk.app, case, contact).await?;
    let (apart, free): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.conflict.is_some());
    let choices = free.iter().map(|one| Choice::new(one.account, format!("{} {}", one.name, one.org_name)));
    let first = std::iter::once(Choice::new("", "请选"));
    let why = apart.iter().map(|one| format!("{}（{}）", one.name, one.conflict.unwrap_or_default()));
    let why: Vec<String> = why.take(5).collect();
    let hint = match why.is_empty() {
        true => "和双方都没有利害关系的人".to_owned(),
        false => format!("不能选：{}", why.join("、")),
    };
    Ok(Field::select("mediator", "调解员", first.chain(choices)).hint(hint).of_form(form))
}
fn session(seen: &Seen, fits: impl Fn(&Session) -> bool, form: &Fields) -> Field {
    let choices = seen
        .planned()
        .filter(|one| fits(one))
        .map(|one| Choice::new(one.id, format!("{}，{}", text::moment(clock::local(one.at)), one.place)));
    Field::radios("session", "哪一次", choices).of_form(form)
}
fn promise(desk: &Desk, seen: &Seen, fits: impl Fn(&Promise) -> bool, form: &Fields) -> Field {
    let choices = seen.dues.iter().filter(|due| fits(due)).map(|due| {
        let left = if due.amount > 0 { format!("，还差{}", text::yuan(due.left())) } else { String::new() };
        Choice::new(due.id, format!("{} {}{left}", text::date(due.due()), due.what(&desk.app)))
    });
    Field::radios("promise", "哪一项", choices).of_form(form)
}
/// The agreement as it is, or as it was typed.
fn draft(desk: &Desk, mediation: Option<&Mediation>, seen: &Seen, form: &Fields) -> Vec<Field> {
    let mut filled = form.clone();
    if !form.has("terms") && form.is_right() {
        filled.set("terms", mediation.map(|m| m.terms(&desk.app)).unwrap_or_default());
        for (n, due) in seen.dues.iter().take(DUES).enumerate() {
            filled.set(&format!("what_{n}"), due.what(&desk.app));
            filled.set(&format!("day_{n}"), due.due().to_string());
            if due.amount > 0 {
                filled.set(&format!("amount_{n}"), format!("{}.{:02}", due.amount / 100, due.amount % 100));
            }
        }
    }
    let hint = match seen.signatures.is_empty() {
        true => "双方达成一致的内容，一条一行",
        false => "已经有人签字：改了以后之前的签字作废，双方会收到消息",
    };
    let terms = Field::area("terms", "协议内容").hint(hint).attr("rows", 6).attr("maxlength", TERMS);
    let mut all = vec![terms.of_form(&filled)];
    for n in 0..DUES {
        let (what, day, amount) = (format!("what_{n}"), format!("day_{n}"), format!("amount_{n}"));
        let nth = n + 1;
        let line = [
            Field::text(&what, format!("第{nth}项做什么")).attr("maxlength", 60),
            Field::date(&day, format!("第{nth}项最迟哪天")),
            Field::text(&amount, format!("第{nth}项多少元")).attr("inputmode", "decimal").attr("maxlength", 13),
        ];
        all.extend(line.map(|field| field.optional().of_form(&filled)));
    }
    all
}
