//! Letters: what is written on paper, from the definition's text and what the case says.
/// What a text may name in braces, beside the keys of the form's fields.
pub const WORDS: &[&str] =
    &["姓名", "编号", "事项", "单位", "承办", "提交日期", "今天", "最迟", "说明", "金额", "步骤"];

/// The words in braces of a text.
pub fn words_in(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word).collect()
}
/// A text with its words put in; a word that nothing is said for is left out.
pub fn filled(text: &str, say: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((word, behind)) = after.split_once('}') else { break };
        out.push_str(&say(word));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_braces_are_put_in() {
        assert_eq!(words_in("{姓名}：您好，{事项}"), ["姓名", "事项"]);
        assert_eq!(filled("{姓名}：您的{事项}收到了", |word| format!("<{word}>")), "<姓名>：您的<事项>收到了");
    }
}
