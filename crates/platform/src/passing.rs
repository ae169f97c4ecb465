//! What just happened, as a hall may read it on a screen: what and in which town, never whom and at which employer.
use crate::{App, db::Result, rights::Permission, tree::Scope};
use jiff::civil::Date;
use std::pin::Pin;

/// What a module lets pass by, declared in [`crate::Module::declares`].
pub struct Passing {
    pub needs: &'static Permission,
    /// What happened in a branch from a day on, newest first, at most so many. Nothing of what is told in confidence or is hidden from the branch.
    pub since: fn(App, Scope, Date, i64) -> Lately,
}
pub type Lately = Pin<Box<dyn Future<Output = Result<Vec<Passed>>> + Send>>;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Epoch milliseconds.
    pub at: i64,
    /// The path of the union at which it happened; the screen names the town.
    pub path: String,
    pub what: What,
}
/// In words, of one and of several: 一名职工入会, and 职工入会 of 5名.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct What {
    /// 名, 件
    pub unit: &'static str,
    /// 职工入会, 欠薪诉求受理
    pub words: String,
}

/// Things of one kind in one place within so much time are one line.
const TOGETHER: i64 = 30 * 60_000;

/// One line for each thing, newest first: when (epoch milliseconds), where, what. What happened several times within half an hour in one place
/// is one line.
pub fn together(mut all: Vec<(i64, String, What)>) -> Vec<(i64, String, String)> {
    all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let mut lines: Vec<(i64, String, What, usize)> = Vec::new();
    for (at, place, what) in all {
        let same =
            |line: &&mut (i64, String, What, usize)| line.1 == place && line.2 == what && line.0 - at <= TOGETHER;
        match lines.iter_mut().find(same) {
            Some(line) => line.3 += 1,
            None => lines.push((at, place, what, 1)),
        }
    }
    let words = |what: What, times: usize| {
        let number = if times == 1 { "一".to_owned() } else { times.to_string() };
        format!("{number}{}{}", what.unit, what.words)
    };
    lines.into_iter().map(|(at, place, what, times)| (at, place, words(what, times))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_often_in_one_place_is_one_line() {
        let joined = || What { unit: "名", words: "职工入会".into() };
        let asked = || What { unit: "件", words: "欠薪诉求受理".into() };
        let minute = 60_000;
        let lines = together(vec![
            (100 * minute, "城东街道".into(), joined()),
            (110 * minute, "城东街道".into(), joined()),
            (120 * minute, "城东街道".into(), asked()),
            (119 * minute, "开发区".into(), joined()),
            (60 * minute, "城东街道".into(), joined()),
        ]);
        let said: Vec<_> = lines.iter().map(|(at, place, words)| format!("{} {place} {words}", at / minute)).collect();
        assert_eq!(
            said,
            [
                "120 城东街道 一件欠薪诉求受理",
                "119 开发区 一名职工入会",
                "110 城东街道 2名职工入会",
                "60 城东街道 一名职工入会"
            ]
        );
    }
}
