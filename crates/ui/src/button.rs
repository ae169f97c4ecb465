//! Buttons and links that act. One primary on a page; its label is the verb of what happens.

use askama::Template;
use std::fmt::Display;

use crate::{Attributes, Example, Icon, icon};

/// A button, or a link that looks like one. The same on both faces.
#[derive(Template, Debug, Clone)]
#[template(
    ext = "html",
    source = "{% if let Some(href) = href %}<a class=\"{{ class }}\" href=\"{{ href }}\"{{ attributes }}>\
              {% if let Some(icon) = icon %}{{ icon }}{% endif %}{{ label }}</a>{% else %}\
              <button class=\"{{ class }}\" type=\"{{ kind }}\"{{ attributes }}>\
              {% if let Some(icon) = icon %}{{ icon }}{% endif %}{{ label }}</button>{% endif %}"
)]
pub struct Button {
    class: String,
    label: String,
    kind: &'static str,
    href: Option<String>,
    icon: Option<Icon>,
    attributes: Attributes,
}

impl Button {
    fn of(class: &str, label: impl Display) -> Button {
        Button {
            class: class.to_owned(),
            label: label.to_string(),
            kind: "submit",
            href: None,
            icon: None,
            attributes: Attributes::default(),
        }
    }

    /// The one red act of the page.
    pub fn primary(label: impl Display) -> Button {
        Button::of("weui-btn weui-btn_primary btn btn-primary", label)
    }

    /// Any other act: an outline.
    pub fn outline(label: impl Display) -> Button {
        Button::of("weui-btn weui-btn_default btn", label)
    }

    /// A quiet act without an edge.
    pub fn quiet(label: impl Display) -> Button {
        Button::of("btn-text btn btn-plain", label)
    }

    /// A small outline for the rows of a console table.
    pub fn small(label: impl Display) -> Button {
        Button::of("btn btn-sm", label)
    }

    /// A link to `address` instead of a button that submits.
    pub fn href(mut self, address: impl Display) -> Button {
        self.href = Some(address.to_string());
        self
    }

    /// With an icon before the label.
    pub fn icon(mut self, name: &'static str) -> Button {
        self.icon = Some(icon(name));
        self
    }

    /// Only as wide as its label, beside a wide one (`.btn-row`).
    pub fn fit(mut self) -> Button {
        self.class.push_str(" fit");
        self
    }

    /// Does not submit: the script acts on it (`data-…`).
    pub fn scripted(mut self) -> Button {
        self.kind = "button";
        self
    }

    /// Sends `name=value` with the form.
    pub fn value(self, name: &str, value: impl Display) -> Button {
        self.attr("name", name).attr("value", value)
    }

    /// What it says while the form is being sent; otherwise 正在提交….
    pub fn busy(self, words: impl Display) -> Button {
        self.attr("data-busy", words)
    }

    /// Cannot be used now; the reason must stand beside it.
    pub fn off(self) -> Button {
        self.attr("aria-disabled", "true")
    }

    /// Any other attribute.
    pub fn attr(mut self, name: &str, value: impl Display) -> Button {
        self.attributes.set(name, value);
        self
    }
}

crate::prints_html!(Button);

pub(crate) fn examples() -> Vec<Example> {
    let member = format!(
        "<div class=\"btn-row\">{}{}</div>{}",
        Button::outline("上一步").href("#").fit(),
        Button::primary("提交申请"),
        Button::quiet("扫入会码").icon("scan").href("#")
    );
    let console = format!(
        "{} {} {} {}",
        Button::primary("登记会员").icon("user-plus"),
        Button::outline("导出这1,284人").icon("download").href("#"),
        Button::small("办理").href("#"),
        Button::quiet("更多条件").icon("adjustments-horizontal").href("#")
    );
    vec![Example::member("Button", "一页一个红按钮", member), Example::console("Button", "工作台里的按钮", console)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_or_an_address_cannot_bring_html_in() {
        let html = Button::primary("<b>").href("/x?a=1&b=\"").attr("data-x", "'\"<").to_string();
        assert!(!html.contains("<b>") && !html.contains("b=\"\""), "{html}");
        assert!(html.contains("data-x=\"&#39;&#34;&#60;\""), "{html}");
    }
}
