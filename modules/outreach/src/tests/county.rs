//! A small county with a town, a federation and firms.
use directory::{
    codes::NewCode,
    employers::{EmployerId, NewEmployer},
    members::Admission,
    people::PersonDetails,
    places::{NewPlace, PlaceKind},
    testing,
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
    pub federation: Union,
    pub firm: Union,
    pub neighbour: Union,
    pub shuntong: EmployerId,
}

impl County {
    pub async fn found(site: Site) -> County {
        let plan = [
            (None, UnionKind::County, "滨河县总工会", &[][..]),
            (Some(0), UnionKind::Town, "城东街道总工会", &[]),
            (Some(0), UnionKind::Town, "城西街道总工会", &[]),
            (Some(0), UnionKind::IndustryFederation, "货运行业工会联合会", &["货车司机"]),
            (Some(1), UnionKind::Enterprise, "顺通物流工会", &[]),
        ];
        let plan = plan.map(|(under, kind, name, groups): (_, _, _, &[&str])| {
            let groups = groups.iter().map(|g| (*g).to_owned()).collect();
            let (phone, founded_on) = ("0515-88001234".into(), Some(date(2020, 1, 1)));
            (under, NewUnion { phone, groups, founded_on, ..NewUnion::named(kind, name, "320999") })
        });
        let [county, town, neighbour, federation, firm] = testing::unions(&site, plan).await;
        let employer = |name: &str, headcount, union| NewEmployer {
            name: name.into(),
            headcount,
            union_id: union,
            region: "320999".into(),
            ..NewEmployer::default()
        };
        let shuntong = employer("顺通物流有限公司", 120, Some(firm.id));
        let shuntong = testing::employer(&site, &town.org(), &shuntong).await;
        let yuanda = testing::employer(&site, &town.org(), &employer("远达运输有限公司", 30, None)).await;
        testing::cover(&site, &federation, &[shuntong, yuanda], date(2025, 1, 1)).await;
        let place = NewPlace {
            union_id: firm.id,
            kind: PlaceKind::Contest,
            name: "货运大赛现场".into(),
            address: "体育中心".into(),
            position: None,
        };
        let code = NewCode {
            union_id: firm.id,
            place: Some(testing::place(&site, &place).await),
            purpose: "货运大赛现场入会".into(),
            headline: "跑车的人\n也有家".into(),
            group_name: "货车司机".into(),
            valid_from: date(2026, 11, 1),
            valid_to: Some(date(2026, 12, 31)),
            created_by: None,
        };
        testing::code(&site, "BHDS234", &code).await;
        County { site, county, town, federation, firm, neighbour, shuntong }
    }

    pub async fn officer(&self) -> Client {
        self.site.holder("孙维方", "13800000001", Role::Officer, self.county.id).await
    }
    pub async fn town_officer(&self) -> Client {
        self.site.holder("周小禾", "13800000002", Role::Officer, self.town.id).await
    }
    pub async fn stranger(&self) -> Client {
        self.site.holder("罗谷雨", "13800000003", Role::Officer, self.neighbour.id).await
    }
    pub async fn organiser(&self) -> Client {
        self.site.holder("宋晓燕", "13800000004", Role::Organiser, self.firm.id).await
    }
    pub async fn chair(&self) -> Client {
        self.site.holder("汪海涛", "13800000005", Role::Chair, self.firm.id).await
    }

    /// A member of the firm's union, who works at 顺通物流.
    pub async fn member(&self, name: &str, number: &str, phone: &str) -> PersonId {
        let details = PersonDetails {
            employer: Some(self.shuntong),
            employer_name: "顺通物流有限公司".into(),
            ..testing::person(name, number, phone)
        };
        testing::member(&self.site, &self.firm.org(), Admission::first(details, date(2026, 1, 5))).await.0
    }
    /// Whether an account of this name got a message of this title.
    pub async fn told(&self, name: &str, title: &str) -> bool {
        let sql =
            "SELECT COUNT(*) FROM notices n JOIN accounts a ON a.id = n.account WHERE a.name = $1 AND n.title = $2";
        self.site.app.db.number(sql, platform::vals![name, title]).await.expect("a number") == 1
    }
}
