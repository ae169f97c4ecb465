//! A small county: a town, two firms' unions, members who can sign in, and people without a union.
use directory::{
    employers::NewEmployer,
    members::Admission,
    people::PersonDetails,
    testing::{self, man, person},
    unions::{NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    facts::{self, Period},
    rights::Role,
    testing::{Client, Site},
    tree::Scope,
    vals,
};

pub struct County {
    pub site: Site,
    pub county: Union,
    pub town: Union,
    pub firm: Union,
    pub park: Union,
}
/// Somebody who asks.
pub struct Worker {
    pub client: Client,
    pub phone: String,
}
/// What a wage complaint says.
pub const PAY: [(&str, &str); 5] = [
    ("f_employer", "顺通物流有限公司"),
    ("f_what", "wages"),
    ("f_months", "9月、10月"),
    ("f_amount", "9860"),
    ("f_story", "两个月没发工资，问了说等回款"),
];

impl County {
    pub async fn found(site: Site) -> County {
        let plan = [
            (None, UnionKind::County, "滨河县总工会"),
            (Some(0), UnionKind::Town, "城东街道总工会"),
            (Some(1), UnionKind::Enterprise, "顺通物流工会"),
            (Some(1), UnionKind::Enterprise, "远达运输工会"),
        ];
        let founded_on = Some(date(2020, 1, 1));
        let new = |kind, name| NewUnion {
            phone: "0515-88001234".into(),
            founded_on,
            ..NewUnion::named(kind, name, "320999")
        };
        let [county, town, firm, park] =
            testing::unions(&site, plan.map(|(under, kind, name)| (under, new(kind, name)))).await;
        for (name, union) in [("顺通物流有限公司", firm.id), ("远达运输有限公司", park.id)] {
            let employer = NewEmployer { name: name.into(), union_id: Some(union), ..NewEmployer::default() };
            testing::employer(&site, &town.org(), &employer).await;
        }
        County { site, county, town, firm, park }
    }
    /// A member of a union, with an account.
    pub async fn member(&self, n: u16, union: &Union) -> Worker {
        let (name, phone) = (format!("工友{n}"), format!("1390002{n:04}"));
        let details = PersonDetails {
            sex: "1".into(),
            work_status: "1".into(),
            employer_name: "顺通物流有限公司".into(),
            ..person(&name, &man(n.into()), &phone)
        };
        let admission = Admission::first(details, date(2020, 3, 1));
        let (person, _) = testing::member(&self.site, &union.org(), admission).await;
        Worker { client: testing::browser_of(&self.site, person, &name, &phone).await, phone }
    }
    /// Somebody with a phone and no membership.
    pub async fn stranger(&self) -> Worker {
        let phone = "13900030001".to_owned();
        Worker { client: self.site.person("", &phone).await, phone }
    }
    pub async fn chair(&self, union: &Union) -> Client {
        self.site
            .holder(&format!("{}主席", union.name), &format!("1390000{:04}", union.id.0), Role::Chair, union.id)
            .await
    }
    pub async fn officer(&self, union: &Union) -> Client {
        self.site.holder("周县员", &format!("1390001{:04}", union.id.0), Role::Officer, union.id).await
    }
    /// An officer of any name.
    pub async fn holder(&self, name: &str, phone: &str, union: &Union) -> Client {
        self.site.holder(name, phone, Role::Officer, union.id).await
    }
    pub async fn account(&self, name: &str) -> platform::identity::AccountId {
        self.site
            .app
            .db
            .one::<(platform::identity::AccountId,)>("SELECT id FROM accounts WHERE name = $1", vals![name])
            .await
            .unwrap()
            .0
    }
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.site.number(sql).await
    }
    pub async fn words(&self, sql: &'static str) -> String {
        self.site.app.db.one::<(String,)>(sql, vec![]).await.unwrap().0
    }
    pub async fn sms(&self, phone: &str) -> String {
        self.site.sms(phone).await
    }
    pub async fn days_later(&self, days: i64) {
        for _ in 0..days {
            self.site.days_later(1).await;
        }
    }
    /// A figure of a union and all below, of this month.
    pub async fn figure(&self, key: &str, union: &Union) -> i64 {
        let measure = crate::MEASURES.iter().find(|m| m.key == key).unwrap();
        let period = Period { from: date(2026, 1, 1), to: date(2027, 12, 31) };
        facts::sum(&self.site.app.db, measure, &Scope::below(&union.path), period).await.unwrap()
    }
    /// The titles of the tasks that wait at a union.
    pub async fn waiting(&self, union: &Union) -> Vec<String> {
        let all = platform::tasks::waiting(&self.site.app.db, union.id, &["case"], 50).await.unwrap();
        all.into_iter().map(|task| task.title).collect()
    }
    pub async fn close(&self, union: &Union) {
        let mut tx = self.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE organisations SET closed_on = '2026-11-01' WHERE id = $1", vals![union.id]).await.unwrap();
        tx.commit().await.unwrap();
    }
}
impl Worker {
    /// Asks; gives the number of the case.
    pub async fn ask(&mut self, service: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.client.post(&format!("/services/{service}"), fields).await.expect(303);
        answer.to().strip_prefix("/me/cases/").expect("one's own case").to_owned()
    }
    pub async fn suggest(&mut self) -> String {
        self.ask("suggestions", &[("f_what", "workplace"), ("f_story", "夜班食堂只有冷饭")]).await
    }
}
/// What an officer does.
pub async fn decide(client: &mut Client, number: &str, fields: &[(&str, &str)]) -> platform::testing::Answer {
    client.post(&format!("/console/cases/{number}/decision"), fields).await
}
