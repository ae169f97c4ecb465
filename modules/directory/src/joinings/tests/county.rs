//! A small county to join in, and people who do.
use crate::{
    codes::{self, NewCode},
    employers::{self, EmployerId, NewEmployer},
    members::{self, Admission, admission::Source},
    people::PersonDetails,
    places::{self, NewPlace, PlaceKind},
    unions::{self, NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    notices,
    rights::Role,
    standards::IdNumber,
    testing::{Answer, Client, Site},
    tree::{Org, PersonId},
};

/// One dark point: what the pad sends, as small as a picture can be.
pub const SIGNATURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub struct County {
    pub site: Site,
    pub county: Union,
    pub town: Union,
    pub freight: Union,
    pub federation: Union,
    pub firm: Union,
    pub yuanda: EmployerId,
}

/// The n-th identity number of a man of the county; nobody has it.
pub fn id_number(n: u16) -> String {
    let born = date(1970, 1, 1).saturating_add(jiff::Span::new().days(i64::from(n)));
    IdNumber::synthetic("320902", born, 997).expect("a known place").as_str().to_owned()
}

impl County {
    pub async fn found(site: Site) -> County {
        let app = site.app.clone();
        let mut tx = app.db.begin().await.unwrap();
        let named = |kind, name: &str, region: &str, phone: &str, groups: &[&str]| NewUnion {
            phone: phone.into(),
            address: "人民路1号".into(),
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            founded_on: Some(date(2020, 1, 1)),
            ..NewUnion::named(kind, name, region)
        };
        let new = named(UnionKind::County, "滨河县总工会", "320999", "0515-88001234", &[]);
        let county = unions::store::add(&mut tx, &app, None, &new).await.unwrap();
        let under = Some(county.org());
        let new = named(UnionKind::Town, "城东街道总工会", "320999001", "0515-88001001", &[]);
        let town = unions::store::add(&mut tx, &app, under.as_ref(), &new).await.unwrap();
        let new = named(UnionKind::Joint, "滨河县货运行业联合工会", "320999", "0515-88002222", &["货车司机"]);
        let freight = unions::store::add(&mut tx, &app, under.as_ref(), &new).await.unwrap();
        let new =
            named(UnionKind::IndustryFederation, "滨河县货运行业工会联合会", "320999", "0515-88003333", &["货车司机"]);
        let federation = unions::store::add(&mut tx, &app, under.as_ref(), &new).await.unwrap();
        let new = named(UnionKind::Enterprise, "顺通物流工会", "320999001", "0515-88004444", &[]);
        let firm = unions::store::add(&mut tx, &app, Some(&town.org()), &new).await.unwrap();
        let employer = |name: &str, union| NewEmployer { name: name.into(), union_id: union, ..NewEmployer::default() };
        let new = employer("顺通物流有限公司", Some(firm.id));
        employers::store::add(&mut tx, &app, &town.org(), &new).await.unwrap();
        let yuanda =
            employers::store::add(&mut tx, &app, &town.org(), &employer("远达运输有限公司", None)).await.unwrap();
        tx.commit().await.unwrap();
        County { site, county, town, freight, federation, firm, yuanda }
    }

    /// Hangs a code at the fuel station in the east of the town.
    pub async fn code(&self, word: &str, union: &Union, group: &str) {
        let app = &self.site.app;
        let mut tx = app.db.begin().await.unwrap();
        let place = NewPlace {
            union_id: union.id,
            kind: PlaceKind::FuelStation,
            name: "城东加油站".into(),
            address: "东环路8号".into(),
            position: None,
        };
        let place = places::store::add(&mut tx, app, &place).await.unwrap();
        let new = NewCode {
            union_id: union.id,
            place: Some(place),
            purpose: "货车司机入会".into(),
            headline: "跑车的人\n也有家".into(),
            group_name: group.into(),
            valid_from: date(2026, 1, 1),
            valid_to: Some(date(2026, 12, 31)),
            created_by: None,
        };
        codes::store::add(&mut tx, app, word, &new).await.unwrap();
        tx.commit().await.unwrap();
    }
    /// Somebody whom a roster of the firm knows, with a phone.
    pub async fn in_roster(&self, name: &str, number: &str, phone: &str) -> PersonId {
        let app = &self.site.app;
        let details = PersonDetails {
            name: name.into(),
            document_kind: "111".into(),
            document: number.into(),
            phone: phone.into(),
            sex: "1".into(),
            ..PersonDetails::default()
        };
        let admission = Admission {
            person: None,
            details,
            groups: Vec::new(),
            joined_on: date(2024, 3, 1),
            change: "1".into(),
            reason: String::new(),
        };
        let source = Source { key: "roster", note: "名册导入", account: None, batch: 0 };
        let mut tx = app.db.begin().await.unwrap();
        let (person, _) = members::admit(&mut tx, app, &self.firm.org(), admission, source).await.unwrap();
        tx.commit().await.unwrap();
        person
    }
    pub async fn chair(&self, union: &Org, phone: &str) -> Client {
        self.site.holder("孙维方", phone, Role::Chair, union.id).await
    }
    pub async fn officer(&self) -> Client {
        self.site.holder("周县员", "13900000001", Role::Officer, self.county.id).await
    }
    /// The newest text message to a phone.
    pub async fn sms(&self, phone: &str) -> String {
        let sent = notices::outbox(&self.site.app, Some(phone)).await.unwrap();
        sent.into_iter().next().map(|s| s.body).unwrap_or_default()
    }
    pub async fn applicant(&self, phone: &str) -> Applicant<'_> {
        Applicant { county: self, client: self.site.visitor(), phone: phone.to_owned() }
    }
    /// Somebody who has applied as a driver without an employer, with the n-th number.
    pub async fn driver(&self, name: &str, n: u16) -> Applicant<'_> {
        let mut applicant = self.applicant(&format!("1390001{n:04}")).await;
        applicant.sign_in("/join").await;
        applicant.who(name, &id_number(n)).await.expect(303);
        applicant.as_driver().await.expect(303);
        applicant.sign("").await.expect(303);
        applicant
    }
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.site.app.db.number(sql, vec![]).await.unwrap()
    }
    pub async fn days_later(&self, days: i64) {
        self.site.app.clock.advance(days * 86_400);
        self.site.work().await;
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
        let code: String = self.county.sms(&phone).await.chars().filter(char::is_ascii_digit).take(6).collect();
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
