//! A small county: two towns, a firm's union and a drivers' union, and members who can sign in.
use directory::{
    employers::{self, NewEmployer},
    members::{self, Admission, Membership, admission::Source},
    people::PersonDetails,
    unions::{self, NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    identity, notices,
    rights::Role,
    standards::IdNumber,
    testing::{Client, Site},
    tree::PersonId,
};

pub struct County {
    pub site: Site,
    pub county: Union,
    pub town: Union,
    pub firm: Union,
    pub freight: Union,
    pub park: Union,
}
/// Somebody with a membership and a phone.
pub struct Worker {
    pub client: Client,
    pub person: PersonId,
    pub membership: Membership,
    pub phone: String,
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
        let named = |kind, name: &str, phone: &str, groups: &[&str]| NewUnion {
            phone: phone.into(),
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            founded_on: Some(date(2020, 1, 1)),
            ..NewUnion::named(kind, name, "320999")
        };
        let add = unions::store::add;
        let new = named(UnionKind::County, "滨河县总工会", "0515-88001234", &[]);
        let county = add(&mut tx, &app, None, &new).await.unwrap();
        let under = Some(county.org());
        let new = named(UnionKind::Town, "城东街道总工会", "0515-88001001", &[]);
        let town = add(&mut tx, &app, under.as_ref(), &new).await.unwrap();
        let new = named(UnionKind::Joint, "滨河县货运行业联合工会", "0515-88002222", &["货车司机"]);
        let freight = add(&mut tx, &app, under.as_ref(), &new).await.unwrap();
        let new = named(UnionKind::Enterprise, "顺通物流工会", "0515-88004444", &[]);
        let firm = add(&mut tx, &app, Some(&town.org()), &new).await.unwrap();
        let new = named(UnionKind::Enterprise, "远达运输工会", "0515-88005555", &[]);
        let park = add(&mut tx, &app, Some(&town.org()), &new).await.unwrap();
        for (name, union) in [("顺通物流有限公司", firm.id), ("远达运输有限公司", park.id)] {
            let employer = NewEmployer { name: name.into(), union_id: Some(union), ..NewEmployer::default() };
            employers::store::add(&mut tx, &app, &town.org(), &employer).await.unwrap();
        }
        tx.commit().await.unwrap();
        County { site, county, town, firm, freight, park }
    }
    /// A member of a union since March 2020, with an account.
    pub async fn member(&self, n: u16, union: &Union) -> Worker {
        let app = &self.site.app;
        let (name, phone) = (format!("工友{n}"), format!("1390002{n:04}"));
        let details = PersonDetails {
            name: name.clone(),
            document_kind: "111".into(),
            document: id_number(n),
            phone: phone.clone(),
            sex: "1".into(),
            work_status: "1".into(),
            employer_name: "顺通物流有限公司".into(),
            ..PersonDetails::default()
        };
        let admission = Admission {
            person: None,
            details,
            groups: Vec::new(),
            joined_on: date(2020, 3, 1),
            change: "1".into(),
            reason: String::new(),
        };
        let source = Source { key: "roster", note: "名册导入", account: None, batch: 0 };
        let mut tx = app.db.begin().await.unwrap();
        let (person, _) = members::admit(&mut tx, app, &union.org(), admission, source).await.unwrap();
        let account = identity::account_for_phone(&mut tx, app, &phone, &name).await.unwrap();
        identity::tie_person(&mut tx, account, person, &name).await.unwrap();
        tx.commit().await.unwrap();
        let membership = members::store::current(&app.db, person).await.unwrap().unwrap();
        Worker { client: self.site.sign_in(account).await, person, membership, phone }
    }
    pub async fn chair(&self, union: &Union) -> Client {
        self.site.holder("孙维方", &format!("1390000{:04}", union.id.0), Role::Chair, union.id).await
    }
    pub async fn officer(&self) -> Client {
        self.site.holder("周县员", "13900001999", Role::Officer, self.county.id).await
    }
    pub async fn current(&self, worker: &Worker) -> Option<Membership> {
        members::store::current(&self.site.app.db, worker.person).await.unwrap()
    }
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.site.app.db.number(sql, vec![]).await.unwrap()
    }
    pub async fn words(&self, sql: &'static str) -> String {
        self.site.app.db.one::<(String,)>(sql, vec![]).await.unwrap().0
    }
    /// The newest text message to a phone.
    pub async fn sms(&self, phone: &str) -> String {
        let sent = notices::outbox(&self.site.app, Some(phone)).await.unwrap();
        sent.into_iter().next().map(|s| s.body).unwrap_or_default()
    }
    pub async fn days_later(&self, days: i64) {
        self.site.app.clock.advance(days * 86_400);
        self.site.work().await;
    }
    pub async fn close(&self, union: &Union) {
        let mut tx = self.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE unions SET status = '0' WHERE id = $1", platform::vals![union.id]).await.unwrap();
        tx.commit().await.unwrap();
    }
    /// The figure of every union is what a recount finds.
    pub async fn adds_up(&self) {
        let recount = members::recount(&self.site.app.db, self.site.app.today()).await.unwrap();
        assert_eq!(recount.differing, vec![]);
    }
}

pub const TO_YUANDA: [(&str, &str); 2] = [("work", "employer"), ("employer", "远达运输有限公司")];
impl Worker {
    /// Asks to be transferred to the union of 远达; gives the address of the way.
    pub async fn ask(&mut self) -> String {
        self.client.post("/me/membership/transfer", &TO_YUANDA).await.expect(303).to()
    }
}
