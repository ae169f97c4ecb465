//! Code tables of national standards and deployed union systems (代码表).
//!
//! People and spreadsheets give an entry's name or its code; the database keeps the code.

pub use super::code_tables::*;
use super::typing::{narrow, tight};

/// One line of a table.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub code: &'static str,
    pub name: &'static str,
}

pub(super) const fn entry(code: &'static str, name: &'static str) -> Entry {
    Entry { code, name }
}

/// A table: its key (as in forms and settings), its Chinese title and its entries in the order of the standard.
#[derive(Debug)]
pub struct Table {
    pub key: &'static str,
    pub title: &'static str,
    entries: &'static [Entry],
}

impl Table {
    pub(super) const fn new(key: &'static str, title: &'static str, entries: &'static [Entry]) -> Table {
        Table { key, title, entries }
    }

    /// The table with this key.
    pub fn find(key: &str) -> Option<&'static Table> {
        ALL.into_iter().find(|table| table.key == key)
    }

    pub fn entries(&self) -> &'static [Entry] {
        self.entries
    }

    /// The entry with exactly this code.
    pub fn entry(&self, code: &str) -> Option<&'static Entry> {
        self.entries.iter().find(|entry| entry.code == code)
    }

    /// The code for an entry's name or code as somebody typed it; width of signs, spaces and leading zeros of a
    /// code don't matter.
    pub fn code_of(&self, typed: &str) -> Option<&'static str> {
        let exact = self.entries.iter().find(|entry| entry.name == typed || entry.code == typed);
        exact.or_else(|| self.loosely(typed)).map(|entry| entry.code)
    }

    fn loosely(&self, typed: &str) -> Option<&'static Entry> {
        let typed = tight(typed);
        let bare = typed.trim_start_matches('0');
        self.entries.iter().find(|entry| {
            tight(entry.name) == typed
                || (!typed.is_empty() && typed.len() <= 4 && entry.code.trim_start_matches('0') == bare)
        })
    }

    pub fn name_of(&self, code: &str) -> Option<&'static str> {
        self.entry(code).map(|entry| entry.name)
    }

    /// The sentence for a text that is no entry, with the nearest entry if there is one.
    pub fn refusal(&self, typed: &str) -> String {
        let shown: String = narrow(typed).trim().chars().take(20).collect();
        let title = self.title;
        match self.nearest(typed) {
            Some(entry) => format!("{title}没有“{shown}”，可填“{}”", entry.name),
            None => {
                let some: Vec<&str> = self.entries.iter().take(5).map(|entry| entry.name).collect();
                let more = if self.entries.len() > some.len() { "等" } else { "" };
                format!("{title}没有“{shown}”，可填{}{more}", some.join("、"))
            }
        }
    }

    /// The entry that shares most of its characters with the text, if at least half of the shorter one are shared.
    pub fn nearest(&self, typed: &str) -> Option<&'static Entry> {
        let typed: Vec<char> = tight(typed).chars().take(40).collect();
        let spoken =
            SPOKEN.iter().find(|(table, said, _)| *table == self.key && said.chars().eq(typed.iter().copied()));
        if let Some((_, _, code)) = spoken {
            return self.entry(code);
        }
        let score = |entry: &Entry| {
            let name = tight(entry.name);
            let shared = typed.iter().filter(|c| name.contains(**c)).count();
            let shorter = typed.len().min(name.chars().count());
            (shared * 2 > shorter && shared >= 2).then_some(shared * 100 / (typed.len() + name.chars().count()))
        };
        self.entries
            .iter()
            .filter_map(|entry| Some((score(entry)?, entry)))
            .max_by_key(|(score, _)| *score)
            .map(|(_, entry)| entry)
    }
}

/// What people say and the code that they mean; only suggested, never taken silently.
const SPOKEN: [(&str, &str, &str); 13] = [
    ("education", "硕士", "10"),
    ("education", "博士", "10"),
    ("education", "本科", "20"),
    ("education", "大专", "30"),
    ("education", "中专", "40"),
    ("education", "技校", "40"),
    ("education", "高中", "60"),
    ("education", "初中", "70"),
    ("political", "党员", "01"),
    ("political", "团员", "03"),
    ("id_type", "身份证", "111"),
    ("gender", "男性", "1"),
    ("gender", "女性", "2"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_a_code_is_taken() {
        assert_eq!(GENDER.code_of("女"), Some("2"));
        assert_eq!(GENDER.code_of("2"), Some("2"));
        assert_eq!(GENDER.code_of("0"), Some("0"));
        assert_eq!(ETHNIC.code_of("1"), Some("01"));
        assert_eq!(ETHNIC.code_of(" 汉族 "), Some("01"));
        assert_eq!(SKILL_LEVEL.code_of("职业资格一级(高级技师)"), Some("1"));
        assert_eq!(HOUSEHOLD.code_of("农业家庭户口"), Some("3"));
        assert_eq!(EDUCATION.code_of("博士后流动站"), None);
        assert_eq!(EDUCATION.code_of(""), None);
    }

    #[test]
    fn an_unknown_text_gets_the_nearest_entry() {
        assert_eq!(EDUCATION.refusal("研究生班"), "学历没有“研究生班”，可填“研究生教育”");
        assert_eq!(EDUCATION.refusal("大专"), "学历没有“大专”，可填“大学专科”");
        assert_eq!(
            EDUCATION.refusal("博士后流动站"),
            "学历没有“博士后流动站”，可填研究生教育、大学本科、大学专科、中等职业教育、普通高级中学等"
        );
        assert_eq!(POLITICAL.refusal("党员"), "政治面貌没有“党员”，可填“中共党员”");
        assert_eq!(YES_NO.refusal("不清楚"), "是否没有“不清楚”，可填是、否");
    }

    #[test]
    fn codes_and_names_are_unique_in_every_table() {
        for table in ALL {
            for (i, entry) in table.entries().iter().enumerate() {
                assert!(
                    table.entries()[..i].iter().all(|e| e.code != entry.code && e.name != entry.name),
                    "{}",
                    table.key
                );
                assert_eq!(table.code_of(entry.name), Some(entry.code));
                assert_eq!(table.code_of(entry.code), Some(entry.code));
            }
        }
    }

    #[test]
    fn every_spoken_word_leads_to_an_entry() {
        for (key, said, code) in SPOKEN {
            assert!(Table::find(key).unwrap().name_of(code).is_some(), "{said}");
        }
    }
}
