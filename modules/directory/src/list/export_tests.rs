//! Filtered lists as workbooks, through the door, on both databases.
use crate::{
    employers::{self, NewEmployer},
    unions::{self, NewUnion, UnionKind},
};
use platform::{
    Module,
    rights::Role,
    sheets::{Limits, open},
    testing::Site,
    vals,
};
use std::ops::ControlFlow;

fn modules() -> Vec<Module> {
    vec![crate::module()]
}
/// The first column below the head.
fn first_column(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let rows = open(bytes, Limits::default()).unwrap().rows(|number, cells| {
        if number > 1 {
            found.push(cells[0].text());
        }
        ControlFlow::Continue(())
    });
    rows.unwrap();
    found
}

#[tokio::test]
async fn what_is_filtered_is_exported_and_nothing_of_the_neighbour() {
    for site in Site::on_both(modules).await {
        let app = &site.app;
        let mut tx = app.db.begin().await.unwrap();
        let new = |kind, name| NewUnion::named(kind, name, "320924");
        let county =
            unions::store::add(&mut tx, app, None, &new(UnionKind::County, "滨河县总工会")).await.unwrap().org();
        let firm = unions::store::add(&mut tx, app, Some(&county), &new(UnionKind::Enterprise, "顺通物流工会"))
            .await
            .unwrap()
            .org();
        let other = unions::store::add(&mut tx, app, Some(&county), &new(UnionKind::Joint, "=货运联合工会"))
            .await
            .unwrap()
            .org();
        for (name, headcount, org) in [("顺通物流有限公司", 300, &firm), ("宏安劳务有限公司", 20, &other)]
        {
            let employer = NewEmployer { name: name.into(), headcount, region: "320924".into(), ..Default::default() };
            employers::store::add(&mut tx, app, org, &employer).await.unwrap();
        }
        tx.commit().await.unwrap();

        let mut officer = site.holder("孙维方", "13800000002", Role::Officer, county.id).await;
        let unions = officer.get("/console/unions.xlsx?view=list&grassroots=1").await.expect(200);
        assert_eq!(first_column(&unions.bytes), ["顺通物流工会", "=货运联合工会"], "a text, never a formula");
        let large = officer.get("/console/employers.xlsx?least=100").await.expect(200);
        assert_eq!(first_column(&large.bytes), ["顺通物流有限公司"]);
        let mut chair = site.holder("周明", "13800000003", Role::Chair, other.id).await;
        assert_eq!(first_column(&chair.get("/console/employers.xlsx").await.expect(200).bytes), ["宏安劳务有限公司"]);
        let recorded = app
            .db
            .number("SELECT COUNT(*) FROM audit_entries WHERE act IN ('union.export', 'employer.export')", vals![])
            .await;
        assert_eq!(recorded.unwrap(), 3);
    }
}
