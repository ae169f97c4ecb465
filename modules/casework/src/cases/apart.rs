//! Whom a case is about: asked on the member site and at the counter.
use crate::definitions::Service;
use platform::{
    App,
    db::Result,
    identity::{self, AccountId},
    rights::Role,
    tree::{self, OrgId},
    web::Fields,
};
use ui::{Choice, Field};

/// Officers of a union and all above it: whom a case can be about. `asks` is not among them.
pub async fn officers(
    app: &App,
    service: &Service,
    home: Option<OrgId>,
    asks: AccountId,
) -> Result<Vec<(AccountId, String)>> {
    let Some(home) = home.filter(|_| service.accuses) else { return Ok(Vec::new()) };
    let Some(org) = tree::find(&app.db, home).await? else { return Ok(Vec::new()) };
    let holders = identity::holders_over(&app.db, &org.path, app.today()).await?;
    let works = |role: &str| matches!(Role::from_key(role), Some(Role::Chair | Role::Officer | Role::Organiser));
    let others = holders.into_iter().filter(|h| works(&h.role) && h.account != asks);
    Ok(others.map(|h| (h.account, format!("{} {}{}", h.name, h.org_name, h.title))).collect())
}
/// The field; none where there is nobody to choose.
pub fn accused(officers: &[(AccountId, String)], form: &Fields) -> Option<Field> {
    let choices = officers.iter().map(|(id, words)| Choice::new(id, words));
    let none = std::iter::once(Choice::new("", "不涉及"));
    let field = Field::select("accused", "这件事涉及工会里的人吗", none.chain(choices));
    let field = field.hint("选了谁，谁就看不到，也不经他办").optional().of_form(form);
    (!officers.is_empty()).then_some(field)
}
/// Who was chosen; somebody who is not on the list is a fault.
pub fn chosen(officers: &[(AccountId, String)], form: &mut Fields) -> Option<AccountId> {
    let accused = form.number("accused").map(AccountId)?;
    if officers.iter().all(|(known, _)| *known != accused) {
        form.fault("accused", "请从列表里选，或者选不涉及");
    }
    Some(accused)
}
