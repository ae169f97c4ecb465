//! Every route of every module, with nobody, with every role, and with somebody from a neighbouring union.
//!
//! A route that a module adds is walked by itself; a new name in a path needs a line in [`Samples::of`].
mod samples;

use platform::{
    identity,
    rights::{Access, Role},
    testing::{Answer, Client, Site},
    tree::OrgId,
    web::{self, Declared},
};
use samples::{NOBODYS, Samples, names};

/// Pages that a demo person with all rights does not have, with the reason.
const NOT_THERE: &[(&str, &str)] = &[
    ("/console/joinings/{joining}/signature", "the demo's applicants confirmed by a code"),
    ("/console/exports/{export}/file", "only who asked for it can fetch it"),
    ("/held/{token}", "nothing was held under this token"),
    ("/invitation/{token}", "an invitation is not a page before it is sent"),
    ("/console/visits/{visit}/photo", "the demo's visits have no photos"),
    ("/me/photo/picture", "the demo's people have no photos"),
    ("/me/card/number", "the number is made first"),
    ("/me/joining", "a member has no open joining"),
    ("/me/identity", "no provider is set up"),
    ("/sign-in/oidc", "no provider is set up"),
    ("/sign-in/oidc/back", "no provider is set up"),
    ("/verify/{token}", "a code holds for a minute"),
    ("/screen/{token}", "the address of a hall's screen is shown once"),
    ("/console/counselling/{counselling}/opened", "only the guardian who opened it reads it"),
    ("/console/mediations/{mediation}/signatures/{signer}", "the demo's sides have not signed on the screen"),
    ("/console/aid/calls/{call}/notice", "the demo's call has not been made public yet"),
    ("/me/matters/{matter}", "the demo's member takes part in none"),
    ("/console/promises/{promise}/stories/{story}/photo", "the demo's stories have no photos"),
    ("/promises/{promise}/stories/{story}/photo", "the demo's stories have no photos"),
    ("/console/members/{member}/return", "the membership is in force: there is nothing to take up again"),
];

/// The demo county, with what all modules add to it.
pub async fn demo_county(site: &Site) {
    directory::demo::load(&site.app, &|_, _| {}).await.unwrap();
    membership::demo::load(&site.app).await.unwrap();
    statistics::contacts::demo::load(&site.app).await.unwrap();
    statistics::evidence::demo::load(&site.app).await.unwrap();
    statistics::promises::demo::load(&site.app).await.unwrap();
    statistics::reports::load_demo(&site.app).await.unwrap();
    statistics::demo::load(&site.app).await.unwrap();
    duplicates::demo::load(&site.app).await.unwrap();
    outreach::demo::load(&site.app).await.unwrap();
    founding::demo::load(&site.app).await.unwrap();
    casework::demo::load(&site.app).await.unwrap();
}

