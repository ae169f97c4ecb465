//! The texts of `make web`, embedded in the program.

fn present(text: &'static str, name: &str) -> &'static str {
    assert!(!text.is_empty(), "{name} is missing in this build: run `make web` first, then build again");
    text
}

/// `nine digits<TAB>name`, sorted by code.
pub(super) fn regions() -> &'static str {
    present(include_str!(concat!(env!("OUT_DIR"), "/regions.tsv")), "regions.tsv")
}

/// Six digits a line.
pub(super) fn identity_codes() -> &'static str {
    present(include_str!(concat!(env!("OUT_DIR"), "/id-divisions.txt")), "id-divisions.txt")
}

/// `date<TAB>H or W<TAB>name`, sorted by date: public holidays, and weekend days that are worked.
pub(crate) fn special_days() -> &'static str {
    present(include_str!(concat!(env!("OUT_DIR"), "/special-days.tsv")), "special-days.tsv")
}
