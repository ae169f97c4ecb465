use super::*;
use crate::reports::store::State;
use platform::sheets::{self, Cell, Limits};
use std::{collections::BTreeMap, ops::ControlFlow};

fn cells(bytes: &[u8]) -> BTreeMap<u32, Vec<Cell>> {
    let mut rows = BTreeMap::new();
    sheets::open(bytes, Limits::default())
        .unwrap()
        .rows(|row, cells| {
            rows.insert(row, cells);
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

#[tokio::test]
async fn an_excel_form_is_bound_once_then_filled_signed_frozen_and_sent_back_as_it_came() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let report = county.frozen(&mut officer).await;
        let page = officer.get(&link(report)).await.expect(200).expect_says("已冻结").expect_says("2026年三季度");
        assert!(page.text().contains(&format!("/console/members?union={}", county.county.id)), "numbers open records");
        let file = officer.get(&format!("{}/form.xlsx", link(report))).await.expect(200).bytes;
        let rows = cells(&file);
        assert_eq!(rows[&2][2], Cell::Text("滨河县总工会".into()));
        assert_eq!(rows[&2][5], Cell::Text("2026年三季度".into()));
        assert_eq!((&rows[&6][3], &rows[&6][4]), (&Cell::Number(4.0), &Cell::Number(1.0)));
        assert_eq!(
            (&rows[&8][3], &rows[&8][4], &rows[&8][5]),
            (&Cell::Number(2.0), &Cell::Number(1.0), &Cell::Number(3.0))
        );
        assert_eq!(rows[&10][3], Cell::Number(0.0), "the share is computed by its formula");
        assert_eq!(rows[&6][6], Cell::Text("重点做货车司机入会".into()));
        let csv = officer.get(&format!("{}/cells.csv", link(report))).await.expect(200).text();
        assert!(csv.contains("组织建设,会员数,人,4,1,,重点做货车司机入会"), "{csv}");
        officer.get(&format!("{}/print", link(report))).await.expect(200).expect_says("数字截至2026年11月19日冻结");
    }
}

#[tokio::test]
async fn a_form_that_is_no_form_is_refused_in_a_sentence() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let fields = [("name", "季报"), ("rhythm", "quarter")];
        for (file, says) in [
            (&b"hello"[..], "这不是Excel文件"),
            (include_bytes!("../../../../../crates/platform/fixtures/roster/sample.xls"), "另存为xlsx"),
        ] {
            officer.upload("/console/reports/forms", "表.xlsx", file, &fields).await.expect(422).expect_says(says);
        }
        officer.post("/console/reports/forms", &[("name", "季报")]).await.expect(422).expect_says("请填报表名称");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM report_forms").await, 0);
    }
}

#[tokio::test]
async fn a_number_that_somebody_typed_into_the_form_is_in_no_report() {
    for county in counties().await {
        let mut officer = county.officer().await;
        // The form of last quarter comes again, with its numbers.
        let report = county.frozen(&mut officer).await;
        let sent = officer.get(&format!("{}/form.xlsx", link(report))).await.expect(200).bytes;
        let fields = [("name", "又来的季报"), ("rhythm", "quarter")];
        let form = officer.upload("/console/reports/forms", "季报.xlsx", &sent, &fields).await.expect(303).to();
        let id = FormId(form.rsplit('/').next().unwrap().parse().unwrap());
        bind(&mut officer, id, "D8", &[("what", "measure"), ("measure", "新入会"), ("word", "this")]).await.expect(303);
        officer.get(&form).await.expect(200).expect_says("个数，没有绑指标，填报时清空");
        let again = county.report(&mut officer, id, "2026-Q3").await;
        let file = officer.get(&format!("{}/form.xlsx", link(again))).await.expect(200).bytes;
        let rows = cells(&file);
        assert_eq!(rows[&8][3], Cell::Number(2.0), "what is counted");
        for (row, column) in [(6, 3), (6, 4), (8, 4), (8, 5)] {
            assert!(!matches!(rows[&row].get(column), Some(Cell::Number(_))), "{row} {column}: {:?}", rows[&row]);
        }
        let csv = officer.get(&format!("{}/cells.csv", link(again))).await.expect(200).text();
        assert!(csv.contains("会员数,人,,,"), "{csv}");
    }
}

#[tokio::test]
async fn words_formulas_and_merged_cells_take_no_number() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let measure = [("what", "measure"), ("measure", "会员"), ("word", "end")];
        for (cell, says) in [("B6", "B6里写着“会员数”"), ("D14", "D14是公式"), ("A7", "请绑左上角的A6")]
        {
            bind(&mut officer, form, cell, &measure).await.expect(422).expect_says(says);
        }
        bind(&mut officer, form, "ZZ99", &measure).await.expect(409).expect_says("表里没有ZZ99");
        let odd = [("what", "measure"), ("measure", "没有的指标"), ("word", "this")];
        bind(&mut officer, form, "D7", &odd).await.expect(422).expect_says("没有这个指标");
        let cumulative = [("what", "measure"), ("measure", "会员"), ("word", "since_new_year")];
        bind(&mut officer, form, "D7", &cumulative).await.expect(422).expect_says("没有累计");
    }
}

