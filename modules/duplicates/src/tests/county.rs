//! A county with two towns and a firm, in which the tests play.
use crate::{finding, pairs::PairId};
use directory::{
    members::{Admission, MembershipId},
    people::PersonDetails,
    testing,
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    Module,
    rights::Role,
    standards::IdNumber,
    testing::{Client, Site},
    tree::PersonId,
    vals,
};

fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module()]
}

pub struct County {
    pub site: Site,
    pub county: Union,
    pub east: Union,
    pub firm: Union,
    pub yard: Union,
}

pub async fn counties() -> Vec<County> {
    Site::each(modules, County::found).await
}

impl County {
    async fn found(site: Site) -> County {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东镇总工会"),
            (Some(0), UnionKind::Town, "城西街道总工会"),
            (Some(1), UnionKind::Enterprise, "顺通物流工会"),
            (Some(2), UnionKind::Enterprise, "远达运输工会"),
        ];
        let plan = plan.map(|(under, kind, name)| (under, NewUnion::named(kind, name, "320902")));
        let [county, east, _, firm, yard] = testing::unions(&site, plan).await;
        County { county, east, firm, yard, site }
    }
    pub async fn officer(&self) -> Client {
        self.site.holder("孙维方", "19900000001", Role::Officer, self.county.id).await
    }
    pub async fn second_officer(&self) -> Client {
        self.site.holder("田守成", "19900000002", Role::Officer, self.county.id).await
    }
    pub async fn eastern_officer(&self) -> Client {
        self.site.holder("高远山", "19900000003", Role::Officer, self.east.id).await
    }
    pub async fn member(&self, union: &Union, details: &PersonDetails, groups: &[&str]) -> (PersonId, MembershipId) {
        let groups = groups.iter().map(|g| (*g).to_owned()).collect();
        let admission = Admission { groups, ..Admission::first(details.clone(), date(2026, 3, 5)) };
        testing::member(&self.site, &union.org(), admission).await
    }
    /// 林小满 twice: in the firm of the eastern town with one number, in the yard of the western one with a wrong digit in it.
    pub async fn twins(&self) -> [(PersonId, MembershipId); 2] {
        let right = PersonDetails { education: "30".into(), ..somebody("林小满", "997", "13800000001") };
        let wrong = PersonDetails {
            native_place: "江苏盐城".into(),
            phone: "13800000002".into(),
            ..somebody("林小满", "999", "13800000002")
        };
        [
            self.member(&self.firm, &right, &["货车司机"]).await,
            self.member(&self.yard, &wrong, &["货车司机", "快递员"]).await,
        ]
    }
    pub async fn find(&self) -> finding::Found {
        finding::find(&self.site.app).await.unwrap()
    }
    /// The only pair in a state.
    pub async fn pair(&self, state: &str) -> PairId {
        let all: Vec<(PairId,)> =
            self.site.app.db.all("SELECT id FROM duplicate_pairs WHERE state = $1", vals![state]).await.unwrap();
        assert_eq!(all.len(), 1, "one pair that is {state}");
        all[0].0
    }
    /// Everything that a merge may touch, as text, but for versions and moments of change.
    pub async fn everything(&self) -> Vec<String> {
        let mut all = Vec::new();
        for sql in [
            "SELECT CAST(id AS TEXT) || name || sex || COALESCE(birth_on, '') || document_sealed || document_index || COALESCE(phone_sealed, '') || COALESCE(phone_index, '') || education || native_place || COALESCE(CAST(employer AS TEXT), '') FROM people ORDER BY id",
            "SELECT CAST(id AS TEXT) || name || COALESCE(CAST(merged_into AS TEXT), '') FROM persons ORDER BY id",
            "SELECT CAST(id AS TEXT) || CAST(person AS TEXT) || state || COALESCE(ended_on, '') || name FROM memberships ORDER BY id",
            "SELECT CAST(id AS TEXT) || CAST(person AS TEXT) || change FROM membership_events ORDER BY id",
            "SELECT CAST(id AS TEXT) || CAST(person AS TEXT) || group_name || COALESCE(to_on, '') FROM person_groups ORDER BY id",
            "SELECT CAST(id AS TEXT) || CAST(person AS TEXT) || title FROM records ORDER BY id",
            "SELECT CAST(id AS TEXT) || COALESCE(CAST(person AS TEXT), '') FROM accounts WHERE phone_index IS NOT NULL ORDER BY id",
            "SELECT CAST(org AS TEXT) || measure || CAST(SUM(amount) AS TEXT) FROM facts GROUP BY org, measure ORDER BY org, measure",
            "SELECT CAST(id AS TEXT) || name || COALESCE(uscc, '') || path || COALESCE(CAST(merged_into AS TEXT), '') || CAST(headcount AS TEXT) FROM employers ORDER BY id",
            "SELECT CAST(id AS TEXT) || CAST(employer AS TEXT) || COALESCE(to_on, '') FROM coverages ORDER BY id",
        ] {
            let rows: Vec<(String,)> = self.site.app.db.all(sql, vals![]).await.unwrap();
            all.extend(rows.into_iter().map(|row| row.0));
        }
        all
    }
}

/// Somebody born on 17 April 1995 whose number has this sequence.
pub fn somebody(name: &str, sequence: &str, phone: &str) -> PersonDetails {
    let birth = date(1995, 4, 17);
    let number = IdNumber::synthetic("320902", birth, sequence.parse().unwrap()).unwrap();
    PersonDetails {
        sex: "1".into(),
        birth_on: birth.to_string(),
        employer_name: "顺通物流有限公司".into(),
        ..testing::person(name, number.as_str(), phone)
    }
}
