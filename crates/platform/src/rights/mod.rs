//! Roles, permissions and what each route needs.
//!
//! A post is a role at one organisation; what the role may do holds there and below. One works in the name of one post at a time; outside
//! its branch nothing exists. Every route declares its [`Access`]; a test of the whole product walks all of them with all roles.

/// What somebody is, at an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 系统管理员: settings and posts, no personal data.
    Admin,
    /// 工会干部: a federation's officer.
    Officer,
    /// 工会主席: the chair of a union.
    Chair,
    /// 工会小组长、组织员: prepares, looks up, decides nothing.
    Organiser,
    /// 监督员: reads figures and the audit.
    Auditor,
    /// 调解员: mediates the disputes that were given to him or her, sees no others.
    Mediator,
    /// 心理咨询师: reads what was told to him or her in confidence, and nothing else.
    Counsellor,
    /// 值班顾问: a lawyer or whoever else is on duty; sees the own days and who comes.
    Adviser,
    /// 危机干预员: may open what was told to a counsellor where somebody is in danger, with a reason that the person reads.
    Guardian,
}
impl Role {
    pub const ALL: [Role; 9] = [
        Role::Admin,
        Role::Officer,
        Role::Chair,
        Role::Organiser,
        Role::Auditor,
        Role::Mediator,
        Role::Counsellor,
        Role::Adviser,
        Role::Guardian,
    ];
    pub fn key(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Officer => "officer",
            Role::Chair => "chair",
            Role::Organiser => "organiser",
            Role::Auditor => "auditor",
            Role::Mediator => "mediator",
            Role::Counsellor => "counsellor",
            Role::Adviser => "adviser",
            Role::Guardian => "guardian",
        }
    }
    pub fn name(self) -> &'static str {
        match self {
            Role::Admin => "系统管理员",
            Role::Officer => "工会干部",
            Role::Chair => "工会主席",
            Role::Organiser => "组织员",
            Role::Auditor => "监督员",
            Role::Mediator => "调解员",
            Role::Counsellor => "心理咨询师",
            Role::Adviser => "值班顾问",
            Role::Guardian => "危机干预员",
        }
    }
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// Something that may be done, declared by the module that guards it.
#[derive(Debug, PartialEq, Eq)]
pub struct Permission {
    pub key: &'static str,
    pub name: &'static str,
    pub roles: &'static [Role],
}
impl Permission {
    pub fn is_held_by(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Asks whether somebody with a post may come into the console yet: none, or the page where something must be done first.
pub type Door = fn(crate::App, std::sync::Arc<crate::identity::SignedIn>) -> Way;
pub type Way = std::pin::Pin<Box<dyn Future<Output = crate::db::Result<Option<&'static str>>> + Send>>;

/// Who may use a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Anybody with an account; the handler shows only what is the person's own.
    SignedIn,
    /// Anybody with a post, whatever the role: the frame of the console.
    AnyPost,
    /// The role of the post in whose name one works holds this.
    Needs(&'static Permission),
}
