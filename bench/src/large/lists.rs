//! First and last pages of lists under every filter, by 16 clients, beside the statement alone.
use super::City;
use crate::{
    Outcome, Plan,
    client::{Load, get, load, ms, quantile},
    pages::CLIENTS,
    table::Table,
};
use directory::list::{Asked, List, Page, Viewer};
use platform::{
    search,
    tree::{Org, OrgId, Scope},
    vals,
    web::{Fields, encode},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Names that are looked for, employers that are chosen, towns that are opened.
const SAMPLES: i64 = 50;
/// From so many seconds for each load on, every list is set beside its statements.
const SHORT: u64 = 2;

/// A filter with addresses that differ in what they look for.
struct Case {
    name: &'static str,
    queries: Vec<String>,
}
fn case(name: &'static str, queries: impl Into<Vec<String>>) -> Case {
    Case { name, queries: queries.into() }
}
fn one(name: &'static str, query: &str) -> Case {
    case(name, [query.to_owned()])
}

pub async fn measure(plan: &Plan, city: &City, table: &mut Table) -> Outcome {
    let people = Sought::of(city, &city.county).await?;
    for (place, org, cookie) in [("city", &city.root, &city.at_root), ("county", &city.county, &city.at_county)] {
        let at = At { plan, city, place, org, cookie };
        at.list::<directory::members::Members>(&people.members(city), table).await?;
        at.list::<directory::unions::Unions>(&people.unions(), table).await?;
        at.list::<directory::employers::Employers>(&people.employers(), table).await?;
        if city.root.id == city.county.id {
            break;
        }
    }
    Ok(())
}

/// Things that there are, to be looked for.
struct Sought {
    names: Vec<String>,
    employers: Vec<i64>,
    firms: Vec<String>,
    towns: Vec<OrgId>,
    unions: Vec<OrgId>,
    union_names: Vec<String>,
}
impl Sought {
    async fn of(city: &City, county: &Org) -> Outcome<Sought> {
        let db = &city.app.db;
        let scope = Scope::below(&county.path);
        let range = || vals![&scope.from, &scope.until, SAMPLES];
        let of_kind = "SELECT o.id, o.name FROM organisations o JOIN unions u ON u.id = o.id WHERE o.path >= $1 AND o.path < $2 AND u.kind";
        let unions = async |kind: &str| -> Outcome<Vec<(OrgId, String)>> {
            let sql = format!("{of_kind} = '{kind}' ORDER BY o.id LIMIT $3");
            Ok(db.all(sqlx::AssertSqlSafe(sql), range()).await?)
        };
        let (towns, firms_unions) = (unions("town").await?, unions("enterprise").await?);
        // All over the county: each some hundred entries further.
        let sql = "SELECT m.name FROM memberships m WHERE m.path >= $1 AND m.path < $2 AND m.id % 97 = 0 LIMIT $3";
        let names: Vec<(String,)> = db.all(sql, range()).await?;
        let sql = "SELECT e.id, e.name FROM employers e WHERE e.path >= $1 AND e.path < $2 ORDER BY e.headcount DESC LIMIT $3";
        let employers: Vec<(i64, String)> = db.all(sql, range()).await?;
        Ok(Sought {
            names: names.into_iter().map(|n| n.0).collect(),
            firms: employers.iter().map(|e| e.1.chars().take(4).collect()).collect(),
            employers: employers.into_iter().map(|e| e.0).collect(),
            towns: towns.iter().map(|t| t.0).collect(),
            union_names: firms_unions.iter().map(|u| u.1.chars().take(2).collect()).collect(),
            unions: firms_unions.into_iter().map(|u| u.0).collect(),
        })
    }
    fn members(&self, city: &City) -> Vec<Case> {
        let month = city.app.today().first_of_month();
        let part = |name: &String| {
            let signs: Vec<char> = name.chars().filter(|c| *c != '·').collect();
            format!("q={}", encode(&signs[signs.len().saturating_sub(2)..].iter().collect::<String>()))
        };
        let farmers = encode("农民工");
        let models = encode("劳动模范");
        vec![
            one("everybody", "view=all"),
            one("state: in force", "state=active"),
            one("state: kept", "state=kept"),
            one("state: ended (nobody)", "state=ended"),
            one("a large group", &format!("group={farmers}")),
            one("a small group", &format!("group={models}")),
            one("women", "sex=2"),
            one("phone not checked", "phone=unchecked"),
            one("since the first of the month", &format!("from={month}")),
            one("of one year long ago", "from=2015-01-01&to=2015-12-31"),
            case("a town", self.towns.iter().map(|t| format!("union={t}")).collect::<Vec<_>>()),
            case("a union", self.unions.iter().map(|u| format!("union={u}")).collect::<Vec<_>>()),
            case("an employer", self.employers.iter().map(|e| format!("employer={e}")).collect::<Vec<_>>()),
            case("part of a name", self.names.iter().map(part).collect::<Vec<_>>()),
            case("a name", self.names.iter().map(|n| format!("q={}", encode(n))).collect::<Vec<_>>()),
            case("initials", self.names.iter().map(|n| format!("q={}", search::initials(n))).collect::<Vec<_>>()),
            one("women of a large group", &format!("group={farmers}&sex=2")),
            one("kept women", "state=kept&sex=2"),
            one("a small group, one sex, unchecked", &format!("group={models}&sex=1&phone=unchecked")),
            case(
                "a large group in a town, one sex, a state",
                self.towns.iter().map(|t| format!("union={t}&group={farmers}&sex=1&state=active")).collect::<Vec<_>>(),
            ),
            case(
                "a small group in a town",
                self.towns.iter().map(|t| format!("union={t}&group={models}")).collect::<Vec<_>>(),
            ),
            case("kept in a town", self.towns.iter().map(|t| format!("union={t}&state=kept")).collect::<Vec<_>>()),
            case(
                "a town, one year long ago, women unchecked",
                self.towns
                    .iter()
                    .map(|t| format!("union={t}&from=2015-01-01&to=2015-12-31&sex=2&phone=unchecked"))
                    .collect::<Vec<_>>(),
            ),
            case(
                "women of an employer in a small group",
                self.employers.iter().map(|e| format!("employer={e}&sex=2&group={models}")).collect::<Vec<_>>(),
            ),
            case("women of a name", self.names.iter().map(|n| format!("{}&sex=2", part(n))).collect::<Vec<_>>()),
        ]
    }
    fn unions(&self) -> Vec<Case> {
        vec![
            one("all", "view=list"),
            one("enterprises", "view=list&kind=enterprise"),
            one("grass roots, newest first", "view=list&grassroots=1&order=newest"),
            one("struck off (none)", "view=list&status=0"),
            case("a town", self.towns.iter().map(|t| format!("view=list&below={t}")).collect::<Vec<_>>()),
            case(
                "part of a name",
                self.union_names.iter().map(|n| format!("view=list&q={}", encode(n))).collect::<Vec<_>>(),
            ),
        ]
    }
    fn employers(&self) -> Vec<Case> {
        vec![
            one("all", "view=all"),
            one("from 100, without a union", "least=100&cover=none"),
            one("covered by a joint union", "cover=joint"),
            one("of a sector, own union", "section=C&cover=own"),
            one("of a rare sector, without a union", "section=P&without_union=1"),
            one("of a nature, from 25 to 99, covered", "nature=171&least=25&most=99&cover=joint"),
            case("of a union and below it", self.unions.iter().map(|u| format!("covered_by={u}")).collect::<Vec<_>>()),
            case("a town", self.towns.iter().map(|t| format!("below={t}")).collect::<Vec<_>>()),
            case(
                "a town, without a union",
                self.towns.iter().map(|t| format!("below={t}&cover=none")).collect::<Vec<_>>(),
            ),
            case("part of a name", self.firms.iter().map(|n| format!("q={}", encode(n))).collect::<Vec<_>>()),
        ]
    }
}

/// Whose lists are measured.
struct At<'a> {
    plan: &'a Plan,
    city: &'a City,
    place: &'static str,
    org: &'a Org,
    cookie: &'a str,
}
impl At<'_> {
    async fn list<A: Asked>(&self, cases: &[Case], table: &mut Table) -> Outcome {
        let list: &List = A::LIST;
        for (which, page, more) in [("first", Page::First, ""), ("last", Page::Last, "&last=1")] {
            let mut worst: Option<(Duration, Option<Duration>, &Case)> = None;
            for case in cases {
                let requests: Vec<Vec<u8>> = case
                    .queries
                    .iter()
                    .map(|query| get(&format!("{}?{query}{more}", list.path), self.cookie))
                    .collect();
                let seconds = self.plan.seconds.min(3);
                let ours = load(self.city.program.address, requests, CLIENTS, seconds, 200).await?;
                let name = format!("{}, {}: {}, {which}", list.key, self.place, case.name);
                // In a short run only the worst is set beside its statements.
                let raw = match seconds {
                    SHORT.. => Some(self.statements::<A>(&case.queries, &page).await?),
                    _ => None,
                };
                match &raw {
                    Some(raw) => table.compare(&name, figures(&ours), figures(raw)),
                    None => table.tell(&name, figures(&ours)),
                }
                if worst.as_ref().is_none_or(|worst| ours.p99 > worst.0) {
                    worst = Some((ours.p99, raw.map(|raw| raw.p99), case));
                }
            }
            let Some((ours, raw, case)) = worst else { continue };
            let raw = match raw {
                Some(raw) => raw,
                None => self.statements::<A>(&case.queries, &page).await?.p99,
            };
            let name = format!("{}, {}: worst {which} page, 99 %: {}", list.key, self.place, case.name);
            table.beside(&name, (ms(ours), 30.0), "ms", ms(raw));
        }
        Ok(())
    }
    /// The statements of the rows alone, by as many tasks, without HTTP, counting and what stands around.
    async fn statements<A: Asked>(&self, queries: &[String], page: &Page) -> Outcome<Load> {
        let viewer = Viewer {
            app: self.city.app.clone(),
            account: None,
            org: self.org.id,
            org_name: self.org.name.clone(),
            scope: Scope::below(&self.org.path),
        };
        let mut asked = Vec::new();
        for query in queries {
            asked.push(A::read(&viewer, &Fields::parse(query)).await.map_err(|_| format!("{query}: can't be read"))?);
        }
        let (asked, seconds) = (Arc::new(asked), self.plan.seconds.min(2));
        let end = Instant::now() + Duration::from_secs(seconds);
        let mut running = Vec::new();
        for n in 0..CLIENTS {
            let (asked, page) = (asked.clone(), page.clone());
            running.push(tokio::spawn(async move {
                let mut times = Vec::new();
                for one in asked.iter().cycle().skip(n * asked.len() / CLIENTS) {
                    let begun = Instant::now();
                    if begun >= end {
                        break;
                    }
                    one.rows(&page, 21).await.map_err(|e| format!("the statement failed: {e:?}"))?;
                    times.push(begun.elapsed());
                }
                Outcome::Ok(times)
            }));
        }
        let mut times = Vec::new();
        for task in running {
            times.extend(task.await??);
        }
        let rate = times.len() as f64 / seconds as f64;
        Ok(Load { rate, p50: quantile(&mut times, 50), p99: quantile(&mut times, 99) })
    }
}
/// Half, 99 %, a second.
fn figures(load: &Load) -> String {
    format!("{:.1} {:.1} {:.0}/s", ms(load.p50), ms(load.p99), load.rate)
}
