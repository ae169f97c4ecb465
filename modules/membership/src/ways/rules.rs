//! Which way leads where, and what it does to the membership. Pure.
//!
//! 中国工会章程: membership follows the labour relation, so a union that is left has no veto: what it objects goes to the union above both, and
//! its silence is consent. A member is free to leave. An expulsion needs a criminal sentence, the group's opinion, the committee's decision and a
//! report upward.
use platform::tree::{OrgId, ids_of};

/// 会籍变动的种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Transfer,
    Keep,
    Leave,
    Expel,
    Return,
}
impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Transfer, Kind::Keep, Kind::Leave, Kind::Expel, Kind::Return];
    pub fn key(self) -> &'static str {
        ["transfer", "keep", "leave", "expel", "return"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["转会", "保留会籍", "退会", "开除会籍", "恢复会籍"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.key() == key)
    }
    /// What an act on it is called in the audit.
    pub fn object(self) -> &'static str {
        ["transfer", "keeping", "leaving", "expulsion", "resumption"][self as usize]
    }
    /// The steps that a page names, in their order.
    pub fn steps(self) -> &'static [&'static str] {
        match self {
            Kind::Transfer => &["提出", "转出工会", "转入工会", "办好"],
            Kind::Keep | Kind::Return => &["提出", "工会办理", "办好"],
            Kind::Leave => &["本人声明", "工会宣布", "办好"],
            Kind::Expel => &["小组意见", "委员会决定", "上级备案", "办好"],
        }
    }
}

/// Where a way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Proposed,
    Releasing,
    Disputed,
    Receiving,
    Returned,
    Asked,
    Deciding,
    Declared,
    Reporting,
    Done,
    Refused,
    Withdrawn,
}
use State::*;
impl State {
    pub const ALL: [State; 12] = [
        Proposed, Releasing, Disputed, Receiving, Returned, Asked, Deciding, Declared, Reporting, Done, Refused,
        Withdrawn,
    ];
    pub fn key(self) -> &'static str {
        [
            "proposed",
            "releasing",
            "disputed",
            "receiving",
            "returned",
            "asked",
            "deciding",
            "declared",
            "reporting",
            "done",
            "refused",
            "withdrawn",
        ][self as usize]
    }
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.key() == key)
    }
    pub fn name(self) -> &'static str {
        [
            "等本人确认",
            "等转出工会",
            "等上级裁定",
            "等转入工会",
            "退给本人",
            "等工会办理",
            "等委员会决定",
            "等工会宣布",
            "等上级备案",
            "办好了",
            "没有同意",
            "撤回了",
        ][self as usize]
    }
    /// The membership has not changed yet, and still may.
    pub fn is_open(self) -> bool {
        matches!(self, Proposed | Releasing | Disputed | Receiving | Returned | Asked | Deciding)
    }
    /// Nobody has anything to do any more.
    pub fn is_over(self) -> bool {
        matches!(self, Done | Refused | Withdrawn)
    }
    /// The step of [`Kind::steps`] at which it is, from 1.
    pub fn step(self, kind: Kind) -> usize {
        match (kind, self) {
            (_, Proposed | Returned) => 1,
            (_, Releasing | Disputed | Asked | Deciding | Declared) => 2,
            (_, Receiving | Reporting) => 3,
            (kind, Done | Refused | Withdrawn) => kind.steps().len(),
        }
    }
}

