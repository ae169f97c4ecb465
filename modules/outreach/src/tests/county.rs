//! A small county with a town, a federation and firms.
use directory::{
    codes::{self, NewCode},
    employers::{self, EmployerId, NewEmployer},
    members::{self, Admission, admission::Source},
    people::PersonDetails,
    places::{self, NewPlace, PlaceKind},
    unions::{self, NewUnion, Union, UnionKind},
};
use jiff::civil::date;
use platform::{
    rights::Role,
    standards::IdNumber,
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

/// The n-th identity number of a man of the county; nobody has it.
pub fn id_number(n: u16) -> String {
    let born = date(1970, 1, 1).saturating_add(jiff::Span::new().days(i64::from(n)));
    IdNumber::synthetic("320902", born, 997).expect("a known place").as_str().to_owned()
}

impl County {
    pub async fn found(site: Site) -> County {
        let app = site.app.clone();
        let mut tx = app.db.begin().await.expect("an act");
        let named = |kind, name: &str, groups: &[&str]| NewUnion {
            phone: "0515-88001234".into(),
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            founded_on: Some(date(2020, 1, 1)),
            ..NewUnion::named(kind, name, "320999")
        };
        let county = named(UnionKind::County, "滨河县总工会", &[]);
        let county = unions::store::add(&mut tx, &app, None, &county).await.expect("a county");
        let under = Some(county.org());
        let mut add = async |kind, name: &str, parent: Option<&platform::tree::Org>, groups: &[&str]| {
            unions::store::add(&mut tx, &app, parent, &named(kind, name, groups)).await.expect("a union")
        };
        let town = add(UnionKind::Town, "城东街道总工会", under.as_ref(), &[]).await;
        let neighbour = add(UnionKind::Town, "城西街道总工会", under.as_ref(), &[]).await;
        let federation = add(UnionKind::IndustryFederation, "货运行业工会联合会", under.as_ref(), &["货车司机"]).await;
        let firm = add(UnionKind::Enterprise, "顺通物流工会", Some(&town.org()), &[]).await;
        let employer = |name: &str, headcount, union| NewEmployer {
            name: name.into(),
            headcount,
            union_id: union,
            region: "320999".into(),
            ..NewEmployer::default()
        };
        let shuntong = employer("顺通物流有限公司", 120, Some(firm.id));
        let shuntong = employers::store::add(&mut tx, &app, &town.org(), &shuntong).await.expect("an employer");
        let yuanda = employer("远达运输有限公司", 30, None);
        let yuanda = employers::store::add(&mut tx, &app, &town.org(), &yuanda).await.expect("an employer");
        for one in [shuntong, yuanda] {
            unions::store::cover(&mut tx, federation.id, one, date(2025, 1, 1)).await.expect("a coverage");
        }
        let place = NewPlace {
            union_id: firm.id,
            kind: PlaceKind::Contest,
            name: "货运大赛现场".into(),
            address: "体育中心".into(),
            position: None,
        };
        let place = places::store::add(&mut tx, &app, &place).await.expect("a place");
        let code = NewCode {
            union_id: firm.id,
            place: Some(place),
            purpose: "货运大赛现场入会".into(),
            headline: "跑车的人\n也有家".into(),
            group_name: "货车司机".into(),
            valid_from: date(2026, 11, 1),
            valid_to: Some(date(2026, 12, 31)),
            created_by: None,
        };
        codes::store::add(&mut tx, &app, "BHDS234", &code).await.expect("a code");
        tx.commit().await.expect("kept");
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
        let app = &self.site.app;
        let details = PersonDetails {
            name: name.into(),
            document_kind: "111".into(),
            document: number.into(),
            phone: phone.into(),
            employer: Some(self.shuntong),
            employer_name: "顺通物流有限公司".into(),
            ..PersonDetails::default()
        };
        let admission = Admission {
            person: None,
            details,
            groups: Vec::new(),
            joined_on: date(2026, 1, 5),
            change: "1".into(),
            reason: String::new(),
        };
        let source = Source { key: "roster", note: "名册", account: None, batch: 0 };
        let mut tx = app.db.begin().await.expect("an act");
        let (person, _) = members::admit(&mut tx, app, &self.firm.org(), admission, source).await.expect("a member");
        tx.commit().await.expect("kept");
        person
    }
    /// Whether an account of this name got a message of this title.
    pub async fn told(&self, name: &str, title: &str) -> bool {
        let sql =
            "SELECT COUNT(*) FROM notices n JOIN accounts a ON a.id = n.account WHERE a.name = $1 AND n.title = $2";
        self.site.app.db.number(sql, platform::vals![name, title]).await.expect("a number") == 1
    }
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.site.app.db.number(sql, Vec::new()).await.expect("a number")
    }
}
