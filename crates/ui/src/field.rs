//! A field: label above, hint, control, message. Errors are in words at the field; the summary links to them.

use askama::Template;
use platform::web::Fields;
use std::fmt::Display;

use crate::{Attributes, Example, Words};

/// One of the answers of a select, radio group or check list.
#[derive(Debug, Clone)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) note: Option<String>,
}

impl Choice {
    /// An answer: what is sent and what is read.
    pub fn new(value: impl Display, label: impl Display) -> Choice {
        Choice { value: value.to_string(), label: label.to_string(), note: None }
    }

    /// With a second line.
    pub fn note(mut self, note: impl Words) -> Choice {
        self.note = note.words();
        self
    }
}

impl<V: Display, L: Display> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Choice {
        Choice::new(value, label)
    }
}

impl<V: Display, L: Display> From<&(V, L)> for Choice {
    fn from((value, label): &(V, L)) -> Choice {
        Choice::new(value, label)
    }
}

impl From<&Choice> for Choice {
    fn from(choice: &Choice) -> Choice {
        choice.clone()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Line,
    Area,
    File,
    Select,
    Radios,
    Checks,
    Check,
    Suggest,
}

/// A field of a form. The id of its control is its name, so that a link can lead to it.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/field.html")]
pub struct Field {
    kind: Kind,
    name: String,
    label: String,
    hint: Option<String>,
    value: String,
    values: Vec<String>,
    error: Option<String>,
    optional: bool,
    choices: Vec<Choice>,
    /// The hidden companion of a suggestion: name and value.
    into: Option<(String, String)>,
    attributes: Attributes,
}

impl Field {
    fn of(kind: Kind, name: &str, label: impl Display) -> Field {
        Field {
            kind,
            name: name.to_owned(),
            label: label.to_string(),
            hint: None,
            value: String::new(),
            values: Vec::new(),
            error: None,
            optional: false,
            choices: Vec::new(),
            into: None,
            attributes: Attributes::default(),
        }
    }

    fn line(input: &str, name: &str, label: impl Display) -> Field {
        Field::of(Kind::Line, name, label).attr("type", input)
    }

    fn choosing<C: Into<Choice>>(
        kind: Kind,
        name: &str,
        label: impl Display,
        choices: impl IntoIterator<Item = C>,
    ) -> Field {
        let mut field = Field::of(kind, name, label);
        field.choices = choices.into_iter().map(Into::into).collect();
        field
    }

    /// One line of text.
    pub fn text(name: &str, label: impl Display) -> Field {
        Field::line("text", name, label)
    }

    /// A phone number, with the phone's number keys.
    pub fn tel(name: &str, label: impl Display) -> Field {
        Field::line("tel", name, label).attr("inputmode", "numeric").attr("autocomplete", "tel").attr("maxlength", 11)
    }

    /// A code from a message; never kept in a draft.
    pub fn code(name: &str, label: impl Display) -> Field {
        Field::text(name, label)
            .attr("inputmode", "numeric")
            .attr("autocomplete", "one-time-code")
            .attr("maxlength", 6)
            .attr("data-no-draft", "")
    }

    /// A password; never kept in a draft.
    pub fn password(name: &str, label: impl Display) -> Field {
        Field::line("password", name, label).attr("data-no-draft", "")
    }

    /// A whole number.
    pub fn number(name: &str, label: impl Display) -> Field {
        Field::text(name, label).attr("inputmode", "numeric")
    }

    /// A date.
    pub fn date(name: &str, label: impl Display) -> Field {
        Field::line("date", name, label)
    }

    /// Several lines.
    pub fn area(name: &str, label: impl Display) -> Field {
        Field::of(Kind::Area, name, label)
    }

    /// A file; `accept` lists endings or types.
    pub fn file(name: &str, label: impl Display, accept: &str) -> Field {
        Field::of(Kind::File, name, label).attr("accept", accept)
    }

    /// A list that opens.
    pub fn select<C: Into<Choice>>(name: &str, label: impl Display, choices: impl IntoIterator<Item = C>) -> Field {
        Field::choosing(Kind::Select, name, label, choices)
    }

