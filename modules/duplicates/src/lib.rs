//! 一人一档: people and employers that stand twice: found with reasons, merged field by field, undone for 30 days.
use platform::Module;

/// What this module adds to the program.
pub fn module() -> Module {
    Module { key: "duplicates", name: "一人一档", ..Module::EMPTY }
}
