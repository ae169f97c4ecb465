//! A code's page and its end.
use super::{
    CodeState, JoiningCode, index,
    store::{self, Counts},
};
use crate::{
    members::{JOINED_BY_CODE, SCANS},
    permissions::CODES_WRITE,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    documents::{Ruggedness, qr_svg},
    tree::Scope,
    web::{Error, Result, see},
};
use ui::{Button, Crumb, Definition, Desk, Figure, Figures, Stamp, text};

#[derive(Template)]
#[template(path = "codes/show.html")]
struct ShowPage {
    frame: ui::Console,
    code: JoiningCode,
    stamp: Stamp,
    validity: String,
    address: String,
    figures: Figures,
    qr: String,
    /// Who ended it and when.
    ended: Option<String>,
    printable: bool,
}

pub(super) async fn within(desk: &Desk, code: &str) -> Result<JoiningCode> {
    store::within(&desk.app.db, &desk.scope(CODES_WRITE)?, code).await?.ok_or(Error::NotFound)
}
fn figures(code: &JoiningCode, counts: Counts) -> Figures {
    let count = |n: i64| text::count(n);
    let defined = |words: &str| Definition::new().line("算什么", words);
    let joinings = format!("/console/joinings?code={}", code.id);
    Figures::strip([
        Figure::new("scans", "扫码", count(counts.scans), SCANS.unit).definition(defined(SCANS.definition)),
        Figure::new("sent", "提交申请", count(counts.joinings), "件")
            .href(joinings)
            .definition(defined("从这个码进来并提交了的入会申请，不管审核结果")),
        Figure::new("approved", "批准入会", count(counts.approved), JOINED_BY_CODE.unit)
            .definition(defined(JOINED_BY_CODE.definition)),
    ])
}
/// 魏同舟今天14:30停用
async fn ended(desk: &Desk, code: &JoiningCode) -> Result<Option<String>> {
    let Some(at) = code.revoked_at else { return Ok(None) };
    let lines = audit::of_object(&desk.app.db, "joining_code", code.id.0, 20).await?;
    let who = lines.into_iter().find(|l| l.act == "code.revoke").and_then(|l| l.name);
    let when = text::moment_near(platform::clock::local(at), desk.app.today());
    Ok(Some(format!("{}{when}停用", who.unwrap_or_default())))
}

pub async fn show(desk: Desk, Path(code): Path<String>) -> Result<Response> {
    let (code, today) = (within(&desk, &code).await?, desk.app.today());
    let counts = store::counts(&desk.app.db, &Scope::below(&code.path), today).await?;
    let crumb = vec![Crumb::word("有家"), Crumb::to("入会码", index::HERE)];
    let address = code.address(desk.base_url());
    Ok(desk.show(&ShowPage {
        frame: desk.frame(&code.shown(), index::HERE, crumb),
        stamp: index::stamp(&code, today),
        validity: index::validity(&code),
        figures: figures(&code, counts.get(&code.id).copied().unwrap_or_default()),
        qr: qr_svg(&address, Ruggedness::Poster, "入会二维码"),
        ended: ended(&desk, &code).await?,
        printable: matches!(code.state(today), CodeState::Running | CodeState::Planned),
        address,
        code,
    }))
}

pub async fn revoke(desk: Desk, Path(code): Path<String>) -> Result<Response> {
    let code = within(&desk, &code).await?;
    let mut tx = desk.app.db.begin().await?;
    if !store::revoke(&mut tx, &desk.app, code.id).await? {
        drop(tx);
        let code = within(&desk, &code.code).await?;
        return Err(Error::refused(format!("{}了，不用再停。", ended(&desk, &code).await?.unwrap_or_default())));
    }
    let entry = audit::Entry {
        act: "code.revoke",
        object: "joining_code",
        object_id: code.id.0,
        detail: &code.code,
        org: Some(code.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    Ok(see(&code.link(), "停用了，扫这个码的人会看到它不用了"))
}
