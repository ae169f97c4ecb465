//! What of this module the console's search finds.
use crate::permissions::{MEMBERS_READ, UNIONS_READ};
use platform::search::Kind;

pub const ALL: &[Kind] = &[
    Kind { key: "member", name: "会员", link: "/console/members/{id}", needs: MEMBERS_READ },
    Kind { key: "union", name: "工会", link: "/console/unions/{id}", needs: UNIONS_READ },
    Kind { key: "employer", name: "用人单位", link: "/console/employers/{id}", needs: UNIONS_READ },
];
