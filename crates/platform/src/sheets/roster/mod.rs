//! The roster of members with its 20 columns (工会会员信息采集表).
//!
//! Title in row 1, column names in row 3, hints in row 4, data from row 5, explanations (填表说明) in the last row.
//! Reading promises a verdict for every row with all its faults, each naming its column and saying what to do; a file
//! whose columns are not the form's is refused whole, so that nothing lands in the wrong field.

mod book;
mod check;
mod column;
mod read;

pub use book::{RosterBook, template};
pub use check::{Fault, RosterRow, check_row};
pub use column::Column;
pub use read::{CheckedRow, read};

#[cfg(test)]
mod tests;
