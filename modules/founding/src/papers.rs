//! The papers of foundings and elections print as all papers do.
pub use ui::paper::{Paper, day, day_of};
