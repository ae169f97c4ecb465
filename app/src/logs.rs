//! Logs on stderr, a line each, with the time in China.
use std::{fmt, io::IsTerminal};
use tracing_subscriber::{
    EnvFilter,
    fmt::{format::Writer, time::FormatTime},
};

struct InChina;
impl FormatTime for InChina {
    fn format_time(&self, w: &mut Writer<'_>) -> fmt::Result {
        write!(w, "{}", platform::clock::local(platform::Clock::System.now()).strftime("%Y-%m-%d %H:%M:%S"))
    }
}

/// Starts logging; `RUST_LOG` chooses more or less.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,unionhall=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_timer(InChina)
        .with_target(false)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
