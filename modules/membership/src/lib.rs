//! 会籍办理: transfers, kept memberships, leavings, expulsions and returns: the ways of a membership after joining.
use platform::Module;

/// What this module adds to the program.
pub fn module() -> Module {
    Module { key: "membership", name: "会籍办理", ..Module::EMPTY }
}
