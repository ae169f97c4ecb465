//! The running program: what every handler and job gets.
use crate::{
    calendar::Calendar,
    clock::Clock,
    db::{Db, Migrations},
    facts::{Dimension, Featured, Measure, Ratio, Spread},
    files::Files,
    jobs::Job,
    memory::Memory,
    merging::Pointer,
    notices::SmsGateway,
    rights::Permission,
    secrets::Keys,
    settings::Setting,
    tasks::TaskKind,
    tree::Org,
    web::{ErrorPage, Routes},
};
use bytes::Bytes;
use std::{
    any::Any,
    collections::HashMap,
    ops::Deref,
    sync::{Arc, PoisonError, RwLock},
    time::Instant,
};

/// One business module: what it adds to the program. The binary lists the modules once.
#[derive(Clone)]
pub struct Module {
    pub key: &'static str,
    /// The Chinese name.
    pub name: &'static str,
    pub migrations: Option<Migrations>,
    pub routes: fn() -> Routes,
    pub permissions: &'static [&'static Permission],
    /// Its entries in the console's side bar.
    pub navigation: &'static [Entry],
    /// Its rows under the five homes of the member site.
    pub rooms: &'static [Room],
    pub measures: &'static [&'static Measure],
    /// One of its measures over another.
    pub ratios: &'static [&'static Ratio],
    /// At how many organisations one of its measures counted.
    pub spreads: &'static [&'static Spread],
    /// Those of its measures of which few people are not shown: mood, illness, hardship (decision 109).
    pub small: &'static [&'static Measure],
    /// What it puts on a union's sheet.
    pub featured: &'static [Featured],
    /// What the dimensions of its measures are called.
    pub dimensions: &'static [Dimension],
    pub settings: &'static [&'static Setting],
    pub tasks: &'static [&'static TaskKind],
    pub jobs: &'static [Job],
    /// Who waits for its tasks, and is told when one climbs.
    pub climbs: &'static [crate::tasks::Climbed],
    pub searches: &'static [crate::search::Kind],
    /// What it offers on the pages of other modules' things.
    pub offers: &'static [Offer],
    /// Its columns that point to a person, and to an employer: what follows when two are merged.
    pub people: &'static [Pointer],
    pub employers: &'static [Pointer],
    /// Its columns of sealed values: what a change of the master key seals anew.
    pub sealed: &'static [crate::secrets::rotation::Sealed],
    /// Its search entries with keyed words, which a change of the master key makes anew.
    pub words: &'static [crate::secrets::rotation::Words],
    /// What it holds about a person, for the person.
    pub portions: &'static [crate::portions::Portion],
    /// What it declares for a module that it stands on, which finds it by its type ([`App::declared`]): a list of the directory.
    pub declares: &'static [Declared],
    /// What must be done before the console opens.
    pub door: Option<crate::rights::Door>,
}
impl Module {
    /// Adds nothing: what a module does not mention, as in `Module { key, name, ..Module::EMPTY }`.
    pub const EMPTY: Module = Module {
        key: "",
        name: "",
        migrations: None,
        routes: Routes::new,
        permissions: &[],
        navigation: &[],
        rooms: &[],
        measures: &[],
        ratios: &[],
        spreads: &[],
        small: &[],
        featured: &[],
        dimensions: &[],
        settings: &[],
        tasks: &[],
        jobs: &[],
        climbs: &[],
        searches: &[],
        offers: &[],
        people: &[],
        employers: &[],
        sealed: &[],
        words: &[],
        portions: &[],
        declares: &[],
        door: None,
    };
}

pub type Declared = &'static (dyn Any + Send + Sync);

/// Whose page shows an [`Offer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Member,
    /// Somebody whose membership has ended.
    FormerMember,
    Union,
    Employer,
    /// An employer whose workers have no union of their own.
    UnorganisedEmployer,
}
/// A link among the acts of a thing's page in the console to a page of another module, as 转会 on a member's.
pub struct Offer {
    pub on: Thing,
    pub label: &'static str,
    pub icon: &'static str,
    /// With `{}` for the thing's number: `/console/members/{}/transfer`.
    pub path: &'static str,
    pub needs: &'static Permission,
}

/// The five homes, and what holds for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    You,
    Xin,
    Xiang,
    Ai,
    Lian,
    All,
}
impl Home {
    pub const ALL: [Home; 6] = [Home::You, Home::Xin, Home::Xiang, Home::Ai, Home::Lian, Home::All];
    pub fn key(self) -> &'static str {
        ["you", "xin", "xiang", "ai", "lian", "all"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["有家", "信家", "想家", "爱家", "恋家", "全局"][self as usize]
    }
}

/// A line of the console's side bar.
pub struct Entry {
    pub home: Home,
    pub path: &'static str,
    pub label: &'static str,
    pub needs: Option<&'static Permission>,
    /// The task kind whose open tasks are counted beside it.
    pub counts: Option<&'static str>,
}

/// A row of the member site under its home.
pub struct Room {
    pub home: Home,
    pub path: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub icon: &'static str,
    /// Shown to people who have signed in only.
    pub signed_in: bool,
}

/// How this installation was started.
#[derive(Clone, Debug)]
pub struct Config {
    /// Demo sign-ins and the development outbox are open.
    pub demo: bool,
    /// What links and QR codes begin with, without a slash at the end; none: taken from each request.
    pub public_url: Option<String>,
    /// Cookies are marked `Secure`.
    pub secure_cookies: bool,
    /// The proxies whose `X-Forwarded-*` are believed; of anybody else they are not.
    pub trusted_proxies: Vec<std::net::IpAddr>,
}

