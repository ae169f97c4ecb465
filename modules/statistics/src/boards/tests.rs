use super::{Board, Span, asked::Asked, sending};
use crate::{
    figure::Known,
    shown::Value,
    tests::{County, modules, officer, union},
};
use directory::unions::UnionKind;
use jiff::civil::{Date, date};
use platform::{
    facts::Period,
    identity,
    rights::Role,
    sheets::{self, Cell, Limits},
    testing::Site,
    tree::{self, Org, Scope},
    vals,
    web::Fields,
};
use std::ops::ControlFlow;

fn asked(site: &Site, address: &str) -> Asked {
    Asked::read(&site.app, &Fields::parse(address), site.app.today(), &|_| true)
}
async fn count(site: &Site, org: &Org, address: &str) -> (Board, Asked) {
    let asked = asked(site, address);
    (Board::count(&site.app, org.clone(), &asked).await.unwrap(), asked)
}
/// The memberships themselves, counted anew.
async fn recount(site: &Site, path: &str, from: &str, to: Date) -> i64 {
    let scope = Scope::below(path);
    let sql = "SELECT COUNT(*) FROM memberships WHERE path >= $1 AND path < $2 AND joined_on >= $3 AND joined_on <= $4 AND state <> 'ended'";
    site.app.db.number(sql, vals![&scope.from, &scope.until, from, to]).await.unwrap()
}

#[tokio::test]
async fn every_line_of_a_board_equals_a_recount_and_the_lines_add_up() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        for _ in 0..2 {
            for time in
                ["", "period=2026-10", "period=2026-Q4", "period=2025", "period=own&from=2026-10-09&to=2026-11-03"]
            {
                for against in ["", "&against=year"] {
                    compare(&site, &county.county, &format!("m=members,joined,coverage,unions&{time}{against}")).await;
                }
            }
            site.work().await;
        }
    }
}
async fn compare(site: &Site, org: &Org, address: &str) {
    let (board, asked) = count(site, org, address).await;
    let period = asked.span.period();
    let (_, before) = asked.span.before(asked.against).unwrap();
    let (_, stock) = asked.span.stock_before(asked.against).unwrap();
    let rest = board.lines.len() - 1;
    for (at, line) in board.lines.iter().enumerate() {
        let of = async |period: Period, from: &str| match line.org {
            Some(_) => recount(site, line.path(), from, period.to).await,
            // What hangs at the union itself: the whole without the lines.
            None => {
                let mut whole = recount(site, &org.path, from, period.to).await;
                for other in &board.lines[..rest] {
                    whole -= recount(site, other.path(), from, period.to).await;
                }
                whole
            }
        };
        let [members, joined] = [0, 1].map(|n| board.columns[n].lines[at]);
        assert_eq!(members.now, Value::Number(of(period, "").await), "{address} {}", line.name);
        assert_eq!(members.before, Some(Value::Number(of(stock, "").await)), "{address} {}", line.name);
        assert_eq!(joined.now, Value::Number(of(period, &period.from.to_string()).await), "{address} {}", line.name);
        let then = of(before, &before.from.to_string()).await;
        assert_eq!(joined.before, Some(Value::Number(then)), "{address} {}", line.name);
    }
    for column in &board.columns {
        let sum = column.lines.iter().fold(Value::none(column.known), |sum, pair| sum.plus(pair.now));
        assert_eq!(column.total.now, sum, "{address} {}", column.known.key());
    }
}

