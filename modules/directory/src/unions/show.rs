//! A union's card: facts left, timeline right, acts on top.
use super::{Union, UnionKind, card, index::crumb, link, rules, store};
use crate::{
    changes,
    members::{JOINED, MEMBERS, UNIONS},
    permissions::{MEMBERS_READ, UNIONS_READ, UNIONS_WRITE},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use platform::{
    Thing, audit,
    facts::{self, Period},
    identity::{self, Holder},
    rights::Role,
    standards::tables,
    tree::{self, OrgId, Scope},
    web::Error,
};
use store::{Coverage, Line};
use ui::{Crumb, Desk, Figure, Figures, Life, Stamp, Step, filters, text};

/// The stamp of a union that is not simply at work.
pub fn state(status: &str) -> Option<Stamp> {
    let name = tables::UNION_STATUS.name_of(status)?;
    match status {
        "1" => None,
        "4" => Some(Stamp::info(name)),
        "3" => Some(Stamp::warn(name)),
        _ => Some(Stamp::plain(name)),
    }
}
/// The stamp of a term that is over or near its end.
pub fn term_stamp(from: Option<&str>, years: Option<i64>, today: Date) -> Option<Stamp> {
    match rules::term(from, years, today) {
        rules::Term::Ends(_) => Some(Stamp::warn("任期快到")),
        rules::Term::Over(_) => Some(Stamp::danger("任期已到")),
        rules::Term::Holds(_) | rules::Term::Unknown => None,
    }
}
/// The end of a term for a table's cell.
pub fn term_words(from: Option<&str>, years: Option<i64>, today: Date) -> String {
    match rules::term(from, years, today) {
        rules::Term::Unknown => String::new(),
        rules::Term::Holds(end) | rules::Term::Ends(end) | rules::Term::Over(end) => end.to_string(),
    }
}

#[derive(Template)]
#[template(path = "unions/show.html")]
struct ShowPage {
    frame: ui::Console,
    offers: Vec<ui::Button>,
    union: Union,
    parent: Option<(OrgId, String)>,
    groups: Vec<String>,
    figures: Figures,
    children: Vec<Line>,
    below: i64,
    coverage: Vec<Coverage>,
    covers: bool,
    life: Life,
    may_see: Vec<Holder>,
    may_write: bool,
    may_move: bool,
    may_see_members: bool,
    takes_children: bool,
}
impl ShowPage {
    fn kind(&self) -> &'static str {
        self.union.kind().map_or("", UnionKind::name)
    }
    fn official(&self) -> String {
        let Some(kind) = self.union.kind() else { return String::new() };
        let form = tables::UNION_ORG_FORM.name_of(kind.form()).unwrap_or_default();
        let level = kind.level().and_then(|l| tables::UNION_LEVEL.name_of(l)).map(|l| format!("，级别{l}"));
        format!("{}，{form}{}", kind.official_type(), level.unwrap_or_default())
    }
    fn category(&self) -> &str {
        tables::UNIT_CATEGORY.name_of(&self.union.category).unwrap_or_default()
    }
    fn channel(&self) -> &str {
        tables::SETUP_CHANNEL.name_of(&self.union.channel).unwrap_or_default()
    }
    fn state(&self) -> Stamp {
        state(&self.union.status).unwrap_or_else(|| Stamp::ok("正常"))
    }
    fn term(&self) -> (String, Option<Stamp>) {
        let (from, years) = (self.union.term_from.as_deref(), self.union.term_years);
        let words = |end| format!("每届{}年，到{}", years.unwrap_or_default(), text::date(end));
        let ends = match rules::term(from, years, self.frame.today) {
            rules::Term::Unknown => "没有登记".into(),
            rules::Term::Holds(end) | rules::Term::Ends(end) | rules::Term::Over(end) => words(end),
        };
        (ends, term_stamp(from, years, self.frame.today))
    }
}

