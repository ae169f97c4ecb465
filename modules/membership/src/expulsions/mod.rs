//! Expelling (开除会籍): the group's opinion, the committee's decision by its votes, the report upward; the member may speak and complain.
mod desk;
mod votes;

pub use votes::Votes;

use crate::{
    permissions::WAYS_READ,
    ways::{rules::Kind, store::Way},
};
use platform::{
    rights::Access::Needs,
    web::{Fields, Routes},
};
use serde::{Deserialize, Serialize};
use ui::Field;

/// What was said and voted. 章程: only somebody who was sentenced for a crime is expelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opinion {
    /// The judgement: court and number.
    pub sentence: String,
    pub group_name: String,
    pub held_on: String,
    pub text: String,
    pub group: Votes,
    pub committee: Option<Votes>,
}
impl Opinion {
    /// The opinion on an expulsion's way; other ways have none.
    pub fn of(way: &Way) -> Option<Opinion> {
        (way.kind() == Kind::Expel).then(|| serde_json::from_str(&way.details).unwrap_or_default())
    }
    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("plain fields")
    }
}

const NAMES: [(&str, &str); 4] = [("members", "应到"), ("present", "实到"), ("yes", "同意"), ("no", "不同意")];

/// The fields of a vote: how many were entitled, came, said yes and no.
pub fn votes_fields(meeting: &str, form: &Fields) -> Vec<Field> {
    let field = |(key, label): (&str, &str)| {
        let unit = if matches!(key, "yes" | "no") { "票数" } else { "人数" };
        Field::number(&format!("{meeting}_{key}"), format!("{label}{unit}")).attr("maxlength", 4).of_form(form)
    };
    NAMES.map(field).into()
}
/// The votes of a form; faults at the fields where they can't be.
pub fn votes_of(meeting: &str, form: &mut Fields) -> Option<Votes> {
    let read = NAMES.map(|(key, label)| {
        let name = format!("{meeting}_{key}");
        let number = form.number::<i64>(&name).filter(|n| (0..10_000).contains(n));
        if number.is_none() {
            form.fault(&name, format!("请填{label}的数目，没有就填0"));
        }
        number
    });
    let [Some(members), Some(present), Some(yes), Some(no)] = read else { return None };
    let votes = Votes { members, present, yes, no };
    match votes.fault() {
        Some(fault) => {
            form.fault(&format!("{meeting}_present"), fault);
            None
        }
        None => Some(votes),
    }
}

pub fn routes() -> Routes {
    Routes::new().get("/console/members/{member}/expulsion", Needs(WAYS_READ), desk::new).post(
        "/console/members/{member}/expulsion",
        Needs(WAYS_READ),
        desk::create,
    )
}
