//! A small county: two towns, a firm's union and a drivers' union, and members who can sign in.
use directory::{
    employers::NewEmployer,
    members::{self, Admission, Membership},
    people::PersonDetails,
    testing::{self, man, person},
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    rights::Role,
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

impl County {
    pub async fn found(site: Site) -> County {
        let plan = [
            (None, UnionKind::County, "滨河县总工会", "0515-88001234", &[][..]),
            (Some(0), UnionKind::Town, "城东街道总工会", "0515-88001001", &[]),
            (Some(0), UnionKind::Joint, "滨河县货运行业联合工会", "0515-88002222", &["货车司机"]),
            (Some(1), UnionKind::Enterprise, "顺通物流工会", "0515-88004444", &[]),
            (Some(1), UnionKind::Enterprise, "远达运输工会", "0515-88005555", &[]),
        ];
        let plan = plan.map(|(under, kind, name, phone, groups): (_, _, _, &str, &[&str])| {
            let groups = groups.iter().map(|g| (*g).to_owned()).collect();
            let founded_on = Some(date(2020, 1, 1));
            (under, NewUnion { phone: phone.into(), groups, founded_on, ..NewUnion::named(kind, name, "320999") })
        });
        let [county, town, freight, firm, park] = testing::unions(&site, plan).await;
        for (name, union) in [("顺通物流有限公司", firm.id), ("远达运输有限公司", park.id)] {
            let employer = NewEmployer { name: name.into(), union_id: Some(union), ..NewEmployer::default() };
            testing::employer(&site, &town.org(), &employer).await;
        }
        County { site, county, town, firm, freight, park }
    }
    /// A member of a union since March 2020, with an account.
    pub async fn member(&self, n: u16, union: &Union) -> Worker {
        let (name, phone) = (format!("工友{n}"), format!("1390002{n:04}"));
        let details = PersonDetails {
            sex: "1".into(),
            work_status: "1".into(),
            employer_name: "顺通物流有限公司".into(),
            ..person(&name, &man(n.into()), &phone)
        };
        let admission = Admission::first(details, date(2020, 3, 1));
        let (person, membership) = testing::member(&self.site, &union.org(), admission).await;
        let client = testing::browser_of(&self.site, person, &name, &phone).await;
        let membership = members::store::find(&self.site.app.db, membership).await.unwrap().unwrap();
        Worker { client, person, membership, phone }
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
    pub async fn words(&self, sql: &'static str) -> String {
        self.site.app.db.one::<(String,)>(sql, vec![]).await.unwrap().0
    }
    pub async fn close(&self, union: &Union) {
        let mut tx = self.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE unions SET status = '0' WHERE id = $1", platform::vals![union.id]).await.unwrap();
        tx.commit().await.unwrap();
    }
    /// The figure of every union is what a recount finds, and what stands beside members and employers for lists is right.
    pub async fn adds_up(&self) {
        directory::testing::expect_beside(&self.site).await;
        let recount = members::recount(&self.site.app.db).await.unwrap();
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
