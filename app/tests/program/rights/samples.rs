//! What stands in the paths of the walk: things of the demo county.
use platform::{
    App,
    db::{Query, Row, Value},
    identity::{self, NewPost},
    notices,
    rights::Role,
    testing::{Client, Site},
    tree::{self, Org, OrgId, Scope},
    vals,
    web::{self, Declared},
};
use std::collections::HashMap;

/// What stands in a path without belonging to anybody: everybody sees the same there, or the word itself is the right.
pub const NOBODYS: &[&str] = &["home", "measure", "setting", "token", "kind", "paper", "sheet", "service", "signer"];

/// What to put for each name in a path: things of one union and what belongs to it, and of one person.
pub struct Samples {
    values: HashMap<&'static str, String>,
    /// The branches in which they lie.
    pub paths: Vec<String>,
}

pub fn names(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')).filter_map(|part| part.split('}').next())
}

impl Samples {
    pub async fn of(app: &App) -> Samples {
        let mut samples = Samples { values: HashMap::new(), paths: Vec::new() };
        let (union, path): (i64, String) =
            one(app, "SELECT id, path FROM organisations WHERE name = ?", vals!["顺通物流工会"]).await;
        let org = tree::find(&app.db, OrgId(union)).await.unwrap().unwrap();
        samples.put("union", union, &path);
        let within = Scope::below("/");
        let below = || vals![&within.from, &within.until];
        for (name, sql) in [
            ("employer", "SELECT id, path FROM employers WHERE path >= ? AND path < ? ORDER BY headcount DESC LIMIT 1"),
            (
                "member",
                "SELECT id, path FROM memberships WHERE state = 'active' AND path >= ? AND path < ? ORDER BY id DESC LIMIT 1",
            ),
            (
                "joining",
                "SELECT id, path FROM joinings WHERE state = 'waiting' AND path >= ? AND path < ? ORDER BY id LIMIT 1",
            ),
            (
                "place",
                "SELECT p.id, o.path FROM places p JOIN organisations o ON o.id = p.union_id WHERE o.path >= ? AND o.path < ? ORDER BY p.id LIMIT 1",
            ),
            (
                "grid",
                "SELECT g.id, o.path FROM grids g JOIN organisations o ON o.id = g.union_id WHERE o.path >= ? AND o.path < ? ORDER BY g.id LIMIT 1",
            ),
            (
                "pairing",
                "SELECT p.id, o.path FROM pairs p JOIN organisations o ON o.id = p.union_id WHERE o.path >= ? AND o.path < ? ORDER BY p.id LIMIT 1",
            ),
            (
                "visit",
                "SELECT v.id, o.path FROM visits v JOIN pairs p ON p.id = v.pair JOIN organisations o ON o.id = p.union_id WHERE o.path >= ? AND o.path < ? ORDER BY v.id LIMIT 1",
            ),
            (
                "print",
                "SELECT p.id, o.path FROM code_prints p JOIN organisations o ON o.id = p.org WHERE o.path >= ? AND o.path < ? ORDER BY p.id LIMIT 1",
            ),
            (
                "view",
                "SELECT v.id, o.path FROM list_views v JOIN organisations o ON o.id = v.org WHERE o.path >= ? AND o.path < ? ORDER BY v.id DESC LIMIT 1",
            ),
            (
                "act",
                "SELECT b.id, o.path FROM bulk_acts b JOIN organisations o ON o.id = b.org WHERE o.path >= ? AND o.path < ? ORDER BY b.id DESC LIMIT 1",
            ),
            (
                "export",
                "SELECT e.id, o.path FROM list_exports e JOIN organisations o ON o.id = e.org WHERE o.path >= ? AND o.path < ? ORDER BY e.id DESC LIMIT 1",
            ),
            (
                "pair",
                "SELECT id, path FROM duplicate_pairs WHERE state = 'open' AND path >= ? AND path < ? ORDER BY id LIMIT 1",
            ),
            (
                "founding",
                "SELECT f.id, o.path FROM foundings f JOIN organisations o ON o.id = f.upper_id WHERE f.stage = 'asked' AND o.path >= ? AND o.path < ? ORDER BY f.id DESC LIMIT 1",
            ),
            (
                "election",
                "SELECT e.id, o.path FROM elections e JOIN organisations o ON o.id = e.union_id WHERE e.state = 'reported' AND o.path >= ? AND o.path < ? ORDER BY e.id LIMIT 1",
            ),
            (
                "hardship",
                "SELECT f.id, o.path FROM hardship_files f JOIN organisations o ON o.id = f.union_id WHERE f.closed_on IS NULL AND o.path >= ? AND o.path < ? ORDER BY f.id LIMIT 1",
            ),
            (
                "post",
                "SELECT p.id, o.path FROM posts p JOIN organisations o ON o.id = p.org WHERE o.path >= ? AND o.path < ? ORDER BY p.id LIMIT 1",
            ),
        ] {
            // Without a row there is no sample, which the first route that needs it says.
            let rows: Vec<(i64, String)> = app.db.list(Query::new(sql, below())).await.unwrap();
            rows.first().inspect(|(id, path)| samples.put(name, id, path));
        }
        let (code, path): (String, String) =
            one(app, "SELECT c.code, o.path FROM joining_codes c JOIN organisations o ON o.id = c.union_id WHERE c.revoked_at IS NULL AND c.id > ? ORDER BY c.id LIMIT 1", vals![0]).await;
        samples.put("code", code, &path);
        let (matter, path): (String, String) = one(app, "SELECT m.number, o.path FROM matters m JOIN organisations o ON o.id = m.org WHERE m.id > ? ORDER BY m.id LIMIT 1", vals![0]).await;
        samples.put("matter", matter, &path);
        let (posting, path): (String, String) = one(app, "SELECT n.number, o.path FROM public_notices n JOIN organisations o ON o.id = n.org WHERE n.withdrawn_at IS NULL AND n.id > ? ORDER BY n.id LIMIT 1", vals![0]).await;
        samples.put("posting", posting, &path);
        // The county's own: no neighbour lies outside its branch, so its path is not one to keep away from.
        let (call,): (i64,) = one(app, "SELECT MAX(id) FROM aid_calls WHERE id > ?", vals![0]).await;
        samples.values.insert("call", call.to_string());
        // The same: its time is over, so that number and clock are seen from above.
        let (counselling,): (String,) = one(
            app,
            "SELECT number FROM cases WHERE confidential = 1 AND ended_at IS NULL AND due_on < ? ORDER BY id",
            vals![app.today()],
        )
        .await;
        samples.values.insert("counselling", counselling);
        for (name, sql) in [
            ("form", "SELECT MIN(id) FROM report_forms WHERE id > ?"),
            ("round", "SELECT MIN(id) FROM report_rounds WHERE id > ?"),
            ("report", "SELECT MIN(id) FROM reports WHERE id > ?"),
        ] {
            let (id,): (i64,) = one(app, sql, vals![0]).await;
            samples.values.insert(name, id.to_string());
        }
        let (roster,): (i64,) = one(app, "SELECT MIN(id) FROM slot_rosters WHERE id > ?", vals![0]).await;
        samples.values.insert("roster", roster.to_string());
        // Of the county and of a town: one that no union is asked to see to.
        for (name, sql) in [
            (
                "promise",
                "SELECT MIN(p.id) FROM promises p WHERE p.id > ? AND NOT EXISTS (SELECT 1 FROM promise_unions u WHERE u.promise = p.id)",
            ),
            ("plan", "SELECT MIN(id) FROM plans WHERE id > ?"),
            (
                "story",
                "SELECT MIN(s.id) FROM promise_stories s WHERE s.id > ? AND NOT EXISTS (SELECT 1 FROM promise_unions u WHERE u.promise = s.promise)",
            ),
            ("rating", "SELECT MIN(id) FROM ratings WHERE id > ?"),
            ("record", "SELECT MIN(id) FROM evidences WHERE id > ?"),
            ("piece", "SELECT MIN(id) FROM evidence_files WHERE id > ?"),
        ] {
            let (id,): (i64,) = one(app, sql, vals![0]).await;
            samples.values.insert(name, id.to_string());
        }
        samples.add_made(app, &org).await;
        for (name, word) in [
            ("token", "a-token-that-nobody-was-given"),
            ("home", platform::Home::ALL[0].key()),
            ("measure", directory::members::MEMBERS.key),
            ("setting", directory::members::JOINING_DAYS.key),
            ("kind", "member"),
            ("paper", "request"),
            ("sheet", "candidates"),
            ("service", "pay"),
            ("signer", "worker"),
        ] {
            samples.values.insert(name, word.to_owned());
        }
        samples
    }
    /// What the demo county has none of: an import, an invitation, and something of a member's own.
    pub async fn add_made(&mut self, app: &App, org: &Org) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roster.xlsx");
        directory::rosters::export(app, None, org, "核对").await.unwrap().save(&file).unwrap();
        let bytes = std::fs::read(&file).unwrap().into();
        directory::rosters::command::import(app, org.id, "roster.xlsx", bytes, false).await.unwrap();
        let (import, path): (i64, String) = one(app, "SELECT id, path FROM imports WHERE id > ?", vals![0]).await;
        self.put("import", import, &path);

