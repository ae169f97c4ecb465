//! What an act does, and to whom not.
use super::store::Target;
use platform::tree::OrgId;
use serde::{Deserialize, Serialize};

/// What is done to each member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Plan {
    /// 调整到另一家工会: the membership goes on there, with its number and its day of joining.
    Assign {
        union: OrgId,
        name: String,
    },
    Group {
        group: String,
    },
    Notice {
        title: String,
        body: String,
    },
}
impl Plan {
    pub fn key(&self) -> &'static str {
        match self {
            Plan::Assign { .. } => "assign",
            Plan::Group { .. } => "group",
            Plan::Notice { .. } => "notice",
        }
    }
    /// 调整到装卸车间分工会
    pub fn title(&self) -> String {
        match self {
            Plan::Assign { name, .. } => format!("调整到{name}"),
            Plan::Group { group } => format!("加上职工类别：{group}"),
            Plan::Notice { title, .. } => format!("发通知：{title}"),
        }
    }
    /// As the form sends it.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Plan::Assign { union, name } => vec![("target_id", union.to_string()), ("target", name.clone())],
            Plan::Group { group } => vec![("add_group", group.clone())],
            Plan::Notice { title, body } => vec![("title", title.clone()), ("body", body.clone())],
        }
    }
    /// Why somebody is left out; none: he or she takes part.
    pub fn left_out(&self, target: &Target) -> Option<&'static str> {
        match self {
            Plan::Assign { .. } | Plan::Group { .. } if target.state == "ended" => Some("已经离会"),
            Plan::Assign { union, .. } if target.union_id == *union => Some("已经在这家工会"),
            Plan::Group { group } if target.group_names.contains(&format!("|{group}|")) => Some("已经是这个类别"),
            Plan::Notice { .. } if target.account.is_none() => Some("没有开通账号，收不到消息"),
            Plan::Notice { .. } if !target.is_willing() => Some("没有同意接收活动和服务的通知"),
            _ => None,
        }
    }
}

/// What an act would do, counted before anything is done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    pub changed: i64,
    /// Why, and how many.
    pub left_out: Vec<(&'static str, i64)>,
    /// The first names of those whom it changes.
    pub names: Vec<String>,
}
impl Forecast {
    const NAMES: usize = 8;
    pub fn look_at(&mut self, plan: &Plan, target: &Target) {
        match plan.left_out(target) {
            None => {
                self.changed += 1;
                if self.names.len() < Self::NAMES {
                    self.names.push(target.name.clone());
                }
            }
            Some(reason) => match self.left_out.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => self.left_out.push((reason, 1)),
            },
        }
    }
    pub fn all(&self) -> i64 {
        self.changed + self.left_out.iter().map(|(_, count)| count).sum::<i64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::MembershipId;
    use platform::tree::PersonId;
    use proptest::prelude::*;

    fn target(union: i64, state: &str, groups: &str, account: Option<i64>) -> Target {
        Target {
            id: MembershipId(1),
            person: PersonId(1),
            name: "林小满".into(),
            union_id: OrgId(union),
            state: state.into(),
            number: String::new(),
            version: 1,
            group_names: groups.into(),
            account: account.map(platform::identity::AccountId),
            willing: 1,
        }
    }

    #[test]
    fn a_group_whose_name_is_a_part_of_another_is_another() {
        let plan = Plan::Group { group: "司机".into() };
        assert_eq!(plan.left_out(&target(1, "active", "|货车司机|", None)), None);
        assert!(plan.left_out(&target(1, "active", "|快递员|司机|", None)).is_some());
    }

    proptest! {
        #[test]
        fn everybody_either_takes_part_or_is_left_out_with_a_reason(union in 1i64..3, ended: bool, account: bool, kind in 0..3) {
            let plan = match kind {
                0 => Plan::Assign { union: OrgId(1), name: "工会".into() },
                1 => Plan::Group { group: "司机".into() },
                _ => Plan::Notice { title: "标题".into(), body: String::new() },
            };
            let mut forecast = Forecast::default();
            forecast.look_at(&plan, &target(union, if ended { "ended" } else { "active" }, "", account.then_some(1)));
            prop_assert_eq!(forecast.all(), 1);
        }
    }
}