#[tokio::test]
async fn a_board_shows_what_is_chosen_and_each_number_opens_its_records() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/sheet?m=members&m=joined&period=2026-11").await.expect(200);
        let page = page.expect_says("2026年11月，截至今天").expect_says("会员8人").expect_says("新入会5人");
        let text = page.text();
        assert!(!text.contains("扫码入会，按入会码"), "the fixed sheet is another page");
        let town = county.town.id;
        for link in [
            format!("/console/members?union={town}\""),
            format!("/console/counted?measure=joined&#38;org={town}&#38;from=2026-11-01&#38;to=2026-11-19"),
            format!("/console/sheet?m=members%2Cjoined&#38;period=2026-11&#38;org={town}"),
            "/console/sheet.xlsx?m=members%2Cjoined&#38;period=2026-11".to_owned(),
        ] {
            assert!(text.contains(&link), "{link}: {text}");
        }
        assert!(!text.contains("style="), "the policy allows no inline styles");
        // What there was has no list any more; what happened has one.
        let past = client.get("/console/sheet?m=members,joined&period=2026-10").await.expect(200).text();
        assert!(!past.contains(&format!("/console/members?union={town}\"")), "{past}");
        assert!(
            past.contains(&format!(
                "/console/counted?measure=joined&#38;org={town}&#38;from=2026-10-01&#38;to=2026-10-31"
            )),
            "{past}"
        );
    }
}

#[tokio::test]
async fn a_dimension_takes_the_place_of_the_unions() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/sheet?m=members,joined_group&by=dimension").await.expect(200);
        let page = page.expect_says("重点群体入会，按分项").expect_says("货车司机").expect_says("不能相加");
        let page = page.expect_says("会员没有分项，只有合计");
        assert!(!page.text().contains("各下级工会"), "{}", page.text());
    }
}

#[tokio::test]
async fn an_address_with_odd_things_gets_sentences_and_shows_the_rest() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        for (address, says) in [
            ("m=members,nothing", "1个指标没有了，或者您不能看：nothing"),
            ("m=nothing", "1个指标没有了"),
            ("m=members&period=2099-01", "2099年1月还没到，先显示本月"),
            ("m=members&period=own&from=2026-11-09&to=2026-11-03", "已经对调"),
            ("m=members&period=%3Cscript%3E", "没看懂"),
            ("m=members&sort=nothing&against=nothing&by=nothing", "截至今天"),
        ] {
            let members = if says == "已经对调" { "会员6人" } else { "会员8人" };
            client.get(&format!("/console/sheet?{address}")).await.expect(200).expect_says(says).expect_says(members);
            client.get(&format!("/console/sheet.xlsx?{address}")).await.expect(200);
        }
        for outside in ["999999", "x"] {
            let answer = client.get(&format!("/console/sheet?m=members&org={outside}")).await;
            answer.expect(if outside == "x" { 200 } else { 404 });
        }
        let many = crate::known(&site.app).iter().map(|known| known.key()).collect::<Vec<_>>().join(",");
        client.get(&format!("/console/sheet?m={many}")).await.expect(200).expect_says("一次最多看12个指标");
    }
}

#[tokio::test]
async fn a_union_that_closed_in_the_time_stands_there_with_its_day() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut tx = site.app.db.begin().await.unwrap();
        tree::close(&mut tx, county.other_town.id, date(2026, 10, 20)).await.unwrap();
        tx.commit().await.unwrap();
        let mut client = officer(&site, &county.county).await;
        let page = client.get("/console/sheet?m=members&period=2026-10").await.expect(200);
        page.expect_says("河西街道总工会2026-10-20撤销");
        let later = client.get("/console/sheet?m=members").await.expect(200);
        assert!(!later.says("河西街道总工会2026-10-20撤销"), "what it counted stands with the county itself");
        later.expect_says("滨河县总工会直属");
        let own = client.get(&format!("/console/sheet?m=members&org={}", county.other_town.id)).await.expect(200);
        own.expect_says("河西街道总工会已于2026-10-20撤销");
    }
}

#[tokio::test]
async fn an_empty_county_has_a_board() {
    for site in Site::on_both(modules).await {
        let county = union(&site, None, UnionKind::County, "滨河县总工会", date(2020, 1, 1)).await;
        let mut client = officer(&site, &county).await;
        let page = client.get("/console/sheet?m=members,coverage,joined_group&against=year").await.expect(200);
        page.expect_says("会员0人").expect_says("—%").expect_says("没有下级");
        client.get("/console/sheet.xlsx?m=members,coverage").await.expect(200);
    }
}

