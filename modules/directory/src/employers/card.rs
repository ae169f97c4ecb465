//! The form of an employer's card: new and edited alike.
use super::{Employer, NewEmployer, rules};
use crate::{
    changes::{self, Change},
    form::{self, Section},
    unions::{self, industry_name, region_name},
};
use platform::{
    standards::{Industry, Region, Uscc, tables},
    tree::Org,
    web::Fields,
};
use ui::{Choice, Field};

/// Reads the card; what is wrong stays in the form as faults.
pub fn read(form: &mut Fields) -> NewEmployer {
    let name = form.required("name", "请填单位名称", 80).unwrap_or_default();
    form::line(form, "name", 80);
    let uscc = uscc(form);
    let nature = form::code(form, "nature", &tables::UNIT_CATEGORY);
    let region = form.get("region").to_owned();
    if Region::find(&region).is_none() {
        form.fault("region", "请选择所在地区");
    }
    let headcount = people(form, "headcount");
    let (women, migrant_workers) = (people(form, "women"), people(form, "migrant_workers"));
    for (name, part, words) in [("women", women, "女职工"), ("migrant_workers", migrant_workers, "农民工")] {
        if let Some(fault) = rules::part_fault(part, headcount, words) {
            form.fault(name, fault);
        }
    }
    let industry = form.get("industry").to_owned();
    if !industry.is_empty() && Industry::find(&industry).is_none() {
        form.fault("industry", "没有这个行业，请从列表里选");
    }
    let address = form::line(form, "address", 100);
    NewEmployer { uscc, name, nature, industry, headcount, women, migrant_workers, region, address, union_id: None }
}
fn uscc(form: &mut Fields) -> Option<String> {
    let typed = form.opt("uscc")?.to_owned();
    match Uscc::parse(&typed) {
        Ok(code) => Some(code.to_string()),
        Err(fault) => {
            form.fault("uscc", fault.to_string());
            None
        }
    }
}
fn people(form: &mut Fields, name: &str) -> i64 {
    let typed = form.get(name).to_owned();
    rules::people(&typed).unwrap_or_else(|sentence| {
        form.fault(name, sentence);
        0
    })
}

/// The form's fields as they stand; places are those around `region`.
pub fn sections(form: &Fields, region: &str) -> Vec<Section> {
    let mut places = unions::regions(region);
    if let Some(own) = Region::find(form.get("region")).filter(|own| !places.contains(own)) {
        places.insert(0, own);
    }
    let places = places.into_iter().map(|r| Choice::new(r.code(), r.full_name()));
    let industries = Industry::all().filter(|i| i.level() <= 2);
    let industries = industries
        .map(|i| Choice::new(i.code, if i.level() == 1 { i.name.to_owned() } else { format!("　{}", i.name) }));
    // A finer code than the list offers stays what it is.
    let finer =
        Industry::find(form.get("industry")).filter(|i| i.level() > 2).map(|i| Choice::new(i.code, i.full_name()));
    let industries = std::iter::once(Choice::new("", "不清楚")).chain(finer).chain(industries);
    vec![
        Section::new(
            "单位",
            "",
            form,
            vec![
                Field::text("name", "单位名称").hint("和营业执照上一样").attr("maxlength", 80),
                Field::text("uscc", "统一社会信用代码")
                    .hint("18位，没有I、O、S、V、Z")
                    .optional()
                    .attr("maxlength", 30),
                Field::select("nature", "单位性质", form::choices(&tables::UNIT_CATEGORY, "不清楚")).optional(),
                Field::select("industry", "行业", industries).optional(),
            ],
        ),
        Section::new(
            "人数",
            "按最近一次了解的填，报表按它分规模",
            form,
            vec![
                Field::number("headcount", "职工（人）"),
                Field::number("women", "其中女职工（人）").optional(),
                Field::number("migrant_workers", "其中农民工（人）").optional(),
            ],
        ),
        Section::new(
            "在哪里，归谁管",
            "",
            form,
            vec![
                Field::select("region", "所在地区", std::iter::once(Choice::new("", "请选择")).chain(places)),
                Field::text("address", "地址").optional().attr("maxlength", 100),
                Field::suggest("area", "归哪家工会管", "/console/unions/options", "area_id", "")
                    .hint("一般是所在镇街的总工会；它和它的上级能看到这家单位"),
            ],
        ),
    ]
}

/// The form of a card that exists.
pub fn filled(employer: &Employer, area: &Org) -> Fields {
    Fields::from_pairs(
        [
            ("name", employer.name.clone()),
            ("uscc", employer.uscc.clone().unwrap_or_default()),
            ("nature", employer.nature.clone()),
            ("industry", employer.industry.clone()),
            ("headcount", employer.headcount.to_string()),
            ("women", employer.women.to_string()),
            ("migrant_workers", employer.migrant_workers.to_string()),
            ("region", employer.region.clone()),
            ("address", employer.address.clone()),
            ("area", area.name.clone()),
            ("area_id", area.id.to_string()),
            ("version", employer.version.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
    )
}

/// What the new card says differently, in words.
pub fn differences(employer: &Employer, area: &Org, new: &NewEmployer, to: &Org) -> Vec<Change> {
    let nature = |code: &str| tables::UNIT_CATEGORY.name_of(code).unwrap_or(code).to_owned();
    let people = |n: i64| format!("{n}人");
    changes::between([
        ("名称", employer.name.clone(), new.name.clone()),
        ("统一社会信用代码", employer.uscc.clone().unwrap_or_default(), new.uscc.clone().unwrap_or_default()),
        ("单位性质", nature(&employer.nature), nature(&new.nature)),
        ("行业", industry_name(&employer.industry), industry_name(&new.industry)),
        ("职工", people(employer.headcount), people(new.headcount)),
        ("女职工", people(employer.women), people(new.women)),
        ("农民工", people(employer.migrant_workers), people(new.migrant_workers)),
        ("所在地区", region_name(&employer.region), region_name(&new.region)),
        ("地址", employer.address.clone(), new.address.clone()),
        ("归哪家工会管", area.name.clone(), to.name.clone()),
    ])
}
