//! How a contact goes on.

/// How far talking with an employer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Assigned,
    Contacted,
    Agreed,
    Refused,
    Founded,
}
use State::{Agreed, Assigned, Contacted, Founded, Refused};

impl State {
    pub const ALL: [State; 5] = [Assigned, Contacted, Agreed, Refused, Founded];
    /// What an officer can report.
    pub const REPORTED: [State; 4] = [Contacted, Agreed, Refused, Founded];
    pub fn key(self) -> &'static str {
        ["assigned", "contacted", "agreed", "refused", "founded"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["还没联系", "联系过", "同意建会", "不同意", "已建会"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }
    /// Ends the contact: the next one is assigned anew.
    pub fn ends(self) -> bool {
        matches!(self, Refused | Founded)
    }
}

/// Working days that one may give.
pub const DAYS: [i64; 4] = [5, 10, 20, 30];
/// From this size the list begins: the sheet reports its rate apart.
pub const LEAST: i64 = 100;

/// What is missing in a report, if anything.
pub fn fault(state: State, note: &str) -> Option<&'static str> {
    match state {
        Refused if note.is_empty() => Some("请写单位不同意的理由，以后联系的人要看"),
        _ if note.chars().count() > 500 => Some("最多500个字"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_needs_its_reason() {
        assert!(fault(Refused, "").is_some() && fault(Refused, "老板说再等等").is_none());
        assert!(fault(Contacted, "").is_none() && fault(Contacted, &"长".repeat(501)).is_some());
        assert!(State::ALL.into_iter().all(|state| State::from_key(state.key()) == Some(state)));
    }
}
