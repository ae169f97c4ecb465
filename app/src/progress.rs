//! Bars for what takes longer than a moment, where somebody sits before a terminal; silent otherwise.
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub fn bytes(what: &'static str, total: u64) -> ProgressBar {
    bar(what, total, "{prefix} {wide_bar} {bytes}/{total_bytes}")
}

fn bar(what: &'static str, total: u64, template: &str) -> ProgressBar {
    // Standard error draws nothing where it is no terminal.
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template(template).expect("a fixed template"));
    bar.with_prefix(what)
}