pub async fn show(desk: Desk, Path(union): Path<OrgId>) -> Result<Response, Error> {
    let union = super::within(&desk, union).await?;
    let (db, post) = (&desk.app.db, desk.post());
    let parent = match union.parent.filter(|_| union.id != post.org) {
        Some(parent) => tree::find(db, parent).await?.map(|p| (p.id, p.name)),
        None => None,
    };
    let kind = union.kind();
    let mut crumbs = crumb();
    crumbs.push(Crumb::to("基层工会", "/console/unions"));
    let below = store::weight(db, &Scope::below(&union.path)).await?.unions - 1;
    let page = ShowPage {
        frame: desk.frame(&union.name, "/console/unions", crumbs),
        offers: desk.offers(Thing::Union, union.id.0),
        groups: store::groups(db, union.id).await?,
        figures: figures(&desk, &union, below).await?,
        children: store::children(db, union.id, 20).await?,
        below,
        coverage: store::covered(db, union.id, 50).await?,
        covers: kind.is_some_and(rules::covers_employers),
        life: timeline(&desk, &union).await?,
        may_see: may_see(&desk, &union).await?,
        may_write: desk.may(UNIONS_WRITE),
        may_move: desk.may(UNIONS_WRITE) && parent.is_some(),
        may_see_members: desk.may(MEMBERS_READ),
        takes_children: kind.is_some_and(|above| UnionKind::ALL.iter().any(|k| k.fits_under(above))),
        parent,
        union,
    };
    Ok(desk.show(&page))
}

async fn figures(desk: &Desk, union: &Union, below: i64) -> Result<Figures, Error> {
    let (db, today, scope) = (&desk.app.db, desk.app.today(), Scope::below(&union.path));
    let month = Period::month_of(today);
    let members = facts::value(db, MEMBERS, &scope, month).await?;
    let joined = facts::value(db, JOINED, &scope, Period { from: month.from, to: today }).await?;
    let employers = store::covered_employers(db, &scope, today).await?;
    let id = union.id;
    let list = format!("/console/members?union={id}");
    let counted = |m: &platform::facts::Measure| ui::Definition::new().line("算的是", m.definition);
    Ok(Figures::strip([
        Figure::new("members", "会员", text::count(members), "人")
            .href(&list)
            .note("含下级")
            .definition(counted(MEMBERS)),
        Figure::new("joined", "本月新入会", text::count(joined), "人")
            .href(format!("{list}&from={}&to={today}", month.from))
            .definition(counted(JOINED)),
        Figure::new("below", "下级工会", text::count(below), "家")
            .href(format!("/console/unions?view=list&below={id}"))
            .definition(
                ui::Definition::new()
                    .line("算的是", "挂在它下面的各级工会、分工会和小组，不含它自己。")
                    .line("另有", UNIONS.definition),
            ),
        Figure::new("employers", "覆盖单位", text::count(employers), "家")
            .href(format!("/console/employers?covered_by={id}"))
            .definition(
                ui::Definition::new()
                    .line("算的是", "职工归它和下级工会的单位，加上今天由它们覆盖的单位，一家只算一次。"),
            ),
    ]))
}

/// Those whose posts let them see the union, the nearest first.
async fn may_see(desk: &Desk, union: &Union) -> Result<Vec<Holder>, Error> {
    let mut over = identity::holders_over(&desk.app.db, &union.path, desk.app.today()).await?;
    over.retain(|h| Role::from_key(&h.role).is_some_and(|role| UNIONS_READ.is_held_by(role)));
    Ok(over)
}

/// What happened to the union, newest first.
async fn timeline(desk: &Desk, union: &Union) -> Result<Life, Error> {
    let today = desk.app.today();
    let founded = union.founded_on.as_deref().and_then(|d| d.parse::<Date>().ok());
    let mut steps: Vec<Step> = founded.map(|day| Step::done("成立").at(text::date(day))).into_iter().collect();
    let lines = audit::of_object(&desk.app.db, "union", union.id.0, 30).await?;
    steps.extend(lines.iter().rev().map(|line| changes::step(line, act_name(&line.act), today)));
    Ok(Life::log(steps))
}
fn act_name(act: &str) -> &'static str {
    match act {
        "union.create" => "登记",
        "union.edit" => "修改资料",
        "union.move" => "调整隶属关系",
        "union.cover" => "覆盖一家单位",
        "union.uncover" => "不再覆盖一家单位",
        _ => "其他变动",
    }
}
