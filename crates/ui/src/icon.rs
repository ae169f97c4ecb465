//! Icons from the sprite that `web/icons.json` lists, and the mark of the house. Both are ornaments beside a word:
//! hidden from screen readers, so a control with an icon alone carries an `aria-label`.

use std::fmt;

/// An icon of the sprite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(pub &'static str);

/// The icon `name`: a Tabler name, with `-filled` for the filled form.
pub const fn icon(name: &'static str) -> Icon {
    Icon(name)
}

impl fmt::Display for Icon {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sprite = crate::asset("icons.svg");
        write!(to, r#"<svg class="ic" viewBox="0 0 24 24" aria-hidden="true"><use href="{sprite}#{}"/></svg>"#, self.0)
    }
}

/// The mark of the house, drawn in the text's colour.
#[derive(Debug, Clone, Copy)]
pub struct Mark(&'static str);

/// The mark with a class: `"mark"` is the watermark of card and strip, `""` the plain one.
pub const fn mark(class: &'static str) -> Mark {
    Mark(class)
}

impl fmt::Display for Mark {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(r#"<svg "#)?;
        if !self.0.is_empty() {
            write!(to, r#"class="{}" "#, self.0)?;
        }
        to.write_str(concat!(
            r#"viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" "#,
            r#"stroke-linejoin="round" aria-hidden="true"><path d="M2 11.8 12 2.7l10 9.1"/>"#,
            r#"<path d="M7 13.6c1.2 1.6 2.9 2.4 5 2.4s3.8-.8 5-2.4M12 16v5.2M5 21.2h14"/>"#,
            r#"<circle cx="12" cy="10.9" r="1.9" fill="currentColor" stroke="none"/></svg>"#
        ))
    }
}

crate::prints_html!(Icon, Mark);
