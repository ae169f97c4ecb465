//! What each module holds about a person: shown, taken along, erased. A seam: the page 我的数据 asks all modules.
//!
//! Promise: a module that keeps something about people declares it here; what the law keeps has a reason, an article and a last day.
use crate::{
    App,
    db::{Result, Tx},
    identity::AccountId,
    tree::PersonId,
};
use jiff::civil::Date;
use std::pin::Pin;

/// Whose data: the account, and the person behind it where known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub account: AccountId,
    pub person: Option<PersonId>,
}

/// Something that a module holds about a person.
pub struct Portion {
    pub key: &'static str,
    /// 会籍和会籍变动
    pub name: &'static str,
    /// The tables whose rows about the person it gives out and erases; a test of the whole product finds those that nobody names.
    pub tables: &'static [&'static str],
    /// All of it, for the person to take along.
    pub export: fn(App, Subject) -> Export,
    /// What a deletion asked for today would do with it.
    pub fate: fn(App, Subject) -> Fates,
    /// Erases what no law keeps any more, on this day; says how many records. May be asked again and again.
    pub erase: for<'a> fn(&'a mut Tx, &'a App, Subject, Date) -> Erasing<'a>,
}
pub type Export = Pin<Box<dyn Future<Output = Result<serde_json::Value>> + Send>>;
pub type Fates = Pin<Box<dyn Future<Output = Result<Vec<Fate>>> + Send>>;
pub type Erasing<'a> = Pin<Box<dyn Future<Output = Result<u64>> + Send + 'a>>;

/// What becomes of one kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// 头像, 入会申请
    pub what: &'static str,
    pub count: i64,
    /// None: erased at once.
    pub kept: Option<Kept>,
}
/// Why something stays, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub why: &'static str,
    /// 《个人信息保护法》第47条
    pub law: &'static str,
    /// The last day; none: no end is set.
    pub until: Option<Date>,
}
