//! What the address of a board asks for.
use super::span::{Against, Span};
use crate::figure::{Known, known};
use jiff::civil::Date;
use platform::{App, facts::Featured, rights::Permission, web::Fields};

/// Figures on one board.
pub const MOST: usize = 12;
/// What makes an address one of a board, and not of the county's sheet as it always stands.
const OWN: [&str; 4] = ["m", "period", "by", "against"];

/// What the table below the figures is broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Union,
    /// The dimension of each measure: 事项, 渠道.
    Dimension,
}

pub struct Asked {
    pub measures: Vec<Known>,
    /// What the address names and nobody knows, or the post may not see.
    pub missing: Vec<String>,
    pub cut: bool,
    pub span: Span,
    pub against: Against,
    pub by: By,
    /// The measure by which the lines stand in order, and whose course is drawn.
    pub chief: Known,
}

/// Whether the address is one of a board.
pub fn is_board(form: &Fields) -> bool {
    OWN.iter().any(|name| form.has(name))
}
/// Ticked boxes as one value: `m=members,joined`.
pub fn taken(form: &mut Fields) {
    let keys: Vec<String> = form.all("m").flat_map(|keys| keys.split(',')).map(str::to_owned).collect();
    if !keys.is_empty() {
        form.set("m", keys.join(","));
    }
}

impl Asked {
    pub fn read(app: &App, form: &Fields, today: Date, may: &dyn Fn(&'static Permission) -> bool) -> Asked {
        let all: Vec<Known> = known(app).into_iter().filter(|known| may(known.needs())).collect();
        let find = |key: &str| all.iter().copied().find(|known| known.key() == key);
        let (mut measures, mut missing) = (Vec::<Known>::new(), Vec::new());
        for key in form.get("m").split(',').map(str::trim).filter(|key| !key.is_empty()) {
            match find(key) {
                Some(known) if measures.iter().all(|had| had.key() != known.key()) => measures.push(known),
                Some(_) => {}
                None => missing.push(key.chars().take(40).collect()),
            }
        }
        if measures.is_empty() {
            measures = usual(app).filter_map(find).take(8).collect();
        }
        let cut = measures.len() > MOST;
        measures.truncate(MOST);
        let drawn = |known: &&Known| !known.is_parts();
        let sorted = measures.iter().find(|known| known.key() == form.get("sort")).filter(drawn);
        let chief = sorted.or_else(|| measures.iter().find(drawn)).or(measures.first()).copied();
        Asked {
            // Whoever may see figures may see the first one.
            chief: chief.unwrap_or(Known::Measure(directory::members::MEMBERS)),
            measures,
            missing,
            cut,
            span: Span::read(form, today),
            against: Against::of(form.get("against")),
            by: if form.get("by") == "dimension" { By::Dimension } else { By::Union },
        }
    }
    /// What was odd about the address, in sentences.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.span.note.iter().cloned().collect();
        if !self.missing.is_empty() {
            let names = self.missing.join("、");
            notes.push(format!("{}个指标没有了，或者您不能看：{names}。其余照常显示", self.missing.len()));
        }
        if self.cut {
            notes.push(format!("一次最多看{MOST}个指标，只显示前{MOST}个"));
        }
        notes
    }
}

/// Where nothing is chosen: what the directory counts, then what modules put on a sheet.
fn usual(app: &App) -> impl Iterator<Item = &'static str> {
    let featured = app.modules.iter().flat_map(|module| module.featured.iter()).map(|one| match one {
        Featured::Measure(measure) => measure.key,
        Featured::Ratio(ratio) => ratio.key,
        Featured::Spread(spread) => spread.key,
    });
    ["members", "unions", "coverage.from100", "joined"].into_iter().chain(featured)
}
