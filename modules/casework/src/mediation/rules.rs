//! What the law says of a mediation, as rules without a database: until when, who may not mediate, what is missing, where to go.
use crate::cases::limits::{self, Happening};
use jiff::{ToSpan, civil::Date};
use platform::calendar::{Calendar, Unit};

/// Days for an agreement since the application was received (调解仲裁法 14).
pub const LIMIT_DAYS: u16 = 15;
/// Days since the agreement is in force for both sides to ask a court to confirm it (民事诉讼法 205, 人民调解法 33).
pub const CONFIRM_DAYS: u16 = 30;

/// Who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Worker,
    Employer,
    Court,
    Arbitration,
}
impl Source {
    pub const ALL: [Source; 4] = [Source::Worker, Source::Employer, Source::Court, Source::Arbitration];
    pub fn key(self) -> &'static str {
        ["worker", "employer", "court", "arbitration"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["职工申请", "单位申请", "法院委托", "仲裁机构委托"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.key() == key)
    }
    /// Whoever entrusts sets a limit of its own, and both sides are still to be asked.
    pub fn is_entrusted(self) -> bool {
        matches!(self, Source::Court | Source::Arbitration)
    }
    /// The side that wants it, having applied.
    pub fn applicant(self) -> Option<Signer> {
        match self {
            Source::Worker => Some(Signer::Worker),
            Source::Employer => Some(Signer::Firm),
            _ => None,
        }
    }
}

/// Whose signature or seal stands below an agreement; the first two are its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    Worker,
    Firm,
    Mediator,
    Seal,
}
impl Signer {
    pub const ALL: [Signer; 4] = [Signer::Worker, Signer::Firm, Signer::Mediator, Signer::Seal];
    pub fn key(self) -> &'static str {
        ["worker", "firm", "mediator", "seal"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["职工签名", "单位签名或盖章", "调解员签名", "调解组织盖章"][self as usize]
    }
    /// Of a side: what it is called.
    pub fn side(self) -> &'static str {
        if self == Signer::Worker { "职工" } else { "单位" }
    }
    pub fn from_key(key: &str) -> Option<Signer> {
        Signer::ALL.into_iter().find(|signer| signer.key() == key)
    }
}

/// What an agreement still lacks on paper; nothing: it is in force (调解仲裁法 14). What was drawn on a screen does not count here.
pub fn missing(on_paper: &[Signer]) -> Vec<Signer> {
    Signer::ALL.into_iter().filter(|signer| !on_paper.contains(signer)).collect()
}

/// The last day for an agreement.
pub fn limit(calendar: &Calendar, received: Date, entrusted: Option<Date>) -> Date {
    entrusted.unwrap_or_else(|| calendar.legal_period(received, LIMIT_DAYS, Unit::Day).date)
}
/// What the last day rests on.
pub fn limit_rule(source: Source) -> &'static str {
    if source.is_entrusted() {
        "委托机构定的期限"
    } else {
        "自收到调解申请起15日，《劳动争议调解仲裁法》第十四条"
    }
}

/// Something to be done by a day; 0 fen: something other than money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub what: String,
    pub on: Date,
    pub amount: i64,
}

/// What a mediator and a dispute have in common is a conflict of interest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    pub is_worker: bool,
    pub speaks_for_firm: bool,
    pub same_employer: bool,
    pub same_union: bool,
}
impl Ties {
    /// Why somebody cannot mediate; none: he can.
    pub fn conflict(&self) -> Option<&'static str> {
        match self {
            Ties { is_worker: true, .. } => Some("是申请人本人"),
            Ties { speaks_for_firm: true, .. } => Some("是单位一方的联系人"),
            Ties { same_employer: true, .. } => Some("和当事单位是同一家单位"),
            Ties { same_union: true, .. } => Some("自己的工会是当事一方的工会"),
            _ => None,
        }
    }
}

/// Where somebody can go when there is no agreement, or one that is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub name: &'static str,
    /// The last day, where the law says one.
    pub until: Option<Date>,
    pub words: String,
    pub law: &'static str,
}

/// What the way to arbitration depends on.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The kind of dispute, a key of the definition's choice.
    pub what: &'a str,
    /// Since when the worker knows.
    pub since: Option<Date>,
    /// When he left; none: he is still there.
    pub left: Option<Date>,
    /// What interrupted or suspended the year.
    pub happened: &'a [Happening],
}
impl Claim<'_> {
    /// Kinds of money for which an agreement opens the way to a payment order (调解仲裁法 16).
    fn is_for_payment_order(&self) -> bool {
        matches!(self.what, "wages" | "injury" | "compensation")
    }
}

