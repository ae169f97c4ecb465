//! What elections are for, how far they are, and which committees they fill. Pure.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// Sent back by the upper union to be mended.
    Returned,
    Reported,
    Approved,
    Dropped,
}
impl State {
    pub const ALL: [State; 5] = [State::Open, State::Returned, State::Reported, State::Approved, State::Dropped];
    pub fn key(self) -> &'static str {
        ["open", "returned", "reported", "approved", "dropped"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["准备中", "退回修改", "待批复", "已批复", "已取消"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.key() == key)
    }
    /// Still being entered.
    pub fn is_open(self) -> bool {
        matches!(self, State::Open | State::Returned)
    }
}
/// What an election is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Founding,
    /// 换届
    Renewal,
    /// 补选
    ByElection,
}
impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Founding, Purpose::Renewal, Purpose::ByElection];
    pub fn key(self) -> &'static str {
        ["founding", "renewal", "by_election"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["建会选举", "换届选举", "补选"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|p| p.key() == key)
    }
}
/// 工会委员会, 经费审查委员会, 女职工委员会
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Committee {
    Union,
    Audit,
    Women,
}
impl Committee {
    pub const ALL: [Committee; 3] = [Committee::Union, Committee::Audit, Committee::Women];
    /// Those that the members elect by ballot; the women's is formed by agreement.
    pub const BALLOTED: [Committee; 2] = [Committee::Union, Committee::Audit];
    pub fn key(self) -> &'static str {
        ["committee", "audit", "women"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["工会委员会", "经费审查委员会", "女职工委员会"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Committee> {
        Committee::ALL.into_iter().find(|c| c.key() == key)
    }
    /// What its head is called.
    pub fn head(self) -> &'static str {
        ["主席", "经审委主任", "女职委主任"][self as usize]
    }
}
/// What somebody is in a committee; `chair` is its head.
pub fn office_name(committee: Committee, office: &str) -> &'static str {
    match office {
        "chair" => committee.head(),
        "vice" => "副主席",
        "women" => "女职工委员",
        _ => "委员",
    }
}
