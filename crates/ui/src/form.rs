//! What surrounds the fields: the summary of faults and the steps.

use askama::Template;
use std::fmt::Display;

use crate::{Example, Field};

/// Says how many fields want mending, links to each and takes the focus. Prints nothing when all is well.
#[derive(Template, Debug, Clone, Default)]
#[template(path = "parts/errors.html")]
pub struct ErrorSummary {
    faults: Vec<Fault>,
}

#[derive(Debug, Clone)]
struct Fault {
    field: String,
    label: String,
    message: String,
}

impl ErrorSummary {
    /// From the fields of the form, in their order.
    pub fn of<F: AsRef<Field>>(fields: impl IntoIterator<Item = F>) -> ErrorSummary {
        let mut summary = ErrorSummary::default();
        for field in fields {
            if let Some((name, label, message)) = field.as_ref().fault() {
                summary = summary.add(name, label, message);
            }
        }
        summary
    }

    /// Adds a fault: the field's name, its label, what is wrong.
    pub fn add(mut self, field: impl Display, label: impl Display, message: impl Display) -> ErrorSummary {
        let (field, label, message) = (field.to_string(), label.to_string(), message.to_string());
        self.faults.push(Fault { field, label, message });
        self
    }

    /// Whether there is nothing to mend.
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Where one is in a form of several pages (member site).
#[derive(Template, Debug, Clone)]
#[template(path = "parts/stepper.html")]
pub struct Stepper {
    here: usize,
    of: usize,
}

impl Stepper {
    /// Step `here` (from 1) of `of`.
    pub fn new(here: usize, of: usize) -> Stepper {
        Stepper { here, of }
    }

    fn class(&self, step: usize) -> &'static str {
        match step.cmp(&self.here) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "here",
            std::cmp::Ordering::Greater => "next",
        }
    }
}

/// Where one is among named steps (console).
#[derive(Template, Debug, Clone)]
#[template(path = "parts/stepline.html")]
pub struct StepLine {
    here: usize,
    steps: Vec<String>,
}

impl StepLine {
    /// Step `here` (from 1) of the named ones.
    pub fn new<S: Display>(here: usize, steps: impl IntoIterator<Item = S>) -> StepLine {
        StepLine { here, steps: steps.into_iter().map(|step| step.to_string()).collect() }
    }
}

crate::prints_html!(ErrorSummary, Stepper, StepLine);

pub(crate) fn examples() -> Vec<Example> {
    let summary = ErrorSummary::default().add("idno", "身份证号", "最后一位对不上");
    let mut all = vec![
        Example::member("Stepper", "第几步", Stepper::new(2, 4)),
        Example::console("StepLine", "导入的步骤", StepLine::new(3, ["上传", "检查", "预览", "确认", "结果"])),
    ];
    all.extend(Example::both("ErrorSummary", "有几处要改", summary));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_faults_has_no_summary() {
        let fields = [Field::text("name", "姓名"), Field::text("idno", "身份证号").error(None::<String>)];
        assert!(ErrorSummary::of(fields).to_string().trim().is_empty());
    }

    #[test]
    fn each_fault_links_to_its_field() {
        let fields = [Field::text("name", "姓名").error("没有填姓名"), Field::text("idno", "身份证号")];
        let html = ErrorSummary::of(fields).to_string();
        assert!(html.contains(r##"<a href="#name">姓名：没有填姓名</a>"##), "{html}");
        assert!(html.contains("有1处要改"), "{html}");
    }
}
