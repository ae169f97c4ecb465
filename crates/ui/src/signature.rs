//! Signing by finger, and codes that change by themselves: the two places where the script does more than speed things up.

use askama::Template;
use std::fmt::Display;

use crate::Example;

/// A pad to sign on. Sends a PNG as a data address (`data:image/png;base64,…`) in the field `name`, empty when nothing
/// was drawn. Without the script the pad is useless, so another way must be beside it: `other`, a link.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/signature.html")]
pub struct Signature {
    name: String,
    label: String,
    other: Option<(String, String)>,
    error: Option<String>,
}

impl Signature {
    /// The field's name and what to do, in words.
    pub fn new(name: impl Display, label: impl Display) -> Signature {
        Signature { name: name.to_string(), label: label.to_string(), other: None, error: None }
    }

    /// The other way: 改用短信确认, and where it is.
    pub fn other(mut self, words: impl Display, href: impl Display) -> Signature {
        self.other = Some((words.to_string(), href.to_string()));
        self
    }

    /// What is wrong.
    pub fn error(mut self, error: impl crate::Words) -> Signature {
        self.error = error.words();
        self
    }
}

/// A QR code that is asked for again when its time is over. `address` answers with the next SVG alone.
#[derive(Template, Debug, Clone)]
#[template(path = "parts/rotating.html")]
pub struct RotatingCode {
    address: String,
    seconds: i64,
    remaining: i64,
    svg: String,
}

impl RotatingCode {
    /// `svg` is what [`platform::documents::qr_svg`] made; it is printed as it is.
    pub fn new(address: impl Display, seconds: i64, svg: String) -> RotatingCode {
        RotatingCode { address: address.to_string(), seconds, remaining: seconds, svg }
    }

    /// How many seconds this one still has.
    pub fn remaining(mut self, seconds: i64) -> RotatingCode {
        self.remaining = seconds;
        self
    }
}

crate::prints_html!(Signature, RotatingCode);

pub(crate) fn examples() -> Vec<Example> {
    let qr =
        platform::documents::qr_svg("https://home.test/verify/x", platform::documents::Ruggedness::Screen, "会员码");
    vec![
        Example::member(
            "Signature",
            "手写签名",
            Signature::new("signature", "在框里手写签名").other("改用短信确认", "#"),
        ),
        Example::member(
            "RotatingCode",
            "会换的会员码",
            format!("<div class=\"mcard\">{}</div>", RotatingCode::new("/card/qr", 60, qr).remaining(42)),
        ),
    ]
}
