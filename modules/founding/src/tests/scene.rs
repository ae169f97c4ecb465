//! A small county: the county, two towns, a firm without a union, one with a union whose term is known.
use directory::{
    employers::{EmployerId, NewEmployer},
    members::{Admission, MembershipId},
    people::PersonDetails,
    testing::{man, person, woman},
    unions::{self, NewUnion, Union, UnionKind},
};
use jiff::civil::{Date, date};
use platform::{
    Module,
    rights::Role,
    testing::{Answer, Client, Site},
};

pub fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module()]
}

pub struct Scene {
    pub site: Site,
    pub county: Union,
    pub town: Union,
    pub west: Union,
    pub firm: Union,
    pub workshop: Union,
    pub wind: EmployerId,
}

pub async fn scenes() -> Vec<Scene> {
    Site::each(modules, Scene::set).await
}

impl Scene {
    async fn set(site: Site) -> Scene {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东镇总工会"),
            (Some(0), UnionKind::Town, "城西街道总工会"),
            (Some(1), UnionKind::Enterprise, "顺通物流工会"),
            (Some(3), UnionKind::Branch, "装卸车间分工会"),
        ];
        let plan = plan.map(|(under, kind, name)| {
            let mut new = NewUnion::named(kind, name, "320902");
            if kind == UnionKind::Enterprise {
                new.founded_on = Some(date(2020, 3, 1));
                new.term_from = Some(date(2024, 1, 10));
                new.term_years = Some(3);
                new.chair = "赵主席".into();
            }
            (under, new)
        });
        let [county, town, west, firm, workshop] = directory::testing::unions(&site, plan).await;
        let wind = NewEmployer {
            name: "滨河县顺风物流有限公司".into(),
            headcount: 60,
            region: "320902".into(),
            nature: "10".into(),
            ..NewEmployer::default()
        };
        let wind = directory::testing::employer(&site, &town.org(), &wind).await;
        Scene { county, town, west, firm, workshop, wind, site }
    }
    pub fn day(&self, days: i64) {
        self.site.app.clock.advance(days * 86_400);
    }
    pub fn today(&self) -> Date {
        self.site.app.today()
    }
    pub async fn officer(&self) -> Client {
        self.site.holder("孙维方", "19900000001", Role::Officer, self.town.id).await
    }
    pub async fn second_officer(&self) -> Client {
        self.site.holder("田守成", "19900000002", Role::Officer, self.county.id).await
    }
    pub async fn chair(&self) -> Client {
        self.site.holder("赵主席", "19900000004", Role::Chair, self.firm.id).await
    }
    pub async fn worker(&self) -> Client {
        self.site.person("程望川", "13800000001").await
    }
    pub async fn union(&self, id: platform::tree::OrgId) -> Union {
        unions::store::find(&self.site.app.db, id).await.expect("a read").expect("a union")
    }
    /// Even ones are women.
    pub async fn member(&self, union: &Union, name: &str, n: u32) -> MembershipId {
        let (sex, number) = if n.is_multiple_of(2) { ("2", woman(n)) } else { ("1", man(n)) };
        let details = PersonDetails { sex: sex.into(), ..person(name, &number, &format!("139{n:08}")) };
        let admission = Admission::first(details, self.today());
        directory::testing::member(&self.site, &union.org(), admission).await.1
    }
    /// So many members 会员01, 会员02 …, every other one a woman.
    pub async fn crowd(&self, union: &Union, first: u32, count: u32) {
        for n in first..first + count {
            self.member(union, &format!("会员{n:02}"), n).await;
        }
    }
    pub async fn ask(&self, worker: &mut Client) -> String {
        worker.post("/found/new", REQUEST).await.expect(303).to()
    }
    /// The founding that goes on for the firm without a union.
    pub async fn founding(&self) -> crate::foundings::Founding {
        let db = &self.site.app.db;
        let open = crate::foundings::store::open_for(db, "滨河县顺风物流有限公司").await.expect("a read");
        open.expect("a founding goes on")
    }
    /// Approved by the town, with its group.
    pub async fn prepared(&self) -> crate::foundings::Founding {
        self.ask(&mut self.worker().await).await;
        let mut officer = self.officer().await;
        let link = self.founding().await.link();
        officer.post(&format!("{link}/decision"), &[("decision", "approve")]).await.expect(303);
        for n in 1..=3 {
            join_group(&mut officer, &link, n, n == 1).await.expect(303);
        }
        self.founding().await
    }
}
pub const REQUEST: &[(&str, &str)] = &[
    ("kind", "enterprise"),
    ("employer", "滨河县顺风物流有限公司"),
    ("headcount", "60"),
    ("head_name", "周老板"),
    ("asked_by", "workers"),
    ("contact_name", "程望川"),
    ("note", "大家想有个家"),
];
pub async fn join_group(client: &mut Client, link: &str, n: u32, leads: bool) -> Answer {
    let (name, phone) = (format!("组员{n}"), format!("1370000000{n}"));
    let mut fields = vec![("group_name", name.as_str()), ("group_phone", phone.as_str()), ("group_job", "车队")];
    if leads {
        fields.push(("leads", "1"));
    }
    client.post(&format!("{link}/group"), &fields).await
}

