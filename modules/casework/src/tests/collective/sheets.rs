use super::*;
use platform::sheets::{self, Book, Limits};
use std::ops::ControlFlow;

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let sheet = sheets::open(bytes, Limits::default()).unwrap();
    sheet
        .rows(|_, cells| {
            all.push(cells.iter().map(|cell| cell.text()).collect());
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}
fn book(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut book = Book::new("清单", &[16, 12, 12, 14, 40]).unwrap();
    book.title("改过的", 5).unwrap();
    book.head(&["诉求编号", "姓名", "月份", "金额（元）", "证据"]).unwrap();
    for row in rows {
        book.row(row).unwrap();
    }
    book.bytes().unwrap()
}

#[tokio::test]
async fn the_claim_sheet_is_filled_by_each_worker_and_by_the_officer_and_the_later_one_is_told() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut all, matter) = joined(&county, &mut chair, 2).await;
        let page = format!("/console/matters/{matter}");
        let line = [
            ("act", "fill"),
            ("version", "2"),
            ("month_0", "2026年9月"),
            ("amount_0", "4930.50"),
            ("evidence_0", "工资条"),
        ];
        does(&mut all[0].0, &matter, &[&line[..2], &[("month_0", "九月"), ("amount_0", "x")]].concat())
            .await
            .expect(422)
            .expect_says("请写年和月")
            .expect_says("请只填数字");
        does(&mut all[0].0, &matter, &[&line[..], &[("month_1", "202609"), ("amount_1", "1")]].concat())
            .await
            .expect(422)
            .expect_says("这个月上面已经写了");
        does(&mut all[0].0, &matter, &line).await.expect(303);
        // The officer saw the sheet before that.
        let of = [("of", &*all[0].1), ("act", "fill"), ("version", "2"), ("month_0", "2026-10"), ("amount_0", "1")];
        desk_does(&mut chair, &matter, &of).await.expect(409).expect_says("这张表刚有人改过");
        let of = [("of", &*all[1].1), ("act", "fill"), ("version", "2"), ("month_0", "2026-10"), ("amount_0", "2000")];
        desk_does(&mut chair, &matter, &of).await.expect(303);
        let shown = chair.get(&page).await.expect(200);
        shown.expect_says("2026年9月").expect_says("2026年10月").expect_says("¥4,930.50").expect_says("¥6,930.50");
        let fill = chair.get(&format!("{page}?act=fill&of={}", all[0].1)).await.expect(200);
        assert!(fill.text().contains("4930.50"), "what is there is in the form");
        let sealed = "SELECT COUNT(*) FROM matter_claims WHERE evidence_sealed LIKE '%工资%'";
        assert_eq!(county.number(sealed).await, 0);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_sheet_goes_out_and_comes_back_with_each_row_written_or_told_why_not() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut all, matter) = joined(&county, &mut chair, 2).await;
        let line =
            [("act", "fill"), ("version", "2"), ("month_0", "2026-09"), ("amount_0", "4930"), ("evidence_0", "工资条")];
        does(&mut all[0].0, &matter, &line).await.expect(303);
        let out = chair.get(&format!("/console/matters/{matter}/sheet")).await.expect(200);
        let out = rows(&out.bytes);
        assert!(out.iter().any(|row| row.starts_with(&[
            all[0].1.clone(),
            "工友1".into(),
            "2026-09".into(),
            "4930".into()
        ])));
        assert!(out.iter().any(|row| row[0] == all[1].1), "who has no line yet has an empty one");
        assert_eq!(out.last().unwrap()[3], "4930");
        let imports = format!("/console/matters/{matter}/imports");
        chair.get(&imports).await.expect(200);
        chair.upload(&imports, "x.xlsx", b"nothing", &[]).await.expect(422);
        let (one, two) = (all[0].1.clone(), all[1].1.clone());
        let file = book(&[
            [&one, "工友1", "2026-09", "4930", "工资条"],
            [&one, "工友1", "2026-10", "4930", "聊天记录"],
            [&one, "工友1", "2026-10", "1", "再写一次"],
            [&two, "工友1", "2026-09", "1", ""],
            [&two, "工友2", "九月", "1", ""],
            [&two, "工友2", "2026-09", "很多", ""],
            ["202600000000", "张三", "2026-09", "1", ""],
            [&two, "", "2026-08", "3000.5", ""],
            ["合计", "", "", "99", ""],
        ]);
        chair.upload(&imports, "改过的.xlsx", &file, &[]).await.expect(303);
        let preview = chair.get(&imports).await.expect(200).expect_says("会写2行，不写5行").expect_says("改过的.xlsx");
        for why in [
            "同一个人同一个月前面已经有一行",
            "姓名和诉求编号对不上",
            "月份请写成",
            "金额请只填数字",
            "没有这个诉求编号",
            "没变",
        ] {
            assert!(preview.says(why), "{why}");
        }
        assert_eq!(county.number("SELECT COUNT(*) FROM matter_claims").await, 1, "a preview writes nothing");
        // Meanwhile the worker fills in the same month: that stays.
        let own = [
            ("act", "fill"),
            ("version", "3"),
            ("month_0", "2026-09"),
            ("amount_0", "4930"),
            ("month_1", "2026-10"),
            ("amount_1", "5000"),
        ];
        county.site.days_later(1).await;
        does(&mut all[0].0, &matter, &own).await.expect(303);
        let done = chair.post(&format!("{imports}/confirmation"), &[]).await.expect(303);
        assert_eq!(done.to(), imports);
        chair.get(&imports).await.expect_says("您上传以后有人改过这一项").expect_says("九月");
        assert_eq!(
            county.number("SELECT CAST(SUM(amount) AS BIGINT) FROM matter_claims").await,
            493_000 + 500_000 + 300_050
        );
        chair.post(&format!("{imports}/confirmation"), &[]).await.expect(303);
        assert_eq!(county.number("SELECT COUNT(*) FROM matter_steps WHERE act = 'import'").await, 1, "once");
        let mut other = county.chair(&county.park).await;
        other.get(&imports).await.expect(404);
        other.get(&format!("/console/matters/{matter}/sheet")).await.expect(404);
        county.site.figures_add_up().await;
    }
}
