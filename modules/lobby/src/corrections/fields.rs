//! What can be corrected, how it is read, and how it is written.
use directory::people::PersonDetails;
use jiff::civil::Date;
use platform::standards::{Document, IdNumber, Phone};

/// One thing that is held about a person.
pub struct Correctable {
    pub key: &'static str,
    pub name: &'static str,
    pub old: fn(&PersonDetails) -> &str,
    write: fn(&mut PersonDetails, String),
}
pub const ALL: &[Correctable] = &[
    Correctable { key: "name", name: "姓名", old: |d| &d.name, write: |d, v| d.name = v },
    Correctable { key: "document", name: "证件号码", old: |d| &d.document, write: |d, v| d.document = v },
    Correctable { key: "phone", name: "名册上的手机号", old: |d| &d.phone, write: |d, v| d.phone = v },
    Correctable {
        key: "employer_name",
        name: "工作单位",
        old: |d| &d.employer_name,
        write: |d, v| {
            d.employer = None;
            d.employer_name = v;
        },
    },
    Correctable {
        key: "household_place",
        name: "户籍地",
        old: |d| &d.household_place,
        write: |d, v| d.household_place = v,
    },
    Correctable { key: "native_place", name: "籍贯", old: |d| &d.native_place, write: |d, v| d.native_place = v },
];
pub fn find(key: &str) -> Option<&'static Correctable> {
    ALL.iter().find(|one| one.key == key)
}

/// The words for a field.
pub fn name(key: &str) -> &'static str {
    find(key).map_or("", |one| one.name)
}

impl Correctable {
    /// The value as it is kept; otherwise a sentence.
    pub fn read(&self, typed: &str, details: &PersonDetails, today: Date) -> Result<String, String> {
        let value = match self.key {
            "phone" => Phone::parse(typed).map(|phone| phone.as_str().to_owned()).map_err(|e| e.to_string())?,
            "document" => Document::parse(&details.document_kind, typed, today)
                .map(|document| document.number().to_owned())
                .map_err(|e| e.to_string())?,
            _ => typed.trim().to_owned(),
        };
        match value.chars().count() {
            0 => Err("请填正确的内容".into()),
            1..=60 if value == (self.old)(details) => Err("和现在登记的一样，不用更正".into()),
            1..=60 => Ok(value),
            long => Err(format!("最多60个字，现在有{long}个")),
        }
    }
    pub fn applied(&self, details: &PersonDetails, value: String) -> PersonDetails {
        let mut details = details.clone();
        (self.write)(&mut details, value);
        // The birthday stands in the number.
        if self.key == "document"
            && details.document_kind == "111"
            && let Some(id) = IdNumber::trusted(&details.document)
        {
            details.birth_on = id.birth().to_string();
        }
        details
    }
}
