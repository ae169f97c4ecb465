//! Reports through the door: an Excel form becomes a frozen export.
mod collect;
mod fill;
mod later;

use super::{
    fixture, form_link, link,
    store::{self, FormId, ReportId},
};
use crate::tests::{FAMILIES, of_few};
use directory::{
    members::{Admission, MEMBERS},
    testing,
    unions::{NewUnion, UnionKind},
};
use jiff::civil::{Date, date};
use platform::{
    Module,
    facts::{self, Fact},
    rights::Role,
    testing::{Answer, Client, Site},
    tree::{Org, Scope},
};

fn modules() -> Vec<Module> {
    vec![directory::module(), crate::module(), of_few()]
}
/// A county, three towns, a firm's union in the first.
struct County {
    site: Site,
    county: Org,
    towns: Vec<Org>,
    firm: Org,
}
async fn counties() -> Vec<County> {
    Site::each(modules, async |site| {
        let founded =
            |kind, name: &str| NewUnion { founded_on: Some(date(2020, 1, 1)), ..NewUnion::named(kind, name, "320999") };
        let county = testing::union(&site, None, &founded(UnionKind::County, "滨河县总工会")).await.org();
        let mut towns = Vec::new();
        for name in ["城东镇总工会", "城西镇总工会", "河口镇总工会"] {
            towns.push(testing::union(&site, Some(&county), &founded(UnionKind::Town, name)).await.org());
        }
        let firm = founded(UnionKind::Enterprise, "顺通物流工会");
        let firm = testing::union(&site, Some(&towns[0]), &firm).await.org();
        let county = County { site, county, towns, firm };
        for (number, day) in
            [(1, date(2025, 8, 3)), (2, date(2026, 3, 1)), (3, date(2026, 7, 9)), (4, date(2026, 9, 30))]
        {
            county.member(number, day).await;
        }
        county
    })
    .await
}
impl County {
    async fn member(&self, number: u32, joined_on: Date) {
        let details = testing::person(&format!("会员{number}"), &format!("3209991990{number:08}"), "");
        testing::member(&self.site, &self.firm, Admission::first(details, joined_on)).await;
    }
    async fn officer(&self) -> Client {
        self.site.holder("孙维方", "19900000001", Role::Officer, self.county.id).await
    }
    async fn town_officer(&self) -> Client {
        self.site.holder("高远山", "19900000003", Role::Officer, self.towns[0].id).await
    }
    async fn families(&self, org: &Org, day: Date, amount: i64) {
        let fact = Fact { measure: FAMILIES, org: org.id, day, dimension: "", amount, record: "thing", record_id: 1 };
        self.count(&fact).await;
    }
    async fn count(&self, fact: &Fact<'_>) {
        let mut tx = self.site.app.db.begin().await.unwrap();
        facts::count(&mut tx, fact).await.unwrap();
        tx.commit().await.unwrap();
    }
    /// Somebody who joined in the quarter is entered only now.
    async fn late_member(&self) {
        let org = self.firm.id;
        let day = date(2026, 8, 20);
        self.count(&Fact { measure: MEMBERS, org, day, dimension: "", amount: 1, record: "membership", record_id: 4 })
            .await;
    }
    /// The city's form, uploaded and bound cell by cell.
    async fn form(&self, officer: &mut Client) -> FormId {
        let fields = [("name", fixture::NAME), ("rhythm", "quarter")];
        let sent = officer.upload("/console/reports/forms", fixture::FILE, &fixture::form().unwrap(), &fields).await;
        let form = FormId(sent.expect(303).to().rsplit('/').next().unwrap().parse().unwrap());
        for (cell, what, measure, word) in [
            ("C2", "union", "", ""),
            ("F2", "period", "", ""),
            ("G6", "text", "", ""),
            ("D6", "measure", "会员", "end"),
            ("E6", "measure", "会员", "last_year"),
            ("D8", "measure", "新入会", "this"),
            ("E8", "measure", "新入会", "last_year"),
            ("F8", "measure", "新入会", "since_new_year"),
            ("D9", "measure", "扫码入会", "this"),
            ("D15", "measure", "帮扶的家庭", "this"),
        ] {
            bind(officer, form, cell, &[("what", what), ("measure", measure), ("word", word)]).await.expect(303);
        }
        form
    }
    async fn report(&self, officer: &mut Client, form: FormId, period: &str) -> ReportId {
        let opened = officer.post(&format!("{}/reports", form_link(form)), &[("period", period)]).await.expect(303);
        ReportId(opened.to().rsplit('/').next().unwrap().parse().unwrap())
    }
    /// Of the third quarter, its words written, signed.
    async fn signed(&self, officer: &mut Client) -> ReportId {
        let form = self.form(officer).await;
        let report = self.report(officer, form, "2026-Q3").await;
        write(officer, report, "G6", "重点做货车司机入会").await.expect(303);
        officer.post(&format!("{}/signature", link(report)), &[]).await.expect(303);
        report
    }
    async fn frozen(&self, officer: &mut Client) -> ReportId {
        let report = self.signed(officer).await;
        officer.post(&format!("{}/freeze", link(report)), &[]).await.expect(303);
        report
    }
    async fn state(&self, report: ReportId) -> store::State {
        let scope = Scope::below(&self.county.path);
        store::report(&self.site.app.db, &scope, report).await.unwrap().unwrap().state()
    }
}
async fn bind(client: &mut Client, form: FormId, cell: &str, fields: &[(&str, &str)]) -> Answer {
    let all: Vec<(&str, &str)> = [("page", "0"), ("cell", cell)].into_iter().chain(fields.iter().copied()).collect();
    client.post(&format!("{}/cells", form_link(form)), &all).await
}
async fn write(client: &mut Client, report: ReportId, cell: &str, text: &str) -> Answer {
    let cell = format!("{}!{cell}", fixture::PAGE);
    client.post(&format!("{}/texts", link(report)), &[("cell", &cell), ("text", text)]).await
}
