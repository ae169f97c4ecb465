//! Ending a union in the console: the way, what changes, then the act.
use super::{
    run,
    store::{self, Closing, ClosingId, NewClosing},
};
use crate::permissions::UNIONS_CLOSE;
use askama::Template;
use axum::{extract::Path, response::Response};
use directory::{
    form,
    unions::{
        self, Union, UnionKind, moving,
        succession::{self, Estate, Way},
    },
};
use jiff::civil::Date;
use platform::{
    audit, jobs,
    tree::{self, OrgId, ids_of},
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field, filters};

/// A union with so many members ends within the request; a larger one in a job.
const AT_ONCE: i64 = 500;

#[derive(Template)]
#[template(path = "closings/show.html")]
struct ShowPage {
    frame: ui::Console,
    union: Union,
    closing: Option<Closing>,
    way: Option<Way>,
    to: Option<Union>,
    estate: Estate,
    children: Vec<String>,
    /// Unions below it that can't go along, each with the reason: they hold it up.
    held_up: Vec<(OrgId, String, String)>,
    fields: Vec<Field>,
    summary: ErrorSummary,
}
impl ShowPage {
    fn link(&self) -> String {
        format!("/console/unions/{}/closing", self.union.id)
    }
    fn way_key(&self) -> &'static str {
        self.way.map_or("", store::way_key)
    }
    /// What the button says.
    fn verb(&self) -> String {
        match (self.way, &self.to) {
            (Some(Way::Joined), Some(to)) => format!("并入{}", to.name),
            _ if self.union.status == "4" => "终止筹建".into(),
            _ => "撤销这家工会".into(),
        }
    }
}

async fn within(desk: &Desk, id: OrgId) -> Result<Union> {
    let union = unions::store::within(&desk.app.db, &desk.scope(UNIONS_CLOSE)?, id).await?.ok_or(Error::NotFound)?;
    Ok(union)
}
async fn page(desk: &Desk, union: Union, way: Option<Way>, to: Option<Union>, form: &Fields) -> Result<ShowPage> {
    let app = &desk.app;
    let fields = match (&way, &to) {
        (Some(_), Some(_)) => vec![
            Field::date("on_day", "从哪天起"),
            Field::text("reason", "理由").hint("写进历史，会员也能看到，例如“单位终止”").attr("maxlength", 100),
        ],
        _ => vec![
            Field::radios(
                "way",
                "怎么办",
                [
                    ui::Choice::new("kept", "撤销").note("会员的会籍由上级工会保留（《工会法》第十三条）"),
                    ui::Choice::new("joined", "并入另一家工会").note("会员、单位和入会码都转过去"),
                ],
            ),
            Field::suggest("to", "并入哪一家", "/console/unions/options", "to_id", "")
                .optional()
                .hint("并入时填，输入名称的一部分，从列表里选"),
        ],
    };
    let fields: Vec<Field> = fields.into_iter().map(|f| f.of_form(form)).collect();
    let crumb = vec![
        Crumb::word("有家"),
        Crumb::to("基层工会", "/console/unions"),
        Crumb::to(union.name.clone(), unions::link(union.id)),
    ];
    Ok(ShowPage {
        frame: desk.frame("撤销或合并", "/console/unions", crumb),
        closing: store::of_union(&app.db, union.id).await?,
        estate: succession::estate(&app.db, &union, app.today()).await?,
        children: tree::children(&app.db, union.id).await?.into_iter().map(|c| c.name).collect(),
        held_up: match &to {
            Some(to) => held_up(&app.db, &union, to).await?,
            None => Vec::new(),
        },
        summary: ErrorSummary::of(&fields),
        fields,
        way,
        to,
        union,
    })
}

/// Who takes over: the joined union, or the nearest upper one that may hold memberships. What speaks against it is left as a fault.
async fn successor(desk: &Desk, union: &Union, way: Way, form: &mut Fields) -> Result<Option<Union>> {
    let db = &desk.app.db;
    let to = match way {
        Way::Joined => {
            let Some(to) = unions::chosen(desk, form, "to", "to_id").await? else {
                form.fault("to", "没有找到这家工会，请输入名称后从列表里选一家");
                return Ok(None);
            };
            if to.path.starts_with(&union.path) {
                form.fault("to", "不能并入它自己或它的下级");
                return Ok(None);
            }
            to
        }
        Way::Kept => match above(db, union).await? {
            Some(upper) => upper,
            None => {
                form.fault("way", "上面没有能保留会籍的工会，请改为并入另一家");
                return Ok(None);
            }
        },
    };
    let field = if way == Way::Joined { "to" } else { "way" };
    if to.status != "1" || !unions::takes_members(&to) {
        form.fault(field, format!("{}现在不能接收会员，请另选一家", to.name));
        return Ok(None);
    }
    Ok(Some(to))
}
/// What hangs below and may not hang below the successor: a workshop's branch belongs under a union of an enterprise, not under a federation.
async fn held_up(db: &platform::db::Db, union: &Union, to: &Union) -> Result<Vec<(OrgId, String, String)>> {
    let mut all = Vec::new();
    for child in tree::children(db, union.id).await? {
        let Some(child) = unions::store::find(db, child.id).await? else { continue };
        if let Some(refusal) = moving::refusal(&child, to) {
            all.push((child.id, child.name, refusal.0));
        }
    }
    Ok(all)
}
async fn above(db: &platform::db::Db, union: &Union) -> Result<Option<Union>> {
    let mut line = ids_of(&union.path);
    line.pop();
    for id in line.into_iter().rev() {
        if let Some(upper) = unions::store::find(db, id).await?.filter(unions::takes_members) {
            return Ok(Some(upper));
        }
    }
    Ok(None)
}
/// Why this union can't be ended here and now.
fn hindrance(desk: &Desk, union: &Union) -> Option<String> {
    if union.id == desk.post().org {
        return Some("自己任职的工会要由上级工会来撤销或合并".into());
    }
    if union.parent.is_none() {
        return Some("最上级工会不能撤销".into());
    }
    if union.kind().is_some_and(UnionKind::is_local_federation) {
        return Some("地方总工会的撤并由上级机关决定，这里不办".into());
    }
    (!matches!(union.status.as_str(), "1" | "4")).then(|| format!("{}已经注销或正在撤并", union.name))
}
fn way_of(form: &Fields) -> Option<Way> {
    match form.get("way") {
        "joined" => Some(Way::Joined),
        "kept" => Some(Way::Kept),
        _ => None,
    }
}

