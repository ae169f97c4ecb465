//! The texts of `make web`, embedded in the program.

use flate2::read::GzDecoder;
use std::{io::Read, sync::LazyLock};

/// `nine digits<TAB>name`, sorted by code.
pub(super) fn regions() -> &'static str {
    static REGIONS: LazyLock<String> = LazyLock::new(|| {
        let mut text = String::new();
        let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regions.tsv.gz"));
        GzDecoder::new(packed).read_to_string(&mut text).expect("what `make web` wrote");
        text
    });
    &REGIONS
}

/// Six digits a line.
pub(super) fn identity_codes() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/id-divisions.txt"))
}

/// `date<TAB>H or W<TAB>name`, sorted by date: public holidays, and weekend days that are worked.
pub(crate) fn special_days() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/special-days.tsv"))
}
