//! A checked row as it is kept until it is written, and for the result file.
use super::compare::{Difference, Verdict};
use platform::{
    App,
    sheets::{Cell, roster::CheckedRow},
};
use serde::{Deserialize, Serialize};

/// Rows of one chunk: one sealed text in the database, one slice when written.
pub const CHUNK: usize = 500;
const FIELD: &str = "import_chunks.rows";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Staged {
    pub row: u32,
    pub verdict: Verdict,
    pub cells: Vec<String>,
    pub person: Option<i64>,
    pub version: i64,
    pub differences: Vec<Difference>,
    pub faults: Vec<StagedFault>,
}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StagedFault {
    pub column: String,
    pub code: String,
    pub reason: String,
}

impl Staged {
    pub fn of(checked: &CheckedRow, verdict: Verdict) -> Self {
        let faults = checked.faults.iter().map(|f| StagedFault {
            column: f.column.title().into(),
            code: f.code.into(),
            reason: f.reason.clone(),
        });
        Self {
            row: checked.number,
            verdict,
            cells: checked.cells.iter().map(Cell::text).collect(),
            person: None,
            version: 0,
            differences: Vec::new(),
            faults: faults.collect(),
        }
    }
    /// The cells again, to be checked or written into the result.
    pub fn as_cells(&self) -> Vec<Cell> {
        self.cells.iter().map(|t| if t.is_empty() { Cell::Empty } else { Cell::Text(t.clone()) }).collect()
    }
    /// All reasons in one sentence, for the result file.
    pub fn reasons(&self) -> String {
        self.faults.iter().map(|f| format!("{}：{}", f.column, f.reason)).collect::<Vec<_>>().join("；")
    }
    pub fn has_fault_at(&self, column: &str) -> bool {
        self.faults.iter().any(|f| f.column == column)
    }
}

pub fn seal(app: &App, rows: &[Staged]) -> String {
    app.keys.seal(FIELD, &serde_json::to_string(rows).expect("plain fields"))
}
pub fn open(app: &App, sealed: &str) -> Result<Vec<Staged>, platform::web::Error> {
    let text = app.keys.open(FIELD, sealed)?;
    serde_json::from_str(&text).map_err(platform::web::Error::internal)
}
