//! The frames of the two faces, as plain data. Who is signed in and what waits for them is filled in by the platform's
//! extractors; a page sets the title and where it belongs.

use jiff::civil::Date;

use crate::{Flash, Home};

/// A place of the member site's tab bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// 首页
    #[default]
    Home,
    /// 办事
    Services,
    /// 活动
    Activities,
    /// 普惠
    Benefits,
    /// 我的
    Mine,
}

impl Tab {
    pub(crate) const ALL: [Tab; 5] = [Tab::Home, Tab::Services, Tab::Activities, Tab::Benefits, Tab::Mine];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Tab::Home => "首页",
            Tab::Services => "办事",
            Tab::Activities => "活动",
            Tab::Benefits => "普惠",
            Tab::Mine => "我的",
        }
    }

    /// Where it leads.
    pub fn href(self) -> &'static str {
        match self {
            Tab::Home => "/",
            Tab::Services => "/services",
            Tab::Activities => "/activities",
            Tab::Benefits => "/benefits",
            Tab::Mine => "/me",
        }
    }

    /// Its icon, filled where one is.
    pub fn icon(self, here: bool) -> crate::Icon {
        crate::icon(match (self, here) {
            (Tab::Home, false) => "home",
            (Tab::Home, true) => "home-filled",
            (Tab::Services, false) => "clipboard-text",
            (Tab::Services, true) => "clipboard-text-filled",
            (Tab::Activities, false) => "calendar-event",
            (Tab::Activities, true) => "calendar-event-filled",
            (Tab::Benefits, false) => "gift",
            (Tab::Benefits, true) => "gift-filled",
            (Tab::Mine, false) => "user",
            (Tab::Mine, true) => "user-filled",
        })
    }
}

/// The frame of a member page (`member.html`).
///
/// Blocks: `main`; `page_class` (`page`, or `page page--dock` where buttons stay at the foot: then leave `tabs` empty);
/// `topbar` (at the end of the top bar of a page with `back`); `head` (into `<head>`).
#[derive(Debug, Clone)]
pub struct Member {
    /// The page's title; with `back`, also its `h1`.
    pub title: String,
    /// 滨河县职工之家
    pub site_name: String,
    /// The tab that the page belongs to.
    pub tab: Tab,
    /// The tabs whose modules exist; none on a page with a dock.
    pub tabs: Vec<Tab>,
    /// The name of who is signed in.
    pub signed_in: Option<String>,
    /// Unread messages.
    pub unread: i64,
    /// 关怀模式, from the cookie `type`.
    pub large: bool,
    /// Where the arrow leads; without it the page has the home's top bar and brings its own `h1`.
    pub back: Option<String>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Today in China, for dates without their year.
    pub today: Date,
}

impl Default for Member {
    fn default() -> Member {
        Member {
            title: String::new(),
            site_name: "职工之家".to_owned(),
            tab: Tab::Home,
            tabs: Vec::new(),
            signed_in: None,
            unread: 0,
            large: false,
            back: None,
            flash: None,
            today: Date::default(),
        }
    }
}

/// A step of the way above a console page's title.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads, when it is a page.
    pub href: Option<String>,
}

impl Crumb {
    /// A page above this one.
    pub fn to(label: impl Into<String>, href: impl Into<String>) -> Crumb {
        Crumb { label: label.into(), href: Some(href.into()) }
    }

    /// A word only.
    pub fn word(label: impl Into<String>) -> Crumb {
        Crumb { label: label.into(), href: None }
    }
}

/// One of the organisations that a person may work for.
#[derive(Debug, Clone)]
pub struct PostLink {
    /// The organisation.
    pub org_name: String,
    /// The person's part there: 主席, 经办人.
    pub role: String,
    /// The post's number, sent to `/console/acting`.
    pub post: String,
    /// Whether one works in its name now.
    pub here: bool,
}

/// A page of the side.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// What waits there; 0 shows nothing.
    pub count: i64,
    /// Whether it is the one shown.
    pub here: bool,
}

/// The pages of one home, or, without a home, of 全局.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// The home.
    pub home: Option<Home>,
    /// Its pages.
    pub items: Vec<NavItem>,
}

impl NavGroup {
    /// One of the five; nothing for 全局.
    pub fn own_home(&self) -> Option<Home> {
        self.home.filter(|home| *home != Home::All)
    }
}

/// The frame of a console page (`console.html`).
///
/// Blocks: `main`; `acts` (buttons beside the title); `heading` (instead of the whole title line); `head`.
#[derive(Debug, Clone, Default)]
pub struct Console {
    /// The page's title and `h1`.
    pub title: String,
    /// The way to it, above the title.
    pub crumb: Vec<Crumb>,
    /// The organisation in whose name one works.
    pub org_name: String,
    /// All of one's posts.
    pub posts: Vec<PostLink>,
    /// The name of who is signed in.
    pub person: String,
    /// Tasks that wait.
    pub waiting: i64,
    /// Whether this is the work list.
    pub at_desk: bool,
    /// The side.
    pub nav: Vec<NavGroup>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// 关怀模式, from the cookie `type`.
    pub large: bool,
    /// Today in China, for dates without their year.
    pub today: Date,
}

impl Console {
    /// The first character of the person's name, for the round sign.
    pub fn initial(&self) -> &str {
        self.person.chars().next().map_or("", |first| &self.person[..first.len_utf8()])
    }
}
