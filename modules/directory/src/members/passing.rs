//! Who joined lately, for the screen of a hall: how many and where, nobody's name.
use super::store::VISIBLE;
use crate::permissions::FIGURES_READ;
use platform::passing::{Passed, Passing, What};
use platform::vals;

pub const PASSING: Passing = Passing {
    needs: FIGURES_READ,
    since: |app, scope, day, limit| {
        Box::pin(async move {
            // The newest first, then the moment at which each was written down.
            let sql = format!(
                "SELECT x.path, MIN(e.at) FROM (SELECT m.id, m.path FROM memberships m WHERE m.joined_on >= $1 AND m.path >= $2 AND m.path < $3 AND m.state <> 'ended'{VISIBLE} ORDER BY m.joined_on DESC, m.id DESC LIMIT $4) x \
                 JOIN membership_events e ON e.membership = x.id GROUP BY x.id, x.path ORDER BY 2 DESC"
            );
            let values = vals![day, &scope.from, &scope.until, limit];
            let rows: Vec<(String, i64)> = app.db.all(sqlx::AssertSqlSafe(sql), values).await?;
            let what = || What { unit: "名", words: "职工入会".into() };
            Ok(rows.into_iter().map(|(path, at)| Passed { at, path, what: what() }).collect())
        })
    },
};