/// What somebody does on a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The member asks.
    Submit,
    /// A union asks for the member.
    Propose,
    /// The desk does it at once, with the member's paper.
    Register,
    Confirm,
    Decline,
    Release,
    /// The time to object is over.
    Silence,
    Object,
    Settle,
    Hold,
    Accept,
    SendBack,
    Refuse,
    /// The member mends what was sent back.
    Again,
    Withdraw,
    /// A proposal that nobody confirmed.
    Lapse,
    /// The union that was to receive takes no members any more.
    Void,
    /// The membership ended meanwhile.
    Overtake,
    Grant,
    Announce,
    Expel,
    Spare,
    File,
}
impl Act {
    pub const ALL: [Act; 23] = [
        Act::Submit,
        Act::Propose,
        Act::Register,
        Act::Confirm,
        Act::Decline,
        Act::Release,
        Act::Silence,
        Act::Object,
        Act::Settle,
        Act::Hold,
        Act::Accept,
        Act::SendBack,
        Act::Refuse,
        Act::Again,
        Act::Withdraw,
        Act::Lapse,
        Act::Void,
        Act::Overtake,
        Act::Grant,
        Act::Announce,
        Act::Expel,
        Act::Spare,
        Act::File,
    ];
    pub fn key(self) -> &'static str {
        [
            "submit", "propose", "register", "confirm", "decline", "release", "silence", "object", "settle", "hold",
            "accept", "return", "refuse", "again", "withdraw", "lapse", "void", "overtake", "grant", "announce",
            "expel", "spare", "file",
        ][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|a| a.key() == key)
    }
    /// How it stands in a way's history.
    pub fn name(self) -> &'static str {
        [
            "提出申请",
            "工会提出",
            "窗口办理",
            "本人确认",
            "本人不同意",
            "同意转出",
            "到期没有异议，视为同意转出",
            "提出异议",
            "裁定可以转出",
            "裁定不转",
            "接收",
            "退回本人",
            "没有同意",
            "改好再提交",
            "撤回",
            "到期没有确认，自动撤销",
            "转入工会不再接收，退回",
            "会籍有了变化，不用再办",
            "同意",
            "宣布",
            "决定开除会籍",
            "决定不开除",
            "备案",
        ][self as usize]
    }
    /// Whoever it concerns must be told why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Act::Object | Act::Hold | Act::SendBack | Act::Refuse)
    }
}

/// Where a way begins.
pub fn first(kind: Kind, act: Act) -> State {
    match (kind, act) {
        (_, Act::Register) => Done,
        (Kind::Transfer, Act::Propose) => Proposed,
        (Kind::Transfer, _) => Releasing,
        (Kind::Leave, _) => Declared,
        (Kind::Expel, _) => Deciding,
        (Kind::Keep | Kind::Return, _) => Asked,
    }
}
/// Where an act leads; none: it can't be done there. `released`: the union that is left has consented already.
pub fn next(state: State, act: Act, released: bool) -> Option<State> {
    Some(match (state, act) {
        (Proposed, Act::Confirm) => Releasing,
        (Proposed, Act::Decline | Act::Lapse) => Withdrawn,
        (Releasing, Act::Release | Act::Silence) | (Disputed, Act::Settle) => Receiving,
        (Releasing, Act::Object) => Disputed,
        (Disputed, Act::Hold) | (Receiving | Asked, Act::Refuse) | (Deciding, Act::Spare) => Refused,
        (Receiving, Act::Accept) | (Asked, Act::Grant) | (Declared, Act::Announce) | (Reporting, Act::File) => Done,
        (Receiving, Act::SendBack) | (Proposed | Releasing | Disputed | Receiving, Act::Void) => Returned,
        (Returned, Act::Again) if released => Receiving,
        (Returned, Act::Again) => Releasing,
        (Deciding, Act::Expel) => Reporting,
        (open, Act::Withdraw | Act::Overtake) if open.is_open() => Withdrawn,
        _ => return None,
    })
}

/// What an act does to the membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Carry,
    Keep,
    Resume,
    End,
}
pub fn effect(kind: Kind, act: Act) -> Option<Effect> {
    match (kind, act) {
        (Kind::Transfer, Act::Accept | Act::Register) => Some(Effect::Carry),
        (Kind::Keep, Act::Grant | Act::Register) => Some(Effect::Keep),
        (Kind::Return, Act::Grant | Act::Register) => Some(Effect::Resume),
        (Kind::Leave, Act::Submit | Act::Register) | (Kind::Expel, Act::Expel) => Some(Effect::End),
        _ => None,
    }
}

/// Who decides between two unions: the nearest above both that is neither of them, as far as there is one.
pub fn arbiter(from: &str, to: &str) -> Option<OrgId> {
    let (from, to) = (ids_of(from), ids_of(to));
    let shared: Vec<OrgId> = from.iter().zip(&to).take_while(|(a, b)| a == b).map(|(a, _)| *a).collect();
    let apart = |id: &&OrgId| Some(*id) != from.last() && Some(*id) != to.last();
    shared.iter().rev().find(apart).or(shared.first()).copied()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
