//! The form of a union's card: new and edited alike.
use super::{NewUnion, Union, UnionKind, rules};
use crate::{
    changes::{self, Change},
    form::{self, Section},
};
use jiff::civil::Date;
use platform::{
    standards::{Industry, Region, tables},
    web::Fields,
};
use ui::{Choice, Field};

/// What the form offers to choose from.
pub struct Choices {
    /// Kinds that fit; one where the kind stands.
    pub kinds: Vec<UnionKind>,
    pub regions: Vec<Region>,
    pub groups: Vec<String>,
}

/// The places that a union under a parent in this region may lie in.
pub fn regions(region: &str) -> Vec<Region> {
    let Some(own) = Region::find(region) else { return Vec::new() };
    let below = own.children().flat_map(|child| std::iter::once(child).chain(child.children()));
    std::iter::once(own).chain(below).collect()
}

/// Reads the card; what is wrong stays in the form as faults.
pub fn read(form: &mut Fields, choices: &Choices, today: Date) -> NewUnion {
    let kind = choices.kinds.iter().copied().find(|k| k.key() == form.get("kind"));
    if kind.is_none() {
        form.fault("kind", "请选择工会类别");
    }
    let kind = kind.unwrap_or(UnionKind::Enterprise);
    let name = form.required("name", "请填工会全称", 60).unwrap_or_default();
    form::line(form, "name", 60);
    let region = form.get("region").to_owned();
    if Region::find(&region).is_none() {
        form.fault("region", "请选择所在地区");
    }
    let phone = form::line(form, "phone", 30);
    if !phone.is_empty() && !rules::is_office_phone(&phone) {
        form.fault("phone", "电话里只写数字、横线和分机，例如0515-88220000转8012");
    }
    let founded_on = form::day(form, "founded_on", Some(today));
    let term_from = form::day(form, "term_from", None);
    if founded_on.zip(term_from).is_some_and(|(founded, term)| term < founded) {
        form.fault("term_from", "本届任期不会早于成立日期，请再看一遍");
    }
    let new = NewUnion {
        kind,
        name,
        category: form::code(form, "category", &tables::UNIT_CATEGORY),
        region,
        address: form::line(form, "address", 100),
        chair: form::line(form, "chair", 30),
        phone,
        seal_name: form::line(form, "seal_name", 60),
        founded_on,
        term_from,
        term_years: years(form, kind),
        status: form::code(form, "status", &tables::UNION_STATUS),
        channel: form::code(form, "channel", &tables::SETUP_CHANNEL),
        industry: industry(form),
        groups: form
            .all("groups")
            .filter(|g| choices.groups.iter().any(|known| known == g))
            .map(str::to_owned)
            .collect(),
    };
    NewUnion { status: if new.status.is_empty() { "1".into() } else { new.status.clone() }, ..new }
}

fn years(form: &mut Fields, kind: UnionKind) -> Option<i64> {
    let typed = form.opt("term_years")?.to_owned();
    let allowed = rules::term_years(kind);
    let years = typed.parse().ok().filter(|y| allowed.contains(y));
    if years.is_none() {
        let words = allowed.iter().map(|y| format!("{y}年")).collect::<Vec<_>>().join("或");
        form.fault("term_years", format!("{}每届任期是{words}（工会法第十六条）", kind.name()));
    } else if !form.has("term_from") {
        form.fault("term_from", "填了任期，也请填本届从哪天开始");
    }
    years
}

fn industry(form: &mut Fields) -> String {
    let code = form.get("industry").to_owned();
    if !code.is_empty() && Industry::find(&code).is_none() {
        form.fault("industry", "没有这个行业，请从列表里选");
    }
    code
}

