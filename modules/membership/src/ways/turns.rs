//! What a way changes, shown before it is done.
use super::rules::{Effect, Kind};
use crate::keeping::Cause;
use directory::{
    members::{self, Membership},
    people,
};
use platform::{App, standards::tables, web::Error};

/// What stands now.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub union: String,
    pub kept: bool,
    pub number: String,
    pub joined_on: String,
    pub employer: String,
    /// Code of `work_status`.
    pub work_status: String,
    pub ties: Vec<String>,
}
/// A line: what, as it is, as it will be; an empty `after` means that it stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub what: &'static str,
    pub before: String,
    pub after: String,
}
impl Turn {
    pub fn stays(&self) -> bool {
        self.after.is_empty()
    }
}
/// What is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    pub to: &'a str,
    /// The new workplace; none: nothing was said of it.
    pub employer: Option<&'a str>,
    pub cause: Option<Cause>,
}

/// Reads what stands now.
pub async fn facts(app: &App, membership: &Membership) -> Result<Facts, Error> {
    let person = people::store::find(&app.db, membership.person).await?.ok_or(Error::NotFound)?;
    let ties = members::store::affiliations(&app.db, membership.person).await?;
    Ok(Facts {
        union: membership.union_name.clone(),
        kept: membership.state == "kept",
        number: ui::text::mask_card(&membership.number),
        joined_on: membership.joined_on.parse().map_or_else(|_| membership.joined_on.clone(), ui::text::date),
        employer: person.employer_name,
        work_status: person.work_status,
        ties: ties.into_iter().filter(|t| t.to_on.is_none()).map(|t| t.union_name).collect(),
    })
}

/// Every line, the changing ones first.
pub fn turns(kind: Kind, now: &Facts, wanted: &Wanted<'_>) -> Vec<Turn> {
    let effect = match kind {
        Kind::Transfer => Effect::Carry,
        Kind::Keep => Effect::Keep,
        Kind::Return => Effect::Resume,
        Kind::Leave | Kind::Expel => Effect::End,
    };
    let mut all = vec![
        Turn { what: "会籍", before: standing(now.kept).into(), after: state(kind, now.kept) },
        Turn {
            what: "所在工会",
            before: now.union.clone(),
            after: match effect {
                Effect::Carry => wanted.to.to_owned(),
                Effect::End => "不再是会员".into(),
                _ => String::new(),
            },
        },
        Turn {
            what: "会员卡",
            before: now.number.clone(),
            after: match effect {
                Effect::Carry => "接收那天起换成新卡号，原卡号停用".into(),
                Effect::End => "停用".into(),
                Effect::Keep | Effect::Resume => String::new(),
            },
        },
        Turn {
            what: "会龄",
            before: format!("从{}算起", now.joined_on),
            after: if effect == Effect::End {
                "到会籍结束为止，再入会重新算".into()
            } else {
                String::new()
            },
        },
        Turn {
            what: "优惠和慰问",
            before: "凭卡照常".into(),
            after: match effect {
                Effect::End => "停止".into(),
                Effect::Carry => "接收前用原卡，接收后用新卡".into(),
                Effect::Keep | Effect::Resume => String::new(),
            },
        },
    ];
    all.extend(work(effect, now, wanted));
    if !now.ties.is_empty() {
        all.push(Turn { what: "挂靠", before: now.ties.join("、"), after: String::new() });
    }
    all.push(Turn { what: "会员数", before: "算在所在工会".into(), after: figure(effect, now, wanted.to) });
    all.sort_by_key(Turn::stays);
    all
}
fn standing(kept: bool) -> &'static str {
    if kept { "保留会籍" } else { "有效" }
}
fn state(kind: Kind, kept: bool) -> String {
    match kind {
        Kind::Keep => "保留会籍",
        Kind::Leave => "今天结束",
        Kind::Expel => "决定那天结束",
        Kind::Return => "有效",
        Kind::Transfer if kept => "有效",
        Kind::Transfer => "",
    }
    .to_owned()
}
fn figure(effect: Effect, now: &Facts, to: &str) -> String {
    match effect {
        Effect::Carry => format!("{}少1人，{to}多1人，合计不变，不算新入会", now.union),
        Effect::End => format!("{}少1人", now.union),
        Effect::Keep | Effect::Resume => String::new(),
    }
}
fn work(effect: Effect, now: &Facts, wanted: &Wanted<'_>) -> Vec<Turn> {
    let status = |code: &str| tables::WORK_STATUS.name_of(code).unwrap_or("没有登记").to_owned();
    let place = |name: &str| if name.is_empty() { "没有单位".to_owned() } else { name.to_owned() };
    let differing = |what, before: String, after: String| {
        let after = if before == after { String::new() } else { after };
        Turn { what, before, after }
    };
    let (employer, code) = match (effect, wanted.cause) {
        (Effect::Carry, _) => (wanted.employer.unwrap_or(&now.employer), "1"),
        (Effect::Keep, Some(cause)) if cause.leaves_workplace() => ("", cause.work_status()),
        (Effect::Keep, Some(cause)) => (now.employer.as_str(), cause.work_status()),
        (Effect::Resume, _) => (now.employer.as_str(), "1"),
        (Effect::Keep, None) | (Effect::End, _) => return Vec::new(),
    };
    vec![
        differing("工作单位", place(&now.employer), place(employer)),
        differing("就业状况", status(&now.work_status), status(code)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Facts {
        Facts {
            union: "甲".into(),
            kept: false,
            number: "3209 **** 0001".into(),
            joined_on: "2020年1月1日".into(),
            employer: "顺通".into(),
            work_status: "1".into(),
            ties: vec!["联合会".into()],
        }
    }
    fn changing(kind: Kind, wanted: &Wanted<'_>) -> Vec<&'static str> {
        turns(kind, &now(), wanted).into_iter().filter(|t| !t.stays()).map(|t| t.what).collect()
    }

    #[test]
    fn a_transfer_keeps_seniority_and_ties_and_changes_union_and_card() {
        let wanted = Wanted { to: "乙", employer: Some("远达"), cause: None };
        assert_eq!(changing(Kind::Transfer, &wanted), ["所在工会", "会员卡", "优惠和慰问", "工作单位", "会员数"]);
    }

    #[test]
    fn a_kept_membership_still_counts() {
        let wanted = Wanted { cause: Some(Cause::Retired), ..Wanted::default() };
        assert_eq!(changing(Kind::Keep, &wanted), ["会籍", "工作单位", "就业状况"]);
    }

    #[test]
    fn leaving_ends_what_hangs_on_the_card_but_no_tie() {
        let lines = turns(Kind::Leave, &now(), &Wanted::default());
        assert!(lines.iter().any(|t| t.what == "挂靠" && t.stays()));
        assert!(lines.iter().any(|t| t.what == "会龄" && !t.stays()));
    }
}