#[tokio::test]
async fn a_cell_of_words_refuses_a_number() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let report = county.report(&mut officer, form, "2026-Q3").await;
        write(&mut officer, report, "G6", "1204").await.expect(422).expect_says("这里写文字，不填数");
        write(&mut officer, report, "D6", "很多").await.expect(409).expect_says("这一格不写文字");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM report_texts").await, 0);
    }
}

#[tokio::test]
async fn what_is_not_over_can_be_looked_at_and_not_signed() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let report = county.report(&mut officer, form, "2026-Q4").await;
        officer.get(&link(report)).await.expect(200).expect_says("还没有结束，现在只能预览");
        let signed = officer.post(&format!("{}/signature", link(report)), &[]).await;
        signed.expect(409).expect_says("2027年1月1日起可以签审和冻结");
        assert_eq!(county.state(report).await, State::Open);
    }
}

#[tokio::test]
async fn a_report_is_not_signed_while_words_are_missing_a_sum_is_wrong_or_a_measure_is_gone() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let report = county.report(&mut officer, form, "2026-Q3").await;
        let sign = format!("{}/signature", link(report));
        officer.post(&sign, &[]).await.expect(409).expect_says("G6还没有写");
        write(&mut officer, report, "G6", "没有").await.expect(303);
        let checks = format!("{}/checks", form_link(form));
        officer.post(&checks, &[("page", "0"), ("sums", "D6=乱写")]).await.expect(422).expect_says("看不懂");
        officer.post(&checks, &[("page", "0"), ("sums", "D6=D8+D9")]).await.expect(303);
        officer.post(&sign, &[]).await.expect(409).expect_says("D6是4，按D6=D8+D9应当是2");
        officer.post(&checks, &[("page", "0"), ("sums", "D6=D8+D8")]).await.expect(303);
        let gone = "UPDATE report_forms SET bindings = REPLACE(bindings, 'joined_by_code', 'abolished')";
        let mut tx = county.site.app.db.begin().await.unwrap();
        tx.exec(gone, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        officer.get(&link(report)).await.expect(200).expect_says("已经停用");
        officer.post(&sign, &[]).await.expect(409).expect_says("“abolished”已经停用");
        assert_eq!(county.site.number("SELECT COUNT(*) FROM report_values").await, 0, "nothing half done");
    }
}

#[tokio::test]
async fn a_large_change_against_last_year_asks_for_a_sentence() {
    for county in counties().await {
        for number in 10..16 {
            county.member(number, date(2026, 9, 2)).await;
        }
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        officer.post(&format!("{}/checks", form_link(form)), &[("page", "0"), ("change", "50")]).await.expect(303);
        let report = county.report(&mut officer, form, "2026-Q3").await;
        write(&mut officer, report, "G6", "没有").await.expect(303);
        let sign = format!("{}/signature", link(report));
        officer.post(&sign, &[]).await.expect(409).expect_says("本期10，上年同期1，变化大");
        for cell in ["D6", "D8"] {
            let cell = format!("{}!{cell}", fixture::PAGE);
            let said = [("cell", cell.as_str()), ("kind", "change"), ("reason", "新建了联合工会")];
            officer.post(&format!("{}/texts", link(report)), &said).await.expect(303);
        }
        officer.post(&sign, &[]).await.expect(303);
    }
}

#[tokio::test]
async fn few_people_are_not_shown_in_the_report_its_export_and_the_sum_over_them() {
    for county in counties().await {
        for (town, amount) in county.towns.iter().zip([12, 3, 9]) {
            county.families(town, date(2026, 8, 5), amount).await;
        }
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let mut seen = Vec::new();
        for town in &county.towns {
            let mut there =
                county.site.holder("镇干部", &format!("1990000001{}", town.id), Role::Officer, town.id).await;
            let app = &county.site.app;
            let template = store::template_of(&app.db, form).await.unwrap().unwrap();
            let by = super::super::acts::By {
                account: county.site.account("镇干部", &format!("1990000001{}", town.id)).await,
                who: None,
            };
            let span = super::super::span::Span::from_key("2026-Q3").unwrap();
            let report = super::super::acts::start(app, by, &template, town, span).await.unwrap();
            let file = there.get(&format!("{}/form.xlsx", link(report))).await.expect(200).bytes;
            seen.push(cells(&file)[&15][3].clone());
        }
        let hidden = Cell::Text("不显示".into());
        assert_eq!(seen, [Cell::Number(12.0), hidden.clone(), hidden]);
        let whole = county.report(&mut officer, form, "2026-Q3").await;
        let file = officer.get(&format!("{}/form.xlsx", link(whole))).await.expect(200).bytes;
        assert_eq!(cells(&file)[&15][3], Cell::Number(24.0));
    }
}