#[tokio::test]
async fn the_workbook_of_a_board_holds_what_is_chosen_as_numbers() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let file = client.get("/console/sheet.xlsx?m=joined,coverage.from100&period=2026-11").await.expect(200).bytes;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let take = |_, cells| {
            rows.push(cells);
            ControlFlow::Continue(())
        };
        sheets::open(&file, Limits::default()).unwrap().rows(take).unwrap();
        let row = |name: &str| rows.iter().find(|row| row[0].text() == name).cloned().unwrap_or_default();
        assert_eq!(row("新入会")[1..4], [Cell::Number(5.0), Cell::Text("人".into()), Cell::Number(1.0)]);
        assert_eq!(row("百人以上单位建会率")[1], Cell::Number(75.0));
        assert_eq!(row("城东街道总工会")[1..3], [Cell::Number(2.0), Cell::Number(50.0)]);
        assert!(row("基层工会").is_empty(), "it was not chosen");
    }
}

#[tokio::test]
async fn a_board_is_saved_shared_with_the_own_organisation_and_begins_the_page() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut client = officer(&site, &county.county).await;
        let address = "/console/sheet?m=members%2Cjoined&period=last-month";
        let form = [("list", "sheet"), ("address", address), ("name", "每月看的"), ("shared", "1"), ("first", "1")];
        client.post("/console/views", &form).await.expect(303);
        let begun = client.get("/console/sheet").await.expect(303);
        assert_eq!(begun.to(), address);
        client.get(address).await.expect(200).expect_says("每月看的").expect_says("2026年10月");
        client.get("/console/sheet?view=all").await.expect(200).expect_says("各下级工会");
        let mut colleague = site.holder("钱同事", "19900000009", Role::Officer, county.county.id).await;
        colleague.get("/console/sheet?view=all").await.expect(200).expect_says("每月看的");
        let mut neighbour = site.holder("赵镇上", "19900000010", Role::Officer, county.town.id).await;
        assert!(!neighbour.get("/console/sheet?view=all").await.expect(200).says("每月看的"));
        client.get("/console/views").await.expect(200).expect_says("每月看的");
    }
}

#[tokio::test]
async fn a_board_comes_on_the_first_working_day_of_a_month_and_once() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut client = officer(&site, &county.county).await;
        advance(&site, -60);
        let address = "/console/sheet?m=members&period=month";
        // Twice at once it is one.
        let form = [("address", address)];
        let mut other =
            site.sign_in(identity::account_by_phone(&site.app, "19900000001").await.unwrap().unwrap().id).await;
        let (one, two) =
            tokio::join!(client.post("/console/sheet/sending", &form), other.post("/console/sheet/sending", &form));
        one.expect(303);
        two.expect(303);
        client.get(address).await.expect(200).expect_says("不再每月发给我");
        let told = async || site.number("SELECT COUNT(*) FROM notices WHERE title LIKE '%一张表%'").await;
        sending::send(&site.app).await.unwrap();
        assert_eq!(told().await, 0, "August was over before it was chosen");
        advance(&site, 11);
        assert_eq!(site.app.today(), date(2026, 10, 1));
        sending::send(&site.app).await.unwrap();
        assert_eq!(told().await, 0, "nobody is at work");
        advance(&site, 7);
        let (one, two) = tokio::join!(sending::send(&site.app), sending::send(&site.app));
        one.unwrap();
        two.unwrap();
        assert_eq!(told().await, 1);
        let link =
            site.app.db.all::<(String, String)>("SELECT title, link FROM notices WHERE title LIKE '%一张表%'", vals![]);
        let (title, link) = link.await.unwrap().remove(0);
        assert_eq!(
            (title.as_str(), link.as_str()),
            ("滨河县总工会一张表，2026年9月", "/console/sheet?m=members&period=2026-09")
        );
        client.get(&link).await.expect(200).expect_says("2026年9月");
        // The first of November is a Sunday.
        advance(&site, 24);
        assert_eq!(site.app.today(), date(2026, 11, 1));
        sending::send(&site.app).await.unwrap();
        assert_eq!(told().await, 1);
        advance(&site, 1);
        sending::send(&site.app).await.unwrap();
        assert_eq!(told().await, 2);
        // A clock that is set back sends nothing again.
        advance(&site, -30);
        sending::send(&site.app).await.unwrap();
        assert_eq!(told().await, 2);
        advance(&site, 60);
        client.post("/console/sheet/sending", &[("address", address), ("off", "1")]).await.expect(303);
        sending::send(&site.app).await.unwrap();
        assert_eq!(told().await, 2);
        client.post("/console/sheet/sending", &[("address", "/console/members")]).await.expect(404);
    }
}
fn advance(site: &Site, days: i64) {
    site.app.clock.advance(days * 86_400);
}

