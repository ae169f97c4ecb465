//! What a form says of a place, and what to say about it.
use super::PlaceKind;
use platform::web::Fields;
use ui::Field;

/// A place as typed and found right.
pub struct Typed {
    pub kind: PlaceKind,
    pub name: String,
    pub address: String,
    pub position: Option<(f64, f64)>,
}

/// Degrees between which China lies: what is outside was typed wrong.
const LATITUDES: std::ops::RangeInclusive<f64> = 3.0..=54.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = 73.0..=136.0;

/// The fields of a place, with what was typed and what is wrong.
pub fn fields(form: &Fields) -> Vec<Field> {
    let kinds = PlaceKind::ALL.map(|k| (k.key(), k.name()));
    let all = [
        Field::select("place_kind", "种类", kinds),
        Field::text("place_name", "名称").hint("职工认得的叫法，例如城东司机之家").attr("maxlength", 40),
        Field::text("place_address", "地址").optional().attr("maxlength", 80),
        Field::text("latitude", "纬度").optional().hint("小数，例如33.4021").attr("inputmode", "decimal"),
        Field::text("longitude", "经度").optional().hint("小数，例如120.1397").attr("inputmode", "decimal"),
    ];
    all.into_iter().map(|f| f.of_form(form)).collect()
}

/// Reads the fields; faults are left in the form.
pub fn read(form: &mut Fields) -> Option<Typed> {
    let kind = PlaceKind::from_key(form.get("place_kind"));
    if kind.is_none() {
        form.fault("place_kind", "请选一个种类");
    }
    let name = form.required("place_name", "请填名称", 40);
    form.short_enough("place_address", 80);
    let position = position(form);
    if !form.is_right() {
        return None;
    }
    Some(Typed { kind: kind?, name: name?, address: form.get("place_address").to_owned(), position })
}

/// Both degrees or none.
fn position(form: &mut Fields) -> Option<(f64, f64)> {
    if form.opt("latitude").is_none() && form.opt("longitude").is_none() {
        return None;
    }
    let latitude = degrees(form, "latitude", &LATITUDES, "纬度");
    let longitude = degrees(form, "longitude", &LONGITUDES, "经度");
    latitude.zip(longitude)
}
fn degrees(form: &mut Fields, name: &str, bounds: &std::ops::RangeInclusive<f64>, word: &str) -> Option<f64> {
    if form.opt(name).is_none() {
        form.fault(name, "经度和纬度要一起填，或者都不填");
        return None;
    }
    let typed = form.get(name).parse::<f64>().ok().filter(|d| bounds.contains(d));
    if typed.is_none() {
        form.fault(name, format!("{word}要在{}到{}之间，看看是不是和另一个填反了", bounds.start(), bounds.end()));
    }
    typed
}
