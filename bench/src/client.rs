//! A small HTTP/1.1 client with keep-alive, over loopback only: one request at a time, or a load bounded in clients and time.
use crate::Outcome;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    address: SocketAddr,
}
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}
impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|l| {
            l.len() > name.len() && l[..name.len()].eq_ignore_ascii_case(name) && l.as_bytes()[name.len()] == b':'
        })?;
        Some(line[name.len() + 1..].trim())
    }
    /// `name=value` of a cookie that the answer sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set =
            self.head.lines().filter_map(|l| l.split_once(": ")).filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"));
        set.filter_map(|(_, v)| v.split(';').next()).find(|v| v.starts_with(name)).map(str::to_owned)
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
/// The text of a request that fetches a page.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n").into_bytes()
}
/// The text of a request that sends a form.
pub fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut request =
        format!("POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    request.extend_from_slice(body);
    request
}
pub const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

impl Client {
    pub async fn open(address: SocketAddr) -> Outcome<Client> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, buffer: Vec::with_capacity(64 * 1024), address })
    }
    pub async fn send(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_end = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the program closed the connection".into());
            }
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let status = head.get(9..12).and_then(|s| s.parse().ok()).ok_or("not HTTP")?;
        let mut answer = Answer { status, head, body: Vec::new() };
        if answer.header("transfer-encoding").is_some_and(|v| v.contains("chunked")) {
            answer.body = self.chunks(head_end).await?;
        } else {
            let length: usize = answer.header("content-length").and_then(|l| l.parse().ok()).unwrap_or(0);
            while self.buffer.len() < head_end + length {
                if self.stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err("the answer was cut off".into());
                }
            }
            answer.body = self.buffer[head_end..head_end + length].to_vec();
        }
        if answer.header("connection").is_some_and(|v| v.eq_ignore_ascii_case("close")) {
            *self = Client::open(self.address).await?;
        }
        Ok(answer)
    }
    async fn chunks(&mut self, mut at: usize) -> Outcome<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line_end = loop {
                match find(&self.buffer[at..], b"\r\n") {
                    Some(end) => break at + end,
                    None => self.more().await?,
                }
            };
            let size = usize::from_str_radix(std::str::from_utf8(&self.buffer[at..line_end])?.trim(), 16)?;
            let (start, end) = (line_end + 2, line_end + 2 + size);
            while self.buffer.len() < end + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.buffer[start..end]);
            at = end + 2;
            if size == 0 {
                return Ok(body);
            }
        }
    }
    async fn more(&mut self) -> Outcome {
        if self.stream.read_buf(&mut self.buffer).await? == 0 { Err("the answer was cut off".into()) } else { Ok(()) }
    }
}
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}

/// What a load came to.
pub struct Load {
    pub rate: f64,
    pub p50: Duration,
    pub p99: Duration,
}
/// So many clients, each sending one request after the other, for so many seconds after a second of warming up (half of one in a short run). Any
/// status but `status` ends the measurement.
pub async fn load(
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    clients: usize,
    seconds: u64,
    status: u16,
) -> Outcome<Load> {
    let requests = Arc::new(requests);
    let warm = Instant::now() + Duration::from_millis(if seconds > 1 { 1000 } else { 500 });
    let end = warm + Duration::from_secs(seconds);
    let mut running = Vec::with_capacity(clients);
    for n in 0..clients {
        let requests = requests.clone();
        running.push(tokio::spawn(async move {
            let mut client = Client::open(address).await?;
            let mut times = Vec::with_capacity(100_000);
            for request in requests.iter().cycle().skip(n * requests.len() / clients) {
                let begun = Instant::now();
                if begun >= end {
                    break;
                }
                let answer = client.send(request).await?;
                if answer.status != status {
                    return Err(format!(
                        "{} for {}",
                        answer.status,
                        String::from_utf8_lossy(&request[..request.len().min(80)])
                    )
                    .into());
                }
                if begun >= warm {
                    times.push(begun.elapsed());
                }
            }
            Outcome::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for client in running {
        times.extend(client.await??);
    }
    Ok(Load { rate: times.len() as f64 / seconds as f64, p50: quantile(&mut times, 50), p99: quantile(&mut times, 99) })
}
pub fn quantile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