pub async fn show(desk: Desk, Path(union): Path<OrgId>, mut form: Fields) -> Result<Response> {
    let union = within(&desk, union).await?;
    if store::of_union(&desk.app.db, union.id).await?.is_some() {
        return Ok(desk.show(&page(&desk, union, None, None, &form).await?));
    }
    if let Some(sentence) = hindrance(&desk, &union) {
        let mut page = page(&desk, union, None, None, &form).await?;
        page.fields.clear();
        page.frame.flash = Some(ui::Flash::warn(sentence));
        return Ok(desk.show(&page));
    }
    let way = way_of(&form);
    let to = match way {
        Some(way) => successor(&desk, &union, way, &mut form).await?,
        None => None,
    };
    if !form.has("on_day") {
        form.set("on_day", desk.app.today().to_string());
    }
    let page = page(&desk, union, way, to, &form).await?;
    Ok(if form.is_right() { desk.show(&page) } else { desk.refill(&page) })
}

pub async fn create(desk: Desk, Path(union): Path<OrgId>, mut form: Fields) -> Result<Response> {
    let union = within(&desk, union).await?;
    if let Some(sentence) = hindrance(&desk, &union) {
        return Err(Error::refused(sentence));
    }
    let Some(way) = way_of(&form) else {
        form.fault("way", "请选撤销还是并入");
        return Ok(desk.refill(&page(&desk, union, None, None, &form).await?));
    };
    let to = successor(&desk, &union, way, &mut form).await?;
    let said = said(&desk, &union, &mut form).await?;
    let (Some(to), Some((reason, on)), true) = (&to, said, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, union, Some(way), to, &form).await?));
    };
    if !held_up(&desk.app.db, &union, to).await?.is_empty() {
        let to = to.clone();
        return Ok(desk.refill(&page(&desk, union, Some(way), Some(to), &form).await?));
    }
    let (id, members) = begin(&desk, &union, to, (way, on, &reason)).await?;
    if members <= AT_ONCE {
        // The job that was queued with it finds nothing left to do.
        run::carry_on(&desk.app, id).await?;
    }
    Ok(see(&format!("/console/unions/{}/closing", union.id), &run::note(&union, to, way)))
}
/// The reason and the day; what is wrong is left as faults.
async fn said(desk: &Desk, union: &Union, form: &mut Fields) -> Result<Option<(String, Date)>> {
    let today = desk.app.today();
    let reason = form.required("reason", "请写明理由，以后能查到", 100);
    let on = form::day(form, "on_day", Some(today));
    let founded = union.founded_on.as_deref().and_then(|d| d.parse::<Date>().ok());
    if let (Some(on), Some(founded)) = (on, founded)
        && on < founded
    {
        form.fault("on_day", format!("比成立的日子（{founded}）还早，看看是不是填错了"));
    }
    if store::is_taking(&desk.app.db, union.id).await? {
        form.fault("reason", "正有一家工会并到它这里，等那边办完再来");
    }
    Ok(reason.map(|reason| (reason, on.unwrap_or(today))))
}
/// Begins the closing, and says how many members it has to hand over.
async fn begin(
    desk: &Desk,
    union: &Union,
    to: &Union,
    (way, on, reason): (Way, Date, &str),
) -> Result<(ClosingId, i64)> {
    let app = &desk.app;
    let members = succession::estate(&app.db, union, app.today()).await?.members;
    let account = desk.who.account;
    let new = NewClosing { union: union.id, successor: to.id, way, on, reason, account, was: &union.status, members };
    let mut tx = app.db.begin().await?;
    let begun = match store::add(&mut tx, app, &new).await? {
        Some(id) if unions::store::lock(&mut tx, union.id).await? => Some(id),
        _ => None,
    };
    let Some(id) = begun else {
        return Err(Error::refused(format!("{}刚刚由别人办了撤并，请看现在的情况。", union.name)));
    };
    let entry = audit::Entry {
        act: "union.closing",
        object: "union",
        object_id: union.id.0,
        detail: &run::note(union, to, way),
        reason,
        org: Some(union.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, Some(&desk.who), &entry).await?;
    jobs::queue(&mut tx, run::CLOSING.kind, &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok((id, members))
}
