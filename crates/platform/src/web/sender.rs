//! Where a request comes from, and how often one address may sign in or apply.
//!
//! Promises: `X-Forwarded-*` of anybody but a trusted proxy is taken off before anything reads it; many phones behind one address of a
//! factory or a car park are not held up, a machine that tries passwords is.
use super::Error;
use crate::App;
use axum::{
    extract::{ConnectInfo, Request},
    http::Method,
};
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};

/// Counts by address and kind of page: when its window began, how many since.
pub type Senders = Mutex<HashMap<(IpAddr, &'static str), (i64, u32)>>;

const WINDOW: i64 = 10 * 60_000;
/// Beginnings of paths, and how often one address may send a form there within the window.
const LIMITS: [(&str, u32); 4] = [("/sign-in", 200), ("/invitation", 100), ("/join", 1500), ("/publicity", 50)];
/// More addresses than these are not kept: the window begins anew for all.
const MOST: usize = 50_000;
const HEADERS: [&str; 3] = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];

/// The address that a request comes from: the peer's, or what a trusted proxy says. None: not over a network.
pub(super) fn of(app: &App, request: &mut Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let trusted = |ip: &IpAddr| app.config.trusted_proxies.contains(ip);
    if !peer.as_ref().is_some_and(trusted) {
        for name in HEADERS {
            request.headers_mut().remove(name);
        }
        return peer;
    }
    // From the right: what a trusted proxy added is true, what stands before it anybody may have written.
    let said = request.headers().get_all(HEADERS[0]).iter().filter_map(|v| v.to_str().ok());
    let line: Vec<IpAddr> = said.flat_map(|line| line.split(',')).filter_map(|ip| ip.trim().parse().ok()).collect();
    line.into_iter().rev().find(|ip| !trusted(ip)).or(peer)
}

/// Why a form is not taken now. Addresses of this machine are not counted: a proxy that was not named would stand for everybody.
pub(super) fn refusal(app: &App, from: Option<IpAddr>, request: &Request) -> Option<Error> {
    let from = from.filter(|ip| !ip.is_loopback())?;
    if request.method() != Method::POST {
        return None;
    }
    let path = request.uri().path();
    let (begins, most) = LIMITS.into_iter().find(|(begins, _)| path.starts_with(begins))?;
    let mut senders = app.senders().lock().unwrap_or_else(PoisonError::into_inner);
    if senders.len() > MOST {
        senders.clear();
    }
    let now = app.now();
    let counted = senders.entry((from, begins)).or_insert((now, 0));
    if now - counted.0 > WINDOW {
        *counted = (now, 0);
    }
    counted.1 += 1;
    (counted.1 > most).then(|| Error::TooMany("从您这个网络来的次数太多了，请10分钟后再试，或者换手机流量。".into()))
}
