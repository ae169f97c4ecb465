//! Where to listen, and how others on the same network reach it.
use crate::Stop;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

/// Takes the address; `lan` opens it to the local network.
pub fn listen(address: &str, lan: bool) -> Result<TcpListener, Stop> {
    let mut at = address
        .to_socket_addrs()
        .ok()
        .and_then(|mut all| all.next())
        .ok_or_else(|| Stop::new(format!("--listen {address} is not an address like 127.0.0.1:8080")))?;
    if lan && at.ip().is_loopback() {
        at.set_ip(Ipv4Addr::UNSPECIFIED.into());
    }
    let listener = TcpListener::bind(at).map_err(Stop::at(format!("can't listen on {at}")))?;
    listener.set_nonblocking(true).map_err(Stop::at("the listening socket"))?;
    Ok(listener)
}

/// The address to type on this very machine.
pub fn local(at: SocketAddr) -> SocketAddr {
    if at.ip().is_unspecified() { SocketAddr::new(Ipv4Addr::LOCALHOST.into(), at.port()) } else { at }
}

/// This machine's address in the local network. Nothing is sent: the system only says which way it would go.
pub fn lan_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|at| at.ip()).filter(|ip| !ip.is_unspecified() && !ip.is_loopback())
}
