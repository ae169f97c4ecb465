//! Letters of aid, in the official layout and the register like all others: what is made public, what was decided, what was paid.
use super::{
    figures::mask_bank,
    rules::Kind,
    store::{CallId, HardshipFile},
};
use crate::{
    cases::{Case, CaseId},
    letters::{self, Of},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
    identity::AccountId,
    publicity::NewNotice,
    tree::OrgId,
};
use ui::{Paper, text};

pub const PUBLIC: &str = "aid.public";
const DECISION: &str = "aid.decision";
const PAYMENT: &str = "aid.payment";

/// What is made public of a case or of a call: masked, with its days and where to object.
pub async fn public(tx: &mut Tx, app: &App, of: Of, notice: &NewNotice<'_>, by: Option<AccountId>) -> Result<()> {
    let today = app.today();
    let days = format!(
        "公示时间：{}至{}。有异议的，请在公示期内向{}提出，实名、匿名都可以；工会核实后答复。",
        text::date(today),
        text::date(notice.to_on),
        notice.org.name
    );
    let paper = Paper::new(notice.title).line(notice.lead).table(notice.head, notice.body.to_vec()).line(days);
    let paper = paper.from(notice.org.name.clone(), text::date(today));
    letters::put(tx, app, (notice.org.id, of), (PUBLIC, &paper), by).await
}
/// A file is opened: of which kind, and until when it is looked at again.
pub async fn decision(
    tx: &mut Tx,
    app: &App,
    case: &Case,
    (kind, review): (Kind, Date),
    by: Option<AccountId>,
) -> Result<()> {
    let lines = [
        format!(
            "您{}提交的{}（编号{}），经初审、入户核实，公示期内没有成立的异议。",
            text::date(case.created_day()),
            case.service().office,
            case.number
        ),
        format!("决定：认定为{}，建立困难职工档案，从今天起按规定帮扶。", kind.name()),
        format!("档案每年复核一次，最迟{}复核。家庭情况有变化的，请及时告诉工会。", text::date(review)),
    ];
    let paper = Paper::new("困难职工救助决定书").to(case.name.clone()).lines(lines);
    let paper = paper.from(case.handler_name.clone(), text::date(app.today()));
    letters::put(tx, app, (case.handler, Of::Case(case.id)), (DECISION, &paper), by).await
}

/// Money that went out.
pub struct Paid<'a> {
    pub case: CaseId,
    pub org: (OrgId, &'a str),
    pub name: &'a str,
    /// 生活救助, 金秋助学
    pub what: &'a str,
    pub fund: &'a str,
    pub amount: i64,
    pub bank: &'a str,
    /// What the paper is called.
    pub title: &'static str,
}
pub const AID: &str = "救助金发放通知书";
pub const STUDY: &str = "助学金发放通知书";
pub const CONSOLATION: &str = "慰问金发放通知书";
pub async fn paid(tx: &mut Tx, app: &App, paid: &Paid<'_>, by: Option<AccountId>) -> Result<()> {
    let account =
        if paid.bank.is_empty() { String::new() } else { format!("，{}的银行账户", mask_bank(paid.bank)) };
    let lines = [
        format!("经审核批准，发给您{}{}，资金来源：{}。", paid.what, text::yuan(paid.amount), paid.fund),
        format!("已于{}发放{account}。没有收到的，请联系{}。", text::date(app.today()), paid.org.1),
    ];
    let paper = Paper::new(paid.title).to(paid.name).lines(lines).from(paid.org.1, text::date(app.today()));
    letters::put(tx, app, (paid.org.0, Of::Case(paid.case)), (PAYMENT, &paper), by).await
}
/// Of an open file.
pub fn of_file<'a>(
    file: &'a HardshipFile,
    case: CaseId,
    (what, fund): (&'a str, &'a str),
    amount: i64,
    bank: &'a str,
) -> Paid<'a> {
    Paid { case, org: (file.union_id, &file.union_name), name: &file.name, what, fund, amount, bank, title: AID }
}
pub fn of_call(id: CallId) -> Of {
    Of::Call(id.0)
}
