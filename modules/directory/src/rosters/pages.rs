//! The pages of an import, from the file to its result.
use super::{
    check,
    compare::{Verdict, shown_cell},
    staged::{self, Staged},
    store::{self, Import, ImportId},
    undo as undoing, write,
};
use crate::permissions::{ROSTERS_EXPORT, ROSTERS_IMPORT};
use askama::Template;
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    clock,
    sheets::roster::Column,
    tree::Org,
    web::{Error, Fields, see, uploads},
};
use ui::{Desk, filters};

pub type Answer = Result<Response, Error>;
const HERE: &str = "/console/rosters";

#[derive(Template)]
#[template(path = "rosters/index.html")]
pub struct Index {
    frame: ui::Console,
    imports: Vec<Import>,
    union: Org,
    fault: Option<String>,
    may_export: bool,
    /// The chosen union holds memberships itself.
    takes_members: bool,
    union_label: &'static str,
    export: Fields,
    /// The search for another union, as typed.
    asked: Fields,
}

/// The union that the form names, by id or (without scripts) by its exact name within the branch; none given: one's own.
pub async fn chosen_union(desk: &Desk, fields: &Fields) -> Result<Org, Error> {
    let chosen = crate::unions::chosen(desk, fields, "union_name", "union").await?.map(|u| u.org());
    let wanted = fields.has("union") && chosen.is_none();
    let own = platform::tree::find(&desk.app.db, desk.post().org).await?;
    if wanted { Err(Error::NotFound) } else { chosen.or(own).ok_or(Error::NotFound) }
}

pub async fn index_page(desk: &Desk, union: Org, asked: Fields) -> Result<Index, Error> {
    let scope = desk.scope(ROSTERS_IMPORT)?;
    let kind = crate::unions::store::find(&desk.app.db, union.id).await?.filter(crate::unions::takes_members);
    // A federation's officer says first for which union; a chair is at home already.
    let chosen = asked.has("union")
        || asked.has("union_name")
        || kind.as_ref().and_then(|u| u.kind()).is_some_and(|k| k.is_grassroots());
    let takes_members = kind.is_some() && chosen;
    Ok(Index {
        frame: desk.frame("名册导入", HERE, vec![]),
        imports: store::list(&desk.app.db, &scope).await?,
        union,
        fault: None,
        may_export: desk.may(ROSTERS_EXPORT),
        takes_members,
        union_label: if takes_members { "换一家工会导入" } else { "工会名称" },
        export: asked.clone(),
        asked,
    })
}

pub async fn index(desk: Desk, mut fields: Fields) -> Answer {
    let union = chosen_union(&desk, &fields).await?;
    if fields.has("union_name") && union.id == desk.post().org && fields.get("union_name") != union.name {
        fields.fault("union_name", "没有找到这家工会，请从列表里选一家");
    }
    let page = index_page(&desk, union, fields).await?;
    Ok(desk.show(&page))
}

pub async fn create(desk: Desk, form: Result<Multipart, MultipartRejection>) -> Answer {
    let scope = desk.scope(ROSTERS_IMPORT)?;
    let (upload, fields) = match form {
        Ok(form) => uploads(form, "file").await?,
        Err(_) => (None, Fields::default()),
    };
    let union = chosen_union(&desk, &fields).await?;
    let checked = match upload {
        None => Err(Error::refused("请先选择要导入的Excel文件")),
        Some(_) if !takes_members(&desk, &union).await? => {
            Err(Error::refused(format!("{}不直接吸收会员，请选择下面的基层工会再导入", union.name)))
        }
        Some(file) => check::check(&desk.app, &union, &scope, &file.name, file.bytes, Some(desk.who.account)).await,
    };
    match checked {
        Ok(id) => Ok(Redirect::to(&format!("{HERE}/{id}")).into_response()),
        Err(Error::Refused(sentence)) => {
            let page = index_page(&desk, union, fields).await?;
            Ok(desk.refill(&Index { fault: Some(sentence), ..page }))
        }
        Err(fault) => Err(fault),
    }
}

async fn takes_members(desk: &Desk, union: &Org) -> Result<bool, Error> {
    Ok(crate::unions::store::find(&desk.app.db, union.id).await?.is_some_and(|u| crate::unions::takes_members(&u)))
}

