//! The pages of bulk acts: choose, look at what would change, do it, see how far it is, undo it.
use super::{
    ActId, NewAct, PATH, Plan,
    doing::{self, Chosen},
    rules::Forecast,
    store::{self, Act},
    undo as undoing,
};
use crate::{
    list::Viewer,
    members::{
        MembershipId, groups,
        index::{self, LIST},
        link,
    },
    permissions::MEMBERS_WRITE,
    unions,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    tree::Scope,
    web::{Error, Fields, see},
};
use ui::{Choice, Crumb, Desk, Field, Pill, Pills, filters};

/// Ticked members of one act at most: a page of the list.
const TICKED: usize = 100;
/// The fields of the acts themselves; all else says to whom.
const OWN: [&str; 6] = ["kind", "target", "target_id", "add_group", "title", "body"];
const KINDS: [(&str, &str); 3] = [("assign", "调整工会"), ("group", "加职工类别"), ("notice", "发通知")];

fn crumbs() -> Vec<Crumb> {
    let mut crumbs = index::crumb();
    crumbs.push(Crumb::to("会员名册", index::PATH));
    crumbs.push(Crumb::to("批量办理", PATH));
    crumbs
}

/// To whom, as the form carries it.
struct Wanted {
    ids: Vec<MembershipId>,
    address: String,
    carried: Vec<(String, String)>,
}
impl Wanted {
    fn of(fields: &Fields) -> Result<Wanted, Error> {
        let carried = fields.pairs().iter().filter(|(name, value)| !OWN.contains(&name.as_str()) && !value.is_empty());
        let carried: Vec<(String, String)> = carried.cloned().collect();
        if fields.has("all") {
            let address = LIST.address(fields).without(&["cols", "rows", "order"]).to_string();
            return Ok(Wanted { ids: Vec::new(), address, carried });
        }
        let mut ids: Vec<MembershipId> = fields.all("member").filter_map(|id| id.parse().ok()).take(TICKED).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Err(Error::refused("还没有选会员。请返回名册，在要办的人前面打勾。"));
        }
        Ok(Wanted { ids, address: String::new(), carried })
    }
    async fn chosen(&self, desk: &Desk) -> Result<Chosen, Error> {
        match self.address.as_str() {
            "" => Ok(Chosen::Ticked(self.ids.clone())),
            address => Chosen::matching(&Viewer::of(desk, &LIST)?, address).await,
        }
    }
}

#[derive(Template)]
#[template(path = "members/acts/new.html")]
struct NewPage {
    frame: ui::Console,
    kinds: Pills,
    kind: &'static str,
    wanted: Wanted,
    fields: Vec<Field>,
    plan: Option<Plan>,
    forecast: Option<Forecast>,
}

fn kind_of(fields: &Fields) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == fields.get("kind")).map_or(KINDS[0].0, |(key, _)| key)
}
async fn own_fields(desk: &Desk, kind: &str, form: &Fields) -> Result<Vec<Field>, Error> {
    let fields = match kind {
        "group" => {
            let names = groups(&desk.app, "").await?;
            let names = names.iter().map(|name| Choice::new(name, name));
            vec![Field::select("add_group", "加上哪个类别", std::iter::once(Choice::new("", "请选择")).chain(names))]
        }
        "notice" => vec![
            Field::text("title", "标题").attr("maxlength", 30),
            Field::area("body", "内容").hint("最多500个字，会出现在职工的“消息”里").attr("maxlength", 500),
        ],
        _ => vec![
            Field::suggest("target", "调整到哪家工会", "/console/unions/options", "target_id", "")
                .hint("输入名称的一部分，从列表里选"),
        ],
    };
    Ok(fields.into_iter().map(|field| field.of_form(form)).collect())
}
/// What is asked for; none (with faults) where something is missing.
async fn plan(desk: &Desk, kind: &str, form: &mut Fields) -> Result<Option<Plan>, Error> {
    match kind {
        "group" => {
            let group = form.get("add_group").to_owned();
            if !groups(&desk.app, "").await?.contains(&group) {
                form.fault("add_group", "请从列表里选一个职工类别");
                return Ok(None);
            }
            Ok(Some(Plan::Group { group }))
        }
        "notice" => {
            let title = form.required("title", "请写标题", 30);
            let body = form.required("body", "请写内容", 500);
            Ok(title.zip(body).map(|(title, body)| Plan::Notice { title, body }))
        }
        _ => {
            let scope = desk.scope(MEMBERS_WRITE)?;
            let union = unions::chosen(desk, form, "target", "target_id").await?;
            match union.filter(|union| scope.holds(&union.path)) {
                Some(union) if unions::takes_members(&union) => {
                    Ok(Some(Plan::Assign { union: union.id, name: union.name }))
                }
                Some(union) => {
                    form.fault("target", format!("{}不直接吸收会员，请选它下面的基层工会", union.name));
                    Ok(None)
                }
                None => {
                    form.fault("target", "没有找到这家工会，请输入名称后从列表里选一家");
                    Ok(None)
                }
            }
        }
    }
}

