//! `unionhall serve`: from the first line printed to the last act on disk.
use crate::{Outcome, Stop, certificate, cli::Place, demo, greeting::Greeting, lock, logs, network, startup};
use axum_server::Handle;
use clap::Args;
use platform::{App, Config, jobs, web};
use std::{
    net::{SocketAddr, TcpListener},
    process::ExitCode,
    time::Duration,
};

/// What requests under way get to finish after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Address and port to listen on
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Fill an empty database with a fictional county, allow its sign-ins and show text messages at /dev/outbox; never for the public
    #[arg(long)]
    pub demo: bool,
    /// Open it to the local network and print the address as a QR code for a phone
    #[arg(long)]
    pub lan: bool,
    /// Serve HTTPS with a certificate made here, which browsers ask to be trusted once (a public site has its own before a proxy)
    #[arg(long)]
    pub tls: bool,
    /// What links and QR codes begin with, as people reach the site, for example https://union.example.cn
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Address of a proxy whose X-Forwarded-Proto and X-Forwarded-For are believed; may be given several times
    #[arg(long, value_name = "IP")]
    pub trusted_proxy: Vec<std::net::IpAddr>,
}

impl Serve {
    pub async fn run(self) -> Outcome {
        logs::start();
        let public_url = self.public_url.as_deref().map(checked).transpose()?;
        // Before the database: a second start on the same port says so at once and touches nothing.
        let listener = network::listen(&self.listen, self.lan)?;
        let at = listener.local_addr().map_err(Stop::at("the listening socket"))?;
        startup::folder(&self.place.data)?;
        let on_postgres = self.place.postgres()?.is_some();
        let _lock = if on_postgres { lock::together(&self.place.data)? } else { lock::alone(&self.place.data)? };

        let addresses = Addresses::of(&self, at, public_url);
        let config = Config {
            demo: self.demo,
            secure_cookies: addresses.public.as_ref().map_or(self.tls, |url| url.starts_with("https:")),
            public_url: addresses.public.clone(),
            trusted_proxies: self.trusted_proxy.clone(),
        };
        let app = startup::open(&self.place, config).await?;
        if self.demo {
            demo::fill(&app, &self.place).await?;
        }
        if !on_postgres {
            jobs::release(&app).await?;
        }
        jobs::prepare(&app).await?;
        let working = tokio::spawn(jobs::run(app.clone()));
        if let Some(file) = startup::key_file(&self.place.data)? {
            tokio::spawn(startup::watch_key(app.clone(), file));
        }
        let tls = if self.tls { Some(certificate::in_folder(&self.place.data, network::lan_address())?) } else { None };
        // Asked for before the greeting invites anybody to do so.
        let handle = Handle::new();
        tokio::spawn(end_when_asked(handle.clone(), Asked::listen()?));
        Greeting { app: &app, serve: &self, addresses: &addresses }.print().await?;
        answer(listener, &app, tls, handle).await?;
        working.abort();
        app.db.close().await;
        tracing::info!("stopped, everything acknowledged is on disk");
        Ok(ExitCode::SUCCESS)
    }
}

/// How the program is reached.
pub struct Addresses {
    pub local: String,
    pub lan: Option<String>,
    /// What links and QR codes begin with; none: taken from each request.
    pub public: Option<String>,
}
impl Addresses {
    fn of(serve: &Serve, at: SocketAddr, public: Option<String>) -> Self {
        let scheme = if serve.tls { "https" } else { "http" };
        let lan = network::lan_address().filter(|_| serve.lan).map(|ip| SocketAddr::new(ip, at.port()));
        let lan = lan.map(|at| format!("{scheme}://{at}"));
        // A phone that scans a poster made at 127.0.0.1 must still get here.
        Self { local: format!("{scheme}://{}", network::local(at)), public: public.or_else(|| lan.clone()), lan }
    }
}

fn checked(url: &str) -> Result<String, Stop> {
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(url.to_owned()),
        _ => Err(Stop::new(format!("--public-url {url} is not an address like https://union.example.cn"))),
    }
}

/// Answers until the system or the operator asks for an end.
async fn answer(
    listener: TcpListener,
    app: &App,
    tls: Option<axum_server::tls_rustls::RustlsConfig>,
    handle: Handle<SocketAddr>,
) -> Result<(), Stop> {
    let open = if app.config.demo { ui::router().merge(demo::router()) } else { ui::router() };
    let service = web::service(app, open).into_make_service_with_connect_info::<SocketAddr>();
    let fault = "serving";
    match tls {
        Some(tls) => {
            let server = axum_server::from_tcp_rustls(listener, tls).map_err(Stop::at(fault))?;
            server.handle(handle).serve(service).await.map_err(Stop::at(fault))
        }
        None => {
            let server = axum_server::from_tcp(listener).map_err(Stop::at(fault))?;
            server.handle(handle).serve(service).await.map_err(Stop::at(fault))
        }
    }
}

/// The ways in which an end is asked for: Ctrl-C, and SIGTERM from the system.
struct Asked {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}
impl Asked {
    #[cfg(unix)]
    fn listen() -> Result<Self, Stop> {
        use tokio::signal::unix::{SignalKind, signal};
        let fault = "listening to signals";
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(Stop::at(fault))?,
            terminate: signal(SignalKind::terminate()).map_err(Stop::at(fault))?,
        })
    }
    #[cfg(unix)]
    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    fn listen() -> Result<Self, Stop> {
        Ok(Self {})
    }
    #[cfg(not(unix))]
    async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

async fn end_when_asked(handle: Handle<SocketAddr>, asked: Asked) {
    asked.wait().await;
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(GRACE));
}
