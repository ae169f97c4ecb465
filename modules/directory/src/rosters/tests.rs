//! Rosters through the door, on both databases.
mod scene;

use super::{command, compare::Verdict, store};
use crate::{members, permissions::*, testing};
use platform::{rights::Role, sheets::Limits, vals};
use scene::{County, book, counties, id, sheet};

const SAMPLE: &[u8] = include_bytes!("../../../../crates/platform/fixtures/roster/sample.xlsx");

#[tokio::test]
async fn nothing_is_written_before_the_confirmation_and_then_only_right_rows() {
    for mut c in counties().await {
        let address = c.upload(SAMPLE).await;
        assert_eq!(c.members(&c.firm).await, 0);
        c.chair
            .get(&address)
            .await
            .expect(200)
            .expect_says("300行里有67行写错了，现在一行都没有写入")
            .expect_says("确认写入233行");
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (233, 233));
        c.chair.get(&address).await.expect(200).expect_says("已写入：新增233人");
        crate::testing::expect_beside(&c.site).await;
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        c.chair.get(&address).await.expect_says("没有重复写入");
        assert_eq!(c.members(&c.firm).await, 233);
        c.site.work().await;
        assert_eq!(
            (c.members(&c.firm).await, c.figure(members::MEMBERS).await),
            (233, 233),
            "the queued job finds everything done"
        );
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn every_wrong_row_comes_back_in_the_result_with_its_reason() {
    for mut c in counties().await {
        let address = c.upload(SAMPLE).await;
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        let result = c.chair.get(&format!("{address}/result.xlsx?only=wrong")).await.expect(200);
        let mut rows = 0;
        platform::sheets::open(&result.bytes, Limits::default())
            .unwrap()
            .rows(|number, cells| {
                if number == 3 {
                    assert_eq!((cells[20].text(), cells[21].text()), ("是否导入成功".into(), "错误原因".into()));
                } else if number > 4 && cells.len() > 20 {
                    rows += 1;
                    assert_eq!(cells[20].text(), "否");
                    assert!(!cells[21].text().is_empty());
                }
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(rows, 67);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_roster_that_was_exported_comes_back_unchanged() {
    for mut c in counties().await {
        let address = c.upload(SAMPLE).await;
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        c.chair
            .post("/console/rosters/export", &[("union", &c.firm.id.to_string())])
            .await
            .expect(422)
            .expect_says("请写明导出的用途");
        let exported = c
            .chair
            .post("/console/rosters/export", &[("union", &c.firm.id.to_string()), ("reason", "换届核对")])
            .await
            .expect(200);
        let again = c.upload(&exported.bytes).await;
        let import = c.import(&again).await;
        assert_eq!(
            (import.rows, import.unchanged, import.wrong, import.fresh, import.changed),
            (233, 233, 0, 0, 0),
            "{}",
            import.faults
        );
        assert_eq!(
            c.site
                .app
                .db
                .number(
                    "SELECT COUNT(*) FROM audit_entries WHERE act = 'roster.export' AND reason = '换届核对'",
                    vals![]
                )
                .await
                .unwrap(),
            1
        );
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_change_is_shown_field_by_field_and_undone_to_what_it_was() {
    for mut c in counties().await {
        let first = c.upload(&sheet(&[["林小满", &id(1), "13800138001"], ["程望川", &id(2), "13800138002"]])).await;
        c.chair.post(&format!("{first}/confirmation"), &[]).await.expect(303);
        let second = c.upload(&sheet(&[["林小满", &id(1), "13900139001"], ["程望川", &id(2), "13800138002"]])).await;
        c.chair
            .get(&format!("{second}?verdict=changed"))
            .await
            .expect(200)
            .expect_says("138****8001")
            .expect_says("139****9001");
        c.chair.post(&format!("{second}/confirmation"), &[]).await.expect(303);
        let phone = async |c: &County| {
            let app = &c.site.app;
            crate::people::store::by_document(&app.db, app, "111", &id(1))
                .await
                .unwrap()
                .unwrap()
                .phone(app)
                .unwrap()
                .unwrap()
        };
        assert_eq!(phone(&c).await, "13900139001");
        crate::testing::expect_beside(&c.site).await;
        c.chair.post(&format!("{second}/undoing"), &[]).await.expect(303);
        assert_eq!(phone(&c).await, "13800138001");
        c.chair.post(&format!("{first}/undoing"), &[]).await.expect(303);
        assert_eq!(
            (c.members(&c.firm).await, c.figure(members::MEMBERS).await),
            (1, 1),
            "the person changed since stays"
        );
        c.chair.get(&first).await.expect_says("有1行写入以后又被改过，保留不动");
        crate::testing::expect_beside(&c.site).await;
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn after_seven_days_an_import_stays() {
    for mut c in counties().await {
        let address = c.upload(&sheet(&[["林小满", &id(1), "13800138001"]])).await;
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        c.site.app.clock.advance(7 * 86_400 + 1);
        c.chair.post(&format!("{address}/undoing"), &[]).await.expect(409);
        assert_eq!(c.members(&c.firm).await, 1);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_member_of_another_union_is_not_taken_and_the_other_union_not_named() {
    for mut c in counties().await {
        let bytes = sheet(&[["林小满", &id(1), "13800138001"]]);
        command::import(&c.site.app, c.other.id, "a.xlsx", bytes.clone().into(), false).await.unwrap();
        let address = c.upload(&bytes).await;
        let page = c.chair.get(&address).await.expect(200).expect_says("请先办理转会");
        assert!(!page.says("宏安劳务工会"));
        assert_eq!(c.members(&c.firm).await, 0);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_row_that_somebody_else_entered_meanwhile_is_left_out_with_a_reason() {
    for mut c in counties().await {
        let bytes = sheet(&[["林小满", &id(1), "13800138001"], ["程望川", &id(2), "13800138002"]]);
        let address = c.upload(&bytes).await;
        command::import(&c.site.app, c.other.id, "a.xlsx", sheet(&[["林小满", &id(1), "13800138001"]]).into(), false)
            .await
            .unwrap();
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        assert_eq!((c.members(&c.firm).await, c.members(&c.other).await), (1, 1));
        c.chair.get(&format!("{address}?verdict=skipped")).await.expect_says("写入前，这个人已经由别人登记为会员");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_crash_in_the_middle_is_resumed_and_writes_nothing_twice() {
    for mut c in counties().await {
        let rows: Vec<[String; 3]> = (0..240).map(|n| ["林小满".into(), id(n), format!("138{n:08}")]).collect();
        let rows: Vec<[&str; 3]> = rows.iter().map(|r| [r[0].as_str(), r[1].as_str(), r[2].as_str()]).collect();
        let address = c.upload(&sheet(&rows)).await;
        let import = c.import(&address).await;
        // As a crash leaves it: confirmed, the batch opened, nothing or something written.
        let mut tx = c.site.app.db.begin().await.unwrap();
        assert!(store::step(&mut tx, import.id, "checked", "writing").await.unwrap());
        let batch = tx.insert("batches", "made_at", vals![1]).await.unwrap();
        tx.exec(
            "UPDATE imports SET batch = $2, confirmed_at = $3 WHERE id = $1",
            vals![import.id, batch, c.site.app.now()],
        )
        .await
        .unwrap();
        platform::jobs::queue(&mut tx, super::write::JOB, &import.id.to_string(), c.site.app.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (0, 0));
        c.site.work().await;
        assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (240, 240));
        super::write::write_all(&c.site.app, import.id).await.unwrap();
        assert_eq!(c.members(&c.firm).await, 240);
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_a_hidden_batch_holds_is_neither_listed_nor_counted() {
    for c in counties().await {
        let app = &c.site.app;
        let mut tx = app.db.begin().await.unwrap();
        let batch = tx.insert("batches", "made_at", vals![1]).await.unwrap();
        let source = crate::members::admission::Source { key: "roster", note: "名册导入", account: None, batch };
        let admission = members::Admission::first(testing::person("林小满", &id(1), ""), app.today());
        crate::members::admit(&mut tx, app, &c.firm, admission, source).await.unwrap();
        tx.commit().await.unwrap();
        c.site.work().await;
        assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (0, 0));
        let mut tx = app.db.begin().await.unwrap();
        platform::facts::show_batch(&mut tx, app, batch).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (1, 1));
            c.site.work().await;
        }
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn leaving_and_keeping_are_written_as_events_and_counted() {
    for mut c in counties().await {
        let address = c.upload(&sheet(&[["林小满", &id(1), "13800138001"], ["程望川", &id(2), "13800138002"]])).await;
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        let row = |name: &str, number: &str, change: &str, on: &str| {
            let mut cells = vec![String::new(); 20];
            for (column, text) in [
                (1, name),
                (2, "男"),
                (6, "居民身份证"),
                (7, number),
                (10, "13800138001"),
                (13, change),
                (14, on),
                (17, "顺通物流有限公司"),
            ] {
                cells[column] = text.into();
            }
            cells
        };
        let address = c
            .upload(&book(&[
                row("林小满", &id(1), "保留", "2026-03-01"),
                row("程望川", &id(2), "转出", "2026-04-01"),
                row("魏同舟", &id(3), "退会", "2026-04-01"),
            ]))
            .await;
        c.chair.get(&address).await.expect_says("工会里还没有这个人，不能登记转出、除名或退会");
        c.chair.post(&format!("{address}/confirmation"), &[]).await.expect(303);
        let states: Vec<(String, String)> =
            c.site.app.db.all("SELECT name, state FROM memberships ORDER BY id", vals![]).await.unwrap();
        assert_eq!(states, [("林小满".into(), "kept".into()), ("程望川".into(), "ended".into())]);
        assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (1, 1));
        c.chair.post(&format!("{address}/undoing"), &[]).await.expect(303);
        assert_eq!((c.members(&c.firm).await, c.figure(members::MEMBERS).await), (2, 2));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_file_that_is_no_roster_is_refused_whole_with_a_sentence() {
    for mut c in counties().await {
        c.chair
            .upload("/console/rosters", "照片.xlsx", b"\xff\xd8\xff\xe0 not a sheet", &[])
            .await
            .expect(422)
            .expect_says("这个文件没有收下");
        c.chair
            .upload("/console/rosters", "空.xlsx", &sheet(&[]), &[])
            .await
            .expect(422)
            .expect_says("这份名册里没有会员");
        c.chair.post("/console/rosters", &[]).await.expect(422).expect_says("请先选择要导入的Excel文件");
        assert_eq!(c.site.app.db.number("SELECT COUNT(*) FROM imports", vals![]).await.unwrap(), 0);
        let large = vec![0u8; super::UPLOAD_LIMIT + 1000];
        c.chair.upload("/console/rosters", "大.xlsx", &large, &[]).await.expect(413).expect_says("超过了允许的大小");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_federations_officer_says_first_for_which_union() {
    for c in counties().await {
        let mut officer = c.site.holder("孙维方", "13800000006", Role::Officer, c.county.id).await;
        officer.get("/console/rosters").await.expect(200).expect_says("先选要导入的工会");
        officer.get(&format!("/console/rosters?union={}", c.firm.id)).await.expect_says("导入到顺通物流工会");
        let named = format!("/console/rosters?union_name={}", platform::web::encode("宏安劳务工会"));
        officer.get(&named).await.expect_says("导入到宏安劳务工会");
        let typed = format!("/console/rosters?union_name={}", platform::web::encode("没有的工会"));
        officer.get(&typed).await.expect(200).expect_says("没有找到这家工会");
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_neighbour_sees_no_import_and_a_county_office_takes_no_members() {
    for mut c in counties().await {
        let address = c.upload(&sheet(&[["林小满", &id(1), "13800138001"]])).await;
        let mut neighbour = c.site.holder("吴江", "13800000004", Role::Chair, c.other.id).await;
        neighbour.get(&address).await.expect(404);
        neighbour.post(&format!("{address}/confirmation"), &[]).await.expect(404);
        neighbour
            .post("/console/rosters/export", &[("union", &c.firm.id.to_string()), ("reason", "看看")])
            .await
            .expect(404);
        let mut auditor = c.site.holder("郑州", "13800000005", Role::Auditor, c.county.id).await;
        auditor.get(&address).await.expect(403);
        assert!(!ROSTERS_IMPORT.is_held_by(Role::Auditor));
        c.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn the_command_line_says_a_verdict_for_every_row() {
    for c in counties().await {
        let report = command::import(&c.site.app, c.firm.id, "sample.xlsx", SAMPLE.into(), true).await.unwrap();
        assert_eq!(report.rows.len(), 300);
        assert_eq!(report.rows.iter().filter(|r| r.verdict == Verdict::Wrong).count(), 67);
        assert!(report.rows.iter().all(|r| (r.verdict == Verdict::Wrong) != r.faults.is_empty()));
        assert_eq!(c.members(&c.firm).await, 0, "a dry run writes nothing");
        assert_eq!(c.site.app.db.number("SELECT COUNT(*) FROM imports", vals![]).await.unwrap(), 0);
        c.site.figures_add_up().await;
    }
}
