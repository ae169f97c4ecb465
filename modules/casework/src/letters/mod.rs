//! Letters: what is written on paper, from the definition's text and what the case says, numbered by the year's register of the union.
//!
//! Promise: a letter is never changed. What is wrong is set right by another one.
mod pages;
mod store;

pub use pages::{Line, mine, numbered, of_case, show};
pub use store::{Letter, Of, newest, next as next_number, of, of_call, put};

use crate::{
    cases::{Case, answers},
    course::By,
    definitions::{Addressee, Letter as Defined},
};
use platform::{
    App,
    db::Tx,
    secrets::mask_name,
    settings::{Setting, SettingKind},
    web::Error,
};

/// The word of the office in a letter's number: 工诉〔2026〕3号.
pub const OFFICE_WORD: &Setting = &Setting {
    key: "cases.letter_word",
    name: "诉求文书的机关代字",
    hint: "写在文书编号前面，比如滨工诉，编号就是滨工诉〔2026〕3号",
    default: "工诉",
    kind: SettingKind::Text,
};

/// What a text may name in braces, beside the keys of the form's fields.
pub const WORDS: &[&str] =
    &["姓名", "编号", "事项", "单位", "承办", "提交日期", "今天", "最迟", "说明", "金额", "步骤"];

/// What a public notice may name: the name masked.
pub const PUBLIC: &[&str] = &["姓名", "事项", "承办", "提交日期", "今天"];

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

/// What a text's word stands for in a case; `words` is what the officer wrote.
fn said(app: &App, case: &Case, given: &[answers::Answer], word: &str, words: &str) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, ui::text::date);
    match word {
        "姓名" => case.name.clone(),
        "编号" => case.number.clone(),
        "事项" => case.service().office.clone(),
        "单位" => case.employer_name.clone(),
        "承办" => case.handler_name.clone(),
        "提交日期" => day(Some(case.created_day())),
        "今天" => day(Some(app.today())),
        "最迟" => day(case.due()),
        "说明" => words.to_owned(),
        "金额" => ui::text::yuan(case.amount),
        "步骤" => case.state().to_owned(),
        field => {
            let answer = given.iter().find(|answer| answer.key == field);
            let said = answer.and_then(|answer| Some(answers::words(case.service().field(field)?, &answer.value)));
            said.unwrap_or_default()
        }
    }
}
/// The lines of a public notice about a case.
pub fn public(app: &App, case: &Case, lines: &[String]) -> String {
    let say = |word: &str| match word {
        "姓名" => mask_name(&case.name),
        word => said(app, case, &[], word, ""),
    };
    lines.iter().map(|line| filled(line, say)).collect()
}
/// Writes a letter in the name of the handling union.
pub async fn write(
    tx: &mut Tx,
    app: &App,
    by: By<'_>,
    case: &Case,
    letter: &Defined,
    words: &str,
) -> Result<(), Error> {
    let given = answers::of(app, case);
    let lines: Vec<String> =
        letter.lines.iter().map(|line| filled(line, |word| said(app, case, &given, word, words))).collect();
    Ok(store::add(tx, app, case, (&letter.key, &lines), by.account()).await?)
}
/// Writes those that go with an act.
pub async fn write_with(tx: &mut Tx, app: &App, by: By<'_>, case: &Case, act: &str, words: &str) -> Result<(), Error> {
    for letter in case.service().letters.iter().filter(|letter| letter.on.iter().any(|on| on == act)) {
        write(tx, app, by, case, letter, words).await?;
    }
    Ok(())
}
/// Whether the worker gets it.
pub fn is_to_worker(letter: &Defined) -> bool {
    letter.to == Addressee::Worker
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
