//! Who looks at a page, on either face: the extractors that fill the frames and show the pages.
use crate::{Button, Console, Crumb, Flash, Home, Member, NavGroup, NavItem, PostLink, Tab};
use askama::Template;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use platform::{
    App, Thing,
    identity::{AccountId, Post, SignedIn},
    rights::Permission,
    tasks,
    tree::{PersonId, Scope},
    web::{self, Error, Visitor},
};
use std::{convert::Infallible, pin::Pin, sync::Arc};

fn rendered(status: StatusCode, page: &impl Template, shown_flash: bool) -> Response {
    let mut response = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(fault) => return Error::internal(fault).into_response(),
    };
    if shown_flash {
        let (name, value) = web::Flash::taken();
        response.headers_mut().append(name, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// Boxed, so that it is compiled once and not in each handler.
type Arrival<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// The member site's visitor, signed in or not. In handlers behind `Access::SignedIn` use [`Guest::who`].
pub struct Guest {
    pub app: App,
    visitor: Visitor,
    flash: Option<web::Flash>,
    site_name: String,
    unread: i64,
    base_url: String,
}
impl<S: Send + Sync> FromRequestParts<S> for Guest
where
    App: FromRef<S>,
{
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Guest::arriving(parts, App::from_ref(state)).await
    }
}
impl Guest {
    fn arriving(parts: &mut Parts, app: App) -> Arrival<'_, Self> {
        Box::pin(async move {
            let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
            let unread = visitor.signed_in.as_ref().map_or(0, |who| who.unread);
            let site_name = app.site_name().await?;
            let base_url = web::base_url(&app, &parts.headers);
            Ok(Self { flash: web::Flash::from_headers(&parts.headers), app, visitor, site_name, unread, base_url })
        })
    }
    pub fn maybe(&self) -> Option<&SignedIn> {
        self.visitor.signed_in.as_deref()
    }
    /// Who is signed in; an error (sign in first) otherwise.
    pub fn who(&self) -> Result<&SignedIn, Error> {
        self.maybe().ok_or(Error::SignedOut)
    }
    /// The account of who is signed in.
    pub fn account(&self) -> Result<AccountId, Error> {
        Ok(self.who()?.account)
    }
    pub fn person(&self) -> Option<PersonId> {
        self.maybe().and_then(|w| w.person)
    }
    /// What links and QR codes begin with.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
    /// Home, one's own, and those that a module has a room for.
    fn tabs(&self) -> Vec<Tab> {
        let rooms = || self.app.modules.iter().flat_map(|m| m.rooms.iter());
        let is_there = |tab: &Tab| matches!(tab, Tab::Home | Tab::Mine) || rooms().any(|r| r.path == tab.href());
        Tab::ALL.into_iter().filter(is_there).collect()
    }
    /// A page below another one: with an arrow back and no tabs where `back` is given.
    pub fn frame(&self, title: &str, tab: Tab, back: Option<&str>) -> Member {
        Member {
            title: if title.is_empty() { self.site_name.clone() } else { title.to_owned() },
            site_name: self.site_name.clone(),
            tab,
            tabs: self.tabs(),
            signed_in: self.maybe().map(|w| w.name.clone()),
            unread: self.unread,
            large: self.visitor.large,
            back: back.map(str::to_owned),
            flash: self.flash.clone().map(|f| Flash::done(f.0)),
            today: self.app.today(),
        }
    }
    pub fn show(&self, page: &impl Template) -> Response {
        rendered(StatusCode::OK, page, self.flash.is_some())
    }
    /// A page without anything of the visitor's own; whoever has just acted still sees what was done.
    pub fn show_shared<T: Template>(&self, key: &'static str, page: impl FnOnce() -> T) -> Result<Response, Error> {
        if self.maybe().is_some() || self.flash.is_some() {
            return Ok(self.show(&page()));
        }
        let html = self.app.shared_page((key, self.visitor.large), || page().render()).map_err(Error::internal)?;
        Ok(Html(html).into_response())
    }
    /// A form that comes back filled in, with its faults.
    pub fn refill(&self, page: &impl Template) -> Response {
        rendered(StatusCode::UNPROCESSABLE_ENTITY, page, false)
    }
}

/// Somebody at work in the console, in the name of one post.
pub struct Desk {
    pub app: App,
    pub who: Arc<SignedIn>,
    flash: Option<web::Flash>,
    large: bool,
    counts: Vec<(String, i64)>,
    base_url: String,
}
impl<S: Send + Sync> FromRequestParts<S> for Desk
where
    App: FromRef<S>,
{
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Desk::arriving(parts, App::from_ref(state)).await
    }
}

