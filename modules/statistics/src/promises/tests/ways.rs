//! From the draft to the end of the year.
use super::{but, counties, fifty, promise, record, talk};
use crate::promises::{State, of_year};
use platform::tree;

#[tokio::test]
async fn a_promise_is_counted_from_confirmed_records_and_each_figure_opens_them() {
    for c in counties().await {
        let (mut officer, mut eastern) = (c.officer().await, c.eastern().await);
        let link = promise(&mut officer, &but(&fifty(), "union", &c.east.id.to_string())).await;
        officer.get(&link).await.expect(200).expect_says("宣讲进车间50场").expect_says("慢了");
        let at = record(&mut eastern, &talk("2", "2026-11-18")).await.expect(303).to();
        let waiting = officer.get(&link).await;
        waiting.expect_says("另有1条佐证等着确认（2场），没有算进来");
        eastern.post(&format!("{at}/confirmation"), &[]).await.expect(409).expect_says("您自己登记的");
        officer.post(&format!("{at}/confirmation"), &[("version", "1")]).await.expect(303);
        let page = officer.get(&link).await.expect(200);
        assert!(page.says("宣讲2场") || page.says("2场"), "{}", page.visible());
        let list = format!(
            "/console/evidence?view=confirmed&org={}&from=2026-01-01&to=2026-11-19&kind=%E5%AE%A3%E8%AE%B2",
            c.county.id
        );
        assert!(page.text().contains(&list.replace('&', "&#38;")), "{}", page.text());
        officer.get(&list).await.expect(200).expect_says("到车间讲安全生产法").expect_says("共1条");
        let all = of_year(&c.site.app, c.county.id, 2026).await.unwrap();
        assert_eq!((all[0].value, all[0].target, all[0].state), (Some(2), 50, State::Behind));
        assert_eq!(all[0].unit, "场");
    }
}

#[tokio::test]
async fn a_record_that_is_corrected_or_withdrawn_takes_its_facts_back() {
    for c in counties().await {
        let (mut officer, mut eastern) = (c.officer().await, c.eastern().await);
        promise(&mut officer, &fifty()).await;
        let app = &c.site.app;
        let value = async || of_year(app, c.county.id, 2026).await.unwrap()[0].value;
        let at = record(&mut eastern, &talk("5", "2026-10-18")).await.expect(303).to();
        assert_eq!(value().await, Some(0), "not confirmed yet");
        officer.post(&format!("{at}/confirmation"), &[]).await.expect(303);
        assert_eq!(value().await, Some(5));
        let wrong = eastern.upload(&format!("{at}/correction"), "x.pdf", b"", &talk("3", "2026-10-18")).await;
        wrong.expect(422).expect_says("请写为什么更正");
        let mut fields = talk("3", "2026-10-18");
        fields.push(("reason", "多记了两场"));
        eastern.upload(&format!("{at}/correction"), "x.pdf", b"", &fields).await.expect(303);
        assert_eq!(value().await, Some(0), "it waits again");
        officer.post(&format!("{at}/confirmation"), &[]).await.expect(303);
        assert_eq!(value().await, Some(3));
        officer.get(&at).await.expect_says("多记了两场").expect_says("原来2026-10-18，宣讲，5场");
        officer.post(&format!("{at}/withdrawal"), &[]).await.expect(422).expect_says("请写理由");
        officer.post(&format!("{at}/withdrawal"), &[("reason", "查实没有办")]).await.expect(303);
        assert_eq!(value().await, Some(0));
        officer.get(&at).await.expect(200).expect_says("查实没有办").expect_says("撤回了");
        eastern.upload(&format!("{at}/correction"), "x.pdf", b"", &fields).await.expect(409).expect_says("已经撤回");
        assert_eq!(
            app.db
                .number(
                    "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM facts WHERE measure LIKE 'evidence%'",
                    vec![]
                )
                .await
                .unwrap(),
            0
        );
    }
}

