//! The answers that a field offers.

use std::fmt::Display;

use crate::Words;

/// One of the answers of a select, radio group or check list.
#[derive(Debug, Clone)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) note: Option<String>,
}

impl Choice {
    /// An answer: what is sent and what is read.
    pub fn new(value: impl Display, label: impl Display) -> Choice {
        Choice { value: value.to_string(), label: label.to_string(), note: None }
    }

    /// What is sent.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// With a second line.
    pub fn note(mut self, note: impl Words) -> Choice {
        self.note = note.words();
        self
    }
}

impl<V: Display, L: Display> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Choice {
        Choice::new(value, label)
    }
}

impl<V: Display, L: Display> From<&(V, L)> for Choice {
    fn from((value, label): &(V, L)) -> Choice {
        Choice::new(value, label)
    }
}

impl From<&Choice> for Choice {
    fn from(choice: &Choice) -> Choice {
        choice.clone()
    }
}