impl Desk {
    fn arriving(parts: &mut Parts, app: App) -> Arrival<'_, Self> {
        Box::pin(async move {
            let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
            let who = visitor.signed_in.ok_or(Error::SignedOut)?;
            let post = who.acting().ok_or(Error::Forbidden)?;
            let counts = tasks::counts(post, &tasks::kinds(&app, &who));
            let base_url = web::base_url(&app, &parts.headers);
            Ok(Self {
                flash: web::Flash::from_headers(&parts.headers),
                large: visitor.large,
                app,
                who,
                counts,
                base_url,
            })
        })
    }
    /// The post in whose name the work is done.
    pub fn post(&self) -> &Post {
        self.who.acting().expect("a desk has a post")
    }
    /// The branch in which a permission holds; forbidden where the post lacks it.
    pub fn scope(&self, permission: &Permission) -> Result<Scope, Error> {
        if self.who.may(permission) { Ok(Scope::below(&self.post().path)) } else { Err(Error::Forbidden) }
    }
    pub fn may(&self, permission: &Permission) -> bool {
        self.who.may(permission)
    }
    pub fn task_kinds(&self) -> Vec<&'static str> {
        tasks::kinds(&self.app, &self.who)
    }
    /// False for the address of a page of the side bar that the post may not open.
    pub fn opens(&self, href: &str) -> bool {
        let path = href.split('?').next().unwrap_or(href);
        let mut entries = self.app.modules.iter().flat_map(|m| m.navigation.iter());
        entries.find(|e| e.path == path).and_then(|e| e.needs).is_none_or(|needs| self.may(needs))
    }
    /// What other modules offer on the page of this thing to who is at work.
    pub fn offers(&self, on: Thing, id: i64) -> Vec<Button> {
        let offers = self.app.modules.iter().flat_map(|m| m.offers.iter());
        let mine = offers.filter(|offer| offer.on == on && self.may(offer.needs));
        mine.map(|o| Button::outline(o.label).icon(o.icon).href(o.path.replace("{}", &id.to_string()))).collect()
    }
    /// How many tasks wait, by kind.
    pub fn counts(&self) -> &[(String, i64)] {
        &self.counts
    }
    /// What links and QR codes begin with.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
    /// The frame of a page; `here` is the side bar's entry that it belongs to.
    pub fn frame(&self, title: &str, here: &str, crumb: Vec<Crumb>) -> Console {
        let waiting = self.counts.iter().map(|(_, n)| n).sum();
        let posts = self.who.posts.iter().map(|p| PostLink {
            org_name: p.org_name.clone(),
            role: p.role.name().into(),
            post: p.id.to_string(),
            here: p.id == self.post().id,
        });
        Console {
            title: title.to_owned(),
            crumb,
            org_name: self.post().org_name.clone(),
            posts: posts.collect(),
            person: self.who.name.clone(),
            waiting,
            at_desk: here == "/console",
            nav: self.navigation(here),
            flash: self.flash.clone().map(|f| Flash::done(f.0)),
            large: self.large,
            today: self.app.today(),
        }
    }
    fn navigation(&self, here: &str) -> Vec<NavGroup> {
        let entries = || {
            self.app.modules.iter().flat_map(|m| m.navigation.iter()).filter(|e| e.needs.is_none_or(|p| self.may(p)))
        };
        let groups = platform::Home::ALL.into_iter().map(|home| NavGroup {
            home: Home::ALL.into_iter().find(|h| h.key() == home.key()),
            items: entries()
                .filter(|e| e.home == home)
                .map(|e| NavItem {
                    href: e.path.to_owned(),
                    label: e.label.to_owned(),
                    count: e
                        .counts
                        .map_or(0, |kind| self.counts.iter().filter(|(k, _)| k == kind).map(|(_, n)| n).sum()),
                    here: e.path == here,
                })
                .collect(),
        });
        groups.filter(|g| !g.items.is_empty()).collect()
    }
    pub fn show(&self, page: &impl Template) -> Response {
        rendered(StatusCode::OK, page, self.flash.is_some())
    }
    /// A form that comes back filled in, with its faults.
    pub fn refill(&self, page: &impl Template) -> Response {
        rendered(StatusCode::UNPROCESSABLE_ENTITY, page, false)
    }
}

/// A piece of a page, for scripts that ask for one.
pub fn fragment(piece: &impl Template) -> Result<Response, Infallible> {
    Ok(rendered(StatusCode::OK, piece, false))
}