#[tokio::test]
async fn two_officers_who_confirm_at_once_count_it_once() {
    for c in counties().await {
        let (mut one, mut other, mut eastern) = (c.officer().await, c.second().await, c.eastern().await);
        let at = record(&mut eastern, &talk("4", "2026-11-02")).await.expect(303).to();
        let path = format!("{at}/confirmation");
        let fields = [("version", "1")];
        let (a, b) = tokio::join!(one.post(&path, &fields), other.post(&path, &fields));
        let mut all = [a.status.as_u16(), b.status.as_u16()];
        all.sort_unstable();
        assert_eq!(all, [303, 409]);
        let sum = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM facts WHERE measure = 'evidence'";
        assert_eq!(c.site.app.db.number(sum, vec![]).await.unwrap(), 4);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let mut again = c.officer().await;
        let fields = but(&fifty(), "form", "the-same-form");
        let (a, b) = tokio::join!(officer.post("/console/promises", &fields), again.post("/console/promises", &fields));
        assert_eq!(a.expect(303).to(), b.expect(303).to());
        let mut fields = talk("1", "2026-11-02");
        fields.push(("form", "one-record"));
        let (a, b) = tokio::join!(record(&mut officer, &fields), record(&mut again, &fields));
        assert_eq!(a.expect(303).to(), b.expect(303).to());
        assert_eq!(c.site.number("SELECT COUNT(*) FROM promises").await, 1);
        assert_eq!(c.site.number("SELECT COUNT(*) FROM evidences").await, 1);
        assert_eq!(c.site.number("SELECT COUNT(*) FROM evidence_files").await, 1);
    }
}

#[tokio::test]
async fn the_second_of_two_officers_who_change_a_promise_hears_who_was_first() {
    for c in counties().await {
        let (mut one, mut other) = (c.officer().await, c.second().await);
        let link = promise(&mut one, &fifty()).await;
        let mine = but(&but(&but(&fifty(), "target", "60"), "reason", "企业多了"), "version", "2");
        let theirs = but(&but(&but(&fifty(), "target", "70"), "reason", "想多做"), "version", "2");
        let (a, b) = tokio::join!(one.post(&link, &mine), other.post(&link, &theirs));
        let (won, lost) = if a.status == 303 { (a, b) } else { (b, a) };
        won.expect(303);
        lost.expect(409).expect_says("刚刚改过这项实事，请看过再办");
        assert_eq!(c.site.number("SELECT COUNT(*) FROM promise_changes").await, 1);
    }
}

#[tokio::test]
async fn a_changed_target_keeps_what_it_was_and_why() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let link = promise(&mut officer, &fifty()).await;
        let changed = but(&fifty(), "target", "60");
        officer.post(&link, &changed).await.expect(422).expect_says("请写为什么改，职工看得到");
        officer.post(&link, &but(&changed, "reason", "企业多了")).await.expect(303);
        officer.get(&link).await.expect_says("目标从50场改为60场").expect_says("企业多了");
        // What nobody promised may change without a word.
        officer.post(&link, &but(&changed, "place", "3")).await.expect(303);
        assert_eq!(c.site.number("SELECT COUNT(*) FROM promise_changes").await, 1);
    }
}

#[tokio::test]
async fn whoever_is_beside_sees_nothing_and_whoever_is_given_it_sees_it() {
    for c in counties().await {
        let (mut officer, mut eastern, mut western) = (c.officer().await, c.eastern().await, c.western().await);
        let link = promise(&mut officer, &but(&fifty(), "union", &c.east.id.to_string())).await;
        eastern.get(&link).await.expect(200);
        eastern.get("/console/promises").await.expect_says("上级定的，由我们办").expect_says("宣讲进车间50场");
        eastern.get(&format!("{link}/edit")).await.expect(409).expect_says("由它来改");
        western.get(&link).await.expect(404);
        assert!(!western.get("/console/promises").await.expect(200).says("宣讲进车间50场"));
        let own = promise(&mut eastern, &but(&fifty(), "short", "城东宣讲")).await;
        western.get(&own).await.expect(404);
        officer.get(&own).await.expect(200);
        officer.post(&format!("{own}/withdrawal"), &[("reason", "x")]).await.expect(409);
        let at = record(&mut eastern, &talk("1", "2026-11-02")).await.expect(303).to();
        western.get(&at).await.expect(404);
        western.post(&format!("{at}/confirmation"), &[]).await.expect(404);
    }
}

