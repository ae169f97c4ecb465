//! The address of a list: its filters are in it, so that a link is a saved view.

use platform::web::{Fields, encode};
use std::fmt;

use crate::Words;

/// The keys of a page within a list; any other change leads back to the first page.
const PAGE: [&str; 3] = ["after", "before", "last"];

/// The address of the list as it is shown, from which the links to other views of it are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// The list at `path` with those of the fields that it knows and that say something.
    pub fn of(path: &str, fields: &Fields, known: &[&str]) -> Address {
        let pairs = known.iter().filter_map(|name| Some(((*name).to_owned(), fields.opt(name)?.to_owned())));
        Address { path: path.to_owned(), pairs: pairs.collect() }
    }

    /// Where the list is.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same filters for another page, for example the export.
    pub fn at(&self, path: &str) -> Address {
        let kept = self.pairs.iter().filter(|(name, _)| !PAGE.contains(&name.as_str()));
        Address { path: path.to_owned(), pairs: kept.cloned().collect() }
    }

    /// With `name` set; none takes it away.
    pub fn with(&self, name: &str, value: impl Words) -> Address {
        let mut changed = self.at(&self.path);
        changed.pairs.retain(|(known, _)| known != name);
        changed.pairs.extend(value.words().filter(|v| !v.is_empty()).map(|v| (name.to_owned(), v)));
        changed
    }

    /// Without any of `names`.
    pub fn without(&self, names: &[&str]) -> Address {
        names.iter().fold(self.at(&self.path), |address, name| address.with(name, None::<String>))
    }

    /// What a form that asks for this list again must carry along, besides its own controls.
    pub fn carried(&self, controls: &[&str]) -> Vec<(String, String)> {
        let kept = self.at(&self.path).pairs;
        kept.into_iter().filter(|(name, _)| !controls.contains(&name.as_str())).collect()
    }

    /// Whether nothing is filtered.
    pub fn is_bare(&self) -> bool {
        self.at(&self.path).pairs.is_empty()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.path)?;
        for (at, (name, value)) in self.pairs.iter().enumerate() {
            write!(to, "{}{name}={}", if at == 0 { '?' } else { '&' }, encode(value))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_filter_leads_to_the_first_page_and_keeps_the_others() {
        let fields = Fields::parse("group=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA&state=&after=2026-11-19.4&odd=1");
        let address = Address::of("/console/members", &fields, &["group", "state", "sex", "after"]);
        assert_eq!(address.with("sex", "2").without(&["group"]).to_string(), "/console/members?sex=2");
        assert_eq!(address.with("after", "x").carried(&["state"]), [("group".into(), "货车司机".into())]);
        assert!(address.without(&["group"]).is_bare());
        assert!(address.with("after", "2026-11-01.1").to_string().ends_with("&after=2026-11-01.1"));
    }
}
