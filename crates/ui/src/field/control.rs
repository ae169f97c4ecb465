//! What the template asks a field: its classes and the attributes of its controls.

use super::{Choice, Field, Kind};
use crate::Attributes;

impl Field {
    pub(super) fn class(&self) -> &'static str {
        if self.error.is_some() { "field field--bad" } else { "field" }
    }

    pub(super) fn group(&self) -> bool {
        matches!(self.kind, Kind::Radios | Kind::Checks)
    }

    /// The attributes of a single control: id, name, what describes it, and the kind's own.
    pub(super) fn control(&self) -> Attributes {
        let mut all = Attributes::default();
        all.set("id", &self.name);
        all.set("name", &self.name);
        if matches!(self.kind, Kind::Line | Kind::Suggest) && !self.value.is_empty() {
            all.set("value", &self.value);
        }
        all.extend(&self.attributes);
        all.extend(&self.described());
        all
    }

    /// Links the control, or the group, with its hint and message.
    pub(super) fn described(&self) -> Attributes {
        let mut all = Attributes::default();
        if self.error.is_some() {
            all.set("aria-invalid", "true");
        }
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let message = self.error.as_ref().map(|_| format!("{}-msg", self.name));
        let described: Vec<String> = hint.into_iter().chain(message).collect();
        if !described.is_empty() {
            all.set("aria-describedby", described.join(" "));
        }
        all
    }

    /// The attributes of one box or radio; the first carries the field's id.
    pub(super) fn option(&self, index: usize, choice: &Choice) -> Attributes {
        let mut all = Attributes::default();
        all.set("id", if index == 0 { self.name.clone() } else { format!("{}-{}", self.name, index + 1) });
        all.set("type", if self.kind == Kind::Radios { "radio" } else { "checkbox" });
        all.set("name", &self.name);
        all.set("value", &choice.value);
        if self.chosen(choice) {
            all.flag("checked");
        }
        all.extend(&self.attributes);
        all
    }

    pub(super) fn chosen(&self, choice: &Choice) -> bool {
        if self.kind == Kind::Checks { self.values.contains(&choice.value) } else { self.value == choice.value }
    }
}