#[derive(Template)]
#[template(path = "rosters/show.html")]
struct Show {
    frame: ui::Console,
    import: Import,
    verdict: Verdict,
    fault: String,
    tabs: Vec<(Verdict, i64)>,
    /// (column, fault's code, how often).
    faults: Vec<(String, String, i64)>,
    rows: Vec<Line>,
    more: Option<i64>,
    page: i64,
    skipped: i64,
    kept: i64,
    undo_until: Option<i64>,
    percent: i64,
}
/// A row as shown: sealed cells masked.
struct Line {
    row: u32,
    cells: Vec<(String, bool)>,
    differences: Vec<super::compare::Difference>,
    reasons: Vec<String>,
}
/// The cells that fit on a screen; a fault elsewhere names its column.
const SHOWN: [Column; 7] =
    [Column::Name, Column::Sex, Column::IdNumber, Column::Phone, Column::Education, Column::Change, Column::ChangeDate];

impl Show {
    fn step(&self) -> usize {
        match self.import.state.as_str() {
            "checked" => 3,
            "writing" => 4,
            _ => 5,
        }
    }
    fn is(&self, state: &str) -> bool {
        self.import.state == state
    }
    /// How long the check took, in seconds with one decimal.
    fn seconds(&self) -> String {
        format!("{}.{}", self.import.checked_ms / 1000, self.import.checked_ms % 1000 / 100)
    }
    fn heads(&self) -> [&'static str; 7] {
        SHOWN.map(Column::title)
    }
    fn address(&self, verdict: &Verdict) -> String {
        format!("{HERE}/{}?verdict={}", self.import.id, verdict.key())
    }
    fn pager(&self) -> ui::Pager {
        let at = |page: i64| format!("{}&page={page}", self.address(&self.verdict));
        let about = format!("每页{}行，第{}页", staged::CHUNK, self.page + 1);
        ui::Pager::new(about).previous((self.page > 0).then(|| at(self.page - 1))).next(self.more.map(at))
    }
    fn fault_name(&self, column: &str, code: &str) -> String {
        fault_name(column, code)
    }
    fn chip(&self, column: &str, code: &str) -> String {
        format!("{HERE}/{}?verdict=wrong&fault={}", self.import.id, platform::web::encode(&format!("{column}:{code}")))
    }
}

/// What the chip of a fault says.
fn fault_name(column: &str, code: &str) -> String {
    match code {
        "check_digit" => "证件号校验位不对".into(),
        "bad_region" => "证件号地区不存在".into(),
        "ruined_id" | "ruined_phone" => "号码被Excel改坏".into(),
        "short_phone" | "long_phone" => "手机号位数不对".into(),
        "phone_prefix" | "phone_character" => "手机号不对".into(),
        "sex_mismatch" => "性别与身份证不符".into(),
        "birth_mismatch" => "出生日期与身份证不符".into(),
        "future_change" => "日期在今天以后".into(),
        "unknown_code" => format!("{column}不认识"),
        "duplicate" => "本表里重复".into(),
        "elsewhere" => "在别的工会".into(),
        "not_a_member" => "没有会籍".into(),
        code if code.starts_with("no_") => format!("没填{column}"),
        _ => format!("{column}不对"),
    }
}
fn line(staged: &Staged) -> Line {
    let cell =
        |c: &Column| (shown_cell(*c, staged.cells.get(c.index()).map_or("", |t| t)), staged.has_fault_at(c.title()));
    let elsewhere = |f: &staged::StagedFault| !SHOWN.iter().any(|c| c.title() == f.column);
    let reasons = staged
        .faults
        .iter()
        .map(|f| if elsewhere(f) { format!("{}：{}", f.column, f.reason) } else { f.reason.clone() });
    Line {
        row: staged.row,
        cells: SHOWN.iter().map(cell).collect(),
        differences: staged.differences.clone(),
        reasons: reasons.collect(),
    }
}

pub async fn loaded(desk: &Desk, id: ImportId) -> Result<Import, Error> {
    let scope = desk.scope(ROSTERS_IMPORT)?;
    store::within(&desk.app.db, &scope, id).await?.filter(|i| i.state != "checking").ok_or(Error::NotFound)
}

