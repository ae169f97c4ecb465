//! Attributes of an element, each escaped, printed with the blank before it; and what a component takes as words.

use std::fmt::{self, Display};

/// What a builder takes where there may be nothing to say.
pub trait Words {
    /// The words, or nothing.
    fn words(self) -> Option<String>;
}

impl Words for String {
    fn words(self) -> Option<String> {
        Some(self)
    }
}

impl Words for &str {
    fn words(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl<T: Words> Words for Option<T> {
    fn words(self) -> Option<String> {
        self.and_then(T::words)
    }
}

impl<T: Clone + Words> Words for &Option<T> {
    fn words(self) -> Option<String> {
        self.clone().words()
    }
}

impl Words for &String {
    fn words(self) -> Option<String> {
        Some(self.clone())
    }
}

impl Words for &&str {
    fn words(self) -> Option<String> {
        Some((*self).to_owned())
    }
}

/// A list of attributes.
#[derive(Debug, Clone, Default)]
pub struct Attributes(Vec<(String, Option<String>)>);

impl Attributes {
    /// Adds `name="value"`.
    pub fn set(&mut self, name: &str, value: impl Display) {
        self.0.push((name.to_owned(), Some(value.to_string())));
    }

    /// Adds `name` alone.
    pub fn flag(&mut self, name: &str) {
        self.0.push((name.to_owned(), None));
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: &Attributes) {
        self.0.extend(others.0.iter().cloned());
    }
}

impl Display for Attributes {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            write!(to, " {name}")?;
            if let Some(value) = value {
                write!(to, "=\"{}\"", crate::text::escape(value))?;
            }
        }
        Ok(())
    }
}

crate::prints_html!(Attributes);
