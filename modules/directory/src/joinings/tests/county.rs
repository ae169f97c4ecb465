//! A small county to join in, and people who do.
use crate::{
    codes::NewCode,
    employers::{EmployerId, NewEmployer},
    members::Admission,
    people::PersonDetails,
    places::{NewPlace, PlaceKind},
    testing::{self, man},
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    rights::Role,
    testing::{Answer, Client, Site},
    tree::{Org, PersonId},
};

/// One dark point: what the pad sends, as small as a picture can be.
pub const SIGNATURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const DRIVERS: &[&str] = &["货车司机"];

pub struct County {
    pub site: Site,
    pub county: Union,
    pub town: Union,
    pub freight: Union,
    pub federation: Union,
    pub firm: Union,
    pub yuanda: EmployerId,
}

impl County {
    pub async fn found(site: Site) -> County {
        let plan = [
            (None, UnionKind::County, "滨河县总工会", "320999", "0515-88001234", &[][..]),
            (Some(0), UnionKind::Town, "城东街道总工会", "320999001", "0515-88001001", &[]),
            (Some(0), UnionKind::Joint, "滨河县货运行业联合工会", "320999", "0515-88002222", DRIVERS),
            (Some(0), UnionKind::IndustryFederation, "滨河县货运行业工会联合会", "320999", "0515-88003333", DRIVERS),
            (Some(1), UnionKind::Enterprise, "顺通物流工会", "320999001", "0515-88004444", &[]),
        ];
        let plan = plan.map(|(under, kind, name, region, phone, groups): (_, _, _, _, &str, &[&str])| {
            let new = NewUnion {
                phone: phone.into(),
                address: "人民路1号".into(),
                groups: groups.iter().map(|g| (*g).to_owned()).collect(),
                founded_on: Some(date(2020, 1, 1)),
                ..NewUnion::named(kind, name, region)
            };
            (under, new)
        });
        let [county, town, freight, federation, firm] = testing::unions(&site, plan).await;
        let employer = |name: &str, union| NewEmployer { name: name.into(), union_id: union, ..NewEmployer::default() };
        testing::employer(&site, &town.org(), &employer("顺通物流有限公司", Some(firm.id))).await;
        let yuanda = testing::employer(&site, &town.org(), &employer("远达运输有限公司", None)).await;
        County { site, county, town, freight, federation, firm, yuanda }
    }

    /// Hangs a code at the fuel station in the east of the town.
    pub async fn code(&self, word: &str, union: &Union, group: &str) {
        let place = NewPlace {
            union_id: union.id,
            kind: PlaceKind::FuelStation,
            name: "城东加油站".into(),
            address: "东环路8号".into(),
            position: None,
        };
        let new = NewCode {
            union_id: union.id,
            place: Some(testing::place(&self.site, &place).await),
            purpose: "货车司机入会".into(),
            headline: "跑车的人\n也有家".into(),
            group_name: group.into(),
            valid_from: date(2026, 1, 1),
            valid_to: Some(date(2026, 12, 31)),
            created_by: None,
        };
        testing::code(&self.site, word, &new).await;
    }
    /// Somebody whom a roster of the firm knows, with a phone.
    pub async fn in_roster(&self, name: &str, number: &str, phone: &str) -> PersonId {
        let details = PersonDetails { sex: "1".into(), ..testing::person(name, number, phone) };
        testing::member(&self.site, &self.firm.org(), Admission::first(details, date(2024, 3, 1))).await.0
    }
    pub async fn chair(&self, union: &Org, phone: &str) -> Client {
        self.site.holder("孙维方", phone, Role::Chair, union.id).await
    }
    pub async fn officer(&self) -> Client {
        self.site.holder("周县员", "13900000001", Role::Officer, self.county.id).await
    }
    pub async fn applicant(&self, phone: &str) -> Applicant<'_> {
        Applicant { county: self, client: self.site.visitor(), phone: phone.to_owned() }
    }
    /// Somebody who has applied as a driver without an employer, with the n-th number.
    pub async fn driver(&self, name: &str, n: u16) -> Applicant<'_> {
        let mut applicant = self.applicant(&format!("1390001{n:04}")).await;
        applicant.sign_in("/join").await;
        applicant.who(name, &man(n.into())).await.expect(303);
        applicant.as_driver().await.expect(303);
        applicant.sign("").await.expect(303);
        applicant
    }
}

/// A browser on its way through the form.
pub struct Applicant<'a> {
    county: &'a County,
    pub client: Client,
    pub phone: String,
}
impl Applicant<'_> {
    /// Opens a page and proves the phone.
    pub async fn sign_in(&mut self, path: &str) {
        self.client.get(path).await.expect(200);
        let phone = self.phone.clone();
        self.client.post("/join", &[("phone", &phone)]).await.expect(303);
        let code: String = self.county.site.sms(&phone).await.chars().filter(char::is_ascii_digit).take(6).collect();
        self.client.post("/join/phone", &[("number", &code)]).await.expect(303);
    }
    pub async fn who(&mut self, name: &str, number: &str) -> Answer {
        self.client.post("/join/who", &[("name", name), ("number", number)]).await
    }
    pub async fn work(&mut self, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("membership", "1")];
        all.extend(fields);
        self.client.post("/join/work", &all).await
    }
    pub async fn as_driver(&mut self) -> Answer {
        self.work(&[("work", "kind"), ("group", "货车司机")]).await
    }
    pub async fn sign(&mut self, choice: &str) -> Answer {
        self.client.post("/join/union", &[("choice", choice), ("by", "signature"), ("signature", SIGNATURE)]).await
    }
    pub async fn mine(&mut self) -> Answer {
        self.client.get("/me/joining").await.expect(200)
    }
}
