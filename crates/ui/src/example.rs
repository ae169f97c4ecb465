//! Examples of the components: what the gallery shows and the tests render.

use std::fmt::Display;

use crate::Face;

/// One example of one component.
#[derive(Debug, Clone)]
pub struct Example {
    /// The component's name.
    pub component: &'static str,
    /// What this example shows, in Chinese.
    pub title: &'static str,
    /// The face whose styles it is made for.
    pub face: Face,
    /// The finished HTML.
    pub html: String,
}

impl Example {
    /// On the member site.
    pub fn member(component: &'static str, title: &'static str, html: impl Display) -> Example {
        Example { component, title, face: Face::Member, html: html.to_string() }
    }

    /// In the console.
    pub fn console(component: &'static str, title: &'static str, html: impl Display) -> Example {
        Example { component, title, face: Face::Console, html: html.to_string() }
    }

    /// On both faces.
    pub fn both(component: &'static str, title: &'static str, html: impl Display) -> [Example; 2] {
        let html = html.to_string();
        [Example::member(component, title, &html), Example::console(component, title, &html)]
    }
}
