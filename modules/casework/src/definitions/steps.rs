//! Where a case can be, who acts there, and what each act asks for and does.
use serde::Deserialize;

/// Where a case can be.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub key: String,
    pub name: String,
    pub by: Actor,
    #[serde(default)]
    pub clock: String,
    /// What the worker is asked.
    #[serde(default)]
    pub question: String,
    /// The worker can no longer take the case back.
    #[serde(default)]
    pub binding: bool,
    /// Ends only: how it ended.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// Ends only: what the worker can do next.
    #[serde(default)]
    pub then: String,
    #[serde(default, rename = "act")]
    pub acts: Vec<Act>,
}
impl Step {
    pub fn act(&self, key: &str) -> Option<&Act> {
        self.acts.iter().find(|act| act.key == key)
    }
    pub fn is_end(&self) -> bool {
        self.by == Actor::Nobody
    }
}
/// Who acts at a step.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    Union,
    Worker,
    #[default]
    Nobody,
}
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Solved,
    Unsolved,
    Declined,
    Unconfirmed,
    /// By the worker; no definition says it.
    Withdrawn,
}
impl Outcome {
    pub const ALL: [Outcome; 5] =
        [Outcome::Solved, Outcome::Unsolved, Outcome::Declined, Outcome::Unconfirmed, Outcome::Withdrawn];
    pub fn key(self) -> &'static str {
        ["solved", "unsolved", "declined", "unconfirmed", "withdrawn"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["解决", "没解决", "没受理", "没核对", "撤回"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|o| o.key() == key)
    }
}
/// What can be done at a step.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub key: String,
    pub name: String,
    pub to: String,
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// What the other side is told.
    pub told: String,
    /// Done by the program when the clock runs out, never by a person.
    #[serde(default)]
    pub program: bool,
    /// Done on a page of its own, which records more than a reason: there is no button for it.
    #[serde(default)]
    pub apart: bool,
    /// What must be there before it may be done.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What it does beside leading to its step.
    #[serde(default)]
    pub does: Option<Deed>,
    /// What must be written down with it, where that is more than why: 律师的姓名、事务所、电话
    #[serde(default)]
    pub writes: String,
    /// The setting of the region that its amount never exceeds: aid.most_consolation
    #[serde(default)]
    pub most: String,
}
/// By whose rules aid is given.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Aid {
    Hardship,
    Study,
}
/// What an act may need.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// A home visit.
    Visit,
    /// The rule finds a kind of hardship.
    Rule,
    /// Its public notice is over, and nobody was right against it.
    Notice,
    /// Somebody else than who did the first review.
    Other,
}
/// What an act may do.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    Publish,
    Unpublish,
    /// Opens the hardship file.
    File,
    Grant,
    Pay,
    /// Counts its amount as lent by a bank whom the union recommended somebody to.
    Lend,
}
impl Act {
    /// There is a button for it where the case is.
    pub fn is_offered(&self) -> bool {
        !self.program && !self.apart
    }
    pub fn asks(&self, what: Ask) -> bool {
        self.asks.contains(&what)
    }
}
/// What must be recorded with an act.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Ask {
    Reason,
    Amount,
}
