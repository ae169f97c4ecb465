//! The claim sheet as an Excel file: taken out (which is recorded), brought back with a preview of each row, written when it was looked at.
use crate::{
    collective::{
        NUMBERED, PATH, acts, link, people,
        sheet::{self, Line, State},
        store::{self, Matter, Sheet},
        within,
    },
    course::By,
    permissions::{CASES_READ, CASES_WORK},
};
use askama::Template;
use axum::{
    extract::{Multipart, Path},
    response::Response,
};
use platform::{
    audit, clock,
    web::{Error, Fields, Result, XLSX, download, see, uploads},
};
use std::io;
use ui::{Button, Crumb, Desk, ErrorSummary, Field, Stamp, text};

#[derive(Template)]
#[template(path = "collective/desk/sheets.html")]
struct SheetsPage {
    frame: ui::Console,
    matter: Matter,
    file: Field,
    sheet: Option<Sheet>,
    lines: Vec<Line>,
}
impl SheetsPage {
    fn at(&self) -> String {
        link(&self.matter.number)
    }
    fn writes(&self) -> usize {
        self.lines.iter().filter(|line| line.to_write().is_some()).count()
    }
    fn wrong(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.state, State::Wrong(_))).count()
    }
    fn stamp(line: &Line) -> Stamp {
        match &line.state {
            State::New => Stamp::info("新的"),
            State::Changed(_) => Stamp::warn("会改"),
            State::Same => Stamp::plain("没变"),
            State::Wrong(_) => Stamp::danger("不写"),
        }
    }
    fn why(line: &Line) -> String {
        match &line.state {
            State::Wrong(why) => why.clone(),
            State::Changed(before) => format!("现在是{}", text::yuan(*before)),
            _ => String::new(),
        }
    }
    fn moment(&self, at: &i64) -> String {
        text::moment_near(clock::local(*at), self.frame.today)
    }
}

async fn page(desk: &Desk, matter: Matter, form: &Fields) -> Result<SheetsPage> {
    let app = &desk.app;
    let sheet = store::last_sheet(&app.db, matter.id, desk.who.account).await?;
    let all = people(&app.db, matter.id).await?;
    let lines = sheet.as_ref().map_or_else(Vec::new, |one| sheet::checked(app, &all, &one.rows(app), one.at));
    let crumbs =
        vec![Crumb::word("信家"), Crumb::to("集体争议", PATH), Crumb::to(&matter.employer_name, link(&matter.number))];
    let file = Field::file("file", "填好的清单", ".xlsx,.xls").hint("用这里导出的表填。写进去以前先给您看每一行");
    Ok(SheetsPage {
        frame: desk.frame("导入诉求清单", PATH, crumbs),
        file: file.error(form.error("file").map(str::to_owned)),
        sheet,
        lines,
        matter,
    })
}

pub async fn out(desk: Desk, Path(number): Path<String>) -> Result<Response> {
    let matter = within(&desk, &number, CASES_READ).await?;
    let app = &desk.app;
    let all = people(&app.db, matter.id).await?;
    super::show::looked(&desk, &matter).await?;
    let entry = audit::Entry {
        act: "matter.sheet",
        object: NUMBERED,
        object_id: matter.id.0,
        reason: "导出诉求清单",
        org: Some(matter.org),
        ..Default::default()
    };
    let mut tx = app.db.begin().await?;
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    let book = sheet::book(app, &matter, &all).map_err(Error::internal)?;
    let name = format!("{}诉求清单.xlsx", matter.employer_name);
    Ok(download(&name, XLSX, move |to| book.write_to(to).map_err(io::Error::other)))
}
pub async fn show(desk: Desk, Path(number): Path<String>) -> Result<Response> {
    let matter = within(&desk, &number, CASES_WORK).await?;
    super::show::looked(&desk, &matter).await?;
    Ok(desk.show(&page(&desk, matter, &Fields::default()).await?))
}
pub async fn bring(desk: Desk, Path(number): Path<String>, form: Multipart) -> Result<Response> {
    let matter = within(&desk, &number, CASES_WORK).await?;
    let (upload, mut form) = uploads(form, "file").await?;
    let read = match &upload {
        None => Err("请先选一个文件".to_owned()),
        Some(upload) => sheet::read(&upload.bytes),
    };
    match (read, upload) {
        (Ok(rows), Some(upload)) => {
            let rows = serde_json::to_string(&rows).map_err(Error::internal)?;
            let name: String = upload.name.chars().take(80).collect();
            let mut tx = desk.app.db.begin().await?;
            store::add_sheet(&mut tx, &desk.app, matter.id, (&name, &rows), desk.who.account).await?;
            tx.commit().await?;
            Ok(see(&format!("{}/imports", link(&number)), "请看每一行，再写进清单"))
        }
        (Err(sentence), _) => {
            form.fault("file", sentence);
            Ok(desk.refill(&page(&desk, matter, &form).await?))
        }
        (Ok(_), None) => Err(Error::refused("请先选一个文件。")),
    }
}
pub async fn confirm(desk: Desk, Path(number): Path<String>) -> Result<Response> {
    let matter = within(&desk, &number, CASES_WORK).await?;
    let (_, doings) = super::show::doings(&desk, &matter).await?;
    let back = format!("{}/imports", link(&number));
    let Some(sheet) = store::last_sheet(&desk.app.db, matter.id, desk.who.account).await? else {
        return Ok(see(&back, "请先选一个文件"));
    };
    if doings.is_empty() {
        return Ok(see(&link(&number), "现在不能改清单"));
    }
    match acts::fill_from_sheet(&desk.app, By::union(&desk.who), &matter, &sheet).await? {
        Ok(n) => Ok(see(&back, &format!("写好了{n}行；没写的行还在下面"))),
        Err(sentence) => Ok(see(&back, &sentence)),
    }
}
