//! What is downloaded: the blank form, a union's roster, the result of an import.
use super::{
    compare::Verdict,
    export as roster_export,
    pages::{Answer, chosen_union, index_page, loaded},
    staged,
    store::{self, ImportId},
};
use crate::permissions::ROSTERS_EXPORT;
use axum::extract::Path;
use platform::{
    sheets::roster::{RosterBook, template as blank},
    web::{Error, Fields, XLSX, download},
};
use std::io::{self, Write};
use ui::Desk;

pub async fn template(desk: Desk, fields: Fields) -> Answer {
    let union = chosen_union(&desk, &fields).await?;
    let name = format!("{}会员信息采集表.xlsx", union.name);
    Ok(download(&name, XLSX, move |file| file.write_all(&blank(&union.name).map_err(io::Error::other)?)))
}

pub async fn export(desk: Desk, mut fields: Fields) -> Answer {
    desk.scope(ROSTERS_EXPORT)?;
    let union = chosen_union(&desk, &fields).await?;
    let Some(reason) = fields.required("reason", "请写明导出的用途，会员能查到谁在什么时候导出过", 200)
    else {
        return Ok(desk.refill(&index_page(&desk, union, fields).await?));
    };
    let book = roster_export::export(&desk.app, Some(&desk.who), &union, &reason).await?;
    let name = format!("{}会员名册{}.xlsx", union.name, desk.app.today());
    Ok(download(&name, XLSX, move |file| book.write_to(file).map_err(io::Error::other)))
}

pub async fn result(desk: Desk, Path(id): Path<ImportId>, fields: Fields) -> Answer {
    let import = loaded(&desk, id).await?;
    let only_wrong = fields.get("only") == "wrong";
    let mut book = RosterBook::result(&import.union_name).map_err(Error::internal)?;
    let mut rows = Vec::new();
    for (verdict, seq, _) in store::chunks(&desk.app.db, id).await? {
        if only_wrong && verdict != "wrong" && verdict != "skipped" {
            continue;
        }
        if let Some(sealed) = store::chunk(&desk.app.db, id, &verdict, seq).await? {
            rows.extend(staged::open(&desk.app, &sealed)?);
        }
    }
    rows.sort_by_key(|r| (r.row, r.verdict != Verdict::Skipped));
    rows.dedup_by_key(|r| r.row);
    for row in &rows {
        book.outcome(&row.as_cells(), &row.reasons()).map_err(Error::internal)?;
    }
    let name = import.file_name.trim_end_matches(".xlsx").trim_end_matches(".xls");
    let name = format!("{name}（导入结果）.xlsx");
    Ok(download(&name, XLSX, move |file| book.write_to(file).map_err(io::Error::other)))
}
