//! The texts of `make web`, embedded in the program.

/// `nine digits<TAB>name`, sorted by code.
pub(super) fn regions() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/regions.tsv"))
}

/// Six digits a line.
pub(super) fn identity_codes() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/id-divisions.txt"))
}

/// `date<TAB>H or W<TAB>name`, sorted by date: public holidays, and weekend days that are worked.
pub(crate) fn special_days() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/special-days.tsv"))
}
