use super::{ASKED, Room, rooms};
use platform::{rights::Role, testing::Client, vals};

/// What nobody but the counsellor may read: the story, what the person is called, the name and the phone.
const SECRETS: [&str; 4] = ["跳河", "阿福", "工友1", "13900020001"];

/// Everything that somebody at the county can look at.
async fn pages(room: &Room, client: &mut Client) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for path in [
        "/console/cases",
        "/console/cases?view=all",
        "/console/cases?view=all&service=mind",
        "/console/cases?view=all&q=%E8%B7%B3%E6%B2%B3",
        "/console/cases?view=all&q=%E5%B7%A5%E5%8F%8B1",
        "/console/cases/workload",
        "/console/counselling",
        "/console/counselling/figures",
        "/console/mediations?view=all",
    ] {
        all.push((path.to_owned(), client.get(path).await.visible()));
    }
    for path in [format!("/console/cases?view=all&q={}", room.number), room.at()] {
        all.push((path.clone(), client.get(&path).await.visible()));
    }
    all
}

#[tokio::test]
async fn whoever_is_above_sees_a_number_and_a_clock_and_only_once_the_time_is_over() {
    for mut room in rooms().await {
        let mut officer = room.county.officer(&room.county.county).await;
        let mut chair = room.county.chair(&room.county.firm).await;
        let before = pages(&room, &mut officer).await;
        for (path, page) in &before {
            for secret in SECRETS {
                assert!(!page.contains(secret), "{path} says {secret}");
            }
            let echoed = path.ends_with(&format!("q={}", room.number));
            assert!(echoed || !page.contains(&room.number), "{path} knows the number before its time");
        }
        officer.get(&room.at()).await.expect(404);
        room.county.days_later(6).await;
        officer.get(&room.at()).await.expect_says(&room.number).expect_says("最迟");
        let late = pages(&room, &mut officer).await;
        for (path, page) in late.iter().chain(&pages(&room, &mut chair).await) {
            for secret in SECRETS {
                assert!(!page.contains(secret), "{path} says {secret}");
            }
        }
        officer.get("/console/counselling").await.expect_says(&room.number).expect_says("沈怡");
        // The union at the workplace knows nothing at all.
        chair.get(&room.at()).await.expect(404);
        assert!(!chair.get("/console/counselling").await.says(&room.number));
        for path in ["", "/decision", "/files/1", "/letters/receipt"] {
            officer.get(&format!("/console/cases/{}{path}", room.number)).await;
            let status = officer.get(&format!("/console/cases/{}{path}", room.number)).await.status.as_u16();
            assert!(matches!(status, 404 | 405), "/console/cases{path} answers {status}");
        }
        room.counsellor.get(&room.at()).await.expect_says("跳河");
        room.worker.client.get(&room.own()).await.expect_says("跳河").expect_says("到期没办，报上一级");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn nothing_of_it_lies_open_in_the_database_nor_in_index_task_message_or_trail() {
    for mut room in rooms().await {
        room.does("reply", "秘密的回复").await.expect(303);
        room.worker.client.post(&format!("{}/message", room.own()), &[("text", "秘密的话")]).await.expect(303);
        room.county.days_later(40).await;
        let site = &room.county.site;
        for sql in [
            "SELECT COUNT(*) FROM cases WHERE name <> '' OR person IS NOT NULL OR employer_name <> '' OR answers_sealed LIKE '%跳河%'",
            "SELECT COUNT(*) FROM tasks WHERE detail <> '' OR title LIKE '%工友%' OR title LIKE '%阿福%'",
            "SELECT COUNT(*) FROM notices WHERE title LIKE '%秘密%' OR body LIKE '%秘密%' OR body LIKE '%工友%' OR title LIKE '%阿福%'",
            "SELECT COUNT(*) FROM audit_entries WHERE detail LIKE '%秘密%' OR reason LIKE '%秘密%'",
            "SELECT COUNT(*) FROM audit_entries e JOIN cases c ON c.account = e.account WHERE e.object IN ('case', 'counselling')",
            "SELECT COUNT(*) FROM audit_entries WHERE object = 'counselling' AND person IS NOT NULL",
            "SELECT COUNT(*) FROM facts WHERE record = 'case'",
        ] {
            assert_eq!(room.county.number(sql).await, 0, "{sql}");
        }
        // An auditor at the top, who sees all entries, learns a number and the counsellor's name.
        let entries: Vec<(String,)> =
            site.app.db.all("SELECT detail FROM audit_entries WHERE object = 'counselling'", vals![]).await.unwrap();
        assert!(!entries.is_empty() && entries.iter().all(|(detail,)| *detail == room.number), "{entries:?}");
        let words =
            "SELECT COUNT(*) FROM search_words w JOIN search_entries e ON e.id = w.entry WHERE e.kind = 'casetext'";
        let found = site.app.db.all::<(i64,)>(words, vals![]).await;
        assert!(found.is_err() || found.unwrap()[0].0 <= 1, "only the branch stands in the index");
        room.county.site.figures_add_up().await;
    }
}

/// The words of a workbook, all of it.
fn said(book: &[u8]) -> String {
    directory::testing::rows(book).concat().concat()
}
/// Whether one of these is a word of it.
fn leaks(text: &str) -> Option<&'static str> {
    SECRETS.into_iter().chain(["秘密的回复", "秘密的话"]).find(|secret| text.contains(secret))
}

#[tokio::test]
async fn no_export_no_letter_and_no_print_ever_carries_a_word_of_it() {
    for mut room in rooms().await {
        room.does("reply", "秘密的回复").await.expect(303);
        room.worker.client.post(&format!("{}/message", room.own()), &[("text", "秘密的话")]).await.expect(303);
        room.county.days_later(6).await;
        let mut officer = room.county.officer(&room.county.county).await;
        let mut auditor = room.county.site.holder("何静", "13900060077", Role::Auditor, room.county.county.id).await;
        // Whatever list of cases is taken out, and whoever takes it: also with what the address asks for.
        for address in [
            "/console/cases?view=all".to_owned(),
            "/console/cases?view=all&service=mind".to_owned(),
            format!("/console/cases?view=all&q={}", room.number),
            "/console/cases?view=all&cols=phone.asked.first.ended.amount".to_owned(),
        ] {
            let book = directory::testing::exported(&mut officer, "cases", &address).await;
            assert_eq!(leaks(&said(&book)), None, "the export of {address}");
        }
        // There is no paper of it, for anybody: not on the desk, not at the counsellor's, not at the worker's.
        for title in ["receipt", "notice", "reply", "agreement"] {
            for path in
                [format!("/console/cases/{}/letters/{title}", room.number), format!("{}/letters/{title}", room.at())]
            {
                for desk in [&mut officer, &mut auditor, &mut room.counsellor] {
                    let status = desk.get(&path).await.status.as_u16();
                    assert!(matches!(status, 403 | 404), "{path} answers {status}");
                }
            }
            room.worker.client.get(&format!("{}/letters/{title}", room.own())).await.expect(404);
        }
        assert!(!room.worker.client.get(&room.own()).await.expect(200).says("文书"), "no letter is offered");
        // The trail as the auditor reads it, and the figures.
        for (desk, path) in [(&mut auditor, "/console/audit"), (&mut officer, "/console/counselling/figures")] {
            let page = desk.get(path).await;
            assert_eq!(leaks(&page.visible()), None, "{path}");
        }
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn only_the_assigned_counsellor_reads_it_and_an_overdue_one_can_be_given_to_another() {
    for mut room in rooms().await {
        let mut other = room.county.site.holder("宋平", "13900060031", Role::Counsellor, room.county.county.id).await;
        other.get(&room.at()).await.expect(404);
        assert!(!other.get("/console/counselling").await.says("阿福"));
        other.post(&format!("{}/decision", room.at()), &[("decision", "reply"), ("reason", "x")]).await.expect(404);
        let mut officer = room.county.officer(&room.county.county).await;
        let wanted = room.county.account("宋平").await.to_string();
        let give = [("counsellor", wanted.as_str()), ("reason", "她休假")];
        officer.post(&format!("{}/counsellor", room.at()), &give).await.expect(404);
        room.county.days_later(5).await;
        officer.post(&format!("{}/counsellor", room.at()), &[("counsellor", "999"), ("reason", "x")]).await.expect(422);
        officer.post(&format!("{}/counsellor", room.at()), &give).await.expect(303);
        other.get(&room.at()).await.expect_says("跳河");
        room.counsellor.get(&room.at()).await.expect(404);
        room.worker.client.get(&room.own()).await.expect_says("她休假");
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_counsellor_who_is_also_an_officer_finds_it_in_no_list_of_cases() {
    for room in rooms().await {
        let account = room.county.account("沈怡").await;
        let mut tx = room.county.site.app.db.begin().await.unwrap();
        let sql = "UPDATE posts SET role = 'officer' WHERE account = $1";
        tx.exec(sql, vals![account]).await.unwrap();
        tx.commit().await.unwrap();
        let mut officer = room.county.site.sign_in(account).await;
        assert!(!officer.get("/console/cases?view=all").await.says(&room.number));
        officer.get(&format!("/console/cases/{}", room.number)).await.expect(404);
        officer.get(&room.at()).await.expect(404);
        room.county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn at_the_counter_nobody_takes_it_down_for_somebody_else() {
    for room in rooms().await {
        let mut officer = room.county.officer(&room.county.town).await;
        assert!(!officer.get("/console/cases/new").await.says("睡不好、压力大"));
        let mut fields = ASKED.to_vec();
        fields.extend([("service", "mind"), ("name", "甲"), ("phone", "13900020009"), ("channel", "counter")]);
        officer.post("/console/cases", &fields).await.expect(409);
        assert_eq!(room.county.number("SELECT COUNT(*) FROM cases").await, 1);
        room.county.site.figures_add_up().await;
    }
}