#[derive(Clone)]
pub struct App(Arc<Shared>);
struct Shared {
    inner: Inner,
    /// The root organisation, read again after [`ROOT_SECONDS`]: it stands on every page and changes once in years.
    root: RwLock<Option<(Instant, Arc<Org>)>>,
    /// What was dear to count.
    memory: Memory,
    /// How often each address sent something within the window.
    pub(crate) senders: crate::web::Senders,
    /// Pages that are the same for everybody who is not signed in.
    shared: RwLock<HashMap<SharedKey, (Instant, Bytes)>>,
}
/// A shared page's name, and whether with large type.
type SharedKey = (&'static str, bool);
const ROOT_SECONDS: u64 = 5;
const SHARED_SECONDS: u64 = 1;
pub struct Inner {
    pub db: Db,
    pub keys: Keys,
    pub clock: Clock,
    pub calendar: Calendar,
    pub files: Files,
    pub config: Config,
    pub modules: Vec<Module>,
    /// The SMS gateway; without one, sign-in by code is off (but for the demo's outbox).
    pub sms: Option<Box<dyn SmsGateway>>,
    /// The provider at which officers may sign in (OIDC).
    pub oidc: Option<crate::identity::oidc::Provider>,
    /// Renders a refusal or a fault in the layout of the face.
    pub error_page: fn(&ErrorPage) -> String,
}
impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0.inner
    }
}
impl App {
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(Shared {
            inner,
            root: RwLock::default(),
            memory: Memory::default(),
            shared: RwLock::default(),
            senders: Default::default(),
        }))
    }
    /// The same installation with something changed, as another clock: what a demo tells of the past goes through it. It sends no text
    /// messages and asks no provider.
    pub fn but(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Inner {
            db: self.db.clone(),
            keys: self.keys.clone(),
            clock: self.clock.clone(),
            calendar: self.calendar.clone(),
            files: self.files.clone(),
            config: self.config.clone(),
            modules: self.modules.clone(),
            sms: None,
            oidc: None,
            error_page: self.error_page,
        };
        change(&mut inner);
        Self::new(inner)
    }
    /// The top of the tree; none before `unionhall setup`. At most a few seconds old.
    pub async fn root(&self) -> crate::db::Result<Option<Arc<Org>>> {
        let known = self.0.root.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, org)) = known.filter(|(read, _)| read.elapsed().as_secs() < ROOT_SECONDS) {
            return Ok(Some(org));
        }
        let found = crate::tree::root(&self.db).await?.map(Arc::new);
        *self.0.root.write().unwrap_or_else(PoisonError::into_inner) = found.clone().map(|org| (Instant::now(), org));
        Ok(found)
    }
    /// 滨河县职工之家, from the root's name.
    pub async fn site_name(&self) -> crate::db::Result<String> {
        let root = self.root().await?;
        Ok(root.map_or_else(|| "职工之家".into(), |org| format!("{}职工之家", org.name.trim_end_matches("总工会"))))
    }
    /// A number that was remembered and is still good; shown as 约.
    pub fn remembered(&self, key: &str) -> Option<i64> {
        self.0.memory.get(key)
    }
    /// Remembers a number that took long to count, on this node and for so many seconds.
    pub fn remember(&self, key: String, number: i64, seconds: u64) {
        self.0.memory.put(key, number, seconds);
    }
    /// What `count` gives; where that is dear, as it was within so many seconds, and counted once for all who ask at the same moment.
    pub async fn once<T, E>(&self, key: String, seconds: u64, count: impl Future<Output = Result<T, E>>) -> Result<T, E>
    where
        T: Clone + Send + Sync + 'static,
    {
        self.0.memory.once(key, seconds, count).await
    }
    pub(crate) fn senders(&self) -> &crate::web::Senders {
        &self.0.senders
    }
    /// A page that is the same for all visitors, with large type or not: made anew after [`SHARED_SECONDS`].
    pub fn shared_page<E>(&self, key: SharedKey, make: impl FnOnce() -> Result<String, E>) -> Result<Bytes, E> {
        let known = self.0.shared.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((_, page)) = known.filter(|(made, _)| made.elapsed().as_secs() < SHARED_SECONDS) {
            return Ok(page);
        }
        let page = Bytes::from(make()?);
        self.0.shared.write().unwrap_or_else(PoisonError::into_inner).insert(key, (Instant::now(), page.clone()));
        Ok(page)
    }
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
    pub fn today(&self) -> jiff::civil::Date {
        self.clock.today()
    }
    /// What all modules declare of a type, in their order.
    pub fn declared<T: 'static>(&self) -> impl Iterator<Item = &'static T> {
        self.modules.iter().flat_map(|m| m.declares).filter_map(|one| one.downcast_ref())
    }
    pub fn permission(&self, key: &str) -> Option<&'static Permission> {
        self.modules.iter().flat_map(|m| m.permissions.iter().copied()).find(|p| p.key == key)
    }
}

/// The platform's own migrations, before those of all modules.
pub const MIGRATIONS: Migrations =
    crate::migrations!["platform": 1 "0001_platform", 2 "0002_publicity", 3 "0003_slots", 4 "0004_ratings"];

/// All migrations in the order in which they are applied.
pub fn migrations(modules: &[Module]) -> Vec<&Migrations> {
    std::iter::once(&MIGRATIONS).chain(modules.iter().filter_map(|m| m.migrations.as_ref())).collect()
}
