//! Cases in the console's search: by number, and by words of those that exist for who looks.
use crate::{
    cases::{
        link,
        store::{self, Filter},
        words,
    },
    definitions::published,
    permissions::CASES_READ,
};
use directory::list::Page;
use platform::{
    db::Result,
    search::{Finder, Hit, Sought},
    tree::Scope,
};

pub const FINDER: Finder = Finder { name: "诉求", needs: CASES_READ, find: |sought| Box::pin(found(sought)) };

/// Digits of a case's number: the year and eight.
const NUMBER: usize = 12;

/// The end of a phone, initials and a single sign mean other things.
fn is_meant(text: &str) -> bool {
    match text.chars().all(|c| c.is_ascii_digit()) {
        true => text.len() == NUMBER,
        false => text.chars().filter(|c| !c.is_ascii()).count() >= 2,
    }
}
async fn found(Sought { app, account, path, text, limit }: Sought) -> Result<Vec<Hit>> {
    let text: String = text.trim().chars().take(40).collect();
    if !is_meant(&text) {
        return Ok(Vec::new());
    }
    published::fresh(&app).await?;
    let scope = Scope::below(&path);
    let mut filter = Filter { view: "all".into(), ..Filter::default() };
    filter.found = words::found(&app, &text, &path, (&scope, account), &filter).await?;
    filter.text = text;
    let cases = store::list(&app.db, (&scope, account), &filter, true, &Page::First, limit).await?;
    let hit = |case: crate::cases::Case| Hit {
        title: format!("{}的{}", case.name, case.title()),
        line: format!("{}，{}，{}", case.number, case.state(), case.handler_name),
        href: link(&case.number),
    };
    Ok(cases.into_iter().map(hit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_two_signs_are_meant_and_no_end_of_a_phone() {
        for text in ["202600000013", "回款", "没发工资"] {
            assert!(is_meant(text), "{text}");
        }
        for text in ["", "1234", "13900020001", "320999199001011234", "wf", "王"] {
            assert!(!is_meant(text), "{text}");
        }
    }
}
