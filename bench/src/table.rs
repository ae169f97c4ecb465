//! The figures, one line each.
use std::fmt;

#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
}
struct Line {
    name: String,
    ours: String,
    raw: String,
    ratio: String,
    target: String,
    /// None: told, not judged.
    met: Option<bool>,
}

impl Table {
    /// Throughput beside the raw limit of the same work; `least` is the share that must be reached.
    pub fn ratio(&mut self, name: &str, (ours, raw): (f64, f64), least: f64) {
        let share = ours / raw;
        self.add(Line {
            name: name.into(),
            ours: format!("{ours:.0}/s"),
            raw: format!("{raw:.0}/s"),
            ratio: format!("{:.0} %", share * 100.0),
            target: format!(">= {:.0} %", least * 100.0),
            met: Some(share >= least),
        });
    }
    /// A figure that must not be above `most`.
    pub fn at_most(&mut self, name: &str, (value, most): (f64, f64), unit: &str) {
        self.judge(name, value, format!("<= {most} {unit}"), unit, value <= most);
    }
    pub fn at_least(&mut self, name: &str, (value, least): (f64, f64), unit: &str) {
        self.judge(name, value, format!(">= {least} {unit}"), unit, value >= least);
    }
    fn judge(&mut self, name: &str, value: f64, target: String, unit: &str, met: bool) {
        self.add(Line {
            name: name.into(),
            ours: shown(value, unit),
            raw: String::new(),
            ratio: String::new(),
            target,
            met: Some(met),
        });
    }
    /// A figure that must not be above `most`, beside the raw limit of the same work.
    pub fn beside(&mut self, name: &str, (value, most): (f64, f64), unit: &str, raw: f64) {
        self.add(Line {
            name: name.into(),
            ours: shown(value, unit),
            raw: shown(raw, unit),
            ratio: String::new(),
            target: format!("<= {most} {unit}"),
            met: Some(value <= most),
        });
    }
    /// Two figures for the reader, not judged.
    pub fn compare(&mut self, name: &str, ours: String, raw: String) {
        self.add(Line { name: name.into(), ours, raw, ratio: String::new(), target: String::new(), met: None });
    }
    /// Said for the reader, not judged.
    pub fn tell(&mut self, name: &str, text: String) {
        self.add(Line {
            name: name.into(),
            ours: text,
            raw: String::new(),
            ratio: String::new(),
            target: String::new(),
            met: None,
        });
    }
    pub fn missed(&self) -> usize {
        self.lines.iter().filter(|l| l.met == Some(false)).count()
    }
    fn add(&mut self, line: Line) {
        eprintln!("{line}");
        self.lines.push(line);
    }
}
fn shown(value: f64, unit: &str) -> String {
    if value < 100.0 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        write!(
            f,
            "{:<58} {:>16} {:>16} {:>7} {:>16}  {verdict}",
            self.name, self.ours, self.raw, self.ratio, self.target
        )
    }
}
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<58} {:>16} {:>16} {:>7} {:>16}", "", "ours", "raw", "ratio", "target")?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