        let member = identity::account_by_phone(app, directory::demo::MEMBER.phone).await.unwrap().unwrap();
        self.add_way(app, &member, org).await;
        let (booking,): (i64,) =
            one(app, "SELECT MIN(id) FROM slot_bookings WHERE account = ?", vals![member.id]).await;
        self.values.insert("booking", booking.to_string());
        self.add_case(app, member.id).await;
        self.add_mediation(app, member.id).await;
        identity::start_session(app, member.id, "旧手机").await.unwrap();
        let sessions = identity::sessions(&app.db, member.id, app.now()).await.unwrap();
        self.values.insert("session", sessions[0].id.to_string());
        let mut tx = app.db.begin().await.unwrap();
        notices::tell(&mut tx, app, member.id, "标题", "内容", "/me").await.unwrap();
        let post =
            NewPost { org: org.id, role: Role::Organiser, title: "组织员", starts_on: app.today(), ends_on: None };
        identity::invite(&mut tx, app, "新人", "15400009998", &post, None).await.unwrap();
        tx.commit().await.unwrap();
        let (correction, path) = self.correction(app, member.id).await;
        self.put("correction", correction, &path);
        let (notice,): (i64,) = one(app, "SELECT MAX(id) FROM notices WHERE account = ?", vals![member.id]).await;
        self.values.insert("notice", notice.to_string());
        let (invitation,): (i64,) = one(app, "SELECT MAX(id) FROM invitations WHERE id > ?", vals![0]).await;
        self.put("invitation", invitation, &org.path);
    }
    /// A transfer that the member asks for: seen by both unions.
    pub async fn add_way(&mut self, app: &App, member: &identity::Account, to: &Org) {
        let token = identity::start_session(app, member.id, "手机").await.unwrap();
        let who = identity::session(app, &token).await.unwrap().unwrap();
        let membership = directory::members::store::current(&app.db, member.person.unwrap()).await.unwrap().unwrap();
        let to = directory::unions::store::find(&app.db, to.id).await.unwrap().unwrap();
        let asked = membership::transfers::ask(app, &who, &membership, &to, &Default::default()).await.unwrap();
        self.put("way", asked.unwrap(), &membership.path);
        self.paths.push(to.path);
    }
    /// The demo member's own case, with something handed in.
    pub async fn add_case(&mut self, app: &App, account: identity::AccountId) {
        let (number, path): (String, String) = one(app, "SELECT c.number, o.path FROM cases c JOIN organisations o ON o.id = c.handler WHERE c.account = ? AND c.ended_at IS NULL ORDER BY c.id", vals![account]).await;
        let token = identity::start_session(app, account, "手机").await.unwrap();
        let who = identity::session(app, &token).await.unwrap().unwrap();
        let case = casework::cases::store::by_number(&app.db, &number).await.unwrap().unwrap();
        let upload = web::Upload { name: "合同.pdf".into(), bytes: b"%PDF-1.7"[..].into() };
        let by = casework::course::By::worker(&who);
        casework::course::attach(app, by, &case, Some(upload)).await.unwrap().unwrap();
        let (evidence,): (i64,) = one(app, "SELECT id FROM case_files WHERE case_id = ?", vals![case.id]).await;
        self.put("case", number, &path);
        self.put("evidence", evidence, &path);
        self.put("letter", "receipt", &path);
        let root = app.root().await.unwrap().unwrap();
        let mut tx = app.db.begin().await.unwrap();
        let values = vals![root.id, "", 0];
        let draft = tx.insert("service_drafts", "org, text, changed_at", values).await.unwrap();
        tx.commit().await.unwrap();
        self.put("draft", draft, &root.path);
    }
    /// The demo member's mediation, given to the mediator at the top.
    pub async fn add_mediation(&mut self, app: &App, account: identity::AccountId) {
        let (id, number, path): (i64, String, String) = one(app, "SELECT c.id, c.number, o.path FROM mediations m JOIN cases c ON c.id = m.case_id JOIN organisations o ON o.id = c.handler WHERE c.account = ?", vals![account]).await;
        let root = app.root().await.unwrap().unwrap();
        let phone = format!("154{:04}{:04}", root.id.0, 9000 + Role::Mediator as usize);
        let mut tx = app.db.begin().await.unwrap();
        let mediator = identity::account_for_phone(&mut tx, app, &phone, "调解员").await.unwrap();
        let starts_on = jiff::civil::date(2024, 1, 1);
        let post = NewPost { org: root.id, role: Role::Mediator, title: "调解员", starts_on, ends_on: None };
        identity::give_post(&mut tx, app, mediator, &post, None).await.unwrap();
        tx.exec("UPDATE mediations SET mediator = $2 WHERE case_id = $1", vals![id, mediator]).await.unwrap();
        tx.commit().await.unwrap();
        self.put("mediation", number, &path);
    }
    /// Something that the demo's member says is wrong.
    pub async fn correction(&self, app: &App, account: identity::AccountId) -> (i64, String) {
        let mut tx = app.db.begin().await.unwrap();
        let sealed = app.keys.seal("corrections.value", "x");
        let sql = "INSERT INTO corrections (account, person, org, field, old_sealed, new_sealed, reason, at, due_on) SELECT $1, m.person, m.union_id, 'name', $2, $2, '', 0, '2026-12-01' FROM memberships m JOIN accounts a ON a.person = m.person WHERE a.id = $1 AND m.state <> 'ended'";
        tx.exec(sql, vals![account, sealed]).await.unwrap();
        tx.commit().await.unwrap();
        one(app, "SELECT c.id, o.path FROM corrections c JOIN organisations o ON o.id = c.org WHERE c.id > ?", vals![0])
            .await
    }
    pub fn put(&mut self, name: &'static str, value: impl ToString, path: &str) {
        self.values.insert(name, value.to_string());
        self.paths.push(path.to_owned());
    }
    /// The address of a declared route; fails for a name that has no sample.
    pub fn fill(&self, declared: &Declared) -> String {
        let mut path = declared.path.to_owned();
        for name in names(declared.path) {
            let value = self.values.get(name).unwrap_or_else(|| {
                panic!("{}: there is no sample for {{{name}}}; add one to Samples::of in {}", declared.path, file!())
            });
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path
    }
    /// A union in whose branch none of the samples lies.
    pub async fn neighbour(&self, app: &App) -> Org {
        let all = directory::unions::store::below(&app.db, &Scope::below("/")).await.unwrap();
        let apart = |path: &str| self.paths.iter().all(|p| !p.starts_with(path));
        all.iter().rev().find(|u| apart(&u.path)).expect("a county has many unions").org()
    }
    pub async fn member(&self, site: &Site) -> Client {
        let member = identity::account_by_phone(&site.app, directory::demo::MEMBER.phone).await.unwrap().unwrap();
        site.sign_in(member.id).await
    }
}

async fn one<T: Row>(app: &App, sql: &'static str, values: Vec<Value>) -> T {
    let rows: Vec<T> = app.db.list(Query::new(sql, values)).await.unwrap();
    rows.into_iter().next().unwrap_or_else(|| panic!("the demo county has none: {sql}"))
}