async fn page(desk: &Desk, wanted: Wanted, fields: &mut Fields, tried: bool) -> Result<NewPage, Error> {
    let (kind, scope) = (kind_of(fields), desk.scope(MEMBERS_WRITE)?);
    let plan = if tried { plan(desk, kind, fields).await? } else { None };
    let forecast = match &plan {
        Some(plan) => Some(doing::forecast(&desk.app, &scope, plan, &wanted.chosen(desk).await?).await?),
        None => None,
    };
    let query: String = wanted
        .carried
        .iter()
        .map(|(name, value)| format!("&{}={}", platform::web::encode(name), platform::web::encode(value)))
        .collect();
    let pills = KINDS.map(|(key, name)| Pill::new(name, format!("{PATH}/new?kind={key}{query}")).here(key == kind));
    Ok(NewPage {
        frame: desk.frame("批量办理", index::PATH, crumbs()),
        kinds: Pills::new("办什么", pills),
        fields: own_fields(desk, kind, fields).await?,
        kind,
        wanted,
        plan,
        forecast,
    })
}

pub async fn new(desk: Desk, mut fields: Fields) -> Result<Response, Error> {
    desk.scope(MEMBERS_WRITE)?;
    let wanted = match Wanted::of(&fields) {
        Err(Error::Refused(sentence)) => return Ok(see("/console/members", &sentence)),
        wanted => wanted?,
    };
    let tried = OWN[1..].iter().any(|name| fields.pairs().iter().any(|(sent, _)| sent == name));
    let page = page(&desk, wanted, &mut fields, tried).await?;
    Ok(if fields.is_right() { desk.show(&page) } else { desk.refill(&page) })
}

pub async fn create(desk: Desk, mut fields: Fields) -> Result<Response, Error> {
    desk.scope(MEMBERS_WRITE)?;
    let wanted = Wanted::of(&fields)?;
    let page = page(&desk, wanted, &mut fields, true).await?;
    let (Some(plan), Some(forecast)) = (&page.plan, &page.forecast) else { return Ok(desk.refill(&page)) };
    if forecast.changed == 0 {
        return Err(Error::refused("选中的人里没有要改的，没有办理"));
    }
    let new = NewAct {
        org: desk.post().org,
        account: desk.who.account,
        plan,
        address: &page.wanted.address,
        chosen: &page.wanted.ids,
        expected: forecast.all(),
    };
    let id = doing::begin(&desk.app, &desk.who, &new).await?;
    Ok(see(&format!("{PATH}/{id}"), "已经开始办理"))
}

#[derive(Template)]
#[template(path = "members/acts/show.html")]
struct ShowPage {
    frame: ui::Console,
    act: Act,
    undo_until: Option<i64>,
    is_notice: bool,
    left_out: Vec<(MembershipId, String, String)>,
}
impl ShowPage {
    fn undo_words(&self) -> &'static str {
        if self.is_notice { "撤下没读的" } else { "撤销这次办理" }
    }
}
/// Those left out that the page names.
const NAMED: i64 = 100;

async fn within(desk: &Desk, id: ActId) -> Result<(Act, Scope), Error> {
    let scope = desk.scope(MEMBERS_WRITE)?;
    let act = store::within(&desk.app.db, &scope, id).await?.ok_or(Error::NotFound)?;
    Ok((act, scope))
}

pub async fn show(desk: Desk, Path(act): Path<ActId>) -> Result<Response, Error> {
    let (act, _) = within(&desk, act).await?;
    let page = ShowPage {
        frame: desk.frame(&act.title, index::PATH, crumbs()),
        undo_until: undoing::open_until(&act, desk.app.now()),
        is_notice: matches!(act.plan(), Plan::Notice { .. }),
        left_out: store::left_out(&desk.app.db, act.id, NAMED).await?,
        act,
    };
    Ok(desk.show(&page))
}

#[derive(Template)]
#[template(path = "members/acts/bar.html")]
struct Bar {
    act: Act,
}
/// How far an act is; once it is done, the page is loaded anew.
pub async fn progress(desk: Desk, Path(act): Path<ActId>) -> Result<Response, Error> {
    let (act, _) = within(&desk, act).await?;
    let moves = act.is("working") || act.is("undoing");
    let mut response = ui::fragment(&Bar { act }).unwrap_or_else(|never| match never {});
    if !moves {
        response.headers_mut().insert("hx-refresh", axum::http::HeaderValue::from_static("true"));
    }
    Ok(response)
}

pub async fn undo(desk: Desk, Path(act): Path<ActId>) -> Result<Response, Error> {
    let (act, _) = within(&desk, act).await?;
    if !undoing::begin(&desk.app, &desk.who, &act).await? {
        return Err(Error::refused("这次办理已经不能撤销：过了7天，或者已经有人撤销了"));
    }
    Ok(see(&format!("{PATH}/{}", act.id), "已经开始撤销"))
}

#[derive(Template)]
#[template(path = "members/acts/index.html")]
struct IndexPage {
    frame: ui::Console,
    acts: Vec<Act>,
}
pub async fn index(desk: Desk) -> Result<Response, Error> {
    let acts = store::list(&desk.app.db, &desk.scope(MEMBERS_WRITE)?).await?;
    let mut crumbs = crumbs();
    crumbs.pop();
    Ok(desk.show(&IndexPage { frame: desk.frame("批量办理", index::PATH, crumbs), acts }))
}