#[tokio::test]
async fn bad_input_comes_back_with_a_sentence_and_nothing_breaks() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let long = "长".repeat(30_000);
        for (name, value, says) in [
            ("target", "0", "目标要大于0"),
            ("target", "-3", "目标要大于0"),
            ("target", "五十", "目标请写整数"),
            ("target", "", "请填目标"),
            ("year", "1999", "只能定2026年和2027年的实事"),
            ("year", "abc", "只能定2026年和2027年的实事"),
            ("words", long.as_str(), "最多200个字，现在有30000个"),
            ("words", "", "请写答应职工什么"),
            ("source1", "no.such", "这个来源已经不在平台里"),
            ("source1", "evidence", "这个来源要选到具体一类"),
            ("source1", "aid.families", "这个指标人数少，天天公开会让人猜出是谁"),
            ("source1", "coverage.from100", "不能一件一件加起来"),
            ("weight1", "-1", "请写0.01到100之间的数"),
            ("branch1", "99999", "请从列表里选工会"),
            ("unit", "家", "数据来源是按“场”数的"),
            ("due1", "2025-03-01", "请填2026年里的日期"),
            ("part", "77", "这个计划不是这一年的"),
        ] {
            let answer = officer.post("/console/promises", &but(&fifty(), name, value)).await;
            answer.expect(422).expect_says(says);
        }
        let offered = officer.get("/console/promises/new").await.expect(200).expect_says("比例、平均数").text();
        assert!(
            offered.contains("value=\"joined\"") && !offered.contains("value=\"aid.families\""),
            "few people are not offered"
        );
        let bare: Vec<_> = fifty().into_iter().filter(|(name, _)| *name != "source1").collect();
        officer.post("/console/promises", &bare).await.expect(422).expect_says("请写单位");
        assert_eq!(c.site.number("SELECT COUNT(*) FROM promises").await, 0);
        for (name, value, says) in [
            ("done_on", "2026-12-01", "日期还没有到"),
            ("done_on", "1990-01-01", "只登记今年和去年做的"),
            ("amount", "0", "请填1到"),
            ("people", "很多", "请写整数"),
            ("kind", "不存在", "请选是哪一类"),
        ] {
            record(&mut officer, &but(&talk("1", "2026-11-02"), name, value)).await.expect(422).expect_says(says);
        }
        let bare = officer.post("/console/evidence", &talk("1", "2026-11-02")).await;
        bare.expect(422).expect_says("请附上照片或签到表");
    }
}

#[tokio::test]
async fn a_promise_whose_measure_was_removed_or_never_was_says_so_on_every_page() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let link = promise(&mut officer, &fifty()).await;
        let without: Vec<_> = but(&but(&fifty(), "source1", ""), "unit", "部").into_iter().collect();
        let none = promise(&mut officer, &but(&without, "short", "线上课程")).await;
        officer.get(&none).await.expect(200).expect_says("这项还没有数据来源");
        let mut tx = c.site.app.db.begin().await.unwrap();
        tx.exec("UPDATE promise_sources SET measure = 'gone'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        officer.get(&link).await.expect(200).expect_says("数据来源“gone”已经不在平台里");
        officer.get("/console/promises").await.expect(200).expect_says("数据来源“gone”已经不在平台里");
        officer.get(&format!("{link}/edit")).await.expect(200).expect_says("gone（已经不在平台里）");
        let all = of_year(&c.site.app, c.county.id, 2026).await.unwrap();
        assert_eq!(
            all.iter().map(|one| (one.value, one.state)).collect::<Vec<_>>(),
            [(None, State::SourceGone), (None, State::NoSource)]
        );
    }
}

#[tokio::test]
async fn what_a_union_did_before_it_closed_stays_counted() {
    for c in counties().await {
        let (mut officer, mut eastern) = (c.officer().await, c.eastern().await);
        let fields = but(&but(&fifty(), "union", &c.east.id.to_string()), "branch1", &c.east.id.to_string())
            .into_iter()
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect::<Vec<_>>();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let link = promise(&mut officer, &fields).await;
        let at = record(&mut eastern, &talk("6", "2026-05-02")).await.expect(303).to();
        officer.post(&format!("{at}/confirmation"), &[]).await.expect(303);
        let mut tx = c.site.app.db.begin().await.unwrap();
        tree::close(&mut tx, c.east.id, jiff::civil::date(2026, 7, 1)).await.unwrap();
        tx.commit().await.unwrap();
        officer.get(&link).await.expect(200).expect_says("已于2026年7月1日撤销").expect_says("6场");
        assert_eq!(of_year(&c.site.app, c.county.id, 2026).await.unwrap()[0].value, Some(6));
    }
}

#[tokio::test]
async fn a_year_that_is_over_can_no_longer_be_changed_and_says_what_was_reached() {
    for c in counties().await {
        let mut officer = c.officer().await;
        let link = promise(&mut officer, &fifty()).await;
        c.site.app.clock.advance(60 * 86_400);
        officer = c.officer().await;
        officer.get(&link).await.expect(200).expect_says("没完成");
        officer.post(&link, &but(&fifty(), "target", "5")).await.expect(409).expect_says("2026年已经过去");
        officer.get("/console/promises?year=2026").await.expect(200).expect_says("宣讲进车间50场");
        for odd in ["year=99999", "year=-1", "year=abc", "org=0"] {
            let status = officer.get(&format!("/console/promises?{odd}")).await.status.as_u16();
            assert!(status == 200 || status == 404, "{odd} {status}");
        }
    }
}
