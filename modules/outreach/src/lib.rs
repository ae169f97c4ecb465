//! 网格联系: grids, pairs of a committee member and a firm with visits, and the joining desk at a contest or a car park.
use platform::Module;

/// What this module adds to the program.
pub fn module() -> Module {
    Module { key: "outreach", name: "网格联系", ..Module::EMPTY }
}
