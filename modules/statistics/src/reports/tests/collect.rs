use super::*;
use crate::reports::round_link;
use platform::{tasks, tree};

impl County {
    /// The form is opened to all towns until the end of November.
    async fn round(&self, officer: &mut Client) -> (FormId, String) {
        let form = self.form(officer).await;
        officer.get(&format!("{}/rounds/new", form_link(form))).await.expect(200).expect_says("河口镇总工会");
        let ids: Vec<String> = self.towns.iter().map(|town| town.id.to_string()).collect();
        let mut fields = vec![("period", "2026-Q3"), ("due", "2026-11-27")];
        fields.extend(ids.iter().map(|id| ("union", id.as_str())));
        let opened = officer.post(&format!("{}/rounds", form_link(form)), &fields).await.expect(303);
        (form, opened.to())
    }
    async fn reports_of_towns(&self) -> Vec<ReportId> {
        let mut all = Vec::new();
        for town in &self.towns {
            all.extend(store::reports(&self.site.app.db, town.id, 9).await.unwrap().into_iter().map(|one| one.id));
        }
        all
    }
}

#[tokio::test]
async fn lower_unions_get_a_task_confirm_their_part_and_the_upper_one_sees_who_has() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let mut town = county.town_officer().await;
        let (_, round) = county.round(&mut officer).await;
        let own = county.reports_of_towns().await[0];
        let task = tasks::about(&county.site.app.db, "report", own.0).await.unwrap().unwrap();
        assert_eq!((task.level_org, task.due_on.as_str()), (county.towns[0].id, "2026-11-27"));
        assert!(task.title.starts_with("填报《") && task.link == link(own));
        town.get(&link(own)).await.expect(200).expect_says("城东镇总工会").expect_says("会员数人41");
        write(&mut town, own, "G6", "物流园设了入会台").await.expect(303);
        town.post(&format!("{}/signature", link(own)), &[]).await.expect(303);
        let open = tasks::about(&county.site.app.db, "report", own.0).await.unwrap();
        assert!(open.is_none(), "the task is done");
        officer.get(&round).await.expect(200).expect_says("1/3家已确认").expect_says("高远山").expect_says("还没确认");
        officer.post(&format!("{round}/reminders"), &[]).await.expect(303);
        officer.get(&round).await.expect(200).expect_says("提醒了2家");
        officer.post(&format!("{round}/reminders"), &[]).await.expect(303);
        officer.get(&round).await.expect(200).expect_says("今天都提醒过了");
        let file = officer.get(&format!("{round}/figures.xlsx")).await.expect(200);
        assert!(file.bytes.starts_with(b"PK"));
    }
}

#[tokio::test]
async fn an_overdue_part_climbs_to_the_union_above() {
    for county in counties().await {
        let mut officer = county.officer().await;
        county.town_officer().await;
        county.round(&mut officer).await;
        let own = county.reports_of_towns().await[0];
        let at = async || tasks::about(&county.site.app.db, "report", own.0).await.unwrap().unwrap();
        assert_eq!(at().await.level_org, county.towns[0].id);
        county.site.days_later(10).await;
        assert_eq!(at().await.level_org, county.county.id);
    }
}

#[tokio::test]
async fn the_same_round_is_opened_once_and_its_figures_are_counted_not_added_up() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let (form, _) = county.round(&mut officer).await;
        let town = county.towns[0].id.to_string();
        let fields = [("period", "2026-Q3"), ("due", "2026-11-27"), ("union", town.as_str())];
        let again = officer.post(&format!("{}/rounds", form_link(form)), &fields).await;
        again.expect(409).expect_says("已经在收了");
        let own = county.report(&mut officer, form, "2026-Q3").await;
        officer.get(&link(own)).await.expect(200).expect_says("会员数人41");
    }
}

#[tokio::test]
async fn a_figure_that_was_confirmed_elsewhere_says_so() {
    for county in counties().await {
        let mut officer = county.officer().await;
        county.signed(&mut officer).await;
        let form = county.form(&mut officer).await;
        let other = county.report(&mut officer, form, "2026-Q3").await;
        officer.get(&link(other)).await.expect(200).expect_says("确认过：4");
    }
}

#[tokio::test]
async fn a_union_that_ended_before_has_no_report_and_one_that_ended_within_says_until_when() {
    for county in counties().await {
        let mut officer = county.officer().await;
        let form = county.form(&mut officer).await;
        let app = &county.site.app;
        for (town, day) in [(1, date(2026, 6, 30)), (2, date(2026, 8, 15))] {
            let mut tx = app.db.begin().await.unwrap();
            tree::close(&mut tx, county.towns[town].id, day).await.unwrap();
            tx.commit().await.unwrap();
        }
        let template = store::template_of(&app.db, form).await.unwrap().unwrap();
        let by = super::super::acts::By { account: county.site.account("孙维方", "19900000001").await, who: None };
        let span = super::super::span::Span::from_key("2026-Q3").unwrap();
        let mut unions = Vec::new();
        for town in &county.towns {
            unions.push(tree::find(&app.db, town.id).await.unwrap().unwrap());
        }
        let due = date(2026, 11, 27);
        let (round, count, left_out) =
            super::super::acts::open_round(app, by, (&template, &county.county), &unions, (span, due)).await.unwrap();
        assert_eq!(
            (count, left_out.as_slice()),
            (2, &["城西镇总工会2026年6月30日已经撤销，没有2026年三季度的报表".to_owned()][..])
        );
        let ended = county.reports_of_towns().await[1];
        officer.get(&link(ended)).await.expect(200).expect_says("2026年8月15日撤销，数只有到那一天为止的");
        officer.get(&round_link(round)).await.expect(200).expect_says("已撤销");
    }
}