    /// One of few, all in sight.
    pub fn radios<C: Into<Choice>>(name: &str, label: impl Display, choices: impl IntoIterator<Item = C>) -> Field {
        Field::choosing(Kind::Radios, name, label, choices)
    }

    /// Any of several.
    pub fn checks<C: Into<Choice>>(name: &str, label: impl Display, choices: impl IntoIterator<Item = C>) -> Field {
        Field::choosing(Kind::Checks, name, label, choices)
    }

    /// Yes or not yes; sends `1`.
    pub fn check(name: &str, label: impl Display) -> Field {
        Field::of(Kind::Check, name, label)
    }

    /// Text that proposes from `address?q=…`; a proposal chosen also sets the hidden field `into`.
    pub fn suggest(name: &str, label: impl Display, address: &str, into: &str, into_value: impl Display) -> Field {
        let mut field = Field::of(Kind::Suggest, name, label);
        field.into = Some((into.to_owned(), into_value.to_string()));
        field.attr("type", "text").attr("data-suggest", address).attr("data-suggest-into", into)
    }

    /// A line under the label.
    pub fn hint(mut self, hint: impl Words) -> Field {
        self.hint = hint.words();
        self
    }

    /// What it holds.
    pub fn value(mut self, value: impl Display) -> Field {
        self.value = value.to_string();
        self
    }

    /// What a check list holds.
    pub fn values<V: Display>(mut self, values: impl IntoIterator<Item = V>) -> Field {
        self.values = values.into_iter().map(|value| value.to_string()).collect();
        self
    }

    /// A check that is ticked.
    pub fn ticked(self, ticked: bool) -> Field {
        let value = if ticked { "1" } else { "" };
        self.value(value)
    }

    /// What is wrong and what to do; nothing when all is well.
    pub fn error(mut self, error: impl Words) -> Field {
        self.error = error.words();
        self
    }

    /// Takes value and fault from a form that comes back.
    pub fn of_form(mut self, form: &Fields) -> Field {
        self.value = form.get(&self.name).to_owned();
        self.values = form.all(&self.name).map(str::to_owned).collect();
        self.error = form.error(&self.name).map(str::to_owned);
        if let Some((into, value)) = &mut self.into {
            *value = form.get(into).to_owned();
        }
        self
    }

    /// May stay empty; the label says so.
    pub fn optional(mut self) -> Field {
        self.optional = true;
        self
    }

    /// Any other attribute of the control.
    pub fn attr(mut self, name: &str, value: impl Display) -> Field {
        self.attributes.set(name, value);
        self
    }

    /// Name, label and message, when something is wrong.
    pub(crate) fn fault(&self) -> Option<(&str, &str, &str)> {
        self.error.as_deref().map(|error| (&*self.name, &*self.label, error))
    }

    fn class(&self) -> &'static str {
        if self.error.is_some() { "field field--bad" } else { "field" }
    }

    fn group(&self) -> bool {
        matches!(self.kind, Kind::Radios | Kind::Checks)
    }

    /// The attributes of a single control: id, name, what describes it, and the kind's own.
    fn control(&self) -> Attributes {
        let mut all = Attributes::default();
        all.set("id", &self.name);
        all.set("name", &self.name);
        if matches!(self.kind, Kind::Line | Kind::Suggest) && !self.value.is_empty() {
            all.set("value", &self.value);
        }
        all.extend(&self.attributes);
        all.extend(&self.described());
        all
    }

    /// Links the control, or the group, with its hint and message.
    fn described(&self) -> Attributes {
        let mut all = Attributes::default();
        if self.error.is_some() {
            all.set("aria-invalid", "true");
        }
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let message = self.error.as_ref().map(|_| format!("{}-msg", self.name));
        let described: Vec<String> = hint.into_iter().chain(message).collect();
        if !described.is_empty() {
            all.set("aria-describedby", described.join(" "));
        }
        all
    }

