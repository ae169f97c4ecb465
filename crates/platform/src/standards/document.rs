//! Identity documents of every kind (有效证件): the resident's number is checked in full, the others lightly.

use jiff::civil::Date;

use super::{
    id_number::{IdFault, IdNumber},
    tables::ID_TYPE,
    typing::{has_unprintable, narrow, tight},
};

/// Code of the resident identity card in the table `id_type`.
pub const RESIDENT_CARD: &str = "111";

/// A document by its kind (code of the table `id_type`) and its number in the one form in which it is compared.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Document {
    kind: &'static str,
    number: String,
}

/// What is wrong with a document. `to_string()` is the sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    #[error("请选择证件类别")]
    Kind,
    #[error("{0}")]
    Resident(#[from] IdFault),
    #[error("请填写证件号码")]
    Empty,
    #[error("{0}号码的写法不对，请对照证件再看一遍")]
    Form(&'static str),
}

impl DocumentFault {
    /// A short stable name, as in result files and logs.
    pub fn code(&self) -> &'static str {
        match self {
            DocumentFault::Kind => "unknown_code",
            DocumentFault::Resident(fault) => fault.code(),
            DocumentFault::Empty => "no_id",
            DocumentFault::Form(_) => "id_form",
        }
    }
}

impl Document {
    /// `kind` is a code of the table `id_type`; `today` bounds dates of birth.
    pub fn parse(kind: &str, number: &str, today: Date) -> Result<Document, DocumentFault> {
        let entry = ID_TYPE.entry(kind).ok_or(DocumentFault::Kind)?;
        if entry.code == RESIDENT_CARD {
            return Ok(Document::from(IdNumber::parse(number, today)?));
        }
        let text = tight(number);
        if text.is_empty() {
            return Err(DocumentFault::Empty);
        }
        if let Some(shown) = super::ruined_number(number) {
            return Err(IdFault::Ruined { shown }.into());
        }
        if !form_fits(entry.code, &text) || has_unprintable(&narrow(number)) {
            return Err(DocumentFault::Form(entry.name));
        }
        Ok(Document { kind: entry.code, number: text })
    }

    pub fn kind(&self) -> &'static str {
        self.kind
    }

    pub fn number(&self) -> &str {
        &self.number
    }

    /// The resident's number, with its birth date and sex; None for other documents.
    pub fn resident(&self) -> Option<IdNumber> {
        (self.kind == RESIDENT_CARD).then(|| IdNumber::trusted(&self.number)).flatten()
    }

    /// First and last characters only.
    pub fn masked(&self) -> String {
        if let Some(number) = self.resident() {
            return number.masked();
        }
        let chars: Vec<char> = self.number.chars().collect();
        let shown = (chars.len() / 4).min(3);
        let hidden = chars.len() - 2 * shown;
        chars[..shown]
            .iter()
            .copied()
            .chain(std::iter::repeat_n('*', hidden))
            .chain(chars[chars.len() - shown..].iter().copied())
            .collect()
    }
}

impl From<IdNumber> for Document {
    fn from(number: IdNumber) -> Document {
        Document { kind: RESIDENT_CARD, number: number.as_str().to_string() }
    }
}

impl std::fmt::Debug for Document {
    /// Masked, so that no log shows a number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({} {})", self.kind, self.masked())
    }
}

/// Shapes seen on the documents; wide enough for older issues.
fn form_fits(kind: &str, number: &str) -> bool {
    let length = number.chars().count();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        "414" => (5..=15).contains(&length) && number.bytes().all(|b| b.is_ascii_alphanumeric()),
        "511" => matches!(length, 8 | 10 | 11 | 12) && number.bytes().all(|b| b.is_ascii_alphanumeric()),
        "516" => matches!(length, 9 | 11) && number.starts_with(['H', 'M']) && digits(&number[1..]),
        "114" | "115" => (4..=20).contains(&length) && number.chars().any(|c| c.is_ascii_digit()),
        _ => (3..=40).contains(&length),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn a_resident_card_carries_birth_and_sex() {
        let document = Document::parse("111", "11010519491231002x", TODAY).unwrap();
        assert_eq!(document.number(), "11010519491231002X");
        assert_eq!(document.resident().unwrap().birth(), date(1949, 12, 31));
        assert_eq!(document.masked(), "1101**********002X");
    }

    #[test]
    fn other_documents_are_checked_by_their_shape() {
        assert_eq!(Document::parse("414", " e1234 5678", TODAY).unwrap().number(), "E12345678");
        assert_eq!(Document::parse("516", "H12345678", TODAY).unwrap().masked(), "H1*****78");
        assert_eq!(Document::parse("114", "军字第0012345号", TODAY).unwrap().kind(), "114");
        assert_eq!(
            Document::parse("414", "护照1", TODAY).unwrap_err().to_string(),
            "护照号码的写法不对，请对照证件再看一遍"
        );
        assert_eq!(Document::parse("777", "1", TODAY).unwrap_err(), DocumentFault::Kind);
        assert_eq!(Document::parse("990", " ", TODAY).unwrap_err(), DocumentFault::Empty);
    }
}
