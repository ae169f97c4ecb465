//! Puts the program together: the modules are listed here, once.
use platform::Module;

/// All modules, in the order of their migrations and of the side bar.
pub fn modules() -> Vec<Module> {
    vec![directory::module(), lobby::module(), statistics::module()]
}
