//! Forms: every kind of field from the form to the page, the paper and the export; files; what the record fills in; who may ask.
use super::{
    counties,
    county::{County, PAY, Worker, decide},
};
use crate::portions::CASES;
use platform::{identity, portions::Subject};

/// Publishes the definition with every kind of field; gives its key, one for each test and database: one process serves one database.
async fn published(county: &County, test: &str) -> String {
    let key = format!("kinds-{test}-{}", county.site.app.db.engine() as u8);
    let text = include_str!("kinds.toml").replace("KEY", &key);
    let mut top = county.officer(&county.county).await;
    let draft = top.post("/console/services", &[]).await.expect(303).to();
    top.get(&draft).await.expect(200);
    top.post(&draft, &[("text", &text), ("publish", "1")]).await.expect(303);
    key
}
const ALL: [(&str, &str); 15] = [
    ("f_line", "第一行"),
    ("f_count", "3"),
    ("f_money", "1,234.50"),
    ("f_day", "2026-11-02"),
    ("f_pick", "b"),
    ("f_more", "乙-7"),
    ("f_firm", "顺通物流有限公司"),
    ("f_tick", "1"),
    ("f_phone", "13912345678"),
    ("f_whose", "工友1"),
    ("f_bank", "6222 0213 0400 1234"),
    ("f_where", "城东小区3号楼"),
    ("f_home_0_name", "王芳"),
    ("f_home_0_income", "3000"),
    ("f_story", "都写了"),
];
/// What of it stands on the pages, on the paper and in the export.
const SHOWN: [&str; 11] = [
    "第一行",
    "¥1,234.50",
    "2026年11月2日",
    "乙种",
    "乙-7",
    "顺通物流有限公司",
    "139****5678",
    "尾号1234",
    "城东小区3号楼",
    "证明.pdf",
    "王芳，¥3,000.00",
];
async fn send(
    worker: &mut Worker,
    path: &str,
    file: (&str, &[u8]),
    fields: &[(&str, &str)],
) -> platform::testing::Answer {
    worker.client.upload_in(path, "f_proof", file, fields).await
}

