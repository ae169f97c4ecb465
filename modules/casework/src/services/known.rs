//! What the member's record already knows for a form: filled in, said so, and changeable.
//!
//! Promise: numbers of accounts are filled in masked; who leaves them as they stand means the number behind.
use crate::{
    cases::{answers, store},
    definitions::{Field, FieldKind, Known, Service},
};
use directory::people::Person;
use platform::{
    App,
    identity::Account,
    web::{Fields, Result},
};

/// What is said under a field that was filled in.
pub const SAID: &str = "已从您的会员信息带入，可以改";

/// A field that the record knows.
pub struct Carried {
    name: String,
    /// As it stands in the form.
    shown: String,
    value: String,
}
#[derive(Default)]
pub struct Record(Vec<Carried>);

fn of(field: &Field) -> Option<Known> {
    field.known.or(match field.kind {
        FieldKind::Employer => Some(Known::Employer),
        FieldKind::Phone => Some(Known::Phone),
        FieldKind::Bank => Some(Known::Bank),
        _ => None,
    })
}

impl Record {
    /// What is known of an account and the person behind it, for the fields of a service.
    pub async fn of(app: &App, service: &Service, account: &Account, person: Option<&Person>) -> Result<Record> {
        let mut all = Vec::new();
        // Who tells something in confidence need not say who it is.
        let person = person.filter(|_| !service.confidential);
        for field in &service.fields {
            let value = match of(field).filter(|_| person.is_some()) {
                Some(Known::Name) => account.name.clone(),
                Some(Known::Phone) => account.phone(app).unwrap_or_default(),
                Some(Known::Employer) => person.map(|p| p.employer_name.clone()).unwrap_or_default(),
                Some(Known::Bank) => bank(app, account).await?.unwrap_or_default(),
                None => String::new(),
            };
            if !value.is_empty() {
                let shown = if field.kind == FieldKind::Bank { answers::words(field, &value) } else { value.clone() };
                all.push(Carried { name: answers::name_of(field), shown, value });
            }
        }
        Ok(Record(all))
    }
    /// Fills in the fields of a form that nobody has typed into.
    pub fn fill(&self, form: &mut Fields) {
        for one in &self.0 {
            form.set(&one.name, one.shown.clone());
        }
    }
    /// What stands as it was filled in means what is behind it.
    pub fn read(&self, form: &mut Fields) {
        for one in self.0.iter().filter(|one| one.shown != one.value) {
            if form.get(&one.name) == one.shown {
                form.set(&one.name, one.value.clone());
            }
        }
    }
    /// A form that comes back is masked again.
    pub fn mask(&self, form: &mut Fields) {
        for one in self.0.iter().filter(|one| one.shown != one.value) {
            if form.get(&one.name) == one.value {
                form.set(&one.name, one.shown.clone());
            }
        }
    }
    /// Whether a field holds what was filled in.
    pub fn holds(&self, name: &str, form: &Fields) -> bool {
        self.0.iter().any(|one| one.name == name && form.get(name) == one.shown)
    }
}

/// The account number that was given with one's newest case.
async fn bank(app: &App, account: &Account) -> Result<Option<String>> {
    for case in store::own(&app.db, account.id, account.person).await? {
        let field = case.service().fields.iter().find(|field| field.kind == FieldKind::Bank);
        if let Some(number) = field.and_then(|field| answers::one(app, &case, &field.key)) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}
