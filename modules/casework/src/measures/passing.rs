//! Requests that came in and were solved lately, for the screen of a hall: what about and where, never whose and against whom.
use crate::{definitions::newest, permissions::CASES_FIGURES};
use platform::{
    passing::{Passed, Passing, What},
    vals,
};

/// The newest cases that are looked at.
const LATELY: i64 = 300;

/// Neither what is told in confidence, nor what lies with one person alone, nor what is about somebody of a union.
pub const PASSING: Passing = Passing {
    needs: CASES_FIGURES,
    since: |app, scope, day, limit| {
        Box::pin(async move {
            let rows: Vec<(String, String, i64, Option<i64>, String, String)> = app
                .db
                .all(
                    "SELECT h.path, c.service, c.created_at, c.ended_at, c.outcome, c.created_on FROM cases c JOIN organisations h ON h.id = c.handler \
                     WHERE c.id > (SELECT COALESCE(MAX(id), 0) FROM cases) - $1 AND c.confidential = 0 AND c.alone IS NULL AND c.accused IS NULL \
                     AND h.path >= $2 AND h.path < $3 ORDER BY c.id DESC",
                    vals![LATELY, &scope.from, &scope.until],
                )
                .await?;
            let mut all = Vec::new();
            for (path, service, created_at, ended_at, outcome, created_on) in rows {
                let name = about(&service);
                let what = |words: &str| What { unit: "件", words: format!("{name}{words}") };
                if created_on >= day.to_string() {
                    all.push(Passed { at: created_at, path: path.clone(), what: what("受理") });
                }
                let ended = ended_at.filter(|at| platform::clock::day_of(*at) >= day && outcome == "solved");
                all.extend(ended.map(|at| Passed { at, path, what: what("解决了") }));
            }
            all.sort_by_key(|one| std::cmp::Reverse(one.at));
            all.truncate(usize::try_from(limit).unwrap_or(0));
            Ok(all)
        })
    },
};
/// 欠薪诉求; of illness, aid and the like only 诉求.
fn about(service: &str) -> String {
    let said = newest(service).filter(|service| !service.unsearched && service.aid.is_none());
    said.map_or_else(|| "诉求".into(), |service| service.office.clone())
}
