//! The real binary as tests start, ask and end it.
use platform::{db::Db, secrets, vals};
use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::Duration,
};
use ureq::{
    Agent,
    http::{Response, header},
};

/// The program with surroundings of its own: what the tester's shell has set does not count.
pub fn unionhall() -> Command {
    cleaned(Command::new(env!("CARGO_BIN_EXE_unionhall")))
}
fn cleaned(mut command: Command) -> Command {
    command.env_remove("DATABASE_URL").env_remove("RUST_LOG");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("UNIONHALL_")) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn run(args: &[&str], data: &Path) -> Output {
    unionhall().args(args).arg("--data").arg(data).output().expect("the program starts")
}
/// What a command printed; it must have gone well.
#[track_caller]
pub fn said(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}
/// The one line with which the program refused.
#[track_caller]
pub fn refused(output: Output) -> String {
    let line = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{line}");
    assert_eq!(line.lines().count(), 1, "one line, not: {line}");
    assert!(line.starts_with("unionhall: "), "{line}");
    line
}

/// A serving program; killed when dropped.
pub struct Running {
    child: Child,
    pub url: String,
    /// What the start printed.
    pub greeting: String,
}

impl Running {
    pub fn start(data: &Path, args: &[&str]) -> Running {
        Self::of(unionhall(), data, args)
    }
    /// A program that hears of a full disk as an error and not as a deadly signal.
    pub fn that_meets_limits(data: &Path) -> Running {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_unionhall")]);
        Self::of(cleaned(shell), data, &[])
    }
    pub fn of(mut command: Command, data: &Path, args: &[&str]) -> Running {
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(args).arg("--data").arg(data);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let (say, heard) = mpsc::channel();
        let printed = child.stdout.take().expect("piped");
        std::thread::spawn(move || BufReader::new(printed).lines().map_while(Result::ok).all(|l| say.send(l).is_ok()));
        let mut greeting = String::new();
        while let Ok(line) = heard.recv_timeout(Duration::from_secs(120)) {
            greeting.push_str(&line);
            greeting.push('\n');
            if line.starts_with("按Ctrl-C") {
                break;
            }
        }
        let mut errors = child.stderr.take().expect("piped");
        let Some(url) = greeting.lines().find_map(|l| l.trim().strip_prefix("会员端")) else {
            let _ = child.kill();
            let mut why = String::new();
            let _ = errors.read_to_string(&mut why);
            panic!("the program did not start: {why}");
        };
        let url = url.trim().trim_end_matches('/').to_owned();
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        Running { child, url, greeting }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }
    pub fn get(&self, path: &str) -> (u16, String) {
        self.browser().get(path)
    }
    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
    /// Asks it to stop, and says whether it ended well.
    pub fn stop(mut self) -> bool {
        Command::new("kill").arg(self.child.id().to_string()).status().expect("kill");
        self.child.wait().expect("it ends").success()
    }
    /// From now on it can write nothing beyond the first bytes of a file ("4096"), or everything again ("unlimited").
    pub fn limit_files(&self, to: &str) {
        let (limit, pid) = (format!("--fsize={to}:"), self.child.id().to_string());
        assert!(
            Command::new("prlimit").args([&limit, "--pid", &pid]).status().expect("prlimit of util-linux").success()
        );
    }
}
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks without a session, and does not follow redirects.
pub struct Browser {
    url: String,
    agent: Agent,
}
impl Browser {
    pub fn new(url: &str) -> Self {
        let tls = ureq::tls::TlsConfig::builder().disable_verification(true).build();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .tls_config(tls)
            .build()
            .into();
        Self { url: url.to_owned(), agent }
    }
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut answer = self.agent.get(format!("{}{path}", self.url)).call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }
    /// Sends a form of somebody whose session is over: the program keeps what was typed and answers where. `None` when the connection broke.
    pub fn hold(&self, text: &str) -> Option<Held> {
        let sent = self.agent.post(format!("{}{}", self.url, signed_in_form())).send_form([("text", text)]);
        sent.ok().map(Held::of)
    }
}

/// A form that only the signed-in may send.
fn signed_in_form() -> &'static str {
    use platform::{rights::Access, web::Declared};
    let takes = |d: &Declared| d.method == "POST" && matches!(d.access, Access::SignedIn) && !d.path.contains('{');
    let all = unionhall::modules().into_iter().flat_map(|m| (m.routes)().declared());
    all.into_iter().find(takes).expect("the member site has forms for the signed-in").path
}

/// The answer to a form that could not be taken at once.
#[derive(Debug)]
pub enum Held {
    /// Acknowledged: kept under this token.
    Kept(String),
    /// Refused with this status and page.
    Refused(u16, String),
}
impl Held {
    fn of(mut answer: Response<ureq::Body>) -> Held {
        let to = answer.headers().get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        match to.split_once("held%2F") {
            Some((_, token)) => Held::Kept(token.to_owned()),
            None => Held::Refused(answer.status().as_u16(), answer.body_mut().read_to_string().unwrap_or_default()),
        }
    }
}

/// How many of these acknowledged forms the database holds with their text, by asking it directly.
pub async fn kept(data: &Path, acknowledged: &[(String, String)]) -> usize {
    let db = Db::sqlite(&data.join("unionhall.db")).await.expect("the database");
    let keys = secrets::Keys::from_file(&data.join("key")).expect("the key");
    let mut found = 0;
    for (token, text) in acknowledged {
        let hash = secrets::token_hash(token);
        let row: Option<(String,)> =
            db.maybe("SELECT body_sealed FROM held_forms WHERE token_hash = $1", vals![hash]).await.expect("a reading");
        let body = row.map(|(sealed,)| keys.open("held_forms.body", &sealed).expect("opens"));
        found += usize::from(body == Some(format!("text={text}")));
    }
    db.close().await;
    found
}
