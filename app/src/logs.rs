//! Logs on stderr, a line each, with the time in China.
use std::{fmt, io::IsTerminal};
use tracing_subscriber::{
    filter::Targets,
    fmt::{format::Writer, time::FormatTime},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

struct InChina;
impl FormatTime for InChina {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        write!(w, "{}", platform::clock::local(platform::Clock::System.now()).strftime("%Y-%m-%d %H:%M:%S"))
    }
}

/// Starts logging; `RUST_LOG` chooses more or less, as in `info,sqlx=warn`.
pub fn start() {
    let asked = std::env::var("RUST_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let filter = asked.unwrap_or_else(|| "warn,unionhall=info".parse().expect("targets and levels"));
    let lines = tracing_subscriber::fmt::layer()
        .with_timer(InChina)
        .with_target(false)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    tracing_subscriber::registry().with(filter).with(lines).init();
}
