//! People who do not exist: whole, plausible, and sure to be nobody.
//!
//! Promise: identity numbers carry the sequence codes 996 to 999, which no person of working age has; phones begin with 154, which no
//! operator was ever given. No number is given twice by one crowd.
use super::{dice::Dice, names::Names};
use crate::people::PersonDetails;
use jiff::{ToSpan, civil::Date};
use platform::standards::{IdNumber, Sex, phone::MADE_UP};
use std::collections::HashSet;

/// What the people of a workplace are like.
#[derive(Clone, Copy)]
pub struct Folk {
    /// Women among a hundred.
    pub women: u64,
    /// Rural migrant workers among a hundred.
    pub migrants: u64,
    pub schooling: Schooling,
    /// A group of workers and how many of a hundred belong to it.
    pub group: Option<(&'static str, u64)>,
}
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Schooling {
    Little,
    Trade,
    Degree,
}
pub const DRIVERS: Folk =
    Folk { women: 6, migrants: 55, schooling: Schooling::Little, group: Some(("货车司机", 82)) };
pub const COURIERS: Folk =
    Folk { women: 22, migrants: 60, schooling: Schooling::Little, group: Some(("快递员", 88)) };
pub const RIDERS: Folk =
    Folk { women: 12, migrants: 65, schooling: Schooling::Little, group: Some(("网约送餐员", 90)) };
pub const CARERS: Folk =
    Folk { women: 94, migrants: 60, schooling: Schooling::Little, group: Some(("护工护理员", 60)) };
pub const GUARDS: Folk = Folk { women: 15, migrants: 40, schooling: Schooling::Little, group: Some(("保安员", 70)) };
pub const WORKERS: Folk = Folk { women: 42, migrants: 34, schooling: Schooling::Trade, group: None };
pub const TEACHERS: Folk = Folk { women: 66, migrants: 0, schooling: Schooling::Degree, group: None };
pub const CLERKS: Folk = Folk { women: 45, migrants: 2, schooling: Schooling::Degree, group: None };
pub const VILLAGERS: Folk =
    Folk { women: 50, migrants: 20, schooling: Schooling::Little, group: Some(("家政服务员", 8)) };

pub struct Crowd {
    pub dice: Dice,
    pub today: Date,
    names: Names,
    /// Codes of counties that begin identity numbers.
    homes: Vec<&'static str>,
    /// So many of a hundred come from the first of them.
    local: u64,
    /// Address of the household: a piece in front of the street.
    place: &'static str,
    given: HashSet<(u16, i16, i8, i8, u16)>,
    phones: u64,
}
impl Crowd {
    /// `homes` must be known to identity numbers; phones count up from `154` and `phones` with eight digits.
    pub fn new(seed: u64, today: Date, homes: Vec<&'static str>, local: u64, place: &'static str, phones: u64) -> Self {
        Self { dice: Dice::new(seed), today, names: Names::new(), homes, local, place, given: HashSet::new(), phones }
    }
    pub fn name(&mut self, sex: Sex) -> String {
        self.names.name(&mut self.dice, sex).0
    }
    pub fn phone(&mut self) -> String {
        let phone = format!("{MADE_UP}{:08}", self.phones);
        self.phones += 1;
        phone
    }
    /// Somebody of this folk with an age fit for work.
    pub fn person(&mut self, folk: &Folk) -> PersonDetails {
        let sex = if self.dice.percent(folk.women) { Sex::Female } else { Sex::Male };
        let (name, ethnic) = self.names.name(&mut self.dice, sex);
        self.described(folk, sex, name, ethnic)
    }
    /// The same for somebody whose name is given.
    pub fn named(&mut self, folk: &Folk, sex: Sex, name: &str) -> PersonDetails {
        self.described(folk, sex, name.to_owned(), "01")
    }
    fn described(&mut self, folk: &Folk, sex: Sex, name: String, ethnic: &'static str) -> PersonDetails {
        let (home, birth, document) = self.document(sex);
        let migrant = self.dice.percent(folk.migrants);
        let dice = &mut self.dice;
        let education = match folk.schooling {
            Schooling::Little => dice.weighed(&[("30", 8), ("40", 22), ("60", 28), ("70", 36), ("80", 6)]),
            Schooling::Trade => dice.weighed(&[("20", 12), ("30", 24), ("40", 30), ("60", 18), ("70", 16)]),
            Schooling::Degree => dice.weighed(&[("10", 10), ("20", 66), ("30", 22), ("40", 2)]),
        };
        let skill = match folk.schooling {
            Schooling::Trade => dice.weighed(&[("", 60), ("5", 14), ("4", 15), ("3", 8), ("2", 2), ("1", 1)]),
            _ => dice.weighed(&[("", 90), ("4", 7), ("3", 3)]),
        };
        let party = if folk.schooling == Schooling::Degree { 30 } else { 8 };
        let household = if migrant || folk.schooling == Schooling::Little && dice.percent(50) {
            "农业家庭户口"
        } else {
            "非农业家庭户口"
        };
        PersonDetails {
            name,
            sex: sex.code().into(),
            birth_on: birth.to_string(),
            ethnic: ethnic.into(),
            document_kind: "111".into(),
            document,
            phone: self.phone(),
            education: education.into(),
            skill: skill.into(),
            work_status: "1".into(),
            political: self.dice.weighed(&[("13", 84), ("01", party), ("03", 8)]).into(),
            household: household.into(),
            household_place: format!("{}{}{}号", self.place, self.dice.pick(STREETS), self.dice.between(1, 288)),
            native_place: if home == self.homes[0] { "江苏盐城" } else { self.dice.pick(ORIGINS) }.to_string(),
            migrant: if migrant { "1" } else { "0" }.into(),
            employer: None,
            employer_name: String::new(),
        }
    }
    /// A number that nobody has had from this crowd, with where it was given and the birth date in it.
    fn document(&mut self, sex: Sex) -> (&'static str, Date, String) {
        loop {
            // Between 19 and 58 years old, most in the middle.
            let home =
                if self.dice.percent(self.local) { 0 } else { self.dice.below(self.homes.len() as u64) } as usize;
            let days = self.dice.between(0, 7100) + self.dice.between(0, 7100);
            let birth = self.today - (19 * 365 + 5 + days).days();
            let sequence = if sex == Sex::Male { *self.dice.pick(&[997, 999]) } else { *self.dice.pick(&[996, 998]) };
            if self.given.insert((home as u16, birth.year(), birth.month(), birth.day(), sequence)) {
                let number = IdNumber::synthetic(self.homes[home], birth, sequence).expect("homes are known");
                return (self.homes[home], birth, number.as_str().to_owned());
            }
        }
    }
    /// When somebody joined: `recent` of a hundred within the last twelve months, the others since the union was founded; on workdays
    /// more or less, with a pause around the Spring Festival and a push in autumn.
    pub fn joined_on(&mut self, founded: Date, recent: u64) -> Date {
        let year_ago = self.today - 364.days();
        let day = if founded >= year_ago || self.dice.percent(recent) {
            let first = founded.max(year_ago);
            let one = self.dice.day(first, self.today);
            let quiet = matches!(one.month(), 2) || self.dice.percent(20) && !(9..=11).contains(&one.month());
            if quiet { self.dice.day(first, self.today) } else { one }
        } else {
            self.dice.day(founded, year_ago)
        };
        let weekend = i64::from(day.weekday().to_monday_zero_offset()) - 4;
        let workday = if weekend > 0 { day - weekend.days() } else { day };
        workday.max(founded).min(self.today)
    }
}

const STREETS: &[&str] = &[
    "人民路",
    "河滨路",
    "解放街",
    "东风路",
    "建设路",
    "新华街",
    "柳湾路",
    "青石巷",
    "白沙大道",
    "幸福路",
    "振兴路",
    "清水路",
];
const ORIGINS: &[&str] = &[
    "江苏盐城",
    "江苏淮安",
    "江苏连云港",
    "安徽阜阳",
    "安徽宿州",
    "河南周口",
    "山东临沂",
    "江西上饶",
    "四川达州",
    "湖北黄冈",
];

#[cfg(test)]
mod tests {
    use super::*;
    use platform::standards::Phone;

    #[test]
    fn everybody_is_right_in_form_and_nobody() {
        let today = jiff::civil::date(2026, 11, 21);
        let mut crowd = Crowd::new(1, today, vec!["320902", "320911"], 50, "滨河县城关镇", 1);
        let mut seen = HashSet::new();
        for _ in 0..3000 {
            let one = crowd.person(&DRIVERS);
            let number = IdNumber::parse(&one.document, today).unwrap();
            assert!((996..=999).contains(&one.document[14..17].parse::<u16>().unwrap()));
            assert_eq!((number.birth().to_string(), number.sex().code()), (one.birth_on.clone(), one.sex.as_str()));
            assert!(Phone::parse(&one.phone).is_ok() && one.phone.starts_with(MADE_UP));
            assert!(seen.insert(one.document) && seen.insert(one.phone));
        }
    }
}
