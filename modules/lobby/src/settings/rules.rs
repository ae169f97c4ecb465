//! What may be set, where and from when.
use directory::unions::{Union, UnionKind};
use jiff::civil::Date;
use platform::{
    settings::{Setting, SettingKind},
    web::Fields,
};

/// Where a value holds: a region's code (empty: everywhere) and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub region: String,
    pub name: String,
}

/// A union that stands for a whole region: what it sets holds for all who live there. An enterprise's union has a region too, but sets nothing
/// for its neighbours.
pub fn is_territorial(union: &Union) -> bool {
    let kind = union.kind();
    kind.is_some_and(|k| {
        matches!(k, UnionKind::Province | UnionKind::City | UnionKind::County | UnionKind::Town | UnionKind::Village)
    })
}

/// The regions for which a post at `own` may set something: its own and those of the territorial unions below; everywhere at the top.
pub fn places(own: &Union, below: &[Union]) -> Vec<Place> {
    if !is_territorial(own) {
        return Vec::new();
    }
    let mut all: Vec<Place> = Vec::new();
    if own.parent.is_none() {
        all.push(Place { region: String::new(), name: region_words("") });
    }
    for union in std::iter::once(own).chain(below.iter().filter(|u| is_territorial(u))) {
        if !union.region.is_empty()
            && union.region.starts_with(&own.region)
            && all.iter().all(|p| p.region != union.region)
        {
            all.push(Place { region: union.region.clone(), name: format!("{}的范围", union.name) });
        }
    }
    all
}

pub fn region_words(region: &str) -> String {
    if region.is_empty() { "所有地区".into() } else { format!("地区{region}") }
}

/// A value as people say it.
pub fn spoken(kind: SettingKind, value: &str) -> String {
    match kind {
        SettingKind::Number { unit, .. } => format!("{value}{unit}"),
        SettingKind::Text => value.to_owned(),
        SettingKind::Choice(all) => {
            all.iter().find(|(key, _)| *key == value).map_or(value, |(_, words)| words).to_owned()
        }
        SettingKind::Lines => value.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("、"),
    }
}

/// The value as it is kept, and what is wrong with it.
fn checked(kind: SettingKind, typed: &str) -> Result<String, String> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let value = if kind == SettingKind::Lines { lines.join("\n") } else { typed.trim().to_owned() };
    if let Some(sentence) = kind.fault(&value) {
        return Err(sentence);
    }
    if kind == SettingKind::Lines {
        if let Some(twice) = lines.iter().enumerate().find(|(i, line)| lines[..*i].contains(line)) {
            return Err(format!("“{}”写了两遍，请删去一行", twice.1));
        }
        if lines.len() > 100 {
            return Err(format!("最多100行，现在有{}行", lines.len()));
        }
    }
    match value.lines().map(|line| line.chars().count()).max() {
        Some(longest) if longest > 60 => Err(format!("一行最多60个字，现在有{longest}个")),
        _ => Ok(value),
    }
}

/// Reads a change; none with the faults noted in the form.
pub fn read<'a>(
    setting: &Setting,
    places: &'a [Place],
    form: &mut Fields,
    today: Date,
) -> Option<(String, &'a Place, Date)> {
    let value = checked(setting.kind, form.get("value")).map_err(|sentence| form.fault("value", sentence)).ok();
    let place = places.iter().find(|place| place.region == form.get("region"));
    if place.is_none() {
        form.fault("region", "请选一个自己工会管辖的地区");
    }
    let from_on: Option<Date> = form.get("from_on").parse().ok();
    match from_on {
        None => form.fault("from_on", "请填从哪天起，例如2026-12-01"),
        Some(day) if day < today => form.fault("from_on", "不能早于今天：过去的日子按当时的值算"),
        Some(_) => {}
    }
    if form.is_right() { Some((value?, place?, from_on?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_kept_line_by_line_without_blanks_and_doubles() {
        let check = |typed: &str| checked(SettingKind::Lines, typed);
        assert_eq!(check(" 货车司机 \n\n快递员\n"), Ok("货车司机\n快递员".into()));
        assert_eq!(check("快递员\n保安员\n快递员"), Err("“快递员”写了两遍，请删去一行".into()));
        assert!(check(" \n ").is_err() && check(&"长".repeat(61)).is_err());
    }

    #[test]
    fn a_number_stays_within_its_bounds() {
        let kind = SettingKind::Number { least: 1, most: 60, unit: "个工作日" };
        assert_eq!(checked(kind, " 5 "), Ok("5".into()));
        for wrong in ["0", "61", "三", "", "1.5"] {
            assert!(checked(kind, wrong).is_err(), "{wrong}");
        }
        assert_eq!(spoken(kind, "5"), "5个工作日");
    }
}