#[tokio::test]
async fn a_form_is_made_here_too_and_goes_out_as_a_tidy_workbook() {
    for county in counties().await {
        let mut officer = county.officer().await;
        officer.get("/console/reports/forms/new").await.expect(200);
        let mut fields = vec![("name", "会员月报"), ("rhythm", "month")];
        fields.extend([
            ("measures", "members"),
            ("measures", "joined"),
            ("words", "this"),
            ("words", "last_year"),
            ("words", "end"),
        ]);
        let made = officer.upload("/console/reports/forms", "", b"", &fields).await.expect(303).to();
        officer.get(&made).await.expect(200).expect_says("会员 期末");
        let form = FormId(made.rsplit('/').next().unwrap().parse().unwrap());
        let report = county.report(&mut officer, form, "2026-09").await;
        let file = officer.get(&format!("{}/form.xlsx", link(report))).await.expect(200).bytes;
        let rows = cells(&file);
        assert_eq!(rows[&1][0], Cell::Text("会员月报".into()));
        assert_eq!(rows[&5][..3], [Cell::Text("会员".into()), Cell::Text("人".into()), Cell::Number(4.0)]);
        assert_eq!(rows[&6][2], Cell::Number(1.0), "joined in September");
    }
}

#[tokio::test]
async fn a_new_version_of_the_form_keeps_what_still_has_its_place() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let at = format!("{}/file", form_link(form));
        officer.upload(&at, "新表.xlsx", &fixture::form().unwrap(), &[]).await.expect(303);
        officer.get(&form_link(form)).await.expect(200).expect_says("绑定都带过来了").expect_says("绑了10格");
        officer.upload(&at, "别的.xlsx", b"PK", &[]).await.expect(422).expect_says("这不是Excel文件");
    }
}

#[tokio::test]
async fn a_cell_for_work_outside_the_platform_takes_a_confirmed_record_and_nothing_typed() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        bind(&mut officer, form, "G15", &[("what", "evidence")]).await.expect(303);
        let add = "INSERT INTO evidences (org, kind, unit, what, done_on, place, amount, people, state, form, recorded_at) VALUES ($1, '宣讲', '场', '安全生产宣讲', '2026-08-05', '', 12, 300, $2, $3, 0)";
        let mut tx = county.site.app.db.begin().await.unwrap();
        for (state, name) in [("confirmed", "a"), ("waiting", "b")] {
            tx.exec(add, platform::vals![county.firm.id, state, name]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let report = county.report(&mut officer, form, "2026-Q3").await;
        officer.get(&link(report)).await.expect(200).expect_says("安全生产宣讲，12场，2026年8月5日（佐证记录第1号）");
        let cell = format!("{}!G15", fixture::PAGE);
        let at = format!("{}/texts", link(report));
        for (name, value) in [("text", "12场"), ("record", "2")] {
            let refused = officer.post(&at, &[("cell", &cell), (name, value)]).await;
            refused.expect(409).expect_says("请选一条已确认的佐证记录");
        }
        officer.post(&at, &[("cell", &cell), ("record", "1")]).await.expect(303);
        let page = officer.get(&link(report)).await.expect(200);
        assert!(page.text().contains("/console/evidence/1"), "the cell opens its record");
    }
}

#[tokio::test]
async fn a_sheet_that_the_form_has_not_takes_nothing_and_one_that_went_is_named() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let at = format!("{}/cells", form_link(form));
        for page in ["9", "-1", "主表"] {
            let fields = [("page", page), ("cell", "ZZ99"), ("what", "union")];
            officer.post(&at, &fields).await.expect(409).expect_says("表里没有ZZ99");
        }
        let fields = [("page", "0"), ("cell", "不是格子"), ("what", "union")];
        officer.post(&at, &fields).await.expect(409).expect_says("表里没有");
        // The upper level sends the form anew, and its sheet has another name.
        let anew = fixture::form_named("表一").unwrap();
        let sent = officer.upload(&format!("{}/file", form_link(form)), "新表.xlsx", &anew, &[]).await.expect(303);
        officer.get(&sent.to()).await.expect(200).expect_says("新表里没有这10格，请重新绑").expect_says("绑了0格");
        let report = county.report(&mut officer, form, "2026-Q3").await;
        officer.get(&link(report)).await.expect(200);
        assert_eq!(county.state(report).await, State::Open);
    }
}
