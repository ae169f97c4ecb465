use super::*;

#[tokio::test]
async fn ten_or_more_choose_representatives_with_one_ballot_each_and_no_vote_has_a_name() {
    for county in counties().await {
        let mut chair = county.chair(&county.firm).await;
        let (mut all, matter) = joined(&county, &mut chair, 10).await;
        let page = format!("/console/matters/{matter}");
        let until = county.site.app.today().saturating_add(jiff::ToSpan::days(3)).to_string();
        let start = [("act", "choose"), ("seats", "3"), ("until", &*until)];
        does(&mut all[9].0, &matter, &[("act", "leave")]).await.expect(303);
        desk_does(&mut chair, &matter, &start).await.expect(409);
        assert!(!chair.get(&page).await.says("推举几位"), "nine are too few");
        desk_does(&mut chair, &matter, &[("act", "ask"), ("case", &*all[9].1)]).await.expect(303);
        join(&mut all[9].0, &matter, "no").await;
        desk_does(&mut chair, &matter, &[("act", "choose"), ("seats", "3")]).await.expect(422);
        desk_does(&mut chair, &matter, &start).await.expect(303);
        // One stands, one is proposed and says yes, one who is not named stands and is from now on.
        for n in [0, 1, 9] {
            does(&mut all[n].0, &matter, &[("act", "stand")]).await.expect(303);
        }
        let four: i64 = county.number("SELECT id FROM matter_parts ORDER BY id LIMIT 1 OFFSET 3").await;
        does(&mut all[0].0, &matter, &[("act", "nominate"), ("part", &four.to_string())]).await.expect(303);
        assert!(county.sms(&all[3].0.phone).await.contains("有工友推荐您当代表"));
        let own = format!("/me/matters/{matter}");
        all[3].0.client.get(&own).await.expect_says("有工友推荐您当代表");
        does(&mut all[3].0, &matter, &[("act", "stand")]).await.expect(303);
        all[4].0.client.get(&own).await.expect_says("报名的工友").expect_says("工友10");
        does(&mut all[9].0, &matter, &[("act", "rename"), ("named", "no")]).await.expect(303);
        all[4].0.client.get(&own).await.expect_says("工友10");
        desk_does(&mut chair, &matter, &[("act", "vote"), ("until", &until)]).await.expect(303);
        does(&mut all[5].0, &matter, &[("act", "stand")]).await.expect(303);
        let ids: Vec<(i64,)> =
            county.site.app.db.all("SELECT id FROM matter_candidates ORDER BY id", vec![]).await.unwrap();
        let id = |n: usize| ids[n].0.to_string();
        assert_eq!(ids.len(), 4, "who comes late does not stand");
        let four_of_them = [
            ("act", "vote"),
            ("candidate", &*id(0)),
            ("candidate", &*id(1)),
            ("candidate", &*id(2)),
            ("candidate", &*id(3)),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        let too_many: Vec<(&str, &str)> = four_of_them.iter().map(|(name, value)| (*name, value.as_str())).collect();
        does(&mut all[0].0, &matter, &too_many).await.expect(422).expect_says("请选1到3位");
        // The same ballot from two phones at once counts once.
        let mut phone = county.site.sign_in(county.account("工友1").await).await;
        let (first, second) = (id(0), id(1));
        let ballot = [("act", "vote"), ("candidate", &*first), ("candidate", &*second)];
        let act = format!("{own}/act");
        let _ = tokio::join!(all[0].0.client.post(&act, &ballot), phone.post(&act, &ballot));
        assert_eq!(county.number("SELECT CAST(SUM(votes) AS BIGINT) FROM matter_candidates").await, 2);
        for (worker, _) in all.iter_mut().take(8).skip(1) {
            let pick = [("act", "vote"), ("candidate", &*first), ("candidate", &*second)];
            does(worker, &matter, &pick).await.expect(303);
        }
        let third = id(2);
        does(&mut all[8].0, &matter, &[("act", "vote"), ("candidate", &third)]).await.expect(303);
        assert!(!chair.get(&page).await.says("8票"), "nobody sees how it stands before it is over");
        // The day passes: the result is recorded by itself.
        county.days_later(4).await;
        crate::collective::jobs::turn(&county.site.app).await.unwrap();
        chair.get(&page).await.expect_says("9人投票").expect_says("8票").expect_says("当选").expect_says("选出3位代表");
        all[9].0.client.get(&own).await.expect_says("推举的代表").expect_says("8票");
        does(&mut all[9].0, &matter, &[("act", "vote"), ("candidate", &third)]).await.expect(303);
        assert_eq!(county.number("SELECT COUNT(*) FROM matter_ballots").await, 9);
        // The papers are numbered in the register, and do not change afterwards.
        desk_does(&mut chair, &matter, &[("act", "letter"), ("letter", "mandate")]).await.expect(303);
        desk_does(&mut chair, &matter, &[("act", "letter"), ("letter", "request")]).await.expect(303);
        let (mandate, request): (i64, i64) = (
            county.number("SELECT id FROM matter_letters WHERE letter = 'mandate'").await,
            county.number("SELECT id FROM matter_letters WHERE letter = 'request'").await,
        );
        let paper = chair.get(&format!("{page}/papers/mandate?no={mandate}")).await.expect(200);
        paper
            .expect_says("推举代表书")
            .expect_says("工诉〔2026〕1号")
            .expect_says("工友10（签名）")
            .expect_says("第七条");
        does(&mut all[2].0, &matter, &[("act", "leave")]).await.expect(303);
        let paper = chair.get(&format!("{page}/papers/request?no={request}")).await.expect(200);
        paper.expect_says("工诉〔2026〕2号").expect_says("等10人").expect_says("工友3");
        let draft = chair.get(&format!("{page}/papers/request")).await.expect(200).expect_says("草稿");
        assert!(draft.says("等9人") && !draft.says("工友3"));
        chair.get(&format!("{page}/papers/mandate?no={request}")).await.expect(404);
        county.site.figures_add_up().await;
    }
}