#[tokio::test]
async fn every_route_is_kept_from_whom_it_is_not_meant_for() {
    for site in Site::on_both(unionhall::modules).await {
        demo_county(&site).await;
        let samples = Samples::of(&site.app).await;
        let routes: Vec<(Declared, String)> =
            web::declared(&site.app).into_iter().map(|d| (d.clone(), samples.fill(&d))).collect();
        assert!(routes.len() > 50, "the modules declare their routes");
        let mut faults = Vec::new();
        for (declared, path) in &routes {
            let mut walk = Walk { site: &site, samples: &samples, declared, path, faults: &mut faults };
            walk.signed_out().await;
            walk.without_a_post().await;
            walk.neighbour().await;
            walk.roles_that_lack_it().await;
        }
        // Last, because allowed acts change things.
        for get_first in [true, false] {
            for (declared, path) in routes.iter().filter(|(d, _)| (d.method == "GET") == get_first) {
                let mut walk = Walk { site: &site, samples: &samples, declared, path, faults: &mut faults };
                walk.those_who_may().await;
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }
}

struct Walk<'a> {
    site: &'a Site,
    samples: &'a Samples,
    declared: &'a Declared,
    path: &'a str,
    faults: &'a mut Vec<String>,
}

impl Walk<'_> {
    async fn send(&self, client: &mut Client) -> Answer {
        if self.declared.method == "GET" { client.get(self.path).await } else { client.post(self.path, &[]).await }
    }
    fn expect(&mut self, right: bool, who: &str, answer: &Answer) {
        if !right {
            let Declared { method, path, access } = self.declared;
            let (status, to) = (answer.status, answer.to());
            let access = match access {
                Access::Needs(permission) => permission.key.to_owned(),
                other => format!("{other:?}"),
            };
            self.faults.push(format!("{method} {path} ({access}) answered {status} {to} to {who}"));
        }
    }
    /// Names in the path that belong to somebody.
    fn has_ids(&self) -> bool {
        names(self.declared.path).any(|name| !NOBODYS.contains(&name))
    }

    async fn signed_out(&mut self) {
        let answer = self.send(&mut self.site.visitor()).await;
        let right = match self.declared.access {
            Access::Public => open(&answer),
            _ => answer.status == 303 && answer.to().starts_with("/sign-in"),
        };
        self.expect(right, "nobody", &answer);
    }

    /// A stranger: signed in, of no union.
    async fn without_a_post(&mut self) {
        let mut client = self.site.person("外人", "15400009999").await;
        let answer = self.send(&mut client).await;
        let right = match self.declared.access {
            Access::Public => open(&answer),
            Access::SignedIn if self.has_ids() => answer.status == 404,
            Access::SignedIn => open(&answer),
            Access::AnyPost | Access::Needs(_) => answer.status == 403,
        };
        self.expect(right, "somebody without a post", &answer);
    }

    /// The chair of another union: what is not of this union does not exist for him.
    async fn neighbour(&mut self) {
        let org = self.samples.neighbour(&self.site.app).await;
        let mut client = self.holder(Role::Chair, org.id).await;
        let answer = self.send(&mut client).await;
        let right = match self.declared.access {
            Access::Needs(permission) if !permission.is_held_by(Role::Chair) => answer.status == 403,
            Access::Needs(_) | Access::AnyPost if self.has_ids() => answer.status == 404,
            _ => open(&answer),
        };
        self.expect(right, "the chair of a neighbouring union", &answer);
    }

    async fn roles_that_lack_it(&mut self) {
        let Access::Needs(permission) = self.declared.access else { return };
        for role in Role::ALL.into_iter().filter(|role| !permission.is_held_by(*role)) {
            let mut client = self.at_the_top(role).await;
            let answer = self.send(&mut client).await;
            self.expect(answer.status == 403, role.key(), &answer);
        }
    }

    async fn those_who_may(&mut self) {
        let roles: Vec<Role> = match self.declared.access {
            Access::Needs(permission) => Role::ALL.into_iter().filter(|r| permission.is_held_by(*r)).collect(),
            Access::AnyPost => Role::ALL.into(),
            Access::Public | Access::SignedIn => return self.as_member().await,
        };
        for role in roles {
            let mut client = self.at_the_top(role).await;
            let answer = self.send(&mut client).await;
            let right = self.is_answered(&answer);
            self.expect(right, role.key(), &answer);
        }
    }
    async fn as_member(&mut self) {
        let mut client = self.samples.member(self.site).await;
        let answer = self.send(&mut client).await;
        let right = self.is_answered(&answer);
        self.expect(right, "a member", &answer);
    }
    /// A page is there; a form without fields is at least understood.
    fn is_answered(&self, answer: &Answer) -> bool {
        let excused = NOT_THERE.iter().any(|(path, _)| *path == self.declared.path);
        match self.declared.method == "GET" && !excused {
            true => answer.status.is_success() || answer.status.is_redirection(),
            false => open(answer),
        }
    }

    async fn at_the_top(&self, role: Role) -> Client {
        let root = self.site.app.root().await.unwrap().unwrap();
        self.holder(role, root.id).await
    }
    /// A fresh session each time: signing out is one of the acts.
    async fn holder(&self, role: Role, org: OrgId) -> Client {
        let app = &self.site.app;
        let phone = format!("154{:04}{:04}", org.0, 9000 + role as usize);
        if let Some(account) = identity::account_by_phone(app, &phone).await.unwrap() {
            return self.site.sign_in(account.id).await;
        }
        self.site.holder(role.name(), &phone, role, org).await
    }
}

/// Neither refused nor broken.
fn open(answer: &Answer) -> bool {
    answer.status != 401 && answer.status != 403 && !answer.status.is_server_error()
}
