//! A field: label above, hint, control, message. Errors are in words at the field; the summary links to them.

use askama::Template;
use platform::web::Fields;
use std::fmt::Display;

use crate::{Attributes, Words};

mod choice;
mod control;
mod examples;

pub use choice::Choice;
pub(crate) use examples::examples;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Line,
    Area,
    File,
    Select,
    Radios,
    Checks,
    Check,
    Suggest,
}

/// A field of a form. The id of its control is its name, so that a link can lead to it.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/field.html")]
pub struct Field {
    kind: Kind,
    name: String,
    label: String,
    hint: Option<String>,
    value: String,
    values: Vec<String>,
    error: Option<String>,
    optional: bool,
    choices: Vec<Choice>,
    /// The hidden companion of a suggestion: name and value.
    into: Option<(String, String)>,
    attributes: Attributes,
}

impl Field {
    fn of(kind: Kind, name: &str, label: impl Display) -> Field {
        Field {
            kind,
            name: name.to_owned(),
            label: label.to_string(),
            hint: None,
            value: String::new(),
            values: Vec::new(),
            error: None,
            optional: false,
            choices: Vec::new(),
            into: None,
            attributes: Attributes::default(),
        }
    }

    fn line(input: &str, name: &str, label: impl Display) -> Field {
        Field::of(Kind::Line, name, label).attr("type", input)
    }

    fn choosing<C: Into<Choice>>(
        kind: Kind,
        name: &str,
        label: impl Display,
        choices: impl IntoIterator<Item = C>,
    ) -> Field {
        let mut field = Field::of(kind, name, label);
        field.choices = choices.into_iter().map(Into::into).collect();
        field
    }

    /// One line of text.
    pub fn text(name: &str, label: impl Display) -> Field {
        Field::line("text", name, label)
    }

    /// A phone number, with the phone's number keys.
    pub fn tel(name: &str, label: impl Display) -> Field {
        Field::line("tel", name, label).attr("inputmode", "numeric").attr("autocomplete", "tel").attr("maxlength", 11)
    }

    /// A code from a message; never kept in a draft.
    pub fn code(name: &str, label: impl Display) -> Field {
        Field::text(name, label)
            .attr("inputmode", "numeric")
            .attr("autocomplete", "one-time-code")
            .attr("maxlength", 6)
            .attr("data-no-draft", "")
    }

    /// A password; never kept in a draft.
    pub fn password(name: &str, label: impl Display) -> Field {
        Field::line("password", name, label).attr("data-no-draft", "")
    }

    /// A whole number.
    pub fn number(name: &str, label: impl Display) -> Field {
        Field::text(name, label).attr("inputmode", "numeric")
    }

    /// A date.
    pub fn date(name: &str, label: impl Display) -> Field {
        Field::line("date", name, label)
    }

    /// Several lines.
    pub fn area(name: &str, label: impl Display) -> Field {
        Field::of(Kind::Area, name, label)
    }

    /// A file; `accept` lists endings or types.
    pub fn file(name: &str, label: impl Display, accept: &str) -> Field {
        Field::of(Kind::File, name, label).attr("accept", accept)
    }

    /// A list that opens.
    pub fn select<C: Into<Choice>>(name: &str, label: impl Display, choices: impl IntoIterator<Item = C>) -> Field {
        Field::choosing(Kind::Select, name, label, choices)
    }

    /// One of few, all in sight.
    pub fn radios<C: Into<Choice>>(name: &str, label: impl Display, choices: impl IntoIterator<Item = C>) -> Field {
        Field::choosing(Kind::Radios, name, label, choices)
    }

    /// Any of several.
    pub fn checks<C: Into<Choice>>(name: &str, label: impl Display, choices: impl IntoIterator<Item = C>) -> Field {
        Field::choosing(Kind::Checks, name, label, choices)
    }

    /// Yes or not yes; sends `1`.
    pub fn check(name: &str, label: impl Display) -> Field {
        Field::of(Kind::Check, name, label)
    }

    /// Text that proposes from `address?q=…`; a proposal chosen also sets the hidden field `into`.
    pub fn suggest(name: &str, label: impl Display, address: &str, into: &str, into_value: impl Display) -> Field {
        let mut field = Field::of(Kind::Suggest, name, label);
        field.into = Some((into.to_owned(), into_value.to_string()));
        field.attr("type", "text").attr("data-suggest", address).attr("data-suggest-into", into)
    }

    /// A line under the label.
    pub fn hint(mut self, hint: impl Words) -> Field {
        self.hint = hint.words();
        self
    }

    /// What it holds.
    pub fn value(mut self, value: impl Display) -> Field {
        self.value = value.to_string();
        self
    }

    /// What a check list holds.
    pub fn values<V: Display>(mut self, values: impl IntoIterator<Item = V>) -> Field {
        self.values = values.into_iter().map(|value| value.to_string()).collect();
        self
    }

    /// A check that is ticked.
    pub fn ticked(self, ticked: bool) -> Field {
        let value = if ticked { "1" } else { "" };
        self.value(value)
    }

    /// What is wrong and what to do; nothing when all is well.
    pub fn error(mut self, error: impl Words) -> Field {
        self.error = error.words();
        self
    }

    /// Takes value and fault from a form that comes back.
    pub fn of_form(mut self, form: &Fields) -> Field {
        self.value = form.get(&self.name).to_owned();
        self.values = form.all(&self.name).map(str::to_owned).collect();
        self.error = form.error(&self.name).map(str::to_owned);
        if let Some((into, value)) = &mut self.into {
            *value = form.get(into).to_owned();
        }
        self
    }

    /// May stay empty; the label says so.
    pub fn optional(mut self) -> Field {
        self.optional = true;
        self
    }

    /// Any other attribute of the control.
    pub fn attr(mut self, name: &str, value: impl Display) -> Field {
        self.attributes.set(name, value);
        self
    }

    /// Name, label and message, when something is wrong.
    pub(crate) fn fault(&self) -> Option<(&str, &str, &str)> {
        self.error.as_deref().map(|error| (&*self.name, &*self.label, error))
    }
}

impl AsRef<Field> for Field {
    fn as_ref(&self) -> &Field {
        self
    }
}

crate::prints_html!(Field);
