//! Bars for what takes longer than a moment, where somebody sits before a terminal; silent otherwise.
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub fn bytes(what: &'static str, total: u64) -> ProgressBar {
    let bar = bar(what, "{prefix} {wide_bar} {bytes}/{total_bytes}");
    bar.set_length(total);
    bar
}
/// Whose total is known once it has begun.
pub fn steps(what: &'static str) -> ProgressBar {
    bar(what, "{prefix} {wide_bar} {human_pos}/{human_len}")
}
pub fn set(bar: &ProgressBar, done: u64, total: u64) {
    bar.set_length(total);
    bar.set_position(done);
}

fn bar(what: &'static str, template: &str) -> ProgressBar {
    // Standard error draws nothing where it is no terminal.
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template(template).expect("a fixed template"));
    bar.with_prefix(what)
}