/// An election on its way, as the one who enters it sees it.
pub struct Poll {
    pub link: String,
    pub held_on: String,
    pub members: String,
}
impl Poll {
    pub async fn plan(&self, client: &mut Client, seats: &str, audit: &str) -> Answer {
        let fields = [
            ("form", "assembly"),
            ("held_on", self.held_on.as_str()),
            ("place", "三楼会议室"),
            ("entitled", self.members.as_str()),
            ("seats", seats),
            ("audit_seats", audit),
            ("term_years", "3"),
        ];
        client.post(&format!("{}/plan", self.link), &fields).await
    }
    pub async fn nominate(&self, client: &mut Client, committee: &str, names: &[&str]) {
        for name in names {
            let fields = [("member", *name), ("committee", committee), ("relation", "none"), ("job", "车队")];
            client.post(&format!("{}/candidates", self.link), &fields).await.expect(303);
        }
    }
    /// Enters a result: votes by name, in the order of the candidates.
    pub async fn count(&self, scene: &Scene, client: &mut Client, present: &str, votes: &[(&str, i64)]) -> Answer {
        let id = self.link.rsplit('/').next().and_then(|n| n.parse().ok()).expect("a number");
        let candidates = crate::elections::store::candidates(&scene.site.app.db, crate::elections::ElectionId(id))
            .await
            .expect("candidates");
        let mut fields: Vec<(String, String)> =
            vec![("present".into(), present.into()), ("tellers".into(), "监甲、计乙".into())];
        for key in ["committee", "audit"] {
            for part in ["issued", "returned", "valid"] {
                fields.push((format!("{part}-{key}"), present.into()));
            }
        }
        for candidate in candidates {
            if let Some((_, v)) = votes.iter().find(|(name, _)| *name == candidate.name) {
                fields.push((format!("votes-{}", candidate.id), v.to_string()));
            }
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        client.post(&format!("{}/result", self.link), &fields).await
    }
    pub async fn candidate(&self, scene: &Scene, name: &str, committee: crate::elections::Committee) -> String {
        let id = self.link.rsplit('/').next().and_then(|n| n.parse().ok()).expect("a number");
        let all = crate::elections::store::candidates(&scene.site.app.db, crate::elections::ElectionId(id)).await;
        let all = all.expect("candidates");
        all.iter().find(|c| c.name == name && c.committee() == committee).expect("a candidate").id.to_string()
    }
    pub async fn report(
        &self,
        scene: &Scene,
        client: &mut Client,
        chair: &str,
        audit: &str,
        women: Option<&str>,
    ) -> Answer {
        use crate::elections::Committee::{Audit, Union, Women};
        let chair = self.candidate(scene, chair, Union).await;
        let audit = self.candidate(scene, audit, Audit).await;
        let mut fields = vec![("chair", chair), ("audit_head", audit), ("chair_phone", "13900000001".to_owned())];
        if let Some(women) = women {
            fields.push(("women_head", self.candidate(scene, women, Women).await));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        client.post(&format!("{}/report", self.link), &fields).await
    }
}
impl Scene {
    /// The union that came from the founding of the firm.
    pub async fn founding_union(&self) -> platform::tree::OrgId {
        let all =
            crate::foundings::store::list(&self.site.app.db, &platform::tree::Scope::below("/"), None, None, None, 10)
                .await;
        all.expect("foundings").first().and_then(|f| f.union_id).expect("a union")
    }
}
