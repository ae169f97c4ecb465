//! Choosing a code, and the page that a phone keeps for the time without a network.
use super::{PATH, store};
use crate::permissions::STAND;
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{
    codes::{self, CodeState, JoiningCode, store::Wanted},
    joinings::stand,
    list::Page,
};
use platform::{
    clock,
    identity::AccountId,
    web::{Error, Result},
};
use ui::{Choice, Crumb, Desk, Field, Guest, Tab};

const CODES: i64 = 100;

#[derive(Template)]
#[template(path = "stand/index.html")]
struct IndexPage {
    frame: ui::Console,
    /// Codes that can be used today, and how many joinings a stand sent today.
    codes: Vec<(JoiningCode, i64)>,
}

/// Midnight of today in China.
fn midnight(now: i64) -> i64 {
    let at = clock::local(now);
    now - (i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second())) * 1000
}

pub async fn index(desk: Desk) -> Result<Response> {
    let (db, scope, today) = (&desk.app.db, desk.scope(STAND)?, desk.app.today());
    let wanted = Wanted { state: Some(CodeState::Running), ..Wanted::default() };
    let codes = codes::store::list(db, &scope, &wanted, today, true, &Page::First, CODES).await?;
    let counts = store::counts(db, &scope, midnight(desk.app.now())).await?;
    let count = |code: &JoiningCode| counts.iter().find(|(id, _)| *id == code.id).map_or(0, |(_, n)| *n);
    Ok(desk.show(&IndexPage {
        frame: desk.frame("入会台", PATH, vec![Crumb::word("有家")]),
        codes: codes.into_iter().map(|c| (count(&c), c)).map(|(n, c)| (c, n)).collect(),
    }))
}

#[derive(Template)]
#[template(path = "stand/show.html")]
struct ShowPage {
    frame: ui::Member,
    code: JoiningCode,
    /// Whose entries are shown and sent: another's on the same phone are not.
    owner: AccountId,
    fields: Vec<Field>,
    work: Field,
    employer: Field,
    group: Field,
    consents: [Field; 2],
    signature: ui::Signature,
}

pub async fn show(desk: Desk, guest: Guest, Path(code): Path<String>) -> Result<Response> {
    let (db, scope) = (&desk.app.db, desk.scope(STAND)?);
    let code = codes::store::within(db, &scope, &code).await?.ok_or(Error::NotFound)?;
    if code.state(desk.app.today()) != CodeState::Running {
        return Err(Error::refused("这个入会码现在不能用，请回入会台另选一个。"));
    }
    let groups = stand::groups(&desk.app).await?.into_iter().map(|g| Choice::new(&g, &g));
    let ways = stand::ways().map(|(key, words, note)| Choice::new(key, words).note(note));
    let way = if code.group_name.is_empty() { "employer" } else { "kind" };
    let mut frame = guest.frame("入会台", Tab::Home, Some(PATH));
    frame.tabs.clear();
    Ok(desk.show(&ShowPage {
        frame,
        owner: desk.who.account,
        fields: vec![
            Field::text("name", "姓名").hint("和身份证上一样").attr("autocomplete", "off").attr("maxlength", 50),
            Field::text("number", "身份证号")
                .attr("autocomplete", "off")
                .attr("autocapitalize", "characters")
                .attr("maxlength", 24),
            Field::tel("phone", "职工的手机号").hint("结果发到这里，请念一遍给职工核对").attr("autocomplete", "off"),
        ],
        work: Field::radios("work", "现在的工作", ways).value(way),
        employer: Field::suggest("employer", "单位名称", "/join/employers", "employer_id", "")
            .hint("没有网络时写全称")
            .attr("maxlength", 60)
            .attr("autocomplete", "off"),
        group: Field::select("group", "做的是", std::iter::once(Choice::new("", "没有就不选")).chain(groups))
            .value(&code.group_name),
        consents: [
            Field::check("membership", format!("已念给职工听：{}", stand::MEMBERSHIP.1)),
            Field::check("notices", format!("职工说：{}", stand::NOTICES.1)).hint("可以不选，不影响入会"),
        ],
        signature: ui::Signature::new("signature", "请职工在框里手写签名"),
        code,
    }))
}
