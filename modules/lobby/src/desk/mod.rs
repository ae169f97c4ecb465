//! The work list and the console's frame.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}

use crate::permissions::{AUDIT_READ, POSTS_READ, SETTINGS_READ};
use platform::{Entry, Home};

/// The lobby's entries of the side bar, for all homes.
pub const NAVIGATION: &[Entry] = &[
    Entry { home: Home::All, path: "/console/posts", label: "任职", needs: Some(POSTS_READ), counts: None },
    Entry { home: Home::All, path: "/console/audit", label: "操作记录", needs: Some(AUDIT_READ), counts: None },
    Entry { home: Home::All, path: "/console/settings", label: "设置", needs: Some(SETTINGS_READ), counts: None },
];
