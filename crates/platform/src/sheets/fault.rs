//! Why a file is refused as a whole. Each is a sentence for the person who sent it.

use super::{Merge, column_letters};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    #[error("这不是Excel文件，请选择xlsx或xls格式的文件")]
    NotASheet,
    #[error("这个文件设了密码，请去掉密码后再上传")]
    Locked,
    #[error("这个文件打不开，可能没有保存完整，请在Excel里另存一次再上传")]
    Broken,
    #[error("这个文件展开后太大，请拆成几个文件再上传")]
    TooLarge,
    #[error("文件里没有可见的工作表")]
    NoSheet,
    #[error("一次最多{limit}行，请拆成几个文件再上传")]
    TooManyRows { limit: u32 },
    #[error("{}列以后还有内容，一次最多{limit}列，请删去多余的列", column_letters(*limit as u32))]
    TooManyColumns { limit: usize },
    #[error("第{row}行{}列的内容超过{limit}个字，请删短后再上传", column_letters(*column))]
    LongCell { row: u32, column: u32, limit: usize },
    #[error("{}是合并的单元格，请取消合并后再上传", listed(.0))]
    Merged(Vec<Merge>),
    #[error("{0}")]
    Columns(String),
}

fn listed(merges: &[Merge]) -> String {
    let shown: Vec<String> = merges.iter().take(5).map(Merge::to_string).collect();
    let more = if merges.len() > shown.len() { "等" } else { "" };
    format!("{}{more}", shown.join("、"))
}
