//! A town in which a worker, a firm, a mediator and an officer meet.
use crate::tests::{
    counties,
    county::{County, Worker},
};
use platform::{
    rights::Role,
    testing::{Answer, Client},
    vals,
};

pub const ASKED: [(&str, &str); 7] = [
    ("f_employer", "顺通物流有限公司"),
    ("f_what", "wages"),
    ("f_amount", "9860"),
    ("f_since", "2026-10-15"),
    ("f_left", "2026-11-01"),
    ("f_story", "两个月没发工资"),
    ("bypass", "1"),
];
pub const FIRM: &str = "13900040001";
/// One dark point: what the pad sends, as small as a picture can be.
pub const DRAWN: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub struct Room {
    pub county: County,
    pub worker: Worker,
    pub officer: Client,
    pub mediator: Client,
    pub firm: Client,
    pub number: String,
}
/// The worker has asked, past the union at the workplace; the town has it.
pub async fn rooms() -> Vec<Room> {
    let mut all = Vec::new();
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let officer = county.officer(&county.town).await;
        let mediator = county.site.holder("梁秋", "13900050001", Role::Mediator, county.town.id).await;
        let number = worker.ask("mediation", &ASKED).await;
        let firm = county.site.person("钱人事", FIRM).await;
        all.push(Room { county, worker, officer, mediator, firm, number });
    }
    all
}
impl Room {
    pub async fn account(&self, name: &str) -> String {
        let sql = "SELECT id FROM accounts WHERE name = $1";
        let (id,): (i64,) = self.county.site.app.db.one(sql, vals![name]).await.unwrap();
        id.to_string()
    }
    fn at(&self) -> String {
        format!("/console/mediations/{}", self.number)
    }
    pub fn own(&self) -> String {
        format!("/me/mediations/{}", self.number)
    }
    pub async fn officer_does(&mut self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let (to, fields) = (format!("{}/act", self.at()), with(act, fields));
        self.officer.post(&to, &fields).await
    }
    pub async fn mediator_does(&mut self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let (to, fields) = (format!("{}/act", self.at()), with(act, fields));
        self.mediator.post(&to, &fields).await
    }
    pub async fn worker_does(&mut self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let (to, fields) = (format!("{}/act", self.own()), with(act, fields));
        self.worker.client.post(&to, &fields).await
    }
    pub async fn firm_does(&mut self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let (to, fields) = (format!("{}/act", self.own()), with(act, fields));
        self.firm.post(&to, &fields).await
    }
    pub async fn page(&mut self) -> Answer {
        let at = self.at();
        self.officer.get(&at).await.expect(200)
    }
    pub async fn worker_sees(&mut self) -> Answer {
        let own = self.own();
        self.worker.client.get(&own).await.expect(200)
    }
    pub async fn accept(&mut self) {
        let mediator = self.account("梁秋").await;
        let fields = [("mediator", mediator.as_str()), ("contact", "钱人事"), ("phone", FIRM)];
        self.officer_does("accept", &fields).await.expect(303);
    }
    pub async fn begin(&mut self) {
        self.accept().await;
        self.firm_does("agree", &[]).await.expect(303);
    }
    /// Two instalments, on 1 and 15 December.
    pub async fn draft(&mut self) {
        let revision = self.county.number("SELECT revision FROM mediations").await.to_string();
        let fields = [
            ("terms", "单位分两次付清9月、10月工资。\n职工不再提其他要求。"),
            ("what_0", "付第一笔工资"),
            ("day_0", "2026-12-01"),
            ("amount_0", "5000"),
            ("what_1", "付第二笔工资"),
            ("day_1", "2026-12-15"),
            ("amount_1", "4860.50"),
            ("revision", revision.as_str()),
        ];
        self.mediator_does("draft", &fields).await.expect(303);
    }
    pub async fn put_on_paper(&mut self) {
        for signer in ["worker", "firm", "seal"] {
            self.officer_does("paper", &[("signer", signer)]).await.expect(303);
        }
        self.mediator_does("paper", &[("signer", "mediator")]).await.expect(303);
    }
    pub async fn in_force(&mut self) {
        self.begin().await;
        self.draft().await;
        self.put_on_paper().await;
    }
    pub async fn figure(&self, key: &str) -> i64 {
        self.county.figure(key, &self.county.town).await
    }
}
fn with<'a>(act: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = fields.to_vec();
    all.push(("act", act));
    all
}
