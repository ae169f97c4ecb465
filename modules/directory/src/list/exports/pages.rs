//! 我的导出: what somebody took out, how far it is, and the files as long as they are kept.
use super::{
    AT_ONCE, DAYS, Export, ExportId, MAKING, making,
    store::{self, NewExport},
};
use crate::list::{self, List, Viewer, views};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    App, audit,
    db::Tx,
    files::pieces,
    identity::AccountId,
    jobs,
    tree::OrgId,
    web::{Error, Fields, XLSX, download, see},
};
use std::io::{self, Write};
use ui::{Desk, filters};

const HERE: &str = "/console/exports";
/// Exports of one person that may be under way at once.
const AT_A_TIME: i64 = 3;

#[derive(Template)]
#[template(path = "list/exports/index.html")]
struct IndexPage {
    frame: ui::Console,
    rows: Rows,
}
/// The list of exports; asks for itself again as long as one is under way.
#[derive(Template)]
#[template(path = "list/exports/rows.html")]
struct Rows {
    lists: Vec<&'static List>,
    exports: Vec<Export>,
    today: jiff::civil::Date,
}
impl askama::filters::HtmlSafe for Rows {}
impl Rows {
    fn moves(&self) -> bool {
        self.exports.iter().any(Export::is_under_way)
    }
    fn list_name(&self, export: &Export) -> &'static str {
        self.lists.iter().find(|list| list.key == export.list).map_or("", |list| list.name)
    }
    /// Until when the file is kept.
    fn until(&self, export: &Export) -> i64 {
        export.done_at.unwrap_or(export.asked_at) + DAYS * 86_400_000
    }
}
async fn rows(desk: &Desk) -> Result<Rows, Error> {
    let exports = store::list(&desk.app.db, desk.who.account, desk.post().org).await?;
    Ok(Rows { lists: list::all(&desk.app).collect(), exports, today: desk.app.today() })
}

pub async fn index(desk: Desk) -> Result<Response, Error> {
    Ok(desk.show(&IndexPage { frame: desk.frame("我的导出", HERE, Vec::new()), rows: rows(&desk).await? }))
}
pub async fn progress(desk: Desk) -> Result<Response, Error> {
    Ok(ui::fragment(&rows(&desk).await?).unwrap_or_else(|never| match never {}))
}

pub async fn create(desk: Desk, form: Fields) -> Result<Response, Error> {
    let list = list::find(&desk.app, form.get("list")).ok_or(Error::NotFound)?;
    let viewer = Viewer::of(&desk, list)?;
    let address = views::plain(list, form.get("address")).ok_or(Error::NotFound)?;
    if store::under_way(&desk.app.db, desk.who.account).await? >= AT_A_TIME {
        return Err(Error::refused(format!("您已经有{AT_A_TIME}份名单在导出，等做好了再导出下一份")));
    }
    let sheet = (list.sheet)(viewer, Fields::parse(query(&address))).await?;
    let small = sheet.expected.is_some_and(|rows| rows <= AT_ONCE);
    let new = NewExport {
        account: desk.who.account,
        org: desk.post().org,
        list: list.key,
        address: &address,
        name: &sheet.name,
        expected: sheet.expected,
        location: &pieces::location(),
    };
    let act = format!("{}.export", list.key.trim_end_matches('s'));
    let entry = audit::Entry {
        act: &act,
        object: "union",
        object_id: sheet.org.0,
        org: Some(sheet.org),
        detail: &address,
        ..Default::default()
    };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &new, desk.app.now()).await?;
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    // A small one is made at once; the job comes after it, should the program end meanwhile.
    jobs::queue(&mut tx, MAKING, &id.to_string(), desk.app.now() + if small { 60_000 } else { 0 }).await?;
    tx.commit().await?;
    if small {
        making::make(&desk.app, id).await?;
    }
    Ok(see(HERE, if small { "名单已经做好，可以下载" } else { "正在导出，可以离开这一页" }))
}
fn query(address: &str) -> &str {
    address.split_once('?').map_or("", |(_, query)| query)
}
/// An export that somebody asks for without a page: for the demo.
pub(crate) async fn ask(
    tx: &mut Tx,
    app: &App,
    (account, org): (AccountId, OrgId),
    list: &'static List,
    address: &str,
) -> Result<ExportId, Error> {
    let (name, location) = (format!("{}{}", list.name, app.today()), pieces::location());
    let new = NewExport { account, org, list: list.key, address, name: &name, expected: None, location: &location };
    Ok(store::add(tx, &new, app.now()).await?)
}

async fn own(desk: &Desk, id: ExportId) -> Result<Export, Error> {
    let found = store::own(&desk.app.db, desk.who.account, desk.post().org, id).await?;
    found.ok_or(Error::NotFound)
}

pub async fn file(desk: Desk, Path(export): Path<ExportId>) -> Result<Response, Error> {
    let export = own(&desk, export).await?;
    let list = list::find(&desk.app, &export.list).ok_or(Error::NotFound)?;
    desk.scope(list.needs)?;
    if !export.is_there() {
        return Err(Error::NotFound);
    }
    let entry = audit::Entry {
        act: "export.fetch",
        object: "export",
        object_id: export.id.0,
        detail: &export.address,
        ..Default::default()
    };
    let mut tx = desk.app.db.begin().await?;
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let (app, reading) = (desk.app.clone(), tokio::runtime::Handle::current());
    Ok(download(&format!("{}.xlsx", export.name), XLSX, move |out| {
        for n in 0..export.pieces {
            let piece = reading.block_on(pieces::get(&app, &export.location, n));
            out.write_all(&piece.map_err(|fault| io::Error::other(fault.to_string()))?)?;
        }
        Ok(())
    }))
}

/// Erases the file before its time, or stops what is under way.
pub async fn delete(desk: Desk, Path(export): Path<ExportId>) -> Result<Response, Error> {
    let export = own(&desk, export).await?;
    making::take_away(&desk.app, &export).await?;
    Ok(see(HERE, "文件已经删除"))
}
