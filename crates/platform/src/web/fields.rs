//! Forms: what was typed, and what to say about it.
use super::Error;
use axum::{
    extract::{FromRequest, Request},
    http::header,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::collections::BTreeMap;

/// A form may be this long; larger things go through uploads.
pub const FORM_LIMIT: usize = 2 * 1024 * 1024;

/// The fields of a form or an address, and the faults found in them. A form with faults is shown again, filled in, with 422.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    values: Vec<(String, String)>,
    faults: BTreeMap<String, String>,
}

impl Fields {
    /// Reads `a=1&b=2`.
    pub fn parse(text: &str) -> Self {
        let values = text.split('&').filter(|p| !p.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self { values: values.collect(), faults: BTreeMap::new() }
    }
    pub fn from_pairs(values: Vec<(String, String)>) -> Self {
        Self { values, faults: BTreeMap::new() }
    }
    pub fn pairs(&self) -> &[(String, String)] {
        &self.values
    }
    /// The value, without white space around it; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().rev().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }
    pub fn opt(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }
    /// All values of a repeated field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).parse().ok()
    }
    pub fn has(&self, name: &str) -> bool {
        self.opt(name).is_some()
    }
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(n, _)| n != name);
        self.values.push((name.to_owned(), value.into()));
    }
    /// Remembers a sentence at a field; the first one stays.
    pub fn fault(&mut self, name: &str, sentence: impl Into<String>) {
        self.faults.entry(name.to_owned()).or_insert_with(|| sentence.into());
    }
    pub fn error(&self, name: &str) -> Option<&str> {
        self.faults.get(name).map(String::as_str)
    }
    /// (field, sentence) of all faults.
    pub fn faults(&self) -> Vec<(&str, &str)> {
        self.faults.iter().map(|(n, s)| (n.as_str(), s.as_str())).collect()
    }
    pub fn is_right(&self) -> bool {
        self.faults.is_empty()
    }
    /// The value if it is there and not longer than `longest` characters; otherwise a fault.
    pub fn required(&mut self, name: &str, empty: &str, longest: usize) -> Option<String> {
        let value = self.get(name).to_owned();
        if value.is_empty() {
            self.fault(name, empty);
            return None;
        }
        self.short_enough(name, longest).then_some(value)
    }
    pub fn short_enough(&mut self, name: &str, longest: usize) -> bool {
        let length = self.get(name).chars().count();
        if length > longest {
            self.fault(name, format!("最多{longest}个字，现在有{length}个"));
        }
        length <= longest
    }
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%' && i + 2 < bytes.len())
            .then(|| text.get(i + 1..i + 3).and_then(|h| u8::from_str_radix(h, 16).ok()))
            .flatten();
        out.push(hex.unwrap_or(bytes[i]));
        i += if hex.is_some() { 3 } else { 1 };
    }
    // Control characters have no place in a field; line ends stay.
    String::from_utf8_lossy(&out).chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect()
}

/// Percent-encodes a value for an address.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Error;
    /// GET: the address's query; otherwise the body. Never fails on odd content: the handler says what is missing.
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        if request.method().is_safe() {
            return Ok(Fields::parse(request.uri().query().unwrap_or("")));
        }
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("application/x-www-form-urlencoded"));
        if !is_form {
            return Ok(Fields::default());
        }
        let body = Limited::new(request.into_body(), FORM_LIMIT).collect().await.map_err(|fault| match fault
            .downcast_ref::<LengthLimitError>(
        ) {
            Some(_) => Error::TooLarge("这份表单太长了，请删减后再提交。".into()),
            None => Error::refused("网络中断，表单没有收全，请再提交一次。"),
        })?;
        Ok(Fields::parse(&String::from_utf8_lossy(&body.to_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_chinese_plus_signs_and_repeated_fields() {
        let f = Fields::parse("name=%E6%9E%97%E5%B0%8F%E6%BB%A1+&g=1&g=2&empty=&odd=%zz%E");
        assert_eq!(f.get("name"), "林小满");
        assert_eq!(f.all("g").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((f.get("empty"), f.get("missing"), f.get("odd")), ("", "", "%zz%E"));
        assert_eq!(Fields::parse(&format!("a={}", encode("𠮷·=&"))).get("a"), "𠮷·=&");
    }

    #[test]
    fn the_first_fault_of_a_field_stays() {
        let mut f = Fields::parse("name=一二三");
        assert!(f.required("name", "请填姓名", 2).is_none());
        f.fault("name", "别的");
        assert_eq!(f.error("name"), Some("最多2个字，现在有3个"));
    }
}