pub async fn show(desk: Desk, Path(id): Path<ImportId>, fields: Fields) -> Answer {
    let import = loaded(&desk, id).await?;
    let chunks = store::chunks(&desk.app.db, id).await?;
    let count = |verdict: Verdict| chunks.iter().filter(|(v, ..)| v == verdict.key()).map(|(.., n)| n).sum::<i64>();
    let tabs: Vec<(Verdict, i64)> = Verdict::ALL.into_iter().map(|v| (v, count(v))).filter(|(_, n)| *n > 0).collect();
    let verdict = Verdict::from_key(fields.get("verdict")).or(tabs.first().map(|t| t.0)).unwrap_or(Verdict::New);
    let page = fields.number::<i64>("page").unwrap_or(0).max(0);
    let rows = match store::chunk(&desk.app.db, id, verdict.key(), page).await? {
        Some(sealed) => staged::open(&desk.app, &sealed)?,
        None => Vec::new(),
    };
    let fault = fields.get("fault").to_owned();
    let wanted = |s: &&Staged| fault.is_empty() || s.faults.iter().any(|f| format!("{}:{}", f.column, f.code) == fault);
    let written = chunks.iter().filter(|(v, ..)| v == "new" || v == "changed").count() as i64;
    let shown = Show {
        frame: desk.frame(
            &import.file_name,
            HERE,
            vec![ui::Crumb::to("名册导入", HERE), ui::Crumb::word(import.union_name.clone())],
        ),
        faults: serde_json::from_str(&import.faults).unwrap_or_default(),
        rows: rows.iter().filter(wanted).map(line).collect(),
        more: chunks.iter().any(|(v, seq, _)| v == verdict.key() && *seq == page + 1).then_some(page + 1),
        skipped: count(Verdict::Skipped),
        kept: if import.state == "undone" { store::changes_left(&desk.app.db, id).await? } else { 0 },
        undo_until: undoing::open_until(&import, desk.app.now()),
        percent: if written == 0 { 100 } else { 100 * import.progress / written },
        import,
        verdict,
        fault,
        tabs,
        page,
    };
    Ok(desk.show(&shown))
}

/// The bar while it is written; asks the browser to load the page again when it is done.
pub async fn progress(desk: Desk, Path(id): Path<ImportId>) -> Answer {
    let import = loaded(&desk, id).await?;
    if import.state != "writing" && import.state != "undoing" {
        return Ok(([("hx-refresh", "true")], "").into_response());
    }
    let written =
        store::chunks(&desk.app.db, id).await?.iter().filter(|(v, ..)| v == "new" || v == "changed").count() as i64;
    let percent = if written == 0 { 100 } else { 100 * import.progress / written };
    Ok(ui::fragment(&Bar { id, percent, undoing: import.state == "undoing" }).into_response())
}
#[derive(Template)]
#[template(path = "rosters/bar.html")]
struct Bar {
    id: ImportId,
    percent: i64,
    undoing: bool,
}

pub async fn confirm(desk: Desk, Path(id): Path<ImportId>) -> Answer {
    let import = loaded(&desk, id).await?;
    let sentence = match import.state.as_str() {
        "checked" if import.right() == 0 => return Err(Error::refused("这份名册里没有要写入的行")),
        _ if write::confirm(&desk.app, Some(&desk.who), &import).await? => format!("已确认，写入{}行", import.right()),
        _ => already(&import),
    };
    Ok(see(&format!("{HERE}/{id}"), &sentence))
}

/// What to tell the second of two who decide at once.
fn already(import: &Import) -> String {
    match import.confirmed_at {
        Some(at) => format!("这份名册已经在{}确认过了，没有重复写入", ui::text::moment(clock::local(at))),
        None => "这份名册已经处理过了，没有重复写入".into(),
    }
}

pub async fn drop(desk: Desk, Path(id): Path<ImportId>) -> Answer {
    let import = loaded(&desk, id).await?;
    let mut tx = desk.app.db.begin().await?;
    if !store::step(&mut tx, id, "checked", "dropped").await? {
        return Err(Error::refused(already(&import)));
    }
    store::forget(&mut tx, id).await?;
    tx.commit().await?;
    Ok(see(HERE, "已放弃这次导入，什么都没有写入"))
}

pub async fn undo(desk: Desk, Path(id): Path<ImportId>) -> Answer {
    let import = loaded(&desk, id).await?;
    if !undoing::undo(&desk.app, Some(&desk.who), &import).await? {
        return Err(Error::refused("这次导入不能撤销了：已经撤销过，或者超过了7天"));
    }
    Ok(see(&format!("{HERE}/{id}"), "已撤销这次导入，之后被人改过的行保留不动"))
}
