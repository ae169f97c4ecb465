//! A small county in which the tests of unions, employers and members play: two towns, a firm with its workshop, a joint union.
use crate::{
    employers::{EmployerId, NewEmployer},
    members::{Admission, MembershipId},
    people::PersonDetails,
    testing::{self, person, woman},
    unions::{NewUnion, Union, UnionKind},
};
use platform::{
    Module,
    rights::Role,
    standards::Uscc,
    testing::{Client, Site},
    tree::OrgId,
};

pub fn modules() -> Vec<Module> {
    vec![crate::module()]
}

pub struct County {
    pub site: Site,
    pub county: Union,
    pub east: Union,
    pub west: Union,
    pub firm: Union,
    pub workshop: Union,
    pub joint: Union,
}

/// One on each database.
pub async fn counties() -> Vec<County> {
    Site::each(modules, County::found).await
}

/// A right credit code; `n` tells them apart.
pub fn uscc(n: u32) -> String {
    Uscc::with_check(&format!("91320902MA{n:07}")).expect("a right code").to_string()
}

impl County {
    async fn found(site: Site) -> County {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东镇总工会"),
            (Some(0), UnionKind::Town, "城西街道总工会"),
            (Some(1), UnionKind::Enterprise, "顺通物流工会"),
            (Some(3), UnionKind::Branch, "装卸车间分工会"),
            (Some(1), UnionKind::Joint, "城东商圈联合工会"),
        ];
        let plan = plan.map(|(under, kind, name)| (under, NewUnion::named(kind, name, "320902")));
        let [county, east, west, firm, workshop, joint] = testing::unions(&site, plan).await;
        County { site, county, east, west, firm, workshop, joint }
    }

    pub async fn officer(&self) -> Client {
        self.site.holder("孙维方", "19900000001", Role::Officer, self.county.id).await
    }
    pub async fn second_officer(&self) -> Client {
        self.site.holder("田守成", "19900000002", Role::Officer, self.county.id).await
    }
    pub async fn western_officer(&self) -> Client {
        self.site.holder("高远山", "19900000003", Role::Officer, self.west.id).await
    }
    pub async fn chair(&self) -> Client {
        self.site.holder("赵主席", "19900000004", Role::Chair, self.firm.id).await
    }
    /// Somebody who is a member since a day.
    pub async fn member(&self, union: &Union, name: &str, n: u32, joined_on: jiff::civil::Date) -> MembershipId {
        let details = PersonDetails {
            sex: "2".into(),
            employer_name: "顺通物流有限公司".into(),
            ..person(name, &woman(n), &format!("138{n:08}"))
        };
        self.admit(union, details, &[], joined_on).await
    }
    pub async fn admit(
        &self,
        union: &Union,
        details: PersonDetails,
        groups: &[&str],
        joined_on: jiff::civil::Date,
    ) -> MembershipId {
        let groups = groups.iter().map(|g| (*g).to_owned()).collect();
        let admission = Admission { groups, ..Admission::first(details, joined_on) };
        testing::member(&self.site, &union.org(), admission).await.1
    }
    pub async fn employer(&self, area: &Union, name: &str, headcount: i64, union: Option<OrgId>) -> EmployerId {
        let new = NewEmployer {
            name: name.into(),
            headcount,
            union_id: union,
            region: "320902".into(),
            ..NewEmployer::default()
        };
        testing::employer(&self.site, &area.org(), &new).await
    }
}