/// The form's fields as they stand.
pub fn sections(form: &Fields, choices: &Choices) -> Vec<Section> {
    let kinds = choices.kinds.iter().map(|k| Choice::new(k.key(), k.name()));
    let regions = choices.regions.iter().map(|r| Choice::new(r.code(), r.full_name()));
    let industries = Industry::sections().map(|i| Choice::new(i.code, i.name));
    let years = [("", "未定"), ("3", "3年"), ("5", "5年")];
    // Striking off is an act of its own, not a field.
    let states = tables::UNION_STATUS.entries().iter().filter(|e| e.code != "0").map(|e| Choice::new(e.code, e.name));
    vec![
        Section::new(
            "名称和类别",
            "",
            form,
            vec![
                Field::text("name", "工会全称").hint("和公章上的名称一致").attr("maxlength", 60),
                Field::select("kind", "工会类别", kinds),
                Field::select("category", "单位性质", form::choices(&tables::UNIT_CATEGORY, "不适用")).optional(),
                Field::select("industry", "行业", std::iter::once(Choice::new("", "不分行业")).chain(industries))
                    .optional(),
                Field::text("seal_name", "公章名称").optional().attr("maxlength", 60),
                Field::select("status", "状态", states),
            ],
        ),
        Section::new(
            "地址和联系",
            "电话是办公电话，会员能看到",
            form,
            vec![
                Field::select("region", "所在地区", std::iter::once(Choice::new("", "请选择")).chain(regions)),
                Field::text("address", "地址").optional().attr("maxlength", 100),
                Field::text("chair", "主席").optional().attr("maxlength", 30),
                Field::text("phone", "办公电话").optional().attr("inputmode", "tel").attr("maxlength", 30),
            ],
        ),
        Section::new(
            "成立和任期",
            "",
            form,
            vec![
                Field::date("founded_on", "成立日期").optional(),
                Field::select("channel", "建会途径", form::choices(&tables::SETUP_CHANNEL, "不清楚")).optional(),
                Field::date("term_from", "本届从哪天开始").optional(),
                Field::select("term_years", "每届任期", years).hint("基层工会3年或5年，地方总工会和产业工会5年"),
            ],
        ),
        Section::new(
            "服务的职工",
            "他们自己来入会时，会推荐这家工会",
            form,
            vec![Field::checks("groups", "职工类别", choices.groups.iter().map(|g| Choice::new(g, g))).optional()],
        ),
    ]
}

/// The form of a card that exists.
pub fn filled(union: &Union, groups: &[String]) -> Fields {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let mut pairs: Vec<(String, String)> = [
        ("name", union.name.clone()),
        ("kind", union.kind.clone()),
        ("category", union.category.clone()),
        ("industry", union.industry.clone()),
        ("seal_name", union.seal_name.clone()),
        ("status", union.status.clone()),
        ("region", union.region.clone()),
        ("address", union.address.clone()),
        ("chair", union.chair.clone()),
        ("phone", union.phone.clone()),
        ("founded_on", text(&union.founded_on)),
        ("channel", union.channel.clone()),
        ("term_from", text(&union.term_from)),
        ("term_years", union.term_years.map(|y| y.to_string()).unwrap_or_default()),
        ("version", union.version.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    pairs.extend(groups.iter().map(|g| ("groups".to_owned(), g.clone())));
    Fields::from_pairs(pairs)
}

/// What the new card says differently, in words.
pub fn differences(union: &Union, groups: &[String], new: &NewUnion) -> Vec<Change> {
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let years = |y: Option<i64>| y.map(|y| format!("{y}年")).unwrap_or_default();
    let name = |table: &'static tables::Table, code: &str| table.name_of(code).unwrap_or(code).to_owned();
    let (category, status, channel) = (&tables::UNIT_CATEGORY, &tables::UNION_STATUS, &tables::SETUP_CHANNEL);
    changes::between([
        ("全称", union.name.clone(), new.name.clone()),
        ("单位性质", name(category, &union.category), name(category, &new.category)),
        ("行业", industry_name(&union.industry), industry_name(&new.industry)),
        ("公章名称", union.seal_name.clone(), new.seal_name.clone()),
        ("状态", name(status, &union.status), name(status, &new.status)),
        ("所在地区", region_name(&union.region), region_name(&new.region)),
        ("地址", union.address.clone(), new.address.clone()),
        ("主席", union.chair.clone(), new.chair.clone()),
        ("办公电话", union.phone.clone(), new.phone.clone()),
        ("成立日期", union.founded_on.clone().unwrap_or_default(), day(new.founded_on)),
        ("建会途径", name(channel, &union.channel), name(channel, &new.channel)),
        ("本届开始", union.term_from.clone().unwrap_or_default(), day(new.term_from)),
        ("任期", years(union.term_years), years(new.term_years)),
        ("服务的职工", groups.join("、"), new.groups.join("、")),
    ])
}

pub fn region_name(code: &str) -> String {
    Region::find(code).map_or_else(|| code.to_owned(), Region::full_name)
}
/// The last part of a place's name, for tables of one branch.
pub fn region_short(code: &str) -> String {
    Region::find(code).map_or_else(|| code.to_owned(), |region| region.name.to_owned())
}
pub fn industry_name(code: &str) -> String {
    Industry::find(code).map_or_else(|| code.to_owned(), Industry::full_name)
}