/// Arbitration: a year since one knows, for wages a year since one left, and without end while one is there (调解仲裁法 27). `since`: an
/// agreement that was not kept begins the year anew on the day it was to be kept.
pub fn arbitration(calendar: &Calendar, claim: Claim<'_>, broken: Option<Date>) -> Way {
    const LAW: &str = "《劳动争议调解仲裁法》第五条、第二十七条";
    let year = |from: Date| Some(limits::last_day(calendar, from, (1, Unit::Year), claim.happened));
    let moved = if claim.happened.is_empty() { "" } else { "；记下的中断、中止已经算进去" };
    let (until, words) = match (broken, claim.what, claim.left, claim.since) {
        (Some(day), ..) => (year(day), "协议没有履行，从约定的那天起一年内".to_owned()),
        (None, "wages", None, _) => (None, "还在这家单位的，拖欠报酬不受一年限制；离职以后一年内".to_owned()),
        (None, "wages", Some(left), _) => (year(left), "从离职那天起一年内".to_owned()),
        (None, _, _, Some(since)) => {
            (year(since), "从知道权利受到侵害那天起一年内；期间主张过权利的会重新计算，早申请最稳妥".to_owned())
        }
        (None, ..) => (None, "从知道权利受到侵害那天起一年内，请尽快".to_owned()),
    };
    Way { name: "申请劳动仲裁", until, words: format!("{words}{moved}，不收费"), law: LAW }
}
/// What can be done about an agreement in force that is not kept: arbitration, a payment order, confirmation by a court.
pub fn remedies(calendar: &Calendar, claim: Claim<'_>, in_force: Date, broken: Date) -> Vec<Way> {
    let mut ways = vec![Way {
        law: "《劳动争议调解仲裁法》第十五条", ..arbitration(calendar, claim, Some(broken))
    }];
    if claim.is_for_payment_order() {
        ways.push(Way {
            name: "向法院申请支付令",
            until: None,
            words: "拿着调解协议书去，约定的日子一过就可以申请；法律没有写最后一天，越早越好".into(),
            law: "《劳动争议调解仲裁法》第十六条",
        });
    }
    ways.push(confirmation(calendar, in_force));
    ways
}
/// What stands behind a way back to whoever entrusted a mediation.
pub const ENTRUSTED: &str = "委托函";
/// A mediation that was entrusted and came to nothing goes on where it came from.
pub fn back(entruster: &str, reference: &str) -> Way {
    Way {
        name: "回到委托的机构",
        until: None,
        words: format!("{entruster}委托调解的（{reference}），调解不成由它接着办，不用再申请一次"),
        law: ENTRUSTED,
    }
}
/// Both sides together ask a court to confirm the agreement.
pub fn confirmation(calendar: &Calendar, in_force: Date) -> Way {
    Way {
        name: "双方一起申请司法确认",
        until: Some(calendar.legal_period(in_force, CONFIRM_DAYS, Unit::Day).date),
        words: "协议生效起30日内，确认以后可以申请强制执行".into(),
        law: "《民事诉讼法》第二百零五条、《人民调解法》第三十三条",
    }
}
/// The way is still open on a day.
pub fn is_open(way: &Way, today: Date) -> bool {
    way.until.is_none_or(|until| today <= until)
}
/// From this day on nobody can say that it was kept.
pub fn is_late(due: Date, done: bool, today: Date) -> bool {
    !done && due.saturating_add(1.day()) <= today
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> &'static Calendar {
        Calendar::embedded()
    }
    const CLAIM: Claim<'static> = Claim { what: "wages", since: Some(date(2026, 3, 2)), left: None, happened: &[] };

    #[test]
    fn an_agreement_is_in_force_with_four_on_paper_and_with_nothing_less() {
        assert_eq!(missing(&[Signer::Worker, Signer::Firm, Signer::Mediator]), [Signer::Seal]);
        assert_eq!(missing(&Signer::ALL), []);
        assert_eq!(missing(&[]).len(), 4);
    }

    #[test]
    fn fifteen_days_or_the_limit_of_whoever_entrusted_it() {
        assert_eq!(limit(calendar(), date(2026, 11, 19), None), date(2026, 12, 4));
        assert_eq!(limit(calendar(), date(2026, 11, 19), Some(date(2026, 12, 31))), date(2026, 12, 31));
        // 22 November is a Sunday: the day moves to Monday.
        assert_eq!(limit(calendar(), date(2026, 11, 7), None), date(2026, 11, 23));
    }

    #[test]
    fn the_year_for_arbitration_runs_from_knowing_from_leaving_or_from_a_broken_promise() {
        assert_eq!(arbitration(calendar(), CLAIM, None).until, None, "wages, still there");
        let left = Claim { left: Some(date(2026, 6, 1)), ..CLAIM };
        assert_eq!(arbitration(calendar(), left, None).until, Some(date(2027, 6, 1)));
        let other = Claim { what: "contract", ..CLAIM };
        assert_eq!(arbitration(calendar(), other, None).until, Some(date(2027, 3, 2)));
        assert_eq!(arbitration(calendar(), other, Some(date(2026, 12, 1))).until, Some(date(2027, 12, 1)));
        let asked = [Happening::Interrupted(date(2026, 9, 10))];
        let moved = arbitration(calendar(), Claim { happened: &asked, ..other }, None);
        assert_eq!(moved.until, Some(date(2027, 9, 10)), "the year begins anew where relief was sought");
        assert!(moved.words.contains("中断"));
    }

    #[test]
    fn a_payment_order_is_for_wages_and_the_like_only() {
        let names = |what| {
            let ways = remedies(calendar(), Claim { what, ..CLAIM }, date(2026, 11, 20), date(2026, 12, 1));
            ways.into_iter().map(|way| way.name).collect::<Vec<_>>()
        };
        assert_eq!(names("wages"), ["申请劳动仲裁", "向法院申请支付令", "双方一起申请司法确认"]);
        assert_eq!(names("hours"), ["申请劳动仲裁", "双方一起申请司法确认"]);
        let way = confirmation(calendar(), date(2026, 11, 20));
        assert_eq!(way.until, Some(date(2026, 12, 21)), "the 20th is a Sunday");
        assert!(is_open(&way, date(2026, 12, 21)) && !is_open(&way, date(2026, 12, 22)));
    }

    #[test]
    fn whoever_has_something_in_common_with_a_side_does_not_mediate() {
        assert_eq!(Ties::default().conflict(), None);
        assert!(Ties { same_union: true, ..Ties::default() }.conflict().is_some());
        assert!(Ties { same_employer: true, ..Ties::default() }.conflict().is_some());
    }

    #[test]
    fn a_day_is_late_when_it_is_over() {
        let day = date(2026, 12, 1);
        assert!(
            !is_late(day, false, day)
                && is_late(day, false, date(2026, 12, 2))
                && !is_late(day, true, date(2026, 12, 2))
        );
    }
}
