//! What stands around a sheet: its saved views, what can be chosen, sending, taking out.
use super::{
    LIST, PATH, asked,
    sending::store,
    span::{Against, Span},
};
use crate::{figure::Known, measures::module_of};
use askama::Template;
use directory::{
    list::views::{self, View},
    permissions::FIGURES_READ,
};
use platform::{
    tree::{self, Org, OrgId},
    web::{Fields, Result},
};
use ui::{Address, Desk, Pill, Pills};

/// Value, words, chosen.
pub type Options = Vec<(String, String, bool)>;

/// The buttons beside the title.
#[derive(Template)]
#[template(path = "boards/tools.html")]
pub struct Tools {
    /// Module, and its measures with whether they are chosen.
    groups: Vec<(&'static str, Vec<(Known, bool)>)>,
    against: Options,
    is_by_dimension: bool,
    /// What the form of the measures carries along.
    kept: Vec<(String, String)>,
    saving: views::Saving,
    address: String,
    export: String,
    screen: String,
    is_sent: bool,
}
impl askama::filters::HtmlSafe for Tools {}

/// What a sheet of either kind shows around its figures.
pub struct Page {
    pub tools: Tools,
    /// The views, where somebody saved one.
    pub views: Option<Pills>,
    pub periods: Vec<(&'static str, Options)>,
    pub orgs: Vec<(OrgId, String, bool)>,
    pub address: Address,
}

impl Page {
    /// `chosen`: of a board, its measures.
    pub async fn of(desk: &Desk, form: &Fields, org: &Org, chosen: &[Known]) -> Result<Page> {
        let address = LIST.address(form);
        let saved = views::of(desk, &LIST).await?;
        let here = address.to_string();
        let is_sent = store::is_sent(&desk.app.db, desk.who.account, desk.post().org, &here).await?;
        let against = Against::of(form.get("against"));
        let option = |(key, words): (&str, &str)| (key.to_owned(), words.to_owned(), key == against.key());
        let tools = Tools {
            groups: groups(desk, chosen),
            against: Against::ALL.map(option).to_vec(),
            is_by_dimension: form.get("by") == "dimension",
            kept: kept(&address, form),
            saving: views::Saving::new(&LIST, &here, &saved),
            export: address.at("/console/sheet.xlsx").to_string(),
            screen: format!("{}?org={}", crate::screen::PATH, org.id),
            address: here.clone(),
            is_sent,
        };
        Ok(Page {
            tools,
            views: pills(&saved, &here),
            periods: periods(form, desk.app.today()),
            orgs: orgs(desk, org).await?,
            address,
        })
    }
}

fn groups(desk: &Desk, chosen: &[Known]) -> Vec<(&'static str, Vec<(Known, bool)>)> {
    let mut groups: Vec<(&'static str, Vec<(Known, bool)>)> = Vec::new();
    for known in crate::measures::seen(desk) {
        let module = module_of(desk, known);
        let line = (known, chosen.iter().any(|one| one.key() == known.key()));
        match groups.iter_mut().find(|(name, _)| *name == module) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((module, vec![line])),
        }
    }
    groups
}
/// A sheet that names a month becomes a board of that month.
fn kept(address: &Address, form: &Fields) -> Vec<(String, String)> {
    let mut kept = address.carried(&["m", "against", "by", "month"]);
    if let Some(month) = form.opt("month") {
        kept.push(("period".into(), month.into()));
    }
    kept
}
fn pills(saved: &[View], here: &str) -> Option<Pills> {
    let usual = Pill::new("默认", LIST.whole()).here(here == PATH);
    let own = saved.iter().map(|view| view.pill(&LIST, view.is_at(here)));
    (!saved.is_empty()).then(|| Pills::new("视图", std::iter::once(usual).chain(own)))
}
fn periods(form: &Fields, today: jiff::civil::Date) -> Vec<(&'static str, Options)> {
    let asked = form.opt("period").or(form.opt("month")).unwrap_or("month").to_owned();
    let option = |(key, words): (String, String)| {
        let here = key == asked;
        (key, words, here)
    };
    let all = Span::choices(today);
    let groups = all.into_iter().map(|(name, choices)| (name, choices.into_iter().map(option).collect()));
    let own = vec![("own".to_owned(), "自选日期".to_owned(), asked == "own")];
    groups.chain([("其他", own)]).collect()
}
/// The unions one can choose: the way down to the shown one, and those directly below it.
pub async fn orgs(desk: &Desk, shown: &Org) -> Result<Vec<(OrgId, String, bool)>> {
    let scope = desk.scope(FIGURES_READ)?;
    let mut all: Vec<Org> = tree::line(&desk.app.db, shown).await?;
    all.retain(|org| scope.holds(&org.path));
    all.extend(tree::children(&desk.app.db, shown.id).await?);
    Ok(all.into_iter().map(|org| (org.id, org.name, org.id == shown.id)).collect())
}

/// Whether the address asks for days of its own.
pub fn is_own(form: &Fields) -> bool {
    form.get("period") == "own"
}
/// The address as it is sent on a day: with the time that was over then.
pub fn as_sent(address: &str, today: jiff::civil::Date) -> (String, String) {
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    let form = Fields::parse(query);
    let kind = Span::read(&form, today).kind;
    let span = Span::sent(kind, today);
    let address = LIST.address(&form).without(&["from", "to", "month", "period"]);
    let name = if asked::is_board(&form) { "period" } else { "month" };
    let span = if name == "month" { Span::sent(super::span::Kind::Month, today) } else { span };
    (address.with(name, span.key()).to_string(), span.words())
}
