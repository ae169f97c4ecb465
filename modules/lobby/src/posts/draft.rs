//! A post to be given, as it is filled in.
use super::{roles, rules};
use crate::permissions::POSTS_WRITE;
use jiff::civil::Date;
use platform::{
    identity::NewPost,
    rights::Role,
    search::{self, Wanted},
    standards::Phone,
    tree::{self, Org, OrgId},
    web::{Fields, Result},
};
use ui::{Desk, Field};

pub struct Draft {
    pub name: String,
    pub phone: Phone,
    pub org: Org,
    pub role: Role,
    pub title: String,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
}
impl Draft {
    pub fn post(&self) -> NewPost<'_> {
        let Self { role, title, starts_on, ends_on, .. } = self;
        NewPost { org: self.org.id, role: *role, title, starts_on: *starts_on, ends_on: *ends_on }
    }

    /// Reads the form; none with the faults noted in it.
    pub async fn read(desk: &Desk, form: &mut Fields) -> Result<Option<Self>> {
        let org = union_of(desk, form).await?;
        let name = form.required("name", "请填姓名", 40);
        let phone = Phone::parse(form.get("phone")).map_err(|fault| form.fault("phone", fault.to_string())).ok();
        let role = Role::from_key(form.get("role"));
        if role.is_none() {
            form.fault("role", "请选一个角色");
        }
        form.short_enough("title", 40);
        let today = desk.app.today();
        let (starts_on, ends_on) = (day(form, "starts_on"), day(form, "ends_on"));
        let starts_on = starts_on.unwrap_or(today);
        if let Some((field, sentence)) = rules::term_fault(starts_on, ends_on, today) {
            form.fault(field, sentence);
        }
        let (Some(org), Some(name), Some(phone), Some(role), true) = (org, name, phone, role, form.is_right()) else {
            return Ok(None);
        };
        let title = form.opt("title").unwrap_or(role.name()).to_owned();
        Ok(Some(Self { name, phone, org, role, title, starts_on, ends_on }))
    }
}

/// A date field; what is no date is a fault.
pub fn day(form: &mut Fields, name: &str) -> Option<Date> {
    let typed = form.opt(name)?.to_owned();
    typed.parse().map_err(|_| form.fault(name, "日期要写成2026-03-05这样")).ok()
}

/// The union chosen from the proposals, or typed whole; only inside the own branch.
async fn union_of(desk: &Desk, form: &mut Fields) -> Result<Option<Org>> {
    let (scope, db) = (desk.scope(POSTS_WRITE)?, &desk.app.db);
    let id = match form.number("union_id").map(OrgId) {
        Some(id) => Some(id),
        None => {
            let wanted = Wanted::typed(form.get("union")).below(&desk.post().path);
            let found = search::find(db, "union", &wanted, 50).await?;
            found.into_iter().find(|(_, title)| title == form.get("union")).map(|(id, _)| OrgId(id))
        }
    };
    let org = match id {
        Some(id) => tree::within(db, &scope, id).await?,
        None => None,
    };
    if org.is_none() {
        form.fault("union", format!("请从列表里选一家工会，只能是{}和它的下级", desk.post().org_name));
    }
    Ok(org.filter(|_| form.error("union").is_none()))
}

/// The fields in their order, with what was typed and what is wrong.
pub fn fields(form: &Fields) -> Vec<Field> {
    vec![
        Field::text("name", "姓名").of_form(form),
        Field::tel("phone", "手机号").hint("用这个手机号登录；邀请只对它有效").of_form(form),
        Field::suggest("union", "在哪家工会任职", "/console/posts/unions", "union_id", "")
            .hint("写名称里的几个字，从列表里选")
            .of_form(form),
        Field::radios("role", "角色", roles()).hint("角色在这家工会和它的所有下级有效").of_form(form),
        Field::text("title", "职务名称").hint("例如组织部副部长；不填就用角色的名称").optional().of_form(form),
        Field::date("starts_on", "从哪天起").of_form(form),
        Field::date("ends_on", "到哪天止").hint("当天仍有效；不填就是长期").optional().of_form(form),
    ]
}
