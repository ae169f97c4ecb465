//! What was changed on a card: from what to what, kept as JSON and shown as sentences.
use platform::audit::Line;
use serde::{Deserialize, Serialize};
use ui::{Step, text};

/// A field that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub from: String,
    pub to: String,
}

/// The fields that differ; sealed values come here masked or as words.
pub fn between<'a>(fields: impl IntoIterator<Item = (&'a str, String, String)>) -> Vec<Change> {
    let differing = fields.into_iter().filter(|(_, from, to)| from != to);
    differing.map(|(field, from, to)| Change { field: field.to_owned(), from, to }).collect()
}
pub fn json(changes: &[Change]) -> String {
    serde_json::to_string(changes).expect("plain texts")
}
/// The sentences of a kept text: changes as 主席：王敏 → 李强, anything else as it is.
pub fn sentences(kept: &str) -> Vec<String> {
    let said = |text: &str| if text.is_empty() { "未填".to_owned() } else { text.to_owned() };
    match serde_json::from_str::<Vec<Change>>(kept) {
        Ok(changes) => changes.iter().map(|c| format!("{}：{} → {}", c.field, said(&c.from), said(&c.to))).collect(),
        Err(_) => Some(kept.to_owned()).filter(|k| !k.is_empty()).into_iter().collect(),
    }
}

/// A line of the audit as a step of the timeline; `title` is what the act is called.
pub fn step(line: &Line, title: &str, today: jiff::civil::Date) -> Step {
    let by = line.name.clone().unwrap_or_else(|| "系统".to_owned());
    let at = text::moment_near(platform::clock::local(line.at), today);
    let reason = Some(format!("理由：{}", line.reason)).filter(|_| !line.reason.is_empty());
    let step = Step::done(title).at(at).line(by).line(reason);
    sentences(&line.detail).into_iter().fold(step, Step::line)
}

/// The sentence for the second of two officers who changed the same card.
pub fn conflict(name: &str, at: i64, changes: &str, today: jiff::civil::Date) -> String {
    let when = text::moment_near(platform::clock::local(at), today);
    let what = sentences(changes).join("；");
    format!("{name}{when}先改了这份资料（{what}）。您填的还在下面，请对照后再保存")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_kept_and_said() {
        let changes = between([
            ("主席", "王敏".into(), "李强".into()),
            ("电话", "1".into(), "1".into()),
            ("地址", String::new(), "东路".into()),
        ]);
        assert_eq!(changes.len(), 2);
        assert_eq!(sentences(&json(&changes)), ["主席：王敏 → 李强", "地址：未填 → 东路"]);
        assert_eq!(sentences("县乡区划调整"), ["县乡区划调整"]);
    }
}
