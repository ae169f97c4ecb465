//! Where the records open that figures count here. What is told in confidence, lies with one person alone or is about somebody of a union is not
//! named.
use crate::{cases, collective, permissions::CASES_READ};
use platform::opening::{Opening, pages};

pub const CASES: Opening = Opening {
    record: cases::NUMBERED,
    needs: CASES_READ,
    pages: |app, scope, numbers| {
        Box::pin(async move {
            let sql = "SELECT c.id, '诉求' || c.number, c.number FROM cases c JOIN organisations o ON o.id = c.handler \
                WHERE c.confidential = 0 AND c.alone IS NULL AND c.accused IS NULL AND o.path >= ? AND o.path < ? AND c.id";
            pages(&app, (sql, cases::PATH), &scope, &numbers).await
        })
    },
};
pub const MATTERS: Opening = Opening {
    record: collective::NUMBERED,
    needs: CASES_READ,
    pages: |app, scope, numbers| {
        Box::pin(async move {
            let sql = "SELECT m.id, '集体争议' || m.number, m.number FROM matters m JOIN organisations o ON o.id = m.org \
                WHERE o.path >= ? AND o.path < ? AND m.id";
            pages(&app, (sql, collective::PATH), &scope, &numbers).await
        })
    },
};
