//! Drawing a grid, changing it, closing it.
use super::{
    Grid, GridId, PATH, crumb, entry,
    store::{self, NewGrid},
    within,
};
use crate::{officers, permissions::WRITE};
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::unions;
use platform::{
    audit,
    standards::has_unprintable,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Desk, ErrorSummary, Field};

#[derive(Template)]
#[template(path = "grids/edit.html")]
struct EditPage {
    frame: ui::Console,
    /// The one that is changed; none: a new one.
    grid: Option<Grid>,
    version: String,
    summary: ErrorSummary,
    fields: Vec<Field>,
}

fn page(desk: &Desk, grid: Option<Grid>, form: &mut Fields) -> EditPage {
    if !form.has("union") && form.is_right() {
        form.set("union", desk.post().org_name.clone());
        form.set("union_id", desk.post().org.to_string());
    }
    let mut fields = vec![
        Field::text("name", "网格名称").hint("例如城东第一网格").attr("maxlength", 40),
        Field::suggest("union", "哪家工会管", "/console/unions/options", "union_id", "").hint("一般是镇街总工会"),
        Field::area("bounds", "范围")
            .hint("用大家认得的路名、河名写，例如“东到东环路，西到界河，北到工业路”")
            .attr("rows", 2),
        Field::tel("phone", "会员可以打的电话")
            .hint("写在会员的“我的网格员”里，写办公电话")
            .optional()
            .attr("maxlength", 20),
        Field::text("latitude", "中心纬度").optional().hint("小数，例如33.4021").attr("inputmode", "decimal"),
        Field::text("longitude", "中心经度").optional().hint("小数，例如120.1397").attr("inputmode", "decimal"),
    ];
    if grid.is_none() {
        fields.push(
            Field::suggest("officer", "网格员", "/console/officers/options", "officer_id", "")
                .optional()
                .hint("输入姓名，从列表里选一位有任职的人；可以以后再定"),
        );
    }
    let fields: Vec<Field> = fields.into_iter().map(|f| f.of_form(form)).collect();
    let title = grid.as_ref().map_or_else(|| "划一个网格".to_owned(), |g| g.name.clone());
    let mut summary = ErrorSummary::of(&fields);
    if let Some(sentence) = form.error("version") {
        summary = summary.add("name", "有人先改过", sentence);
    }
    EditPage {
        frame: desk.frame(&title, PATH, crumb()),
        grid,
        version: form.get("version").to_owned(),
        summary,
        fields,
    }
}

/// Both degrees within China, or none.
fn position(form: &mut Fields) -> Option<(f64, f64)> {
    if form.opt("latitude").is_none() && form.opt("longitude").is_none() {
        return None;
    }
    let mut degrees = |name: &str, least: f64, most: f64| {
        let typed = form.get(name).parse::<f64>().ok().filter(|d| (least..=most).contains(d));
        if typed.is_none() {
            form.fault(name, format!("经纬度要一起填，这里要在{least}到{most}之间"));
        }
        typed
    };
    let (latitude, longitude) = (degrees("latitude", 3.0, 54.0), degrees("longitude", 73.0, 136.0));
    latitude.zip(longitude)
}
/// What the form reads; none where something is to be mended.
async fn typed(desk: &Desk, form: &mut Fields) -> Result<Option<NewGrid>> {
    let union = unions::chosen(desk, form, "union", "union_id").await?;
    if union.is_none() {
        form.fault("union", format!("请从列表里选一家工会，只能是{}和它的下级", desk.post().org_name));
    }
    let name = form.required("name", "请填网格名称", 40);
    let bounds = form.required("bounds", "请写清网格的范围", 200);
    for name in ["name", "bounds", "phone"] {
        if has_unprintable(form.get(name)) {
            form.fault(name, "里面有看不见的字符，请重新输入");
        }
    }
    form.short_enough("phone", 20);
    let (position, phone) = (position(form), form.get("phone").to_owned());
    let (Some(union), Some(name), Some(bounds), true) = (union, name, bounds, form.is_right()) else { return Ok(None) };
    Ok(Some(NewGrid { union_id: union.id, name, bounds, phone, position }))
}

