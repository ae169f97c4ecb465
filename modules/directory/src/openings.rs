//! Where the records open that figures count here.
use crate::permissions::{MEMBERS_READ, UNIONS_READ};
use platform::opening::{Opening, pages};

pub const MEMBERSHIPS: Opening = Opening {
    record: "membership",
    needs: MEMBERS_READ,
    pages: |app, scope, numbers| {
        Box::pin(async move {
            let sql =
                "SELECT m.id, m.name, CAST(m.id AS TEXT) FROM memberships m WHERE m.path >= ? AND m.path < ? AND m.id";
            pages(&app, (sql, "/console/members"), &scope, &numbers).await
        })
    },
};
pub const UNIONS: Opening = Opening {
    record: "union",
    needs: UNIONS_READ,
    pages: |app, scope, numbers| {
        Box::pin(async move {
            let sql = "SELECT o.id, o.name, CAST(o.id AS TEXT) FROM organisations o WHERE o.path >= ? AND o.path < ? AND o.id";
            pages(&app, (sql, "/console/unions"), &scope, &numbers).await
        })
    },
};
