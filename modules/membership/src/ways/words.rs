//! What is said of each step: to the member, to the union that has to act, to the other union.
use super::{
    case::Case,
    rules::{Act, Kind, State},
};
use directory::unions::Union;
use platform::tree::OrgId;

/// Title and body for the member. `at`: who acts next, `due`: until when.
pub fn told(
    case: &Case,
    act: Act,
    reason: &str,
    at: &str,
    due: Option<&str>,
    upper: Option<&Union>,
) -> Option<(String, String)> {
    let kind = case.kind.name();
    let (union, to) = (case.union.name.as_str(), case.to.as_ref().map_or("", |u| u.name.as_str()));
    let reason = reason.trim_end_matches('。');
    let by = due.map(|due| format!("最迟{due}")).unwrap_or_default();
    let (title, body) = match (case.kind, act) {
        (Kind::Transfer, Act::Submit | Act::Confirm) => {
            (format!("转到{to}，已告诉{union}"), format!("{union}{by}可以提出异议，不提就视为同意，接着由{to}接收"))
        }
        (Kind::Transfer, Act::Propose) => (format!("{to}请您转会"), format!("请您{by}确认；不确认就不转，会籍不变")),
        (_, Act::Release | Act::Silence | Act::Settle) => ("可以转出了".into(), format!("由{at}接收，{by}告诉您结果")),
        (_, Act::Object) => ("转会有异议".into(), format!("{union}：{reason}。由{at}{by}裁定")),
        (_, Act::Hold) => ("裁定不转".into(), format!("{reason}。会籍还在{union}")),
        (_, Act::Accept) => ("转会办好了".into(), format!("您现在是{to}的会员，会龄接着算，会员卡已换成新卡号")),
        (_, Act::SendBack) => ("转会退给您改一下".into(), format!("{to}：{reason}")),
        (_, Act::Void) => ("转会退给您另选一家".into(), reason.to_owned()),
        (_, Act::Refuse) => (format!("{kind}没有办成"), format!("{reason}。会籍没有变动")),
        (_, Act::Again) => ("转会又交上去了".into(), format!("{at}{by}告诉您结果")),
        (_, Act::Withdraw) => (format!("{kind}撤回了"), "会籍没有变动".into()),
        (_, Act::Decline) => ("没有转会".into(), format!("您没有同意，会籍还在{union}")),
        (_, Act::Lapse) => ("转会自动撤销了".into(), format!("到期没有确认，会籍还在{union}")),
        (_, Act::Overtake) => (format!("{kind}不用再办了"), "会籍已经有了变化".into()),
        (Kind::Keep, Act::Grant | Act::Register) => {
            ("会籍保留好了".into(), "卡号、会龄都不变，再上班时可以恢复".into())
        }
        (Kind::Return, Act::Grant | Act::Register) => ("会籍恢复了".into(), "卡号、会龄都不变".into()),
        (Kind::Leave, Act::Submit | Act::Register) => {
            ("退会已生效".into(), "会籍今天结束，会员卡停用。以后想回来，随时可以再申请入会".into())
        }
        (Kind::Leave, Act::Announce) => ("工会已宣布您退会".into(), "登记办完了".into()),
        (Kind::Expel, Act::Propose | Act::Submit) => {
            ("工会小组提出开除您的会籍".into(), format!("{at}委员会{by}决定。您可以在决定以前向委员会说明"))
        }
        (Kind::Expel, Act::Expel) => {
            let upper = upper.map_or_else(|| "上级工会".to_owned(), |u| format!("{}{}", u.name, u.phone));
            ("委员会决定开除您的会籍".into(), format!("会籍今天结束。不服可以向{upper}申诉"))
        }
        (Kind::Expel, Act::Spare) => ("委员会决定不开除".into(), "会籍没有变动".into()),
        (Kind::Keep | Kind::Return, Act::Submit) => (format!("{kind}的申请收到了"), format!("{at}{by}告诉您结果")),
        _ => return None,
    };
    Some((title, body))
}

/// Title and detail of the task at the union that has to act.
pub fn task(case: &Case, state: State) -> (String, String) {
    let (name, to) = (&case.name, case.to.as_ref().map_or("", |u| u.name.as_str()));
    let from = &case.union.name;
    match state {
        State::Releasing => (format!("{name}申请转到{to}"), "有异议请写明；到期不提，视为同意转出".into()),
        State::Receiving => (format!("{name}申请从{from}转入"), "接收、退回本人或说明为什么不接收".into()),
        State::Disputed => (format!("{name}转会有异议，请裁定"), format!("从{from}转到{to}")),
        State::Deciding => (format!("开除{name}的会籍，请委员会决定"), "小组意见已登记".into()),
        State::Declared => (format!("{name}声明退会，请宣布"), "会籍已经结束，不用批准".into()),
        State::Reporting => (format!("{from}开除{name}的会籍，请备案"), "委员会已决定".into()),
        _ => (format!("{name}申请{}", case.kind.name()), from.clone()),
    }
}

/// Which other union is told, and what.
pub fn other(case: &Case, act: Act) -> Option<(OrgId, String)> {
    let (name, to) = (&case.name, case.to.as_ref());
    match act {
        Act::Accept => to.map(|to| (case.union.id, format!("{name}已转到{}", to.name))),
        Act::Decline | Act::Lapse => to.map(|to| (to.id, format!("{name}没有确认转会"))),
        Act::Hold => to.map(|to| (to.id, format!("{name}裁定不转"))),
        Act::Withdraw => Some((case.union.id, format!("{name}的{}撤回了", case.kind.name()))),
        _ => None,
    }
}
