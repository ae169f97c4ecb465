//! What an applicant tells about himself: kept on the phone while it is being written, sealed as one text once submitted.
use crate::{employers::EmployerId, people::PersonDetails};
use platform::{
    App,
    db::Error,
    secrets::{mask_document, mask_phone},
    tree::OrgId,
};
use serde::{Deserialize, Serialize};

const FIELD: &str = "joinings.form";
/// The resident's identity card in `id_type`.
pub const RESIDENT_CARD: &str = "111";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Nothing said yet.
    #[default]
    Unsaid,
    /// 受雇单位
    Employer,
    /// Without an employer, but of a kind of work that a union serves.
    Kind,
    /// Neither.
    Neither,
}
impl Work {
    pub const ALL: [(Work, &'static str, &'static str, &'static str); 3] = [
        (Work::Employer, "employer", "有单位", "签了合同，或单位发工资"),
        (Work::Kind, "kind", "没有单位，有固定的活", "跑车、送餐、做家政等"),
        (Work::Neither, "neither", "都不是", "打零工、正在找工作"),
    ];
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|w| w.0 == self).map_or("", |w| w.1)
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|w| w.1 == key).map(|w| w.0)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub name: String,
    /// Code of `id_type`.
    pub document_kind: String,
    pub document: String,
    /// Code of `gender`.
    pub sex: String,
    pub birth_on: String,
    /// Checked by the code that was sent to it; not at a stand.
    pub phone: String,
    pub work: Work,
    /// Known by the directory; none: only its name is.
    pub employer: Option<EmployerId>,
    pub employer_name: String,
    pub group: String,
    /// The town's union that the applicant named.
    pub town: Option<OrgId>,
    /// Wants to hear of activities and services.
    pub notices: bool,
    /// How it was confirmed: "signature", "code", "name".
    pub confirmed: String,
    /// Taken down at a stand by somebody of the union: nobody has checked the phone.
    pub stand: bool,
}

impl Form {
    pub fn seal(&self, app: &App) -> String {
        app.keys.seal(FIELD, &serde_json::to_string(self).expect("plain fields"))
    }
    pub fn open(app: &App, sealed: &str) -> Result<Form, Error> {
        let text = app.keys.open(FIELD, sealed).map_err(|e| Error::Decode(Box::new(e)))?;
        serde_json::from_str(&text).map_err(|e| Error::Decode(Box::new(e)))
    }
    pub fn has_person(&self) -> bool {
        !self.name.is_empty() && !self.document.is_empty()
    }
    pub fn has_work(&self) -> bool {
        self.work != Work::Unsaid
    }
    pub fn masked_document(&self) -> String {
        mask_document(&self.document)
    }
    pub fn masked_phone(&self) -> String {
        mask_phone(&self.phone)
    }
    /// What goes into the roster when the applicant is admitted; `known`: what the roster says already.
    pub fn details(&self, known: Option<PersonDetails>) -> PersonDetails {
        let known = known.unwrap_or_default();
        PersonDetails {
            name: self.name.clone(),
            sex: self.sex.clone(),
            birth_on: self.birth_on.clone(),
            document_kind: self.document_kind.clone(),
            document: self.document.clone(),
            phone: self.phone.clone(),
            employer: self.employer,
            employer_name: self.employer_name.clone(),
            ..known
        }
    }
    /// 货车司机; 顺通物流, 货车司机; 没有单位
    pub fn work_words(&self) -> String {
        let said: Vec<&str> =
            [self.employer_name.as_str(), self.group.as_str()].into_iter().filter(|s| !s.is_empty()).collect();
        if said.is_empty() { "没有单位".to_owned() } else { said.join("，") }
    }
}