#[tokio::test]
async fn every_kind_of_field_works_in_the_form_on_the_pages_on_paper_and_in_the_export() {
    for county in counties().await {
        let key = published(&county, "all").await;
        let path = format!("/services/{key}");
        let mut worker = county.member(1, &county.firm).await;
        let form = worker.client.get(&path).await.expect(200);
        for label in ["一行字", "几个", "甲种", "乙种的编号", "我看过了", "证件号", "家人收入", "照片或PDF，20MB以内"]
        {
            assert!(form.says(label), "{label}");
        }
        let number = directory::testing::man(321);
        let mut fields = ALL.to_vec();
        fields.push(("f_number", &number));
        let pdf: (&str, &[u8]) = ("证明.pdf", b"%PDF-1.7 x");
        let odd = [("f_line", ""), ("f_count", "x"), ("f_pick", "b"), ("f_number", "123"), ("f_bank", "12")];
        let back = send(&mut worker, &path, pdf, &odd).await.expect(422);
        for said in ["这一项要填", "请填一个整数", "请填银行账号", "请再选一次这个文件"] {
            assert!(back.says(said), "{said}");
        }
        let case = send(&mut worker, &path, pdf, &fields).await.expect(303).to();
        let page = worker.client.get(&case).await.expect(200);
        let number = case.strip_prefix("/me/cases/").unwrap();
        let mut chair = county.chair(&county.firm).await;
        let desk = chair.get(&format!("/console/cases/{number}")).await.expect(200);
        decide(&mut chair, number, &[("decision", "answer"), ("reason", "好")]).await.expect(303);
        let paper = worker.client.get(&format!("{case}/letters/1")).await.expect(200);
        let account = identity::account_by_phone(&county.site.app, &worker.phone).await.unwrap().unwrap();
        let who = Subject { account: account.id, person: account.person };
        let export = (CASES.export)(county.site.app.clone(), who).await.unwrap().to_string();
        for shown in SHOWN {
            assert!(page.says(shown) && desk.says(shown), "on the pages: {shown}");
            assert!(paper.says(shown), "on paper: {shown}");
            assert!(export.contains(shown), "in the export: {shown}\n{export}");
        }
        assert!(!page.text().contains("6222021304001234"), "account numbers are masked");
        worker.client.get(&format!("{case}/files/1")).await.expect(200);
        worker.client.get(&format!("{case}/letters/receipt")).await.expect(200);
        // What a condition hides is neither asked nor kept.
        let plain = [("f_line", "二"), ("f_pick", "a"), ("f_more", "不该留")];
        let other = send(&mut worker, &path, pdf, &plain).await.expect(303).to();
        assert!(!worker.client.get(&other).await.says("不该留"));
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_photo_that_is_none_or_too_large_is_refused_at_its_field_in_words() {
    for county in counties().await {
        let key = published(&county, "odd").await;
        let path = format!("/services/{key}");
        let mut worker = county.member(1, &county.firm).await;
        worker.client.post(&path, &ALL).await.expect(422).expect_says("请放一张照片或者一份PDF");
        send(&mut worker, &path, ("a.jpg", b"no picture"), &ALL)
            .await
            .expect(422)
            .expect_says("请选照片（JPG、PNG、WebP）或者PDF");
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(20 * 1024 * 1024 + 1, b' ');
        send(&mut worker, &path, ("a.pdf", &large), &ALL).await.expect(422).expect_says("一个最多20MB");
        assert_eq!(county.number("SELECT COUNT(*) FROM cases").await, 0);
        assert_eq!(county.number("SELECT COUNT(*) FROM files").await, 0);
        let mut officer = county.officer(&county.town).await;
        let fields = [("service", "pay"), ("name", "何平"), ("phone", "13900030001"), ("channel", "counter")];
        let fields: Vec<_> = fields.into_iter().chain(PAY).collect();
        let at =
            officer.upload_in("/console/cases", "f_evidence", ("工资条.pdf", b"%PDF-1"), &fields).await.expect(303);
        officer.get(&at.to()).await.expect_says("工资条.pdf");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn a_case_holds_fifty_files_and_says_so_also_to_two_who_come_at_once() {
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        let number = worker.suggest().await;
        let at = format!("/me/cases/{number}/files");
        for n in 0..49 {
            worker.client.upload(&at, &format!("{n}.pdf"), b"%PDF-1.7", &[]).await.expect(303);
        }
        let mut chair = county.chair(&county.firm).await;
        let other = format!("/console/cases/{number}/files");
        let (a, b) = tokio::join!(
            worker.client.upload(&at, "49.pdf", b"%PDF-1.7", &[]),
            chair.upload(&other, "50.pdf", b"%PDF-1.7", &[])
        );
        let mut both = [a.status.as_u16(), b.status.as_u16()];
        both.sort_unstable();
        assert_eq!(both, [303, 422], "one of them is the fiftieth");
        worker.client.upload(&at, "51.pdf", b"%PDF-1.7", &[]).await.expect(422).expect_says("一件诉求最多放50个文件");
        assert_eq!(county.number("SELECT COUNT(*) FROM case_files").await, 50);
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_the_record_knows_is_filled_in_said_so_and_can_be_changed() {
    const STAYS: [(&str, &str); 3] = [("f_hospital", "县医院骨科"), ("f_since", "2026-11-01"), ("f_story", "腿伤")];
    for county in counties().await {
        let mut worker = county.member(1, &county.firm).await;
        worker.client.get("/services/pay").await.expect(200).expect_says("已从您的会员信息带入，可以改");
        let first = [("f_bank", "6222021304001234")].into_iter().chain(STAYS).collect::<Vec<_>>();
        worker.ask("consolation", &first).await;
        let form = worker.client.get("/services/consolation").await.expect(200);
        assert!(form.text().contains("value=\"尾号1234\"") && !form.text().contains("6222021304001234"), "masked");
        // Left as it stands, it means the account behind it, also after a fault elsewhere.
        let left = [("f_bank", "尾号1234"), ("f_hospital", "县医院内科"), ("f_story", "复查")];
        let back = worker.client.post("/services/consolation", &left).await.expect(422);
        assert!(back.text().contains("value=\"尾号1234\""));
        let fields: Vec<_> = left.into_iter().chain([("f_since", "2026-11-05")]).collect();
        let second = worker.ask("consolation", &fields).await;
        worker.client.get(&format!("/me/cases/{second}")).await.expect_says("尾号1234");
        let changed = [("f_bank", "6222021304009999")].into_iter().chain(STAYS).collect::<Vec<_>>();
        let third = worker.ask("consolation", &changed).await;
        worker.client.get(&format!("/me/cases/{third}")).await.expect_says("尾号9999");
        county.site.figures_add_up().await;
    }
}

#[tokio::test]
async fn what_is_for_members_only_is_neither_asked_by_others_nor_taken_down_for_them() {
    for county in counties().await {
        let mut stranger = county.stranger().await;
        stranger.client.get("/services/loan").await.expect(409).expect_says("只给会员办");
        stranger.client.post("/services/loan", &[("name", "何平")]).await.expect(409).expect_says("只给会员办");
        let mut officer = county.officer(&county.town).await;
        let of = |phone| {
            [
                ("service", "loan"),
                ("channel", "counter"),
                ("name", "何平"),
                ("phone", phone),
                ("f_use", "start"),
                ("f_amount", "50000"),
                ("f_years", "2"),
                ("f_story", "开店"),
            ]
        };
        officer.post("/console/cases", &of("13900030001")).await.expect(422).expect_says("只给会员办");
        let member = county.member(1, &county.firm).await;
        officer.post("/console/cases", &of(&member.phone)).await.expect(303);
        county.site.figures_add_up().await;
    }
}
