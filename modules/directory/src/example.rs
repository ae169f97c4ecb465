//! A small county in which the tests of unions, employers and members play: two towns, a firm with its workshop, a joint union.
use crate::{
    employers::{self, EmployerId, NewEmployer},
    members::{self, Admission, MembershipId, admission::Source},
    people::PersonDetails,
    unions::{self, NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    Module,
    rights::Role,
    standards::{IdNumber, Uscc},
    testing::{Client, Site},
    tree::{Org, OrgId},
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
    let mut all = Vec::new();
    for site in Site::on_both(modules).await {
        all.push(County::found(site).await);
    }
    all
}

/// An identity number that belongs to nobody; `n` tells them apart.
pub fn number(n: u32) -> String {
    let birth = date(1980, 1, 1).checked_add(jiff::Span::new().days(i64::from(n))).expect("a date of our age");
    IdNumber::synthetic("320902", birth, 998).expect("a right number").as_str().to_owned()
}
/// A right credit code; `n` tells them apart.
pub fn uscc(n: u32) -> String {
    Uscc::with_check(&format!("91320902MA{n:07}")).expect("a right code").to_string()
}

impl County {
    async fn found(site: Site) -> County {
        let mut tx = site.app.db.begin().await.expect("an act");
        let app = &site.app;
        let mut made: Vec<Union> = Vec::new();
        for (parent, kind, name) in [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东镇总工会"),
            (Some(0), UnionKind::Town, "城西街道总工会"),
            (Some(1), UnionKind::Enterprise, "顺通物流工会"),
            (Some(3), UnionKind::Branch, "装卸车间分工会"),
            (Some(1), UnionKind::Joint, "城东商圈联合工会"),
        ] {
            let parent: Option<Org> = parent.map(|at: usize| made[at].org());
            let new = NewUnion::named(kind, name, "320902");
            made.push(unions::store::add(&mut tx, app, parent.as_ref(), &new).await.expect("a union"));
        }
        tx.commit().await.expect("kept");
        let mut made = made.into_iter();
        let mut next = || made.next().expect("six unions");
        County { county: next(), east: next(), west: next(), firm: next(), workshop: next(), joint: next(), site }
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
            name: name.into(),
            sex: "2".into(),
            document_kind: "111".into(),
            document: number(n),
            phone: format!("138{n:08}"),
            employer_name: "顺通物流有限公司".into(),
            ..PersonDetails::default()
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
        let admission = Admission {
            person: None,
            details,
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            joined_on,
            change: "1".into(),
            reason: String::new(),
        };
        let source = Source { key: "desk", note: "窗口登记", account: None, batch: 0 };
        let mut tx = self.site.app.db.begin().await.expect("an act");
        let made = members::admit(&mut tx, &self.site.app, &union.org(), admission, source).await.expect("a member");
        tx.commit().await.expect("kept");
        made.1
    }
    pub async fn employer(&self, area: &Union, name: &str, headcount: i64, union: Option<OrgId>) -> EmployerId {
        let new = NewEmployer {
            name: name.into(),
            headcount,
            union_id: union,
            region: "320902".into(),
            ..NewEmployer::default()
        };
        let mut tx = self.site.app.db.begin().await.expect("an act");
        let id = employers::store::add(&mut tx, &self.site.app, &area.org(), &new).await.expect("an employer");
        tx.commit().await.expect("kept");
        id
    }
}