    /// The attributes of one box or radio; the first carries the field's id.
    fn option(&self, index: usize, choice: &Choice) -> Attributes {
        let mut all = Attributes::default();
        all.set("id", if index == 0 { self.name.clone() } else { format!("{}-{}", self.name, index + 1) });
        all.set("type", if self.kind == Kind::Radios { "radio" } else { "checkbox" });
        all.set("name", &self.name);
        all.set("value", &choice.value);
        if self.chosen(choice) {
            all.flag("checked");
        }
        all.extend(&self.attributes);
        all
    }

    fn chosen(&self, choice: &Choice) -> bool {
        if self.kind == Kind::Checks { self.values.contains(&choice.value) } else { self.value == choice.value }
    }
}

impl AsRef<Field> for Field {
    fn as_ref(&self) -> &Field {
        self
    }
}

crate::prints_html!(Field);

pub(crate) fn examples() -> Vec<Example> {
    let kinds = [("driver", "货车司机"), ("rider", "外卖骑手"), ("none", "都不是")];
    let mut all = Vec::new();
    for (title, field) in [
        ("一行字", Field::text("name", "姓名").hint("和身份证上一样").value("程望川")),
        (
            "填错了",
            Field::text("idno", "身份证号")
                .hint("18位，最后一位可能是X")
                .value("320999198804179979")
                .error("最后一位和前17位对不上，请对照身份证再看一遍"),
        ),
        ("手机号", Field::tel("phone", "手机号")),
        ("验证码", Field::code("code", "验证码").hint("已发到138****5678，5分钟内有效")),
        ("选一个", Field::radios("kind", "您做什么工作", kinds).value("driver")),
        ("打开选", Field::select("kind2", "职工类别", kinds).value("rider")),
        ("可多选", Field::checks("groups", "职工类别", kinds).values(["driver", "rider"]).optional()),
        ("勾选", Field::check("consent", "同意工会用我的手机号通知我").error("要勾选才能继续")),
        ("日期", Field::date("since", "入会日期").value("2026-11-20").optional()),
        ("几行字", Field::area("reason", "退回的理由").hint("对方会看到")),
        ("文件", Field::file("photo", "照片", "image/*").optional()),
        ("边填边找", Field::suggest("employer", "工作单位", "/join/employers", "employer_id", "")),
    ] {
        all.extend(Example::both("Field", title, field));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_field_is_linked_with_its_message() {
        let html = Field::text("idno", "身份证号").hint("18位").error("没有填").to_string();
        assert!(html.contains(r#"aria-invalid="true""#) && html.contains(r#"aria-describedby="idno-hint idno-msg""#));
        assert!(html.contains(r#"id="idno-msg""#));
    }

    #[test]
    fn what_was_typed_comes_back_as_text_not_as_html() {
        let typed = r#""><script>alert(1)</script>"#;
        for field in [Field::text("a", "甲"), Field::area("a", "甲"), Field::suggest("a", "甲", "/x", "b", typed)] {
            let html = field.value(typed).error(typed).hint(typed).to_string();
            assert!(!html.contains("<script>"), "{html}");
        }
    }

    #[test]
    fn the_link_of_a_group_leads_to_its_first_answer() {
        let html = Field::radios("kind", "工作", [("a", "甲"), ("b", "乙")]).value("b").to_string();
        assert!(html.contains(r#"id="kind" type="radio" name="kind" value="a""#), "{html}");
        assert!(html.contains(r#"value="b" checked"#), "{html}");
    }

    #[test]
    fn a_form_that_comes_back_brings_what_was_typed_and_what_is_wrong() {
        let mut form = Fields::parse("name=%E6%9E%97&kind=b&groups=a&groups=c");
        form.fault("name", "名字太短");
        let html = Field::text("name", "姓名").of_form(&form).to_string();
        assert!(html.contains(r#"value="林""#) && html.contains("名字太短"), "{html}");
        let abc = [("a", "甲"), ("b", "乙"), ("c", "丙")];
        let html = Field::checks("groups", "类别", abc).of_form(&form).to_string();
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
    }

    #[test]
    fn codes_and_passwords_stay_out_of_drafts() {
        for field in [Field::code("code", "验证码"), Field::password("password", "密码")] {
            assert!(field.to_string().contains("data-no-draft"));
        }
    }
}