#[tokio::test]
async fn who_holds_the_post_no_longer_gets_no_board() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        let mut client = officer(&site, &county.county).await;
        client.post("/console/sheet/sending", &[("address", "/console/sheet?m=members")]).await.expect(303);
        let mut tx = site.app.db.begin().await.unwrap();
        identity::end_posts_at(&mut tx, county.county.id, date(2026, 11, 30)).await.unwrap();
        tx.commit().await.unwrap();
        advance(&site, 12);
        sending::send(&site.app).await.unwrap();
        assert_eq!(site.number("SELECT COUNT(*) FROM notices WHERE title LIKE '%一张表%'").await, 0);
        assert_eq!(site.number("SELECT COUNT(*) FROM sheet_sendings").await, 0, "it is forgotten");
    }
}

#[test]
fn what_is_sent_names_the_time_that_was_over() {
    let of = |address: &str| super::tools::as_sent(address, date(2026, 12, 1)).0;
    assert_eq!(of("/console/sheet?m=members"), "/console/sheet?m=members&period=2026-11");
    assert_eq!(of("/console/sheet?m=members&period=quarter"), "/console/sheet?m=members&period=2026-Q4");
    assert_eq!(of("/console/sheet?m=members&period=year&org=5"), "/console/sheet?org=5&m=members&period=2026");
    assert_eq!(of("/console/sheet"), "/console/sheet?month=2026-11");
    assert_eq!(Span::sent(super::span::Kind::Own, date(2026, 12, 1)).words(), "2026年11月");
}

#[tokio::test]
async fn behind_every_figure_stands_what_the_catalogue_says() {
    for site in Site::on_both(modules).await {
        let county = County::found(&site).await;
        county.fill(&site).await;
        let mut client = officer(&site, &county.county).await;
        let all: Vec<Known> = crate::known(&site.app).into_iter().filter(|known| !known.is_parts()).collect();
        let keys: Vec<&str> = all.iter().map(|known| known.key()).collect();
        let mut pages = vec![("/console/sheet".to_owned(), client.get("/console/sheet").await.expect(200))];
        for some in keys.chunks(12) {
            let address = format!("/console/sheet?m={}", some.join(","));
            pages.push((address.clone(), client.get(&address).await.expect(200)));
        }
        pages.push(("/console/union".to_owned(), client.get("/console/union").await.expect(200)));
        let mut seen = 0;
        for (address, page) in pages {
            let text = page.text();
            for known in &all {
                let id = format!("id=\"def-{}\"", known.key().replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
                let Some(from) = text.find(&id) else { continue };
                let tip = &text[from..from + text[from..].find("</dl>").expect("the end of the tip")];
                for (_, words) in crate::measures::definition(*known) {
                    let said = |part: &str| part.is_empty() || tip.contains(part);
                    assert!(
                        words.split('。').all(|part| said(part.trim())),
                        "{address} {}: {words} / {tip}",
                        known.key()
                    );
                }
                seen += 1;
            }
        }
        assert!(seen >= keys.len(), "{seen} of {}", keys.len());
    }
}
