//! The request's form, the same on both faces.
use super::store::NewFounding;
use directory::{
    employers::{self, Employer},
    unions::{self, Union, UnionKind},
};
use platform::{
    App,
    standards::{Phone, has_unprintable},
    web::{Fields, Result},
};
use ui::{Choice, Field};

/// What can be founded by a request.
pub const KINDS: [(UnionKind, &str); 4] = [
    (UnionKind::Enterprise, "一家企业"),
    (UnionKind::Institution, "事业单位或社会组织"),
    (UnionKind::Office, "机关"),
    (UnionKind::Joint, "几家单位联合"),
];
const NAME: usize = 60;

/// Which of them an employer of this category founds (codes of `unit_category`).
pub fn kind_of(nature: &str) -> UnionKind {
    match nature.as_bytes() {
        [b'4' | b'7', ..] => UnionKind::Institution,
        [b'5', ..] => UnionKind::Office,
        _ => UnionKind::Enterprise,
    }
}
/// Whether the union of an area may answer for this kind of founding.
pub fn may_found_under(kind: UnionKind, area: &Union) -> bool {
    area.status == "1" && area.kind().is_some_and(|above| above.is_local_federation() && kind.fits_under(above))
}

/// The fields about the workplace. `suggest`: where names are proposed from.
pub fn workplace_fields(form: &Fields, suggest: &str) -> Vec<Field> {
    let kinds = KINDS.map(|(kind, label)| Choice::new(kind.key(), label));
    [
        Field::radios("kind", "给谁建", kinds),
        Field::suggest("employer", "单位名称", suggest, "employer_id", "")
            .hint("输入几个字从列表里选；没有就写全称。几家联合的写片区或行业")
            .attr("maxlength", NAME),
        Field::number("headcount", "职工人数").hint("大概的数就行"),
        Field::text("head_name", "单位主要负责人").optional().hint("他和他的近亲属不能当委员").attr("maxlength", 30),
        Field::text("address", "单位地址").optional().attr("maxlength", 80),
    ]
    .into_iter()
    .map(|f| f.of_form(form))
    .collect()
}

/// What was said of the workplace.
pub struct Workplace {
    pub kind: UnionKind,
    pub employer: Option<Employer>,
    pub name: String,
    pub headcount: i64,
    pub head_name: String,
    pub address: String,
}
pub async fn read_workplace(app: &App, form: &mut Fields) -> Result<Option<Workplace>> {
    let kind = KINDS.into_iter().map(|k| k.0).find(|k| k.key() == form.get("kind"));
    if kind.is_none() {
        form.fault("kind", "请选一种");
    }
    let name = form.required("employer", "请填单位名称", NAME);
    for field in ["employer", "head_name", "address"] {
        if has_unprintable(form.get(field)) {
            form.fault(field, "里面有看不见的字符，请重新输入");
        }
    }
    let headcount = form.number::<i64>("headcount").filter(|n| (1..=1_000_000).contains(n));
    if headcount.is_none() {
        form.fault("headcount", "请填一个整数，例如60");
    }
    form.short_enough("head_name", 30);
    form.short_enough("address", 80);
    let employer = match &name {
        Some(name) => known(app, form, name).await?,
        None => None,
    };
    if let Some(employer) = &employer {
        has_union(app, employer, form).await?;
    }
    if !form.is_right() {
        return Ok(None);
    }
    let (Some(kind), Some(name), Some(headcount)) = (kind, name, headcount) else { return Ok(None) };
    let address = match (form.get("address"), &employer) {
        ("", Some(known)) => known.address.clone(),
        (typed, _) => typed.to_owned(),
    };
    let name = employer.as_ref().map_or(name, |e| e.name.clone());
    Ok(Some(Workplace { kind, name, headcount, head_name: form.get("head_name").to_owned(), address, employer }))
}
/// The employer that was chosen from the list or whose name was typed whole; several workplaces together are none.
async fn known(app: &App, form: &Fields, name: &str) -> Result<Option<Employer>> {
    if form.get("kind") == UnionKind::Joint.key() {
        return Ok(None);
    }
    if let Some(id) = form.number("employer_id") {
        let chosen = employers::store::find(&app.db, id).await?;
        if chosen.as_ref().is_some_and(|e| e.name == name) {
            return Ok(chosen);
        }
    }
    Ok(employers::store::by_name(&app.db, name).await?)
}
/// A workplace with a union of its own needs no other; one that shares a union may found its own.
async fn has_union(app: &App, employer: &Employer, form: &mut Fields) -> Result<()> {
    let Some(id) = employer.union_id else { return Ok(()) };
    let Some(union) = unions::store::find(&app.db, id).await? else { return Ok(()) };
    let own = matches!(union.kind(), Some(UnionKind::Enterprise | UnionKind::Institution | UnionKind::Office));
    if own && union.closed_on.is_none() {
        form.fault("employer", format!("{}已经有工会了：{}，可以直接申请入会", employer.name, union.name));
    }
    Ok(())
}

/// Whether the union may hang below this upper one, as a fault at `field`.
pub fn fits_under(kind: UnionKind, upper: &Union, field: &str, form: &mut Fields) {
    let Some(above) = upper.kind() else { return };
    if upper.status != "1" || upper.closed_on.is_some() {
        form.fault(field, format!("{}现在不能接收下级工会，请另选一家", upper.name));
    } else if let Some(sentence) = unions::rules::misfit(kind, above) {
        form.fault(field, sentence);
    }
}

/// 滨河县顺风物流有限公司工会, 城东物流园联合工会
pub fn union_name(kind: UnionKind, workplace: &str) -> String {
    let ending = if kind == UnionKind::Joint { "联合工会" } else { "工会" };
    if workplace.ends_with("工会") { workplace.to_owned() } else { format!("{workplace}{ending}") }
}

/// Who is spoken to.
pub fn contact_fields(form: &Fields) -> Vec<Field> {
    [Field::text("contact_name", "联系人").attr("maxlength", 30), Field::tel("contact_phone", "联系人手机号")]
        .into_iter()
        .map(|f| f.of_form(form))
        .collect()
}
pub fn read_contact(form: &mut Fields) -> Option<(String, String)> {
    let name = form.required("contact_name", "请填联系人姓名", 30);
    let phone = match Phone::parse(form.get("contact_phone")) {
        Ok(phone) => Some(phone.as_str().to_owned()),
        Err(fault) => {
            form.fault("contact_phone", fault.to_string());
            None
        }
    };
    name.zip(phone)
}

/// Puts the request together.
pub fn request(
    at: Workplace,
    upper: &Union,
    name: Option<String>,
    asked_by: &'static str,
    (contact_name, contact_phone): (String, String),
    note: String,
) -> NewFounding {
    NewFounding {
        union_name: name.unwrap_or_else(|| union_name(at.kind, &at.name)),
        kind: at.kind,
        category: at.employer.as_ref().map_or_else(String::new, |e| e.nature.clone()),
        region: at.employer.as_ref().map_or_else(|| upper.region.clone(), |e| e.region.clone()),
        address: at.address,
        employer: at.employer.map(|e| e.id),
        employer_name: at.name,
        head_name: at.head_name,
        headcount: at.headcount,
        asked_by,
        contact_name,
        contact_phone,
        note,
        upper: upper.id,
    }
}