pub async fn new(desk: Desk) -> Response {
    desk.show(&page(&desk, None, &mut Fields::default()))
}
pub async fn create(desk: Desk, mut form: Fields) -> Result<Response> {
    let officer = match form.has("officer") {
        true => officers::chosen(&desk, &mut form).await?,
        false => None,
    };
    let Some(new) = typed(&desk, &mut form).await? else { return Ok(desk.refill(&page(&desk, None, &mut form))) };
    let mut tx = desk.app.db.begin().await?;
    let id = store::add(&mut tx, &desk.app, &new).await?;
    if let Some(officer) = officer {
        store::name_officer(&mut tx, id, officer.account, desk.app.today()).await?;
    }
    let made = audit::Entry {
        act: "grid.create",
        object: "grid",
        object_id: id.0,
        detail: &new.name,
        org: Some(new.union_id),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &made).await?;
    tx.commit().await?;
    Ok(see(&format!("{PATH}/{id}"), &format!("{}划好了，接着把里面的工会和单位归进来", new.name)))
}

pub async fn edit(desk: Desk, Path(grid): Path<GridId>) -> Result<Response> {
    let grid = within(&desk, WRITE, grid).await?;
    let degrees = |d: Option<f64>| d.map_or_else(String::new, |d| d.to_string());
    let mut form = Fields::default();
    for (name, value) in [
        ("name", grid.name.clone()),
        ("union", grid.union_name.clone()),
        ("union_id", grid.union_id.to_string()),
        ("bounds", grid.bounds.clone()),
        ("phone", grid.phone.clone()),
        ("latitude", degrees(grid.latitude)),
        ("longitude", degrees(grid.longitude)),
        ("version", grid.version.to_string()),
    ] {
        form.set(name, value);
    }
    Ok(desk.show(&page(&desk, Some(grid), &mut form)))
}
pub async fn update(desk: Desk, Path(grid): Path<GridId>, mut form: Fields) -> Result<Response> {
    let grid = within(&desk, WRITE, grid).await?;
    let Some(new) = typed(&desk, &mut form).await? else { return Ok(desk.refill(&page(&desk, Some(grid), &mut form))) };
    let version = form.get("version").parse().unwrap_or(0);
    let mut tx = desk.app.db.begin().await?;
    if !store::update(&mut tx, grid.id, version, &new).await? {
        drop(tx);
        if grid.closed_at.is_some() {
            return Err(Error::refused("这个网格已经撤销，不能再改。"));
        }
        let line = audit::of_object(&desk.app.db, "grid", grid.id.0, 1).await?.pop();
        let who = line.and_then(|l| l.name).unwrap_or_else(|| "有人".into());
        form.fault("version", format!("{who}刚改成了“{}，{}”。再点一次保存，就换成您填的", grid.name, grid.bounds));
        form.set("version", grid.version.to_string());
        return Ok(desk.refill(&page(&desk, Some(grid), &mut form)));
    }
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("grid.update", &grid, &new.name)).await?;
    tx.commit().await?;
    Ok(see(&grid.link(), &format!("{}改好了", new.name)))
}

pub async fn close(desk: Desk, Path(grid): Path<GridId>) -> Result<Response> {
    let grid = within(&desk, WRITE, grid).await?;
    let mut tx = desk.app.db.begin().await?;
    if !store::close(&mut tx, &desk.app, grid.id).await? {
        return Err(Error::refused("这个网格已经撤销，不用再撤。"));
    }
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry("grid.close", &grid, &grid.name)).await?;
    tx.commit().await?;
    Ok(see(PATH, &format!("{}撤销了，里面的工会和单位可以归到别的网格", grid.name)))
}
