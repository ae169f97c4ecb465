//! 建会换届: founding a union from the request to the seal, its terms and by-elections, closing and merging.
use platform::Module;

/// What this module adds to the program.
pub fn module() -> Module {
    Module { key: "founding", name: "建会换届", ..Module::EMPTY }
}
